"""Makes and keeps the repository of versions from which the program updates itself: keys, signed metadata, archives.

A folder holds one repository for each bundle (`windows`, `macos-arm64`, …), to be served as it is by any web server:

    FOLDER/latest.json                    what deb, rpm and Flatpak are told
    FOLDER/BUNDLE/metadata/*.json         signed: root, targets, snapshot, timestamp
    FOLDER/BUNDLE/targets/*.tar.gz        the versions; beside them *.patch, the way from one to the next

The keys stand elsewhere, one for each role. That of `root` is needed to make a bundle's repository and to replace keys,
and belongs offline; the other three sign every release. Needs what requirements-updates.lock names.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROLES = ("root", "targets", "snapshot", "timestamp")
# How long what each role signed is believed. Timestamp and snapshot are signed anew by `refresh`, at least monthly.
EXPIRATION_DAYS = {"root": 730, "targets": 365, "snapshot": 60, "timestamp": 60}
ARCHIVE = "sfumato-{bundle}-{version}.tar.gz"


@contextlib.contextmanager
def opened(folder: Path, keys: Path, bundle: str, *, encrypted: bool = False) -> Iterator[Any]:
    """Yield the repository of a bundle; what was changed in it is signed and written when the block ends well."""
    from tufup.repo import Repository

    keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    repository = Repository(
        app_name=f"sfumato-{bundle}",
        repo_dir=folder / bundle,
        keys_dir=keys,
        encrypted_keys=list(ROLES[:1]) if encrypted else [],
        expiration_days=dict(EXPIRATION_DAYS),
    )
    there = [role for role in ROLES if (keys / f"{role}.pub").exists()]
    if there and len(there) < len(ROLES):
        raise ValueError(f"of the public keys there are only those of {', '.join(there)}")
    # It keeps a note of its settings in the folder where it runs; that is not for the web.
    with contextlib.chdir(keys):
        for path in (repository.metadata_dir, repository.targets_dir):
            path.mkdir(parents=True, exist_ok=True)
        # What it offers to everybody would ask for each key that is there whether to make it anew.
        repository._load_keys_and_roles(create_keys=not there)
        yield repository
        repository.publish_changes(private_key_dirs=[keys])


def add(repository: Any, bundle_folder: Path, version: str, rollout: int) -> None:
    """Add a version for so many per cent of all copies. Raises ValueError when it is not newer than what is there."""
    latest = repository.roles.get_latest_archive()
    if latest is not None and str(latest.version) == version:
        raise ValueError(f"{version} is there already")
    repository.add_bundle(
        new_bundle_dir=bundle_folder.resolve(), new_version=version, custom_metadata={"rollout": rollout}
    )
    if str(repository.roles.get_latest_archive().version) != version:
        raise ValueError(f"{version} is not newer than {latest.version}")


def set_rollout(repository: Any, bundle: str, version: str, rollout: int) -> None:
    """Let a version go to so many per cent; 0 stops it for those who do not have it. Raises KeyError for an unknown one."""
    target = repository.roles.targets.signed.targets[ARCHIVE.format(bundle=bundle, version=version)]
    target.unrecognized_fields["custom"]["user"]["rollout"] = rollout


def refresh(repository: Any) -> None:
    """Let what is there be believed for longer."""
    for role in ("snapshot", "timestamp"):
        repository.refresh_expiration_date(role_name=role)


def tell(folder: Path, version: str) -> None:
    """Let the copies that a package manager keeps up to date tell of a version."""
    (folder / "latest.json").write_text(json.dumps({"version": version}) + "\n", encoding="utf-8")


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="what is served")
    parser.add_argument(
        "keys", type=Path, help="the folder of keys; public ones alone where nothing of theirs is signed"
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    make = verbs.add_parser("init", help="make keys that are not there, and a bundle's first metadata")
    make.add_argument("--encrypted", action="store_true", help="ask for a password for the key of root")
    more = verbs.add_parser("add", help="add a version")
    more.add_argument("bundle_folder", type=Path, help="the frozen program, as it stands at people's")
    stage = verbs.add_parser("rollout", help="let a version go to more, or to nobody any more")
    for verb in (more, stage):
        verb.add_argument("version")
        verb.add_argument("rollout", type=int, choices=range(101), metavar="PER_CENT")
    withdraw = verbs.add_parser("withdraw", help="remove the newest version; who has it keeps it")
    again = verbs.add_parser("refresh", help="sign anew before the metadata is out of date")
    for verb in (make, more, stage, withdraw, again):
        verb.add_argument(
            "--bundle", required=True, help="windows, macos-arm64, macos-x86_64, appimage or portable-linux"
        )
    telling = verbs.add_parser("tell", help="name the newest version to those that are only told")
    telling.add_argument("version")
    return parser.parse_args(arguments)


def main() -> int:
    """Do what the command line asks; exit with 1 and a sentence when it cannot be done."""
    options = parse_arguments()
    folder, keys = options.folder.resolve(), options.keys.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    if options.verb == "tell":
        tell(folder, options.version)
        return 0
    try:
        with opened(folder, keys, options.bundle, encrypted=getattr(options, "encrypted", False)) as repository:
            if options.verb == "add":
                add(repository, options.bundle_folder, options.version, options.rollout)
            elif options.verb == "rollout":
                set_rollout(repository, options.bundle, options.version, options.rollout)
            elif options.verb == "withdraw":
                repository.remove_latest_bundle()
            elif options.verb == "refresh":
                refresh(repository)
    except (ValueError, KeyError) as cause:
        print(f"Not done: {cause}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
