"""Versions of the program, and the ways in which it comes to people."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

_VERSION = re.compile(r"(\d{1,4})\.(\d{1,4})\.(\d{1,4})")


class Channel(Enum):
    """How this copy of the program was installed."""

    SOURCE = "source"
    DEB = "deb"
    RPM = "rpm"
    FLATPAK = "flatpak"
    APPIMAGE = "appimage"
    PORTABLE = "portable"
    WINDOWS = "windows"
    MACOS = "macos"

    @property
    def brings_updates(self) -> bool:
        """Whether the program gets new versions by itself: where no package manager does."""
        return self in {Channel.APPIMAGE, Channel.PORTABLE, Channel.WINDOWS, Channel.MACOS}


class Build(NamedTuple):
    """What the build noted: the channel, and where new versions are told of, empty when nowhere.

    `bundle` names the file that new versions come in, as `macos-arm64`. `page` is for people: where to get it.
    """

    channel: Channel = Channel.SOURCE
    address: str = ""
    bundle: str = ""
    page: str = ""


def version_key(text: str) -> tuple[int, int, int] | None:
    """Return what versions are compared by; `None` for anything but three numbers with dots."""
    found = _VERSION.fullmatch(text)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def is_newer(text: str, than: str) -> bool:
    """Say whether a version is newer than another; nothing that is no version is."""
    offered, present = version_key(text), version_key(than)
    return offered is not None and present is not None and offered > present


def is_among_the_first(rollout: object, share: int) -> bool:
    """Say whether a release that goes to so many per cent of all goes to the copy whose share, 0 to 99, this is.

    What is no number of per cent means all.
    """
    if not isinstance(rollout, int) or isinstance(rollout, bool):
        return True
    return share < rollout
