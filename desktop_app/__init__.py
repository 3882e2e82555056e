"""Sfumato: a native desktop studio for making and editing pictures with Together AI."""

__version__ = "0.1.0"

APPLICATION_ID = "io.github.sfumato.Sfumato"
"""What desktops call the program: its entry in the menu, its icon and its notifications bear this name."""
