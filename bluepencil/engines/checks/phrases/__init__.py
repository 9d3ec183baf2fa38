"""The phrases the rules look for: data files anybody can extend, and what searches for them.

`*.toml` in this folder hold the rules, their phrases, exceptions and examples (docs/phrases.md says
how to add one). `pattern` reads a phrase, `index` finds all of them at once, `library` loads the
files.
"""
