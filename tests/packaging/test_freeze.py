"""What goes into the frozen program, and its test of itself."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from desktop_app import selftest
from tests.support.checkout import ROOT

SPEC = ROOT / "packaging" / "sfumato.spec"


def rule() -> Callable[[str, str], bool]:
    """Return the spec's own rule of what goes into the program, without building anything."""
    tree = ast.parse(SPEC.read_text(encoding="utf-8"))
    wanted = {"QT_LIBRARIES", "QT_PLUGINS", "SYSTEM_LIBRARIES"}
    kept: list[ast.stmt] = [
        node
        for node in tree.body
        if (isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id in wanted)
        or (isinstance(node, ast.FunctionDef) and node.name == "is_wanted")
    ]
    names: dict[str, Any] = {"re": re, "sys": sys}
    exec(compile(ast.Module(kept, []), str(SPEC), "exec"), names)
    found: Callable[[str, str], bool] = names["is_wanted"]
    return found


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/lib/libQt6Quick.so.6",
        "PySide6/Qt/lib/libQt6Pdf.so.6",
        "PySide6/QtQml.abi3.so",
        "PySide6/Qt6Qml.dll",
        "PySide6/Qt/plugins/platforms/libqlinuxfb.so",
        "PySide6/Qt/plugins/imageformats/libqpdf.so",
        "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
        "PySide6/plugins/imageformats/qtga.dll",
        "PySide6/Qt/translations/qtbase_de.qm",
        "lib/libanything.rlib",
    ],
)
def test_what_is_not_used_stays_out(name: str) -> None:
    assert not rule()(name, "/somewhere/" + name)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/lib/libQt6Widgets.so.6",
        "PySide6/QtSvg.abi3.so",
        "PySide6/Qt6Core.dll",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/plugins/tls/qschannelbackend.dll",
        "PySide6/Qt/plugins/imageformats/libqwebp.so",
        "desktop_app/resources/icons/x.svg",
    ],
)
def test_what_is_used_goes_in(name: str) -> None:
    assert rule()(name, "/somewhere/" + name)


@pytest.mark.skipif(sys.platform != "linux", reason="libraries of a Linux system")
def test_fonts_and_graphics_are_the_systems_own() -> None:
    is_wanted = rule()
    for name in (
        "libfontconfig.so.1",
        "libGL.so.1",
        "libglib-2.0.so.0",
        "libX11.so.6",
        "libdbus-1.so.3",
        "libxcb.so.1",
    ):
        assert not is_wanted(name, f"/usr/lib/x86_64-linux-gnu/{name}")
    for name in ("libssl.so.3", "libsqlite3.so.0", "libxcb-cursor.so.0"):
        assert is_wanted(name, f"/usr/lib/x86_64-linux-gnu/{name}")


def test_the_program_tests_itself() -> None:
    command = [sys.executable, "-m", "desktop_app", "--selftest"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout
    lines = told.stdout.splitlines()
    assert lines[-1] == "All parts work."
    assert [line[8:22].strip() for line in lines[1:-1]] == list(selftest.TESTS)


def test_a_part_that_is_missing_fails_the_test_and_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> str:
        raise selftest.PartMissing("no root certificates")

    monkeypatch.setattr(selftest, "TESTS", {"TLS": broken, "search": selftest.TESTS["search"]})
    assert selftest.main() == 1
    told = capsys.readouterr().out
    assert "FAILED  TLS" in told
    assert "no root certificates" in told
    assert told.endswith("1 of 2 FAILED.\n")
