"""What a person has chosen, in one small file."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from desktop_app.core.name_pattern import PatternInvalid, checked_pattern
from desktop_app.core.settings import (
    BUDGET_USD_MAX,
    PACE_S_MAX,
    PARALLEL_JOBS_MAX,
    TILE_PX_MAX,
    TILE_PX_MIN,
    Settings,
    ThemeChoice,
)
from desktop_app.store.json_file import read_json, write_json

D = TypeVar("D", float, float | None)


class SettingsFile:
    """The settings on disk. Keys that a newer version wrote survive."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Settings:
        """Return the settings; whatever is missing or makes no sense has its default. Raises nothing."""
        return _settings_of(read_json(self._path) or {})

    def save(self, settings: Settings) -> None:
        """Keep the settings; raises DiskFull, FolderMissing, FolderReadOnly or WriteFailed."""
        known = {**asdict(settings), "theme": settings.theme.value}
        write_json(self._path, {**(read_json(self._path) or {}), **known})


def _settings_of(data: Mapping[str, Any]) -> Settings:
    usual = Settings()
    themes = {choice.value: choice for choice in ThemeChoice}
    theme = data.get("theme")
    return Settings(
        library_folder=_text(data.get("library_folder")),
        base_url=_text(data.get("base_url")),
        theme=themes.get(theme, usual.theme) if isinstance(theme, str) else usual.theme,
        tile_px=_whole(data.get("tile_px"), usual.tile_px, TILE_PX_MIN, TILE_PX_MAX),
        parallel_jobs=_whole(data.get("parallel_jobs"), usual.parallel_jobs, 1, PARALLEL_JOBS_MAX),
        key_hint_hidden=data.get("key_hint_hidden") is True,
        pace_s=_number(data.get("pace_s"), PACE_S_MAX, usual.pace_s),
        monthly_budget_usd=_number(data.get("monthly_budget_usd"), BUDGET_USD_MAX, usual.monthly_budget_usd),
        notify_when_done=data.get("notify_when_done") is not False,
        sound_when_done=data.get("sound_when_done") is True,
        name_pattern=_pattern(data.get("name_pattern")),
        look_for_updates=data.get("look_for_updates") is True,
    )


def _pattern(value: object) -> str:
    with suppress(PatternInvalid):
        return checked_pattern(_text(value)).text
    return ""


def _text(value: object) -> str:
    return value if isinstance(value, str) and "\0" not in value else ""


def _whole(value: object, usual: int, lowest: int, highest: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        return usual
    return min(max(value, lowest), highest)


def _number(value: object, highest: float, usual: D) -> D:
    # What is no number at all, NaN among it, compares as false.
    if not isinstance(value, int | float) or isinstance(value, bool) or not value >= 0:
        return usual
    return min(float(value), highest)
