"""A walk through earlier prompts, from the newest to the oldest and back to what is being written."""

from __future__ import annotations


class PromptWalk:
    """Remembers where the walk stands. What was being written when it began is its newest stop."""

    def __init__(self) -> None:
        self.history: tuple[str, ...] = ()
        self._at: int | None = None
        self._unfinished = ""

    def older(self, current: str) -> str | None:
        """Return the stop before `current`, `None` where there is none."""
        if self._at is None:
            self._unfinished = current
        at = len(self.history) if self._at is None else min(self._at, len(self.history))
        while at > 0:
            at -= 1
            # The prompt that was just ordered still stands in the field: it is no stop of its own.
            if self.history[at] != current.strip():
                self._at = at
                return self.history[at]
        return None

    def newer(self, current: str) -> str | None:
        """Return the stop after `current`, `None` where there is none."""
        if self._at is None:
            return None
        for at in range(self._at + 1, len(self.history)):
            if self.history[at] not in {current.strip(), self._unfinished.strip()}:
                self._at = at
                return self.history[at]
        self._at = None
        return self._unfinished

    def leave(self) -> None:
        """End the walk: what stands in the field is what is being written."""
        self._at = None
