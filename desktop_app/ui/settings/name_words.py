"""What stands around a pattern of names."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.core.name_pattern import NamePart, PatternFault, PatternInvalid


def part_words(part: NamePart) -> str:
    """Return what a pattern can name, in words."""
    return {
        NamePart.YEAR: _tr("Year"),
        NamePart.MONTH: _tr("Month"),
        NamePart.DAY: _tr("Day"),
        NamePart.DATE: _tr("Date"),
        NamePart.TIME: _tr("Time"),
        NamePart.PROMPT: _tr("First words of the prompt"),
        NamePart.MODEL: _tr("Model"),
        NamePart.SEED: _tr("Seed"),
        NamePart.SIZE: _tr("Size in pixels"),
        NamePart.ID: _tr("Digits of its own"),
    }[part]


def example_words(path: str) -> str:
    """Return what the next picture would be called, and where it would stand."""
    return _tr("The next picture: {path}").format(path=path)


def example_prompt() -> str:
    """Return a prompt for the example, as long as none is written."""
    return _tr("Red fox in snow")


def fault_words(fault: PatternInvalid) -> str:
    """Return why a pattern cannot be used, and what holds meanwhile."""
    why = {
        PatternFault.UNKNOWN_PART: _tr("There is no {{{part}}}. Insert shows all parts."),
        PatternFault.NO_ID: _tr("The file's name needs {{id}}, so that no two pictures have the same name."),
        PatternFault.OUTSIDE: _tr("A folder or name in it is empty, or leads out of the library."),
        PatternFault.TOO_DEEP: _tr("It has too many folders, one in the other."),
        PatternFault.BRACES: _tr("A brace has no partner. Parts are written as {{date}}."),
        PatternFault.FORBIDDEN: _tr("Windows takes no {part} in names."),
        PatternFault.DEVICE: _tr("Windows keeps the name {part} for itself."),
        PatternFault.HIDDEN: _tr("A name that begins with a dot or ~ is passed over by systems: {part}"),
        PatternFault.TOO_LONG: _tr("The whole could become longer than Windows takes."),
    }[fault.fault].format(part=fault.part)
    return f"{why} {_tr('The pattern before it stays in use.')}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("NamePattern", text)
