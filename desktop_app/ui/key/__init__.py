"""Asking for the API key, and saying where it is kept."""
