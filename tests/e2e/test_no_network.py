"""Without a network, in a network of one's own that has no route: a state, not an error, and everything else works."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import KEY, wait_for_orders
from tests.support.command import ended, python, start_as
from tests.support.namespaces import Network, private_network
from tests.support.program import COMMAND
from tests.support.server import LoopbackServer
from tests.support.waiting import until
from tests.support.whole_picture import record_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.support.desktop import Desktop
    from tests.support.program import Program

PROMPT = "a red fox in the snow"
NO_CONNECTION = 5


@pytest.fixture
def network() -> Iterator[Network]:
    """A network whose cable is out."""
    with private_network() as network:
        yield network


@pytest.fixture
def far_server(network: Network) -> Iterator[LoopbackServer]:
    """The provider at the other end of the cable."""
    with network.made_inside(LoopbackServer) as server:
        yield server


def _said(network: Network, server: LoopbackServer, *arguments: str) -> tuple[int, str, str]:
    command = network.within(*python("-m", "desktop_app", *arguments))
    return ended(start_as(command, TOGETHER_BASE_URL=server.url, TOGETHER_API_KEY=KEY))


def test_the_window_goes_on_and_jobs_wait_for_the_network(
    start: Callable[..., Program], network: Network, far_server: LoopbackServer, screen: Desktop
) -> None:
    studio = start(command=network.within(*COMMAND), TOGETHER_BASE_URL=far_server.url, TOGETHER_API_KEY=KEY)
    studio.generate(PROMPT)
    studio.says("offline", "1 waiting")
    studio.generate("an owl")
    studio.says("2 waiting")
    assert far_server.requests == []
    assert "went wrong" not in studio.words()

    network.go_up()
    studio.click("Try now", "push button")
    wait_for_orders(far_server, 2)
    studio.wait_for_pictures(2)
    until(lambda: "offline" not in studio.words(), "the end of being offline")
    assert [order.json["prompt"] for order in far_server.orders()] == [PROMPT, "an owl"]
    assert studio.quit() == 0


def test_everything_else_works(
    start: Callable[..., Program], network: Network, far_server: LoopbackServer, screen: Desktop
) -> None:
    """A picture of the demo engine, its details, a search, the settings: nothing of it needs the network."""
    studio = start(command=network.within(*COMMAND), TOGETHER_BASE_URL=far_server.url)
    studio.generate("a hare on a hill")
    (hare,) = studio.wait_for_pictures(1)
    studio.generate("an owl in a tree")
    studio.wait_for_pictures(2)
    assert record_of(hare)["mark"] != ""
    screen.keys("ctrl+f")
    screen.type("hare")
    until(lambda: [tile.name[:6] for tile in studio.tiles()] == ["a hare"], studio.words)
    studio.select_first_tile()
    studio.says("1 of 2", "How it was made", "1248 × 832")
    screen.keys("ctrl+comma")
    studio.says("Library folder")
    screen.keys("Escape")
    assert studio.quit() == 0
    assert far_server.requests == []


def test_jobs_go_out_by_themselves_after_a_restart_too(
    start: Callable[..., Program], network: Network, far_server: LoopbackServer
) -> None:
    variables = {"TOGETHER_BASE_URL": far_server.url, "TOGETHER_API_KEY": KEY}
    first = start(command=network.within(*COMMAND), **variables)
    first.generate(PROMPT)
    first.says("offline", "1 waiting")
    first.kill()

    second = start(command=network.within(*COMMAND), **variables)
    second.says("offline", "1 waiting")
    network.go_up()
    second.wait_for_pictures(1)
    assert len(far_server.orders()) == 1


def test_the_command_line_says_so_and_nothing_is_billed(
    network: Network, far_server: LoopbackServer, home: Path
) -> None:
    code, out, err = _said(network, far_server, "generate", PROMPT, "--size", "256x256")
    assert (code, out) == (NO_CONNECTION, ""), err
    assert "Traceback" not in err
    assert far_server.requests == []

    code, out, err = _said(network, far_server, "generate", "a demo hare", "--demo", "--size", "256x256")
    assert code == 0, err
    assert out.strip().startswith(str(home))
    for free in (("models",), ("queue",)):
        code, out, err = _said(network, far_server, *free)
        assert (code, "Traceback" in err) == (0, False), err
    code, out, err = _said(network, far_server, "key", "test")
    assert code == NO_CONNECTION, err
    assert "Traceback" not in err
