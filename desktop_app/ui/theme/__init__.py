"""Colours, type and icons: the tokens of the look and how they reach the widgets."""
