"""What the command line says of a refused request: the rule that the provider stated, and the option that keeps to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.core import errors
from desktop_app.core.corrections import correction, teaching_of_failure
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.teaching import (
    AreaTaught,
    BoundsTaught,
    CreditGone,
    GridTaught,
    MenuTaught,
    ModelGone,
    PolicyHeld,
    ReferencesTaught,
    UnsupportedTaught,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.core.catalogue import Catalogue
    from desktop_app.core.job import Failure, Job
    from desktop_app.core.request import GenerationRequest
    from desktop_app.core.teaching import RuleTaught

_SIZES_TOLD = 20

# By the name on the wire: the field in words.
_NAMES = {
    "width": "width",
    "height": "height",
    "aspect_ratio": "aspect ratio",
    "steps": "number of steps",
    "seed": "seed",
    "negative_prompt": "negative prompt",
    "n": "number of pictures",
    "disable_safety_checker": "switch for the safety checker",
    "guidance_scale": "guidance",
    "guidance": "guidance",
    "prompt_upsampling": "word on rewriting the prompt",
    "output_format": "file format",
    "image_loras": "LoRAs",
    "image_url": "references in this way",
    "reference_images": "references in this way",
}


def refused_as(failure: Failure) -> type[errors.SfumatoError] | None:
    """Return the class whose words say what a refused request was really about; `None` for one about its settings."""
    match teaching_of_failure(failure):
        case ModelGone():
            return errors.ModelUnavailable
        case PolicyHeld():
            return errors.ContentRefused
        case CreditGone():
            return errors.CreditExhausted
        case _:
            return None


def rule_words(failure: Failure) -> str:
    """Return the rule that a refusal states, in one sentence; empty where it states none."""
    match teaching_of_failure(failure):
        case None | ModelGone() | PolicyHeld() | CreditGone():
            return ""
        case rule:
            return _rule_words(rule)


def correction_words(job: Job, catalogue: Catalogue | None = None) -> str:
    """Return what to run instead of a refused order; empty where nothing better is known.

    Without a catalogue no other model is named: the table alone does not know what the account may use.
    """
    found = correction(job, catalogue or known_catalogue())
    if found is None or (found.part is None and catalogue is None):
        return ""
    options = list(_options(job.request, found.request))
    return f"Run it again {', '.join(options)}." if options else "Run it again."


def _rule_words(rule: RuleTaught) -> str:
    match rule:
        case GridTaught():
            return f"The model takes sides of {rule.lowest} to {rule.highest} px, in multiples of {rule.multiple}."
        case AreaTaught():
            lowest, highest = (f"{area / 1_000_000:.2f}" for area in (rule.lowest_area, rule.highest_area))
            return f"The model takes {lowest} to {highest} megapixels, no longer than {rule.highest_ratio:g}:1."
        case MenuTaught():
            return _menu_words(rule)
        case ReferencesTaught(count):
            return f"The model takes at most {count} {'reference' if count == 1 else 'references'}."
        case UnsupportedTaught(field):
            return f"The model takes no {_NAMES.get(field, field)}."
        case BoundsTaught():
            name = _NAMES.get(rule.field, rule.field)
            return f"The model takes a {name} from {rule.lowest:.10g} to {rule.highest:.10g}."


def _menu_words(rule: MenuTaught) -> str:
    sizes = ", ".join(f"{size.width}x{size.height}" for size in rule.sizes[:_SIZES_TOLD])
    more = "…" if len(rule.sizes) > _SIZES_TOLD else ""
    return f"The model takes these sizes and no others: {sizes}{more}."


def _options(before: GenerationRequest, after: GenerationRequest) -> Iterator[str]:
    """Yield what is new as the options of `sfumato generate`."""
    if before.model != after.model:
        yield f"with --model {after.model}"
    if (before.width, before.height) != (after.width, after.height):
        # Without the option, a size would be sent all the same.
        yield f"with --size {after.width}x{after.height}" if after.width else "with --size auto"
    if before.steps != after.steps:
        yield "without --steps" if after.steps is None else f"with --steps {after.steps}"
    if before.seed != after.seed:
        yield "without --seed" if after.seed is None else f"with --seed {after.seed}"
    if before.guidance != after.guidance:
        yield "without --guidance" if after.guidance is None else f"with --guidance {after.guidance:g}"
    if before.count != after.count:
        yield f"with -n {after.count}"
    if before.references != after.references:
        yield f"with --reference at most {len(after.references)} times"
    upsampling = "--upsampling" if before.prompt_upsampling else "--no-upsampling"
    for option, is_other in (
        ("--negative", before.negative_prompt != after.negative_prompt),
        ("--format", before.output_format != after.output_format),
        (upsampling, before.prompt_upsampling != after.prompt_upsampling),
        ("--lora", before.loras != after.loras),
        ("--no-safety-checker", before.safety_checker != after.safety_checker),
    ):
        if is_other:
            yield f"without {option}"
