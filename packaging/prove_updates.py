"""Proves the way of a new version to people, with real signatures and a real server on this machine.

Stand-ins for the frozen program are scripts that know their version and answer `--selftest`; everything else is the
program's own code. What requirements-updates.lock names and the environment lacks is installed into `build/updates`.
"""

from __future__ import annotations

import functools
import hashlib
import http.server
import importlib.metadata
import json
import logging
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

import update_repository as server_side  # noqa: E402

from desktop_app.core.errors import AnswerUnreadable, ConnectionNotMade  # noqa: E402
from desktop_app.core.release import Build, Channel  # noqa: E402
from desktop_app.engine.self_update import Installed, SelfUpdate, unpacked_folder  # noqa: E402
from desktop_app.engine.update_check import Found, Stage, UpdateCheck  # noqa: E402
from desktop_app.store.folders import Folders  # noqa: E402
from desktop_app.store.update_state import UpdateFile, UpdateState  # noqa: E402
from desktop_app.store.version_swap import PREVIOUS, start_taking_place  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

BUNDLE = "portable"
PROGRAM = "sfumato"
STAND_IN = """\
#!{python}
import pathlib, sys
if sys.argv[1:2] == ["--selftest"]:
    here = pathlib.Path(__file__).resolve().parent
    sys.exit(0 if eval({sound!r}) else 1)
if sys.argv[1:2] == ["--take-place"]:
    sys.path.insert(0, {root!r})
    from desktop_app.store.version_swap import main
    sys.exit(main(sys.argv[2:]))
print({version!r})
"""
ALWAYS, NEVER, ONLY_UNPACKED = "True", "False", "here.name == 'unpacked'"


class Requests(http.server.SimpleHTTPRequestHandler):
    """Serves a folder, and remembers what was asked for."""

    asked: list[str] = []  # noqa: RUF012 - one list for the one server

    def log_message(self, *_arguments: Any) -> None:
        self.asked.append(self.path)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback, and yield its address."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Requests, directory=str(folder))) as here:
        thread = threading.Thread(target=here.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{here.server_port}"
        finally:
            here.shutdown()
            thread.join()


def stand_in(folder: Path, version: str, sound: str = ALWAYS) -> Path:
    """Write a program that knows its version, with a library beside it that is large enough for a patch to be worth it."""
    folder.mkdir(parents=True)
    program = folder / PROGRAM
    words = {"python": sys.executable, "root": str(ROOT), "version": version, "sound": sound}
    program.write_text(STAND_IN.format(**words), encoding="utf-8")
    program.chmod(0o755)
    (folder / "_internal").mkdir()
    (folder / "_internal" / "library.bin").write_bytes(bytes(range(256)) * 4096 + version.encode())
    return folder


def expect(is_so: object, what: str) -> None:
    """Say what was seen; end with 1 when it was not."""
    print(f"{'ok' if is_so else 'FAILED':7}{what}", flush=True)
    if not is_so:
        raise SystemExit(1)


class Trial:
    """A repository, and a copy of the program that asks it."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder = folder
        self.served, self.keys = folder / "served", folder / "keys"
        self.home = Folders(folder / "config", folder / "journal", folder / "cache", folder / "library")
        self.place = folder / "place"
        self.state = UpdateFile(self.home.data / "updates.json")
        self.build = Build(Channel.PORTABLE, address, BUNDLE)
        self.state.save(UpdateState(share=50))

    def publish(self, version: str, rollout: int = 100, sound: str = ALWAYS) -> None:
        """Add a version to the repository."""
        made = stand_in(self.folder / "made" / version, version, sound)
        with server_side.opened(self.served, self.keys, BUNDLE) as repository:
            server_side.add(repository, made, version, rollout)

    def let_go_to(self, version: str, rollout: int) -> None:
        """Change the share of copies that get a version."""
        with server_side.opened(self.served, self.keys, BUNDLE) as repository:
            server_side.set_rollout(repository, BUNDLE, version, rollout)

    def copy(self, version: str) -> SelfUpdate:
        """Return what the program of that version asks by."""
        return SelfUpdate(self.build, self.home, Installed(self.place, PROGRAM, version), self.folder / "root.json")

    def newest(self, version: str) -> str:
        """Return what a copy of that version is offered."""
        return self.copy(version).newest(self.state.load())

    def swap(self, version: str) -> int:
        """Let the unpacked version take the place, as at the end of the program; return its exit code."""
        state = self.home.data / "updates.json"
        taking = start_taking_place(unpacked_folder(self.home), self.place, PROGRAM, state, version)
        assert taking.stdin
        taking.stdin.close()
        return taking.wait(60)

    def version_in_place(self) -> str:
        """Return the version of the program that a person would start."""
        return subprocess.check_output([self.place / PROGRAM], text=True).strip()

    def refused(self, copy: SelfUpdate) -> bool:
        """Say whether a copy takes nothing."""
        try:
            return not copy.fetch(self.state.load())
        except (AnswerUnreadable, ConnectionNotMade):
            return True


def prove_stages(trial: Trial) -> None:
    """A version goes to some first, then to all."""
    expect(trial.newest("1.0.0") == "", "nothing is offered when nothing is newer")
    trial.publish("1.1.0", rollout=10)
    expect(trial.newest("1.0.0") == "", "a version for 10 % is not offered to the copy with share 50")
    trial.state.save(UpdateState(share=5))
    expect(trial.newest("1.0.0") == "1.1.0", "it is offered to the copy with share 5")
    trial.state.save(UpdateState(share=50))
    trial.let_go_to("1.1.0", 100)
    expect(trial.newest("1.0.0") == "1.1.0", "let go to all, it is offered to both")


def prove_update(trial: Trial) -> None:
    """It is fetched and takes the place; the next comes as a patch; what a person keeps in the place stays."""
    stand_in(trial.place, "1.0.0")
    for name in ("portable.ini", "data/settings/settings.json"):
        (trial.place / name).parent.mkdir(parents=True, exist_ok=True)
        (trial.place / name).write_text("mine", encoding="utf-8")
    expect(trial.copy("1.0.0").fetch(trial.state.load()) == "1.1.0", "it is fetched, unpacked and tried")
    expect(trial.version_in_place() == "1.0.0", "until the end of the program the old one stays")
    expect(trial.swap("1.1.0") == 0 and trial.version_in_place() == "1.1.0", "then the new one is in its place")
    kept = (trial.place / "data/settings/settings.json").read_text(encoding="utf-8")
    expect(kept == "mine" and (trial.place / "portable.ini").exists(), "what else stands there is untouched")
    expect((trial.place / PREVIOUS / PROGRAM).exists(), "the previous version is kept")
    trial.publish("1.2.0")
    Requests.asked.clear()
    expect(trial.copy("1.1.0").fetch(trial.state.load()) == "1.2.0", "the next version is fetched")
    targets = [path for path in Requests.asked if "/targets/" in path]
    sizes = {path: (trial.served / path.lstrip("/")).stat().st_size for path in targets}
    expect(all(path.endswith(".patch") for path in targets), f"as a patch: {sizes}")
    expect(trial.swap("1.2.0") == 0 and trial.version_in_place() == "1.2.0", "and takes its place")


def prove_rollback(trial: Trial) -> None:
    """What does not run never stays, and is not offered again."""
    trial.publish("1.3.0", sound=NEVER)
    expect(trial.copy("1.2.0").fetch(trial.state.load()) == "", "a version that does not run is not taken")
    trial.state.mark_failed("1.3.0")
    expect(trial.newest("1.2.0") == "", "nor offered again")
    trial.publish("1.4.0", sound=ONLY_UNPACKED)
    expect(
        trial.copy("1.2.0").fetch(trial.state.load()) == "1.4.0", "one that runs only where it was unpacked is taken"
    )
    expect(trial.swap("1.4.0") == 1 and trial.version_in_place() == "1.2.0", "and the previous one stands there again")
    expect("1.4.0" in trial.state.load().failed, "it is noted as failed")
    expect(trial.newest("1.2.0") == "", "nor is it offered again")
    with server_side.opened(trial.served, trial.keys, BUNDLE) as repository:
        repository.remove_latest_bundle()
    trial.state.save(UpdateState(share=50, failed=("1.3.0",)))
    expect(trial.newest("1.2.0") == "", "withdrawn, it is offered to nobody")


def prove_distrust(trial: Trial) -> None:
    """What is not rightly signed is not taken."""
    trial.publish("1.5.0")
    archive = trial.served / BUNDLE / "targets" / server_side.ARCHIVE.format(bundle=BUNDLE, version="1.5.0")
    timestamp = trial.served / BUNDLE / "metadata" / "timestamp.json"
    whole, before = archive.read_bytes(), timestamp.read_bytes()
    shutil.rmtree(trial.home.cache)
    archive.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
    expect(trial.refused(trial.copy("1.2.0")), "an archive with one bit changed is refused")
    archive.write_bytes(whole)
    expect(trial.copy("1.2.0").fetch(trial.state.load()) == "1.5.0", "unchanged it is taken")
    changed = json.loads(before)
    changed["signed"]["expires"] = "2099-01-01T00:00:00Z"
    changed["signed"]["version"] += 1
    timestamp.write_text(json.dumps(changed), encoding="utf-8")
    expect(trial.newest("1.4.0") == "" or trial.refused(trial.copy("1.4.0")), "changed metadata is not believed")
    timestamp.write_bytes(before)
    trial.publish("1.6.0")
    expect(trial.newest("1.5.0") == "1.6.0", "a newer version is offered")
    after = timestamp.read_bytes()
    timestamp.write_bytes(before)
    expect(trial.refused(trial.copy("1.5.0")), "older metadata than was seen before is refused")
    timestamp.write_bytes(after)
    with server_side.opened(trial.served, trial.keys, BUNDLE) as repository:
        repository.roles.set_expiration_date("timestamp", -1)
    expect(trial.refused(trial.copy("1.5.0")), "metadata that is out of date is refused")
    with server_side.opened(trial.served, trial.keys, BUNDLE) as repository:
        server_side.refresh(repository)
    expect(trial.newest("1.5.0") == "1.6.0", "signed anew it is believed again")


def prove_others(trial: Trial) -> None:
    """Nobody else's versions are taken, and nothing happens where nobody answers."""
    others = Trial(trial.folder / "others", trial.build.address)
    shutil.copy(trial.folder / "root.json", others.folder / "root.json")
    with server_side.opened(others.served, others.keys, BUNDLE):
        pass
    others.publish("9.0.0")
    with served(others.served) as address:
        others.build = others.build._replace(address=address)
        expect(others.refused(others.copy("1.0.0")), "a repository with other keys is refused")
    others.build = others.build._replace(address="http://127.0.0.1:9")
    expect(others.refused(others.copy("1.0.0")), "a server that is away changes nothing")


def prove_whole_way(trial: Trial) -> None:
    """What the window uses goes the same way: looks, fetches, and leaves the rest to the end of the program."""
    trial.state.save(UpdateState(share=50, failed=("1.3.0",)))

    def check(version: str) -> UpdateCheck:
        root = trial.folder / "root.json"
        return UpdateCheck(trial.build, trial.home, place=trial.place, program=PROGRAM, version=version, root=root)

    now = time.time()
    expect(check("1.2.0").look(now) == Found(Stage.OFFERED, "1.6.0"), "the window is told what it can get")
    expect(check("1.2.0").look(now + 60) == Found(), "and asks nobody for the rest of the day")
    expect(check("1.2.0").fetch("1.6.0") == Found(Stage.READY, "1.6.0"), "it gets it")
    here = check("1.2.0")
    expect(here.look(now + 60) == Found(Stage.READY, "1.6.0"), "the next start knows that it is ready")
    taking = here.start()
    expect(taking is not None, "at the end it is started")
    assert taking
    taking.communicate()
    expect(taking.returncode == 0 and trial.version_in_place() == "1.6.0", "and takes its place")
    expect(check("1.6.0").look(now + 60) == Found(), "the new version is the newest")
    expect(not unpacked_folder(trial.home).exists(), "and has cleared away what it came from")


def add_what_is_missing() -> None:
    """Make what the extra `updates` needs importable, without changing the environment; needs a network once."""
    text = (ROOT / "requirements-updates.lock").read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]
    missing = [block for block in blocks if not is_installed(block) and "; sys_platform == 'win32'" not in block]
    if not missing:
        return
    folder = ROOT / "build" / "updates" / hashlib.sha256("".join(missing).encode()).hexdigest()[:16]
    sys.path.append(str(folder))
    if not folder.exists():
        lock = folder.with_suffix(".lock")
        lock.parent.mkdir(parents=True, exist_ok=True)
        lock.write_text("".join(missing), encoding="utf-8")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--only-binary", ":all:"]
        partial = folder.with_suffix(".partial")
        subprocess.run([*pip, "--require-hashes", "--requirement", str(lock), "--target", str(partial)], check=True)
        partial.rename(folder)


def is_installed(block: str) -> bool:
    """Say whether the environment has what a block of the lock names, in whatever version."""
    try:
        importlib.metadata.version(block.partition("==")[0])
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def main() -> int:
    """Go all the way in a folder of its own; exit with 1 at the first thing that is not as it should be."""
    logging.disable(logging.WARNING)
    add_what_is_missing()
    with tempfile.TemporaryDirectory(prefix="sfumato-updates-") as name:
        folder = Path(name).resolve()
        (folder / "served").mkdir()
        with served(folder / "served") as address:
            trial = Trial(folder, address)
            with server_side.opened(trial.served, trial.keys, BUNDLE):
                pass
            shutil.copy(trial.served / BUNDLE / "metadata" / "root.json", folder / "root.json")
            trial.publish("1.0.0")
            for prove in (prove_stages, prove_update, prove_rollback, prove_distrust, prove_others, prove_whole_way):
                prove(trial)
    print("All is as it should be.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
