"""What the bundle for macOS says of itself, and in which order it is signed; all that can be seen without a Mac."""

from __future__ import annotations

import importlib.util
import plistlib
import re
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app import __version__
from tests.support.checkout import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ROOT / "packaging" / "macos"


@pytest.fixture(scope="module")
def bundle() -> Any:
    spec = importlib.util.spec_from_file_location("bundle", FOLDER / "bundle.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_bundle_says_who_it_is(bundle: Any) -> None:
    info = bundle.info()
    assert info["CFBundleShortVersionString"] == info["CFBundleVersion"] == __version__
    assert re.fullmatch(r"[a-z]+(\.[A-Za-z-]+){2,}", info["CFBundleIdentifier"])
    assert info["CFBundlePackageType"] == "APPL"
    assert info["CFBundleExecutable"] == "sfumato"
    # Without it everything is drawn at half the resolution; with the other, the dark scheme never comes.
    assert info["NSHighResolutionCapable"] is True
    assert info["NSRequiresAquaSystemAppearance"] is False
    assert "@" not in str(info)


def test_the_hardened_runtime_is_loosened_for_two_reasons_alone() -> None:
    entitlements = plistlib.loads((FOLDER / "entitlements.plist").read_bytes())
    assert entitlements == {
        "com.apple.security.cs.allow-unsigned-executable-memory": True,
        "com.apple.security.cs.disable-library-validation": True,
    }


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """Return a bundle with code, data, and a link to code."""
    app = tmp_path / "Sfumato.app"
    for name in ("MacOS/sfumato", "Frameworks/PySide6/QtCore.abi3.so", "Frameworks/Qt.framework/Versions/A/Qt"):
        path = app / "Contents" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"\xcf\xfa\xed\xfe" + b"code")
    (app / "Contents" / "Resources").mkdir()
    (app / "Contents" / "Resources" / "text.so").write_text("no code", encoding="utf-8")
    (app / "Contents" / "Frameworks" / "Qt").symlink_to("Qt.framework/Versions/A/Qt")
    return app


def test_code_is_signed_from_the_inside_out_and_the_bundle_last(bundle: Any, app: Path) -> None:
    commands = bundle.sign_commands(app, "Developer ID Application: Somebody")
    signed = [command[-1] for command in commands]
    assert signed[-1] == str(app)
    assert {name.rpartition("/")[2] for name in signed[:-1]} == {"sfumato", "QtCore.abi3.so", "Qt"}
    assert [name.count("/") for name in signed] == sorted((name.count("/") for name in signed), reverse=True)
    for command in commands:
        assert {"--timestamp", "runtime", "--entitlements", str(FOLDER / "entitlements.plist")} <= set(command)


def test_without_an_identity_it_is_signed_ad_hoc(bundle: Any, app: Path) -> None:
    for command in bundle.sign_commands(app, "-"):
        assert command[:4] == ["codesign", "--force", "--sign", "-"]
        assert "--timestamp" not in command


def test_the_plist_is_written_where_the_system_reads_it(bundle: Any, app: Path) -> None:
    bundle.write_info(app)
    assert plistlib.loads((app / "Contents" / "Info.plist").read_bytes()) == bundle.info()
