"""References from every side: files, data, addresses; in order, and refused in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QLineEdit, QWidget

from desktop_app.core.errors import DownloadFailed
from desktop_app.core.known_models import known_catalogue
from desktop_app.qt.image_mime import IMAGES_MIME
from desktop_app.store.presets_file import Presets
from desktop_app.store.prompt_book import PromptBook
from desktop_app.store.references import ReferenceStore
from desktop_app.store.wildcards import WildcardFolder
from desktop_app.ui.create.panel import CreatePanel
from desktop_app.ui.create.prompt_row import PromptRow
from tests.support.pictures import picture_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from desktop_app.qt.tasks import Tasks
    from desktop_app.ui.theme.theme import Theme

COLORS = ("#c0552f", "#2f55c0", "#55c02f", "#c02f9a", "#101010")
COPY, LEFT = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton


def picture(folder: Path, number: int = 0) -> Path:
    path = folder / f"{number}.jpg"
    path.write_bytes(picture_bytes(color=COLORS[number]))
    return path


def add(qtbot: QtBot, panel: CreatePanel, *paths: Path) -> None:
    for path in paths:
        panel.add_reference_file(path)
    qtbot.waitUntil(lambda: not panel.references.strip.is_busy)


def names(panel: CreatePanel) -> list[str]:
    return [each.name for each in panel.form.references]


def drop(panel: CreatePanel, mime: QMimeData) -> None:
    place = QPoint(100, 100)
    enter = QDragEnterEvent(place, COPY, mime, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(panel, enter)
    assert enter.isAccepted()
    assert panel._veil.isVisible()
    end = QDropEvent(QPointF(place), COPY, mime, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(panel, end)
    assert end.isAccepted()
    assert not panel._veil.isVisible()


def move(tile: QWidget, to: QPoint) -> None:
    place = QPointF(to)
    kind, none = QEvent.Type.MouseMove, Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(kind, place, QPointF(tile.mapToGlobal(to)), Qt.MouseButton.NoButton, LEFT, none)
    QApplication.sendEvent(tile, event)


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def test_a_reference_exchanges_the_model_and_says_so(qtbot: QtBot, panel: CreatePanel, tmp_path: Path) -> None:
    panel.model.model_chosen.emit("black-forest-labs/FLUX.1-schnell")
    drop(panel, files(picture(tmp_path)))
    qtbot.waitUntil(lambda: len(panel.form.references) == 1)
    assert panel.model.field.value == "FLUX.1 Kontext pro"
    assert panel.model.note.text() == "FLUX.1 schnell takes no references. FLUX.1 Kontext pro was chosen."
    assert panel.model.note.isVisible()
    assert panel.size_row.side.text() == "as reference"
    panel.references.strip.remove(panel.references.strip.tiles[0].token)
    assert panel.model.field.value == "FLUX.1 schnell"
    assert not panel.model.note.isVisible()


def test_a_drop_from_the_library_keeps_the_uuid(qtbot: QtBot, panel: CreatePanel, tmp_path: Path) -> None:
    path = picture(tmp_path)
    mime = files(path)
    mime.setData(IMAGES_MIME, json.dumps([{"uuid": "abc", "path": str(path)}]).encode())
    drop(panel, mime)
    qtbot.waitUntil(lambda: len(panel.form.references) == 1)
    assert panel.form.references[0].image_uuid == "abc"


def test_a_pasted_picture_is_a_reference_and_pasted_text_is_text(qtbot: QtBot, panel: CreatePanel) -> None:
    image = QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    QGuiApplication.clipboard().setImage(image)
    QTest.keyClick(panel.prompt.editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(panel.form.references) == 1)
    assert (panel.form.references[0].width, panel.form.references[0].height) == (30, 20)
    assert panel.form.prompt == ""
    QGuiApplication.clipboard().setText("a red fox")
    QTest.keyClick(panel.prompt.editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert panel.form.prompt == "a red fox"


def test_a_paste_beside_the_prompt_is_taken_too(qtbot: QtBot, panel: CreatePanel, tmp_path: Path) -> None:
    QGuiApplication.clipboard().setMimeData(files(picture(tmp_path)))
    panel.references.strip.add_tile.setFocus()
    QTest.keyClick(panel.references.strip.add_tile, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: names(panel) == ["0.jpg"])


def test_a_picture_from_the_web_is_fetched_elsewhere(qtbot: QtBot, panel: CreatePanel, tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/fox.png")])
    with qtbot.waitSignal(panel.reference_url_dropped) as signal:
        drop(panel, mime)
    token, url = signal.args
    assert url == "https://example.org/fox.png"
    assert panel.references.strip.is_busy
    reference = ReferenceStore(tmp_path / "references").add_bytes(picture_bytes(), "fox.png")
    panel.reference_fetched(token, reference, None)
    qtbot.waitUntil(lambda: names(panel) == ["fox.png"])


def test_a_picture_that_cannot_be_fetched_changes_nothing(qtbot: QtBot, panel: CreatePanel) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/fox.png")])
    with qtbot.waitSignal(panel.reference_url_dropped) as signal:
        drop(panel, mime)
    panel.reference_fetched("a token of nobody", None, DownloadFailed())
    assert panel.references.note.text() == ""
    panel.reference_fetched(signal.args[0], None, DownloadFailed())
    assert panel.references.note.text() == "The picture could not be fetched from its address."
    assert panel.references.strip.tiles == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 not a picture at all", "x.png is not a picture that can be used."),
        (picture_bytes(kind="PNG")[:60], "x.png cannot be opened: the picture is broken."),
        (None, "x.png is not there, or cannot be read."),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(
    qtbot: QtBot, panel: CreatePanel, tmp_path: Path, content: bytes | None, words: str
) -> None:
    path = tmp_path / "x.png"
    if content is not None:
        path.write_bytes(content)
    before = panel.draft()
    add(qtbot, panel, path)
    assert panel.references.note.text() == words
    assert panel.references.note.isVisible()
    assert panel.draft() == before
    add(qtbot, panel, picture(tmp_path))
    assert not panel.references.note.isVisible()


def test_the_same_picture_is_taken_once_and_no_more_than_a_model_takes(
    qtbot: QtBot, panel: CreatePanel, tmp_path: Path
) -> None:
    add(qtbot, panel, picture(tmp_path), picture(tmp_path))
    assert names(panel) == ["0.jpg"]
    assert panel.references.note.text() == "This picture is already a reference."
    limit = panel.form.reference_limit
    add(qtbot, panel, *(picture(tmp_path, number % 5) for number in range(1, 5)))
    assert len(names(panel)) == min(limit, 5)
    assert panel.references.strip.is_full == (limit <= 5)


def test_references_move_and_go_by_keyboard(qtbot: QtBot, panel: CreatePanel, tmp_path: Path) -> None:
    add(qtbot, panel, *(picture(tmp_path, number) for number in range(3)))
    first = panel.references.strip.tiles[0]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert names(panel) == ["1.jpg", "0.jpg", "2.jpg"]
    assert first.accessibleName() == "Reference 2: 0.jpg"
    QTest.keyClick(first, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(first, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert names(panel) == ["0.jpg", "1.jpg", "2.jpg"]
    QTest.keyClick(first, Qt.Key.Key_Delete)
    assert names(panel) == ["1.jpg", "2.jpg"]
    assert QApplication.focusWidget() is panel.references.strip.tiles[0]
    QTest.keyClick(panel.references.strip.tiles[0], Qt.Key.Key_Right)
    assert QApplication.focusWidget() is panel.references.strip.tiles[1]


def test_references_move_by_mouse(qtbot: QtBot, panel: CreatePanel, tmp_path: Path) -> None:
    add(qtbot, panel, *(picture(tmp_path, number) for number in range(3)))
    tile = panel.references.strip.tiles[0]
    QTest.mousePress(tile, LEFT, pos=QPoint(30, 30))
    for _ in range(10):
        move(tile, QPoint(45, 30))
    QTest.mouseRelease(tile, LEFT, pos=QPoint(30, 30))
    assert names(panel) == ["1.jpg", "2.jpg", "0.jpg"]
    assert [each.x() for each in panel.references.strip.tiles] == [0, 68, 136]


def test_a_name_that_looks_like_markup_is_shown_as_it_is(qtbot: QtBot, panel: CreatePanel) -> None:
    panel.add_reference_bytes(picture_bytes(), "<b>fox</b> & hen")
    panel.add_reference_bytes(picture_bytes(color="#123456"), "a & b")
    qtbot.waitUntil(lambda: not panel.references.strip.is_busy)
    tips = [tile.toolTip() for tile in panel.references.strip.tiles]
    assert tips == ["<span>&lt;b&gt;fox&lt;/b&gt; &amp; hen</span>", "a & b"]


def test_the_cross_removes(qtbot: QtBot, panel: CreatePanel, tmp_path: Path) -> None:
    add(qtbot, panel, picture(tmp_path))
    tile = panel.references.strip.tiles[0]
    tile.setFocus()
    assert tile._remove.isVisible()
    QTest.mouseClick(tile._remove, LEFT)
    assert names(panel) == []


def test_the_plus_opens_a_dialog_that_does_not_stop_the_program(
    qtbot: QtBot, panel: CreatePanel, tmp_path: Path
) -> None:
    path = picture(tmp_path)
    QTest.keyClick(panel.references.strip.add_tile, Qt.Key.Key_Space)
    (dialog,) = panel.findChildren(QFileDialog)
    dialog.filesSelected.emit([str(path)])
    dialog.close()
    qtbot.waitUntil(lambda: names(panel) == ["0.jpg"])


def test_references_of_a_draft_come_back(
    qtbot: QtBot, panel: CreatePanel, new_panel: Callable[[], CreatePanel], tmp_path: Path
) -> None:
    add(qtbot, panel, picture(tmp_path, 1), picture(tmp_path, 0))
    other = new_panel()
    other.restore(panel.draft())
    qtbot.waitUntil(lambda: not other.references.strip.is_busy)
    assert other.form.references == panel.form.references
    for kept in (tmp_path / "references").iterdir():
        kept.unlink()
    third = new_panel()
    third.restore(panel.draft())
    qtbot.waitUntil(lambda: not third.references.strip.is_busy)
    assert third.form.references == ()
    assert third.references.note.isVisible()


def test_ordering_waits_for_a_reference_that_is_being_read(qtbot: QtBot, panel: CreatePanel) -> None:
    panel.use_prompt("a fox")
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/fox.png")])
    drop(panel, mime)
    with qtbot.assertNotEmitted(panel.generate_requested):
        panel.submit()
    assert panel.foot.note.text() == "A reference is still being read."


def test_pictures_dragged_over_the_prompt_go_on_to_the_panel(panel: CreatePanel, tmp_path: Path) -> None:
    mime, view = files(picture(tmp_path)), panel.prompt.editor.viewport()
    QApplication.sendEvent(view, QDragEnterEvent(QPoint(9, 9), COPY, mime, LEFT, Qt.KeyboardModifier.NoModifier))
    assert panel._veil.isVisible()
    QApplication.sendEvent(view, QDragLeaveEvent())
    text = QMimeData()
    text.setText("a red fox")
    QApplication.sendEvent(view, QDragEnterEvent(QPoint(9, 9), COPY, text, LEFT, Qt.KeyboardModifier.NoModifier))
    assert not panel._veil.isVisible()


def test_a_drag_that_leaves_lifts_the_veil_and_text_is_not_taken(panel: CreatePanel, tmp_path: Path) -> None:
    mime = files(picture(tmp_path))
    QApplication.sendEvent(panel, QDragEnterEvent(QPoint(9, 9), COPY, mime, LEFT, Qt.KeyboardModifier.NoModifier))
    assert panel._veil.isVisible()
    QApplication.sendEvent(panel, QDragLeaveEvent())
    assert not panel._veil.isVisible()
    text = QMimeData()
    text.setText("a red fox")
    assert not panel.takes(text)


def test_tab_goes_from_the_prompt_through_the_references_to_the_model(
    qtbot: QtBot, panel: CreatePanel, tmp_path: Path
) -> None:
    add(qtbot, panel, picture(tmp_path, 0), picture(tmp_path, 1))
    panel.focus_prompt()
    way: list[QWidget | None] = []
    for _ in range(4):
        QTest.keyClick(QApplication.focusWidget() or panel, Qt.Key.Key_Tab)
        way.append(QApplication.focusWidget())
    strip = panel.references.strip
    assert way == [*strip.tiles, strip.add_tile, panel.model.field]


def test_a_prompt_that_stood_in_the_window_before_goes_to_the_rows_below_it(
    qtbot: QtBot, theme: Theme, tasks: Tasks, tmp_path: Path
) -> None:
    window, prompt, later = QWidget(), PromptRow(), QLineEdit()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    row.addWidget(prompt)
    prompt.attach(theme, PromptBook(tmp_path / "book.json"), tasks, WildcardFolder(tmp_path / "lists"))
    panel = CreatePanel(theme, known_catalogue(), Presets(), tasks, ReferenceStore(tmp_path / "references"), prompt)
    for _ in panel.made():
        pass
    row.addWidget(panel)
    row.addWidget(later)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    panel.focus_prompt()
    way: list[QWidget | None] = []
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget() or panel, Qt.Key.Key_Tab)
        way.append(QApplication.focusWidget())
    assert way == [prompt.menu, panel.references.strip.add_tile, panel.model.field]
