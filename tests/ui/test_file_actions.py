"""Copying a picture, and showing its file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.ui.file_actions import FileActions
from tests.support.checkout import ROOT
from tests.support.pictures import picture_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop_app.qt.tasks import Tasks

# A bus of its own, with or without a file manager; prints what is shown.
DESKTOP = """
import sys
from pathlib import Path
from PySide6.QtCore import ClassInfo, QObject, QTimer, QUrl, Slot
from PySide6.QtDBus import QDBusConnection
from PySide6.QtGui import QDesktopServices, QGuiApplication
from desktop_app.qt.tasks import Tasks
from desktop_app.ui.file_actions import FileActions

def show(*what):
    print(*what)
    QTimer.singleShot(0, application.quit)

@ClassInfo({"D-Bus Interface": "org.freedesktop.FileManager1"})
class FileManager(QObject):
    @Slot("QStringList", str)
    def ShowItems(self, urls, startup_id):
        show("file", *urls)

class FolderWindow(QObject):
    @Slot(QUrl)
    def open(self, url):
        show("folder", bytes(url.toEncoded()).decode())

application = QGuiApplication([])
manager, window, tasks = FileManager(), FolderWindow(), Tasks()
QDesktopServices.setUrlHandler("file", window, "open")
if sys.argv[2] == "manager":
    bus = QDBusConnection.sessionBus()
    bus.registerObject("/org/freedesktop/FileManager1", manager, QDBusConnection.RegisterOption.ExportAllSlots)
    bus.registerService("org.freedesktop.FileManager1")
actions = FileActions(tasks, application.clipboard())
QTimer.singleShot(20000, application.quit)
QTimer.singleShot(0, lambda: actions.show_in_folder(Path(sys.argv[1])))
application.exec()
QDesktopServices.unsetUrlHandler("file")
tasks.close()
"""


class FolderWindow(QObject):
    """Takes the folders that would be opened in a window."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.urls.append(url)


@pytest.fixture
def window(qapp: QApplication) -> Iterator[FolderWindow]:
    taker = FolderWindow()
    QDesktopServices.setUrlHandler("file", taker, "open")  # type: ignore[arg-type]  # what it takes is a str
    yield taker
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def actions(qapp: QApplication, tasks: Tasks) -> FileActions:
    return FileActions(tasks, qapp.clipboard())


def test_a_copied_picture_is_pixels_and_a_file(
    qtbot: QtBot, actions: FileActions, qapp: QApplication, tmp_path: Path
) -> None:
    path = tmp_path / "a fox & ü.png"
    path.write_bytes(picture_bytes(40, 30, "#123456", "PNG"))

    with qtbot.waitSignal(actions.copied):
        actions.copy_image(path)

    data = qapp.clipboard().mimeData()
    image = data.imageData()
    assert isinstance(image, QImage)
    assert (image.width(), image.height(), image.pixelColor(3, 3).name()) == (40, 30, "#123456")
    assert data.urls() == [QUrl.fromLocalFile(str(path))]


def test_a_picture_that_cannot_be_read_leaves_the_clipboard_alone(
    qtbot: QtBot, actions: FileActions, qapp: QApplication, tmp_path: Path
) -> None:
    qapp.clipboard().setText("before")
    path = tmp_path / "broken.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n and no more")

    with qtbot.waitSignal(actions.copy_failed) as failed:
        actions.copy_image(path)

    assert failed.args == [path]
    assert qapp.clipboard().text() == "before"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the bus is of Linux desktops")
def test_without_a_bus_the_folder_is_opened(actions: FileActions, window: FolderWindow, tmp_path: Path) -> None:
    actions.show_in_folder(tmp_path / "fox.png")

    assert window.urls == [QUrl.fromLocalFile(str(tmp_path))]


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="needs dbus-run-session")
@pytest.mark.parametrize("desktop", ["manager", "bare"])
def test_a_file_manager_on_the_bus_is_asked_first(tmp_path: Path, desktop: str) -> None:
    path = tmp_path / "a fox & ü.png"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}

    shown = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", DESKTOP, str(path), desktop],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
        check=True,
    )

    expected = {"manager": f"file {path.as_uri()}", "bare": f"folder {path.parent.as_uri()}"}
    assert shown.stdout.strip() == expected[desktop]


def test_a_picture_is_opened_in_the_program_of_the_system(
    qtbot: QtBot, actions: FileActions, window: FolderWindow, tmp_path: Path
) -> None:
    path = tmp_path / "a fox & ü #1.png"
    path.write_bytes(b"")
    place = QWidget()
    qtbot.addWidget(place)

    actions.open_with_menu(path, place).actions()[0].trigger()

    assert window.urls == [QUrl.fromLocalFile(str(path))]


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="these have lists of their own")
def test_a_picture_is_opened_with_a_program_of_the_desktops_list(
    qtbot: QtBot, actions: FileActions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, told = tmp_path / "a fox & ü.png", tmp_path / "told"
    path.write_bytes(b"")
    program = tmp_path / "viewer"
    program.write_text(f'#!/bin/sh\nprintf %s "$1" > "{told}.new" && mv "{told}.new" "{told}"\n', encoding="utf-8")
    program.chmod(0o755)
    applications = tmp_path / "data" / "applications"
    applications.mkdir(parents=True)
    entry = f"[Desktop Entry]\nName=See & smile\nExec={program} %f\n"
    (applications / "see.desktop").write_text(entry, encoding="utf-8")
    (applications / "mimeinfo.cache").write_text("[MIME Cache]\nimage/png=see.desktop;\n", encoding="utf-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "none"))
    place = QWidget()
    qtbot.addWidget(place)
    menu = actions.open_with_menu(path, place)
    menu.aboutToShow.emit()
    qtbot.waitUntil(lambda: len(menu.actions()) == 3)
    assert menu.actions()[2].text() == "See && smile"
    menu.actions()[2].trigger()
    qtbot.waitUntil(told.exists)
    assert told.read_text(encoding="utf-8") == str(path)
