"""What the status line says of a newer version."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.engine.update_check import Found, Stage


def update_words(found: Found, *, is_fetching: bool = False) -> str:
    """Return the words; empty when there is nothing to say."""
    words = {
        Stage.NONE: "",
        Stage.TOLD: QCoreApplication.translate("Updates", "Version {version} is out"),
        Stage.OFFERED: QCoreApplication.translate("Updates", "Get version {version}"),
        Stage.READY: QCoreApplication.translate("Updates", "Version {version} starts next time"),
        Stage.FAILED: QCoreApplication.translate("Updates", "Version {version} did not come. Try again"),
    }
    if is_fetching:
        return QCoreApplication.translate("Updates", "Getting version {version}…").format(version=found.version)
    return words[found.stage].format(version=found.version)
