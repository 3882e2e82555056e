"""A checkout in small: the real dev.py, beside a project that installs without a network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.support.checkout import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "sfumato"
version = "0"

[tool.hatch]
"""

# The least that a build backend has to know for an editable installation (PEP 660).
BACKEND = """
import pathlib, zipfile

INFO = "sfumato-0.dist-info"
ROOT = pathlib.Path(__file__).parent

def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "sfumato-0-py3-none-any.whl"
    files = {
        "sfumato.pth": str(ROOT),
        f"{INFO}/METADATA": "Metadata-Version: 2.1\\nName: sfumato\\nVersion: 0\\n",
        f"{INFO}/WHEEL": "Wheel-Version: 1.0\\nGenerator: tiny\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
        f"{INFO}/entry_points.txt": "[console_scripts]\\nsfumato = tiny_program:main\\n",
        f"{INFO}/RECORD": "",
    }
    with zipfile.ZipFile(pathlib.Path(folder, name), "w") as wheel:
        for path, text in files.items():
            wheel.writestr(path, text)
    return name
"""

PROGRAM = """
import sys

def main():
    print(repr(sys.argv[1:]))
    return 7
"""


class TinyCheckout:
    """A folder with dev.py and a program that prints its arguments and exits with 7."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copy(ROOT / "dev.py", folder)
        files = {"pyproject.toml": PYPROJECT, "backend.py": BACKEND, "tiny_program.py": PROGRAM}
        for name, text in {**files, "requirements.lock": "", "requirements-dev.lock": ""}.items():
            (folder / name).write_text(text, encoding="utf-8")

    @property
    def python(self) -> Path:
        """The interpreter of the environment that dev.py makes."""
        return self.folder / ".venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")

    def dev(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run dev.py as a person does, from another folder, without a display unless one is given."""
        inherited = {name: text for name, text in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
        return subprocess.run(
            [getattr(sys, "_base_executable", sys.executable), str(self.folder / "dev.py"), *arguments],
            cwd=self.folder.parent,
            env={**inherited, "PIP_NO_INDEX": "1", **environment},
            capture_output=True,
            text=True,
            check=False,
        )
