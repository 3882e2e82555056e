"""The index finds what a search asks for, with every field, in every script."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.record import Cost, ImageRecord, Kind, Parent, Pick
from desktop_app.store.index import Index
from desktop_app.store.unspaced_text import pieces, unspaced_words
from tests.support.gallery import NOON, put, record_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FLUX = "black-forest-labs/FLUX.2-dev"
SHA = hashlib.sha256(b"fox").hexdigest()


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    made = Index(tmp_path / "index.sqlite3", tmp_path / "library")
    yield made
    made.close()


def names(index: Index, query: str) -> list[str]:
    """The names of the pictures found, the oldest first; each is also asked for alone."""
    found = index.keys(query)
    everything = index.keys()
    assert [key for key in everything if index.matches(key, query)] == list(found)
    return [row.path.rpartition("/")[2].removesuffix(".jpg") for row in reversed(index.rows(found))]


def with_sha(record: ImageRecord, sha256: str) -> ImageRecord:
    return replace(record, file=replace(record.file, sha256=sha256))


@pytest.fixture
def gallery(index: Index) -> Index:
    """Five pictures that differ in everything."""
    fox = record_at(
        0,
        "fox.jpg",
        "A red fox in snow",
        size=(1024, 768),
        rating=5,
        pick=Pick.PICKED,
        tags=("animals/fox", "Print"),
        collections=("Book",),
        cost=Cost(0.02),
        batch_id="order-1",
        job_id="job-1",
        asked={"model": FLUX, "seed": 42, "negative_prompt": "people, text"},
    )
    put(index, with_sha(fox, SHA))
    wolf = record_at(
        1,
        "wolf.jpg",
        "A wolf at night,  howling",
        size=(768, 1024),
        rating=4,
        tags=("animals",),
        cost=Cost(0.2),
        batch_id="order-1",
        asked={"model": "google/imagen-4", "seed": 42},
    )
    put(index, wolf)
    cafe = record_at(
        2, "cafe.jpg", "Un café à la tombée de la nuit", size=(2048, 2048), title="Façade", note="blue hour"
    )
    put(index, replace(cafe, kind=Kind.EDITED, parents=(Parent("ab" * 32),), demo=True))
    copy = record_at(
        60 * 24 * 30, "copy.jpg", "A red fox  in\nsnow", rating=2, pick=Pick.REJECTED, tags=("animalistic",)
    )
    put(index, with_sha(replace(copy, kind=Kind.IMPORTED), SHA))
    put(index, record_at(60 * 24 * 31, "plain.jpg", "nothing of note"))
    return index


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "fox wolf cafe copy plain"),
        ("fox", "fox copy"),
        ("fo", "fox copy"),
        ("f", "fox cafe copy"),
        ("FOX snow", "fox copy"),
        ('"fox in"', "fox copy"),
        ('"in fox"', ""),
        ('"fo in"', ""),
        ("fox -imagen", "fox copy"),
        ("a -fox", "wolf cafe"),
        ("-fox", "wolf cafe plain"),
        ("-fox -wolf", "cafe plain"),
        ('-"red fox"', "wolf cafe plain"),
        ("cafe tombee", "cafe"),
        ("facade", "cafe"),
        ("hour", "cafe"),
        ("people", "fox"),
        ("print", "fox"),
        ("wolf.jpg", "wolf"),
        ("forest-labs", "fox"),
        ("night,", "wolf"),
        ('"imagen 4"', "wolf"),
        ('"4 imagen"', ""),
        ("black wolf", ""),
        ("black fox", "fox"),
        ("-black -imagen", "cafe copy plain"),
        ("!!! fox ...", "fox copy"),
        ("!!!", "fox wolf cafe copy plain"),
        ("model:flux", "fox"),
        (f"model:{FLUX}", "fox"),
        ("model:flux model:imagen", "fox wolf"),
        ("-model:flux", "wolf cafe copy plain"),
        ("model:nobody", ""),
        ("-model:nobody", "fox wolf cafe copy plain"),
        ("rating:5", "fox"),
        ("rating:>=4", "fox wolf"),
        ("rating:2..4", "wolf copy"),
        ("rating:5 rating:2", "fox copy"),
        ("rating:>=2 rating:<5", "wolf copy"),
        ("-rating:0", "fox wolf copy"),
        ("tag:animals", "fox wolf"),
        ("tag:ANIMALS/fox", "fox"),
        ("-tag:animals", "cafe copy plain"),
        ("tag:print tag:animals", "fox"),
        ("tag:animals wolf", "wolf"),
        ("seed:42", "fox wolf"),
        ("seed:42..", "fox wolf"),
        ("-seed:42", "cafe copy plain"),
        ("size:1024x768", "fox"),
        ("size:square", "cafe"),
        ("size:portrait", "wolf"),
        ("size:landscape", "fox copy plain"),
        ("size:>=1024", "fox wolf cafe"),
        ("size:1024", "fox wolf"),
        ("is:edit", "cafe"),
        ("is:generated", "fox wolf plain"),
        ("is:edit is:imported", "cafe copy"),
        ("is:demo", "cafe"),
        ("-is:demo is:edit", ""),
        ("is:picked", "fox"),
        ("is:picked is:rejected", "fox copy"),
        ("is:rated", "fox wolf copy"),
        ("is:duplicate", "fox copy"),
        ("has:reference", "cafe"),
        ("has:note", "cafe"),
        ("has:title", "cafe"),
        ("has:tag", "fox wolf copy"),
        ("has:collection", "fox"),
        ("has:negative", "fox"),
        ("-has:tag", "cafe plain"),
        ("cost:>0.1", "wolf"),
        ("cost:<=0.02", "fox"),
        ("-cost:>0.1", "fox cafe copy plain"),
        ("collection:book", "fox"),
        ("-collection:Book", "wolf cafe copy plain"),
        ("job:job-1", "fox"),
        ("batch:order-1", "fox wolf"),
        ('prompt:"A red fox in snow"', "fox copy"),
        ('prompt:"A red fox"', ""),
        (f"sha:{SHA}", "fox copy"),
        (f"sha:{SHA[:5].upper()}", "fox copy"),
        (f"sha:{SHA[:20]}ffff", ""),
        ("date:2026-11", "fox wolf cafe"),
        ("date:2026-11-22", "fox wolf cafe"),
        ("date:2026-12..", "copy plain"),
        ("date:..2026-11 fox", "fox"),
        ("date:2026-11 date:2026-12", "fox wolf cafe copy plain"),
        ("-date:2026-11", "copy plain"),
        ("fox rating:>=4 model:flux tag:animals -is:demo", "fox"),
        ("rating: fox", "fox copy"),
        ("colour:blue", ""),
    ],
)
def test_every_field(gallery: Index, query: str, found: str) -> None:
    assert names(gallery, query) == found.split()


TEXTS = {
    "fox_ja": "雪の中の赤い狐、朝の光",
    "mixed": "一只 red 狐狸 in 雪",
    "thai": "สุนัขจิ้งจอกสีแดงในหิมะ",
    "korean": "눈 속의 빨간여우",
    "kana": "ｶﾀｶﾅ の テスト",
    "emoji": "party 🎉🦊 ❤️ time",
}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("狐", "fox_ja mixed"),
        ("赤い", "fox_ja"),
        ("赤い狐", "fox_ja"),
        ("中の赤い", "fox_ja"),
        ("い赤", ""),
        ("狐 red", "mixed"),
        ("雪red", "mixed"),
        ("雪 -狐狸", "fox_ja"),
        ("จิ้งจอก", "thai"),
        ("จอก", "thai"),
        ("여우", "korean"),
        ("빨간", "korean"),
        ("カタカナ", "kana"),
        ("タカ", "kana"),
        ("狐朝", ""),
        ("🦊", "emoji"),
        ("🎉🦊", "emoji"),
        ("🎈", ""),
        ("❤️", "emoji"),
        ('"赤い狐"', "fox_ja"),
        ("光", "fox_ja"),
    ],
)
def test_scripts_without_spaces(index: Index, query: str, found: str) -> None:
    for minutes, (name, text) in enumerate(TEXTS.items()):
        put(index, record_at(minutes, f"{name}.jpg", text))
    assert names(index, query) == found.split()


def test_such_scripts_are_found_in_every_text(index: Index) -> None:
    put(index, record_at(0, "note.jpg", "x", note="赤い狐"))
    put(index, record_at(1, "title.jpg", "x", title="赤い狐"))
    put(index, record_at(2, "tag.jpg", "x", tags=("動物/赤い狐",)))
    put(index, record_at(3, "negative.jpg", "x", asked={"negative_prompt": "赤い狐"}))
    assert names(index, "い狐") == ["note", "title", "tag", "negative"]
    assert names(index, "tag:動物") == ["tag"]


LETTERS = st.text("赤い狐の雪จิ้ง 여🦊aé", max_size=12)


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("one")
    made = Index(folder / "index.sqlite3", folder / "library")
    yield made
    made.close()


@given(text=LETTERS, data=st.data())
def test_any_piece_of_an_unspaced_text_finds_it(one: Index, text: str, data: st.DataObject) -> None:
    runs = [run for run, is_unspaced in pieces(text) if is_unspaced]
    key = put(one, record_at(0, "one.jpg", text or "x"))
    for run in runs:
        start = data.draw(st.integers(0, len(run) - 1))
        end = data.draw(st.integers(start + 1, len(run)))
        assert one.matches(key, run[start:end])
    assert all(one.matches(key, f"-{run}") is False for run in runs)


@given(st.text())
def test_no_text_makes_a_fault(one: Index, text: str) -> None:
    put(one, record_at(0, "one.jpg", text or "x", title=text, note=text))
    assert len(one.keys(text)) in {0, 1}
    assert unspaced_words(text)


@pytest.mark.parametrize("term", ["fox", "-wolf", '"a fox"', "tag:x", "-tag:x", "rating:>0", "狐", "seed:1", "a-b-c"])
@pytest.mark.parametrize("between", [" ", ""])
def test_a_whole_page_is_a_search(one: Index, term: str, between: str) -> None:
    put(one, record_at(0, "one.jpg", "fox"))
    page = between.join([term] * 5000)
    assert len(one.keys(page)) in {0, 1}
    assert one.matches(one.keys()[0], page) in {True, False}


def test_a_changed_text_is_found_by_its_new_words_alone(index: Index) -> None:
    put(index, record_at(0, "a.jpg", "fox", note="before 赤い"))
    put(index, record_at(0, "a.jpg", "fox", note="after 狐"))
    assert [names(index, word) for word in ("before", "after", "赤い", "狐")] == [[], ["a"], [], ["a"]]


def test_today_is_a_date(index: Index) -> None:
    put(index, record_at(0, "a.jpg"))
    assert names(index, "date:today") == (["a"] if index.keys("date:1d") else [])
    assert names(index, "date:9000d") == ["a"]


def test_what_looks_alike_is_found(index: Index) -> None:
    shas = [hashlib.sha256(bytes([number])).hexdigest() for number in range(4)]
    for number, sha in enumerate(shas):
        put(index, with_sha(record_at(number, f"{number}.jpg"), sha))
    index.set_look(shas[0], 0x112233, 0xFFFF_FFFF_FFFF_FFFF)
    index.set_look(shas[1], 0, 0xFFFF_FFFF_FFFF_FC00)
    index.set_look(shas[2], 0, 0xFFFF_FFFF_FFFF_F800)
    first, *_, last = (row.uuid for row in reversed(index.rows(index.keys())))
    assert names(index, f"similar:{first}") == ["0", "1"]
    assert names(index, f"similar:{last}") == ["3"]
    assert names(index, "similar:nobody") == []
    assert [row.color for row in index.rows(index.keys())] == [-1, 0, 0, 0x112233]


def test_rare_values_are_found_among_many(index: Index) -> None:
    """The way that a search takes depends on how many there are; what it finds does not."""
    with index.batch():
        for minutes in range(3200):
            rating = 5 if minutes % 1000 == 0 else 1
            put(index, record_at(-minutes, f"{minutes}.jpg", "fox", rating=rating))
    assert len(index.keys("rating:1")) == 3196
    assert names(index, "rating:5 model:some") == ["3000", "2000", "1000", "0"]
    assert names(index, "-rating:1") == ["3000", "2000", "1000", "0"]
    assert names(index, "fox rating:5 -is:demo") == ["3000", "2000", "1000", "0"]


def test_moments_are_those_of_the_person(index: Index) -> None:
    local = (NOON + timedelta(hours=1)).astimezone()
    put(index, record_at(60, "a.jpg"))
    assert names(index, f"date:{local:%Y-%m-%d}") == ["a"]
