"""The bar above the grid: the library's menu, the search, how many there are, and the size of the tiles."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QSlider, QWidget

from desktop_app.core.settings import TILE_PX_MAX, TILE_PX_MIN
from desktop_app.ui.order_button import OrderButton
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.icon_button import IconButton
from desktop_app.ui.widgets.labels import text_label

_SEARCH_PAUSE_MS = 0


class _SearchLine(QLineEdit):
    """Escape takes the words away, and without any leads to the grid, as Return and Down do.

    Signals:
        left(): the person wants to go on in the grid.
    """

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key in {Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down}:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class _HangingMenu(QMenu):
    """Hangs from the left end of its button, whose icon stands at the right."""

    def __init__(self, button: QPushButton) -> None:
        super().__init__(button)
        self._button = button

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.move(self._button.mapToGlobal(QPoint(0, self._button.height() + 4)))


class TopBar(QWidget):
    """The library's menu, search and tile size.

    Signals:
        search_changed(str): what is looked for, a moment after the last key.
        search_left(): the person wants to go on from the search to the grid.
        tile_size_changed(int): the side of a cell in pixels.
        filters_toggled(bool): show or hide the filters.
        folder_opened(): show the library's folder in the file manager.
        import_requested(), folder_import_requested(): choose pictures, or a folder of them, to be imported.
        folder_choice_requested(): choose another library folder.
        settings_requested(): open the settings.
        about_requested(): say what the program is.
    """

    search_changed = Signal(str)
    search_left = Signal()
    tile_size_changed = Signal(int)
    filters_toggled = Signal(bool)
    folder_opened = Signal()
    import_requested = Signal()
    folder_import_requested = Signal()
    folder_choice_requested = Signal()
    settings_requested = Signal()
    about_requested = Signal()

    def __init__(self, theme: Theme, tile_px: int) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("kind", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(52)
        self._pause = QTimer(self, singleShot=True, interval=_SEARCH_PAUSE_MS)
        self._pause.timeout.connect(self._on_pause_over)
        self._library = self._library_button()
        self._search = self._search_field()
        self._count = text_label("", "hint")
        self._slider = self._size_slider(tile_px)
        self.filters = IconButton(theme, "list-filter", self.tr("Filters (F)"))
        self.filters.setCheckable(True)
        self.filters.clicked.connect(self.filters_toggled)
        self.order = OrderButton(theme)
        self._settings = IconButton(theme, "settings", self.tr("Settings"))
        self._settings.clicked.connect(self.settings_requested)
        self._lay_out()
        theme.changed.connect(self._tint)
        self._tint()

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def set_search(self, text: str) -> None:
        """Put other words into the search field, and look for them at once."""
        self._search.setText(text)
        self._pause.stop()
        self.search_changed.emit(text)

    @property
    def search_text(self) -> str:
        """What stands in the search field."""
        return self._search.text()

    def forget_search(self) -> None:
        """Take the words away without telling, as another library begins without a search."""
        self._search.blockSignals(True)
        self._search.clear()
        self._search.blockSignals(False)
        self._pause.stop()

    def show_tile_size(self, tile_px: int) -> None:
        """Put the slider where the tiles are."""
        self._slider.setValue(tile_px)

    def show_count(self, text: str) -> None:
        """Say how many pictures are shown."""
        self._count.setText(text)
        width = self._count.sizeHint().width() + 14 if text else 0
        self._search.setTextMargins(0, 0, width, 0)
        self._place_count()

    def _lay_out(self) -> None:
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(9, 0, 12, 0)
        row.setSpacing(12)
        row.addWidget(self._library)
        row.addWidget(self._search, 1)
        row.addWidget(self.filters)
        row.addWidget(self.order)
        row.addWidget(self._slider)
        row.addWidget(self._settings)
        self._count.setParent(self._search)
        self._count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def _library_button(self) -> QPushButton:
        button = QPushButton(self.tr("Library"))
        button.setProperty("kind", "title")
        button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        menu = _HangingMenu(button)
        for words, signal in (
            (self.tr("Show folder"), self.folder_opened),
            (self.tr("Import pictures…"), self.import_requested),
            (self.tr("Import a folder…"), self.folder_import_requested),
            (self.tr("Choose another folder…"), self.folder_choice_requested),
        ):
            action = QAction(words, menu)
            action.triggered.connect(signal)
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(self.tr("About Sfumato")).triggered.connect(self.about_requested)
        button.setMenu(menu)
        return button

    def _search_field(self) -> _SearchLine:
        field = _SearchLine()
        field.setPlaceholderText(self.tr("Search: fox, model:flux, rating:>=4, -winter"))
        field.setAccessibleName(self.tr("Search the library"))
        field.setClearButtonEnabled(False)
        field.textChanged.connect(self._on_text_changed)
        field.left.connect(self.search_left)
        self._glass = QAction(self.tr("Search"), field)
        field.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        return field

    def _size_slider(self, tile_px: int) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(TILE_PX_MIN, TILE_PX_MAX)
        slider.setSingleStep(16)
        slider.setPageStep(64)
        slider.setFixedWidth(88)
        slider.setValue(tile_px)
        slider.setAccessibleName(self.tr("Size of the tiles"))
        slider.setToolTip(self.tr("Size of the tiles"))
        slider.valueChanged.connect(self.tile_size_changed)
        return slider

    def _on_text_changed(self, _text: str) -> None:
        self._pause.start()

    def _on_pause_over(self) -> None:
        self.search_changed.emit(self._search.text())

    def _tint(self) -> None:
        self._library.setIcon(icon("chevron-down", self._theme.color("text")))
        self._glass.setIcon(icon("search", self._theme.color("dim")))

    def _place_count(self) -> None:
        self._count.adjustSize()
        x = self._search.width() - self._count.width() - 10
        self._count.move(x, (self._search.height() - self._count.height()) // 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the count at the right end of the search field."""
        super().resizeEvent(event)
        self._row.activate()
        self._place_count()
