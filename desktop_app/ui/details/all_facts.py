"""All the rest that a sidecar holds, for people: in words where there are any, as JSON where there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop_app.core.errors import Billed
from desktop_app.ui import words
from desktop_app.ui.details.fact import Fact
from desktop_app.ui.details.fact_words import as_json, kind_words, moment, not_sent, switch_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop_app.core.record import ImageRecord

translate = QCoreApplication.translate


def everything_of(record: ImageRecord, path: Path) -> list[Fact]:
    """Return what the summary leaves out; nothing that is empty."""
    return [fact for fact in _all_facts(record, path) if fact.value]


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
    if asked.width is not None and asked.height is not None:
        yield Fact(translate("Details", "Asked size"), words.size(asked.width, asked.height))
    yield Fact(translate("Details", "Asked format"), asked.output_format)
    yield Fact(translate("Details", "Safety"), switch_words(asked.safety_checker))
    yield Fact(translate("Details", "Left to model"), not_sent(asked.left_to_server))
    yield Fact(translate("Details", "Written as"), asked.template, is_wide=True)
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
        yield Fact(translate("Details", "In the answer"), str(answered.pictures) if answered.pictures else "")
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
