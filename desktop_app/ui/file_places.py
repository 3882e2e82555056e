"""Where a dialog for files begins."""

from __future__ import annotations

from PySide6.QtCore import QStandardPaths


def documents_folder() -> str:
    """Return the person's folder for documents: without one named, a dialog begins wherever the program was started."""
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
