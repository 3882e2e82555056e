"""What the build notes of the parts: all of them, each with the text of its licence."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.notice import Part
from desktop_app.store.notice import needed
from tests.support.checkout import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def notice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notice")
    command = [sys.executable, str(ROOT / "packaging" / "notice.py"), str(folder)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture
def parts(notice: Path) -> dict[str, Part]:
    rows = json.loads((notice / "notice.json").read_text(encoding="utf-8"))
    return {re.sub(r"[-_.]+", "-", row[0]).lower(): Part(*row) for row in rows}


def _locked() -> dict[str, str]:
    """Return what is locked for the program and can be installed on this system."""
    pins = re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
    here = {}
    for name, locked in pins:
        try:
            here[name] = version(name)
        except PackageNotFoundError:
            assert name == "pywin32-ctypes", f"{name} {locked} is not installed"
    return here


def test_every_locked_distribution_is_there_with_its_licence(parts: dict[str, Part]) -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    # What only builds the program is not in it.
    building = needed([re.split(r"[<>=]", line)[0] for line in groups["build"]])
    shipped = {name: locked for name, locked in _locked().items() if name not in building}
    assert len(shipped) > 20
    assert shipped.items() <= {name: part.version for name, part in parts.items()}.items()
    for name in shipped:
        assert len(parts[name].text) > 200, name
        assert parts[name].licence, name


def test_what_is_no_distribution_is_there_too(parts: dict[str, Part]) -> None:
    assert {"sfumato", "python", "qt", "inter", "lucide icons"} <= parts.keys()
    assert "Python Software Foundation" in parts["python"].text
    assert "SIL OPEN FONT LICENSE" in parts["inter"].text.upper()


@pytest.mark.parametrize("name", ["qt", "pyside6-essentials", "shiboken6"])
def test_lgpl_parts_come_with_both_licences_and_the_right_to_replace_them(parts: dict[str, Part], name: str) -> None:
    assert parts[name].licence == "LGPL-3.0-only"
    for words in ("you\nmay replace", "GNU LESSER GENERAL PUBLIC LICENSE", "GNU GENERAL PUBLIC LICENSE"):
        assert words.replace("\n", " ") in parts[name].text.replace("\n", " ")


def test_people_read_the_same_in_one_file(notice: Path, parts: dict[str, Part]) -> None:
    text = (notice / "NOTICE").read_text(encoding="utf-8")
    for part in parts.values():
        assert f"\n{part.name} {part.version}\n{part.licence}\n" in text
        assert part.text.strip() in text
