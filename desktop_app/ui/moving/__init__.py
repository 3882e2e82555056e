"""Renaming pictures and moving them to other folders of the library."""
