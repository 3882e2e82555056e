"""The letters that were typed into a list, and the line that they mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QElapsedTimer

_PAUSE_MS = 1_000


class TypedPrefix:
    """Letters that follow one another quickly are one beginning; the same letter again goes on to the next line."""

    def __init__(self) -> None:
        self._letters = ""
        self._clock = QElapsedTimer()

    def clear(self) -> None:
        """Forget what was typed."""
        self._letters = ""

    def typed(self, letter: str, texts: Sequence[str], current: int) -> int | None:
        """Return the index of the line that is meant now, `None` when there is none; `current` is -1 for no line."""
        is_quick = self._clock.isValid() and self._clock.elapsed() < _PAUSE_MS
        self._clock.start()
        self._letters = (self._letters if is_quick else "") + letter.casefold()
        is_repeated = len(set(self._letters)) == 1
        sought = self._letters[0] if is_repeated else self._letters
        # While a beginning grows, the line where one is may still be the one.
        start = current + 1 if is_repeated else max(current, 0)
        order: list[int] = [*range(start, len(texts)), *range(min(start, len(texts)))]
        ways: tuple[Callable[[str, str], bool], ...] = (_begins, _has_word)
        for is_meant in ways:
            found = next((index for index in order if is_meant(texts[index], sought)), None)
            if found is not None:
                return found
        return None


def _begins(text: str, letters: str) -> bool:
    return text.casefold().replace(" ", "").startswith(letters)


def _has_word(text: str, letters: str) -> bool:
    words = text.casefold().split()
    return any("".join(words[index:]).startswith(letters) for index in range(len(words)))
