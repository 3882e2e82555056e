"""Finishes the program for macOS: Info.plist, signature with the hardened runtime, disk image, notarisation.

Without `MACOS_SIGN_IDENTITY` the bundle is signed ad hoc: it runs, and macOS warns at its first start. Without
`MACOS_NOTARY_PROFILE`, a profile of notarytool in the keychain, it is not notarised. Both are said.
"""

from __future__ import annotations

import argparse
import os
import platform
import plistlib
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

import finish  # noqa: E402 - the checkout may not be installed
import freeze  # noqa: E402

from desktop_app import __version__  # noqa: E402
from desktop_app.core.release import Channel  # noqa: E402

IDENTIFIER = "io.github.sfumato.Sfumato"
_MACH_O = {b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xcf"}


def info(version: str = __version__) -> dict[str, Any]:
    """Return what `Info.plist` says of a version."""
    text = (HERE / "Info.plist.in").read_text(encoding="utf-8")
    filled = text.replace("@VERSION@", version).replace("@IDENTIFIER@", IDENTIFIER)
    values: dict[str, Any] = plistlib.loads(filled.encode())
    return values


def write_info(app: Path) -> None:
    """Write `Info.plist` into the bundle."""
    with (app / "Contents" / "Info.plist").open("wb") as file:
        plistlib.dump(info(), file)


def code_files(app: Path) -> list[Path]:
    """Return every file of machine code in the bundle, the innermost first, links left out: each must be signed before
    what holds it.
    """
    found = [path for path in app.rglob("*") if path.is_file() and not path.is_symlink() and _is_code(path)]
    return sorted(found, key=lambda path: (-len(path.parts), str(path)))


def _is_code(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in _MACH_O


def sign_commands(app: Path, identity: str) -> list[list[str]]:
    """Return what signs the bundle from the inside out; `-` as identity signs ad hoc."""
    sign = ["codesign", "--force", "--sign", identity]
    if identity != "-":
        # The time stamp is what keeps a signature valid when its certificate has run out; notarisation wants it.
        sign.append("--timestamp")
    hardened = [*sign, "--options", "runtime", "--entitlements", str(HERE / "entitlements.plist")]
    return [[*hardened, str(path)] for path in (*code_files(app), app)]


def image_command(folder: Path, image: Path) -> list[str]:
    """Return what makes a disk image of a folder that holds the bundle and a link to the folder of programs."""
    return ["hdiutil", "create", "-volname", "Sfumato", "-srcfolder", str(folder), "-ov", "-format", "ULFO", str(image)]


def notarise_commands(image: Path, profile: str) -> list[list[str]]:
    """Return what has the image checked by Apple, and staples the ticket to it."""
    return [
        ["xcrun", "notarytool", "submit", str(image), "--keychain-profile", profile, "--wait"],
        ["xcrun", "stapler", "staple", str(image)],
    ]


def build(app: Path, image: Path, identity: str, profile: str) -> None:
    """Do all of it on a Mac; raises CalledProcessError."""
    write_info(app)
    for command in sign_commands(app, identity or "-"):
        _run(command)
    _run(["codesign", "--verify", "--deep", "--strict", str(app)])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "Sfumato"
        folder.mkdir()
        _run(["ditto", str(app), str(folder / app.name)])
        (folder / "Applications").symlink_to("/Applications")
        _run(image_command(folder, image))
    if identity:
        _run(["codesign", "--force", "--timestamp", "--sign", identity, str(image)])
    else:
        print("NOTICE: no identity to sign with: the program is signed ad hoc, and macOS warns at its first start.")
    if identity and profile:
        for command in notarise_commands(image, profile):
            _run(command)
    else:
        print("NOTICE: not notarised.")


def package() -> Path:
    """Freeze the program, finish it and build its disk image; raises CalledProcessError."""
    freeze.freeze()
    app, machine = freeze.DIST / "Sfumato.app", platform.machine()
    finish.finish(app, Channel.MACOS)
    image = freeze.DIST / f"Sfumato-{__version__}-{machine}.dmg"
    build(app, image, *(os.environ.get(name, "") for name in ("MACOS_SIGN_IDENTITY", "MACOS_NOTARY_PROFILE")))
    return image


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True)


def main() -> int:
    """Build the disk image that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("app", type=Path, help="Sfumato.app as it was frozen")
    parser.add_argument("image", type=Path, help="the .dmg to make")
    options = parser.parse_args()
    identity, profile = (os.environ.get(name, "") for name in ("MACOS_SIGN_IDENTITY", "MACOS_NOTARY_PROFILE"))
    build(options.app, options.image, identity, profile)
    return 0


if __name__ == "__main__":
    sys.exit(main())
