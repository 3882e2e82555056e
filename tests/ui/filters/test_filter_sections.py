"""The sections: what was counted, what is asked for, and tags below the tags that hold them."""

from __future__ import annotations

from desktop_app.core.search_query import SearchQuery, parsed
from desktop_app.store.facets import Facets
from desktop_app.ui.filters.filter_sections import filter_sections
from desktop_app.ui.filters.filter_words import month_words, rating_words


def rows(facets: Facets, query: SearchQuery, name: str) -> list[tuple[str, int | None, int]]:
    sections = filter_sections(facets, query, {"Foxes": "fox"}, lambda model: model.upper())
    (section,) = (each for each in sections if each.name == name)
    return [(choice.words, choice.count, choice.depth) for choice in section.choices]


def test_models_have_their_names_and_their_counts() -> None:
    assert rows(Facets(models=(("flux", 3), ("imagen", 1))), SearchQuery(), "model") == [
        ("FLUX", 3, 0),
        ("IMAGEN", 1, 0),
    ]


def test_what_is_asked_for_stays_without_pictures() -> None:
    found = rows(Facets(models=(("flux", 3),)), parsed("model:imagen is:picked -is:edit"), "model")
    assert found == [("FLUX", 3, 0), ("IMAGEN", 0, 0)]
    assert rows(Facets(), parsed("is:picked -is:edit"), "kind") == [("Edited", 0, 0)]
    assert rows(Facets(), parsed("is:picked -is:edit"), "pick") == [("Picked", 0, 0)]
    assert rows(Facets(models=(("Flux", 3),)), parsed("model:flux"), "model") == [("FLUX", 3, 0)]


def test_tags_stand_below_those_that_hold_them() -> None:
    counts = (("winter", 9), ("animals", 7), ("animals/fox", 5), ("portrait/studio/night", 3), ("animals/owl/snowy", 1))
    assert rows(Facets(tags=counts), SearchQuery(), "tag") == [
        ("winter", 9, 0),
        ("animals", 7, 0),
        ("fox", 5, 1),
        ("owl/snowy", 1, 1),
        ("portrait/studio/night", 3, 0),
    ]


def test_words() -> None:
    assert [rating_words(value) for value in ("5", "1", "0", ">=4", "9")] == ["★★★★★", "★☆☆☆☆", "Not rated", ">=4", "9"]
    assert month_words("2026-13") == "2026-13"
    assert month_words("2026-11..") == "2026-11.."
    assert month_words("2026-11").endswith(" 2026")
    assert rows(Facets(), SearchQuery(), "saved") == [("Foxes", None, 0)]
