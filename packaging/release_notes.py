"""What `CHANGELOG.md` tells of versions, for AppStream and for the changelog of a Debian package."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
CHANGELOG = ROOT / "CHANGELOG.md"
MAINTAINER = "Sfumato contributors <sfumato@users.noreply.github.com>"


class Release(NamedTuple):
    """A version, its day, and what changed: one plain sentence or two for each."""

    version: str
    day: date
    changes: tuple[str, ...]


def releases(changelog: str, version: str, day: date) -> list[Release]:
    """Return what the text tells of the versions, newest first.

    A heading is `## 0.1.0 (2026-11-30)`. What is unreleased belongs to `version` of `day` when that has no heading yet.
    """
    parts = re.split(r"^## +(.+)\n", changelog, flags=re.MULTILINE)
    found = []
    for heading, text in zip(parts[1::2], parts[2::2], strict=True):
        changes = tuple(_plain(item) for item in re.split(r"^- ", text, flags=re.MULTILINE)[1:])
        known = re.fullmatch(r"\[?(\d+\.\d+\.\d+)\]?\D+(\d{4}-\d\d-\d\d)\)?", heading.strip())
        if known:
            found.append(Release(known[1], date.fromisoformat(known[2]), changes))
        elif changes:
            found.append(Release(version, day, changes))
    if [release.version for release in found].count(version) > 1:  # something is written for the next one already
        found = found[1:]
    if not found or found[0].version != version:
        raise ValueError(f"CHANGELOG.md does not begin with version {version}")
    return found


def _plain(item: str) -> str:
    text = re.split(r"\n\s*\n|^#", item, flags=re.MULTILINE)[0]
    text = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", text)
    return " ".join(text.replace("`", "").replace("**", "").split())


def source_day() -> date:
    """Return the day of the last commit, or today where there is no history, or no git to tell it."""
    command = ["git", "log", "-1", "--format=%cs"]
    try:
        told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    except FileNotFoundError:
        told = ""
    return date.fromisoformat(told) if told else datetime.now(UTC).date()


def appstream(found: list[Release]) -> str:
    """Return the releases as AppStream's elements."""
    lines = []
    for release in found:
        lines.append(f'    <release version="{release.version}" date="{release.day}" type="stable">')
        lines.append("      <description>\n        <ul>")
        lines += [f"          <li>{escape(change)}</li>" for change in release.changes]
        lines.append("        </ul>\n      </description>\n    </release>")
    return "\n".join(lines)


def debian(found: list[Release], revision: str) -> str:
    """Return the releases as a Debian changelog (Debian policy, section 4.4)."""
    blocks = []
    for release in found:
        when = format_datetime(datetime.combine(release.day, time(12), UTC))
        lines = "\n".join(_wrapped(change) for change in release.changes)
        head = f"sfumato ({release.version}-{revision}) unstable; urgency=medium"
        blocks.append(f"{head}\n\n{lines}\n\n -- {MAINTAINER}  {when}\n")
    return "\n".join(blocks)


def _wrapped(change: str) -> str:
    import textwrap

    return textwrap.fill(change, 78, initial_indent="  * ", subsequent_indent="    ", break_long_words=False)
