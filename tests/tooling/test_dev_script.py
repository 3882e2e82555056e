"""dev.py as it is: makes the environment once, mends a broken one, and passes on what it is given."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

import dev
from tests.support.tiny_checkout import TinyCheckout

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> TinyCheckout:
    made = TinyCheckout(tmp_path_factory.mktemp("a checkout"))
    first = made.dev("run", "first")
    assert "Making the environment…" in first.stderr
    assert (first.returncode, first.stdout) == (7, "['first']\n"), first.stderr
    return made


def test_run_passes_arguments_and_exit_code_on(checkout: TinyCheckout) -> None:
    done = checkout.dev("run", "generate", "a fox; rm *", "--seed", "7")
    assert (done.returncode, done.stdout) == (7, "['generate', 'a fox; rm *', '--seed', '7']\n")


def test_a_second_start_needs_neither_pip_nor_words(checkout: TinyCheckout) -> None:
    (pip,) = checkout.folder.glob(".venv/[Ll]ib/**/site-packages/pip")
    aside = pip.rename(pip.with_name("aside"))
    try:
        done = checkout.dev("run", "again")
    finally:
        aside.rename(pip)
    assert (done.returncode, done.stderr) == (7, "")


@pytest.mark.skipif(sys.platform != "linux", reason="only there may a person have no display")
def test_run_without_a_display_makes_a_demo_picture(checkout: TinyCheckout) -> None:
    environment = {"QT_QPA_PLATFORM": ""}
    done = checkout.dev("run", **environment)
    assert done.stdout == f"['generate', {dev.DEMO_PROMPT!r}, '--demo']\n"
    assert "no display" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_run_with_a_display_opens_the_window(checkout: TinyCheckout, name: str) -> None:
    environment = {"QT_QPA_PLATFORM": "", name: ":99"}
    assert checkout.dev("run", **environment).stdout == "[]\n"


def test_a_set_up_that_was_killed_is_done_anew(checkout: TinyCheckout) -> None:
    (checkout.folder / ".venv" / "sfumato-unfinished").touch()
    done = checkout.dev("run", "mended")
    assert "making it anew" in done.stderr
    assert done.stdout == "['mended']\n"
    assert checkout.dev("run").returncode == 7


def test_an_environment_without_its_python_is_made_anew(checkout: TinyCheckout) -> None:
    checkout.python.unlink()
    done = checkout.dev("run", "mended")
    assert "making it anew" in done.stderr
    assert done.stdout == "['mended']\n"


def test_a_changed_lock_is_installed_without_making_all_anew(checkout: TinyCheckout) -> None:
    (checkout.folder / "requirements.lock").write_text("# renewed\n", encoding="utf-8")
    done = checkout.dev("run")
    assert "packages" in done.stderr
    assert "anew" not in done.stderr
    assert done.returncode == 7


def test_a_failed_installation_keeps_what_worked(checkout: TinyCheckout) -> None:
    lock = checkout.folder / "requirements.lock"
    before = lock.read_text(encoding="utf-8")
    lock.write_text("no-such-thing==1 --hash=sha256:" + "0" * 64 + "\n", encoding="utf-8")
    failed = checkout.dev("run")
    lock.write_text(before, encoding="utf-8")
    assert failed.returncode == 1
    assert "cannot be installed" in failed.stderr
    kept = checkout.dev("run", "kept")
    assert (kept.stdout, kept.stderr) == ("['kept']\n", "")


def test_a_verb_that_there_is_not_prints_the_usage(tmp_path: Path) -> None:
    done = TinyCheckout(tmp_path).dev("frob")
    assert done.returncode == 2
    assert done.stdout == dev.USAGE
    assert not (tmp_path / ".venv").exists()


def test_no_network_is_told_in_one_sentence() -> None:
    output = "WARNING: Retrying after NewConnectionError('[Errno -3] Temporary failure in name resolution')"
    assert "no network" in dev.explain_pip(output)
    assert len(dev.explain_pip(output).splitlines()) == 1
