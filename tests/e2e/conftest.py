"""What every test of the real program needs: a screen, a session, the provider on loopback, and the program itself."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.accessible import ScreenReader
from tests.support.desktop import Desktop, desktop, missing_programs
from tests.support.program import COMMAND, Program
from tests.support.session_bus import has_session_bus, session_bus
from tests.support.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.support.server import LoopbackServer

# A folder for a screenshot of how each test ended.
_PICTURES = os.environ.get("PICTURES_OF_TESTS", "")
KEY = "tgp_test_key_0123456789"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here."""
    for item in items:
        if "/e2e/" in item.path.as_posix():
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """The screen; one a module."""
    missing = missing_programs()
    if missing or not has_session_bus():
        pytest.skip(f"not installed: {', '.join(missing) or 'dbus-daemon or at-spi2-core'}")
    with desktop(tmp_path_factory.mktemp("desktop")) as here:
        yield here


@pytest.fixture
def session(screen: Desktop, home: Path) -> Iterator[dict[str, str]]:
    """The variables of a session of one person, with a bus of its own."""
    with session_bus(home, screen.display) as variables:
        yield variables


@pytest.fixture
def reader(session: dict[str, str]) -> Iterator[ScreenReader]:
    """Reads the windows of the session."""
    reader = ScreenReader(session)
    yield reader
    reader.close()


@pytest.fixture
def start(
    screen: Desktop, session: dict[str, str], reader: ScreenReader, home: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Program]]:
    """Start the program, with more variables; at the end it must have written no warning and no trace."""
    programs: list[Program] = []
    accessible = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_QPA_PLATFORM": "xcb"}

    def started(*, is_in_front: bool = True, command: Sequence[str] = COMMAND, **variables: str) -> Program:
        program = Program(screen, reader, home, {**session, **accessible, **variables})
        programs.append(program)
        program.start(is_in_front=is_in_front, command=command)
        return program

    yield started
    if programs and _PICTURES:
        screen.screenshot(Path(_PICTURES) / f"{request.node.name}.png")
    for program in programs:
        program.end()
    complaints = [line for program in programs for line in program.complaints()]
    if complaints:
        pytest.fail("the program complained:\n" + "\n".join(dict.fromkeys(complaints)))


@pytest.fixture
def demo(start: Callable[..., Program]) -> Program:
    """The program of a person without a key."""
    return start()


@pytest.fixture
def studio(start: Callable[..., Program], server: LoopbackServer) -> Program:
    """The program of a person with a key, and the provider on loopback."""
    return start(TOGETHER_BASE_URL=server.url, TOGETHER_API_KEY=KEY)


def wait_for_orders(server: LoopbackServer, count: int) -> None:
    """Wait until the server was asked for so many pictures; opening the connection beforehand does not count."""
    until(lambda: len(server.orders()) >= count, f"{count} orders")
