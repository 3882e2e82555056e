"""Our own short JSON inside a picture: enough to heal a lost sidecar, nothing that the artist keeps to themselves."""

from __future__ import annotations

import json
from typing import Any

from desktop_app.core.record import ImageRecord
from desktop_app.core.record_json import to_json

_KEPT = (
    "schema",
    "program",
    "uuid",
    "created_at",
    "kind",
    "mark",
    "request",
    "answer",
    "lineage",
    "batch_id",
    "job_id",
)


def essence(record: ImageRecord) -> str:
    """Return the JSON: identity, request and lineage; no rating, tags, notes, names of the artist's files, or cost."""
    whole = to_json(record)
    short: dict[str, Any] = {key: whole[key] for key in _KEPT}
    if short["request"]:
        short["request"] = {key: value for key, value in short["request"].items() if key != "body"}
    short["lineage"] = {
        "parents": [{"sha256": each.sha256, "role": each.role, "uuid": each.uuid} for each in record.parents]
    }
    return json.dumps(short, ensure_ascii=False, separators=(",", ":"))
