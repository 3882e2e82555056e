"""The searches for pictures like one: they find it itself, written and read again."""

from __future__ import annotations

import pytest

from desktop_app.core.likeness import Likened, Likeness, search_for
from desktop_app.core.search_query import parsed

PICTURE = Likened("7f3a1c9e-1111-4a5b-9c3d-000000000001", 'A "red" fox,\n in snow', 0, "ab" * 32)


@pytest.mark.parametrize(
    ("likeness", "written"),
    [
        (Likeness.PROMPT, 'prompt:"A ""red"" fox, in snow"'),
        (Likeness.SEED, "seed:0"),
        (Likeness.LOOK, "similar:7f3a1c9e-1111-4a5b-9c3d-000000000001"),
        (Likeness.FILE, f"sha:{'ab' * 32}"),
    ],
)
def test_it_is_asked_for_as_it_would_be_typed(likeness: Likeness, written: str) -> None:
    query = search_for(likeness, PICTURE)
    assert query is not None
    assert query.written() == written
    assert parsed(written) == query


@pytest.mark.parametrize("likeness", [Likeness.PROMPT, Likeness.SEED, Likeness.FILE])
def test_what_is_not_known_is_not_asked_for(likeness: Likeness) -> None:
    assert search_for(likeness, Likened("7f3a")) is None
