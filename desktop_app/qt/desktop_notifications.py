"""Notifications of the desktop, as on Linux: by the freedesktop Desktop Notifications Specification over D-Bus."""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import dataclass
from html import escape
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, Signal

from desktop_app import APPLICATION_ID

_NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_SOUND = "complete"
"""The name of the Sound Naming Specification for work that is done."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Notification:
    """Plain text to show; `action` names what a click does."""

    title: str
    body: str
    action: str
    with_sound: bool = False


class DesktopNotifications(QObject):
    """Shows one notification, which a later one replaces. Where the desktop has none, nothing happens.

    The connection is opened by the first `show`; nothing waits for an answer. QtDBus cannot say a whole number without a
    sign from Python, which this interface asks for, so jeepney speaks, as it does for the keyring.

    Signals:
        activated(): the person clicked at it.
        sound_missing(): it is shown, or cannot be, and the desktop does not play the sound that was asked for.
    """

    activated = Signal()
    sound_missing = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus: Any = None
        self._reader: QSocketNotifier | None = None
        self._is_unreachable = not sys.platform.startswith("linux")
        self._abilities: frozenset[str] | None = None
        self._wanted: Notification | None = None
        self._asked: dict[int, str] = {}
        self._shown_id = 0

    def show(self, notification: Notification) -> None:
        """Show a notification in the place of the one before."""
        self._wanted = notification
        if self._bus is None and not self._is_unreachable:
            self._open()
        if self._is_unreachable:
            self._wanted = None
            if notification.with_sound:
                self.sound_missing.emit()
        elif self._abilities is not None:
            self._send_wanted()

    def withdraw(self) -> None:
        """Take the notification away."""
        self._wanted = None
        if self._shown_id:
            self._call("CloseNotification", "u", (self._shown_id,))
            self._shown_id = 0

    def close(self) -> None:
        """End the connection; what is shown stays."""
        if self._reader is not None:
            self._reader.setEnabled(False)
            self._reader.deleteLater()
            self._reader = None
        if self._bus is not None:
            self._bus.close()
            self._bus = None

    def _open(self) -> None:
        try:
            from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped, unused-ignore]

            self._bus = open_dbus_connection("SESSION")
        except Exception as error:  # noqa: BLE001 - without a bus there are no notifications, whatever the reason
            _log.info("no notifications: %s", type(error).__name__)
            self._is_unreachable = True
            return
        self._reader = QSocketNotifier(self._bus.sock.fileno(), QSocketNotifier.Type.Read, self)
        self._reader.activated.connect(self._on_readable)
        rule = f"type='signal',interface='{_NAME}',path='{_PATH}'"
        self._call("AddMatch", "s", (rule,), ("org.freedesktop.DBus", "/org/freedesktop/DBus"))
        self._call("GetCapabilities")

    def _call(
        self,
        method: str,
        signature: str | None = None,
        body: tuple[Any, ...] = (),
        place: tuple[str, str] = (_NAME, _PATH),
    ) -> None:
        from jeepney import DBusAddress, new_method_call  # type: ignore[import-untyped, unused-ignore]

        if self._bus is None:
            return
        message = new_method_call(DBusAddress(place[1], place[0], place[0]), method, signature, body)
        serial = next(self._bus.outgoing_serial)
        self._asked[serial] = method
        try:
            self._bus.send(message, serial=serial)
        except OSError:
            self._lose()

    def _send_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is None or self._abilities is None:
            return
        # The body is markup where the desktop says so (the specification's chapter "Markup").
        body = escape(wanted.body, quote=False) if "body-markup" in self._abilities else wanted.body
        actions = ["default", wanted.action] if "actions" in self._abilities else []
        hints: dict[str, tuple[str, Any]] = {"desktop-entry": ("s", APPLICATION_ID)}
        if wanted.with_sound:
            hints["sound-name"] = ("s", _SOUND)
        else:
            hints["suppress-sound"] = ("b", True)
        self._call(
            "Notify",
            "susssasa{sv}i",
            ("Sfumato", self._shown_id, APPLICATION_ID, wanted.title, body, actions, hints, -1),
        )
        if wanted.with_sound and "sound" not in self._abilities:
            self.sound_missing.emit()

    def _on_readable(self) -> None:
        while self._bus is not None:
            try:
                message = self._bus.receive(timeout=0)
            except TimeoutError:
                return
            except Exception:  # noqa: BLE001 - the bus is gone, or says what cannot be read
                self._lose()
                return
            self._take(message)

    def _take(self, message: Any) -> None:
        from jeepney import HeaderFields, MessageType

        fields, kind = message.header.fields, message.header.message_type
        if kind is MessageType.signal:
            self._take_signal(fields.get(HeaderFields.member, ""), message.body)
            return
        method = self._asked.pop(fields.get(HeaderFields.reply_serial, 0), "")
        is_answer = kind is MessageType.method_return
        if method == "GetCapabilities":
            self._abilities = frozenset(message.body[0]) if is_answer else frozenset()
            self._send_wanted()
        elif method == "Notify" and is_answer:
            self._shown_id = message.body[0]

    def _take_signal(self, name: str, body: tuple[Any, ...]) -> None:
        if not body or body[0] != self._shown_id:
            return
        if name == "ActivationToken":
            # Wayland lets a window come to the front with it alone; Qt reads it there.
            os.environ["XDG_ACTIVATION_TOKEN"] = str(body[1])
        elif name == "ActionInvoked":
            self.activated.emit()
        elif name == "NotificationClosed":
            self._shown_id = 0

    def _lose(self) -> None:
        self.close()
        self._is_unreachable = True
