"""How good the built-in checks are, measured on documents with known faults."""
