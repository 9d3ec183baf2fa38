"""One file per kind of work; the folder is the catalogue."""
