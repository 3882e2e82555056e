"""The index: built from nothing, looked at again, searched, at 10,000 and 100,000 pictures (INDEX_COUNTS for others).

What it is measured by is reading and parsing the same sidecars with orjson in one thread.
A search is told from the key press to the rows of the first page, as the library's thread does it; painting is `grid`'s.
"""

from __future__ import annotations

import gc
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path

import orjson

from desktop_app.store.gallery_source import GallerySource
from tests.support.library_maker import LibraryMaker

COUNTS = [int(each) for each in os.environ.get("INDEX_COUNTS", "10000,100000").split(",")]
COLD_RATIO_MAX = 5.0
WARM_RATIO_MAX = 0.2
SEARCH_MS_MAX = {100_000: 50.0, 1_000_000: 150.0}
_FIRST_PAGE = 60
_ROUNDS = 3
"""Other programs come in between: each build is measured by readings before and after it, and the middle one is told."""

_WORDS = 12
_MARKED = ("rating:>=4", "tag:animals", "is:edit", "model:flux", "-landscape", "has:note", "date:2026-11..")


def main() -> None:
    """Print the figures; exit with 1 when one that has a limit is over it."""
    is_over = False
    for count in COUNTS:
        with tempfile.TemporaryDirectory() as folder:
            is_over = _measured(Path(folder), count) or is_over
    if is_over:
        raise SystemExit(1)


def _measured(folder: Path, count: int) -> bool:
    root = folder / "library"
    LibraryMaker(root).make(count)
    # The first build is of what comes from the disk, and of memory that nobody had before.
    first_s, memory_mb = _first_build(root, folder / "first", count)
    caches = [folder / f"cache-{number}" for number in range(_ROUNDS)]
    read_s, words = _reading(root)
    colds = []
    for cache in caches:
        cold_s, before_s = _cold_s(root, cache), read_s
        read_s, _ = _reading(root)
        colds.append(2 * cold_s / (before_s + read_s))
    cold = statistics.median(colds)
    with closing(GallerySource(root, caches[-1])) as source:
        warm = _timed(lambda: list(source.scan())) / read_s
        times_ms = [_search_ms(source, text) for word in words for text in _typed(word)]
        times_ms += [_search_ms(source, text) for text in _MARKED]
    p95_ms = statistics.quantiles(times_ms, n=20)[-1]
    print(
        f"{count:9,} pictures: sidecars read and parsed 1.00 ({read_s:.2f} s)   cold build {cold:.2f}"
        f" ({', '.join(f'{each:.2f}' for each in colds)})"
        f"   first pictures after {first_s * 1000:.0f} ms   warm rescan {warm:.4f}"
    )
    print(
        f"{'':19} search to the first page: median {statistics.median(times_ms):.1f} ms, p95 {p95_ms:.1f} ms"
        f"   memory at most {memory_mb:.0f} MB",
        flush=True,
    )
    is_slow = p95_ms > SEARCH_MS_MAX.get(count, max(SEARCH_MS_MAX.values()))
    return is_slow or cold > COLD_RATIO_MAX or warm > WARM_RATIO_MAX


def _first_build(root: Path, cache: Path, count: int) -> tuple[float, float]:
    """Return after how many seconds there are pictures, and how many megabytes the build takes at most."""
    before_mb = most_mb = _resident_mb()
    first_s = 0.0
    with _collector_off(), closing(GallerySource(root, cache)) as source:
        started = time.perf_counter()
        for step in source.scan():
            if step.changed and not first_s:
                first_s = time.perf_counter() - started
            most_mb = max(most_mb, _resident_mb())
        while source.continue_search():
            pass
        assert len(source.snapshot().keys) == count
    return first_s, most_mb - before_mb


def _cold_s(root: Path, cache: Path) -> float:
    with _collector_off(), closing(GallerySource(root, cache)) as source:
        return _timed(lambda: list(source.scan()))


def _reading(root: Path) -> tuple[float, list[str]]:
    """Return the seconds of reading and parsing every sidecar, and some words that stand in them."""
    names = [str(path) for path in root.rglob("*.json")]
    with _collector_off():
        # Once before, so that what is measured comes from memory, as in the scan that follows.
        raws = [_bytes_of(name) for name in names]
        read_s = _timed(lambda: [_bytes_of(name) for name in names])
        parse_s = _timed(lambda: [orjson.loads(raw) for raw in raws])
    prompts = (orjson.loads(raw)["request"]["prompt"] for raw in islice(raws, 0, None, max(1, len(raws) // _WORDS)))
    return read_s + parse_s, [prompt.split()[0] for prompt in prompts]


def _bytes_of(name: str) -> bytes:
    with open(name, "rb") as file:  # noqa: PTH123 - what is measured is reading, not making paths
        return file.read()


def _typed(word: str) -> list[str]:
    """Return what is searched for while a word is typed, and then another."""
    return [word[:length] for length in range(1, len(word) + 1)] + [f"{word} {letter}" for letter in "abt"]


def _search_ms(source: GallerySource, text: str) -> float:
    def search() -> None:
        source.start_search(text)
        keys = source.snapshot().keys[:_FIRST_PAGE]
        source.rows(keys)

    return _timed(search) * 1000


def _timed(step: Callable[[], object]) -> float:
    started = time.perf_counter()
    step()
    return time.perf_counter() - started


@contextmanager
def _collector_off() -> Iterator[None]:
    """Leave no search for garbage to chance, as in the program, where another thread does it."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _resident_mb() -> float:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


if __name__ == "__main__":
    main()
