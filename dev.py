"""Everything that is done in a checkout, for people and for CI: run, test, check, bench, lock.

Needs Python 3.11 and nothing else. Each verb first makes the environment in `.venv` complete, from the lock;
a stamp in it says what it was made from, so that later starts touch neither pip nor the network.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shlex
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Command = list[str | Path]

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if sys.platform == "win32" else "bin")
PYTHON = SCRIPTS / ("python.exe" if sys.platform == "win32" else "python")
STAMP = VENV / "sfumato-stamp.json"
UNFINISHED = VENV / "sfumato-unfinished"
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
# What frozen programs that update themselves have besides.
UPDATES_LOCK = ROOT / "requirements-updates.lock"
LOCK_OPTIONS = {
    LOCKS["run"]: ["--group=build"],
    LOCKS["dev"]: ["--group=build", "--group=dev"],
    UPDATES_LOCK: ["--extra=updates"],
}
UV = "uv==0.13.9"

DEMO_PROMPT = "A red fox asleep in the first snow, soft morning light"

# What the PySide6 wheels load and do not bring along: first the base and fonts, then the X11 platform.
QT_LIBRARIES = (
    "libglib2.0-0 libegl1 libgl1 libfontconfig1 libxkbcommon0 libdbus-1-3 "
    "libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-image0 "
    "libxcb-render-util0 libxcb-randr0 libxcb-xkb1 libx11-xcb1"
).split()
# What the tests use to be a person in front of a screen: an X server, a window manager, a mouse, a reader, a keyring.
TEST_PROGRAMS = (
    "xvfb xauth openbox xdotool x11-utils xclip imagemagick dbus dbus-x11 at-spi2-core gnome-keyring libsecret-tools"
    " strace iproute2"
).split()

USAGE = """usage: python3 dev.py VERB [ARGS...]

  run [ARGS...]     open Sfumato; ARGS go to the program as they are
  test [ARGS...]    run the tests; ARGS go to pytest
  check [--fix]     format, lint, types, import contract, dead code
  bench [NAMES...]  run the benchmarks in tests/bench
  package TARGET    build what people install; --help lists the targets
  lock [--upgrade]  write the lock anew from pyproject.toml
"""


def say(text: str) -> None:
    """Print a line of progress to stderr, at once."""
    print(text, file=sys.stderr, flush=True)


def stop(text: str) -> NoReturn:
    """Say why it cannot go on, and exit with 1."""
    say(text)
    raise SystemExit(1)


def call(command: Command, **environment: str) -> int:
    """Run a command in the foreground with additions to the environment and return its exit code."""
    import subprocess

    try:
        return subprocess.call([str(part) for part in command], env={**os.environ, **environment}, cwd=ROOT)
    except KeyboardInterrupt:
        return 130


def quiet(command: Command, **environment: str) -> tuple[int, str]:
    """Run a command with its output caught and return its exit code and what it printed."""
    import subprocess

    done = subprocess.run(
        [str(part) for part in command],
        env={**os.environ, **environment},
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return done.returncode, done.stdout


# --- The environment -------------------------------------------------------------------------------------


def fingerprint(level: str) -> str:
    """Return a hash of everything that the environment of a level ("run" or "dev") is made from."""
    import tomllib

    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = [declared["project"], declared["build-system"], declared["tool"]["hatch"], system_packages(level)]
    parts += [level, sys.version, str(ROOT), LOCKS[level].read_text(encoding="utf-8")]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def finished_levels() -> dict[str, str]:
    """Return the fingerprints in the stamp, by level; empty when there is no whole environment."""
    if UNFINISHED.exists() or not PYTHON.exists():
        return {}
    try:
        levels = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return levels if isinstance(levels, dict) else {}


def is_complete(level: str) -> bool:
    """Tell whether the environment has all that the level needs; what serves "dev" serves "run"."""
    levels = finished_levels()
    return any(levels.get(known) == fingerprint(known) for known in {level, "dev"})


def prepare(level: str) -> None:
    """Make the environment complete for a level, which costs nothing when it is."""
    if is_complete(level):
        return
    with only_one():
        if is_complete(level):
            return
        install_system_packages(level)
        make_environment()
        install_packages(level)
        stamped = {**finished_levels(), level: fingerprint(level)}
        temporary = STAMP.with_suffix(".new")
        temporary.write_text(json.dumps(stamped), encoding="utf-8")
        temporary.replace(STAMP)
        say("Ready.")


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Hold off a second set-up of the same checkout until this one is through."""
    with (ROOT / ".venv.lock").open("a+") as handle:
        if sys.platform == "win32":
            import msvcrt

            handle.seek(0)
            while True:
                with contextlib.suppress(OSError):  # it gives up after ten seconds
                    msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def make_environment() -> None:
    """Make `.venv` with the Python that runs this script, unless a sound one is there."""
    if VENV.exists() and not UNFINISHED.exists() and is_sound():
        return
    base = getattr(sys, "_base_executable", sys.executable)
    if VENV.exists():
        say("The environment is incomplete; making it anew…")
        shutil.rmtree(VENV)
    else:
        say("Making the environment…")
    VENV.mkdir()
    UNFINISHED.touch()
    code, output = quiet([base, "-m", "venv", VENV])
    if code:
        stop(f"Python could not make the environment in {VENV}:\n{output}")
    UNFINISHED.unlink()


def is_sound() -> bool:
    """Tell whether the Python in the environment starts, is of this version and has pip."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    probe = "import sys, pip; print('%d.%d' % sys.version_info[:2])"
    try:
        return quiet([PYTHON, "-c", probe]) == (0, version + "\n")
    except OSError:
        return False


def install_packages(level: str) -> None:
    """Install what the level's lock names, then the project itself in place.

    Whoever is killed in the middle leaves the mark of it, and the next start makes the environment anew. A
    failure that pip reports leaves what worked before as it was.
    """
    say("Fetching and installing packages (once; about 150 MB)…")
    pip: Command = [PYTHON, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    steps: list[Command] = [
        [*pip, "--require-hashes", "--only-binary", ":all:", "--requirement", LOCKS[level]],
        [*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT],
    ]
    UNFINISHED.touch()
    for step in steps:
        code, output = quiet(step, PIP_USER="0")
        if code:
            UNFINISHED.unlink()
            stop(explain_pip(output))
    UNFINISHED.unlink()


def explain_pip(output: str) -> str:
    """Return in a sentence why pip failed, when the network was the reason; else what it printed."""
    signs = ("NewConnectionError", "Connection refused", "name resolution", "unreachable", "timed out")
    if any(sign in output for sign in signs):
        return "The packages cannot be fetched: there is no network. It is needed once; later starts do without."
    lines = [line for line in output.splitlines() if not line.startswith("WARNING: Location")]
    return "The packages cannot be installed:\n" + "\n".join(lines[-30:])


# --- System packages -------------------------------------------------------------------------------------


def install_system_packages(level: str) -> None:
    """On Debian and its kin, install what is missing; as somebody else than root, say how, and exit.

    Other systems go on: there Qt names a library that it lacks.
    """
    if sys.platform != "linux" or not (shutil.which("dpkg-query") and shutil.which("apt-get")):
        return
    missing = missing_system_packages(system_packages(level))
    if not missing:
        return
    options = ["install", "--yes", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=600"]
    if os.geteuid() != 0:
        command = shlex.join(["sudo", "apt-get", *options, *missing])
        stop(f"Some packages of the system are missing. Install them, then start again:\n  {command}")
    say(f"Installing {len(missing)} packages of the system…")
    for arguments in (["update", "-o", "DPkg::Lock::Timeout=600"], [*options, *missing]):
        code, output = quiet(["apt-get", "--quiet", *arguments], DEBIAN_FRONTEND="noninteractive")
        # A source that does not answer is no reason to stop as long as the packages are to be had.
        if code and arguments[0] == "install":
            stop("Packages of the system cannot be installed:\n" + "\n".join(output.splitlines()[-15:]))


def system_packages(level: str) -> list[str]:
    """Return the names of the Debian packages that a level needs."""
    return QT_LIBRARIES + (TEST_PROGRAMS if level == "dev" else [])


def missing_system_packages(wanted: Sequence[str]) -> list[str]:
    """Return which Debian packages are neither installed nor provided by an installed one."""
    query: Command = ["dpkg-query", "--show", "--showformat", "${db:Status-Abbrev}|${Package}|${Provides}\n"]
    present: set[str] = set()
    for line in quiet(query)[1].splitlines():
        status, _, names = line.partition("|")
        if status.startswith("ii"):
            present.update(name.split()[0] for name in names.replace("|", ",").split(",") if name.strip())
    missing = [name for name in wanted if name not in present]
    if not has_venv():
        missing.insert(0, f"python3.{sys.version_info.minor}-venv")
    return missing


def has_venv() -> bool:
    """Tell whether this Python can make environments; Debian keeps that in a package of its own."""
    from importlib.util import find_spec

    return find_spec("venv") is not None and find_spec("ensurepip") is not None


# --- The verbs -------------------------------------------------------------------------------------------


def run(arguments: list[str]) -> int:
    """Open the program; without a display, make one demo picture by its command line."""
    prepare("run")
    if not arguments and not has_display():
        say("There is no display, so no window: making one demo picture by the command line instead.")
        arguments = ["generate", DEMO_PROMPT, "--demo"]
    program = SCRIPTS / ("sfumato.exe" if sys.platform == "win32" else "sfumato")
    if sys.platform == "win32":
        return call([program, *arguments])
    os.execv(program, [str(program), *arguments])


def has_display() -> bool:
    """Tell whether a window can be shown, or the person has said by which platform plugin."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(name) for name in names)


def test(arguments: list[str]) -> int:
    """Run pytest, by default without a screen; the tests that need one start their own X server."""
    prepare("dev")
    platform = os.environ.get("QT_QPA_PLATFORM", "offscreen")
    return call([PYTHON, "-m", "pytest", *arguments], QT_QPA_PLATFORM=platform)


def check(arguments: list[str]) -> int:
    """Run every check, say of each whether it passed, and return 1 if any did not."""
    prepare("dev")
    if arguments not in ([], ["--fix"]):
        stop(USAGE)
    fix = bool(arguments)
    ruff: Command = [PYTHON, "-m", "ruff"]
    checks: dict[str, Command] = {
        "lint": [*ruff, "check", "--quiet", *(["--fix"] if fix else [])],
        "format": [*ruff, "format", "--quiet", *([] if fix else ["--diff"])],
        "types": [PYTHON, "-m", "mypy", "--no-error-summary"],
        "imports": [SCRIPTS / "lint-imports", "--no-logo"],
        "dead code": [PYTHON, "-m", "vulture"],
    }
    failed = 0
    for name, command in checks.items():
        started = time.monotonic()
        code, output = quiet(command)
        failed += bool(code)
        print(f"{'FAILED' if code else 'ok':7}{name} ({time.monotonic() - started:.1f} s)", flush=True)
        if code:
            print(output.rstrip(), flush=True)
    return 1 if failed else 0


def bench(arguments: list[str]) -> int:
    """Run the named benchmarks, or all; each prints its own small table."""
    prepare("dev")
    known = sorted(path.stem for path in (ROOT / "tests" / "bench").glob("[!_]*.py"))
    if unknown := set(arguments) - set(known):
        stop(f"No such benchmark: {', '.join(sorted(unknown))}. There are: {', '.join(known)}.")
    codes = []
    for name in arguments or known:
        print(f"== {name}", flush=True)
        codes.append(call([PYTHON, "-c", f"from tests.bench.{name} import main; main()"]))
    return max(codes, default=0)


def lock(arguments: list[str]) -> int:
    """Write all locks from pyproject.toml, with the oldest Python and every system in mind."""
    with tempfile.TemporaryDirectory() as folder:
        code, output = quiet([sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, UV])
        if code:
            stop(explain_pip(output))
        for path, options in LOCK_OPTIONS.items():
            command: Command = [Path(folder, "bin", "uv"), "pip", "compile", "pyproject.toml", *options]
            command += ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url"]
            command += ["--custom-compile-command", "python3 dev.py lock", "--quiet", "--output-file", path]
            command += [] if path == LOCKS["run"] else ["--constraint", LOCKS["run"].name]
            if code := call([*command, *arguments], **index_for_uv()):
                return code
            if "://" in path.read_text(encoding="utf-8"):
                stop(f"{path.name} names an address; a lock for everybody must not.")
    return 0


def index_for_uv() -> dict[str, str]:
    """Return uv's names for the index and the certificates that pip is set up with here."""
    settings = {}
    for option, variable in (("global.index-url", "UV_DEFAULT_INDEX"), ("global.cert", "SSL_CERT_FILE")):
        code, output = quiet([sys.executable, "-m", "pip", "config", "get", option])
        if not code and variable not in os.environ:
            settings[variable] = output.strip().splitlines()[-1]
    return settings


VERBS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "test": test,
    "check": check,
    "bench": bench,
    "package": lambda arguments: call([sys.executable, ROOT / "packaging" / "build.py", *arguments]),
    "lock": lock,
}


def main() -> int:
    """Do what the command line asks and return the exit code."""
    if sys.version_info < (3, 11):
        stop("Sfumato needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")
    verb, arguments = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("", [])
    if verb not in VERBS:
        print(USAGE, end="")
        return 0 if verb in {"-h", "--help"} else 2
    return VERBS[verb](arguments)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
