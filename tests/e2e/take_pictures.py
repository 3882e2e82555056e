"""Takes the README's pictures anew: `python -m tests.e2e.take_pictures`. Needs what the tests of the whole program need."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.accessible import ScreenReader
from tests.support.checkout import ROOT
from tests.support.desktop import Desktop, desktop
from tests.support.program import Program
from tests.support.server import LoopbackServer, error_body
from tests.support.session_bus import session_bus
from tests.support.waiting import pause, until

if TYPE_CHECKING:
    from collections.abc import Iterator

PICTURES = ROOT / "docs" / "pictures"
PROMPTS = """\
1344x768|Alpine lake at first light, mist between dark spruces, mountains in the distance
1024x1024|Waves rolling in at night, full moon, deep blue and silver, woodcut
832x1248|Tall pines in green fog, one ridge behind the other
1248x832|Dunes in the late sun, long shadows, ochre and rose
1024x1024|A comet over a quiet planet, stars, violet and teal
768x1344|City at dusk, lit windows, rain on the roofs
1248x832|Harbour town in winter, snow on the hills, pale morning
1024x1024|Poppies in a summer meadow, coral and cream, printed by hand
1344x768|Silk folds in burgundy and copper, soft light from the left
864x1184|Ferns and leaves in sage and ink, botanical plate
1184x864|Autumn hills, low sun, rust and gold, gouache on rough paper
1024x1024|Overlapping circles in ochre, coral and sage on cream paper
1248x832|Northern lights over a frozen lake, emerald and indigo
832x1248|Cherry blossom in the dawn, rose and pearl
1344x768|The sea after the storm, turquoise waves, white foam
1024x1024|Marble in navy, teal and gold, cut and polished
"""
DAY_BEFORE = 6
HEIGHT_PX, TITLE_BAR_PX = 900, 40


def main() -> int:
    """Fill a library and take all pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, ExitStack() as ending:
        home = Path(place)
        _move_in(home)
        _fill(home)
        screen = ending.enter_context(desktop(home, 1440, HEIGHT_PX + TITLE_BAR_PX))
        for take in (_library, _edit, _failures):
            take(home, screen)
    return 0


def _library(home: Path, screen: Desktop) -> None:
    with _opened(home, screen, "dark") as (program, server, go_on):
        for prompt in ("Lighthouse on a cliff, gulls, wind from the sea", "Fox asleep under the first snow"):
            server.stall(go_on)
            program.generate(prompt)
        program.write_prompt("Layered hills at dusk, low sun behind haze, gouache on rough paper, muted coral and plum")
        program.says("2 making")
        program.select_tile("Northern lights")
        program.says("frozen lake")
        pause(7)
        _take(screen, "library-dark")


def _edit(home: Path, screen: Desktop) -> None:
    with _opened(home, screen, "light") as (program, server, go_on):
        program.choose_model("FLUX.1 Kontext pro")
        program.select_tile("Autumn hills")
        program.click("Edit", "push button")
        program.says("1 of 1")
        server.stall(go_on)
        program.generate("The same hills under a full moon, deep blue night, a light in one window")
        program.says("1 making")
        program.select_tile("Autumn hills")
        pause(5)
        _take(screen, "edit-light")


def _failures(home: Path, screen: Desktop) -> None:
    with _opened(home, screen, "grey") as (program, server, go_on):
        server.cut(after_bytes=200)
        program.generate("Heron in the reeds, ink and wash")
        program.says("Outcome unknown")
        server.stall(go_on)
        program.generate("Old orchard in bloom, warm evening light")
        program.says("1 making")
        # The last one: what comes after it would wait.
        server.refuse(402, error_body("Credit limit exceeded, please add a payment method."))
        program.generate("Paper boats on a still pond, morning")
        program.says("No credit left")
        program.select_tile("Outcome unknown")
        pause(4)
        _take(screen, "failures-grey")


@contextmanager
def _opened(home: Path, screen: Desktop, theme: str) -> Iterator[tuple[Program, LoopbackServer, threading.Event]]:
    """Start the program on a fresh provider and an empty journal; what stalls goes on when it ends."""
    settings = home / ".config" / "sfumato" / "settings.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(json.dumps({"theme": theme}), encoding="utf-8")
    never = threading.Event()
    with LoopbackServer() as server, session_bus(home, screen.display) as session:
        reader = ScreenReader(session)
        variables = {
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "QT_QPA_PLATFORM": "xcb",
            "TOGETHER_API_KEY": "tgp_pictures",
        }
        program = Program(screen, reader, home, {**session, **variables, "TOGETHER_BASE_URL": server.url})
        program.start()
        program.says("today $")
        until(lambda: len(program.tiles()) >= 8, "the library")
        try:
            yield program, server, never
        finally:
            program.kill()
            reader.close()
            never.set()
    for left in (home / ".local" / "share" / "sfumato").glob("*"):
        if left.is_file():
            left.unlink()


def _take(screen: Desktop, name: str) -> None:
    # The pointer lights up what it rests on.
    screen.point((1439, HEIGHT_PX + TITLE_BAR_PX - 1))
    pause(1)
    sys.stdout.write(f"{screen.screenshot(PICTURES / f'{name}.png', HEIGHT_PX)}\n")


def _move_in(home: Path) -> None:
    for name in [name for name in os.environ if name.startswith(("XDG_", "TOGETHER_", "SFUMATO_"))]:
        del os.environ[name]
    (home / ".runtime").mkdir(mode=0o700)
    os.environ.update(HOME=str(home), LC_ALL="C.UTF-8", PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring")


def _fill(home: Path) -> None:
    """Make the pictures by the command line, and let some of them be from the day before."""
    today = home / "Pictures" / "Sfumato" / f"{datetime.now().astimezone():%Y/%Y-%m-%d}"
    for place, line in enumerate(PROMPTS.splitlines()):
        size, prompt = line.split("|")
        command = [
            sys.executable,
            "-m",
            "desktop_app",
            "generate",
            prompt,
            "--size",
            size,
            "--demo",
            "--seed",
            str(place),
        ]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if place + 1 == DAY_BEFORE:
            _move_to_the_day_before(today)


def _move_to_the_day_before(today: Path) -> None:
    for sidecar in today.glob("*.json"):
        record = json.loads(sidecar.read_text(encoding="utf-8"))
        moment = datetime.fromisoformat(record["created_at"]) - timedelta(days=1)
        folder = today.parents[1] / f"{moment.astimezone():%Y/%Y-%m-%d}"
        folder.mkdir(parents=True, exist_ok=True)
        record["created_at"] = moment.isoformat()
        (folder / sidecar.name).write_text(json.dumps(record, indent=2), encoding="utf-8")
        sidecar.with_suffix("").rename(folder / sidecar.with_suffix("").name)
        sidecar.unlink()


if __name__ == "__main__":
    sys.exit(main())
