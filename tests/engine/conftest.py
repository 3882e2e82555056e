"""What the tests of the engine share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.engine_bench import EngineBench

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.server import LoopbackServer


@pytest.fixture
def bench(tmp_path: Path, server: LoopbackServer) -> EngineBench:
    """Sessions against the server on loopback."""
    return EngineBench(tmp_path, server)
