"""Records that are full of everything, and jobs in every state."""

from __future__ import annotations

from desktop_app.core.errors import Billed, SfumatoError
from desktop_app.core.job import Job, JobState, failure_of
from desktop_app.core.record import Answered, Asked, Cost, FileFacts, ImageRecord, Kind, Parent, Timing
from desktop_app.core.request import GenerationRequest, Lora

MODEL = "black-forest-labs/FLUX.2-dev"
PROMPT = "Layered hills at dusk, low sun behind haze"


def full_record() -> ImageRecord:
    """Return a record in which every field has a value that tells it from the others."""
    return ImageRecord(
        uuid="7f3a1c9e-1111-4a5b-9c3d-000000000001",
        created_at="2026-11-22T18:45:00Z",
        kind=Kind.EDITED,
        file=FileFacts("hills-7f3a.png", "png", 1024, 1024, 523411, "ab" * 32),
        asked=Asked(
            PROMPT,
            MODEL,
            1024,
            1024,
            28,
            48213077,
            "people, text",
            safety_checker=False,
            body={"model": MODEL, "prompt": PROMPT, "guidance": 3.5, "image_url": "sha256:" + "ef" * 32},
            left_to_server=("n",),
            guidance=7.5,
            prompt_upsampling=False,
            output_format="png",
            loras=(Lora("https://example.org/ink-wash.safetensors", 0.85),),
            template="hills under a {violet|amber} sky",
        ),
        answered=Answered("oc4x-Zqrih-9f2", MODEL, 3, 1),
        timing=Timing("2026-11-22T18:44:40Z", "2026-11-22T18:44:41Z", "2026-11-22T18:44:52Z", 10.83),
        cost=Cost(0.0161, "2026-08-17", is_lowest=False, billed=Billed.YES),
        parents=(Parent("cd" * 32, "reference", "9e107d9d-0000-4000-8000-000000000002", "fox-9e10.jpg"),),
        batch_id="batch-77",
        job_id="job-88",
        title="Cover, second try",
        rating=4,
        tags=("landscape", "series / dusk"),
        note="For the cover.",
        collections=("Book",),
        program_version="9.8.7",
        extra={"written_later": {"depth": [1, 2]}},
    )


def job_in(
    state: JobState,
    error: SfumatoError | None = None,
    *,
    billed: Billed = Billed.NO,
    has_spool: bool = False,
    demo: bool = False,
) -> Job:
    """Return a job in a state, ended by an error when one is given."""
    return Job(
        "job-12",
        "batch-3",
        GenerationRequest(PROMPT, MODEL, 1344, 768, 28, 48213077),
        demo,
        state,
        created_at=1.0,
        estimate_usd=0.0161,
        billed=billed,
        failure=failure_of(error) if error is not None else None,
        has_spool=has_spool,
    )
