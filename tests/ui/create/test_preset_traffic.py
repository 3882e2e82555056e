"""Presets to a file and from one, through the panel."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from desktop_app.core.checked_fields import Fault
from desktop_app.core.preset_exchange import FORMAT, FileFault, ImportProblem, PresetKind
from desktop_app.core.presets import MODEL_PRESETS, SIZE_PRESETS, ModelPreset
from desktop_app.core.saved_prompt import SavedPrompt
from desktop_app.store.presets_file import Presets
from desktop_app.store.prompt_book import PromptBook
from desktop_app.ui.create import exchange_words
from desktop_app.ui.create.preset_traffic import PresetTraffic

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop_app.qt.tasks import Tasks
    from desktop_app.ui.create.panel import CreatePanel

MINE = {"name": "Mine", "models": ["black-forest-labs/FLUX.2-dev"], "steps": 12}
BAD = {"name": "Bad", "models": ["some/model"], "steps": -1}


def written(path: Path, **lists: object) -> str:
    path.write_text(json.dumps({"format": FORMAT, "version": 1, **lists}), encoding="utf-8")
    return str(path)


def choose_file(panel: CreatePanel, ask: Callable[[], None], path: Path) -> None:
    """Ask, and answer as a person who picks this file."""
    ask()
    (dialog,) = panel.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.reject()


def test_presets_go_out_and_come_in_through_the_foot_of_the_list(
    qtbot: QtBot, new_panel: Callable[[], CreatePanel], tmp_path: Path
) -> None:
    first, path = new_panel(), tmp_path / "mine.json"
    first.model.picker.saved.emit("Mine")
    with qtbot.waitSignal(first.notice_raised) as told:
        choose_file(first, first.model.export_button.click, path)
    assert told.args == ["Presets exported to mine.json."]

    second = new_panel()
    kept: list[Presets] = []
    second.presets_changed.connect(kept.append)
    with qtbot.waitSignal(second.notice_raised) as told:
        choose_file(second, second.model.import_button.click, path)
    assert told.args == ["1 preset imported."]
    assert [each.name for each in kept[-1].models] == [*(each.name for each in MODEL_PRESETS), "Mine"]
    second.model.open_list()
    assert second.model.picker.rows[3].choice.text == "Mine"
    second.model.picker.hide()

    with qtbot.waitSignal(second.notice_raised) as told:
        choose_file(second, second.model.import_button.click, path)
    assert told.args == ["All of it was there already."]


def test_what_is_left_out_is_said_in_place_until_the_list_is_opened(
    qtbot: QtBot, panel: CreatePanel, tmp_path: Path
) -> None:
    path = tmp_path / "half.json"
    written(path, models=[MINE, BAD], sizes=[{"name": "Wide", "width": 2000, "height": 500}])
    with qtbot.waitSignal(panel.presets_changed) as changed:
        choose_file(panel, panel.model.import_button.click, path)
    assert changed.args is not None
    presets = changed.args[0]
    assert isinstance(presets, Presets)
    assert (presets.models[-1].name, presets.sizes[-1].name) == ("Mine", "Wide")
    text = "2 presets imported. 1 left out:\n“Bad”: steps out of range."
    qtbot.waitUntil(lambda: panel.model.told.text() == text)
    panel.model.open_list()
    assert panel.model.told.isHidden()
    panel.model.picker.hide()
    panel.size_row.open_list()
    assert panel.size_row.picker.rows[-1].choice.text == "Wide"
    panel.size_row.picker.hide()


def test_a_file_of_another_kind_and_a_fault_of_the_disk_change_nothing(
    qtbot: QtBot, panel: CreatePanel, tmp_path: Path
) -> None:
    changed: list[Presets] = []
    panel.presets_changed.connect(changed.append)
    other = tmp_path / "other.json"
    other.write_text("{}", encoding="utf-8")
    choose_file(panel, panel.model.import_button.click, other)
    qtbot.waitUntil(lambda: panel.model.told.text() == "other.json holds no presets of Sfumato.")
    choose_file(panel, panel.model.import_button.click, tmp_path / "none.json")
    qtbot.waitUntil(lambda: panel.model.told.text().startswith("The folder is not there."))
    assert changed == []


def test_saved_prompts_come_along_where_there_is_a_book(
    qtbot: QtBot, panel: CreatePanel, tasks: Tasks, tmp_path: Path
) -> None:
    one, other = PromptBook(tmp_path / "one.json"), PromptBook(tmp_path / "other.json")
    one.save_template("Fox", "a {red|white} fox")
    other.save_template("Fox", "a fox")
    path = str(tmp_path / "mine.json")
    traffic = PresetTraffic(panel, tasks, Presets)
    traffic.use_book(one)
    with qtbot.waitSignal(traffic.told):
        traffic.export_to(path)
    traffic.use_book(other)
    with qtbot.waitSignals([traffic.prompts_imported, traffic.told]):
        traffic.import_from(path)
    assert other.load().templates == (SavedPrompt("Fox", "a fox"), SavedPrompt("Fox 2", "a {red|white} fox"))


def test_results_are_short_however_much_is_wrong() -> None:
    problems = [ImportProblem(PresetKind.SIZE, f"Size {n}", "width", Fault.MISSING) for n in range(9)]
    lines = exchange_words.imported(0, 0, problems).splitlines()
    assert lines[0] == "Nothing was imported. 9 left out:"
    assert lines[1] == "“Size 0”: width missing."
    assert lines[-1] == "And 5 more."
    assert len(lines) == 6


def test_every_fault_has_words() -> None:
    for fault in Fault:
        for field in ("steps", ""):
            (_, line) = exchange_words.imported(1, 1, [ImportProblem(PresetKind.LORA, "", field, fault)]).splitlines()
            assert line.startswith("A LoRA: ")
            assert "{" not in line
    assert len({exchange_words.file_fault(fault, "a.json") for fault in FileFault}) == len(FileFault)
    unknown = ImportProblem(PresetKind.MODEL, "Mine", "top_p", Fault.UNKNOWN)
    assert "left out" not in exchange_words.imported(1, 1, [unknown])


def test_a_renamed_preset_keeps_what_it_sets(panel: CreatePanel) -> None:
    preset = ModelPreset("Mine", ("black-forest-labs/FLUX.2-dev",), 12, guidance=3.5, is_whole=True)
    panel.model.set_presets((*MODEL_PRESETS, preset))
    kept: list[Presets] = []
    panel.presets_changed.connect(kept.append)
    panel.model.open_list()
    panel.model.picker.renamed.emit(panel.model.picker.rows[3].choice.key, "Other")
    assert kept[-1].models[3] == replace(preset, name="Other")
    assert kept[-1].sizes == SIZE_PRESETS
    panel.model.picker.hide()
