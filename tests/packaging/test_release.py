"""What the release is made by: pinned actions, few rights, and notes that say something."""

from __future__ import annotations

import importlib.util
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.core.release import Build, Channel
from tests.support.checkout import ROOT

if TYPE_CHECKING:
    from pathlib import Path

WORKFLOW = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
CHANGELOG = """# Changes

## Unreleased

- soon

## 1.1.0 - 2027-01-02

### Added

- this

## [1.0.0]

- that
"""


def _module(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, ROOT / "packaging" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_action_is_pinned_to_a_commit_and_named_by_its_version() -> None:
    used = re.findall(r"uses: (.*)", WORKFLOW)
    assert used
    for line in used:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line


def test_only_the_draft_may_write_and_only_a_button_starts_it() -> None:
    assert re.search(r"^permissions:\n  contents: read\n", WORKFLOW, re.MULTILINE)
    assert WORKFLOW.count("contents: write") == 1
    triggers = re.search(r"^on:\n((?: .*\n|\n)+)", WORKFLOW, re.MULTILINE)
    assert triggers
    assert re.findall(r"^  (\w+):", triggers[1], re.MULTILINE) == ["workflow_dispatch"]


def test_what_is_not_signed_is_said() -> None:
    words = WORKFLOW + (ROOT / "packaging" / "windows" / "sign.ps1").read_text(encoding="utf-8")
    for secret in ("WINDOWS_CERTIFICATE", "MACOS_CERTIFICATE", "MACOS_NOTARY_KEY"):
        assert re.search(rf"::notice title=Not \w+::{secret} is not set", words), secret


@pytest.mark.parametrize(("version", "notes"), [("1.1.0", "### Added\n\n- this\n"), ("1.0.0", "- that\n")])
def test_the_notes_are_what_the_changes_say_of_the_version(version: str, notes: str) -> None:
    assert _module("notes").notes(CHANGELOG, version) == notes


@pytest.mark.parametrize("version", ["1.2.0", "1.1", ""])
def test_a_version_without_notes_is_not_released(version: str) -> None:
    with pytest.raises(ValueError, match="says nothing"):
        _module("notes").notes(CHANGELOG, version)


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    (tmp_path / "_internal" / "desktop_app" / "resources" / "icons").mkdir(parents=True)
    return tmp_path


@pytest.fixture
def finish(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("SFUMATO_UPDATES_ADDRESS", "https://example.test/sfumato")
    return _module("finish")


def test_a_frozen_program_is_told_how_it_comes_to_people_and_of_what_it_is_made(frozen: Path, finish: Any) -> None:
    resources = finish.finish(frozen, Channel.DEB)
    note = json.loads((resources / "channel.json").read_text(encoding="utf-8"))
    assert (note["channel"], note["address"]) == ("deb", "https://example.test/sfumato")
    assert len(json.loads((resources / "notice.json").read_text(encoding="utf-8"))) > 20


def test_a_channel_that_updates_itself_needs_the_keys_that_it_believes(
    frozen: Path, finish: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    resources = finish.finish(frozen, Channel.PORTABLE, "no-such-bundle")
    assert json.loads((resources / "channel.json").read_text(encoding="utf-8"))["address"] == ""
    assert "::notice title=No updates::" in capsys.readouterr().out
    build = Build(Channel.PORTABLE, "https://example.test/sfumato", "portable")
    with pytest.raises(ValueError, match="root of trust"):
        finish.write(resources, build)
    root = frozen / "root.json"
    root.write_text("{}", encoding="utf-8")
    finish.write(resources, build, root)
    assert (resources / "updates-root.json").exists()


def test_a_folder_that_is_no_frozen_program_is_refused(tmp_path: Path, finish: Any) -> None:
    with pytest.raises(FileNotFoundError):
        finish.finish(tmp_path, Channel.DEB)
