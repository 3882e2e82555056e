"""What goes around the program on Linux: menu, metainfo, icons, packages."""

from __future__ import annotations

import configparser
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from datetime import date
from typing import TYPE_CHECKING

import linux_packages
import linux_tree
import pytest
import release_notes

from desktop_app import APPLICATION_ID, __version__
from tests.support.checkout import ROOT

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 11, 30)
CHANGELOG = """# Changes

## Unreleased

### Added

- A thing with `code`,
  and [a page](docs/a.md).

## 0.2.0 (2026-10-01)

- An **old** thing & more.

  Its second paragraph is for people who read the file.
"""


def test_releases_are_those_of_the_changelog() -> None:
    newest, older = release_notes.releases(CHANGELOG, "0.3.0", DAY)
    assert newest == release_notes.Release("0.3.0", DAY, ("A thing with code, and a page.",))
    assert older == release_notes.Release("0.2.0", date(2026, 10, 1), ("An old thing & more.",))


def test_what_is_written_for_the_next_version_is_not_told_of_this_one() -> None:
    (found,) = release_notes.releases(CHANGELOG, "0.2.0", DAY)
    assert found.version == "0.2.0"


def test_a_changelog_without_this_version_is_refused() -> None:
    text = CHANGELOG.replace("## Unreleased\n\n### Added\n\n- A thing with `code`,\n  and [a page](docs/a.md).\n\n", "")
    with pytest.raises(ValueError, match="does not begin with version"):
        release_notes.releases(text, "0.3.0", DAY)


def test_debians_changelog_has_the_form_of_the_policy() -> None:
    text = release_notes.debian(release_notes.releases(CHANGELOG, "0.3.0", DAY), "1")
    assert text.startswith("sfumato (0.3.0-1) unstable; urgency=medium\n\n  * A thing")
    assert "\n\n -- Sfumato contributors <" in text
    assert ">  Mon, 30 Nov 2026 12:00:00 +0000\n" in text


def test_the_metainfo_names_this_program_and_its_newest_version() -> None:
    root = ET.fromstring(linux_tree.metainfo())
    assert root.findtext("id") == APPLICATION_ID == linux_tree.ID
    releases = root.findall("releases/release")
    assert releases[0].get("version") == __version__ == linux_tree.version()
    assert releases[0].findall("description/ul/li")
    assert "@" not in re.sub(r"\S+@\S+", "", ET.tostring(root, encoding="unicode"))


def test_every_screenshot_is_a_picture_of_the_documentation() -> None:
    root = ET.fromstring(linux_tree.metainfo())
    names = [(image.text or "").rsplit("/", 1)[-1] for image in root.findall("screenshots/screenshot/image")]
    assert names
    assert all((ROOT / "docs/pictures" / name).is_file() for name in names)


def test_the_menu_entry_starts_the_program_and_shows_its_icon(tmp_path: Path) -> None:
    linux_tree.write_entry(tmp_path)
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(tmp_path / "applications" / f"{APPLICATION_ID}.desktop", encoding="utf-8")
    entry = parser["Desktop Entry"]
    assert (entry["Exec"], entry["Icon"], entry["StartupWMClass"]) == ("sfumato", APPLICATION_ID, "sfumato")


def test_the_icon_is_there_in_every_size(tmp_path: Path) -> None:
    linux_tree.write_icons(tmp_path / "hicolor")
    from PIL import Image

    for size_px in (16, 22, 24, 32, 48, 64, 128, 256, 512):
        with Image.open(tmp_path / f"hicolor/{size_px}x{size_px}/apps/{APPLICATION_ID}.png") as picture:
            assert picture.size == (size_px, size_px)
            corner, middle = picture.convert("RGBA").getpixel((0, 0)), picture.getpixel((size_px // 2, size_px // 2))
            assert isinstance(corner, tuple)
            assert isinstance(middle, tuple)
            assert (corner[3], middle[3]) == (0, 255)
    assert (tmp_path / f"hicolor/scalable/apps/{APPLICATION_ID}.svg").is_file()


@pytest.mark.parametrize("kind", ["deb", "rpm"])
def test_a_package_tells_everything_that_installers_show(kind: str, tmp_path: Path) -> None:
    tree = linux_tree.Tree(tmp_path, tmp_path / "usr/lib/sfumato")
    config = linux_packages.nfpm_config(tree, kind, "1.2.3", ["libc6 (>= 2.36)"])
    wanted = {"name", "arch", "version", "maintainer", "description", "homepage", "license", "depends", "contents"}
    assert all(config.get(name) for name in wanted)
    assert config["contents"] == [{"src": str(tmp_path), "dst": "/", "type": "tree"}]
    lines = config["description"].splitlines()
    assert not lines[0].endswith(".")
    assert max(map(len, lines)) < 80  # lintian: extended-description-line-too-long


def test_small_libraries_of_x11_are_left_to_the_system_but_not_those_of_pillow(tmp_path: Path) -> None:
    frozen = tmp_path / "frozen"
    for name in ("_internal/libxcb-cursor.so.0", "_internal/pillow.libs/libxcb-9065bb12.so.1", "sfumato"):
        (frozen / name).parent.mkdir(parents=True, exist_ok=True)
        (frozen / name).write_bytes(b"x")
    kept = {}
    for whole in (False, True):
        tree = linux_tree.stage(frozen, tmp_path / f"tree-{whole}", with_system_libraries=whole)
        kept[whole] = {path.name for path in tree.program.rglob("*") if path.is_file()}
    assert kept == {
        False: {"libxcb-9065bb12.so.1", "sfumato"},
        True: {"libxcb-9065bb12.so.1", "sfumato", "libxcb-cursor.so.0"},
    }


def test_the_flatpak_may_do_what_the_program_does_and_no_more() -> None:
    text = (linux_tree.LINUX / f"{APPLICATION_ID}.yml").read_text(encoding="utf-8")
    rights = set(re.findall(r"^  - (--\S+)", text, re.MULTILINE))
    assert {right for right in rights if right.startswith(("--filesystem", "--talk-name", "--socket", "--share"))} == {
        "--share=network",
        "--share=ipc",
        "--socket=wayland",
        "--socket=fallback-x11",
        "--filesystem=xdg-pictures/Sfumato:create",
        "--talk-name=org.freedesktop.secrets",
        "--talk-name=org.freedesktop.Notifications",
    }


def test_the_tools_of_the_desktops_find_no_fault(tmp_path: Path) -> None:
    import shutil

    for tool in ("desktop-file-validate", "appstreamcli"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    linux_tree.write_entry(tmp_path / "usr/share")
    linux_tree.write_metainfo(tmp_path / f"usr/share/metainfo/{APPLICATION_ID}.metainfo.xml")
    linux_packages.check_desktop_files(tmp_path)


def test_the_list_of_targets_is_told_without_making_anything() -> None:
    command = [sys.executable, str(ROOT / "dev.py"), "package"]
    told = subprocess.run([*command, "--help"], capture_output=True, text=True, check=False)
    assert told.returncode == 0
    assert {"freeze", "deb", "rpm", "appdir", "flatpak", "prove-deb"} <= set(told.stdout.split())
    wrong = subprocess.run([*command, "nothing"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
