"""Moving pictures as something that can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

if TYPE_CHECKING:
    from desktop_app.qt.move_service import MoveService, Relocation


class MoveCommand(QUndoCommand):
    """Moves pictures when it is pushed, and back when it is undone."""

    def __init__(self, service: MoveService, relocation: Relocation, text: str) -> None:
        super().__init__(text)
        self._service = service
        self._relocation = relocation

    def redo(self) -> None:
        """Move."""
        self._service.make(self._relocation)

    def undo(self) -> None:
        """Move back."""
        self._service.take_back(self._relocation)
