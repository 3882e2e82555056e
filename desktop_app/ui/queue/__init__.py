"""The queue, beside the grid."""
