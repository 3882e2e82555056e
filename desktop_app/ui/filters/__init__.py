"""The column of filters beside the grid."""
