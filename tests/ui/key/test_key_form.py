"""The key's field in every state, with the store of keys behind it where that tells more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QKeySequence
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from desktop_app.core import errors
from desktop_app.store.secrets import KeyPlace
from desktop_app.ui.key.key_banner import KeyBanner
from desktop_app.ui.key.key_form import KEY_PAGE, KeyForm
from desktop_app.ui.key.key_states import KeyAction, KeyState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from desktop_app.ui.theme.theme import Theme

KEY = "tgp_v1_0123456789abcdefghijklmnopqrstuvwxyz"


class Opened(QObject):
    """Takes the web addresses that would go to a browser."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.urls.append(url.toString())


@pytest.fixture
def opened(qapp: QApplication) -> Iterator[Opened]:
    browser = Opened()
    QDesktopServices.setUrlHandler("https", browser, "open")  # type: ignore[arg-type]  # what it takes is a str
    yield browser
    QDesktopServices.unsetUrlHandler("https")


@pytest.fixture
def form(qtbot: QtBot, theme: Theme) -> KeyForm:
    widget = KeyForm()
    qtbot.addWidget(widget)
    widget.resize(420, 120)
    widget.show()
    return widget


def paste(form: KeyForm, text: str) -> None:
    QApplication.clipboard().setText(text)
    form.field.selectAll()
    QTest.keySequence(form.field, QKeySequence(QKeySequence.StandardKey.Paste))


def give(qtbot: QtBot, form: KeyForm, key: str = KEY) -> None:
    """Paste a key and have it tested."""
    paste(form, key)
    with qtbot.waitSignal(form.check_requested):
        QTest.keyClick(form.field, Qt.Key.Key_Return)


def offered(form: KeyForm) -> set[KeyAction]:
    return {action for action, button in form.offers.items() if button.isVisible()}


def words_of(widget: QWidget) -> str:
    """Return everything that the widget's parts say to eyes and to screen readers."""
    said = []
    for part in [widget, *widget.findChildren(QWidget)]:
        said += [part.toolTip(), part.accessibleName(), part.accessibleDescription(), part.objectName()]
        if isinstance(part, QLabel | QPushButton):
            said.append(part.text())
        if isinstance(part, QLineEdit):
            said += [part.displayText(), part.placeholderText()]
    return "\n".join(said)


def test_a_pasted_key_is_tested_by_itself_after_a_moment(qtbot: QtBot, form: KeyForm) -> None:
    paste(form, f"  {KEY}\n")

    with qtbot.waitSignal(form.check_requested, timeout=2000):
        pass

    assert form.key() == KEY
    assert form.state is KeyState.TESTING
    assert form.status.text() == "Testing the key"


def test_enter_tests_at_once_and_only_once(qtbot: QtBot, form: KeyForm) -> None:
    asked = QSignalSpy(form.check_requested)
    paste(form, f"Bearer {KEY}")

    QTest.keyClick(form.field, Qt.Key.Key_Return)
    QTest.keyClick(form.field, Qt.Key.Key_Return)

    assert asked.count() == 1
    assert form.key() == KEY


def test_a_short_text_waits_for_enter(qtbot: QtBot, form: KeyForm) -> None:
    with qtbot.assertNotEmitted(form.check_requested, wait=700):
        paste(form, "abc")


def test_what_cannot_be_a_key_is_not_sent_anywhere(qtbot: QtBot, form: KeyForm) -> None:
    paste(form, "a prompt that was on the clipboard")

    with qtbot.assertNotEmitted(form.check_requested):
        QTest.keyClick(form.field, Qt.Key.Key_Return)

    assert form.state is KeyState.REFUSED
    assert form.status.property("kind") == "bad-small"


def test_a_good_key_is_stored_and_the_place_named(qtbot: QtBot, form: KeyForm) -> None:
    give(qtbot, form)

    with qtbot.waitSignal(form.save_requested):
        form.on_checked(None)
    assert form.key() == KEY
    form.on_stored(KeyPlace.KEYRING, "Secret Service")

    assert form.status.text() == "Accepted. Kept in Secret Service."
    assert form.status.property("kind") == "good-small"
    assert offered(form) == {KeyAction.REPLACE, KeyAction.REMOVE}
    assert form.field.isReadOnly()
    assert form.key() == ""
    assert KEY not in form.field.text(), "the key is let go of"


def test_the_news_that_follows_does_not_say_less(qtbot: QtBot, form: KeyForm) -> None:
    give(qtbot, form)
    form.on_checked(None)
    form.on_stored(KeyPlace.KEYRING, "Secret Service")

    form.show_place(KeyPlace.KEYRING, "Secret Service")
    assert form.status.text() == "Accepted. Kept in Secret Service."

    form.show_place(KeyPlace.KEYRING, "KWallet")
    assert form.status.text() == "Kept in KWallet."


def test_a_wrong_key_is_said_and_not_stored(qtbot: QtBot, form: KeyForm) -> None:
    give(qtbot, form)

    with qtbot.assertNotEmitted(form.save_requested):
        form.on_checked(errors.KeyRejected())

    assert form.state is KeyState.REFUSED
    assert form.status.text().startswith("Together does not accept this key.")
    assert KeyAction.SAVE_ANYWAY not in offered(form)


@pytest.mark.parametrize(
    "error", [errors.CreditExhausted(), errors.ConnectionNotMade(), errors.ServerFailed(), errors.AnswerTimedOut()]
)
def test_a_key_that_could_not_be_tested_may_be_saved_anyway(
    qtbot: QtBot, form: KeyForm, error: errors.SfumatoError
) -> None:
    give(qtbot, form)
    form.on_checked(error)
    assert form.state is KeyState.UNTESTED

    with qtbot.waitSignal(form.save_requested):
        QTest.mouseClick(form.offers[KeyAction.SAVE_ANYWAY], Qt.MouseButton.LeftButton)
    assert form.key() == KEY
    form.on_stored(KeyPlace.KEYRING, "Secret Service")

    assert form.status.text() == "Kept in Secret Service, not tested."


def test_it_can_be_tested_again(qtbot: QtBot, form: KeyForm) -> None:
    give(qtbot, form)
    form.on_checked(errors.ConnectionNotMade())

    with qtbot.waitSignal(form.check_requested):
        QTest.mouseClick(form.offers[KeyAction.TEST_AGAIN], Qt.MouseButton.LeftButton)

    assert form.key() == KEY


@pytest.mark.parametrize(
    "error",
    [errors.KeyringAbsent(), errors.KeyringLocked(), errors.KeyringSilent(), errors.KeyringForgetful()],
    ids=lambda error: error.code,
)
def test_without_a_keyring_the_key_is_kept_for_the_session_and_this_is_said(
    qtbot: QtBot, form: KeyForm, error: errors.SfumatoError
) -> None:
    give(qtbot, form)
    form.on_checked(None)
    form.on_store_failed(error)
    assert form.state is KeyState.NOT_STORED

    with qtbot.waitSignal(form.session_requested):
        QTest.mouseClick(form.offers[KeyAction.KEEP_FOR_SESSION], Qt.MouseButton.LeftButton)
    assert form.key() == KEY
    form.on_stored(KeyPlace.SESSION, "")

    assert form.status.text() == "Kept for this session only. It is forgotten when Sfumato ends."


def test_the_answer_to_a_key_that_was_changed_meanwhile_is_not_taken(qtbot: QtBot, form: KeyForm) -> None:
    give(qtbot, form)
    give(qtbot, form, f"{KEY}2")

    form.on_checked(errors.KeyRejected())
    assert form.state is KeyState.TESTING, "this was the answer to the first"

    with qtbot.waitSignal(form.save_requested):
        form.on_checked(None)
    assert form.key() == f"{KEY}2"


def test_the_environment_overrides_and_cannot_be_changed_here(form: KeyForm) -> None:
    form.show_place(KeyPlace.ENVIRONMENT, "")

    assert form.state is KeyState.OVERRIDDEN
    assert "TOGETHER_API_KEY" in form.status.text()
    assert form.field.isReadOnly()
    assert offered(form) == set()


def test_a_stored_key_can_be_removed(qtbot: QtBot, form: KeyForm) -> None:
    form.show_place(KeyPlace.KEYRING, "KWallet")
    assert form.status.text() == "Kept in KWallet."

    with qtbot.waitSignal(form.remove_requested):
        QTest.mouseClick(form.offers[KeyAction.REMOVE], Qt.MouseButton.LeftButton)
    form.show_place(KeyPlace.NOWHERE, "")

    assert form.state is KeyState.EMPTY
    assert form.field.text() == ""


def test_a_stored_key_can_be_replaced(qtbot: QtBot, form: KeyForm) -> None:
    form.show_place(KeyPlace.KEYRING, "KWallet")

    QTest.mouseClick(form.offers[KeyAction.REPLACE], Qt.MouseButton.LeftButton)

    assert form.field.text() == ""
    assert not form.field.isReadOnly()


def test_news_of_the_place_does_not_wipe_what_is_being_typed(form: KeyForm) -> None:
    paste(form, "half")

    form.show_place(KeyPlace.NOWHERE, "")
    form.show_place(KeyPlace.KEYRING, "KWallet")

    assert form.field.text() == "half"


def test_a_keyring_that_does_not_open_at_start_is_told(form: KeyForm) -> None:
    form.show_problem(errors.KeyringLocked())

    assert form.status.text() == "The key is in a keyring that was not unlocked."


def test_the_key_is_never_legible(qtbot: QtBot, form: KeyForm) -> None:
    give(qtbot, form)
    steps: list[Callable[[], None]] = [
        lambda: form.on_checked(errors.ConnectionNotMade(KEY)),
        form.offers[KeyAction.SAVE_ANYWAY].click,
        lambda: form.on_store_failed(errors.KeyringLocked()),
        form.offers[KeyAction.KEEP_FOR_SESSION].click,
        lambda: form.on_stored(KeyPlace.SESSION, ""),
    ]
    for step in steps:
        step()
        assert KEY[:8] not in words_of(form)
    form.field.selectAll()
    QApplication.clipboard().setText("before")
    form.field.copy()
    assert QApplication.clipboard().text() == "before"


def test_the_page_for_keys_is_one_click_away(form: KeyForm, opened: Opened) -> None:
    QTest.mouseClick(form.offers[KeyAction.GET], Qt.MouseButton.LeftButton)

    assert opened.urls == [KEY_PAGE]


def test_the_banner_says_what_is_going_on_and_goes_when_told(qtbot: QtBot, theme: Theme) -> None:
    banner = KeyBanner(theme)
    qtbot.addWidget(banner)
    banner.resize(780, 80)
    banner.show()

    assert "You are using the demo engine." in words_of(banner)
    assert banner.sentence.toPlainText().startswith("It paints without AI")
    with qtbot.waitSignal(banner.dismissed):
        QTest.mouseClick(banner.close_button, Qt.MouseButton.LeftButton)


def test_the_banner_grows_with_what_it_has_to_say(qtbot: QtBot, theme: Theme) -> None:
    banner = KeyBanner(theme)
    qtbot.addWidget(banner)
    banner.show()
    before = banner.sizeHint().height()

    give(qtbot, banner.form)
    banner.form.on_checked(errors.ConnectionNotMade())

    assert banner.sizeHint().height() > before
