"""What an import is doing, and what it came to, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.qt.import_service import ImportSummary
from desktop_app.ui import words
from desktop_app.ui.number_words import grouped


def progress_words(done: int, total: int) -> str:
    """Return how far an import is."""
    return _tr("Importing {done} of {total}").format(done=grouped(done + 1), total=grouped(total))


def summary_words(summary: ImportSummary) -> str:
    """Return what an import came to."""
    told = [
        _counted(summary.copied, _tr("1 picture imported"), _tr("{n} pictures imported")),
        _counted(summary.duplicates, _tr("1 was already in the library"), _tr("{n} were already in the library")),
        _counted(summary.no_pictures, _tr("1 is no picture"), _tr("{n} are no pictures")),
        _counted(summary.failed, _tr("1 could not be copied"), _tr("{n} could not be copied")),
        _tr("stopped") if summary.was_cancelled else "",
    ]
    text = ", ".join(filter(None, told)) or _tr("There was nothing to import")
    problem = words.store_problem(summary.error) if summary.error is not None else ""
    return f"{text}. {problem}".strip() if problem else f"{text}."


def _counted(count: int, one: str, several: str) -> str:
    if not count:
        return ""
    return one if count == 1 else several.format(n=grouped(count))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Import", text)
