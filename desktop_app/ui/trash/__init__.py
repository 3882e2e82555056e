"""The library's trash on the screen."""
