"""The archive of a portable program: one folder, marked, and told how it comes to people."""

from __future__ import annotations

import importlib
import json
import tarfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def test_the_archive_is_one_folder_with_the_mark(tmp_path: Path) -> None:
    frozen = tmp_path / "frozen"
    (frozen / "_internal" / "desktop_app" / "resources" / "icons").mkdir(parents=True)
    (frozen / "sfumato").write_text("program", encoding="utf-8")
    (frozen / "sfumato").chmod(0o755)
    portable: Any = importlib.import_module("portable")
    archive = portable.pack(frozen, tmp_path / "dist" / "Sfumato-1.0.0-portable-linux.tar.gz")
    with tarfile.open(archive) as packed:
        names = packed.getnames()
        note = packed.extractfile("Sfumato/_internal/desktop_app/resources/channel.json")
        assert note is not None
        assert json.load(note)["channel"] == "portable"
        assert packed.getmember("Sfumato/sfumato").mode & 0o111
    assert "Sfumato/portable.ini" in names
    assert all(name.split("/")[0] == "Sfumato" for name in names)
    # What was frozen stays as it was, for the other packages.
    assert not (frozen / "portable.ini").exists()
