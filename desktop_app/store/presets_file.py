"""A person's presets, in one small file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from desktop_app.core.presets import MODEL_PRESETS, SIZE_PRESETS, LoraFavourite, ModelPreset, SizePreset
from desktop_app.store.json_file import read_json, write_json

T = TypeVar("T", ModelPreset, SizePreset, LoraFavourite)


@dataclass(frozen=True, slots=True)
class Presets:
    """All presets, in the order in which they are offered."""

    models: tuple[ModelPreset, ...] = MODEL_PRESETS
    sizes: tuple[SizePreset, ...] = SIZE_PRESETS
    loras: tuple[LoraFavourite, ...] = ()


class PresetsFile:
    """The presets on disk: the built-in ones at first, then whatever the person makes of them."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Presets:
        """Return the presets; built-in ones that were deleted stay so, new ones of a new version join. Raises nothing."""
        data = read_json(self._path)
        if data is None:
            return Presets()
        offered = data.get("offered")
        seen = set(map(str, offered)) if isinstance(offered, list) else set()
        return Presets(
            (
                *_read(data.get("models"), ModelPreset.from_json),
                *(each for each in MODEL_PRESETS if each.key not in seen),
            ),
            (*_read(data.get("sizes"), SizePreset.from_json), *(each for each in SIZE_PRESETS if each.key not in seen)),
            tuple(_read(data.get("loras"), LoraFavourite.from_json)),
        )

    def save(self, presets: Presets) -> None:
        """Keep the presets; raises DiskFull, FolderMissing, FolderReadOnly or WriteFailed."""
        data = {
            "models": [each.to_json() for each in presets.models],
            "sizes": [each.to_json() for each in presets.sizes],
            "loras": [each.to_json() for each in presets.loras],
            "offered": [each.key for each in (*MODEL_PRESETS, *SIZE_PRESETS)],
        }
        write_json(self._path, {**(read_json(self._path) or {}), **data})


def _read(items: object, from_json: Callable[[Mapping[str, Any]], T]) -> list[T]:
    """Read a list of presets, without those that cannot be read."""
    read: list[T] = []
    for item in items if isinstance(items, list) else []:
        try:
            read.append(from_json(item))
        except (KeyError, TypeError, ValueError, AttributeError):
            continue
    return read
