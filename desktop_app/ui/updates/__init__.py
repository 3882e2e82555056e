"""New versions of the program: told in the status line, fetched when it is wished."""
