"""The window: Create panel, library and details side by side, each resizable and foldable."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent, QShortcut
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.ui.create.panel import CreatePanel
from desktop_app.ui.details.panel import DetailsPanel
from desktop_app.ui.gallery.view import GalleryView
from desktop_app.ui.key.key_banner import KeyBanner
from desktop_app.ui.picture_view import PictureView
from desktop_app.ui.shortcuts import SHORTCUTS, Command
from desktop_app.ui.status_line import StatusLine
from desktop_app.ui.top_bar import TopBar
from desktop_app.ui.widgets.labels import frame

_CREATE_PX, _DETAILS_PX = 304, 296
_FIRST_SIZE = (1440, 900)


@dataclass(frozen=True, slots=True)
class WindowParts:
    """The widgets that the window arranges."""

    create: CreatePanel
    top_bar: TopBar
    banner: KeyBanner
    gallery: GalleryView
    picture: PictureView
    status: StatusLine
    details: DetailsPanel


class MainWindow(QMainWindow):
    """Arranges the parts and turns keys into commands.

    Signals:
        first_painted: the window is on the screen for the first time.
        commanded(object): a Command was given by its key.
        close_asked: the person wants the program to end; nothing is closed yet.
    """

    first_painted = Signal()
    commanded = Signal(object)
    close_asked = Signal()

    def __init__(self, parts: WindowParts) -> None:
        super().__init__()
        self.parts = parts
        self._was_painted = False
        self._may_close = False
        self.setWindowTitle("Sfumato")
        self.setAcceptDrops(True)
        self._centre = QStackedWidget()
        self._splitter = self._lay_out()
        self.setCentralWidget(self._splitter)
        self.resize(*_FIRST_SIZE)
        self._bind_keys()

    def arrangement(self) -> tuple[QByteArray, QByteArray]:
        """Return the window's geometry and the widths of its parts, to be restored at the next start."""
        return self.saveGeometry(), self._splitter.saveState()

    def restore(self, geometry: QByteArray, widths: QByteArray) -> None:
        """Put the window where it was."""
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)
        if not widths.isEmpty():
            self._splitter.restoreState(widths)

    def show_grid(self) -> None:
        """Show the library."""
        self._centre.setCurrentIndex(0)
        self.parts.gallery.setFocus()

    def show_picture(self) -> None:
        """Show the large view."""
        self._centre.setCurrentIndex(1)
        self.parts.picture.setFocus()

    def show_details(self) -> None:
        """Unfold the details."""
        self.parts.details.show()

    def toggle_create(self) -> None:
        """Fold or unfold the Create panel."""
        self.parts.create.setVisible(not self.parts.create.isVisible())

    def toggle_details(self) -> None:
        """Fold or unfold the details."""
        self.parts.details.setVisible(not self.parts.details.isVisible())

    def close_for_good(self) -> None:
        """Close without asking again."""
        self._may_close = True
        self.close()

    def _lay_out(self) -> QSplitter:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        for part in (self.parts.create, self._middle(), self.parts.details):
            splitter.addWidget(part)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([_CREATE_PX, _FIRST_SIZE[0] - _CREATE_PX - _DETAILS_PX, _DETAILS_PX])
        return splitter

    def _middle(self) -> QWidget:
        grid = QWidget()
        grid.setProperty("kind", "canvas")
        grid.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rows = QVBoxLayout(grid)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.parts.banner)
        rows.addWidget(self.parts.gallery, 1)
        self._centre.addWidget(grid)
        self._centre.addWidget(self.parts.picture)
        middle = QWidget()
        middle.setMinimumWidth(360)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.parts.top_bar, frame("line-h"), self._centre, frame("line-h"), self.parts.status):
            column.addWidget(part, 1 if part is self._centre else 0)
        return middle

    def _bind_keys(self) -> None:
        for shortcut in SHORTCUTS:
            for keys in shortcut.keys:
                bound = QShortcut(keys, self)
                bound.setObjectName(shortcut.command.value)
                bound.activated.connect(self._on_key)

    def _on_key(self) -> None:
        self.commanded.emit(Command(self.sender().objectName()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first painting, once the events that belong to it are handled."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self._on_painted)

    def _on_painted(self) -> None:
        self.first_painted.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take pictures dropped anywhere: they become references."""
        if event.source() is None and self.parts.create.takes(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand what was dropped to the Create panel."""
        self.parts.create.take(event.mimeData())
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask the program, which may have jobs under way; it may say at once that it can end."""
        if not self._may_close:
            self.close_asked.emit()
        # Qt lets no window be closed from within this event: a `close_for_good` that came meanwhile counts here.
        event.setAccepted(self._may_close)
