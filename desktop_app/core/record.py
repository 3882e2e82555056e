"""The record: all that is known of one picture, as it stands in the sidecar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from desktop_app.core.errors import Billed
from desktop_app.core.request import GenerationRequest, Lora

SCHEMA_VERSION = 1

DEMO_MARK = "demo, not AI"
"""What stands in everything that the demo engine makes."""


class Kind(Enum):
    """Where a picture comes from."""

    GENERATED = "generated"
    EDITED = "edited"
    IMPORTED = "imported"
    SAMPLE = "sample"


class Pick(Enum):
    """Whether a person chose the picture or threw it out."""

    NONE = ""
    PICKED = "picked"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """The picture file: name, format, pixels, bytes and the SHA-256 (hexadecimal) of its bytes on disk."""

    name: str
    format: str
    width: int
    height: int
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The request as sent.

    `body` is the JSON of the wire without pictures (each is replaced by `sha256:…`); `left_to_server` names the
    parameters that the model takes and that were not sent. `template` is the prompt as it was written, where wildcards or
    placeholders made another one of it, else empty; `output_format` is empty when none was asked for.
    """

    prompt: str
    model: str
    width: int | None = None
    height: int | None = None
    steps: int | None = None
    seed: int | None = None
    negative_prompt: str = ""
    safety_checker: bool = True
    body: Mapping[str, Any] = field(default_factory=dict)
    left_to_server: tuple[str, ...] = ()
    guidance: float | None = None
    prompt_upsampling: bool | None = None
    output_format: str = ""
    loras: tuple[Lora, ...] = ()
    template: str = ""


def asked_of(request: GenerationRequest) -> Asked:
    """Return an order as a record tells of it, without the body: what was wished, be it sent or not."""
    return Asked(
        prompt=request.prompt,
        model=request.model,
        width=request.width,
        height=request.height,
        steps=request.steps,
        seed=request.seed,
        negative_prompt=request.negative_prompt,
        safety_checker=request.safety_checker,
        guidance=request.guidance,
        prompt_upsampling=request.prompt_upsampling,
        output_format=request.output_format.value if request.output_format is not None else "",
        loras=request.loras,
        template=request.template,
    )


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back: the id of the call, the model that it names, and the picture's place in the answer.

    `pictures` says how many came in that answer, 0 where that was not written down.
    """

    id: str = ""
    model: str = ""
    index: int = 0
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class Timing:
    """Moments as ISO 8601 in UTC, empty when unknown, and the wall time from sending to the whole answer."""

    queued_at: str = ""
    sent_at: str = ""
    answered_at: str = ""
    wall_s: float | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """The estimate in US dollars for this one picture, the date of its price table, and whether it was charged."""

    estimate_usd: float | None = None
    price_table_date: str = ""
    is_lowest: bool = False
    billed: Billed = Billed.UNKNOWN


@dataclass(frozen=True, slots=True)
class Parent:
    """A picture that this one was made from: UUID when it is in the library, and the SHA-256 of its file."""

    sha256: str
    role: str = "reference"
    uuid: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class ImageRecord:
    """All that is known of one picture. `extra` holds keys of the sidecar that this version does not know.

    `places` are numbers that order the pictures of a collection by hand; a picture without one stands after those with
    one. `changed_at` tells for what a person says of the picture (`core.care`) the moment of the last change in UTC.
    """

    uuid: str
    created_at: str
    kind: Kind
    file: FileFacts
    demo: bool = False
    asked: Asked | None = None
    answered: Answered | None = None
    timing: Timing | None = None
    cost: Cost | None = None
    parents: tuple[Parent, ...] = ()
    batch_id: str = ""
    job_id: str = ""
    title: str = ""
    rating: int = 0
    pick: Pick = Pick.NONE
    tags: tuple[str, ...] = ()
    note: str = ""
    collections: tuple[str, ...] = ()
    places: Mapping[str, float] = field(default_factory=dict)
    changed_at: Mapping[str, str] = field(default_factory=dict)
    program_version: str = ""
    schema_version: int = SCHEMA_VERSION
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def prompt(self) -> str:
        """The prompt, empty when there is none."""
        return self.asked.prompt if self.asked is not None else ""

    def with_file(self, file: FileFacts) -> ImageRecord:
        """Return the same record for another file."""
        return replace(self, file=file)
