"""Contradictions within one document: references, numbers, dates, names."""
