"""The filters by mouse and keys: each choice asks for pictures, leaves them out, or neither."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop_app.core.search_query import Condition, Field, SearchQuery, parsed
from desktop_app.qt.filter_model import FilterChoice, FilterSection, RowKind
from desktop_app.ui.filters.filter_list import FilterList, SpokenFilterModel

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop_app.ui.theme.theme import Theme


def choices(field: Field, *values: str) -> tuple[FilterChoice, ...]:
    return tuple(FilterChoice(value, Condition(field, value), count=10 - at) for at, value in enumerate(values))


SECTIONS = (
    FilterSection("saved", "Saved searches", (FilterChoice("Best foxes", search="fox rating:>=4"),)),
    FilterSection("rating", "Rating", choices(Field.RATING, "5", "4", "0")),
    FilterSection("tag", "Tags", choices(Field.TAG, *(f"tag {n}" for n in range(30)))),
    FilterSection("empty", "Empty", ()),
)


@pytest.fixture
def model() -> SpokenFilterModel:
    made = SpokenFilterModel()
    made.set_sections(SECTIONS)
    return made


@pytest.fixture
def view(qtbot: QtBot, theme: Theme, model: SpokenFilterModel) -> FilterList:
    made = FilterList(theme, model)
    qtbot.addWidget(made)
    made.resize(220, 700)
    made.show()
    made.query_changed.connect(model.set_query)
    return made


def row_of(model: SpokenFilterModel, words: str) -> int:
    return next(at for at in range(model.rowCount()) if model.data(model.index(at)) == words)


def click(view: FilterList, words: str, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    model = view.model()
    assert isinstance(model, SpokenFilterModel)
    place: QPoint = view.visualRect(model.index(row_of(model, words))).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifiers, place)


def test_a_click_asks_and_another_takes_it_back(view: FilterList, model: SpokenFilterModel) -> None:
    click(view, "4")
    click(view, "5")
    assert model.query == parsed("rating:4 rating:5")
    click(view, "4")
    assert model.query == parsed("rating:5")


def test_with_alt_it_is_left_out(view: FilterList, model: SpokenFilterModel) -> None:
    click(view, "4", Qt.KeyboardModifier.AltModifier)
    assert model.query == parsed("-rating:4")
    click(view, "4")
    assert model.query == parsed("rating:4")
    click(view, "4", Qt.KeyboardModifier.AltModifier)
    click(view, "4", Qt.KeyboardModifier.AltModifier)
    assert model.query == SearchQuery()


def test_what_was_typed_beside_it_stays(view: FilterList, model: SpokenFilterModel) -> None:
    model.set_query(parsed('fox "in snow" -winter'))
    click(view, "5")
    assert model.query == parsed('fox "in snow" -winter rating:5')


def test_a_saved_search_takes_the_place_of_the_search(view: FilterList, model: SpokenFilterModel) -> None:
    model.set_query(parsed("something else"))
    click(view, "Best foxes")
    assert model.query == parsed("fox rating:>=4")
    click(view, "Best foxes")
    assert model.query == SearchQuery()


def test_of_many_the_first_are_shown_and_what_is_asked_for(view: FilterList, model: SpokenFilterModel) -> None:
    model.set_query(parsed('tag:"tag 20"'))
    shown = [model.row(at).choice for at in range(model.rowCount())]
    assert [choice.words for choice in shown if choice is not None and choice.words.startswith("tag")] == [
        *(f"tag {n}" for n in range(8)),
        "tag 20",
    ]
    last = model.row(model.rowCount() - 1)
    assert (last.kind, last.hidden) == (RowKind.MORE, 21)
    view.act(last, excludes=False)
    assert row_of(model, "tag 29") > 0


def test_a_heading_folds_and_the_keys_stay_on_it(view: FilterList, model: SpokenFilterModel) -> None:
    view.setFocus()
    view.setCurrentIndex(model.index(row_of(model, "Rating")))
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert [model.data(model.index(at)) for at in range(4)] == ["Saved searches", "Best foxes", "Rating", "Tags"]
    assert model.data(view.currentIndex()) == "Rating"
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert row_of(model, "5") == 3


def test_all_of_it_by_keys(view: FilterList, model: SpokenFilterModel) -> None:
    view.setFocus()
    view.setCurrentIndex(model.index(row_of(model, "Rating")))
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert model.query == parsed("rating:5")
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert model.query == parsed("rating:5 -rating:4")


def test_rows_are_told_in_words(view: FilterList, model: SpokenFilterModel) -> None:
    model.set_query(parsed("rating:5 -rating:4"))
    spoken = [model.data(model.index(at), Qt.ItemDataRole.AccessibleTextRole) for at in range(5)]
    assert spoken == [
        "Saved searches, open",
        "Best foxes",
        "Rating, open",
        "5 of 5 stars, 10 pictures, chosen",
        "4 of 5 stars, 9 pictures, left out",
    ]
    assert view.accessibleName() == "Filters"


def test_a_menu_offers_both(view: FilterList, model: SpokenFilterModel) -> None:
    menu = view.menu(model.row(row_of(model, "5")))
    assert [action.text() for action in menu.actions()] == ["Show only these", "Leave these out"]
    menu.actions()[1].trigger()
    assert model.query == parsed("-rating:5")
    menu.close()
