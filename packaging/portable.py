"""Packs the program as a folder that keeps everything beside itself."""

from __future__ import annotations

import shutil
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

import finish  # noqa: E402 - the checkout may not be installed
import freeze  # noqa: E402

from desktop_app import __version__  # noqa: E402
from desktop_app.core.release import Channel  # noqa: E402
from desktop_app.store.portable import MARK  # noqa: E402


def package() -> Path:
    """Freeze the program and return it as an archive of one folder, with the mark that makes it portable."""
    freeze.freeze()
    return pack(freeze.FROZEN, freeze.DIST / f"Sfumato-{__version__}-portable-{sys.platform}.tar.gz")


def pack(frozen: Path, archive: Path) -> Path:
    """Finish a copy of a frozen program, mark it, and pack it as the folder `Sfumato`."""
    folder = archive.with_suffix("").with_suffix("")
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(frozen, folder, symlinks=True)
    finish.finish(folder, Channel.PORTABLE)
    (folder / MARK).touch()
    with tarfile.open(archive, "w:gz") as packed:
        packed.add(folder, arcname="Sfumato")
    shutil.rmtree(folder)
    return archive
