"""The entries of menus that look for pictures that are like one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop_app.core.likeness import Likened, Likeness, search_for
from desktop_app.core.search_query import SearchQuery


def likeness_words(likeness: Likeness) -> str:
    """Return what is looked for, in words."""
    return {
        Likeness.PROMPT: _tr("Same prompt"),
        Likeness.SEED: _tr("Same seed"),
        Likeness.LOOK: _tr("Similar pictures"),
        Likeness.FILE: _tr("Copies of this file"),
    }[likeness]


def add_likenesses(
    menu: QMenu, picture: Callable[[], Likened | None], on_search: Callable[[SearchQuery], None]
) -> dict[Likeness, QAction]:
    """Add an entry for each way to be like a picture, which is asked for when one is chosen."""
    found: dict[Likeness, QAction] = {}
    for likeness in Likeness:
        found[likeness] = menu.addAction(likeness_words(likeness))
        found[likeness].triggered.connect(partial(_search, likeness, picture, on_search))
    return found


def allow(actions: dict[Likeness, QAction], picture: Likened | None) -> None:
    """Offer what can be asked of a picture."""
    for likeness, action in actions.items():
        action.setEnabled(picture is not None and search_for(likeness, picture) is not None)


def _search(
    likeness: Likeness, picture: Callable[[], Likened | None], on_search: Callable[[SearchQuery], None]
) -> None:
    known = picture()
    query = search_for(likeness, known) if known is not None else None
    if query is not None:
        on_search(query)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Likeness", text)
