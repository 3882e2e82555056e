"""An index filled at once is the index filled one by one; it answers meanwhile, and a kill costs nothing but time."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.core.gallery_order import GalleryOrder, SortBy
from desktop_app.store.facets import Facets, facet_steps
from desktop_app.store.index import Index
from desktop_app.store.index_tables import LATE_INDEXES
from desktop_app.store.library import Library
from desktop_app.store.name_table import NameTable
from desktop_app.store.scan import Scan, stamp_of
from desktop_app.store.search_sql import SearchSql
from tests.support.build_program import STEP_S, late_indexes
from tests.support.checkout import ROOT
from tests.support.library_maker import LibraryMaker

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNT = 700
TABLES = ("images", "facts", "tags", "collections", "folders", "model_names", "tag_names", "collection_names")
SEARCHES = (
    *("", "b", "ba", "-ba", "print", "flux", "has:note", "model:flux", "rating:>=4", "rating:0", "is:picked"),
    *("-is:rejected", "tag:animals", "is:edit", "cost:>0.01", "size:512x320", "seed:>1000000", "date:2026-11-22"),
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "library"
    LibraryMaker(folder).make(COUNT)
    return folder


@pytest.fixture
def index(tmp_path: Path, root: Path) -> Iterator[Index]:
    with closing(Index(tmp_path / "index.sqlite3", root)) as made:
        yield made


@pytest.fixture(scope="module")
def one_by_one(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Index]:
    with closing(Index(tmp_path_factory.mktemp("one") / "one.sqlite3", root)) as made:
        number_names(made)
        library = Library(root)
        for path in library.pictures():
            saved = library.read(path)
            made.upsert(saved, stamp_of(saved))
        for folder in (root, *{path.parent for path in library.pictures()}, *root.glob("20*")):
            made.set_folder(folder.relative_to(root).as_posix(), folder.stat().st_mtime_ns)
        yield made


def number_names(index: Index) -> None:
    """Give all names their numbers, which depend on the order else."""
    library = Library(index.root)
    records = [library.read(path).record for path in library.pictures()]
    models = {record.asked.model for record in records if record.asked is not None}
    tags = {tag for record in records for tag in (*record.tags, *(tag.split("/")[0] for tag in record.tags))}
    for kind, names in (("model", models), ("tag", tags), ("collection", {"Best of the year"})):
        table = NameTable(index.connection, kind)
        for name in sorted(names):
            table.id_for(name)


def scan(index: Index) -> None:
    for _ in Scan(index, Library(index.root), step_s=STEP_S).steps():
        pass


def dumped(index: Index) -> dict[str, Any]:
    """Return all that an index holds; a stack is told by who is in it, and words one by one."""
    connection = index.connection
    found: dict[str, Any] = {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in TABLES}
    stacks: dict[int, set[int]] = {}
    for row in found["facts"]:
        stacks.setdefault(row[-1], set()).add(row[0])
    found["stacks"] = sorted(map(sorted, stacks.values()))
    found["facts"] = [row[:-1] for row in found["facts"]]
    connection.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab (main, words, instance)")
    found["words"] = connection.execute("SELECT term, doc, col, offset FROM terms ORDER BY 1, 2, 3, 4").fetchall()
    connection.execute("DROP TABLE temp.terms")
    found["schema"] = sorted(connection.execute("SELECT name, sql FROM sqlite_master"), key=repr)
    found["settings"] = {"automerge": 4, **dict(connection.execute("SELECT k, v FROM words_config"))}
    connection.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
    return found


def facets(index: Index, text: str) -> Facets:
    *_, last = facet_steps(index.connection, text)
    assert last is not None
    return last


def test_an_index_filled_at_once_is_the_one_filled_one_by_one(index: Index, one_by_one: Index) -> None:
    number_names(index)
    scan(index)
    at_once, slowly = dumped(index), dumped(one_by_one)
    for part, content in slowly.items():
        assert at_once[part] == content, part
    assert len(at_once["images"]) == COUNT
    assert not index.cold_build.is_at_work


def test_searches_are_right_while_it_is_filled(index: Index, one_by_one: Index) -> None:
    number_names(index)
    counts: set[int] = set()
    for _ in Scan(index, Library(index.root), step_s=STEP_S).steps():
        keys = index.keys()
        if not keys or len(late_indexes(index)) == len(LATE_INDEXES):
            continue
        there = set(keys)
        counts.add(len(there))
        for search in SEARCHES:
            assert list(index.keys(search)) == [key for key in one_by_one.keys(search) if key in there], search
            sql = SearchSql.of(search, index.connection).in_order("{key}", GalleryOrder(SortBy.RATING))
            assert {key for (key,) in index.connection.execute(*sql)} == set(index.keys(search))
            assert facets(index, search).total == len(index.keys(search))
    assert len(counts) > 3
    assert late_indexes(index) == set(LATE_INDEXES)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals")
@pytest.mark.parametrize(("count", "late"), [(1, 0), (150, 0), (400, 0), (COUNT, 3)])
def test_who_comes_after_a_kill_finishes_what_was_left(
    tmp_path: Path, root: Path, one_by_one: Index, count: int, late: int
) -> None:
    file = tmp_path / "killed.sqlite3"
    with closing(Index(file, root)) as index:
        number_names(index)
    command = [sys.executable, "-P", "-m", "tests.support.build_program", str(root), str(file), str(count), str(late)]
    done = subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    with closing(Index(file, root)) as index:
        assert not index.was_broken
        assert late_indexes(index) != set(LATE_INDEXES)
        kept = set(index.keys())
        library = CountingLibrary(root)
        for _ in Scan(index, library).steps():
            pass
        assert len(library.paths) == COUNT - len(kept)
        assert count <= len(kept) <= (COUNT if late else COUNT - 1)
        assert dumped(index) == dumped(one_by_one)


class CountingLibrary(Library):
    """A library that keeps which sidecars were read."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.paths: list[str] = []

    def outline(self, path: str) -> Any:
        self.paths.append(path)
        return super().outline(path)


def test_few_pictures_are_put_in_as_usual(tmp_path: Path) -> None:
    LibraryMaker(tmp_path / "few").make(10)
    with closing(Index(tmp_path / "few.sqlite3", tmp_path / "few")) as index:
        for _ in Scan(index, Library(index.root)).steps():
            assert late_indexes(index) == set(LATE_INDEXES)
        assert index.count() == 10
