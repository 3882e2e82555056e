"""The words of the filters."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from desktop_app.core.search_query import Field
from desktop_app.qt.filter_model import Asked, FilterRow, RowKind
from desktop_app.ui.number_words import grouped

_STARS = 5


def rating_words(value: str) -> str:
    """Return a rating as stars, or in words for none; what is no single rating stays as it is typed."""
    if not value.isdecimal() or int(value) > _STARS:
        return value
    rating = int(value)
    return "★" * rating + "☆" * (_STARS - rating) if rating else _tr("Not rated")


def month_words(month: str) -> str:
    """Return a month such as 2026-11 in words; what is none stays as it is."""
    year, _, number = month.partition("-")
    if not (year.isdecimal() and number.isdecimal() and QDate.isValid(int(year), int(number), 1)):
        return month
    return f"{QLocale().standaloneMonthName(int(number))} {int(year)}"


def kind_words(kind: str) -> str:
    """Return where pictures come from."""
    return {
        "generated": _tr("Generated"),
        "edit": _tr("Edited"),
        "imported": _tr("Imported"),
        "demo": _tr("Demo, not AI"),
    }.get(kind, kind)


def pick_words(pick: str) -> str:
    """Return what a person decided about pictures."""
    return {"picked": _tr("Picked"), "rejected": _tr("Rejected")}.get(pick, pick)


def section_words(name: str) -> str:
    """Return the heading of a section."""
    return {
        "saved": _tr("Saved searches"),
        "collection": _tr("Collections"),
        "rating": _tr("Rating"),
        "pick": _tr("Decision"),
        "model": _tr("Model"),
        "kind": _tr("Kind"),
        "tag": _tr("Tags"),
        "month": _tr("Month"),
        "size": _tr("Size"),
    }.get(name, name)


def spoken_words(row: FilterRow) -> str:
    """Return a row in words for screen readers."""
    if row.kind is RowKind.HEADING:
        state = _tr("folded") if row.is_folded else _tr("open")
        return f"{row.section.title}, {state}"
    if row.kind is RowKind.MORE or row.choice is None:
        return _tr("Show {n} more").format(n=grouped(row.hidden))
    words = row.choice.words
    condition = row.choice.condition
    if condition is not None and condition.field is Field.RATING and condition.value.isdecimal():
        words = _tr("{n} of 5 stars").format(n=condition.value)
    asked = {Asked.WANTED: _tr("chosen"), Asked.EXCLUDED: _tr("left out")}.get(row.asked)
    count = "" if row.choice.count is None else _tr("{n} pictures").format(n=grouped(row.choice.count))
    return ", ".join(filter(None, (words, count, asked)))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Filters", text)
