"""An ended job as it is queued again."""

from __future__ import annotations

from desktop_app.core.errors import Billed
from desktop_app.core.job import Job
from desktop_app.engine.workshop import Workshop


def requeued(workshop: Workshop, job: Job) -> Job:
    """Queue a job with its request as it is here, in one step with letting go of its earlier answer, and return it.

    It must stand in the journal as it does here: its state, what is known of the money, and whether an answer is kept are
    what the person saw. It keeps its place. What the earlier try cost, or may have cost, is still counted, in the month in
    which it was sent. To be called in the journal's thread; raises what `Journal.requeue` does.
    """
    before = workshop.journal.job(job.id) or job
    may_have_cost = before.billed is not Billed.NO and not before.demo
    # What an earlier version kept counts with the job itself, and must stay there when the job is sent in another month.
    is_undated = before.earlier_usd > 0 and not before.earlier_at
    return workshop.journal.requeue(
        job.id,
        job.seen,
        # An answer of an earlier try must not be taken for the answer of this one.
        lambda: workshop.spool.remove(job.id),
        request=job.request,
        demo=job.demo,
        estimate_usd=job.estimate_usd,
        price_date=job.price_date,
        is_lowest_price=job.is_lowest_price,
        sent_at=0.0,
        answered_at=0.0,
        ended_at=0.0,
        billed=Billed.NO,
        failure=None,
        has_spool=False,
        image_uuids=(),
        sent_body=None,
        left_to_server=(),
        earlier_usd=before.earlier_usd + (before.estimate_usd or 0.0 if may_have_cost else 0.0),
        earlier_at=max(before.created_at, before.sent_at) if may_have_cost or is_undated else before.earlier_at,
    )
