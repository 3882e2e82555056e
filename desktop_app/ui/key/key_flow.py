"""The key's way: from the forms to the test, into the keyring or the session, and to the engine.

The key travels by method calls alone; no signal carries it.
"""

from __future__ import annotations

from collections import deque
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.errors import KeyringAbsent, KeyringSilent, SfumatoError
from desktop_app.engine.events import KeyChecked
from desktop_app.qt.engine_thread import EngineThread
from desktop_app.qt.tasks import Tasks
from desktop_app.store.secrets import KeyStore, StoredKey
from desktop_app.ui.key.key_form import KeyForm

_AGAIN_MS = 3000


class KeyFlow(QObject):
    """Serves every key form of the window, and gives the engine the key in use.

    Signals:
        place_changed(KeyPlace): where the key in use comes from.
        loaded: the first look for a key is over, with or without one.
    """

    place_changed = Signal(object)
    loaded = Signal()

    def __init__(self, store: KeyStore, engine: EngineThread, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._engine = engine
        self._tasks = tasks
        self._forms: list[KeyForm] = []
        self._asking: deque[KeyForm] = deque()
        self._stored = StoredKey()
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(self.load)
        engine.key_checked.connect(self._on_checked)

    @property
    def has_key(self) -> bool:
        """Say whether there is a key to order with."""
        return bool(self._stored.key)

    def close(self) -> None:
        """Wait for the keyring no more."""
        self._again.stop()
        self._store.give_up()

    def attach(self, form: KeyForm) -> None:
        """Serve a form from now on."""
        self._forms.append(form)
        form.check_requested.connect(self._on_check_requested)
        form.save_requested.connect(self._on_save_requested)
        form.session_requested.connect(self._on_session_requested)
        form.remove_requested.connect(self._on_remove_requested)
        form.show_place(self._stored.place, self._stored.keyring_name)

    def load(self) -> None:
        """Look for a key in the environment and in the keyring."""
        self._tasks.run(self._store.load, self._on_loaded, self._on_load_failed)

    def _on_loaded(self, stored: StoredKey) -> None:
        self._use(stored)
        self.loaded.emit()

    def _on_load_failed(self, error: Exception) -> None:
        # That there is no keyring matters only to one who wants to keep a key.
        if not isinstance(error, KeyringAbsent):
            self._show_problem(error)
        # Its window may still be open: whoever unlocks it late has a key all the same.
        if isinstance(error, KeyringSilent):
            self._again.start()
        self.loaded.emit()

    def _show_problem(self, error: Exception) -> None:
        if not isinstance(error, SfumatoError):
            raise error
        for form in self._forms:
            form.show_problem(error)

    def _on_check_requested(self) -> None:
        form = self._sender()
        self._asking.append(form)
        self._engine.check_key(form.key())

    def _on_checked(self, checked: KeyChecked) -> None:
        if self._asking:
            self._asking.popleft().on_checked(checked.error)

    def _on_save_requested(self) -> None:
        self._tasks.run(partial(self._store.save, self._sender().key()), self._on_stored, self._on_store_failed)

    def _on_session_requested(self) -> None:
        self._on_stored(self._store.keep_for_session(self._sender().key()))

    def _on_stored(self, stored: StoredKey) -> None:
        for form in self._forms:
            form.on_stored(stored.place, stored.keyring_name)
        self._use(stored)

    def _on_store_failed(self, error: Exception) -> None:
        if not isinstance(error, SfumatoError):
            raise error
        for form in self._forms:
            form.on_store_failed(error)

    def _on_remove_requested(self) -> None:
        self._tasks.run(self._store.remove, self._on_removed, self._on_remove_failed)

    def _on_removed(self, _result: None) -> None:
        self._use(StoredKey())
        self.load()

    def _on_remove_failed(self, error: Exception) -> None:
        self._show_problem(error)

    def _use(self, stored: StoredKey) -> None:
        self._stored = stored
        self._engine.set_key(stored.key)
        for form in self._forms:
            form.show_place(stored.place, stored.keyring_name)
        self.place_changed.emit(stored.place)

    def _sender(self) -> KeyForm:
        form = self.sender()
        assert isinstance(form, KeyForm)
        return form
