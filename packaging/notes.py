"""Prints what `CHANGELOG.md` says of a version, for the page of its release."""

from __future__ import annotations

import re
import sys
from pathlib import Path

CHANGELOG = Path(__file__).resolve().parents[1] / "CHANGELOG.md"


def notes(changelog: str, version: str) -> str:
    """Return the text under a version's heading; raises ValueError when there is none or it says nothing."""
    parts = re.split(r"^## +\[?([^\]\s]+)\]?[^\n]*\n", changelog, flags=re.MULTILINE)
    texts = dict(zip(parts[1::2], parts[2::2], strict=True))
    text = texts.get(version, "").strip()
    if not text:
        raise ValueError(f"CHANGELOG.md says nothing of {version}")
    return text + "\n"


def main() -> int:
    """Print the notes of the version on the command line; exit with 1 when there are none."""
    if len(sys.argv) != 2:
        print("usage: notes.py VERSION", file=sys.stderr)
        return 2
    try:
        print(notes(CHANGELOG.read_text(encoding="utf-8"), sys.argv[1]), end="")
    except ValueError as cause:
        print(cause, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
