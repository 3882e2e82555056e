"""What a body of an order may hold: the schema of the API, and the row of its model."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

from desktop_app.core.catalogue import Parameter
from desktop_app.core.sizes import ShapeRule, Size
from tests.support.checkout import ROOT
from tests.support.server import GENERATIONS, LoopbackServer, Received, error_body

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.core.catalogue import ModelProfile

SCHEMA_PATH = ROOT / "tests" / "conformance" / "request.schema.json"


@cache
def request_validator() -> Draft202012Validator:
    """Return the check of the API's schema."""
    return Draft202012Validator(json.loads(SCHEMA_PATH.read_text("utf-8")))


def allowed_fields(profile: ModelProfile) -> set[str]:
    """Return the names of all that the model's row allows in a body."""
    sizes = {"aspect_ratio"} if isinstance(profile.size_rule, ShapeRule) else {"width", "height"}
    references = {profile.reference_field.value} if profile.reference_field else set()
    return {"model", "prompt"} | sizes | references | {each.value for each in Parameter if profile.takes(each)}


def problems(body: Mapping[str, Any], profile: ModelProfile) -> list[str]:
    """Return all that is wrong with a body for this model; empty when nothing is."""
    wrong = [f"{error.json_path}: {error.message}" for error in request_validator().iter_errors(body)]
    wrong += [f"{name} is not in the row" for name in sorted(set(body) - allowed_fields(profile))]
    if wrong:
        return wrong
    return [*_size_problems(body, profile), *_limit_problems(body, profile)]


def _size_problems(body: Mapping[str, Any], profile: ModelProfile) -> list[str]:
    if "width" in body:
        size = Size(body["width"], body["height"])
        return [] if profile.size_rule.allows(size) else [f"{size} is outside of the rule"]
    if "aspect_ratio" in body and isinstance(profile.size_rule, ShapeRule):
        known = [name for name, _ in profile.size_rule.shapes]
        return [] if body["aspect_ratio"] in known else [f"{body['aspect_ratio']} is no shape of the row"]
    return []


def _limit_problems(body: Mapping[str, Any], profile: ModelProfile) -> list[str]:
    wrong = []
    if body.get("steps", 1) > profile.highest_steps:
        wrong.append(f"{body['steps']} steps are too many")
    if body.get("seed", 0) > profile.highest_seed:
        wrong.append(f"the seed {body['seed']} is too high")
    guidance = body.get("guidance", body.get("guidance_scale"))
    if guidance is not None and profile.guidance is not None:
        within = profile.guidance.lowest <= guidance <= profile.guidance.highest
        wrong += [] if within else [f"a guidance of {guidance} is out of range"]
    if len(body.get("image_loras", ())) > profile.lora_count:
        wrong.append("too many LoRAs")
    if len(body.get("reference_images", ())) > profile.reference_count:
        wrong.append("too many references")
    return wrong


class ConformingServer(LoopbackServer):
    """A provider that refuses with 400 whatever the schema or the model's row does not allow.

    `response_form` is how it answers, `base64` or `url`, whatever was asked. Its pictures are small, whatever size was
    asked.
    """

    def __init__(self, profile: ModelProfile) -> None:
        super().__init__()
        self.profile = profile
        self.response_form = "base64"

    def usual(self, received: Received) -> tuple[int, str, bytes]:
        if received.path == GENERATIONS:
            wrong = problems(received.json, self.profile)
            if wrong:
                return 400, "application/json", json.dumps(error_body("; ".join(wrong))).encode()
        return super().usual(received)

    def _generate(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        return super()._generate({**asked, "width": 32, "height": 32, "response_format": self.response_form})
