"""What is asked of a model: one frozen value that crosses every border."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

SEED_MAX = 2_147_483_647
"""The largest seed; the smallest is 0 (the provider's own error text)."""

COUNT_MAX = 4

LORA_SCALE_MAX = 2.0

GUIDANCE_MAX = 100.0

STEPS_MAX = 1_000
"""No model is believed to take more, as with guidance and the side of a picture in pixels."""

SIDE_MAX_PX = 16_384


class OutputFormat(Enum):
    """The file format to ask for; the value is its name on the wire."""

    JPEG = "jpeg"
    PNG = "png"


@dataclass(frozen=True, slots=True)
class Lora:
    """A small addition to a model, by its address, and how strongly it acts: 0 to 2."""

    path: str
    scale: float = 1.0

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON, which is its form on the wire too."""
        return {"path": self.path, "scale": self.scale}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Lora:
        """Read what `to_json` wrote; raise KeyError, TypeError or ValueError on anything else."""
        return cls(str(data["path"]), float(data.get("scale", 1.0)))


@dataclass(frozen=True, slots=True)
class Reference:
    """A picture given to the model.

    `sha256` is of the file as the person gave it; `prepared` the name of the copy made for sending, in the reference
    store; `image_uuid` is set when the picture is in the library; `name` is for showing.
    """

    sha256: str
    prepared: str
    mime_type: str
    width: int
    height: int
    name: str = ""
    image_uuid: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the reference as JSON for the journal and the draft."""
        return {
            "sha256": self.sha256,
            "prepared": self.prepared,
            "mime_type": self.mime_type,
            "width": self.width,
            "height": self.height,
            "name": self.name,
            "image_uuid": self.image_uuid,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Reference:
        """Read what `to_json` wrote; raise KeyError or TypeError on anything else."""
        return cls(
            sha256=str(data["sha256"]),
            prepared=str(data["prepared"]),
            mime_type=str(data["mime_type"]),
            width=int(data["width"]),
            height=int(data["height"]),
            name=str(data.get("name", "")),
            image_uuid=data.get("image_uuid"),
        )


@dataclass(frozen=True, slots=True)
class GenerationRequest:
    """One order to a model. `None` means: left to the server. Width and height are pixels.

    A size of `None` with a reference means: as the reference. `template` is the prompt as it was written, when its
    placeholders and wildcards made another `prompt` of it, else empty.
    """

    prompt: str
    model: str
    width: int | None = None
    height: int | None = None
    steps: int | None = None
    seed: int | None = None
    negative_prompt: str = ""
    count: int = 1
    safety_checker: bool = True
    references: tuple[Reference, ...] = field(default=())
    guidance: float | None = None
    prompt_upsampling: bool | None = None
    output_format: OutputFormat | None = None
    loras: tuple[Lora, ...] = field(default=())
    template: str = ""

    def singles(self) -> Iterator[GenerationRequest]:
        """Yield one request a picture, with consecutive seeds that stay in the legal range.

        Needs a seed: a model without one is asked for all pictures in one call instead.
        """
        if self.seed is None:
            yield self
            return
        for offset in range(self.count):
            yield replace(self, count=1, seed=(self.seed + offset) % (SEED_MAX + 1))

    def to_json(self) -> dict[str, Any]:
        """Return the request as JSON for the journal and the draft."""
        return {
            "prompt": self.prompt,
            "model": self.model,
            "width": self.width,
            "height": self.height,
            "steps": self.steps,
            "seed": self.seed,
            "negative_prompt": self.negative_prompt,
            "count": self.count,
            "safety_checker": self.safety_checker,
            "references": [reference.to_json() for reference in self.references],
            "guidance": self.guidance,
            "prompt_upsampling": self.prompt_upsampling,
            "output_format": self.output_format.value if self.output_format else None,
            "loras": [lora.to_json() for lora in self.loras],
            "template": self.template,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> GenerationRequest:
        """Read what `to_json` wrote; raise KeyError, TypeError or ValueError on anything else."""
        return cls(
            prompt=str(data["prompt"]),
            model=str(data["model"]),
            width=data.get("width"),
            height=data.get("height"),
            steps=data.get("steps"),
            seed=data.get("seed"),
            negative_prompt=str(data.get("negative_prompt", "")),
            count=int(data.get("count", 1)),
            safety_checker=bool(data.get("safety_checker", True)),
            references=tuple(Reference.from_json(item) for item in data.get("references", ())),
            guidance=data.get("guidance"),
            prompt_upsampling=data.get("prompt_upsampling"),
            output_format=OutputFormat(data["output_format"]) if data.get("output_format") else None,
            loras=tuple(Lora.from_json(item) for item in data.get("loras", ())),
            template=str(data.get("template", "")),
        )
