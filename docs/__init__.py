"""The documentation; some pages are written from the code by `make docs`."""
