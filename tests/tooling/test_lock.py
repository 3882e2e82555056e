"""The locks: the same versions in both, a hash for everything, and nobody's address."""

from __future__ import annotations

import re
import tomllib

from tests.support.checkout import ROOT


def _pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))


def test_what_runs_is_what_is_tested() -> None:
    run, dev = _pins("requirements.lock"), _pins("requirements-dev.lock")
    assert len(run) > 10
    assert run.items() <= dev.items()


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[<>=! ]", line)[0].lower() for line in project["dependencies"]}
    assert declared <= _pins("requirements.lock").keys()


def test_every_pin_has_a_hash_and_none_an_address() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        blocks = re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]
        assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
        assert "://" not in text
