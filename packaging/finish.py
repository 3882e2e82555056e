"""Puts into a frozen program what only its build knows: what it is made of, how it comes to people, who tells of newer ones.

Without an address nothing is ever looked for. A channel that updates itself also needs the first metadata of its
repository, which names the keys: `root.json` of the bundle.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

from desktop_app.core.release import Build, Channel  # noqa: E402 - the checkout may not be installed
from desktop_app.engine.self_update import ROOT_OF_TRUST  # noqa: E402
from desktop_app.store.build_note import NOTE  # noqa: E402

# The folder is no package.
notice: Any = importlib.import_module("notice")


def resources_of(frozen: Path) -> Path:
    """Return the folder of resources in a frozen program, wherever its system has it; raises FileNotFoundError."""
    found = sorted(path.parent for path in frozen.rglob("desktop_app/resources/icons") if path.is_dir())
    if not found:
        raise FileNotFoundError(f"no resources in {frozen}")
    return found[-1]


def write(resources: Path, build: Build, root: Path | None = None) -> None:
    """Write the note into the folder of resources; raises ValueError when a self-updating channel lacks its keys."""
    if build.channel.brings_updates and build.address:
        if root is None or not build.bundle:
            raise ValueError(f"{build.channel.value} updates itself: it needs a bundle and the root of trust")
        shutil.copyfile(root, resources / ROOT_OF_TRUST)
    note = {**build._asdict(), "channel": build.channel.value}
    (resources / NOTE).write_text(json.dumps(note, indent=1) + "\n", encoding="utf-8")


def main() -> int:
    """Write what the command line says; address, page and root come from the environment when they are not given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("frozen", type=Path, help="the folder of the frozen program, or the .app")
    parser.add_argument("channel", choices=[channel.value for channel in Channel])
    parser.add_argument("--bundle", default="", help="as the repository of versions calls it: windows, macos-arm64, …")
    parser.add_argument("--address", default=os.environ.get("SFUMATO_UPDATES_ADDRESS", ""))
    parser.add_argument("--page", default=os.environ.get("SFUMATO_UPDATES_PAGE", ""))
    parser.add_argument("--root", default=os.environ.get("SFUMATO_UPDATES_ROOT", ""), help="the bundle's root.json")
    options = parser.parse_args()
    build = Build(Channel(options.channel), options.address, options.bundle, options.page)
    try:
        resources = resources_of(options.frozen)
        write(resources, build, Path(options.root) if options.root else None)
        parts = notice.write(resources, options.frozen)
    except (ValueError, OSError) as cause:
        print(f"Not written: {cause}", file=sys.stderr)
        return 1
    print(f"{build.channel.value}, {len(parts)} parts, {build.address or 'no updates'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
