"""What came of taking presets along, in words."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from desktop_app.core.checked_fields import Fault
from desktop_app.core.preset_exchange import FileFault, ImportProblem, PresetKind

_MOST_PROBLEMS = 4


def file_fault(fault: FileFault, name: str) -> str:
    """Return why nothing of a file can be taken."""
    texts = {
        FileFault.UNREADABLE: _tr("{name} cannot be read: it is not JSON."),
        FileFault.OTHER: _tr("{name} holds no presets of Sfumato."),
        FileFault.NEWER: _tr("{name} is from a newer Sfumato. Nothing was imported."),
        FileFault.TOO_LARGE: _tr("{name} is too large to be a file of presets."),
    }
    return texts[fault].format(name=name)


def imported(added: int, held: int, problems: Iterable[ImportProblem]) -> str:
    """Return how much was taken, and a line for each problem, up to a few. `held` counts what the file held and could
    be taken.
    """
    problems = tuple(problems)
    left_out = sum(each.is_left_out for each in problems)
    lines = [" ".join(filter(None, (_added(added, held), _left_out(left_out))))]
    lines += [_problem(each) for each in problems[:_MOST_PROBLEMS]]
    rest = len(problems) - _MOST_PROBLEMS
    if rest > 0:
        lines.append(_tr("And {count} more.").format(count=rest))
    return "\n".join(lines)


def _added(added: int, held: int) -> str:
    if added == 0:
        return _tr("All of it was there already.") if held else _tr("Nothing was imported.")
    return _tr("1 preset imported.") if added == 1 else _tr("{count} presets imported.").format(count=added)


def _left_out(count: int) -> str:
    if count == 0:
        return ""
    return _tr("1 left out:") if count == 1 else _tr("{count} left out:").format(count=count)


def _problem(problem: ImportProblem) -> str:
    name = f"“{problem.name}”" if problem.name else _nameless(problem.kind)
    if not problem.field:
        text = _tr("{name}: too many of them.") if problem.fault is Fault.TOO_LONG else _tr("{name}: not readable.")
        return text.format(name=name)
    texts = {
        Fault.MISSING: _tr("{name}: {field} missing."),
        Fault.WRONG_TYPE: _tr("{name}: {field} of the wrong kind."),
        Fault.OUT_OF_RANGE: _tr("{name}: {field} out of range."),
        Fault.TOO_LONG: _tr("{name}: {field} too long."),
        Fault.UNKNOWN: _tr("{name}: {field} not known here, and kept out."),
    }
    return texts[problem.fault].format(name=name, field=problem.field.replace("_", " "))


def _nameless(kind: PresetKind) -> str:
    texts = {
        PresetKind.MODEL: _tr("A model preset"),
        PresetKind.SIZE: _tr("A size"),
        PresetKind.LORA: _tr("A LoRA"),
        PresetKind.PROMPT: _tr("A prompt"),
    }
    return texts[kind]


def _tr(text: str) -> str:
    return QCoreApplication.translate("PresetExchange", text)
