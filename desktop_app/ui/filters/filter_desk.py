"""Between the search field, the filters and the grid: one search, typed or clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.search_query import Field, SearchQuery, parsed
from desktop_app.store.facets import Facets
from desktop_app.ui.filters.filter_sections import filter_sections
from desktop_app.ui.widgets.labels import frame

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desktop_app.core.gallery_order import GalleryOrder
    from desktop_app.qt.library_feed import LibraryFeed
    from desktop_app.store.snapshot import GallerySnapshot
    from desktop_app.ui.filters.filter_panel import FilterPanel
    from desktop_app.ui.theme.theme import Theme
    from desktop_app.ui.top_bar import TopBar
    from desktop_app.ui.window_places import GridPlace

_PAUSE_MS = 120


class FilterDesk(QObject):
    """Makes the filters when they are wanted for the first time, and keeps them in step with the search.

    Signals:
        grid_requested(bool): the grid is to be seen, with the keys on it or not.
        save_requested(str): this search is to be kept under a name.
        removal_requested(str): the saved search of this name is to go.
        trash_requested(): the person wants to see what was deleted.
    """

    grid_requested = Signal(bool)
    save_requested = Signal(str)
    removal_requested = Signal(str)
    trash_requested = Signal()

    def __init__(
        self,
        bar: TopBar,
        place: GridPlace,
        theme: Theme,
        feed: LibraryFeed,
        model_name: Callable[[str], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bar = bar
        self._place = place
        self._theme = theme
        self._feed = feed
        self._model_name = model_name
        self._panel: FilterPanel | None = None
        self._facets = Facets()
        self._saved: Mapping[str, str] = {}
        self._trashed = 0
        self._count_soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._count_soon.timeout.connect(self._on_count_due)
        self._line = frame("line-v")
        self._line.setParent(place)
        self._line.hide()
        feed.keys_changed.connect(self._on_keys_changed)
        feed.facets_ready.connect(self._on_facets_ready)
        self._bar.search_changed.connect(self._on_search_changed)
        self._bar.filters_toggled.connect(self._set_shown)
        self._bar.order.order_changed.connect(self._on_order_changed)

    @property
    def panel(self) -> FilterPanel | None:
        """The filters, once they were shown."""
        return self._panel

    def toggle(self) -> None:
        """Show the filters with the keys on them, or hide them."""
        is_shown = self._panel is None or not self._panel.isVisible()
        self._set_shown(is_shown)
        if is_shown and self._panel is not None:
            self.grid_requested.emit(False)
            self._panel.focus_list()

    def search(self, query: SearchQuery) -> None:
        """Look for something else."""
        self.grid_requested.emit(False)
        self._bar.set_search(query.written())

    def look_again(self) -> None:
        """Look for similar pictures once more, if that is what is looked for: it is known of more how they look."""
        text = self._bar.search_text
        if any(each.field is Field.SIMILAR for each in parsed(text).conditions):
            self._feed.search(text, self._bar.order.order)

    def set_saved(self, saved: Mapping[str, str]) -> None:
        """Show these saved searches, by their names."""
        self._saved = saved
        self._show_sections()

    def set_trashed(self, count: int) -> None:
        """Say how many pictures are in the trash."""
        self._trashed = count
        if self._panel is not None:
            self._panel.show_trash(count)

    def count_again(self) -> None:
        """Count soon, as pictures have changed."""
        if self._panel is not None and self._panel.isVisible():
            self._count_soon.start()

    def close(self) -> None:
        """Count nothing any more."""
        self._count_soon.stop()

    def _set_shown(self, is_shown: bool) -> None:
        if self._panel is None and is_shown:
            self._make_panel()
        if self._panel is None:
            return
        self._panel.setVisible(is_shown)
        self._line.setVisible(is_shown)
        self._bar.filters.setChecked(is_shown)
        if is_shown:
            self._on_count_due()
        else:
            self.grid_requested.emit(True)

    def _make_panel(self) -> None:
        from desktop_app.ui.filters.filter_panel import FilterPanel

        panel = FilterPanel(self._theme, self._place)
        self._place.put_beside(panel, self._line)
        panel.query_changed.connect(self.search)
        panel.save_requested.connect(self._on_save_requested)
        panel.list.removal_requested.connect(self.removal_requested)
        panel.trash_requested.connect(self.trash_requested)
        panel.left.connect(self._on_left)
        panel.show_query(parsed(self._bar.search_text))
        panel.show_trash(self._trashed)
        self._panel = panel

    def _on_left(self) -> None:
        self.grid_requested.emit(True)

    def _on_keys_changed(self, snapshot: GallerySnapshot) -> None:
        if snapshot.is_whole:
            self.count_again()

    def _on_count_due(self) -> None:
        self._feed.request_facets()

    def _on_facets_ready(self, facets: Facets) -> None:
        self._facets = facets
        self._show_sections()

    def _on_search_changed(self, text: str) -> None:
        query = parsed(text)
        collections = [each for each in query.conditions if each.field is Field.COLLECTION and not each.is_excluded]
        self._bar.order.set_has_places(has_places=len(collections) == 1)
        self._feed.search(text, self._bar.order.order)
        if self._panel is not None:
            self._panel.show_query(query)
            self._show_sections()

    def _on_order_changed(self, order: GalleryOrder) -> None:
        self._feed.search(self._bar.search_text, order)

    def _on_save_requested(self) -> None:
        self.save_requested.emit(self._bar.search_text)

    def _show_sections(self) -> None:
        if self._panel is not None:
            query = parsed(self._bar.search_text)
            self._panel.show_sections(filter_sections(self._facets, query, self._saved, self._model_name))
