"""Precision on documents that nobody here wrote, from verdicts of an editor."""
