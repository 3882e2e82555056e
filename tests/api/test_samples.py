"""The bundled samples: small, whole, marked, and told of by sidecars that fit them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PIL import Image

from desktop_app.core.record import Kind
from desktop_app.store.sidecar import read_sidecar

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "samples"
SAMPLES = sorted(FOLDER.glob("*.jpg"))


def test_there_are_six_of_different_shapes_and_prompts() -> None:
    assert len(SAMPLES) == 6
    records = [read_sidecar(path) for path in SAMPLES]
    assert len({record.prompt for record in records if record}) == 6
    assert len({(record.file.width, record.file.height) for record in records if record}) == 3
    assert len({record.uuid for record in records if record}) == 6


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_and_its_sidecar_fit(path: Path) -> None:
    data = path.read_bytes()
    record = read_sidecar(path)
    assert record is not None
    assert (record.kind, record.demo) == (Kind.SAMPLE, True)
    assert record.file.name == path.name
    assert record.file.sha256 == hashlib.sha256(data).hexdigest()
    assert record.file.size_bytes == len(data) <= 120_000
    with Image.open(path) as image:
        image.load()
        assert image.size == (record.file.width, record.file.height)
