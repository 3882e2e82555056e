"""What a person may set, with its defaults."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

TILE_PX_MIN, TILE_PX_MAX = 64, 512
PARALLEL_JOBS_MAX = 16
PACE_S_MAX = 60.0
BUDGET_USD_MAX = 1_000_000.0
TRASH_DAYS = 30


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
    new pictures; it is empty as long as it was never another than the usual one. `keys` are the commands whose keys a person
    has changed, by their names, each with its keys in Qt's portable spelling. With `empties_trash`, what has been in the
    library's trash for `TRASH_DAYS` days is handed to the system's.
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
    keys: tuple[tuple[str, tuple[str, ...]], ...] = ()
    empties_trash: bool = False
