"""Notes among a frozen program's resources how it comes to people, and where newer versions are told of.

Without an address nothing is ever looked for. A channel that updates itself also needs the first metadata of its
repository, which names the keys: `root.json` of the bundle.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from desktop_app.core.release import Build, Channel  # noqa: E402 - the checkout may not be installed
from desktop_app.engine.self_update import ROOT_OF_TRUST  # noqa: E402
from desktop_app.store.build_note import NOTE  # noqa: E402


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
    parser.add_argument("resources", type=Path, help="the folder desktop_app/resources in the frozen program")
    parser.add_argument("channel", choices=[channel.value for channel in Channel])
    parser.add_argument("--bundle", default="", help="as the repository of versions calls it: windows, macos-arm64, …")
    parser.add_argument("--address", default=os.environ.get("SFUMATO_UPDATES_ADDRESS", ""))
    parser.add_argument("--page", default=os.environ.get("SFUMATO_UPDATES_PAGE", ""))
    parser.add_argument("--root", default=os.environ.get("SFUMATO_UPDATES_ROOT", ""), help="the bundle's root.json")
    options = parser.parse_args()
    build = Build(Channel(options.channel), options.address, options.bundle, options.page)
    try:
        write(options.resources, build, Path(options.root) if options.root else None)
    except (ValueError, OSError) as cause:
        print(f"Not written: {cause}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
