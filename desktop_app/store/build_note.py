"""What the build noted of itself, in a small file among the resources."""

from __future__ import annotations

from desktop_app.core.release import Build, Channel
from desktop_app.resources import resource
from desktop_app.store.json_file import read_json

NOTE = "channel.json"


def build_note() -> Build:
    """Return the note; that of a program from source where there is none. Raises nothing."""
    try:
        data = read_json(resource(NOTE)) or {}
    except FileNotFoundError:
        return Build()
    values = {name: str(data.get(name, "")) for name in ("address", "bundle", "page")}
    known = {channel.value: channel for channel in Channel}
    return Build(known.get(str(data.get("channel")), Channel.SOURCE), **values)
