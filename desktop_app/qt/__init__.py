"""QtCore and QtGui: the network thread, item models, the thumbnail loader."""
