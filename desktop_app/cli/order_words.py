"""What the command line says when an order is not quite what the options asked for."""

from __future__ import annotations

from desktop_app.cli.wishes import Wishes
from desktop_app.core.catalogue import Availability, Catalogue, ModelProfile
from desktop_app.core.fitting import Part
from desktop_app.core.request import GenerationRequest

_OPTIONS = {
    Part.SIZE: "--size",
    Part.STEPS: "--steps",
    Part.SEED: "--seed",
    Part.NEGATIVE_PROMPT: "--negative",
    Part.COUNT: "-n",
    Part.GUIDANCE: "--guidance",
    Part.OUTPUT_FORMAT: "--format",
    Part.LORAS: "--lora",
    Part.REFERENCES: "--reference",
}


def option_words(part: Part, request: Wishes | GenerationRequest) -> str:
    """Return the option of a part, in the form in which this order has it."""
    if part is Part.SAFETY_CHECKER:
        return "--safety-checker" if request.safety_checker else "--no-safety-checker"
    if part is Part.PROMPT_UPSAMPLING:
        return "--upsampling" if request.prompt_upsampling else "--no-upsampling"
    return _OPTIONS[part]


def left_out_words(part: Part, profile: ModelProfile, wishes: Wishes) -> str:
    """Return what is said of a part that the model does not take."""
    option = option_words(part, wishes)
    if part in wishes.preset_parts:
        option = f"{option} of the preset {wishes.preset_name}"
    return f"{profile.id} does not take {option}; it is left out."


def changed_words(part: Part, profile: ModelProfile, wishes: Wishes, request: GenerationRequest) -> str:
    """Return what is said of a part that the model takes otherwise than wished."""
    if part is Part.SIZE:
        size = f"{request.width}x{request.height}"
        return f"{profile.id} does not take {wishes.size}; using {size}, the nearest that it does."
    if part is Part.STEPS:
        return f"{profile.id} takes {profile.highest_steps} steps at most; using these."
    if part is Part.SEED:
        return f"{profile.id} takes no seed above {profile.highest_seed}; using {request.seed}."
    if part is Part.GUIDANCE and profile.guidance is not None:
        between = f"between {profile.guidance.lowest:g} and {profile.guidance.highest:g}"
        return f"{profile.id} takes guidance {between}; using {request.guidance:g}."
    if part is Part.LORAS and len(request.loras) < len(wishes.loras):
        first = "the first" if len(request.loras) == 1 else f"the first {len(request.loras)}"
        return f"{profile.id} takes {_loras(profile.lora_count)} at most; using {first}."
    return f"{profile.id} takes {option_words(part, wishes)} otherwise; it is brought into its bounds."


def model_words(profile: ModelProfile, catalogue: Catalogue, wishes: Wishes) -> str:
    """Return what there is to know of the chosen model before it is asked; empty when nothing is out of the usual."""
    if profile.id not in catalogue:
        return f"{profile.id} is not in Sfumato's table: its price and its limits are not known."
    if profile.availability is Availability.REFUSED:
        return f"The provider refused {profile.id} before; trying it all the same."
    if profile.availability is Availability.VANISHED:
        return f"{profile.id} is not in the provider's list any more; trying it all the same."
    if profile.availability is Availability.NEW:
        return f"{profile.id} is new in the provider's list: its limits are not known."
    if profile.id != wishes.models[0]:
        return f"{wishes.models[0]} of the preset {wishes.preset_name} cannot be used; using {profile.id} instead."
    return ""


def _loras(count: int) -> str:
    return "1 LoRA" if count == 1 else f"{count} LoRAs"
