"""The settings: every change applies at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from desktop_app.core.errors import FolderMissing
from desktop_app.core.settings import Settings, ThemeChoice
from desktop_app.ui.settings.settings_dialog import SettingsDialog

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop_app.ui.theme.theme import Theme

DEFAULT = "pictures/Sfumato"


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme) -> SettingsDialog:
    return opened(qtbot, Settings(tile_px=300))


def opened(qtbot: QtBot, settings: Settings, base_url_override: str = "") -> SettingsDialog:
    widget = SettingsDialog(settings, DEFAULT, base_url_override)
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_it_shows_where_the_library_is_without_being_modal(dialog: SettingsDialog) -> None:
    assert dialog.folder.path.text() == DEFAULT
    assert not dialog.folder.default.isVisible()
    assert not dialog.isModal()


def test_the_colours_change_at_once_and_nothing_else_does(qtbot: QtBot, dialog: SettingsDialog) -> None:
    with qtbot.waitSignal(dialog.settings_changed) as changed:
        QTest.mouseClick(dialog.theme.buttons[ThemeChoice.GREY], Qt.MouseButton.LeftButton)

    assert changed.args == [Settings(tile_px=300, theme=ThemeChoice.GREY)]


def test_the_same_choice_again_is_no_change(qtbot: QtBot, dialog: SettingsDialog) -> None:
    with qtbot.assertNotEmitted(dialog.settings_changed):
        QTest.mouseClick(dialog.theme.buttons[ThemeChoice.SYSTEM], Qt.MouseButton.LeftButton)


def test_changes_add_up(qtbot: QtBot, dialog: SettingsDialog) -> None:
    QTest.mouseClick(dialog.jobs.buttons[2], Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(dialog.settings_changed) as changed:
        QTest.mouseClick(dialog.theme.buttons[ThemeChoice.LIGHT], Qt.MouseButton.LeftButton)

    assert changed.args == [Settings(tile_px=300, theme=ThemeChoice.LIGHT, parallel_jobs=2)]


def test_a_number_that_is_not_offered_stays(qtbot: QtBot, theme: Theme) -> None:
    dialog = opened(qtbot, Settings(parallel_jobs=5))

    assert not any(button.isChecked() for button in dialog.jobs.buttons.values())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://example.test/v1/", "https://example.test"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("https://api.together.ai/v1", ""),
    ],
)
def test_another_address_is_kept_in_one_spelling(qtbot: QtBot, theme: Theme, typed: str, kept: str) -> None:
    dialog = opened(qtbot, Settings(base_url="https://old.test"))
    dialog.base_url.clear()
    QTest.keyClicks(dialog.base_url, typed)

    with qtbot.waitSignal(dialog.settings_changed) as changed:
        QTest.keyClick(dialog.base_url, Qt.Key.Key_Return)

    assert changed.args == [Settings(base_url=kept)]


def test_an_address_that_cannot_be_used_is_said_and_not_kept(qtbot: QtBot, dialog: SettingsDialog) -> None:
    QTest.keyClicks(dialog.base_url, "ftp://example.test")

    with qtbot.assertNotEmitted(dialog.settings_changed):
        QTest.keyClick(dialog.base_url, Qt.Key.Key_Return)

    assert dialog.base_url_note.isVisible()
    assert dialog.base_url_note.property("kind") == "bad-small"


def test_the_environment_overrides_the_address(qtbot: QtBot, theme: Theme) -> None:
    dialog = opened(qtbot, Settings(base_url="https://mine.test"), "http://localhost:9")

    assert dialog.base_url.text() == "http://localhost:9"
    assert dialog.base_url.isReadOnly()
    assert "TOGETHER_BASE_URL" in dialog.base_url_note.text()


def test_a_folder_is_chosen(qtbot: QtBot, dialog: SettingsDialog, tmp_path: Path) -> None:
    QTest.mouseClick(dialog.folder.choose, Qt.MouseButton.LeftButton)
    chooser = dialog.findChild(QFileDialog)
    assert chooser is not None

    with qtbot.waitSignal(dialog.settings_changed) as changed:
        chooser.fileSelected.emit(str(tmp_path))
    chooser.close()

    assert changed.args == [Settings(tile_px=300, library_folder=str(tmp_path))]
    assert dialog.folder.path.text() == str(tmp_path)


def test_the_default_folder_is_one_click_away(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    dialog = opened(qtbot, Settings(library_folder=str(tmp_path)))

    with qtbot.waitSignal(dialog.settings_changed) as changed:
        QTest.mouseClick(dialog.folder.default, Qt.MouseButton.LeftButton)

    assert changed.args == [Settings()]
    assert dialog.folder.path.text() == DEFAULT


def test_what_is_wrong_with_the_folder_is_said_where_it_stands(dialog: SettingsDialog) -> None:
    dialog.show_library_problem(FolderMissing(path="drive/pictures"))
    assert dialog.folder.problem.text() == "The folder is not there. drive/pictures"

    dialog.show_library_problem(None)
    assert not dialog.folder.problem.isVisible()


def test_the_window_grows_with_what_it_has_to_say(qtbot: QtBot, dialog: SettingsDialog) -> None:
    before = dialog.height()

    dialog.show_library_problem(FolderMissing(path="a folder with a long name/" * 8))

    qtbot.waitUntil(lambda: dialog.height() > before)


def test_the_time_between_orders_to_one_model_can_be_set(qtbot: QtBot, dialog: SettingsDialog) -> None:
    assert dialog.pace.buttons[1.0].isChecked()

    with qtbot.waitSignal(dialog.settings_changed) as changed:
        dialog.pace.buttons[0.5].click()

    assert changed.args == [Settings(tile_px=300, pace_s=0.5)]


def test_settings_changed_elsewhere_are_shown_in_silence(qtbot: QtBot, dialog: SettingsDialog) -> None:
    with qtbot.assertNotEmitted(dialog.settings_changed):
        dialog.show_settings(Settings(theme=ThemeChoice.DARK, parallel_jobs=8))

    assert dialog.theme.buttons[ThemeChoice.DARK].isChecked()
    assert dialog.jobs.buttons[8].isChecked()


def test_what_is_told_when_pictures_are_done_is_chosen(qtbot: QtBot, dialog: SettingsDialog) -> None:
    assert (dialog.notify.isChecked(), dialog.sound.isChecked()) == (True, False)
    with qtbot.waitSignal(dialog.settings_changed) as changed:
        dialog.notify.click()
    assert not changed.args[0].notify_when_done
    with qtbot.waitSignal(dialog.settings_changed) as changed:
        dialog.sound.click()
    assert changed.args[0].sound_when_done


def test_the_trash_is_emptied_only_where_that_is_wanted(qtbot: QtBot, dialog: SettingsDialog) -> None:
    assert not dialog.trash.isChecked()
    with qtbot.waitSignal(dialog.settings_changed) as changed:
        dialog.trash.click()
    assert changed.args == [Settings(tile_px=300, empties_trash=True)]
