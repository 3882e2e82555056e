"""The settings: where, how it looks, and with which key."""
