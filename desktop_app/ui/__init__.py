"""The widgets, and the only place that words things for people."""
