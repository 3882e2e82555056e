"""The window: Create panel, library and details side by side, each resizable and foldable.

It is shown before its parts are made: with the prompt, ready to be typed in, and the places of everything else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QPaintEvent, QShortcut
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from desktop_app.ui.backdrop import LINE_PX, Backdrop

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QStackedWidget

    from desktop_app.ui.create.panel import CreatePanel
    from desktop_app.ui.create.prompt_row import PromptRow
    from desktop_app.ui.details.panel import DetailsPanel
    from desktop_app.ui.gallery.view import GalleryView
    from desktop_app.ui.key.key_banner import KeyBanner
    from desktop_app.ui.ledger.budget_banner import BudgetBanner
    from desktop_app.ui.picture_view import PictureView
    from desktop_app.ui.shortcut_keys.key_table import KeyTable
    from desktop_app.ui.status_line import StatusLine
    from desktop_app.ui.theme.tokens import Tokens
    from desktop_app.ui.top_bar import TopBar
    from desktop_app.ui.window_places import GridPlace

CREATE_PX, DETAILS_PX = 304, 296
"""The widths of the side panels at the first start."""

_FIRST_SIZE = (1440, 900)
_TITLE_BAR_PX = 40


class WindowParts(NamedTuple):
    """The widgets that the window arranges."""

    create: CreatePanel
    top_bar: TopBar
    banner: KeyBanner
    budget: BudgetBanner
    gallery: GalleryView
    picture: PictureView
    status: StatusLine
    details: DetailsPanel


class MainWindow(QMainWindow):
    """Arranges the parts and turns keys into commands. Shown first, then given its prompt, then filled.

    `has_usual_keys` says that no key was changed by the person: before the window is filled, only the usual ones count.

    Signals:
        first_painted: the window is on the screen for the first time.
        commanded(object): a Command was given by its key.
        close_asked: the person wants the program to end; nothing is closed yet.
    """

    first_painted = Signal()
    commanded = Signal(object)
    close_asked = Signal()

    parts: WindowParts
    prompt: PromptRow
    grid_place: GridPlace
    _centre: QStackedWidget
    _middle: QWidget

    def __init__(
        self,
        tokens: Tokens,
        create_px: int = CREATE_PX,
        details_px: int = DETAILS_PX,
        sight: QImage | None = None,
    ) -> None:
        super().__init__()
        self._sight = sight
        self._had_sight = sight is not None
        self._widths = (create_px, details_px)
        self._splitter: QSplitter | None = None
        self._is_filled = False
        self._was_painted = False
        self._may_close = False
        self._early_orders: list[str] = []
        self._bound_keys: list[QShortcut] = []
        self.has_usual_keys = True
        self.setWindowTitle("Sfumato")
        self.setCentralWidget(Backdrop(tokens, create_px, details_px, sight))
        room = self.screen().availableSize()
        self.resize(min(_FIRST_SIZE[0], room.width()), min(_FIRST_SIZE[1], room.height() - _TITLE_BAR_PX))

    @property
    def has_last_sight(self) -> bool:
        """Say whether the window showed the pictures of the last time from its first painting on."""
        return self._had_sight

    def show_prompt(self, text: str) -> None:
        """Put the prompt in its place, with this text and the cursor."""
        from desktop_app.ui.create.prompt_row import PromptRow
        from desktop_app.ui.window_places import prompt_place

        self.prompt = PromptRow()
        self.prompt.editor.reset(text)
        self._splitter = self._split(prompt_place(self.prompt))
        self.setCentralWidget(self._splitter)
        self.prompt.editor.setFocus()

    def show_create(self, create: CreatePanel) -> None:
        """Put the Create panel where the prompt stands, which lives on in it and keeps the cursor."""
        self._replace(0, create)
        self.prompt.editor.setFocus()

    def fill(self, parts: WindowParts) -> None:
        """Put the other parts where their places are."""
        from desktop_app.ui.shortcut_keys.key_table import KeyTable
        from desktop_app.ui.window_places import middle_of

        self.parts = parts
        # The splitter does not take over what replaces a widget: without a reference it would be deleted.
        self._middle, self._centre, self.grid_place = middle_of(parts)
        self._replace(1, self._middle)
        self._replace(2, parts.details)
        if self._sight is not None:
            from desktop_app.ui.covering import Covering

            Covering(self._sight, self.grid_place.canvas, parts.gallery)
            self._sight = None
        self._is_filled = True
        self.bind_keys(KeyTable())
        self.setAcceptDrops(True)

    def take_early_orders(self) -> list[str]:
        """Return once the prompts of which the person asked for a picture before the window was filled."""
        early, self._early_orders = self._early_orders, []
        return early

    @property
    def has_early_orders(self) -> bool:
        """Say whether a picture was asked for before the window was filled, and not yet taken."""
        return bool(self._early_orders)

    def _replace(self, index: int, part: QWidget) -> None:
        assert self._splitter is not None
        widths = self._splitter.sizes()
        before = self._splitter.replaceWidget(index, part)
        if before is not None:
            before.deleteLater()
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes(widths)

    @property
    def widths(self) -> tuple[int, int]:
        """The widths of the Create panel and of the details in pixels; of a folded one, what it was before."""
        if self._splitter is None:
            return self._widths
        create, _, details = self._splitter.sizes()
        return create or self._widths[0], details or self._widths[1]

    def show_grid(self) -> None:
        """Show the library."""
        self._centre.setCurrentIndex(0)
        self.parts.gallery.setFocus()

    def show_picture(self) -> None:
        """Show the large view."""
        self._centre.setCurrentIndex(1)
        self.parts.picture.setFocus()

    def show_view(self, view: QWidget) -> None:
        """Show a view beside the library and the large picture; it is taken in when it is shown for the first time."""
        if self._centre.indexOf(view) < 0:
            self._centre.addWidget(view)
        self._centre.setCurrentWidget(view)
        view.setFocus()

    def leave_picture(self) -> None:
        """Show the library and leave the cursor where it is."""
        self._centre.setCurrentIndex(0)

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

    def _split(self, create_place: QWidget) -> QSplitter:
        from desktop_app.ui.window_places import middle_place, place

        splitter = QSplitter()
        splitter.setHandleWidth(LINE_PX)
        splitter.setChildrenCollapsible(False)
        for each in (create_place, middle_place(self._sight), place("panel")):
            splitter.addWidget(each)
        splitter.setStretchFactor(1, 1)
        create_px, details_px = self._widths
        splitter.setSizes([create_px, self.width() - create_px - details_px - 2 * LINE_PX, details_px])
        return splitter

    def bind_keys(self, table: KeyTable) -> None:
        """Let these keys give the commands from now on."""
        from desktop_app.ui.shortcut_keys.window_keys import bound_keys

        for bound in self._bound_keys:
            bound.setEnabled(False)
            bound.deleteLater()
        self._bound_keys = bound_keys(table, self, self._centre)
        for bound in self._bound_keys:
            bound.activated.connect(self._on_key)

    def _on_key(self) -> None:
        from desktop_app.ui.shortcuts import Command

        self.commanded.emit(Command(self.sender().objectName()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remember orders that come before the shortcuts are there, each with the prompt as it was then, and close."""
        from PySide6.QtCore import Qt

        is_order = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        is_there = hasattr(self, "prompt") and not self._is_filled and self.has_usual_keys
        if is_there and is_order and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._early_orders.append(self.prompt.editor.toPlainText())
        elif is_there and event.key() == Qt.Key.Key_Q and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.close()
        else:
            super().keyPressEvent(event)

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
            _accept_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand what was dropped to the Create panel."""
        self.parts.create.take(event.mimeData())
        _accept_copy(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask the program, which may have jobs under way; it may say at once that it can end."""
        if not self._may_close:
            self.close_asked.emit()
        # Qt lets no window be closed from within this event: a `close_for_good` that came meanwhile counts here.
        event.setAccepted(self._may_close or not self._is_filled)


def _accept_copy(event: QDropEvent) -> None:
    # The names in `Qt` take longer to make than the first window may wait: whoever needs one asks for it late.
    from PySide6.QtCore import Qt

    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
