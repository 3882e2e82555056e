"""Where a picture stands in its stack."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.store.snapshot import GallerySnapshot


@dataclass(frozen=True, slots=True)
class StackPlace:
    """A picture of a stack that is shown: `count` pictures are in it, which all stand in the grid when it `is_open`."""

    count: int
    is_open: bool
    is_head: bool


def stack_place(snapshot: GallerySnapshot, key: int) -> StackPlace | None:
    """Return how a picture stands in its stack, `None` for one that stands alone."""
    head = snapshot.opened.get(key)
    if head is not None:
        return StackPlace(snapshot.stacks.get(head, 1), is_open=True, is_head=key == head)
    count = snapshot.stacks.get(key, 1)
    return StackPlace(count, is_open=False, is_head=True) if count > 1 else None
