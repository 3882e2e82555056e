"""Pictures that a person renames or moves within the library: with their sidecars, whatever dies in the middle."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import uuid4

from desktop_app.core.errors import StoreError
from desktop_app.core.image_format import IMAGE_SUFFIXES
from desktop_app.store.atomic import disk_errors, make_folder, sync_folder, write_whole
from desktop_app.store.json_text import parsed, serialised
from desktop_app.store.library import Library
from desktop_app.store.picture_files import free_among, names_in, rename_both, rename_new
from desktop_app.store.sidecar import read_sidecar, sidecar_path, write_sidecar

MOVES_FOLDER = ".sfumato/moves"
"""Where in the library it is noted what is being moved: a hidden folder is no part of what the library shows."""

_NOTE = re.compile(r"[0-9a-f]{32}\.json")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Move:
    """A picture's file before and after; both in the library."""

    source: Path
    target: Path


@dataclass(frozen=True, slots=True)
class MovesMade:
    """What was moved, in the order in which it was, and why the rest was not."""

    moves: tuple[Move, ...] = ()
    error: StoreError | None = None


class PictureMoves:
    """Moves within one library. May be used from several threads; one writer at a time.

    What is to be moved is noted first: whatever dies in the middle, `recover` finishes the picture that was on its way.
    `writing` is held while a sidecar is changed, so that who else changes sidecars loses nothing.
    """

    def __init__(self, library: Library, writing: AbstractContextManager[object] | None = None) -> None:
        self._root = library.root
        self._writing = writing if writing is not None else nullcontext()
        self._notes = library.root / MOVES_FOLDER

    def make(self, moves: Sequence[Move]) -> MovesMade:
        """Move pictures with their sidecars, each to its place or to one beside it with a number where that is taken.

        Stops at the first that the disk refuses, which stays where it was. Raises nothing.
        """
        made: list[Move] = []
        try:
            planned = self._planned(moves)
            note = self._noted(planned)
            try:
                for move in planned:
                    with disk_errors(move.source):
                        rename_both(move.source, move.target)
                    made.append(move)
                    self._tell_name(move.target)
            finally:
                with disk_errors(self._notes):
                    _sync(made)
                # Where picture and sidecar could be brought to neither side, the note stays for the next start.
                if all(sidecar_path(each.source).exists() <= each.source.exists() for each in planned):
                    _forget(note)
        except StoreError as error:
            return MovesMade(tuple(made), error)
        return MovesMade(tuple(made))

    def _planned(self, moves: Sequence[Move]) -> list[Move]:
        """Return the moves with places that are free, in folders that are there; raises StoreError."""
        taken: dict[Path, set[str]] = {}
        planned: list[Move] = []
        for move in moves:
            folder = move.target.parent
            if folder not in taken:
                make_folder(folder)
                with disk_errors(folder):
                    taken[folder] = names_in(folder)
            if move.source.parent == folder:
                taken[folder] -= _names_of(move.source)
            target = free_among(move.target, taken[folder])
            taken[folder] |= _names_of(target)
            if target != move.source:
                planned.append(Move(move.source, target))
        return planned

    def recover(self) -> None:
        """Finish what a program that died left half way. Raises nothing: what cannot be finished is tried again later."""
        for note in list(self._each_note()):
            try:
                with disk_errors(note):
                    self._settle(note)
            except StoreError as error:
                _log.warning("a move could not be finished: %s", error)

    def _noted(self, moves: Sequence[Move]) -> Path:
        make_folder(self._notes)
        note = self._notes / f"{uuid4().hex}.json"
        places = [[self._place(move.source), self._place(move.target)] for move in moves]
        write_whole(note, serialised({"schema": 1, "moves": places}))
        return note

    def _settle(self, note: Path) -> None:
        for move in self._read(note):
            _unite(move.source, move.target)
            for path in (move.source, move.target):
                self._tell_name(path)
        _forget(note)

    def _tell_name(self, path: Path) -> None:
        """Have a picture's sidecar tell the name that the picture has; where that cannot be, the file's own name counts."""
        with self._writing, suppress(StoreError):
            record = read_sidecar(path) if path.is_file() else None
            if record is not None and record.file.name != path.name:
                write_sidecar(path, record.with_file(replace(record.file, name=path.name)))

    def _each_note(self) -> Iterator[Path]:
        with suppress(OSError):
            for entry in os.scandir(self._notes):
                if _NOTE.fullmatch(entry.name):
                    yield Path(entry.path)

    def _read(self, note: Path) -> list[Move]:
        try:
            pairs = parsed(note.read_bytes())["moves"]
            return [Move(self._path(source), self._path(target)) for source, target in pairs]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            _log.info("no moves: %s", error)
            return []

    def _place(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()

    def _path(self, place: Any) -> Path:
        """Return the file that a note names; raise ValueError for one that leads out of the library."""
        path = PurePosixPath(str(place))
        if path.is_absolute() or ".." in path.parts or path.suffix.lower() not in IMAGE_SUFFIXES:
            raise ValueError("no picture of the library")
        return self._root / path


def taken_back(moves: Iterable[Move]) -> list[Move]:
    """Return what takes moves back, the last one first."""
    return [Move(move.target, move.source) for move in reversed(list(moves))]


def _names_of(picture: Path) -> set[str]:
    return {picture.name.casefold(), sidecar_path(picture).name.casefold()}


def _sync(moves: Sequence[Move]) -> None:
    for folder in {folder for move in moves for folder in (move.source.parent, move.target.parent)}:
        sync_folder(folder)


def _unite(source: Path, target: Path) -> None:
    """Bring a sidecar that was left alone to where its picture is, on whichever side that is."""
    for here, there in ((source, target), (target, source)):
        alone, wanted = sidecar_path(here), sidecar_path(there)
        if there.is_file() and not here.exists() and alone.exists() and not wanted.exists():
            rename_new(alone, wanted)


def _forget(note: Path) -> None:
    with suppress(OSError):
        note.unlink()
