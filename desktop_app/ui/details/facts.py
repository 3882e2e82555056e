"""Facts for people out of a record or a job: names and values, without widgets."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt

from desktop_app.core.errors import Billed
from desktop_app.core.record import Kind
from desktop_app.ui import words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop_app.core.catalogue import Catalogue
    from desktop_app.core.job import Job
    from desktop_app.core.record import Asked, ImageRecord


translate = QCoreApplication.translate


class Fact(NamedTuple):
    """One row: a name, a value, and whether the value needs the whole width."""

    name: str
    value: str
    is_wide: bool = False


def summary_of(record: ImageRecord, catalogue: Catalogue) -> list[Fact]:
    """Return the rows that an artist looks for first; where the answer differs from the request, both are there."""
    asked = record.asked
    rows: list[Fact] = []
    if asked is not None:
        rows += _models(record, asked, catalogue)
        if asked.seed is not None:
            rows.append(Fact(translate("Details", "Seed"), words.grouped(asked.seed)))
        elif "seed" in asked.left_to_server:
            rows.append(Fact(translate("Details", "Seed"), translate("Details", "left to the server")))
    rows += _sizes(record)
    if asked is not None:
        rows += _steps(asked)
        if asked.negative_prompt:
            rows.append(Fact(translate("Details", "Negative"), asked.negative_prompt))
    if record.parents:
        rows.append(
            Fact(
                translate("Details", "Made from"),
                "\n".join(parent.name or parent.sha256[:8] for parent in record.parents),
            )
        )
    if record.timing is not None and record.timing.wall_s is not None:
        rows.append(Fact(translate("Details", "Time"), words.seconds(record.timing.wall_s)))
    if asked is not None:
        rows.append(Fact(translate("Details", "Cost"), cost_words(record)))
    return rows


def job_facts(job: Job, catalogue: Catalogue) -> list[Fact]:
    """Return what was asked for in a job."""
    request = job.request
    rows = [Fact(translate("Details", "Model"), catalogue.profile(request.model).name)]
    if request.seed is not None:
        rows.append(Fact(translate("Details", "Seed"), words.grouped(request.seed)))
    if request.width is not None and request.height is not None:
        rows.append(Fact(translate("Details", "Size"), words.size(request.width, request.height)))
    if request.steps is not None:
        rows.append(Fact(translate("Details", "Steps"), str(request.steps)))
    if request.negative_prompt:
        rows.append(Fact(translate("Details", "Negative"), request.negative_prompt))
    if request.count > 1:
        rows.append(Fact(translate("Details", "Pictures"), str(request.count)))
    if request.references:
        rows.append(
            Fact(
                translate("Details", "Made from"),
                "\n".join(each.name or each.sha256[:8] for each in request.references),
            )
        )
    if job.estimate_usd is not None:
        free = job.demo or job.estimate_usd == 0
        rows.append(
            Fact(
                translate("Details", "Cost"),
                translate("Details", "free (demo)") if free else f"≈ {words.usd(job.estimate_usd)}",
            )
        )
    return rows


def cost_words(record: ImageRecord) -> str:
    """Return the cost of one picture: always an estimate, and said to be one."""
    if record.demo:
        return translate("Details", "free (demo)")
    cost = record.cost
    if cost is None or cost.estimate_usd is None:
        return translate("Details", "not known")
    if cost.billed is Billed.NO:
        return translate("Details", "not billed")
    amount = words.usd(cost.estimate_usd)
    return translate("Details", "from {amount}").format(amount=amount) if cost.is_lowest else f"≈ {amount}"


def everything_of(record: ImageRecord, path: Path) -> list[Fact]:
    """Return all the rest that the sidecar holds, in words where there are any, as JSON where there are none."""
    return [fact for fact in _all_facts(record, path) if fact.value]


def as_json(value: Any) -> str:
    """Return a value as indented JSON for people to read and copy."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)


def _all_facts(record: ImageRecord, path: Path) -> Iterator[Fact]:
    yield Fact(translate("Details", "Created"), moment(record.created_at))
    yield Fact(translate("Details", "Kind"), kind_words(record.kind))
    yield Fact(translate("Details", "Title"), record.title)
    yield Fact(translate("Details", "Tags"), ", ".join(record.tags))
    yield Fact(translate("Details", "Note"), record.note)
    yield Fact(translate("Details", "Collections"), ", ".join(record.collections))
    yield Fact(translate("Details", "Rating"), str(record.rating) if record.rating else "")
    yield from _request_facts(record)
    yield from _answer_facts(record)
    yield from _cost_facts(record)
    yield from _file_facts(record, path)
    yield Fact(translate("Details", "UUID"), record.uuid)
    yield Fact(translate("Details", "Batch"), record.batch_id)
    yield Fact(translate("Details", "Job"), record.job_id)
    yield Fact(translate("Details", "Made by"), f"Sfumato {record.program_version}" if record.program_version else "")
    yield Fact(translate("Details", "Schema"), str(record.schema_version))
    yield Fact(translate("Details", "Other keys"), as_json(dict(record.extra)) if record.extra else "", is_wide=True)


def _request_facts(record: ImageRecord) -> Iterator[Fact]:
    asked = record.asked
    if asked is None:
        return
    yield Fact(translate("Details", "Model id"), asked.model)
    yield Fact(translate("Details", "Seed"), str(asked.seed) if asked.seed is not None else "")
    yield Fact(
        translate("Details", "Safety"),
        translate("Details", "on") if asked.safety_checker else translate("Details", "off"),
    )
    yield Fact(translate("Details", "Server chose"), ", ".join(asked.left_to_server))
    yield Fact(translate("Details", "Request as sent"), as_json(dict(asked.body)) if asked.body else "", is_wide=True)
    for parent in record.parents:
        lines = [parent.name, parent.role, parent.uuid or "", f"SHA-256 {parent.sha256}"]
        yield Fact(translate("Details", "Made from"), "\n".join(line for line in lines if line))


def _answer_facts(record: ImageRecord) -> Iterator[Fact]:
    answered, timing = record.answered, record.timing
    if answered is not None:
        yield Fact(translate("Details", "Answer id"), answered.id)
        yield Fact(translate("Details", "Answered by"), answered.model)
        yield Fact(translate("Details", "Index"), str(answered.index))
    if timing is not None:
        yield Fact(translate("Details", "Queued"), moment(timing.queued_at))
        yield Fact(translate("Details", "Sent"), moment(timing.sent_at))
        yield Fact(translate("Details", "Answered"), moment(timing.answered_at))
        if timing.wall_s is not None:
            yield Fact(translate("Details", "Waited"), f"{timing.wall_s} s")


def _cost_facts(record: ImageRecord) -> Iterator[Fact]:
    cost = record.cost
    if cost is None:
        return
    billed = {
        Billed.YES: translate("Details", "yes"),
        Billed.NO: translate("Details", "no"),
        Billed.UNKNOWN: translate("Details", "not known"),
    }
    yield Fact(translate("Details", "Billed"), billed[cost.billed])
    if cost.estimate_usd is not None:
        amount = f"${cost.estimate_usd:.6f}"
        lowest = translate("Details", "from {amount}").format(amount=amount)
        yield Fact(translate("Details", "Estimate"), lowest if cost.is_lowest else amount)
    yield Fact(translate("Details", "Prices of"), cost.price_table_date)


def _file_facts(record: ImageRecord, path: Path) -> Iterator[Fact]:
    yield Fact(translate("Details", "File"), str(path))
    yield Fact(translate("Details", "Bytes"), words.grouped(record.file.size_bytes))
    yield Fact(translate("Details", "SHA-256"), record.file.sha256)


def _models(record: ImageRecord, asked: Asked, catalogue: Catalogue) -> Iterator[Fact]:
    yield Fact(translate("Details", "Model"), catalogue.profile(asked.model).name)
    other = record.answered.model if record.answered is not None else ""
    if other and other.casefold() != asked.model.casefold():
        yield Fact(translate("Details", "Answered by"), catalogue.profile(other).name)


def _sizes(record: ImageRecord) -> Iterator[Fact]:
    file, asked = record.file, record.asked
    yield Fact(translate("Details", "Size"), f"{words.size(file.width, file.height)} · {file.format.upper()}")
    if asked is None or asked.width is None or asked.height is None:
        return
    if (asked.width, asked.height) != (file.width, file.height):
        yield Fact(translate("Details", "Asked for"), words.size(asked.width, asked.height))


def _steps(asked: Asked) -> Iterator[Fact]:
    if asked.steps is not None:
        yield Fact(translate("Details", "Steps"), str(asked.steps))
    elif "steps" in asked.left_to_server:
        yield Fact(translate("Details", "Steps"), translate("Details", "left to the server"))


def kind_words(kind: Kind) -> str:
    """Return where a picture comes from, in one word."""
    return {
        Kind.GENERATED: translate("Details", "generated"),
        Kind.EDITED: translate("Details", "edited"),
        Kind.IMPORTED: translate("Details", "imported"),
        Kind.SAMPLE: translate("Details", "sample"),
    }[kind]


def moment(text: str) -> str:
    """Return an ISO 8601 moment in the local time and form; what is none stays as it is."""
    value = QDateTime.fromString(text, Qt.DateFormat.ISODateWithMs)
    if not value.isValid():
        return text
    if QLocale().language() == QLocale.Language.C:
        # Qt's form without a language is day, month and year in numbers, which nobody can tell apart.
        return value.toLocalTime().toString("yyyy-MM-dd HH:mm")
    return QLocale().toString(value.toLocalTime(), QLocale.FormatType.ShortFormat)
