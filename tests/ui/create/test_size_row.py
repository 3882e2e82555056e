"""The sizes: what each model offers, what becomes of a wish, and how two numbers are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.core.known_models import known_catalogue
from desktop_app.core.request import Reference
from desktop_app.core.sizes import AreaRule, GridRule, MenuRule, ShapeRule, Size
from desktop_app.ui.create.size_groups import SizeGroup, in_group, size_groups, thousands

if TYPE_CHECKING:
    from PySide6.QtWidgets import QSpinBox

    from desktop_app.core.catalogue import ModelProfile
    from desktop_app.ui.create.panel import CreatePanel

FLUX = "black-forest-labs/FLUX.2-dev"
GEMINI = "google/gemini-3-pro-image"
KONTEXT = "black-forest-labs/FLUX.1-kontext-pro"
SEEDREAM = "ByteDance/Seedream-5.0-lite"
REFERENCE = Reference("a" * 64, "a.png", "image/png", 640, 480, "a.png")


def type_into(box: QSpinBox, text: str) -> None:
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, text)


def choose(panel: CreatePanel, model: str) -> None:
    panel.model.model_chosen.emit(model)


@pytest.mark.parametrize("profile", [*known_catalogue()], ids=lambda profile: profile.id)
def test_every_size_that_a_model_offers_by_itself_is_one_that_it_takes(profile: ModelProfile) -> None:
    rule = profile.size_rule
    for group in size_groups(rule):
        assert all(rule.allows(size) for size in group.sizes)
        assert len(set(group.sizes)) == len(group.sizes)
        for wish in (Size(1024, 1024), Size(300, 900), Size(2000, 500)):
            assert isinstance(rule, ShapeRule) or in_group(rule, wish, group) in group.sizes


def test_groups_go_by_the_number_of_pixels() -> None:
    menu = MenuRule((Size(2048, 2048), Size(848, 1264), Size(512, 512), Size(1264, 848), Size(5504, 3072)))
    assert size_groups(menu) == (
        SizeGroup(0.5, (Size(512, 512),)),
        SizeGroup(1, (Size(1264, 848), Size(848, 1264))),
        SizeGroup(2, (Size(2048, 2048),)),
        SizeGroup(4, (Size(5504, 3072),)),
    )
    assert size_groups(GridRule(256, 2048)) == ()
    assert len(size_groups(AreaRule(1265 * 1265, 1440 * 1440))) == 1
    assert [group.thousands for group in size_groups(AreaRule(3_686_400, 10_404_496))] == [2, 3]
    assert thousands(Size(6336, 2688)) == 4


def test_typing_shows_at_once_what_the_model_makes_of_it(panel: CreatePanel) -> None:
    choose(panel, FLUX)
    panel.size_row.open_list()
    fields = panel.size_row.fields
    assert fields.outcome.text().startswith("3:2 · 1.0 megapixels")
    type_into(fields.width_box, "1000")
    type_into(fields.height_box, "700")
    assert fields.outcome.text() == "→ 1008 × 704 · 0.71 megapixels · from $0.0154"
    QTest.keyClick(fields.height_box, Qt.Key.Key_Return)
    assert panel.form.size == Size(1000, 700)
    assert panel.form.sent_size == Size(1008, 704)
    assert panel.size_row.side.text() == "1008 × 704"


def test_a_shape_is_told_where_the_model_takes_nothing_else(panel: CreatePanel) -> None:
    choose(panel, KONTEXT)
    panel.size_row.open_list()
    fields = panel.size_row.fields
    type_into(fields.width_box, "1600")
    type_into(fields.height_box, "900")
    assert fields.outcome.text().startswith("→ 16:9 · 1.0 megapixels")
    panel.size_row.picker.hide()


def test_width_and_height_are_swapped(panel: CreatePanel) -> None:
    panel.size_row.open_list()
    fields = panel.size_row.fields
    fields.swap.click()
    assert fields.size_px == Size(832, 1248)
    assert "2:3" in fields.outcome.text()
    panel.size_row.picker.hide()


def test_the_shape_is_kept_while_one_side_is_typed(panel: CreatePanel) -> None:
    panel.size_row.open_list()
    fields = panel.size_row.fields
    fields.lock.click()
    type_into(fields.width_box, "600")
    assert fields.size_px == Size(600, 400)
    type_into(fields.height_box, "800")
    assert fields.size_px == Size(1200, 800)
    fields.swap.click()
    type_into(fields.width_box, "400")
    assert fields.size_px == Size(400, 600)
    fields.lock.click()
    type_into(fields.width_box, "500")
    assert fields.size_px == Size(500, 600)
    panel.size_row.picker.hide()


def test_a_model_with_a_menu_offers_it_by_resolution(panel: CreatePanel) -> None:
    choose(panel, GEMINI)
    row = panel.size_row
    assert [button.text() for button in row.resolution.buttons] == ["1K", "2K", "4K"]
    assert [button.isChecked() for button in row.resolution.buttons] == [True, False, False]
    row.resolution.buttons[2].click()
    assert panel.form.sent_size == Size(5096, 3392)
    assert panel.foot.button.price == "≈ $0.24"
    # The shapes at hand are those of the resolution in force.
    assert [button.size_px for button in row.buttons][:2] == [Size(4096, 4096), Size(5096, 3392)]
    assert [button.isChecked() for button in row.buttons] == [False, True, False, False, False]
    row.buttons[0].click()
    assert panel.form.sent_size == Size(4096, 4096)

    row.open_list()
    choices = [line.choice for line in row.picker.rows]
    assert len([each for each in choices if not each.is_preset]) == 30
    assert [each.side for each in choices if each.is_current] == ["4096 × 4096"]
    landscape = next(each for each in choices if each.text == "Landscape")
    assert (landscape.side, landscape.tip) == ("→ 1376 × 768", "1344 × 768 becomes 1376 × 768")
    row.picker.rows[1].button.click()
    assert panel.form.sent_size == Size(1152, 928)

    choose(panel, FLUX)
    assert row.resolution.isHidden()
    assert len(row.buttons) == 5


def test_prices_stand_beside_resolutions_only_where_they_differ(panel: CreatePanel) -> None:
    from desktop_app.ui.create import size_list

    choose(panel, GEMINI)
    sides = {section.heading: section.side for section in size_list.sections(panel.form, ())}
    assert (sides["1K"], sides["4K"]) == ("$0.134 each", "$0.24 each")
    choose(panel, SEEDREAM)
    assert {section.side for section in size_list.sections(panel.form, ())} == {""}


def test_a_model_of_one_size_has_one_button(panel: CreatePanel) -> None:
    choose(panel, "ideogram/ideogram-4.0")
    assert [button.size_px for button in panel.size_row.buttons] == [Size(2048, 2048)]
    assert panel.size_row.buttons[0].isChecked()
    QApplication.processEvents()
    assert panel.size_row.buttons[0].width() < panel.size_row.width() / 4


def test_the_reference_leads_the_list_where_its_shape_can_be_kept(panel: CreatePanel) -> None:
    choose(panel, KONTEXT)
    panel.form.references = (REFERENCE,)
    panel.size_row.show_form()
    assert panel.size_row.buttons[0].size_px is None
    assert panel.size_row.buttons[0].isChecked()
    panel.size_row.open_list()
    lines = panel.size_row.picker.rows
    assert (lines[0].choice.text, lines[0].choice.is_current) == ("As reference", True)
    lines[2].button.click()
    assert panel.form.shape == lines[2].choice.text
    panel.size_row.open_list()
    panel.size_row.picker.rows[0].button.click()
    assert panel.form.follows_reference
