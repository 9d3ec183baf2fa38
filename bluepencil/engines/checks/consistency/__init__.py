"""What a document contradicts by itself: references, numbers, dates, names. No model, no network."""
