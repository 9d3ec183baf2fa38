"""Bluepencil reviews documents section by section; this package is the product."""

VERSION = "0.2.0"
