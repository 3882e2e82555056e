"""The client of Together, its wire format, and the demo engine."""
