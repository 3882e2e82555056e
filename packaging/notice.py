"""Writes what the program is made of, from what is installed here: `notice.json` for the window, `NOTICE` for people.

A frozen program's folder may be named too: the libraries of the system that were put into it become parts.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from desktop_app.core.notice import Part  # noqa: E402 - the checkout may not be installed
from desktop_app.store.notice import NOTICE, distributed_part, installed_parts, notice_text  # noqa: E402


def build_parts() -> list[Part]:
    """Return what the build itself puts into a frozen program: the loader that starts it."""
    try:
        loader = distributed_part("pyinstaller")
    except PackageNotFoundError:
        return []
    return [loader._replace(name="PyInstaller bootloader")]


def system_parts(bundle: Path) -> list[Part]:
    """Return the Debian packages whose libraries stand in the folder of a frozen program, with their copyright files."""
    # Python itself is a part already, and need not be the system's.
    names = {path.name for path in bundle.rglob("lib*.so*") if path.is_file() and "libpython" not in path.name}
    packages: dict[str, str] = {}
    for name in sorted(names):
        found = _output("dpkg-query", "--search", f"*/{name}")
        for line in found.splitlines():
            package, _, path = line.partition(": ")
            if path.startswith(("/lib/", "/usr/lib/")) and Path(path).name == name and "," not in package:
                packages.setdefault(package.partition(":")[0], package)
    parts = []
    for package, full_name in packages.items():
        text = Path(f"/usr/share/doc/{package}/copyright")
        if text.is_file():
            version = _output("dpkg-query", "--show", "--showformat", "${Version}", full_name)
            parts.append(Part(package, version, "see below", text.read_text(encoding="utf-8", errors="replace")))
    return parts


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def write(folder: Path, bundle: Path | None = None) -> tuple[Part, ...]:
    """Write both files into a folder, which is made, and return the parts; the program itself comes first."""
    own, *others = installed_parts()
    others += build_parts()
    if bundle is not None and sys.platform == "linux":
        others += system_parts(bundle)
    parts = (own, *sorted(others, key=lambda part: part.name.lower()))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NOTICE).write_text(json.dumps(parts, ensure_ascii=False, indent=1), encoding="utf-8")
    (folder / "NOTICE").write_text(notice_text(parts), encoding="utf-8")
    return parts


def main() -> int:
    """Write the files that the command line asks for, and return 1 when a part has no licence to show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the two files go")
    parser.add_argument("--bundle", type=Path, help="the folder of a frozen program")
    options = parser.parse_args()
    parts = write(options.folder, options.bundle)
    bare = [part.name for part in parts if len(part.text) < 200]
    print(f"{len(parts)} parts; without a licence text: {', '.join(bare) or 'none'}")
    return 1 if bare else 0


if __name__ == "__main__":
    sys.exit(main())
