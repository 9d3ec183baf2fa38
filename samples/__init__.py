"""Documents to try Bluepencil on, written for it."""
