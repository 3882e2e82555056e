"""Libraries of any size made of real sidecars: pictures are hard links of a few real files, in dated folders."""

from __future__ import annotations

import hashlib
import os
import random
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from desktop_app.core.errors import Billed
from desktop_app.core.record import Answered, Asked, Cost, FileFacts, ImageRecord, Kind, Parent, Pick, Timing
from desktop_app.core.record_json import to_json
from desktop_app.store.json_text import serialised
from desktop_app.store.thumbnail_cache import ThumbnailCache, content_key
from tests.support.pictures import picture_bytes

NEWEST = datetime(2026, 11, 22, 20, tzinfo=UTC)
A_DAY = 140
"""So many pictures are made on one day."""

THUMBNAIL_PX = 256
_FILES = 24
_LINKS_MAX = 20_000
"""Some file systems allow 65,000 links of one file."""

_AGED_S = 3600
_MODELS = (
    "black-forest-labs/FLUX.1-schnell",
    "black-forest-labs/FLUX.2-pro",
    "google/imagen-4.0-fast",
    "ByteDance-Seed/Seedream-4.0",
    "stabilityai/stable-diffusion-3-medium",
    "Qwen/Qwen-Image",
)
_TAGS = ("animals/fox", "animals/owl", "landscape", "portrait", "city/night", "studies", "favourites", "to print")
_CONSONANTS, _VOWELS = "bdfgklmnrstv", "aeio"


@dataclass(frozen=True, slots=True)
class _File:
    """A real picture, of which there are many links."""

    path: Path
    facts: FileFacts


class LibraryMaker:
    """Makes pictures with sidecars below `root`, and with `thumbnails` what is kept there of them.

    The same seed makes the same library. Moments go back from `NEWEST`.
    """

    def __init__(self, root: Path, thumbnails: ThumbnailCache | None = None, seed: int = 1) -> None:
        self._root = root
        self._thumbnails = thumbnails
        self._random = random.Random(seed)
        self._words = self._vocabulary()
        self._weights = [1 / (rank + 4) for rank in range(len(self._words))]
        self._files: list[_File] = []
        self._batch_id = self._parent_uuid = ""

    def make(self, count: int) -> None:
        """Make so many pictures, and let their folders look as if nothing had happened in them for an hour."""
        self._root.mkdir(parents=True, exist_ok=True)
        for start in range(0, count, A_DAY):
            day = NEWEST - timedelta(days=start // A_DAY)
            folder = self._root / f"{day:%Y}" / f"{day:%Y-%m-%d}"
            folder.mkdir(parents=True)
            for number in range(start, min(start + A_DAY, count)):
                self._put(folder, number, day - timedelta(seconds=97 * (number - start)))
        age_folders(self._root)

    def record(self, number: int, moment: datetime) -> ImageRecord:
        """Return the record of one picture, its file's facts not yet among them."""
        chance = self._random
        prompt = " ".join(chance.choices(self._words, self._weights, k=chance.randint(6, 24)))
        model, seed = chance.choice(_MODELS), chance.randrange(1 << 31)
        if number % 4 == 0:
            self._batch_id = str(UUID(int=chance.getrandbits(128), version=4))
        uuid = str(UUID(int=chance.getrandbits(128), version=4))
        is_edit = number % 25 == 24
        parents = (Parent("ab" * 32, "reference", self._parent_uuid, "base.jpg"),) if is_edit else ()
        self._parent_uuid = uuid
        body = {"model": model, "prompt": prompt, "width": 1024, "height": 768, "seed": seed, "n": 1}
        return ImageRecord(
            uuid=uuid,
            created_at=moment.isoformat(timespec="milliseconds"),
            kind=Kind.EDITED if is_edit else Kind.GENERATED,
            file=FileFacts("", "jpeg", 0, 0, 0, ""),
            asked=Asked(prompt, model, 1024, 768, 4, seed, "blurry" if number % 9 == 0 else "", body=body),
            answered=Answered(f"call-{number}", model, 0, 1),
            timing=Timing(moment.isoformat(), moment.isoformat(), moment.isoformat(), 3.2),
            cost=Cost(round(0.0027 * chance.randint(1, 9), 5), "2026-11-01", billed=Billed.YES),
            parents=parents,
            batch_id=self._batch_id,
            job_id=str(UUID(int=chance.getrandbits(128), version=4)),
            rating=chance.choice((0, 0, 0, 0, 1, 2, 3, 3, 4, 5)),
            pick=chance.choice((Pick.NONE, Pick.NONE, Pick.NONE, Pick.PICKED, Pick.REJECTED)),
            tags=tuple(chance.sample(_TAGS, chance.choice((0, 0, 0, 1, 2)))),
            note="print it large" if number % 50 == 0 else "",
            collections=("Best of the year",) if number % 200 == 0 else (),
            program_version="0.1.0",
        )

    def _put(self, folder: Path, number: int, moment: datetime) -> None:
        file = self._file(number)
        record = self.record(number, moment)
        name = f"{moment:%H%M%S}-{record.prompt.split(' ', 1)[0]}-{record.uuid[:4]}-{number}.jpg"
        os.link(file.path, folder / name)
        record = record.with_file(replace(file.facts, name=name))
        (folder / f"{name}.json").write_bytes(serialised(to_json(record)))

    def _file(self, number: int) -> _File:
        kind = number % _FILES
        at = number // (_FILES * _LINKS_MAX) * _FILES + kind
        if at >= len(self._files):
            self._files += [self._made(at) for at in range(len(self._files), at + 1)]
        return self._files[at]

    def _made(self, at: int) -> _File:
        # What begins with a dot is not looked at.
        path = self._root / ".originals" / f"{at}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        width, height = 512, 320 + 16 * (at % _FILES)
        color = f"hsl({at % 360 * 15 % 360}, {50 + at // _FILES % 50}%, 50%)"
        data = picture_bytes(width, height, color)
        path.write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        if self._thumbnails is not None:
            small = picture_bytes(THUMBNAIL_PX, height * THUMBNAIL_PX // width, color)
            self._thumbnails.put(content_key(digest, THUMBNAIL_PX), small)
        return _File(path, FileFacts("", "jpeg", width, height, len(data), digest))

    def _vocabulary(self) -> list[str]:
        syllables = [consonant + vowel for consonant in _CONSONANTS for vowel in _VOWELS]
        found = {"".join(self._random.choices(syllables, k=self._random.choice((2, 3, 3, 4)))) for _ in range(12_000)}
        words = sorted(found)
        self._random.shuffle(words)
        return words


def age_folders(root: Path) -> None:
    """Make all folders look as if nothing had happened in them for an hour."""
    then = int(time.time()) - _AGED_S
    for folder, _, _ in os.walk(root):
        os.utime(folder, (then, then))
