"""Builds what people install: `python3 dev.py package TARGET`.

Needs Python and, for some targets, programs of the system, which are named when they are missing. The rest comes from
`packaging/requirements.lock`, in an environment of its own.
"""

from __future__ import annotations

import argparse
import importlib
import shutil
import subprocess
import sys
from typing import NamedTuple

from environment import go_on_in_environment


class Target(NamedTuple):
    """One thing to build: the function that does it, the programs that it needs, and a line for people."""

    function: str
    programs: tuple[str, ...]
    text: str


DESKTOP_TOOLS = ("desktop-file-validate", "appstreamcli")
TARGETS = {
    "freeze": Target("freeze:freeze", (), "the program in one folder, dist/sfumato, tested and timed"),
    "windows": Target(
        "windows.build:package", ("makensis",), "the installer; on other systems one for trying it alone"
    ),
    "macos": Target("macos.bundle:package", ("codesign", "hdiutil"), "the disk image, on a Mac"),
    "portable": Target("portable:package", (), "an archive of a folder that keeps everything beside itself"),
    "prove-updates": Target("prove_updates:main", (), "the way of a new version to people, proven on this machine"),
    "icons": Target("icons:alone", (), "the icon in all sizes, build/icons"),
    "deb": Target(
        "linux_packages:deb", ("dpkg-shlibdeps", *DESKTOP_TOOLS, "lintian"), "for Debian, Ubuntu and their kin"
    ),
    "rpm": Target("linux_packages:rpm", ("readelf", *DESKTOP_TOOLS, "rpm"), "for Fedora, openSUSE and their kin"),
    "prove-deb": Target(
        "linux_packages:prove_deb",
        ("dpkg-shlibdeps", *DESKTOP_TOOLS, "lintian"),
        "the .deb in a bare Debian: install, paint, upgrade, remove, purge (root)",
    ),
    "appdir": Target("linux_packages:appdir", DESKTOP_TOOLS, "the folder of an AppImage, dist/Sfumato.AppDir"),
    "flatpak": Target(
        "linux_packages:flatpak",
        (*DESKTOP_TOOLS, "flatpak-builder"),
        "the contents and the checked manifest of a Flatpak",
    ),
}


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    """Return the options of the command line; exits with 2 and the list of targets when there is no such target."""
    lines = "\n".join(f"  {name:15}{target.text}" for name, target in TARGETS.items())
    parser = argparse.ArgumentParser(
        prog="dev.py package", formatter_class=argparse.RawDescriptionHelpFormatter, epilog=f"targets:\n{lines}"
    )
    parser.add_argument("target", choices=TARGETS, metavar="TARGET")
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="...", help="options of the target")
    return parser.parse_args(arguments)


def missing_programs(target: Target) -> list[str]:
    """Return which programs of the system a target lacks here."""
    return [name for name in target.programs if shutil.which(name) is None]


def main() -> int:
    """Build the target of the command line, and return 1 when a step of it failed."""
    options = parse_arguments(sys.argv[1:])
    target = TARGETS[options.target]
    if missing := missing_programs(target):
        print(f"Missing programs of the system: {', '.join(missing)}", file=sys.stderr)
        return 1
    go_on_in_environment()
    module, _, function = target.function.partition(":")
    try:
        result = getattr(importlib.import_module(module), function)(*options.rest)
    except (subprocess.CalledProcessError, ValueError) as failure:
        # A command may name every file of the program.
        print(f"FAILED: {str(failure)[:2000]}", file=sys.stderr)
        return 1
    print(f"done: {result}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
