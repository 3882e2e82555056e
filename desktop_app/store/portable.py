"""Whether the program is a portable one, that keeps everything beside itself."""

from __future__ import annotations

import os
import sys
from pathlib import Path

MARK = "portable.ini"


def program_place() -> Path:
    """Return the folder in which a person sees the program: what stands there goes where the program goes.

    Of a frozen program it is the folder of the executable; of an AppImage that of its one file, which its runtime
    names in `APPIMAGE`; on macOS the folder that holds the `.app`. Of a checkout it is its root.
    """
    if not getattr(sys, "frozen", False):
        return Path(__file__).resolve().parents[2]
    program = Path(sys.executable).resolve()
    image, mounted = os.environ.get("APPIMAGE", ""), os.environ.get("APPDIR", "")
    # A program that another AppImage starts gets these names too.
    if image and mounted and program.is_relative_to(Path(mounted).resolve()):
        return Path(image).absolute().parent
    bundle = next((folder for folder in program.parents if folder.suffix == ".app"), program)
    return bundle.parent


def portable_folder() -> Path | None:
    """Return the folder of the program when a `portable.ini` stands in it, of whatever content; else `None`."""
    folder = program_place()
    return folder if (folder / MARK).is_file() else None
