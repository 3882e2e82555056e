"""Puts into a frozen program what only its build knows: what it is made of, how it comes to people, who tells of newer ones.

Without an address nothing is ever looked for. A channel that updates itself also needs the first metadata of its
repository, which names the keys: `root.json` of the bundle.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

import notice  # noqa: E402 - the checkout may not be installed

from desktop_app.core.release import Build, Channel  # noqa: E402
from desktop_app.engine.self_update import ROOT_OF_TRUST  # noqa: E402
from desktop_app.store.build_note import NOTE  # noqa: E402


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


def usual_bundle(channel: Channel) -> str:
    """Return how the repository of versions calls what this system builds for a channel."""
    machines = {Channel.MACOS: f"macos-{platform.machine()}", Channel.PORTABLE: f"portable-{sys.platform}"}
    return machines.get(channel, channel.value)


def finish(frozen: Path, channel: Channel, bundle: str = "") -> Path:
    """Put everything into a frozen program and return its resources; address and page come from the environment.

    The root of trust of a bundle is `packaging/updates/BUNDLE.root.json`; without it the program looks for no updates, and
    that is said. Raises ValueError and OSError.
    """
    bundle = bundle or usual_bundle(channel)
    address, page = (os.environ.get(name, "") for name in ("SFUMATO_UPDATES_ADDRESS", "SFUMATO_UPDATES_PAGE"))
    root: Path | None = ROOT / "packaging" / "updates" / f"{bundle}.root.json"
    if channel.brings_updates and root is not None and not root.exists():
        print(f"::notice title=No updates::packaging/updates/{root.name} is missing: this build looks for no updates.")
        address, root = "", None
    resources = resources_of(frozen)
    write(resources, Build(channel, address, bundle, page), root)
    parts = notice.write(resources, frozen)
    print(f"{channel.value}, {len(parts)} parts, {address or 'no updates'}")
    return resources


def main() -> int:
    """Finish the program that the command line names; exit with 1 and a sentence when it cannot be done."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("frozen", type=Path, help="the folder of the frozen program, or the .app")
    parser.add_argument("channel", choices=[channel.value for channel in Channel])
    parser.add_argument("--bundle", default="", help="as the repository of versions calls it: windows, macos-arm64, …")
    options = parser.parse_args()
    try:
        finish(options.frozen, Channel(options.channel), options.bundle)
    except (ValueError, OSError) as cause:
        print(f"Not written: {cause}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
