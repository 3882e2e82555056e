"""A library that goes away while an answer is on its way."""

from __future__ import annotations

import threading

from tests.support.program import Program
from tests.support.server import LoopbackServer
from tests.support.waiting import until


def order_and_lose_the_library(program: Program, server: LoopbackServer, prompt: str) -> None:
    """Order a picture, and put a file where the library's folder was before the answer comes."""
    go_on = threading.Event()
    server.stall(go_on)
    program.generate(prompt)
    until(lambda: bool(server.orders()), "the order")
    program.library.rmdir()
    program.library.write_text("a file where the folder should be", encoding="utf-8")
    go_on.set()
