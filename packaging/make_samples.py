"""Paints the six pictures that an empty library shows, with their sidecars, into resources/samples.

Run it with the project's Python after a change of the painter: `.venv/bin/python packaging/make_samples.py`. It gives
the same files every time.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid5

from desktop_app import __version__
from desktop_app.api.demo.mark import marked
from desktop_app.api.demo.order import PaintOrder
from desktop_app.api.demo.painter import painted
from desktop_app.api.wire import left_to_server, request_body
from desktop_app.core.catalogue import DEMO_MODEL
from desktop_app.core.errors import Billed
from desktop_app.core.known_models import DEMO
from desktop_app.core.record import Answered, Asked, Cost, FileFacts, ImageRecord, Kind
from desktop_app.core.request import GenerationRequest
from desktop_app.core.sizes import Size
from desktop_app.store.embed import embed
from desktop_app.store.sidecar import write_sidecar

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "samples"
LARGEST_BYTES = 114_000
"""Without the metadata."""
NAMESPACE = UUID("b0a4bd2e-43a3-4f7e-9a8e-5b1d1f6f2c11")
PAINTED_AT = "2026-11-22T09:0{minute}:00+00:00"


@dataclass(frozen=True)
class Sample:
    """One sample: the file's name without its ending, and what was asked for."""

    name: str
    prompt: str
    size: Size
    seed: int
    steps: int = 20


SAMPLES = (
    Sample(
        "1-hills-at-dusk",
        "Layered hills at dusk, low sun behind haze, gouache on rough paper, muted coral and plum, quiet foreground",
        Size(896, 896),
        48_213_077,
    ),
    Sample(
        "2-discs", "Overlapping circles in ochre, coral and sage on cream paper, printed by hand", Size(896, 896), 5
    ),
    Sample("3-alpine-lake", "Alpine lake on a clear summer day, mountains, still water, no wind", Size(1152, 768), 11),
    Sample("4-silk", "Folds of silk in burgundy, crimson and copper, soft light from the left", Size(896, 896), 3),
    Sample("5-green-hills", "Pine forest in green fog, pale sky, one ridge behind the other", Size(768, 1152), 8),
    Sample("6-agate", "Agate in navy, teal and coral, cut and polished", Size(1152, 768), 21),
)


def main() -> None:
    """Paint all samples and say how large they are."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for number, sample in enumerate(SAMPLES):
        # The newest comes first in the grid.
        moment = PAINTED_AT.format(minute=len(SAMPLES) - number)
        path = write(sample, moment)
        print(f"{path.stat().st_size:7d}  {path.name}")


def write(sample: Sample, moment: str) -> Path:
    """Paint one sample and write picture and sidecar; return the picture's path."""
    picture = encoded(sample)
    record = record_of(sample, moment)
    data = embed(picture, record)
    path = FOLDER / f"{sample.name}.jpg"
    path.write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    facts = FileFacts(path.name, "jpeg", sample.size.width, sample.size.height, len(data), digest)
    write_sidecar(path, record.with_file(facts))
    return path


def encoded(sample: Sample) -> bytes:
    """Return the picture as a JPEG of the best quality that is small enough."""
    image = marked(painted(PaintOrder(sample.prompt, sample.seed, sample.size, sample.steps)))
    file = io.BytesIO()
    for quality in range(92, 50, -2):
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality, subsampling="4:2:0", optimize=True)
        if file.tell() <= LARGEST_BYTES:
            break
    return file.getvalue()


def record_of(sample: Sample, moment: str) -> ImageRecord:
    """Return the record of a sample: all that one made by the demo engine has, as far as it applies."""
    request = GenerationRequest(
        sample.prompt, DEMO_MODEL, sample.size.width, sample.size.height, sample.steps, sample.seed
    )
    body = request_body(request, DEMO)
    return ImageRecord(
        uuid=str(uuid5(NAMESPACE, sample.name)),
        created_at=moment,
        kind=Kind.SAMPLE,
        file=FileFacts(f"{sample.name}.jpg", "jpeg", sample.size.width, sample.size.height, 1, "0" * 64),
        demo=True,
        asked=Asked(
            prompt=sample.prompt,
            model=DEMO_MODEL,
            width=sample.size.width,
            height=sample.size.height,
            steps=sample.steps,
            seed=sample.seed,
            body=body,
            left_to_server=left_to_server(body, DEMO),
        ),
        answered=Answered(model=DEMO_MODEL),
        cost=Cost(estimate_usd=0.0, billed=Billed.NO),
        program_version=__version__,
    )


if __name__ == "__main__":
    main()
