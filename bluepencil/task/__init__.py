"""A task: its record, its states and transitions, and whose turn it is. Pure rules."""
