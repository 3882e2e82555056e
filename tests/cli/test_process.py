"""The command line as a process: signals, terminals, pipes, imports."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from desktop_app.cli import is_for_command_line
from tests.support.checkout import ROOT
from tests.support.command import ended, sfumato, start
from tests.support.waiting import PATIENCE_S

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.server import LoopbackServer

posix = pytest.mark.skipif(sys.platform == "win32", reason="terminals and signals of another kind")


def _environment(server: LoopbackServer) -> dict[str, str]:
    return {"TOGETHER_BASE_URL": server.url, "TOGETHER_API_KEY": "tgp_test"}


@posix
def test_ctrl_c_cancels_what_was_sent_and_says_what_it_means(server: LoopbackServer) -> None:
    server.stall(60.0)
    process = start("-m", "desktop_app", "generate", "fox", **_environment(server))
    (received,) = server.wait_for_requests()
    process.send_signal(signal.SIGINT)

    code, out, err = ended(process)

    assert (code, out) == (4, "")
    assert "It had been sent, so it may have been billed (about $0.0154)." in err
    assert "Traceback" not in err
    assert received.closed.wait(10)


@posix
def test_ctrl_c_before_anything_was_sent_costs_nothing(server: LoopbackServer) -> None:
    server.stall(60.0, path="/shrt/")
    url = f"{server.url}/shrt/reference"
    process = start("-m", "desktop_app", "generate", "fox", "--reference", url, **_environment(server))
    server.wait_for_requests()
    process.send_signal(signal.SIGINT)

    code, out, err = ended(process)

    assert (code, out) == (130, "")
    assert "Nothing was sent, nothing was billed." in err
    assert server.orders() == []


@posix
def test_a_terminal_gets_a_bar_that_moves_and_goes(server: LoopbackServer) -> None:
    import pty

    server.stall(0.5)
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop_app", "generate", "fox", "--size", "256x256"],
        cwd=ROOT,
        env={**os.environ, **_environment(server)},
        stdout=subprocess.PIPE,
        stderr=theirs,
    )
    os.close(theirs)
    out, _ = process.communicate(timeout=PATIENCE_S)
    shown = _read_terminal(ours)

    assert process.returncode == 0
    assert len(out.splitlines()) == 1
    assert len(set(re.findall(rb"\[ *==== *\]", shown))) > 1
    assert b"1 sent, being made" in shown
    assert b"%" not in shown


@posix
def test_the_key_is_read_without_echo() -> None:
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop_app", "key", "set"],
        cwd=ROOT,
        env={**os.environ, "TOGETHER_BASE_URL": "http://127.0.0.1:9"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    prompt = b""
    while b"not shown" not in prompt:
        prompt += os.read(ours, 4096)
    os.write(ours, b"tgp_very_secret\n")
    process.wait(PATIENCE_S)
    shown = prompt + _read_terminal(ours)

    assert process.returncode == 5
    assert b"No connection" in shown
    assert b"tgp_very_secret" not in shown


def test_a_reader_that_goes_away_does_not_stop_the_saving(home: Path) -> None:
    process = start("-m", "desktop_app", "generate", "fox", "--demo", "-n", "2", "--size", "256x256")
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    err = process.stderr.read()
    process.stderr.close()
    process.wait(PATIENCE_S)

    assert process.returncode == 0, err
    assert "Traceback" not in err
    assert len(list((home / "Pictures" / "Sfumato").rglob("*.jpg"))) == 2


def test_a_letter_that_stdout_cannot_write_is_no_fault() -> None:
    code, out, err = sfumato(
        "generate", "日本の狐", "--demo", "--size", "256x256", "--json", PYTHONIOENCODING="ascii:strict", PYTHONUTF8="0"
    )

    assert code == 0, err
    assert json.loads(out)["record"]["request"]["prompt"] == "日本の狐"


def test_every_option_of_an_order_reaches_the_server(server: LoopbackServer) -> None:
    options = ("--size", "16:9", "--steps", "9", "--guidance", "4", "--lora", "owner/name=0.5", "--format", "png")

    code, out, err = sfumato(
        "generate", "a {animal}", "--set", "animal=hare", "--seed", "7", *options, "--json", **_environment(server)
    )

    assert (code, err.count("left out")) == (0, 0), err
    body = server.orders()[0].json
    sent = {"prompt": "a hare", "steps": 9, "guidance_scale": 4.0, "output_format": "png", "seed": 7}
    assert {name: body[name] for name in sent} == sent
    assert (body["width"], body["height"], body["image_loras"]) == (1360, 768, [{"path": "owner/name", "scale": 0.5}])
    assert json.loads(out)["record"]["request"]["template"] == "a {animal}"


def test_an_open_placeholder_is_bad_usage_without_a_word_to_the_server(server: LoopbackServer) -> None:
    code, out, err = sfumato("generate", "a {animal}", **_environment(server))

    assert (code, out, server.requests) == (2, "", [])
    assert err == (
        "sfumato generate: error: {animal} in the prompt is not filled: add --set 'animal=…', or write \\{animal\\} "
        "to keep it. See: sfumato generate --help\n"
    )


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("generate", "--help")])
def test_questions_are_answered_without_a_window(arguments: tuple[str, ...]) -> None:
    code, out, err = sfumato(*arguments)
    assert (code, err) == (0, "")
    assert "Sfumato" in out or "sfumato" in out


def test_a_word_that_is_no_verb_is_bad_usage() -> None:
    code, out, err = sfumato("generat")
    assert (code, out) == (2, "")
    assert "generate" in err


def test_no_qt_and_nothing_slow_for_the_list_of_models() -> None:
    code = (
        "import sys\n"
        "from desktop_app import cli\n"
        "assert cli.main(['models', '--json']) == 0\n"
        "slow = {'PySide6', 'httpx', 'keyring', 'PIL', 'asyncio', 'sqlite3'} & set(sys.modules)\n"
        "print(sorted(slow), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_generating_imports_no_qt() -> None:
    code = (
        "import sys\n"
        "from desktop_app import cli\n"
        "assert cli.main(['generate', 'fox', '--demo', '--size', '256x256']) == 0\n"
        "assert 'httpx' in sys.modules\n"
        "assert not [name for name in sys.modules if name.startswith(('PySide6', 'shiboken6'))]"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _read_terminal(descriptor: int) -> bytes:
    shown = b""
    while True:
        try:
            piece = os.read(descriptor, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(descriptor)
    return shown


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), False),
        (("--style", "fusion"), False),
        (("generate", "fox"), True),
        (("models",), True),
        (("key", "test"), True),
        (("generat",), True),
        (("--help",), True),
        (("-h",), True),
        (("--version",), True),
    ],
)
def test_the_window_opens_without_a_verb(arguments: tuple[str, ...], expected: bool) -> None:
    assert is_for_command_line(arguments) is expected
