"""The field for the API key: paste, test, keep. It shows a key as dots and lets go of it as soon as it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.job import failure_of
from desktop_app.store.secrets import KeyPlace
from desktop_app.ui import words
from desktop_app.ui.key.key_states import (
    ACTIONS,
    KeyAction,
    KeyState,
    Status,
    action_words,
    place_status,
    state_after_check,
)
from desktop_app.ui.widgets.labels import set_kind, text_label

if TYPE_CHECKING:
    from desktop_app.core.errors import SfumatoError

KEY_PAGE = "https://api.together.ai/settings/api-keys"
"""Where Together hands out keys (its documentation)."""
_PAUSE_MS = 500
_LIKELY_LENGTH = 20
_LENGTH_MAX = 512
_DOTS = "x" * 16


class KeyForm(QWidget):
    """Asks for a key; no signal carries it, `key` hands it over. Each `check_requested` wants one `on_checked`.

    Signals:
        check_requested(): test the key with the provider.
        save_requested(): put the key into the keyring.
        session_requested(): keep the key until the program ends.
        remove_requested(): forget the key that is kept.
        state_changed(KeyState): the form stands elsewhere now.
    """

    check_requested = Signal()
    save_requested = Signal()
    session_requested = Signal()
    remove_requested = Signal()
    state_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, link_beside_field: bool = False) -> None:
        super().__init__(parent)
        self._state = KeyState.EMPTY
        self._checks_under_way = 0
        self._is_tested = False
        self._kept_in = (KeyPlace.NOWHERE, "")
        self._link_beside_field = link_beside_field
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._on_pause_over)
        self.field = self._make_field()
        self.status = text_label("", "secondary", wrap=True)
        self.offers = {action: self._make_action(action) for action in KeyAction}
        self._lay_out()
        self._go(KeyState.EMPTY, Status())

    @property
    def state(self) -> KeyState:
        """Where the form stands."""
        return self._state

    def key(self) -> str:
        """Return the key that was typed, without what is copied along with one; empty once it is kept."""
        if self._state in {KeyState.KEPT, KeyState.OVERRIDDEN}:
            return ""
        return self.field.text().strip().strip("\"'").removeprefix("Bearer ").strip()

    def on_checked(self, error: SfumatoError | None) -> None:
        """Take the answer to a check: `None` when the provider knows the key."""
        if self._checks_under_way == 0:
            return
        self._checks_under_way -= 1
        if self._checks_under_way or self._state is not KeyState.TESTING:
            # The key was changed meanwhile; the answer is to another one.
            return
        state = state_after_check(error)
        if error is None:
            self._is_tested = True
            self._store()
        else:
            kind = "bad-small" if state is KeyState.REFUSED else "warn-small"
            self._go(state, Status(words.key_problem(error), kind))

    def on_stored(self, place: KeyPlace, keyring_name: str) -> None:
        """Take the news that a key is kept, whoever gave it."""
        is_mine = self._state is KeyState.STORING
        self._kept_in = (place, keyring_name)
        self._show_kept(place_status(place, keyring_name, is_new=is_mine, is_tested=self._is_tested))

    def on_store_failed(self, error: SfumatoError) -> None:
        """Take the news that the keyring did not keep the key."""
        if self._state is KeyState.STORING:
            self._go(KeyState.NOT_STORED, Status(words.key_problem(error), "warn-small"))

    def show_place(self, place: KeyPlace, keyring_name: str) -> None:
        """Show where the key in use comes from; a key that is being typed stays."""
        if place is KeyPlace.NOWHERE:
            if self._state in {KeyState.KEPT, KeyState.OVERRIDDEN}:
                self._empty()
        elif place is KeyPlace.ENVIRONMENT:
            self._fill_with_dots()
            self._go(KeyState.OVERRIDDEN, place_status(place, "", is_new=False, is_tested=False))
        elif self._state is KeyState.KEPT and self._kept_in == (place, keyring_name):
            # It was said in more words when the key was given.
            return
        elif self._state in {KeyState.EMPTY, KeyState.KEPT, KeyState.OVERRIDDEN}:
            self._kept_in = (place, keyring_name)
            self._show_kept(place_status(place, keyring_name, is_new=False, is_tested=False))

    def show_problem(self, error: SfumatoError) -> None:
        """Say why a stored key could not be read, or not be removed."""
        if self._state in {KeyState.EMPTY, KeyState.KEPT}:
            self._say(Status(words.failure_happened(failure_of(error)), "warn-small"))

    def _make_field(self) -> QLineEdit:
        field = QLineEdit()
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setMaxLength(_LENGTH_MAX)
        field.setPlaceholderText(self.tr("Paste your key"))
        field.setAccessibleName(self.tr("Together AI key"))
        field.textEdited.connect(self._on_edited)
        field.returnPressed.connect(self._on_pause_over)
        return field

    def _make_action(self, action: KeyAction) -> QPushButton:
        button = QPushButton(action_words(action))
        button.setProperty("kind", "link")
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self.field, 1)
        links = QHBoxLayout()
        links.setSpacing(16)
        for action, button in self.offers.items():
            beside = action is KeyAction.GET and self._link_beside_field
            (top if beside else links).addWidget(button)
        links.addStretch(1)
        self._below = QWidget()
        below = QVBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(4)
        below.addWidget(self.status)
        below.addLayout(links)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addLayout(top)
        whole.addWidget(self._below)
        self._connect_actions()

    def _connect_actions(self) -> None:
        for action, slot in (
            (KeyAction.GET, self._on_get),
            (KeyAction.SAVE_ANYWAY, self._on_save_anyway),
            (KeyAction.TEST_AGAIN, self._on_pause_over),
            (KeyAction.KEEP_FOR_SESSION, self._on_keep_for_session),
            (KeyAction.STORE_AGAIN, self._store),
            (KeyAction.REPLACE, self._on_replace),
            (KeyAction.REMOVE, self.remove_requested),
        ):
            self.offers[action].clicked.connect(slot)

    def _on_edited(self, _text: str) -> None:
        self._is_tested = False
        key = self.key()
        self._go(KeyState.TYPING if key else KeyState.EMPTY, Status())
        if len(key) >= _LIKELY_LENGTH:
            self._pause.start()
        else:
            self._pause.stop()

    def _on_pause_over(self) -> None:
        self._pause.stop()
        key = self.key()
        if self._state not in {KeyState.TYPING, KeyState.UNTESTED, KeyState.REFUSED} or not key:
            return
        if not _is_key_like(key):
            self._go(KeyState.REFUSED, Status(self.tr("A key has no spaces or special letters."), "bad-small"))
            return
        self._go(KeyState.TESTING, Status(self.tr("Testing the key")))
        self._checks_under_way += 1
        self.check_requested.emit()

    def _store(self) -> None:
        self._go(KeyState.STORING, Status(self.tr("Storing the key")))
        self.save_requested.emit()

    def _on_save_anyway(self) -> None:
        self._is_tested = False
        self._store()

    def _on_keep_for_session(self) -> None:
        self._go(KeyState.STORING, Status())
        self.session_requested.emit()

    def _on_replace(self) -> None:
        self._empty()
        self.field.setFocus()

    def _on_get(self) -> None:
        QDesktopServices.openUrl(QUrl(KEY_PAGE))

    def _show_kept(self, status: Status) -> None:
        self._pause.stop()
        self._fill_with_dots()
        self._go(KeyState.KEPT, status)

    def _empty(self) -> None:
        self.field.clear()
        self._go(KeyState.EMPTY, Status())

    def _fill_with_dots(self) -> None:
        self.field.setText(_DOTS)
        self.field.setCursorPosition(0)

    def _go(self, state: KeyState, status: Status) -> None:
        self._state = state
        self.field.setReadOnly(state in {KeyState.STORING, KeyState.KEPT, KeyState.OVERRIDDEN})
        for action, button in self.offers.items():
            button.setVisible(action in ACTIONS[state])
        self._say(status)
        self.state_changed.emit(state)

    def _say(self, status: Status) -> None:
        set_kind(self.status, status.kind)
        self.status.setText(status.text)
        self.status.setVisible(bool(status.text))
        in_links = [
            action for action in ACTIONS[self._state] if not (action is KeyAction.GET and self._link_beside_field)
        ]
        self._below.setVisible(bool(status.text or in_links))


def _is_key_like(key: str) -> bool:
    return key.isascii() and key.isprintable() and " " not in key
