"""A thousand jobs, sixteen side by side: the engine beside plain httpx, and how long the window ever stands still.

Plain httpx is one client that sends the same bodies and writes what it gets to files. The engine writes its journal, its
spool, the pictures and their sidecars besides, each safe on the disk. The provider runs in a process of its own; each of
its answers takes 0.2 s, less than any model needs, and is a JPEG of 125 kB in base64. What the engine does beside the
waiting shows more plainly at 0.05 s, which is told and has no limit.

Of the window a timer of 4 ms is measured: a gap between two ticks is what a frame or a key would have waited. A bare window
of PySide6 that does nothing stands beside it in a process of its own in the same seconds. Where the machine itself lets
that one wait, because something else runs on it, the program's window may wait twice as long as the bare one; both are told.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import httpx

from desktop_app.api.wire import request_body
from desktop_app.core.batches import BatchItem
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.settings import Settings
from desktop_app.engine.session import open_session
from desktop_app.store.folders import Folders
from tests.support.engine_bench import FLUX, a_request
from tests.support.picture_provider import picture_provider
from tests.support.x_server import has_x_server, x_server

COUNT = int(os.environ.get("LOAD_JOBS", "1000"))
PARALLEL = 16
DELAYS_S = (0.2, 0.05)
PAIRS = 3
WARM_UP = 64
RATIO_MAX = 1.15
GAP_P99_MS_MAX = 16.0
BARE_RATIO_MAX = 2.0
_KEY = "tgp_load"
_REQUESTS = [a_request(seed=seed, width=1024, height=768) for seed in range(COUNT)]


def main() -> None:
    """Print the figures; exit with 1 when one that has a limit is over it."""
    ratios = {}
    for delay_s in DELAYS_S:
        with picture_provider(delay_s) as url:
            ratios[delay_s] = _beside_httpx(url, delay_s)
    with picture_provider(DELAYS_S[0]) as url:
        gap_ms, bare_ms = _window(url)
    if ratios[DELAYS_S[0]] > RATIO_MAX or gap_ms > max(GAP_P99_MS_MAX, BARE_RATIO_MAX * bare_ms):
        raise SystemExit(1)


def _beside_httpx(url: str, delay_s: float) -> float:
    """Print the medians of both, and return their ratio."""
    ways = {"httpx": _plain, "engine": _engine}
    times_s: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        asyncio.run(_in_new_folder(way, url, WARM_UP))
    for turn in range(PAIRS):
        for name in list(ways)[:: 1 if turn % 2 else -1]:
            times_s[name].append(asyncio.run(_in_new_folder(ways[name], url, COUNT)))
    plain_s, engine_s = (statistics.median(taken) for taken in times_s.values())
    ratio = engine_s / plain_s
    limit = f" (at most {RATIO_MAX})" if delay_s == DELAYS_S[0] else ""
    print(f"{COUNT} jobs, {PARALLEL} side by side, {delay_s} s each: waiting alone {COUNT / PARALLEL * delay_s:.2f} s")
    for name, taken in times_s.items():
        median_s = statistics.median(taken)
        print(f"  {name:7} median {median_s:6.2f} s   from {min(taken):.2f} to {max(taken):.2f}")
    print(f"  ratio {ratio:.3f}{limit}, {(engine_s - plain_s) / COUNT * 1000:.2f} ms more for each job", flush=True)
    return ratio


async def _in_new_folder(way: Any, url: str, count: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        taken: float = await way(url, Path(folder), count)
        return taken


async def _plain(url: str, folder: Path, count: int) -> float:
    """Return the seconds that plain httpx takes."""
    profile = known_catalogue().profile(FLUX)
    bodies = [json.dumps(request_body(request, profile, [])).encode() for request in _REQUESTS[:count]]
    headers = {"authorization": f"Bearer {_KEY}", "content-type": "application/json"}
    left = iter(enumerate(bodies))

    async def worker(client: httpx.AsyncClient) -> None:
        for number, body in left:
            with (folder / f"{number}.body").open("wb") as file:
                async with client.stream(
                    "POST", f"{url}/v1/images/generations", content=body, headers=headers
                ) as response:
                    async for chunk in response.aiter_bytes():
                        file.write(chunk)

    async with httpx.AsyncClient(trust_env=False, limits=httpx.Limits(max_keepalive_connections=PARALLEL)) as client:
        started = time.perf_counter()
        await asyncio.gather(*(worker(client) for _ in range(PARALLEL)))
        return time.perf_counter() - started


async def _engine(url: str, folder: Path, count: int) -> float:
    """Return the seconds from letting the full queue go to its end."""
    folders = Folders(folder / "config", folder / "data", folder / "cache", folder / "library")
    settings = Settings(parallel_jobs=PARALLEL, pace_s=0.0)
    session = open_session(folders, settings, {"TOGETHER_BASE_URL": url}, lambda _event: None, key=_KEY)
    try:
        await session.engine.start()
        await session.engine.queue.pause()
        await session.engine.submit_batch([BatchItem(request) for request in _REQUESTS[:count]], demo=False)
        started = time.perf_counter()
        await session.engine.queue.resume()
        await session.engine.idle()
        taken_s = time.perf_counter() - started
    finally:
        await session.close()
    made = len(list(folders.library.rglob("*.jpg.json")))
    if made != count:
        raise RuntimeError(f"{made} of {count} pictures were made")
    return taken_s


def _window(url: str) -> tuple[float, float]:
    """Print how the window answered during the jobs, and return the 99th percentile of its gaps and of those of a bare
    window, in milliseconds.
    """
    with tempfile.TemporaryDirectory() as home, x_server() if has_x_server() else nullcontext("") as display:
        command = [sys.executable, "-m", "tests.bench._load_window", str(COUNT), str(PARALLEL)]
        done = subprocess.run(
            command, env=_environment(Path(home), display, url), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"the window ended with {done.returncode}:\n{done.stderr}")
    found = json.loads(done.stdout)
    print(
        f"window ({'X11' if display else 'offscreen'}), {COUNT} jobs in {found['took_s']:.1f} s: gaps of a 4 ms timer"
    )
    for name in ("at rest", "at work", "bare"):
        print(_told(name, found[name]))
    p99, bare = (_percentile(found[name], 0.99) for name in ("at work", "bare"))
    late_share = sum(gap for gap in found["at work"] if gap > GAP_P99_MS_MAX) / sum(found["at work"])
    print(
        f"  99th percentile at work {p99:.1f} ms (at most {GAP_P99_MS_MAX:.0f}, or {BARE_RATIO_MAX:g} times a bare "
        f"window's {bare:.1f}); longest {max(found['at work']):.0f} ms; {late_share:.1%} of the time in longer gaps"
    )
    return p99, bare


def _told(name: str, gaps_ms: Sequence[float]) -> str:
    places = "   ".join(f"p{place * 100:g} {_percentile(gaps_ms, place):5.1f}" for place in (0.5, 0.95, 0.99, 0.999))
    return f"  {name:7}: {places}   longest {max(gaps_ms):5.1f} ms"


def _percentile(values: Sequence[float], place: float) -> float:
    return sorted(values)[int((len(values) - 1) * place)]


def _environment(home: Path, display: str, url: str) -> dict[str, str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("TOGETHER_", "SFUMATO_", "XDG_"))}
    kept |= {"HOME": str(home), "USERPROFILE": str(home), "TOGETHER_BASE_URL": url, "TOGETHER_API_KEY": _KEY}
    kept["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    kept.pop("DBUS_SESSION_BUS_ADDRESS", None)
    kept.pop("QT_QPA_PLATFORM", None)
    return {**kept, "DISPLAY": display} if display else {**kept, "QT_QPA_PLATFORM": "offscreen"}


if __name__ == "__main__":
    main()
