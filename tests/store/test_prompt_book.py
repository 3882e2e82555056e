"""Ordered prompts and saved ones: kept across starts, and by several programs at once."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from desktop_app.core.errors import StoreError
from desktop_app.core.saved_prompt import SavedPrompt
from desktop_app.store.prompt_book import HISTORY_LENGTH, KeptPrompts, PromptBook


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "prompts.json"


def test_prompts_come_back_the_newest_last_and_each_once(path: Path) -> None:
    book = PromptBook(path)
    assert book.load() == KeptPrompts()
    for text in ("a fox", "an owl", " a fox\n", "  "):
        book.remember(text)
    assert PromptBook(path).load().history == ("an owl", "a fox")


def test_the_oldest_go_when_there_are_too_many() -> None:
    kept = KeptPrompts(tuple(map(str, range(HISTORY_LENGTH)))).with_ordered("new")
    assert (len(kept.history), kept.history[0], kept.history[-1]) == (HISTORY_LENGTH, "1", "new")
    for number in range(30):
        kept = kept.with_ordered(f"{number}" + "x" * 100_000)
    assert sum(map(len, kept.history)) <= 2_000_000
    assert kept.history[-1].startswith("29")


def test_several_programs_lose_nothing_of_one_another(path: Path) -> None:
    texts = [f"prompt {number}" for number in range(24)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda text: PromptBook(path).remember(text), texts))
    assert sorted(PromptBook(path).load().history) == sorted(texts)


def test_templates_are_saved_renamed_and_deleted(path: Path) -> None:
    book = PromptBook(path)
    book.save_template("Portrait", "a portrait of {subject}")
    book.save_template("portrait", "another")
    assert [each.name for each in book.load().templates] == ["Portrait", "portrait 2"]
    book.rename_template("portrait 2", "Sketch")
    book.rename_template("Sketch", "SKETCH")
    assert [each.name for each in book.delete_template("Portrait").templates] == ["SKETCH"]
    book.add_templates([SavedPrompt("Sketch", "imported")])
    assert book.load().templates == (SavedPrompt("SKETCH", "another"), SavedPrompt("Sketch 2", "imported"))


def test_junk_is_left_out_and_what_a_newer_version_wrote_survives(path: Path) -> None:
    path.parent.mkdir()
    junk = {
        "history": [7, "", "a fox", "a fox"],
        "templates": [{"name": "x"}, 3, {"name": "A", "text": "b"}],
        "mood": "calm",
    }
    path.write_text(json.dumps(junk))
    book = PromptBook(path)
    assert book.load() == KeptPrompts(("a fox",), (SavedPrompt("A", "b"),))
    book.remember("an owl")
    assert json.loads(path.read_bytes())["mood"] == "calm"
    path.write_text('{"history": 3, "templates": "x"}')
    assert book.load() == KeptPrompts()


def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file in the place of the folder")
    with pytest.raises(StoreError):
        PromptBook(tmp_path / "data" / "prompts.json").remember("a fox")
