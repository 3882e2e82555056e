"""The details panel with real files behind it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.job import JobState
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.record import Cost, ImageRecord, Kind
from desktop_app.core.settings import ThemeChoice
from desktop_app.store.library import Library, SavedImage
from desktop_app.ui.details.panel import WIDTH_PX, DetailsPanel
from tests.support.pictures import picture_bytes
from tests.support.records import MODEL, PROMPT, full_record, job_in

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop_app.qt.tasks import Tasks
    from desktop_app.ui.theme.theme import Theme

MOMENT = datetime(2026, 11, 22, 18, 45, tzinfo=UTC)


def saved(library: Library, record: ImageRecord | None = None, *, size: tuple[int, int] = (600, 400)) -> SavedImage:
    return library.save(picture_bytes(*size, kind="PNG"), record or full_record(), MOMENT)


def show(qtbot: QtBot, panel: DetailsPanel, path: Path) -> None:
    with qtbot.waitSignal(panel.image_shown, check_params_cb=lambda shown: shown == path):
        panel.show_image(path)


def seen(panel: DetailsPanel) -> str:
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def test_at_first_it_says_what_it_is_for(panel: DetailsPanel) -> None:
    assert panel.message_page.isVisible()
    assert panel.message_page.text.toPlainText() == "Select a picture to see how it was made."


def test_a_picture_shows_its_prompt_facts_and_stars(qtbot: QtBot, panel: DetailsPanel, library: Library) -> None:
    show(qtbot, panel, saved(library).path)

    page = panel.image_page
    assert page.isVisible()
    assert page.texts.prompt.toPlainText() == PROMPT
    assert "48\u202f213\u202f077" in page.summary.toPlainText()
    assert page.stars.isVisible()
    assert page.stars.accessibleName() == "Rating: 4 of 5 stars"
    assert (page.preview.image.width(), page.preview.image.height()) == (600, 400)


def test_the_preview_keeps_the_shape(qtbot: QtBot, panel: DetailsPanel, library: Library) -> None:
    show(qtbot, panel, saved(library, size=(900, 300)).path)
    preview = panel.image_page.preview
    qtbot.waitUntil(lambda: preview.height() == preview.heightForWidth(preview.width()))

    picture = preview.grab().toImage().copy(4, 4, preview.width() - 8, preview.height() - 8)

    assert picture.width() / picture.height() == pytest.approx(3, rel=0.02)
    assert picture.pixelColor(picture.width() // 2, picture.height() // 2) == QColor("#c0552f")


def test_a_picture_without_a_rating_says_so(qtbot: QtBot, panel: DetailsPanel, library: Library) -> None:
    show(qtbot, panel, saved(library, replace(full_record(), rating=0)).path)

    assert panel.image_page.stars.accessibleName() == "Rating: Not rated"


def test_a_demo_picture_is_marked(qtbot: QtBot, panel: DetailsPanel, library: Library) -> None:
    show(qtbot, panel, saved(library, replace(full_record(), demo=True)).path)

    assert "demo, not AI" in seen(panel)
    assert "free (demo)" in panel.image_page.summary.toPlainText()


def test_the_fold_holds_the_whole_sidecar(qtbot: QtBot, panel: DetailsPanel, library: Library) -> None:
    image = saved(library)
    sidecar = json.loads(image.sidecar.read_text(encoding="utf-8"))
    image.sidecar.write_text(json.dumps({**sidecar, "from_tomorrow": "kept"}), encoding="utf-8")
    show(qtbot, panel, image.path)
    page = panel.image_page
    assert not page.everything.isVisible()

    QTest.mouseClick(page.fold.heading, Qt.MouseButton.LeftButton)

    text = page.everything.toPlainText()
    assert page.everything.isVisible()
    for expected in (str(image.path), sidecar["file"]["sha256"], sidecar["uuid"], "oc4x-Zqrih-9f2", "from_tomorrow"):
        assert expected in text


def test_all_details_are_copied_as_json(qtbot: QtBot, panel: DetailsPanel, library: Library) -> None:
    image = saved(library)
    show(qtbot, panel, image.path)

    with qtbot.waitSignal(panel.text_copy_requested) as copied:
        panel.image_page.more.menu().actions()[3].trigger()

    data = json.loads(copied.args[0])
    assert (data["path"], data["uuid"]) == (str(image.path), image.record.uuid)


def test_each_action_says_what_is_wanted(qtbot: QtBot, panel: DetailsPanel, library: Library) -> None:
    image = saved(library)
    show(qtbot, panel, image.path)
    page = panel.image_page

    for button, signal, expected in (
        (page.use_prompt, panel.prompt_use_requested, [PROMPT]),
        (page.use_seed, panel.seed_use_requested, [48213077]),
        (page.use_all, panel.all_use_requested, [image.record]),
        (page.edit, panel.edit_requested, [image.path, image.record.uuid]),
        (page.copy_button, panel.copy_requested, [image.path]),
        (page.folder_button, panel.folder_requested, [image.path]),
        (page.preview, panel.view_requested, [image.path]),
    ):
        with qtbot.waitSignal(signal) as wanted:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert wanted.args == expected


def test_the_preview_opens_by_key_too(qtbot: QtBot, panel: DetailsPanel, library: Library) -> None:
    show(qtbot, panel, saved(library).path)

    with qtbot.waitSignal(panel.view_requested):
        QTest.keyClick(panel.image_page.preview, Qt.Key.Key_Return)


def test_a_picture_of_unknown_making_offers_only_what_it_can(
    qtbot: QtBot, panel: DetailsPanel, library: Library
) -> None:
    path = library.root / "dropped.png"
    library.root.mkdir()
    path.write_bytes(picture_bytes(kind="PNG"))

    show(qtbot, panel, path)

    page = panel.image_page
    assert page.no_prompt.isVisible()
    assert not page.texts.prompt.isVisible()
    assert page.edit.isEnabled()
    assert not any(button.isEnabled() for button in (page.use_prompt, page.use_seed, page.use_all))
    assert "imported" in seen(panel)


def test_a_prompt_is_text_and_never_markup(qtbot: QtBot, panel: DetailsPanel, library: Library) -> None:
    record = full_record()
    assert record.asked is not None
    prompt = "<img src='file:///etc/passwd'><b>bold</b>\nsecond line"
    show(qtbot, panel, saved(library, replace(record, asked=replace(record.asked, prompt=prompt))).path)

    assert panel.image_page.texts.prompt.toPlainText() == prompt


def test_a_long_word_does_not_widen_the_panel_and_is_all_there(
    qtbot: QtBot, panel: DetailsPanel, library: Library
) -> None:
    record = full_record()
    assert record.asked is not None
    long = replace(record, asked=replace(record.asked, prompt="x" * 3000, negative_prompt="y" * 500))
    show(qtbot, panel, saved(library, long).path)

    page = panel.image_page
    qtbot.waitUntil(page.texts.whole.isVisible)
    page.texts.whole.click()
    qtbot.waitUntil(lambda: page.texts.prompt.height() > 1000)
    assert panel.width() == WIDTH_PX
    assert page.texts.prompt.document().size().height() <= page.texts.prompt.height()
    assert page.texts.prompt.geometry().right() < WIDTH_PX


def test_only_the_last_of_two_quick_choices_is_shown(qtbot: QtBot, panel: DetailsPanel, library: Library) -> None:
    first = saved(library, replace(full_record(), uuid="11111111-1111-4111-8111-111111111111"))
    second = saved(library, replace(full_record(), uuid="22222222-2222-4222-8222-222222222222"))
    shown: list[Path] = []
    panel.image_shown.connect(shown.append)

    panel.show_image(first.path)
    show(qtbot, panel, second.path)

    assert shown == [second.path]


def test_a_picture_that_comes_late_does_not_replace_a_job(
    qtbot: QtBot, panel: DetailsPanel, tasks: Tasks, library: Library
) -> None:
    panel.show_image(saved(library).path)
    panel.show_job(job_in(JobState.SENDING))
    other = saved(library, replace(full_record(), uuid="33333333-3333-4333-8333-333333333333"))

    # One thread: when this one is read, the first has been answered.
    done: list[object] = []
    tasks.run(lambda: library.read(other.path), done.append)
    qtbot.waitUntil(lambda: bool(done))

    assert panel.shown_job_id == "job-12"


def test_a_file_that_is_gone_is_told(qtbot: QtBot, panel: DetailsPanel, tmp_path: Path) -> None:
    panel.show_image(tmp_path / "gone.png")

    qtbot.waitUntil(lambda: "cannot be read" in panel.message_page.text.toPlainText())


def test_several_pictures_are_counted_with_their_cost(panel: DetailsPanel) -> None:
    panel.show_several(3, 0.0483)

    assert panel.message_page.heading.text() == "3 pictures"
    assert panel.message_page.text.toPlainText() == "≈ $0.048 in all"

    panel.show_several(2, None)
    assert not panel.message_page.text.isVisible()


def test_the_colours_change_with_the_theme(qtbot: QtBot, panel: DetailsPanel, library: Library, theme: Theme) -> None:
    show(qtbot, panel, saved(library, replace(full_record(), kind=Kind.GENERATED, cost=Cost())).path)

    theme.choose(ThemeChoice.LIGHT)

    cursor = QTextCursor(panel.image_page.texts.prompt.document())
    cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
    assert cursor.charFormat().foreground().color() == theme.color("text")
    assert panel.image_page.texts.prompt.toPlainText() == PROMPT
    assert "FLUX.2 dev" in panel.image_page.summary.toPlainText()


def test_a_very_long_prompt_leaves_the_facts_in_sight(qtbot: QtBot, panel: DetailsPanel, library: Library) -> None:
    record = full_record()
    assert record.asked is not None
    long = replace(record, asked=replace(record.asked, prompt="hills " * 3000))
    show(qtbot, panel, saved(library, long).path)
    page = panel.image_page
    qtbot.waitUntil(page.texts.whole.isVisible)
    assert page.texts.prompt.height() <= 240
    page.texts.whole.click()
    assert page.texts.prompt.height() > 2000
    show(qtbot, panel, saved(library).path)
    assert not page.texts.whole.isVisible()
    assert page.texts.prompt.toPlainText() == PROMPT


def test_a_prompt_made_of_a_template_shows_both(qtbot: QtBot, panel: DetailsPanel, library: Library) -> None:
    show(qtbot, panel, saved(library).path)
    texts = panel.image_page.texts
    assert texts.prompt.toPlainText() == PROMPT
    assert texts.written.isVisible()
    assert texts.written.toPlainText() == "hills under a {violet|amber} sky"

    with qtbot.waitSignal(panel.prompt_use_requested) as wanted:
        panel.image_page.use_written.trigger()
    assert wanted.args == [texts.written.toPlainText()]

    plain = full_record()
    assert plain.asked is not None
    other = replace(plain, uuid="44444444-4444-4444-8444-444444444444", asked=replace(plain.asked, template=""))
    show(qtbot, panel, saved(library, other).path)
    assert not texts.written.isVisible()
    assert not panel.image_page.use_written.isVisible()


def test_an_answer_that_differs_meets_the_eye(qtbot: QtBot, panel: DetailsPanel, library: Library) -> None:
    show(qtbot, panel, saved(library).path)
    block = panel.image_page.differences
    assert block.isVisible()
    assert [row.name for row in block.differences] == ["Size"]
    assert all(part in block.table.toPlainText() for part in ("Asked", "1024 × 1024", "Got", "600 × 400"))

    as_asked = full_record()
    show(
        qtbot,
        panel,
        saved(library, replace(as_asked, uuid="55555555-5555-4555-8555-555555555555"), size=(1024, 1024)).path,
    )
    assert not block.isVisible()


def test_another_catalogue_names_the_models_anew(qtbot: QtBot, panel: DetailsPanel, library: Library) -> None:
    show(qtbot, panel, saved(library).path)
    profile = known_catalogue().profile(MODEL)

    panel.set_catalogue(Catalogue([replace(profile, name="FLUX.2 renamed")]))

    assert "FLUX.2 renamed" in panel.image_page.summary.toPlainText()
