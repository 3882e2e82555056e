"""What is asked for: the options, and a preset for what they leave open."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.cli.size_wish import Following, SizeWish
from desktop_app.cli.usage import BadUsage
from desktop_app.core.fitting import Part
from desktop_app.core.presets import ModelPreset
from desktop_app.core.prompt_template import Lists, filled, list_names, placeholders
from desktop_app.core.request import Lora, OutputFormat

# A part of the order: the name of the option's value, and of the preset's.
_PARTS = {
    Part.SIZE: "size",
    Part.STEPS: "steps",
    Part.NEGATIVE_PROMPT: "negative_prompt",
    Part.COUNT: "count",
    Part.SAFETY_CHECKER: "safety_checker",
    Part.GUIDANCE: "guidance",
    Part.PROMPT_UPSAMPLING: "prompt_upsampling",
    Part.OUTPUT_FORMAT: "output_format",
    Part.LORAS: "loras",
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """An order before any model is looked at.

    `prompt` has its placeholders filled, `template` is as it was written where that differs, else empty. `models` is a
    preference list, empty when any will do. `preset_name` is empty without a preset; `preset_parts` are what it decided.
    """

    prompt: str
    template: str = ""
    models: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    seed: int | None = None
    size: SizeWish | None = None
    steps: int | None = None
    guidance: float | None = None
    prompt_upsampling: bool | None = None
    output_format: OutputFormat | None = None
    negative_prompt: str = ""
    safety_checker: bool = True
    count: int = 1
    loras: tuple[Lora, ...] = ()
    preset_name: str = ""
    preset_parts: frozenset[Part] = frozenset()


def wishes_of(options: Namespace, preset: ModelPreset | None = None) -> Wishes:
    """Return what the options ask for, and the preset where they say nothing; raise BadUsage for what makes no sense."""
    if options.size is Following.REFERENCE and not options.references:
        raise BadUsage("--size reference needs a --reference")
    prompt = filled_prompt(options.prompt, options.settings)
    given = {name: getattr(options, name) for name in _PARTS.values() if getattr(options, name) is not None}
    taken = {part: value for part, value in _offered(preset, options).items() if _PARTS[part] not in given}
    values = {**given, **{_PARTS[part]: value for part, value in taken.items()}}
    loras = tuple(values.pop("loras", ()))
    preset_models = preset.models if preset is not None else ()
    return Wishes(
        prompt=prompt,
        template=options.prompt if prompt != options.prompt else "",
        models=(options.model,) if options.model else preset_models,
        references=tuple(options.references),
        seed=options.seed,
        preset_name=preset.name if preset is not None else "",
        preset_parts=frozenset(taken),
        loras=loras,
        **values,
    )


def filled_prompt(written: str, settings: Iterable[tuple[str, str]]) -> str:
    """Return the prompt with every placeholder filled; raise BadUsage when one is not, or a value has no place."""
    names = placeholders(written)
    values: dict[str, str] = {}
    for name, value in settings:
        if name in values:
            raise BadUsage(f"--set {name} is given twice")
        if name not in names:
            raise BadUsage(f"--set {name}: there is no {{{name}}} in the prompt{_there_is(names)}")
        values[name] = value
    prompt = filled(written, values)
    if left := placeholders(prompt):
        name, braces = left[0], f"\\{{{left[0]}\\}}"
        raise BadUsage(f"{{{name}}} in the prompt is not filled: add --set '{name}=…', or write {braces} to keep it")
    if not prompt.strip():
        raise BadUsage("the prompt is empty")
    return prompt


def check_lists(prompt: str, lists: Lists, folder: Path) -> None:
    """Raise BadUsage when the prompt names a word list that is not in this folder, or is empty."""
    for name in list_names(prompt):
        lines = lists(name)
        if lines is None:
            keep = f"\\_\\_{name}\\_\\_"
            raise BadUsage(f"__{name}__ in the prompt: there is no {folder / name}.txt; write {keep} to keep it")
        if not lines:
            raise BadUsage(f"__{name}__ in the prompt: {folder / name}.txt is empty")


def named_preset(presets: Sequence[ModelPreset], name: str) -> ModelPreset:
    """Return the preset of this name, or of this name in other letters; raise BadUsage when there is none.

    Built-in ones answer to their key too, which no language changes.
    """
    wish = name.strip().casefold()
    for preset in presets:
        if preset.name == name.strip():
            return preset
    for preset in presets:
        if wish in {preset.name.casefold(), preset.key.replace("_", "-"), preset.key} - {""}:
            return preset
    there_is = ", ".join(preset.name for preset in presets)
    raise BadUsage(f"there is no preset {name!r}; {f'there is: {there_is}' if there_is else 'there are none'}")


def _offered(preset: ModelPreset | None, options: Namespace) -> dict[Part, Any]:
    """Return what the preset decides."""
    if preset is None:
        return {}
    offered = {part: getattr(preset, name) for part, name in _PARTS.items()}
    if preset.as_reference and options.references:
        offered[Part.SIZE] = Following.REFERENCE
    return {part: value for part, value in offered.items() if value is not None}


def _there_is(names: Sequence[str]) -> str:
    return f"; there is {', '.join(f'{{{name}}}' for name in names)}" if names else ""
