"""The words of the trash."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from desktop_app.store.trash import TrashedImage
from desktop_app.ui.number_words import grouped


def folder_words(entry: TrashedImage) -> str:
    """Return where a picture was."""
    return entry.folder if entry.folder != "." else _tr("in the library's own folder")


def deleted_at_words(moment: datetime, now: datetime | None = None) -> str:
    """Return since when it is in the trash, by the person's calendar."""
    today = (now or datetime.now().astimezone()).date()
    days = (today - moment.astimezone().date()).days
    if days <= 0:
        return _tr("deleted today")
    if days == 1:
        return _tr("deleted yesterday")
    return _tr("deleted {n} days ago").format(n=grouped(days))


def count_words(count: int) -> str:
    """Return how many there are."""
    if not count:
        return _tr("Nothing was deleted.")
    return _tr("1 picture") if count == 1 else _tr("{n} pictures").format(n=grouped(count))


def question_words(count: int) -> str:
    """Return the question before pictures leave the library's trash."""
    if count == 1:
        return _tr("Hand 1 picture over to the system's trash?")
    return _tr("Hand {n} pictures over to the system's trash?").format(n=grouped(count))


def restored_words(count: int) -> str:
    """Return what came back."""
    return _tr("1 picture is back") if count == 1 else _tr("{n} pictures are back").format(n=grouped(count))


def refused_words(count: int) -> str:
    """Return what the system's trash did not take."""
    if count == 1:
        return _tr("The system's trash did not take the picture. It is still here.")
    return _tr("The system's trash did not take {n} pictures. They are still here.").format(n=grouped(count))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Trash", text)
