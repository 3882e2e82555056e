"""What is asked, told and refused about names and folders of pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from desktop_app.core.legal_names import NameFault, NameInvalid
from desktop_app.ui.number_words import grouped


def problem_of(check: Callable[[str], str], text: str) -> str:
    """Return why a name or folder cannot be used, in words, or nothing."""
    try:
        check(text)
    except NameInvalid as fault:
        return fault_words(fault)
    return ""


def fault_words(fault: NameInvalid) -> str:
    """Return why a name or folder cannot be used, in words."""
    return {
        NameFault.EMPTY: _tr("A name in it is empty."),
        NameFault.FORBIDDEN: _tr("Not every system takes {part} in names."),
        NameFault.DEVICE: _tr("Windows keeps the name {part} for itself."),
        NameFault.HIDDEN: _tr("A name that begins with a dot is hidden on macOS and Linux: {part}"),
        NameFault.PASSED_OVER: _tr("Sfumato passes over {part}: systems and synchronisers use such names."),
        NameFault.DOT_AT_END: _tr("Windows takes no name that ends with a dot."),
        NameFault.TOO_LONG: _tr("The name is longer than every system takes."),
        NameFault.TOO_DEEP: _tr("There are too many folders, one in the other."),
    }[fault.fault].replace("{part}", fault.part if fault.part.isprintable() else _tr("a control character"))


def renamed_words(wanted: Path, target: Path) -> str:
    """Return what a picture is called now."""
    if wanted.name == target.name:
        return _tr("Renamed to {name}").replace("{name}", target.name)
    return _tr("Renamed to {name}: the other name was taken").replace("{name}", target.name)


def moved_words(count: int, folder: str) -> str:
    """Return what was moved where; the library itself is the empty folder."""
    place = folder or _tr("the library's own folder")
    told = _tr("Moved 1 picture to {folder}") if count == 1 else _tr("Moved {n} pictures to {folder}")
    return told.replace("{n}", grouped(count)).replace("{folder}", place)


def move_title(count: int) -> str:
    """Return what is asked before pictures are moved."""
    if count == 1:
        return _tr("Folder of the library for this picture")
    return _tr("Folder of the library for {n} pictures").format(n=grouped(count))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Moving", text)
