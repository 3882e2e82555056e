"""The installer for Windows: for one person, never by force, and nothing of a person's is removed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from desktop_app.store.version_swap import PREVIOUS
from tests.support.checkout import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ROOT / "packaging" / "windows"
SCRIPT = (FOLDER / "sfumato.nsi").read_text(encoding="utf-8")


def test_it_asks_for_no_administrator_and_starts_on_64_bit_systems() -> None:
    assert "RequestExecutionLevel user" in SCRIPT
    assert "Target amd64-unicode" in SCRIPT
    assert "HKLM" not in SCRIPT
    assert 'InstallDir "$LOCALAPPDATA\\Programs\\Sfumato"' in SCRIPT


def test_what_is_removed_is_the_programs_own() -> None:
    removed = set(re.findall(r"^\s*(?:RMDir(?: /r)?|Delete) \"([^\"]+)\"", SCRIPT, re.MULTILINE))
    assert removed == {
        "$INSTDIR\\_internal",
        f"$INSTDIR\\{PREVIOUS}",
        "$INSTDIR\\.sfumato-incoming",
        "$INSTDIR\\sfumato.exe",
        "$INSTDIR\\sfumato-console.exe",
        "$INSTDIR\\Uninstall.exe",
        "$SMPROGRAMS\\Sfumato.lnk",
        "$INSTDIR",
    }
    # The folder itself goes only when nothing is left in it.
    assert 'RMDir "$INSTDIR"' in SCRIPT


def test_a_running_copy_is_asked_and_never_ended_by_force() -> None:
    assert "taskkill.exe" in SCRIPT
    assert not re.search(r"taskkill[^\n]*/F\b", SCRIPT)


@pytest.mark.skipif(shutil.which("makensis") is None, reason="makensis is not installed")
def test_it_compiles_without_a_warning(tmp_path: Path) -> None:
    program = tmp_path / "program"
    (program / "_internal").mkdir(parents=True)
    (program / "sfumato.exe").write_bytes(b"MZ")
    (program / "_internal" / "library.dll").write_bytes(b"MZ")
    output = tmp_path / "out" / "Sfumato-setup.exe"
    command = [sys.executable, str(FOLDER / "build.py"), "installer", str(program), str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    head = output.read_bytes()[:1024]
    assert head[:2] == b"MZ"
    # The machine in the file's header: 0x8664 is x86-64 (Microsoft's PE format).
    start = int.from_bytes(head[0x3C:0x40], "little")
    assert head[start + 4 : start + 6] == b"\x64\x86"
