"""A desktop's notification service, on a session bus of one's own: keeps what it is asked to show, and clicks at it."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_INTERFACE_OF_NOTIFY = "susssasa{sv}i"


@dataclass(frozen=True)
class Shown:
    """One call of Notify, as the specification names its arguments."""

    replaces_id: int
    summary: str
    body: str
    actions: tuple[str, ...]
    hints: dict[str, Any]


class NotificationDaemon:
    """Answers in a thread of its own; ids are 7, 8, 9 …"""

    def __init__(self, address: str, abilities: tuple[str, ...]) -> None:
        from jeepney.bus_messages import message_bus  # type: ignore[import-untyped, unused-ignore]
        from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped, unused-ignore]

        self.shown: list[Shown] = []
        self.closed: list[int] = []
        self._abilities = abilities
        self._bus = open_dbus_connection(address)
        self._bus.send_and_get_reply(message_bus.RequestName(NAME), timeout=5)
        self._is_ending = False
        self._guard = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="notifications")
        self._thread.start()

    def click(self, shown_id: int) -> None:
        """Click at what is shown, as its default action."""
        self._signal("ActionInvoked", "us", (shown_id, "default"))

    def close(self) -> None:
        """End it."""
        self._is_ending = True
        self._thread.join()
        self._bus.close()

    def _signal(self, name: str, signature: str, body: tuple[Any, ...]) -> None:
        from jeepney import DBusAddress, new_signal  # type: ignore[import-untyped, unused-ignore]

        with self._guard:
            self._bus.send(new_signal(DBusAddress(_PATH, interface=NAME), name, signature, body))

    def _run(self) -> None:
        from jeepney import MessageType

        while not self._is_ending:
            try:
                message = self._bus.receive(timeout=0.02)
            except TimeoutError:
                continue
            if message.header.message_type is MessageType.method_call:
                self._answer(message)

    def _answer(self, message: Any) -> None:
        from jeepney import HeaderFields, new_error, new_method_return

        fields, body = message.header.fields, message.body
        method = fields[HeaderFields.member]
        reply = new_method_return(message)
        if method == "GetCapabilities":
            reply = new_method_return(message, "as", (list(self._abilities),))
        elif method == "Notify" and fields[HeaderFields.signature] == _INTERFACE_OF_NOTIFY:
            _, replaces_id, _, summary, text, actions, hints, _ = body
            self.shown.append(
                Shown(replaces_id, summary, text, tuple(actions), {key: value for key, (_, value) in hints.items()})
            )
            reply = new_method_return(message, "u", (replaces_id or 6 + len(self.shown),))
        elif method == "CloseNotification":
            self.closed.append(body[0])
        else:
            reply = new_error(message, "org.freedesktop.DBus.Error.InvalidArgs")
        with self._guard:
            self._bus.send(reply)


@contextmanager
def notification_daemon(
    address: str, abilities: tuple[str, ...] = ("actions", "body", "body-markup", "sound")
) -> Iterator[NotificationDaemon]:
    """Run the service on a bus."""
    daemon = NotificationDaemon(address, abilities)
    try:
        yield daemon
    finally:
        daemon.close()
