"""Makes `.deb` and `.rpm` of the frozen program with nfpm, the AppDir of an AppImage, and checks what stands in them."""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import freeze
import linux_tree
import release_notes
from linux_tree import ID, LINUX, ROOT, Tree

__all__ = ["appdir", "deb", "flatpak", "prove_deb", "rpm"]

DIST = freeze.DIST
WORK = ROOT / "build" / "linux"
REVISION = "1"
OLDER = "0.0.9"
SUMMARY = "studio for making and editing pictures with AI models"
DESCRIPTION = """Sfumato makes and edits pictures with Together AI's image models, and keeps
them in folders of your own, each with a small text file that tells how it
was made. The price is on the button, nothing that may have been billed is
ever sent again by itself, and a demo engine paints without a network and
without a key."""
# What the program asks for while it runs, which no library names.
RECOMMENDS = {"deb": ["gnome-keyring | kwalletmanager | keepassxc", "xdg-desktop-portal"], "rpm": []}


def deb(*arguments: str) -> Path:
    """Make the package for Debian and its kin, check it with lintian, and return it."""
    options = parse_options(arguments)
    tree = staged(options, "deb")
    document(tree, options.version)
    package = pack(tree, "deb", options.version, debian_depends(tree))
    if options.version == linux_tree.version():
        check_lintian(package)
    return package


def prove_deb(*arguments: str) -> str:
    """Freeze, make the package under two versions, and prove them in a bare Debian; options go to clean_deb.py."""
    freeze.freeze()
    older = deb("--frozen", "--version", OLDER)
    newer = deb("--frozen")
    script = ROOT / "packaging" / "clean_deb.py"
    subprocess.run([sys.executable, str(script), str(older), str(newer), *arguments], check=True)
    older.unlink()
    return newer.name


def rpm(*arguments: str) -> Path:
    """Make the package for Fedora, openSUSE and their kin, see that `rpm` can read it, and return it."""
    options = parse_options(arguments)
    tree = staged(options, "rpm")
    package = pack(tree, "rpm", options.version, rpm_depends(tree))
    subprocess.run(["rpm", "--query", "--package", "--info", str(package)], check=True)
    return package


def appdir(*arguments: str) -> Path:
    """Make the folder that an AppImage is packed from, let its program test itself, and return it."""
    options = parse_options(arguments)
    tree = staged(options, "appimage", DIST / "Sfumato.AppDir", with_system_libraries=True)
    root = tree.root
    (root / "AppRun").symlink_to("usr/bin/sfumato")
    shutil.copyfile(root / f"usr/share/applications/{ID}.desktop", root / f"{ID}.desktop")
    shutil.copyfile(root / f"usr/share/icons/hicolor/256x256/apps/{ID}.png", root / f"{ID}.png")
    (root / ".DirIcon").symlink_to(f"{ID}.png")
    shutil.copyfile(ROOT / "LICENSE", root / "usr/share/LICENSE")
    subprocess.run([str(root / "AppRun"), "--selftest"], check=True, env=freeze.quiet_environment())
    return root


def flatpak(*arguments: str) -> Path:
    """Lay out what goes into a Flatpak, let flatpak-builder read the manifest, and return the manifest.

    `flatpak-builder build/flatpak MANIFEST` makes it where the runtime is installed.
    """
    options = parse_options(arguments)
    staged(options, "flatpak", with_system_libraries=True)
    manifest = LINUX / f"{ID}.yml"
    state = ROOT / "build" / "flatpak-state"
    command = ["flatpak-builder", f"--state-dir={state}", "--show-manifest", str(manifest)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return manifest


def parse_options(arguments: tuple[str, ...]) -> argparse.Namespace:
    """Return the options of a target of Linux."""
    parser = argparse.ArgumentParser(prog="dev.py package deb|rpm|appdir")
    parser.add_argument("--version", default=linux_tree.version(), help="call the package so, for trying an upgrade")
    parser.add_argument("--frozen", action="store_true", help="take dist/sfumato as it is, without freezing anew")
    return parser.parse_args(arguments)


def staged(
    options: argparse.Namespace, channel: str, root: Path | None = None, *, with_system_libraries: bool = False
) -> Tree:
    """Freeze, lay out the tree of a package, note in it how it comes to people, and check what desktops read."""
    frozen = freeze.FROZEN if options.frozen else freeze.freeze()
    tree = linux_tree.stage(frozen, root or WORK / channel, with_system_libraries=with_system_libraries)
    finish = ROOT / "packaging" / "finish.py"
    if finish.exists():
        subprocess.run([sys.executable, str(finish), str(tree.program), channel], check=True)
    check_desktop_files(tree.root)
    return tree


def check_desktop_files(root: Path) -> None:
    """Validate desktop entry and metainfo as the desktops' own tools do; raises CalledProcessError."""
    subprocess.run(["desktop-file-validate", str(root / f"usr/share/applications/{ID}.desktop")], check=True)
    metainfo = root / f"usr/share/metainfo/{ID}.metainfo.xml"
    subprocess.run(["appstreamcli", "validate", "--no-net", "--pedantic", "--explain", str(metainfo)], check=True)


def document(tree: Tree, version: str) -> None:
    """Write what Debian wants to read of a package: copyright, changelogs, and our answers to lintian."""
    folder = tree.root / "usr/share/doc/sfumato"
    folder.mkdir(parents=True)
    notice = next(tree.program.rglob("desktop_app/resources/NOTICE"), None)
    (folder / "copyright").write_text(copyright_text(notice), encoding="utf-8")
    found = linux_tree.known_releases()
    found[0] = found[0]._replace(version=version)
    linux_tree.write_packed(folder / "changelog.Debian.gz", release_notes.debian(found, REVISION))
    linux_tree.write_packed(folder / "changelog.gz", release_notes.CHANGELOG.read_text(encoding="utf-8"))
    overrides = tree.root / "usr/share/lintian/overrides/sfumato"
    overrides.parent.mkdir(parents=True)
    shutil.copyfile(LINUX / "lintian-overrides", overrides)


def copyright_text(notice: Path | None) -> str:
    """Return Debian's copyright file: the licence, and where those of the parts stand."""
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    _, _, terms = licence.partition("\n\n")
    body = "\n".join(f" {line}" if line.strip() else " ." for line in terms.strip().splitlines())
    text = (LINUX / "copyright.in").read_text(encoding="utf-8").replace("@MIT@", body)
    if notice is not None:
        text += f"Comment: {notice.name} in the program's folder tells of every part and shows its licence.\n"
    return text


def elf_files(folder: Path) -> list[Path]:
    """Return the programs and libraries in a folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return [path for path in files if path.open("rb").read(4) == b"\x7fELF"]


def debian_depends(tree: Tree) -> list[str]:
    """Return what the package depends on: exactly what its libraries ask for, by dpkg-shlibdeps."""
    work = WORK / "shlibdeps"
    (work / "debian").mkdir(parents=True, exist_ok=True)
    control = "Source: sfumato\nMaintainer: nobody\n\nPackage: sfumato\nArchitecture: any\n"
    (work / "debian/control").write_text(control, encoding="utf-8")
    files = elf_files(tree.program)
    private = sorted({path.parent for path in files})
    marker = tree.root / "DEBIAN"  # by this dpkg-shlibdeps knows the root of a package
    marker.mkdir()
    command = ["dpkg-shlibdeps", "-O", "--warnings=0", "--ignore-missing-info", *(f"-l{folder}" for folder in private)]
    command += [f"-S{tree.root}", *(f"-x{name}" for name in brought_along(files)), *map(str, files)]
    done = subprocess.run(command, cwd=work, check=False, capture_output=True, text=True)
    marker.rmdir()
    if done.returncode:
        raise ValueError("\n".join(line for line in done.stderr.splitlines() if "error" in line))
    told = done.stdout
    names = re.sub(r"^shlibs:Depends=", "", told.strip().splitlines()[-1])
    return [name.strip() for name in names.split(",")]


def brought_along(files: list[Path]) -> list[str]:
    """Return the Debian packages whose libraries the program brings itself."""
    patterns = [f"*/{path.name}" for path in files if path.parent.name == "_internal" and path.name.startswith("lib")]
    told = subprocess.run(["dpkg-query", "--search", *patterns], check=False, capture_output=True, text=True).stdout
    return sorted({line.partition(":")[0] for line in told.splitlines() if "diversion" not in line})


def rpm_depends(tree: Tree) -> list[str]:
    """Return the libraries that the package does not bring, as every distribution with rpm calls them."""
    files = elf_files(tree.program)
    command = ["readelf", "--dynamic", "--wide", *map(str, files)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    needed = set(re.findall(r"\(NEEDED\)\s+Shared library: \[([^\]]+)\]", told))
    return [f"{name}()(64bit)" for name in sorted(needed - {path.name for path in files}) if "ld-linux" not in name]


def nfpm_config(tree: Tree, kind: str, version: str, depends: list[str]) -> dict[str, Any]:
    """Return what nfpm is to do."""
    return {
        "name": "sfumato",
        "arch": "amd64",
        "platform": "linux",
        "version": version,
        "release": REVISION,
        "section": "graphics",
        "priority": "optional",
        "maintainer": release_notes.MAINTAINER,
        "description": f"{SUMMARY}\n{DESCRIPTION}",
        "vendor": "Sfumato contributors",
        "homepage": linux_tree.HOMEPAGE,
        "license": "MIT",
        "depends": depends,
        "recommends": RECOMMENDS[kind],
        "contents": [{"src": str(tree.root), "dst": "/", "type": "tree"}],
        "mtime": f"{release_notes.source_day()}T12:00:00Z",
        "umask": 0o022,
        "deb": {"compression": "zstd" if version != linux_tree.version() else "xz"},
        "rpm": {"compression": "zstd:3", "summary": SUMMARY, "group": "Applications/Graphics"},
    }


def pack(tree: Tree, kind: str, version: str, depends: list[str]) -> Path:
    """Make the package of a tree with nfpm and return it."""
    config = WORK / f"nfpm-{kind}.json"  # JSON is YAML
    config.write_text(json.dumps(nfpm_config(tree, kind, version, depends), indent=1), encoding="utf-8")
    nfpm = Path(sys.executable).with_name("nfpm")
    names = {"deb": f"sfumato_{version}-{REVISION}_amd64.deb", "rpm": f"sfumato-{version}-{REVISION}.x86_64.rpm"}
    target = DIST / names[kind]
    command = [str(nfpm), "package", "--config", str(config), "--packager", kind, "--target", str(target)]
    subprocess.run(command, check=True)
    print(f"{target.name}: {target.stat().st_size / 1e6:.0f} MB, depends on {', '.join(depends)}", flush=True)
    return target


def check_lintian(package: Path) -> None:
    """Let lintian read the package; raises ValueError when it says what has no answer in the overrides."""
    command = ["lintian", "--fail-on", "none", "--show-overrides", "--tag-display-limit", "0", str(package)]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    answered = sum(line.startswith("O:") for line in told.stdout.splitlines())
    found = [line for line in told.stdout.splitlines() if line.startswith(("E:", "W:"))]
    print("\n".join(found[:40]))
    print(f"lintian: {len(found)} errors and warnings, {answered} answered in the overrides", flush=True)
    if found:
        raise ValueError(f"lintian has {len(found)} questions without an answer")
