"""What a change is called, where it is told and where it is undone."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.core.care import CareChange
from desktop_app.core.record import Pick
from desktop_app.ui.number_words import grouped


def gesture_words(change: CareChange, count: int) -> str:
    """Return a change in words, with how many pictures it is for when they are several."""
    done = _done(change)
    if count == 1:
        return done
    return _tr("{done}: {n} pictures").format(done=done, n=grouped(count))


def several_tags_words(count: int) -> str:
    """Return what is asked before tags are added to several pictures."""
    return _tr("Tags to add to {n} pictures").format(n=grouped(count))


def collection_words(count: int) -> str:
    """Return what is asked before pictures are put into a collection."""
    if count == 1:
        return _tr("Collection for this picture")
    return _tr("Collection for {n} pictures").format(n=grouped(count))


def _done(change: CareChange) -> str:
    if change.rating is not None:
        return _tr("Rated {n} of 5").format(n=change.rating) if change.rating else _tr("Rating taken away")
    if change.pick is not None:
        return {
            Pick.PICKED: _tr("Picked"),
            Pick.REJECTED: _tr("Rejected"),
            Pick.NONE: _tr("Decision taken back"),
        }[change.pick]
    if change.title is not None:
        return _tr("Title changed")
    if change.note is not None:
        return _tr("Note changed")
    if change.added_collections or change.removed_collections:
        return _tr("Collections changed")
    return _tr("Tags changed")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Care", text)
