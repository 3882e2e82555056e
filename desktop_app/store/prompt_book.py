"""The prompts that were ordered and those that were saved under a name, in one file that several programs may write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desktop_app.core.saved_prompt import LONGEST_TEXT, SavedPrompt, free_name
from desktop_app.store.atomic import disk_errors, make_folder
from desktop_app.store.json_file import read_json, write_json

HISTORY_LENGTH = 1000
_HISTORY_CHARACTERS = 2_000_000
_LOCK_WAIT_S = 5.0


@dataclass(frozen=True, slots=True)
class KeptPrompts:
    """What the file holds: `history` from the oldest to the newest, each text once; `templates` as they were saved."""

    history: tuple[str, ...] = ()
    templates: tuple[SavedPrompt, ...] = ()

    def with_ordered(self, text: str) -> KeptPrompts:
        """Return the same with this prompt as the newest; the oldest go when there are too many."""
        text = text.strip()[:LONGEST_TEXT]
        if not text:
            return self
        history = [*(each for each in self.history if each != text), text][-HISTORY_LENGTH:]
        spare = sum(map(len, history)) - _HISTORY_CHARACTERS
        while spare > 0:
            spare -= len(history.pop(0))
        return replace(self, history=tuple(history))

    def with_template(self, name: str, text: str) -> KeptPrompts:
        """Return the same with one more template; a name that is taken gets a number."""
        saved = SavedPrompt(free_name(name, {each.name for each in self.templates}), text.strip()[:LONGEST_TEXT])
        return replace(self, templates=(*self.templates, saved))

    def with_renamed(self, name: str, new_name: str) -> KeptPrompts:
        """Return the same with another name for a template; one that is not there changes nothing."""
        new_name = free_name(new_name, {each.name for each in self.templates if each.name != name})
        renamed = (replace(each, name=new_name) if each.name == name else each for each in self.templates)
        return replace(self, templates=tuple(renamed))

    def without_template(self, name: str) -> KeptPrompts:
        """Return the same without that template."""
        return replace(self, templates=tuple(each for each in self.templates if each.name != name))


class PromptBook:
    """The prompts on disk. Every change is made to what the file holds then, so that no program undoes another's."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> KeptPrompts:
        """Return what is kept; what cannot be read of it is left out. Raises nothing."""
        return _kept(read_json(self._path) or {})

    def remember(self, text: str) -> KeptPrompts:
        """Make this the newest prompt of the history; raises the StoreErrors of `write_whole`."""
        return self._change(lambda kept: kept.with_ordered(text))

    def save_template(self, name: str, text: str) -> KeptPrompts:
        """Keep a template; a name that is taken gets a number. Raises the StoreErrors of `write_whole`."""
        return self._change(lambda kept: kept.with_template(name, text))

    def rename_template(self, name: str, new_name: str) -> KeptPrompts:
        """Name a template anew; raises the StoreErrors of `write_whole`."""
        return self._change(lambda kept: kept.with_renamed(name, new_name))

    def delete_template(self, name: str) -> KeptPrompts:
        """Forget a template; raises the StoreErrors of `write_whole`."""
        return self._change(lambda kept: kept.without_template(name))

    def add_templates(self, templates: Iterable[SavedPrompt]) -> KeptPrompts:
        """Keep several, such as those of an import; raises the StoreErrors of `write_whole`."""

        def added(kept: KeptPrompts) -> KeptPrompts:
            for each in templates:
                kept = kept.with_template(each.name, each.text)
            return kept

        return self._change(added)

    def _change(self, change: Callable[[KeptPrompts], KeptPrompts]) -> KeptPrompts:
        with self._locked():
            data = read_json(self._path) or {}
            kept = change(_kept(data))
            write_json(
                self._path,
                {**data, "history": list(kept.history), "templates": [each.to_json() for each in kept.templates]},
            )
        return kept

    @contextmanager
    def _locked(self) -> Iterator[None]:
        from filelock import FileLock, Timeout

        make_folder(self._path.parent, mode=0o700)
        lock = FileLock(self._path.with_name(self._path.name + ".lock"))
        with disk_errors(self._path):
            try:
                lock.acquire(timeout=_LOCK_WAIT_S)
            except Timeout as cause:
                raise OSError(f"another program holds {self._path.name}") from cause
        try:
            yield
        finally:
            lock.release()


def _kept(data: dict[str, Any]) -> KeptPrompts:
    history, templates = data.get("history"), data.get("templates")
    texts = [each for each in history if isinstance(each, str)] if isinstance(history, list) else []
    return KeptPrompts(
        tuple(dict.fromkeys(each for each in texts if 0 < len(each) <= LONGEST_TEXT))[-HISTORY_LENGTH:],
        _templates(templates if isinstance(templates, list) else []),
    )


def _templates(items: list[Any]) -> tuple[SavedPrompt, ...]:
    """Read a list of templates, each name once, without those that cannot be read."""
    read: dict[str, SavedPrompt] = {}
    for item in items:
        try:
            saved = SavedPrompt.from_json(item)
        except (KeyError, TypeError, ValueError):
            continue
        read.setdefault(saved.name.casefold(), saved)
    return tuple(read.values())
