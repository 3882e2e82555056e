"""Programs for a file, from desktop files as desktops install them."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.store.open_with import Program, programs_for


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    for folder in ("data/applications", "system/applications", "config", "bin"):
        (tmp_path / folder).mkdir(parents=True)
    return {
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_DATA_DIRS": str(tmp_path / "system"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "LANG": "de_DE.UTF-8",
    }


def install(folder: Path, name: str, command: str, *, title: str = "", more: str = "") -> None:
    """Put a desktop file there whose program is the shell, which every machine of the tests has."""
    text = f"[Desktop Entry]\nType=Application\nName={title or name}\nExec={command}\nTryExec=sh\n{more}\n"
    (folder / "applications" / f"{name}.desktop").write_text(text, encoding="utf-8")


def cache(folder: Path, names: str) -> None:
    (folder / "applications" / "mimeinfo.cache").write_text(f"[MIME Cache]\nimage/jpeg={names}\n", encoding="utf-8")


def told(environment: dict[str, str]) -> list[str]:
    return [program.name for program in programs_for("image/jpeg", environment)]


def test_they_stand_in_the_desktops_order_each_once(tmp_path: Path, environment: dict[str, str]) -> None:
    for name in ("viewer", "painter", "editor"):
        install(tmp_path / "system", name, "sh %f")
    cache(tmp_path / "system", "viewer.desktop;painter.desktop;editor.desktop;gone.desktop;")
    chosen = "[Default Applications]\nimage/jpeg=editor.desktop\n[Removed Associations]\nimage/jpeg=painter.desktop;\n"
    (tmp_path / "config" / "mimeapps.list").write_text(chosen, encoding="utf-8")
    assert told(environment) == ["editor", "viewer"]


def test_a_persons_own_desktop_file_goes_before_the_systems(tmp_path: Path, environment: dict[str, str]) -> None:
    install(tmp_path / "system", "viewer", "sh %f", title="Viewer")
    install(tmp_path / "data", "viewer", "sh --large %f", title="My viewer", more="Name[de]=Mein Betrachter")
    cache(tmp_path / "system", "viewer.desktop;")
    (program,) = programs_for("image/jpeg", environment)
    assert program == Program("Mein Betrachter", ("sh", "--large", "%f"))


@pytest.mark.parametrize("more", ["Hidden=true", "Terminal=true", "TryExec=no-such-program-anywhere"])
def test_what_cannot_be_started_here_is_left_out(tmp_path: Path, environment: dict[str, str], more: str) -> None:
    install(tmp_path / "system", "viewer", "sh %f", more=more)
    cache(tmp_path / "system", "viewer.desktop;")
    assert told(environment) == []


@pytest.mark.parametrize("text", ["", "[Desktop Entry]\nName=x\nExec=sh 'unclosed\n", "no section", "\ufffe"])
def test_what_cannot_be_read_is_left_out(tmp_path: Path, environment: dict[str, str], text: str) -> None:
    (tmp_path / "system/applications/viewer.desktop").write_text(text, encoding="utf-8")
    cache(tmp_path / "system", "viewer.desktop;../../etc/passwd;")
    assert told(environment) == []


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (("sh", "%f"), ["sh", "/a b.jpg"]),
        (("sh", "%U"), ["sh", "file:///a%20b.jpg"]),
        (("sh", "%i", "%c", "--share=100%%", "%F"), ["sh", "--share=100%", "/a b.jpg"]),
        (("sh", "-x"), ["sh", "-x", "/a b.jpg"]),
    ],
)
def test_the_file_goes_where_the_command_line_has_its_place(command: tuple[str, ...], expected: list[str]) -> None:
    assert Program("x", command).command_for(Path("/a b.jpg")) == expected
