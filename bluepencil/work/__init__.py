"""Work: what kinds there are, and the life of a task."""
