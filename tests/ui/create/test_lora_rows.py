"""The LoRAs of an order: added, checked, kept as favourites, and left out where the model takes fewer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.presets import LoraFavourite
from desktop_app.core.request import Lora
from desktop_app.ui.create.form import Form
from desktop_app.ui.create.form_desk import FormDesk
from desktop_app.ui.create.more_fold import MoreFold

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop_app.ui.create.lora_rows import LoraRows
    from desktop_app.ui.theme.theme import Theme

FLUX_2_DEV = "black-forest-labs/FLUX.2-dev"
GRAIN = LoraFavourite("Film grain", "owner/grain", 0.8)
INK = LoraFavourite("Ink", "https://example.com/ink.safetensors", 1.25)
PAGE = "https://huggingface.co/owner/name/blob/main/style.safetensors"
FILE = "https://huggingface.co/owner/name/resolve/main/style.safetensors"


@pytest.fixture
def form() -> Form:
    """Return a form for the model that takes LoRAs."""
    return Form(known_catalogue(), model=FLUX_2_DEV)


@pytest.fixture
def fold(qtbot: QtBot, theme: Theme, form: Form) -> MoreFold:
    """Return an open fold, connected to its form."""
    fold = MoreFold(theme, form)
    desk = FormDesk(form, fold)
    desk.attach_more(fold)
    desk.changed.connect(fold.show_form)
    qtbot.addWidget(fold)
    fold.show_form()
    fold.set_open(True)
    fold.resize(272, 700)
    with qtbot.waitExposed(fold):
        fold.show()
    fold.activateWindow()
    return fold


@pytest.fixture
def loras(fold: MoreFold) -> LoraRows:
    """Return its LoRAs."""
    return fold.loras


@pytest.fixture
def edits(fold: MoreFold) -> list[tuple[LoraFavourite, ...]]:
    """Return every set of favourites that is told, as it comes."""
    told: list[tuple[LoraFavourite, ...]] = []
    fold.favourites_edited.connect(told.append)
    return told


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_a_lora_is_added_typed_weighed_and_removed(loras: LoraRows, form: Form) -> None:
    loras.add.click()
    (row,) = loras.rows
    assert focus() is row.line
    assert form.request().loras == ()
    QTest.keyClicks(row.line, "owner/name")
    assert form.request().loras == (Lora("owner/name", 1.0),)
    row.pair.slider.setFocus()
    QTest.keyClick(row.pair.slider, Qt.Key.Key_Right)
    assert form.request().loras == (Lora("owner/name", 1.05),)
    row.pair.box.setValue(9)
    assert form.request().loras == (Lora("owner/name", 2.0),)
    row.remove.click()
    assert form.loras == ()
    assert focus() is loras.add


def test_no_more_rows_are_added_than_the_model_takes(loras: LoraRows, form: Form) -> None:
    loras.add.click()
    loras.add.click()
    assert [row.line.text() for row in loras.rows] == [""]
    QTest.keyClicks(loras.rows[0].line, "o/one")
    assert loras.add.isEnabled()
    loras.add.click()
    assert [row.line.text() for row in loras.rows] == ["o/one", ""]
    assert not loras.add.isEnabled()
    assert loras.add.toolTip() == "FLUX.2 dev takes 2."
    loras.rows[0].remove.click()
    assert loras.add.isEnabled()
    assert focus() is loras.rows[0].remove


def test_a_lora_too_many_is_shown_as_left_out(fold: MoreFold, loras: LoraRows, form: Form) -> None:
    form.loras = (Lora(""), Lora("o/one"), Lora("o/two"), Lora("o/three"))
    fold.show_form()
    said = [row.left_out.text() for row in loras.rows]
    assert said == ["", "", "", "Left out. FLUX.2 dev takes 2."]
    assert [each.path for each in form.request().loras] == ["o/one", "o/two"]
    loras.rows[1].remove.click()
    assert [row.lora.path for row in loras.rows] == ["", "o/two", "o/three"]
    assert not any(row.left_out.text() for row in loras.rows)


def test_a_page_is_said_in_place_and_mended_with_one_click(qtbot: QtBot, loras: LoraRows, form: Form) -> None:
    loras.add.click()
    (row,) = loras.rows
    QApplication.clipboard().setText(f" {PAGE} ")
    row.line.paste()
    assert row.note.text() == "This is a page about the LoRA, not the LoRA."
    qtbot.waitUntil(lambda: row.fix.text() == "Use …/resolve/main/style.safetensors")
    assert row.fix.accessibleName() == f"Use {FILE}"
    row.fix.click()
    assert (row.line.text(), form.request().loras) == (FILE, (Lora(FILE),))
    assert not row.note.isVisible()
    assert not row.fix.isVisible()


def test_an_address_is_not_scolded_while_it_is_typed(loras: LoraRows) -> None:
    loras.add.click()
    (row,) = loras.rows
    QTest.keyClicks(row.line, "owner")
    assert not row.note.isVisible()
    QTest.keyClick(row.line, Qt.Key.Key_Return)
    assert row.note.text() == "Not an address of a LoRA."
    QTest.keyClicks(row.line, "/name")
    assert not row.note.isVisible()


def test_a_long_address_does_not_widen_the_panel(fold: MoreFold, form: Form) -> None:
    form.loras = (Lora("http://example.com/" + "a" * 300 + "&b.safetensors"),)
    fold.show_form()
    assert fold.minimumSizeHint().width() <= 272
    (row,) = fold.loras.rows
    assert row.fix.isVisible()
    assert row.fix.geometry().right() <= row.width()


def test_a_star_keeps_a_favourite_under_a_name(
    fold: MoreFold, loras: LoraRows, form: Form, edits: list[tuple[LoraFavourite, ...]]
) -> None:
    form.loras = (Lora(GRAIN.path, GRAIN.scale),)
    fold.show_form()
    (row,) = loras.rows
    assert not row.star.isChecked()
    row.star.click()
    assert isinstance(focus(), QLineEdit)
    QTest.keyClicks(focus(), GRAIN.name)
    QTest.keyClick(focus(), Qt.Key.Key_Return)
    assert edits == [(GRAIN,)]
    assert row.star.isChecked()
    assert row.star.accessibleName() == "Favourite: Film grain"
    assert focus() is row.star
    row.pair.box.setValue(1.5)
    row.star.click()
    QTest.keyClick(focus(), Qt.Key.Key_Escape)
    assert len(edits) == 1
    row.star.click()
    QTest.keyClick(focus(), Qt.Key.Key_Return)
    assert edits[-1] == (LoraFavourite(GRAIN.name, GRAIN.path, 1.5),)


def test_an_empty_row_is_no_favourite(loras: LoraRows) -> None:
    loras.add.click()
    assert not loras.rows[0].star.isEnabled()


def test_a_favourite_is_put_into_the_empty_row_with_its_scale(fold: MoreFold, loras: LoraRows, form: Form) -> None:
    fold.set_favourites((GRAIN, INK))
    loras.add.click()
    texts = [each.choice.text for each in loras.picker.rows]
    assert texts == ["Another address", "Film grain", "Ink"]
    QTest.keyClick(focus(), Qt.Key.Key_Return)
    assert focus() is loras.rows[0].line
    loras.add.click()
    QTest.keyClick(focus(), Qt.Key.Key_End)
    QTest.keyClick(focus(), Qt.Key.Key_Return)
    assert form.loras == (Lora(INK.path, INK.scale),)
    assert loras.rows[0].star.isChecked()


def test_favourites_are_renamed_and_deleted_in_their_list(
    fold: MoreFold, loras: LoraRows, edits: list[tuple[LoraFavourite, ...]]
) -> None:
    fold.set_favourites((GRAIN, INK))
    loras.add.click()
    QTest.keyClick(focus(), Qt.Key.Key_Down)
    QTest.keyClick(focus(), Qt.Key.Key_F2)
    QTest.keyClicks(focus(), "Grain")
    QTest.keyClick(focus(), Qt.Key.Key_Return)
    assert edits == [(LoraFavourite("Grain", GRAIN.path, GRAIN.scale), INK)]
    for left in (1, 0):
        loras.picker.rows[-1].ask_deletion()
        QTest.keyClick(focus(), Qt.Key.Key_Backtab)
        QTest.keyClick(focus(), Qt.Key.Key_Return)
        assert len(edits[-1]) == left
    assert not loras.picker.isVisible()


def test_a_row_that_shows_another_lora_asks_no_name_any_more(fold: MoreFold, loras: LoraRows, form: Form) -> None:
    form.loras = (Lora("o/one"),)
    fold.show_form()
    loras.rows[0].star.click()
    form.loras = (Lora("o/two"),)
    fold.show_form()
    assert loras.rows[0].line.text() == "o/two"
    lines = loras.rows[0].findChildren(QLineEdit)
    assert [each for each in lines if each.isVisible() and each is not loras.rows[0].pair.box.lineEdit()] == [
        loras.rows[0].line
    ]


def test_the_name_of_a_model_is_no_markup_in_the_tool_tip(form: Form, fold: MoreFold, loras: LoraRows) -> None:
    named = replace(known_catalogue().profile(FLUX_2_DEV), name="<b>Bold</b>")
    form.catalogue = Catalogue([named])
    form.loras = (Lora("owner/ink"), Lora("owner/grain"))
    fold.show_form()
    assert "<b>" not in loras.add.toolTip()
    assert "&lt;b&gt;Bold" in loras.add.toolTip()
