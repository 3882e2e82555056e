"""What a person says of the pictures, as the index holds it: read and changed for many at once."""

from __future__ import annotations

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePosixPath

from desktop_app.core.care import Care
from desktop_app.store.image_row import number_of
from desktop_app.store.index_values import (
    HAS_COLLECTION,
    HAS_NOTE,
    HAS_TAG,
    HAS_TITLE,
    PICKS,
    FacetPart,
    kept_number,
    with_outer_tags,
)
from desktop_app.store.name_table import NameTable
from desktop_app.store.unspaced_text import unspaced_words

_PAGE = 500
_HAS_CARE = HAS_NOTE | HAS_TITLE | HAS_TAG | HAS_COLLECTION
_FACET_CARE = FacetPart.RATING.put(1 << 30) | FacetPart.PICK.put(1 << 30)

_ROW = """
    SELECT i.key, i.uuid, i.sha256, i.folder, i.name, f.rating, f.pick, i.title, i.note, i.tags
    FROM images i CROSS JOIN facts f ON f.key = i.key
"""
_FACTS = f"""
    UPDATE facts SET rating = ?, pick = ?, has = has & ~{_HAS_CARE} | ?, facet = facet & ~{_FACET_CARE} | ? WHERE key = ?
"""  # noqa: S608 - two numbers


@dataclass(frozen=True, slots=True)
class CareRow:
    """One picture: what names it, where it stands within the library (with slashes), and what is said of it."""

    key: int
    uuid: str
    sha256: bytes
    place: str
    care: Care


class CareRows:
    """The care of an index's pictures. Methods raise sqlite3.Error; those that write belong into a batch of the index."""

    def __init__(self, connection: sqlite3.Connection, tags: NameTable, collections: NameTable) -> None:
        self._connection = connection
        self._tags = tags
        self._collections = collections

    def rows(self, keys: Iterable[int]) -> Iterator[list[CareRow]]:
        """Yield the pictures with these keys in lists of some hundreds; what is not there is left out."""
        wanted = keys if isinstance(keys, array) else array("q", keys)
        for start in range(0, len(wanted), _PAGE):
            yield self._page(wanted[start : start + _PAGE])

    def keys_of(self, uuid: str) -> list[int]:
        """Return the keys of the picture with this UUID."""
        sql = "SELECT key FROM images WHERE uuid_number = ? AND uuid = ?"
        return [key for (key,) in self._connection.execute(sql, (number_of(uuid), uuid))]

    def put(self, row: CareRow, after: Care) -> None:
        """Put in what is said now of a picture, of which was said what stands in the row."""
        before, key = row.care, row.key
        pick = PICKS.index(after.pick)
        facet = FacetPart.RATING.put(after.rating) | FacetPart.PICK.put(pick)
        self._connection.execute(_FACTS, (after.rating, pick, _has(after), facet, key))
        if (before.title, before.note, before.tags) != (after.title, after.note, after.tags):
            self._put_texts(key, after)
        if before.tags != after.tags:
            self.put_tags(key, after.tags)
        if before.collections != after.collections or before.places != after.places:
            self.put_collections(key, after.collections, after.places)

    def put_tags(self, key: int, tags: Iterable[str]) -> None:
        """Put a picture's tags in, and those that they lie in."""
        self._put_names("tags", key, {self._tags.id_for(tag) for tag in with_outer_tags(tuple(tags))})

    def put_collections(self, key: int, names: Iterable[str], places: Mapping[str, float]) -> None:
        """Put a picture's collections in, and its places by hand in them."""
        ids = {self._collections.id_for(name): kept_number(places.get(name)) for name in names}
        self._put_names("collections", key, set(ids))
        sql = "UPDATE collections SET place = ? WHERE name_id = ? AND key = ? AND place IS NOT ?"
        for name_id, place in ids.items():
            self._connection.execute(sql, (place, name_id, key, place))

    def set_stamp(self, place: str, before: str, after: str) -> None:
        """Take note that the program itself changed a picture's sidecar, unless that was other than was known."""
        path = PurePosixPath(place)
        sql = "UPDATE images SET stamp = ? WHERE folder = ? AND name = ? AND stamp = ?"
        self._connection.execute(sql, (after, path.parent.as_posix(), path.name, before))

    def tag_counts(self) -> list[tuple[str, int]]:
        """Return every tag, those that others lie in among them, with the number of its pictures, in order of the name."""
        sql = """
            SELECT n.name, count(*) FROM tags t JOIN tag_names n ON n.id = t.name_id GROUP BY t.name_id
            ORDER BY n.folded, n.name
        """
        return [(name, count) for name, count in self._connection.execute(sql)]

    def collection_counts(self) -> list[tuple[str, int]]:
        """Return every collection with the number of its pictures, in order of the name."""
        sql = """
            SELECT n.name, count(*) FROM collections c JOIN collection_names n ON n.id = c.name_id GROUP BY c.name_id
            ORDER BY n.folded, n.name
        """
        return [(name, count) for name, count in self._connection.execute(sql)]

    def with_tag(self, tag: str) -> array[int]:
        """Return the keys of the pictures that have the tag, or one that lies in it."""
        sql = "SELECT key FROM tags WHERE name_id = (SELECT id FROM tag_names WHERE name = ?)"
        return self._keys(sql, tag)

    def in_collection(self, name: str) -> array[int]:
        """Return the keys of a collection's pictures in their order by hand; those without a place last, newest first."""
        sql = """
            SELECT key FROM collections WHERE name_id = (SELECT id FROM collection_names WHERE name = ?)
            ORDER BY place IS NULL, place, key DESC
        """
        return self._keys(sql, name)

    def places_in(self, name: str) -> dict[int, float]:
        """Return the places by hand in a collection."""
        sql = """
            SELECT key, place FROM collections
            WHERE name_id = (SELECT id FROM collection_names WHERE name = ?) AND place IS NOT NULL
        """
        return dict(self._connection.execute(sql, (name,)))

    def _keys(self, sql: str, name: str) -> array[int]:
        return array("q", chain.from_iterable(self._connection.execute(sql, (name,))))

    def _page(self, keys: array[int]) -> list[CareRow]:
        marks = ",".join("?" * len(keys))
        names, places = self._collected(keys, marks)
        found = []
        for row in self._connection.execute(f"{_ROW} WHERE i.key IN ({marks})", keys):
            key, uuid, sha256, folder, name, rating, pick, title, note, tags = row
            place = name if folder == "." else f"{folder}/{name}"
            of_tags = tuple(tags.split("\n")) if tags else ()
            care = Care(rating, PICKS[pick], title, note, of_tags, tuple(names.get(key, ())), places.get(key, {}))
            found.append(CareRow(key, uuid, sha256, place, care))
        return found

    def _collected(self, keys: array[int], marks: str) -> tuple[dict[int, list[str]], dict[int, dict[str, float]]]:
        names: dict[int, list[str]] = defaultdict(list)
        places: dict[int, dict[str, float]] = defaultdict(dict)
        sql = f"""
            SELECT c.key, n.name, c.place FROM collections c JOIN collection_names n ON n.id = c.name_id
            WHERE c.key IN ({marks}) ORDER BY n.folded, n.name
        """  # noqa: S608 - marks alone
        for key, name, place in self._connection.execute(sql, keys):
            names[key].append(name)
            if place is not None:
                places[key][name] = place
        return names, places

    def _put_texts(self, key: int, care: Care) -> None:
        sql = "SELECT prompt, negative_prompt, name FROM images WHERE key = ?"
        prompt, negative, name = self._connection.execute(sql, (key,)).fetchone()
        unspaced = unspaced_words(prompt, negative, care.title, *care.tags, care.note, name)
        sql = "UPDATE images SET title = ?, note = ?, tags = ?, unspaced = ? WHERE key = ?"
        self._connection.execute(sql, (care.title, care.note, "\n".join(care.tags), unspaced, key))

    def _put_names(self, table: str, key: int, ids: set[int]) -> None:
        sql = f"SELECT name_id FROM {table} WHERE key = ?"  # noqa: S608 - one of two tables
        before = {name_id for (name_id,) in self._connection.execute(sql, (key,))}
        for name_id in before - ids:
            self._connection.execute(f"DELETE FROM {table} WHERE name_id = ? AND key = ?", (name_id, key))  # noqa: S608
        for name_id in ids - before:
            self._connection.execute(f"INSERT INTO {table} (name_id, key) VALUES (?, ?)", (name_id, key))  # noqa: S608


def _has(care: Care) -> int:
    flags = (
        (HAS_NOTE, care.note),
        (HAS_TITLE, care.title),
        (HAS_TAG, care.tags),
        (HAS_COLLECTION, care.collections),
    )
    return sum(flag for flag, value in flags if value)
