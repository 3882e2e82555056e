"""A program of somebody else that takes whatever is dropped on it, and prints it as one line of JSON."""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel

SIDE_PX = 120
PLACE = (1480, 300)


class Target(QLabel):
    """Takes a copy of everything."""

    def __init__(self) -> None:
        super().__init__("drop here")
        self.setAcceptDrops(True)
        self.setWindowFlags(
            Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.X11BypassWindowManagerHint
            | Qt.WindowType.WindowDoesNotAcceptFocus
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setGeometry(*PLACE, SIDE_PX, SIDE_PX)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        data = event.mimeData()
        got = {
            "formats": data.formats(),
            "files": [url.toLocalFile() for url in data.urls()],
            "text": data.text(),
            "actions": event.possibleActions().value,
        }
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        print(json.dumps(got), flush=True)

    def tell_place(self) -> None:
        middle = self.mapToGlobal(QPoint(SIDE_PX // 2, SIDE_PX // 2))
        print(middle.x(), middle.y(), flush=True)


def main() -> int:
    """Show the target until the process is ended."""
    application = QApplication([])
    target = Target()
    target.show()
    QTimer.singleShot(0, target.tell_place)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
