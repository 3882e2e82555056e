"""Presets in one JSON file, for taking along: written, checked on reading, and joined to those that are there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from desktop_app.core import checked_fields
from desktop_app.core.checked_fields import BadField, Fault
from desktop_app.core.presets import MODEL_PRESETS, SIZE_PRESETS, LoraFavourite, ModelPreset, SizePreset
from desktop_app.core.saved_prompt import LONGEST_TEXT, NAME_LENGTH, SavedPrompt, free_name

FORMAT = "sfumato-presets"
VERSION = 1
LARGEST_FILE_BYTES = 8_000_000
_ITEMS_MAX = 500
_BUILT_IN = {preset.key for preset in (*MODEL_PRESETS, *SIZE_PRESETS)}

T = TypeVar("T", ModelPreset, SizePreset, LoraFavourite, SavedPrompt)


class PresetKind(Enum):
    """What is exchanged; the value is the name of its list in the file."""

    MODEL = "models"
    SIZE = "sizes"
    LORA = "loras"
    PROMPT = "prompts"


class FileFault(Enum):
    """Why a file is none of ours as a whole."""

    UNREADABLE = "unreadable"
    OTHER = "other"
    NEWER = "newer"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True)
class PresetBundle:
    """All that can be exchanged."""

    models: tuple[ModelPreset, ...] = ()
    sizes: tuple[SizePreset, ...] = ()
    loras: tuple[LoraFavourite, ...] = ()
    prompts: tuple[SavedPrompt, ...] = ()

    def __len__(self) -> int:
        return len(self.models) + len(self.sizes) + len(self.loras) + len(self.prompts)


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """What is wrong with one item: its `field`, empty where the item is no object. `name` is the item's own, or empty.

    A field that nobody knows here is kept out and the item taken; for everything else the whole item is left out.
    """

    kind: PresetKind
    name: str
    field: str
    fault: Fault

    @property
    def is_left_out(self) -> bool:
        """Say whether the item was left out as a whole."""
        return self.fault is not Fault.UNKNOWN


@dataclass(frozen=True, slots=True)
class ReadBundle:
    """What a file holds that can be taken, and what cannot; `fault` is set where nothing of it can."""

    bundle: PresetBundle = PresetBundle()
    problems: tuple[ImportProblem, ...] = ()
    fault: FileFault | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """All presets after an import; `added` counts the new ones, the others were there already, the same in everything."""

    bundle: PresetBundle
    added: PresetBundle


def to_json(bundle: PresetBundle) -> dict[str, Any]:
    """Return the file's content."""
    return {
        "format": FORMAT,
        "version": VERSION,
        PresetKind.MODEL.value: [_without_none(each.to_json()) for each in bundle.models],
        PresetKind.SIZE.value: [each.to_json() for each in bundle.sizes],
        PresetKind.LORA.value: [each.to_json() for each in bundle.loras],
        PresetKind.PROMPT.value: [each.to_json() for each in bundle.prompts],
    }


def from_json(data: Mapping[str, Any]) -> ReadBundle:
    """Check a file's content, item by item; raises nothing."""
    if data.get("format") != FORMAT:
        return ReadBundle(fault=FileFault.OTHER)
    version = data.get("version")
    if not isinstance(version, int) or isinstance(version, bool):
        return ReadBundle(fault=FileFault.OTHER)
    if version > VERSION:
        return ReadBundle(fault=FileFault.NEWER)
    problems: list[ImportProblem] = []
    bundle = PresetBundle(
        models=_read(data, PresetKind.MODEL, _MODEL_FIELDS, ModelPreset.from_json, problems),
        sizes=_read(data, PresetKind.SIZE, _SIZE_FIELDS, SizePreset.from_json, problems),
        loras=_read(data, PresetKind.LORA, _LORA_FIELDS, LoraFavourite.from_json, problems),
        prompts=_read(data, PresetKind.PROMPT, _PROMPT_FIELDS, _prompt, problems),
    )
    return ReadBundle(bundle, tuple(problems))


def joined(present: PresetBundle, incoming: PresetBundle) -> Joined:
    """Put an import behind the presets that are there: a name that is taken gets a number, a twin is not taken again."""
    added = PresetBundle(
        models=_new(present.models, map(_own_model, incoming.models)),
        sizes=_new(present.sizes, map(_own_size, incoming.sizes)),
        loras=_new(present.loras, incoming.loras),
        prompts=_new(present.prompts, incoming.prompts),
    )
    bundle = PresetBundle(
        models=(*present.models, *added.models),
        sizes=(*present.sizes, *added.sizes),
        loras=(*present.loras, *added.loras),
        prompts=(*present.prompts, *added.prompts),
    )
    return Joined(bundle, added)


def _read(
    data: Mapping[str, Any],
    kind: PresetKind,
    fields: frozenset[str],
    from_json: Callable[[Mapping[str, Any]], T],
    problems: list[ImportProblem],
) -> tuple[T, ...]:
    try:
        items = checked_fields.items(data, kind.value, _ITEMS_MAX) or []
    except BadField as bad:
        problems.append(ImportProblem(kind, "", "", bad.fault))
        return ()
    read: list[T] = []
    for item in items:
        if not isinstance(item, dict):
            problems.append(ImportProblem(kind, "", "", Fault.WRONG_TYPE))
            continue
        try:
            read.append(from_json(item))
        except BadField as bad:
            problems.append(ImportProblem(kind, _name(item), bad.field, bad.fault))
        else:
            unknown = sorted(field[:NAME_LENGTH] for field in item.keys() - fields)
            problems += [ImportProblem(kind, _name(item), field, Fault.UNKNOWN) for field in unknown]
    return tuple(read)


def _name(item: Mapping[str, Any]) -> str:
    name = item.get("name")
    if not isinstance(name, str):
        return ""
    return checked_fields.line({"name": name[:NAME_LENGTH]}, "name", NAME_LENGTH) or ""


def _prompt(data: Mapping[str, Any]) -> SavedPrompt:
    name = checked_fields.required_line(data, "name", NAME_LENGTH)
    text = checked_fields.text(data, "text", LONGEST_TEXT)
    if text is None or not text.strip():
        raise BadField("text", Fault.MISSING)
    return SavedPrompt(name, text)


def _own_model(preset: ModelPreset) -> ModelPreset:
    """Return a preset whose key translates its name only where the program knows it."""
    return preset if preset.key in _BUILT_IN else replace(preset, key="")


def _own_size(preset: SizePreset) -> SizePreset:
    return preset if preset.key in _BUILT_IN else replace(preset, key="")


def _new(present: Iterable[T], incoming: Iterable[T]) -> tuple[T, ...]:
    there = list(present)
    added: list[T] = []
    for item in incoming:
        if item in there:
            continue
        name = free_name(item.name, {each.name for each in there})
        # A name of the person's own is not translated; a built-in one that is there already is a name that is taken.
        fresh = item if name == item.name else _renamed(item, name)
        there.append(fresh)
        added.append(fresh)
    return tuple(added)


def _renamed(item: T, name: str) -> T:
    changes: dict[str, Any] = {"name": name, "key": ""} if hasattr(item, "key") else {"name": name}
    return replace(item, **changes)


def _without_none(data: Mapping[str, Any]) -> dict[str, Any]:
    return {field: value for field, value in data.items() if value is not None}


_MODEL_FIELDS = frozenset(ModelPreset("", ()).to_json())
_SIZE_FIELDS = frozenset({"name", "width", "height", "key"})
_LORA_FIELDS = frozenset(LoraFavourite("", "").to_json())
_PROMPT_FIELDS = frozenset(SavedPrompt("", "").to_json())
