"""Disk, SQLite and the keyring."""
