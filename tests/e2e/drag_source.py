"""A program of somebody else: one square that gives, when dragged, what its arguments say.

`files PATH...` as a file manager does, `image PATH` pixels without a file, `link URL [HTML]` as a browser does,
`text WORDS`, `bytes TYPE PATH` bytes of a media type.
Prints the place of the square, then for each drag the action that was taken.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

SIDE_PX = 120
PLACE = (1480, 600)


class Square(QLabel):
    """Starts a drag as soon as the pointer moves with its button down."""

    def __init__(self, kind: str, given: list[str]) -> None:
        super().__init__("drag me")
        self._kind = kind
        self._given = given
        self.setWindowFlags(
            Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.X11BypassWindowManagerHint
            | Qt.WindowType.WindowDoesNotAcceptFocus
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setGeometry(*PLACE, SIDE_PX, SIDE_PX)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        drag = QDrag(self)
        drag.setMimeData(offered(self._kind, self._given))
        every = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction | Qt.DropAction.LinkAction
        print(drag.exec(every, Qt.DropAction.MoveAction).name, flush=True)

    def tell_place(self) -> None:
        middle = self.mapToGlobal(QPoint(SIDE_PX // 2, SIDE_PX // 2))
        print(middle.x(), middle.y(), flush=True)


def offered(kind: str, given: list[str]) -> QMimeData:
    """Return what is dragged."""
    data = QMimeData()
    if kind == "files":
        data.setUrls([QUrl.fromLocalFile(path) for path in given])
    elif kind == "image":
        data.setImageData(QImage(given[0]))
    elif kind == "link":
        data.setData("text/uri-list", (given[0] + "\r\n").encode())
        data.setHtml(given[1] if len(given) > 1 else f'<img src="{given[0]}" alt="a picture">')
        data.setText(given[0])
    elif kind == "bytes":
        data.setData(given[0], Path(given[1]).read_bytes())
    else:
        data.setText(given[0])
    return data


def main() -> int:
    """Show the square until the process is ended."""
    application = QApplication([])
    square = Square(sys.argv[1], sys.argv[2:])
    square.show()
    QTimer.singleShot(0, square.tell_place)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
