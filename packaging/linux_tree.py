"""Lays out the frozen program as Linux has it: below `/usr`, with all that desktops, menus and `man` ask for."""

from __future__ import annotations

import gzip
import re
import shutil
from pathlib import Path
from string import Template
from typing import NamedTuple

import icons
import release_notes

ROOT = Path(__file__).resolve().parents[1]
LINUX = ROOT / "packaging" / "linux"
ID = "io.github.sfumato.Sfumato"
"""The name of the program among all others: desktop entry, metainfo and icons bear it."""
HOMEPAGE = "https://github.com/sfumato/sfumato"
PICTURES = f"{HOMEPAGE.replace('github.com', 'raw.githubusercontent.com')}/v$version/docs/pictures"
SCREENSHOTS = {
    "library-dark.png": "The library, with the prompt on the left and how a picture was made on the right",
    "edit-light.png": "An edit of a picture that was dropped onto the window",
    "failures-grey.png": "A picture whose outcome is unknown, and what can be done",
}
# What the frozen folder brings along for systems without a package manager, and a package depends on instead.
FROM_THE_SYSTEM = re.compile(r"lib(xcb-[\w-]+|xkbcommon-x11)\.so")


class Tree(NamedTuple):
    """Where things are in a staged tree."""

    root: Path
    program: Path


def version() -> str:
    """Return the program's version."""
    text = (ROOT / "desktop_app" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'__version__ = "([^"]+)"', text)
    assert found
    return found[1]


def stage(frozen: Path, root: Path, *, with_system_libraries: bool) -> Tree:
    """Copy the frozen program into `root`, which is made anew, and write everything that goes around it."""
    shutil.rmtree(root, ignore_errors=True)
    program = root / "usr/lib/sfumato"
    shutil.copytree(frozen, program, symlinks=True)
    for path in program.rglob("*"):
        if path.is_symlink():
            continue
        if path.is_dir() or path == program / "sfumato":
            path.chmod(0o755)
            continue
        path.chmod(0o644)
        if not with_system_libraries and path.parent.name == "_internal" and FROM_THE_SYSTEM.match(path.name):
            path.unlink()
    program.chmod(0o755)
    share = root / "usr/share"
    (root / "usr/bin").mkdir(parents=True)
    (root / "usr/bin/sfumato").symlink_to("../lib/sfumato/sfumato")
    write_entry(share)
    write_icons(share / "icons/hicolor")
    write_metainfo(share / "metainfo" / f"{ID}.metainfo.xml")
    write_manual(share / "man/man1/sfumato.1.gz")
    mime = share / "mime/packages" / f"{ID}.xml"
    mime.parent.mkdir(parents=True)
    shutil.copyfile(LINUX / "sfumato-mime.xml", mime)
    return Tree(root, program)


def write_entry(share: Path) -> None:
    """Write the desktop entry."""
    folder = share / "applications"
    folder.mkdir(parents=True)
    text = (LINUX / "sfumato.desktop").read_text(encoding="utf-8")
    (folder / f"{ID}.desktop").write_text(text.replace("Icon=sfumato", f"Icon={ID}"), encoding="utf-8")


def write_icons(theme: Path) -> None:
    """Write the icon in all sizes into a theme's folder."""
    drawn = icons.draw(ROOT / "build" / "icons")
    for size_px in icons.SIZES_PX:
        path = theme / f"{size_px}x{size_px}" / "apps" / f"{ID}.png"
        path.parent.mkdir(parents=True)
        shutil.copyfile(drawn / f"{size_px}x{size_px}" / "sfumato.png", path)
    path = theme / "scalable/apps" / f"{ID}.svg"
    path.parent.mkdir(parents=True)
    shutil.copyfile(drawn / "sfumato.svg", path)


def metainfo() -> str:
    """Return the AppStream metainfo, with the screenshots of the documentation and the releases of the changelog."""
    shots = []
    for number, (name, caption) in enumerate(SCREENSHOTS.items()):
        default = ' type="default"' if number == 0 else ""
        address = Template(PICTURES).substitute(version=version())
        shots.append(
            f"    <screenshot{default}>\n      <caption>{caption}</caption>\n"
            f'      <image type="source" width="1440" height="900">{address}/{name}</image>\n    </screenshot>'
        )
    text = (LINUX / "metainfo.xml.in").read_text(encoding="utf-8")
    values = {
        "ID": ID,
        "DESKTOP": f"{ID}.desktop",
        "ICON": ID,
        "HOMEPAGE": HOMEPAGE,
        "SCREENSHOTS": "\n".join(shots),
        "RELEASES": release_notes.appstream(known_releases()),
    }
    return re.sub(r"@([A-Z]+)@", lambda name: values[name[1]], text)


def known_releases() -> list[release_notes.Release]:
    """Return what the changelog tells of the versions up to this one."""
    changelog = release_notes.CHANGELOG.read_text(encoding="utf-8")
    return release_notes.releases(changelog, version(), release_notes.source_day())


def write_metainfo(path: Path) -> None:
    """Write the AppStream metainfo."""
    path.parent.mkdir(parents=True)
    path.write_text(metainfo(), encoding="utf-8")


def write_manual(path: Path) -> None:
    """Write the page for `man`."""
    path.parent.mkdir(parents=True)
    text = (LINUX / "sfumato.1.in").read_text(encoding="utf-8")
    text = text.replace("@VERSION@", version()).replace("@DATE@", str(release_notes.source_day()))
    write_packed(path, text)


def write_packed(path: Path, text: str) -> None:
    """Write a text with gzip, the same bytes each time (lintian: no time stamp)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
