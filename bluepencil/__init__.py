"""Bluepencil reviews documents section by section; this package is the product."""
