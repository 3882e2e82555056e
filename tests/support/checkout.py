"""The files of this checkout, for tests that read the source."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_LEFT_OUT = {".git", ".venv", "__pycache__", "build", "dist", ".mypy_cache", ".ruff_cache", ".pytest_cache"}


def checkout_files() -> list[Path]:
    """Return the files that git knows or would take; in a copy without git, all but what tools leave behind."""
    if shutil.which("git") and (ROOT / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        files = [ROOT / name for name in listed.split("\0") if name]
    else:
        files = [path for path in ROOT.rglob("*") if not _LEFT_OUT & set(path.relative_to(ROOT).parts)]
    return sorted(path for path in set(files) if path.is_file())


def python_files(*folders: str) -> list[Path]:
    """Return the Python files of the checkout, or of some folders of it."""
    files = [path for path in checkout_files() if path.suffix == ".py"]
    return [path for path in files if not folders or path.relative_to(ROOT).as_posix().startswith(folders)]
