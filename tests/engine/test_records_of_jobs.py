"""The record of a picture says what was sent and what it was to cost, whatever is known of the model when it is saved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from desktop_app.api.wire import Answer, AnswerItem
from desktop_app.core.catalogue import ModelProfile, Parameter
from desktop_app.core.errors import Billed
from desktop_app.core.job import Job, JobState
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.pricing import PriceRule
from desktop_app.core.record import Cost
from desktop_app.engine.record_maker import make_record
from desktop_app.store.journal import Journal
from tests.support.engine_bench import FLUX, EngineBench, a_request, assert_paid_and_kept, run, spoil_library

if TYPE_CHECKING:
    from tests.support.server import LoopbackServer

ANSWER = Answer("o1", FLUX, (AnswerItem(0, b"picture"),))


def _charged(usd: float | None, row: ModelProfile) -> Cost:
    return Cost(usd, row.price_date.isoformat(), row.price.is_lowest, Billed.YES)


def test_a_changed_row_changes_no_record(bench: EngineBench, server: LoopbackServer) -> None:
    (job,) = bench.order(a_request(steps=20))
    (saved,) = bench.saved()
    row = known_catalogue().profile(FLUX)
    changed = replace(
        row,
        parameters=row.parameters - {Parameter.STEPS, Parameter.SEED},
        price=PriceRule(usd_per_image=9.0),
        price_date=date(2027, 1, 1),
    )

    record = make_record(job, changed, ANSWER, 0)

    assert record.asked == saved.record.asked
    assert record.cost == saved.record.cost == _charged(job.estimate_usd, row)
    assert record.asked is not None
    assert record.asked.body == server.orders()[0].json
    assert record.asked.steps == 20


def test_what_was_sent_is_recorded_after_a_restart_too(bench: EngineBench, server: LoopbackServer) -> None:
    bench.when_sending(lambda: spoil_library(bench))
    (job,) = bench.order(a_request())
    assert_paid_and_kept(job, "FolderMissing")
    journal = Journal(bench.folders.data / "journal.sqlite")
    journal.change(job.id, sent_body={**dict(job.sent_body or {}), "steps": 17}, price_date="2020-02-02")
    journal.close()
    bench.library.unlink()

    async def later() -> None:
        async with bench.session() as session:
            await session.engine.retry(job.id)
            await session.engine.idle()

    run(later())
    (saved,) = bench.saved()
    assert bench.job(job.id).state is JobState.DONE
    asked, cost = saved.record.asked, saved.record.cost
    assert asked is not None
    assert cost is not None
    assert (asked.steps, cost.price_table_date) == (17, "2020-02-02")
    assert len(server.orders()) == 1


def test_a_job_of_an_earlier_version_is_recorded_by_the_row_of_now() -> None:
    job = Job("11111111-2222-3333-4444-555555555555", "b", a_request(steps=20), demo=False, estimate_usd=0.02)
    row = known_catalogue().profile(FLUX)

    record = make_record(job, row, ANSWER, 0)

    assert record.asked is not None
    assert record.asked.body is not None
    assert (record.asked.steps, record.asked.body["seed"]) == (20, 7)
    assert record.cost == _charged(0.02, row)
