"""Reads a window as a screen reader does: over AT-SPI, by the names and roles that the program gives its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_SCREEN_COORDINATES = 0
_SHOWING = 1 << 25
_FOCUSED = 1 << 12
_ANSWER_S = 5.0


@dataclass(frozen=True)
class Part:
    """One part of a window as it was when it was read: its role in AT-SPI's words, its name, its place on the screen."""

    role: str
    name: str
    description: str
    text: str
    states: int
    x: int
    y: int
    width: int
    height: int

    @property
    def centre(self) -> tuple[int, int]:
        """Where a person would click."""
        return self.x + self.width // 2, self.y + self.height // 2

    @property
    def is_showing(self) -> bool:
        """Whether it can be seen."""
        return bool(self.states & _SHOWING) and self.width > 0 and self.height > 0

    @property
    def is_focused(self) -> bool:
        """Whether keys go to it."""
        return bool(self.states & _FOCUSED)


class ScreenReader:
    """One connection to the accessibility bus of a session."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped, unused-ignore]

        session = open_dbus_connection(variables["DBUS_SESSION_BUS_ADDRESS"])
        try:
            address = _asked(session, ("org.a11y.Bus", "/org/a11y/bus"), "org.a11y.Bus", "GetAddress")
        finally:
            session.close()
        self._bus = open_dbus_connection(address)

    def close(self) -> None:
        """End the connection."""
        self._bus.close()

    def parts(self, process_id: int) -> list[Part]:
        """Return all parts that a program shows, in the order of its windows; none when it does not answer."""
        try:
            for program in self._children(_REGISTRY):
                if self._process_id(program[0]) == process_id:
                    return [part for part in self._below(program) if part.is_showing]
        except (_Unanswered, TimeoutError):
            return []
        return []

    def _below(self, reference: tuple[str, str]) -> Iterator[Part]:
        for child in self._children(reference):
            try:
                part = self._part(child)
            except _Unanswered:
                continue
            yield part
            if part.is_showing:
                yield from self._below(child)

    def _part(self, reference: tuple[str, str]) -> Part:
        # A reader asks for the place last: what went away meanwhile is left out.
        role = str(self._ask(reference, _ACCESSIBLE, "GetRoleName"))
        states = self._ask(reference, _ACCESSIBLE, "GetState")
        x, y, width, height = self._ask(
            reference, "org.a11y.atspi.Component", "GetExtents", "u", (_SCREEN_COORDINATES,)
        )
        return Part(
            role,
            str(self._property(reference, _ACCESSIBLE, "Name")),
            str(self._property(reference, _ACCESSIBLE, "Description")),
            self._text(reference, role),
            states[0],
            x,
            y,
            width,
            height,
        )

    def _text(self, reference: tuple[str, str], role: str) -> str:
        if role != "text":
            return ""
        try:
            return str(self._ask(reference, "org.a11y.atspi.Text", "GetText", "ii", (0, -1)))
        except _Unanswered:
            return ""

    def _children(self, reference: tuple[str, str]) -> list[tuple[str, str]]:
        try:
            return [tuple(child) for child in self._ask(reference, _ACCESSIBLE, "GetChildren")]
        except _Unanswered:
            return []

    def _process_id(self, bus_name: str) -> int:
        place = ("org.freedesktop.DBus", "/org/freedesktop/DBus")
        try:
            return int(self._ask(place, place[0], "GetConnectionUnixProcessID", "s", (bus_name,)))
        except _Unanswered:
            return 0

    def _property(self, reference: tuple[str, str], interface: str, name: str) -> Any:
        return self._ask(reference, "org.freedesktop.DBus.Properties", "Get", "ss", (interface, name))[1]

    def _ask(self, reference: tuple[str, str], interface: str, method: str, signature: str = "", body: Any = ()) -> Any:
        return _asked(self._bus, reference, interface, method, signature, body)


class _Unanswered(Exception):
    """The part is not there any more, or does not know the question."""


def _asked(
    bus: Any, reference: tuple[str, str], interface: str, method: str, signature: str = "", body: Any = ()
) -> Any:
    from jeepney import DBusAddress, MessageType, new_method_call  # type: ignore[import-untyped, unused-ignore]

    address = DBusAddress(reference[1], reference[0], interface)
    reply = bus.send_and_get_reply(new_method_call(address, method, signature or None, body), timeout=_ANSWER_S)
    if reply.header.message_type is not MessageType.method_return:
        raise _Unanswered(f"{interface}.{method}: {reply.body}")
    return reply.body[0]
