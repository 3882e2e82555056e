"""Sfumato: a native desktop studio for making and editing pictures with Together AI."""

__version__ = "0.1.0"
