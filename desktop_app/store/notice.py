"""The parts that the program is made of: as the build noted them, else as they are installed here."""

from __future__ import annotations

import json
import platform
import re
import sys
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from desktop_app import __version__
from desktop_app.core.notice import Part
from desktop_app.resources import resource

NOTICE = "notice.json"
_OWN = "sfumato"
# The extra of programs that update themselves; where it is not installed it is not shipped.
_EXTRA = "tufup"
_LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice)[^/]*$", re.IGNORECASE)
_QT_TERMS = "LGPL-3.0-only"
_QT_WORDS = """\
{name} is used under the GNU Lesser General Public License, version 3. It is there as files of its own, which you may
replace by builds of yours; nothing of it was changed. Its source code: https://download.qt.io

Qt holds code of others, each under a licence of its own: https://doc.qt.io/qt-6/licenses-used-in-qt.html

The licence follows, and then the GNU General Public License, version 3, which it builds on.
"""


def shipped_parts() -> tuple[Part, ...]:
    """Return all parts, the program itself first. From source they are put together from what is installed, which takes
    a moment. Raises nothing but what a broken installation raises: OSError, ValueError.
    """
    try:
        path = resource(NOTICE)
    except FileNotFoundError:
        return installed_parts()
    return tuple(Part(*map(str, part)) for part in json.loads(path.read_text(encoding="utf-8")))


def installed_parts() -> tuple[Part, ...]:
    """Return the parts of a program that runs from source, the program itself first, then by name."""
    parts = [_qt(), _python(), _fonts(), _icons(), *(_distributed(name) for name in needed(wanted()) - {_OWN})]
    return (_own(), *sorted(parts, key=lambda part: part.name.lower()))


def wanted() -> list[str]:
    """Return the names of what the program asks for: as its checkout says, from which builds are made; else as installed."""
    project = Path(__file__).resolve().parents[2] / "pyproject.toml"
    if not project.is_file():
        return [_OWN, _EXTRA]
    asked = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]
    return [*(_name(line) for line in asked), _EXTRA]


def needed(names: list[str]) -> set[str]:
    """Return the canonical names of these distributions and of all that they need; what is not installed is left out."""
    found: set[str] = set()
    waiting = [_canonical(name) for name in names]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            wants = distribution(name).requires or []
        except PackageNotFoundError:
            continue
        found.add(name)
        # What only an extra needs is not there, or for something else.
        waiting += [_canonical(_name(want)) for want in wants if "extra ==" not in want]
    return found


def notice_text(parts: tuple[Part, ...]) -> str:
    """Return all parts as one text for a file."""
    rule = "=" * 78
    heads = [f"{rule}\n{part.name} {part.version}\n{part.licence}\n{rule}\n\n{part.text.strip()}\n" for part in parts]
    return "\n\n".join(["Sfumato is made of these parts, each on its own terms.\n", *heads])


def distributed_part(name: str) -> Part:
    """Return an installed distribution as a part; raises PackageNotFoundError for one that is not there."""
    return _distributed(name)


def _name(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement)[0]


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _distributed(name: str) -> Part:
    found = distribution(name)
    shown = found.metadata["Name"]
    if _canonical(name) in {"pyside6-essentials", "shiboken6"}:
        return Part(shown, found.version, _QT_TERMS, _qt_text(shown))
    licence = _licence_name(found)
    return Part(shown, found.version, licence, _licence_text(found) or f"Licence: {licence}")


def _licence_name(found: Distribution) -> str:
    for field in ("License-Expression", "License"):
        named = (found.metadata.get_all(field) or [""])[0]
        if named and "\n" not in named:
            return str(named)
    classes = [line for line in found.metadata.get_all("Classifier") or () if line.startswith("License ::")]
    return classes[0].rpartition(" :: ")[2] if classes else ""


def _licence_text(found: Distribution) -> str:
    """Return the licences that came with it, which stand beside its metadata."""
    files = [file for file in found.files or () if ".dist-info/" in str(file) and _LICENCE_FILE.search(str(file))]
    texts = [Path(str(found.locate_file(file))).read_text(encoding="utf-8", errors="replace") for file in files]
    return "\n\n".join(text.strip() for text in texts)


def _own() -> Part:
    beside = Path(__file__).resolve().parents[2] / "LICENSE"
    text = beside.read_text(encoding="utf-8") if beside.is_file() else _licence_text(distribution(_OWN))
    return Part("Sfumato", __version__, "MIT", text)


def _qt() -> Part:
    return Part("Qt", distribution("shiboken6").version, _QT_TERMS, _qt_text("Qt"))


def _qt_text(name: str) -> str:
    terms = (resource("licences", f"{terms}.txt") for terms in (_QT_TERMS, "GPL-3.0-only"))
    return "\n\n".join([_QT_WORDS.format(name=name), *(path.read_text(encoding="utf-8") for path in terms)])


def _python() -> Part:
    library = Path(json.__file__).parents[1]
    places = (
        library / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE.txt",
        Path(f"/usr/share/doc/{library.name}/copyright"),
    )
    text = next((path.read_text(encoding="utf-8") for path in places if path.is_file()), "")
    words = "The licence of Python: https://docs.python.org/3/license.html"
    return Part("Python", platform.python_version(), "PSF-2.0", text or words)


def _fonts() -> Part:
    return Part("Inter", "3.19", "OFL-1.1", resource("fonts", "OFL.txt").read_text(encoding="utf-8"))


def _icons() -> Part:
    return Part("Lucide icons", "1.62", "ISC", resource("icons", "LICENSE").read_text(encoding="utf-8"))
