"""What a person may set, with its defaults."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

TILE_PX_MIN, TILE_PX_MAX = 64, 512
PARALLEL_JOBS_MAX = 16
PACE_S_MAX = 60.0
BUDGET_USD_MAX = 1_000_000.0


class ThemeChoice(Enum):
    """Which colours the window has."""

    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. An empty `library_folder` or `base_url` means the default; `tile_px` is the side of a cell.

    `pace_s` is the least time between two requests to the same model, in seconds. `monthly_budget_usd` is `None` when
    there is no limit. `notify_when_done` and `sound_when_done` hold while the window is not in front. `name_pattern` names
    new pictures; it is empty as long as it was never another than the usual one. `look_for_updates` asks once a day
    whether there is a newer version.
    """

    library_folder: str = ""
    base_url: str = ""
    theme: ThemeChoice = ThemeChoice.SYSTEM
    tile_px: int = 200
    parallel_jobs: int = 4
    key_hint_hidden: bool = False
    pace_s: float = 1.0
    monthly_budget_usd: float | None = None
    notify_when_done: bool = True
    sound_when_done: bool = False
    name_pattern: str = ""
    look_for_updates: bool = False
