"""Bringing pictures into the library, on the screen."""
