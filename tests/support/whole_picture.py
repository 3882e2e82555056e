"""What a picture in a library must be: a picture that opens, and a sidecar that tells the truth about it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from tests.support.checkout import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def record_of(picture: Path) -> dict[str, Any]:
    """Return the record of a picture, once everything that can be checked about both files was."""
    from jsonschema import Draft202012Validator
    from PIL import Image

    record: dict[str, Any] = json.loads(picture.with_name(picture.name + ".json").read_text(encoding="utf-8"))
    schema = json.loads((ROOT / "resources" / "sidecar.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(record)
    with Image.open(picture) as image:
        image.load()
        assert (image.width, image.height) == (record["file"]["width"], record["file"]["height"])
    data = picture.read_bytes()
    assert record["file"]["sha256"] == hashlib.sha256(data).hexdigest()
    assert record["file"]["name"] == picture.name
    return record
