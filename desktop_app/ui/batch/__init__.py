"""The window of batches, and the sheets that come of them."""
