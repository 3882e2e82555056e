"""What the program is, and of what it is made."""
