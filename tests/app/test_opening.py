"""The window's start, in the program's own process: painted first, typed in while it fills, closed without a trace."""

from __future__ import annotations

import json
import threading
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.engine.places import draft_path, journal_path, known_folders_path
from desktop_app.qt.import_service import ImportService
from desktop_app.store.folders import user_folders
from desktop_app.store.journal import Journal
from desktop_app.ui.theme.tokens import TOKENS, Scheme
from tests.app.opening import Opener, is_filled, opened
from tests.support.small_pictures import picture

__all__ = ["opened"]


def test_what_is_typed_before_the_window_is_filled_stays(qtbot: QtBot, opened: Opener) -> None:
    opening = opened()
    qtbot.waitUntil(lambda: hasattr(opening.window, "prompt"))
    assert not is_filled(opening)

    QTest.keyClicks(opening.window.prompt.editor, "a red fox")
    qtbot.waitUntil(lambda: is_filled(opening))

    assert opening.window.parts.create.draft()["prompt"] == "a red fox"
    assert opening.window.focusWidget() is opening.window.prompt.editor


def test_the_draft_of_the_last_time_is_there(qtbot: QtBot, home: Path, opened: Opener) -> None:
    draft = draft_path(user_folders())
    draft.parent.mkdir(parents=True)
    draft.write_text(json.dumps({"prompt": "hills at dusk", "seed": 7, "seed_locked": True}), encoding="utf-8")

    opening = opened()
    qtbot.waitUntil(lambda: is_filled(opening))

    kept = opening.window.parts.create.draft()
    assert (kept["prompt"], kept["seed"], kept["seed_locked"]) == ("hills at dusk", 7, True)


def test_what_was_typed_is_on_disk_after_closing(qtbot: QtBot, home: Path, opened: Opener) -> None:
    opening = opened()
    qtbot.waitUntil(lambda: is_filled(opening))
    QTest.keyClicks(opening.window.prompt.editor, "unsent")

    opening.close()

    assert json.loads(draft_path(user_folders()).read_text(encoding="utf-8"))["prompt"] == "unsent"


def test_closing_before_the_window_is_filled_leaves_nothing_running(qtbot: QtBot, opened: Opener) -> None:
    opening = opened()
    qtbot.waitUntil(lambda: hasattr(opening.window, "prompt"))
    opening.window.close()
    assert not opening.window.isVisible()


def test_what_is_written_and_ordered_before_the_window_is_filled_outlives_its_closing(
    qtbot: QtBot, opened: Opener
) -> None:
    opening = opened()
    qtbot.waitUntil(lambda: hasattr(opening.window, "prompt"))
    editor = opening.window.prompt.editor
    QTest.keyClicks(editor, "a red fox")
    QTest.keyClick(opening.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    editor.selectAll()
    QTest.keyClicks(editor, "still being written")
    QTest.keyClick(opening.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert not opening.window.isVisible()
    assert not is_filled(opening)

    qtbot.waitUntil(lambda: _ordered_prompts() == ["a red fox"], timeout=20_000)
    assert not opening.window.isVisible()
    assert json.loads(draft_path(user_folders()).read_text(encoding="utf-8"))["prompt"] == "still being written"


def test_it_is_done_when_the_session_has_said_that_it_ends(qtbot: QtBot, qapp: QApplication, opened: Opener) -> None:
    opening = opened()
    qtbot.waitUntil(lambda: is_filled(opening))
    QTest.keyClicks(opening.window.prompt.editor, "unsent")
    opening.window.parts.create.submit()

    qapp.commitDataRequest.emit(None)

    assert not opening.window.isVisible()
    assert "sfumato-engine" not in {thread.name for thread in threading.enumerate()}
    assert json.loads(draft_path(user_folders()).read_text(encoding="utf-8"))["prompt"] == "unsent"
    assert _ordered_prompts() == ["unsent"]


def _ordered_prompts() -> list[str]:
    path = journal_path(user_folders())
    if not path.exists():
        return []
    journal = Journal(path)
    try:
        return [job.request.prompt for job, _ in journal.everyones_jobs()]
    finally:
        journal.close()


def test_the_first_painting_has_the_colours_of_the_tokens(qtbot: QtBot, opened: Opener) -> None:
    opening = opened()
    image = opening.window.grab().toImage()
    side, middle = image.pixelColor(10, 200).name(), image.pixelColor(image.width() // 2, 200).name()
    assert (side, middle) in [(TOKENS[scheme].panel, TOKENS[scheme].canvas) for scheme in Scheme]


def test_a_demo_picture_by_keys_alone(qtbot: QtBot, home: Path, opened: Opener) -> None:
    opening = opened()
    qtbot.waitUntil(lambda: is_filled(opening))
    QTest.keyClicks(opening.window.prompt.editor, "a lake")
    opening.window.parts.create.submit()

    library = home / "Pictures" / "Sfumato"
    qtbot.waitUntil(lambda: len(list(library.rglob("*.jpg.json"))) == 1, timeout=15_000)
    gallery = opening.window.parts.gallery
    qtbot.waitUntil(lambda: gallery.model().rowCount() == 1, timeout=5_000)
    QTest.keyClick(gallery, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: len(gallery.selected_images()) == 1)


def test_every_order_that_comes_before_the_window_is_filled_is_made(qtbot: QtBot, opened: Opener) -> None:
    opening = opened()
    qtbot.waitUntil(lambda: hasattr(opening.window, "prompt"))
    editor = opening.window.prompt.editor
    for prompt in ("a red fox", "a blue hare"):
        editor.selectAll()
        QTest.keyClicks(editor, prompt)
        QTest.keyClick(opening.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    editor.selectAll()
    QTest.keyClicks(editor, "still being written")
    assert not is_filled(opening)

    library = user_folders().library
    qtbot.waitUntil(lambda: len(list(library.rglob("*.json"))) == 2, timeout=20_000)
    records = [json.loads(path.read_text(encoding="utf-8")) for path in library.rglob("*.json")]
    assert {record["request"]["prompt"] for record in records} == {"a red fox", "a blue hare"}
    assert editor.toPlainText() == "still being written"


def test_an_import_makes_no_library_where_its_drive_is_away(
    qtbot: QtBot, home: Path, opened: Opener, tmp_path: Path
) -> None:
    folders = user_folders()
    known = known_folders_path(folders)
    known.parent.mkdir(parents=True)
    known.write_text(json.dumps({str(folders.library): str(home / "no drive")}), encoding="utf-8")
    source = tmp_path / "a.jpg"
    source.write_bytes(picture())
    opening = opened()
    qtbot.waitUntil(lambda: is_filled(opening))
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(source))])
    QGuiApplication.clipboard().setMimeData(files)

    (service,) = opening.window.parts.gallery.findChildren(ImportService)
    with qtbot.waitSignal(service.finished) as finished:
        QTest.keyClick(opening.window.parts.gallery, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert (finished.args[0].failed, finished.args[0].error.code) == (1, "FolderMissing")
    assert not folders.library.exists()
