"""The wire: a request as the JSON that its model takes, and the provider's answer as values."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop_app.core.catalogue import Parameter, ReferenceField
from desktop_app.core.errors import AnswerUnreadable, RequestInvalid
from desktop_app.core.fitting import fitted_guidance, fitted_loras, fitted_steps
from desktop_app.core.request import COUNT_MAX, SEED_MAX
from desktop_app.core.sizes import ShapeRule, Size

if TYPE_CHECKING:
    from desktop_app.core.catalogue import ModelProfile
    from desktop_app.core.request import GenerationRequest


_MOST_ITEMS = 1000
_URL_SAFE_LETTERS = str.maketrans("-_", "+/")


@dataclass(frozen=True, slots=True)
class AnswerItem:
    """One picture of an answer: its bytes, or the URL where they are."""

    index: int
    data: bytes | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of success: the provider's id for the call, the model that it names, the pictures in order of index."""

    id: str
    model: str
    items: tuple[AnswerItem, ...]


def request_body(
    request: GenerationRequest, profile: ModelProfile, reference_uris: Sequence[str] = ()
) -> dict[str, Any]:
    """Return the JSON object to send: only fields that the model takes, every number brought into its limits.

    `reference_uris` are `data:` or https URIs, in order. A field that a model does not take is refused by some of the
    provider's partners and ignored, but billed, by others (Together's API as measured), so none is sent.
    Raise RequestInvalid for what has no nearest legal value: an empty prompt, a seed out of its range, no size, more
    pictures than one order makes, and references that the model has no place for.
    """
    _check(request, profile)
    body: dict[str, Any] = {"model": request.model, "prompt": request.prompt}
    body.update(_size_fields(request, profile))
    body.update(_optional_fields(request, profile))
    body.update(_reference_fields(reference_uris, profile))
    return body


def recorded_body(body: Mapping[str, Any], hashes: Sequence[str]) -> dict[str, Any]:
    """Return the body as it may be kept: every `data:` URI replaced by `sha256:<hash>`, hashes in order of references."""
    left = iter(hashes)

    def kept(value: Any) -> Any:
        if isinstance(value, list):
            return [kept(item) for item in value]
        is_picture = isinstance(value, str) and value.startswith("data:")
        return f"sha256:{next(left, 'unknown')}" if is_picture else value

    fields = {each.value for each in ReferenceField}
    return {name: kept(value) if name in fields else value for name, value in body.items()}


def left_to_server(body: Mapping[str, Any], profile: ModelProfile) -> tuple[str, ...]:
    """Return the names on the wire of what the model takes and was not sent."""
    sizes = ("aspect_ratio",) if isinstance(profile.size_rule, ShapeRule) else ("width", "height")
    takes = (*sizes, *(each.value for each in Parameter if profile.takes(each)))
    return tuple(name for name in takes if name not in body)


def parse_answer(raw: bytes) -> Answer:
    """Read an answer's body; raise AnswerUnreadable when no picture is in it.

    `type` of an item may be missing or null, so what is there decides; an item without an index counts by its place; of
    several items those that can be read are returned, since all of them are paid for.
    """
    data = _json_object(raw)
    items = [_item(item, place) for place, item in enumerate(_item_list(data))]
    usable = sorted((item for item in items if item is not None), key=lambda item: item.index)
    if not usable:
        raise _unreadable(data, "the answer names no picture")
    return Answer(_text(data.get("id")), _text(data.get("model")), tuple(usable))


def _check(request: GenerationRequest, profile: ModelProfile) -> None:
    if not request.prompt.strip():
        raise RequestInvalid("a request needs a prompt", field="prompt")
    highest_seed = profile.highest_seed if profile.takes(Parameter.SEED) else SEED_MAX
    if request.seed is not None and not 0 <= request.seed <= highest_seed:
        raise RequestInvalid(f"a seed is between 0 and {highest_seed}", field="seed")
    if not 1 <= request.count <= COUNT_MAX:
        raise RequestInvalid(f"between 1 and {COUNT_MAX} pictures", field="count")
    for name, side in (("width", request.width), ("height", request.height)):
        if side is not None and side < 1:
            raise RequestInvalid("a side has pixels", field=name)


def _size_fields(request: GenerationRequest, profile: ModelProfile) -> dict[str, Any]:
    if request.width is None or request.height is None:
        return {}
    wish = Size(request.width, request.height)
    if isinstance(profile.size_rule, ShapeRule):
        return {"aspect_ratio": profile.size_rule.shape(wish)}
    size = profile.size_rule.nearest(wish)
    return {"width": size.width, "height": size.height}


def _optional_fields(request: GenerationRequest, profile: ModelProfile) -> dict[str, Any]:
    guidance, file_format = fitted_guidance(request.guidance, profile), request.output_format
    wishes: dict[Parameter, Any] = {
        Parameter.STEPS: fitted_steps(request.steps, profile),
        Parameter.SEED: request.seed,
        Parameter.NEGATIVE_PROMPT: request.negative_prompt.strip() or None,
        Parameter.COUNT: request.count if request.count > 1 else None,
        Parameter.SAFETY_CHECKER: None if request.safety_checker else True,
        Parameter.RESPONSE_FORMAT: "base64",
        Parameter.PROMPT_UPSAMPLING: request.prompt_upsampling,
        Parameter.OUTPUT_FORMAT: file_format.value if file_format is not None else None,
        Parameter.LORAS: [each.to_json() for each in fitted_loras(request.loras, profile)] or None,
    }
    if profile.guidance_parameter is not None:
        wishes[profile.guidance_parameter] = guidance
    return {each.value: wish for each, wish in wishes.items() if wish is not None and profile.takes(each)}


def _reference_fields(uris: Sequence[str], profile: ModelProfile) -> dict[str, Any]:
    if profile.needs_reference and not uris:
        raise RequestInvalid(f"{profile.id} needs a reference", field="references")
    if not uris:
        return {}
    if profile.reference_field is None or len(uris) > profile.reference_count:
        raise RequestInvalid(f"{profile.id} takes {profile.reference_count} references", field="references")
    if profile.reference_field is ReferenceField.IMAGE_URL:
        return {profile.reference_field.value: uris[0]}
    return {profile.reference_field.value: list(uris)}


def _json_object(raw: bytes) -> dict[str, Any]:
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as cause:
        raise AnswerUnreadable(f"no JSON in {len(raw)} bytes: {type(cause).__name__}") from cause
    if not isinstance(data, dict):
        raise AnswerUnreadable(f"JSON without an object: {type(data).__name__}")
    return data


def _item_list(data: Mapping[str, Any]) -> list[Any]:
    items = data.get("data")
    if not isinstance(items, list):
        raise _unreadable(data, "the answer has no list of pictures")
    return items


def _item(item: Any, place: int) -> AnswerItem | None:
    if not isinstance(item, dict):
        return None
    index = item.get("index")
    # Neither a truth value, which Python counts among the numbers, nor a number that no answer has.
    index = index if type(index) is int and 0 <= index < _MOST_ITEMS else place
    encoded, url = item.get("b64_json"), item.get("url")
    if isinstance(encoded, str) and encoded:
        data = _decoded(encoded)
        return AnswerItem(index, data=data) if data else None
    return AnswerItem(index, url=url) if isinstance(url, str) and url else None


def _decoded(text: str) -> bytes | None:
    """Return the bytes, in whichever letters and with or without the padding of RFC 4648: they are paid for."""
    if text.startswith("data:"):
        text = text.partition(",")[2]
    letters = "".join(text.split()).rstrip("=").translate(_URL_SAFE_LETTERS)
    try:
        return base64.b64decode(letters + "=" * (-len(letters) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def _unreadable(data: Mapping[str, Any], detail: str) -> AnswerUnreadable:
    error = data.get("error")
    said = error.get("message") if isinstance(error, dict) else error
    return AnswerUnreadable(detail, provider_text=_text(said), request_id=_text(data.get("id")))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
