"""The pictures whose rows are at hand, and those that are asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.store.image_row import ImageRow

_KEPT_MAX = 20_000


class KnownRows(QObject):
    """Keeps rows by their keys, and asks for others once for all that are wished for together.

    Signals:
        wanted(list[int]): these keys' rows are needed.
    """

    wanted = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: dict[int, ImageRow] = {}
        self._key_of_path: dict[str, int] = {}
        self._outdated: set[int] = set()
        self._wishes: set[int] = set()
        self._asked: set[int] = set()
        self._ask_soon = QTimer(self, singleShot=True, interval=0)
        self._ask_soon.timeout.connect(self._on_ask_due)

    def __contains__(self, key: int) -> bool:
        return key in self._rows

    def get(self, key: int) -> ImageRow | None:
        """Return a row that is at hand, though it may be of an earlier moment."""
        return self._rows.get(key)

    def is_missed(self, key: int) -> bool:
        """Say whether a row is not at hand as it is now, and nobody has asked for it."""
        is_here = key in self._rows and key not in self._outdated
        return not (is_here or key in self._wishes or key in self._asked)

    def key_of_path(self, path: str) -> int | None:
        """Return the key of the picture in this file, if it is at hand."""
        return self._key_of_path.get(path)

    def keep(self, row: ImageRow) -> None:
        """Keep a row; of very many the first ones go."""
        self._rows[row.key] = row
        self._key_of_path[row.path] = row.key
        for keys in (self._outdated, self._wishes, self._asked):
            keys.discard(row.key)
        if len(self._rows) > _KEPT_MAX:
            for key in list(self._rows)[: _KEPT_MAX // 4]:
                self._key_of_path.pop(self._rows.pop(key).path, None)

    def want(self, keys: Iterable[int]) -> None:
        """Ask soon for those that are missed."""
        self._wishes.update(filter(self.is_missed, keys))
        if self._wishes and not self._ask_soon.isActive():
            self._ask_soon.start()

    def outdate(self, keys: Collection[int]) -> bool:
        """Have rows read again where they are looked at; say whether there are any."""
        self._outdated |= keys & self._rows.keys()
        self._asked.difference_update(keys)
        return bool(self._outdated)

    def drop_wishes(self) -> None:
        """Forget what was asked for."""
        self._wishes.clear()
        self._asked.clear()

    def _on_ask_due(self) -> None:
        keys = sorted(self._wishes, reverse=True)
        self._asked |= self._wishes
        self._wishes.clear()
        if keys:
            self.wanted.emit(keys)
