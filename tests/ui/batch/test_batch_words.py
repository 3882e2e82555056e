"""What is said of batches and of files of prompts."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from desktop_app.core.batches import Axis, BatchPrice
from desktop_app.core.errors import Billed
from desktop_app.core.job import JobState
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.sizes import Size
from desktop_app.store.prompt_file import FileProblem, PromptFile
from desktop_app.store.prompt_table import RowFault, RowProblem
from desktop_app.ui.batch import batch_words, file_words, sheet_words
from tests.support.records import job_in

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize(
    ("pictures", "price", "is_free", "said"),
    [
        (24, BatchPrice(0.74), False, "Queue 24 pictures  ·  ≈ $0.74"),
        (1, BatchPrice(0.0154), False, "Queue 1 picture  ·  ≈ $0.015"),
        (24, BatchPrice(0.74, is_lowest=True), False, "Queue 24 pictures  ·  from $0.74"),
        (24, BatchPrice(0.74, unknown=3), False, "Queue 24 pictures  ·  from $0.74"),
        (24, BatchPrice(0.0, unknown=24), False, "Queue 24 pictures"),
        (24, BatchPrice(0.74), True, "Queue 24 pictures  ·  free"),
        (1000, BatchPrice(0.0), False, "Queue 1\u202f000 pictures  ·  free"),
        (0, BatchPrice(0.0), False, "Queue"),
    ],
)
def test_the_button_says_how_many_and_how_much(pictures: int, price: BatchPrice, is_free: bool, said: str) -> None:
    assert batch_words.order(pictures, price, is_free=is_free) == said


def test_pictures_without_a_price_are_told() -> None:
    assert batch_words.unknown_prices(BatchPrice(1.0), 5) == ""
    assert batch_words.unknown_prices(BatchPrice(1.0, unknown=1), 5) == "No price is known for 1 picture."
    assert batch_words.unknown_prices(BatchPrice(0.0, unknown=5), 5) == "No price is known."


def test_values_have_names_of_their_own() -> None:
    names = batch_words.value_names(known_catalogue())
    said = [
        names(Axis.SEED, 48213077),
        names(Axis.STEPS, 8),
        names(Axis.GUIDANCE, 3.5),
        names(Axis.SIZE, Size(1024, 768)),
        names(Axis.MODEL, "black-forest-labs/FLUX.2-dev"),
        names(Axis.PROMPT, "a {value} fox"),
    ]
    assert said == [
        "seed 48\u202f213\u202f077",
        "steps 8",
        "guidance 3.5",
        "1024 × 768",
        "FLUX.2 dev",
        "a {value} fox",
    ]


def test_a_long_list_is_cut_with_the_number_of_the_rest() -> None:
    assert batch_words.shortened(map(str, range(6))).splitlines() == ["0", "1", "2", "3", "4", "5"]
    assert batch_words.shortened(map(str, range(9))).splitlines()[-1] == "And 4 more."


@pytest.mark.parametrize("fault", RowFault)
def test_every_fault_of_a_row_has_words(fault: RowFault) -> None:
    file = PromptFile("a.csv", problems=(RowProblem(3, fault, "seed", "4.8E+07"),))
    assert file_words.file_problems(file).startswith("Line 3: ")
    assert "{" not in file_words.file_problems(file)


@pytest.mark.parametrize("problem", FileProblem)
def test_every_problem_of_a_file_has_words(problem: FileProblem) -> None:
    assert file_words.file_problems(PromptFile("a.csv", problem=problem)).endswith(".")


def test_over_a_sheet_stands_what_all_have_in_common(qapp: QApplication) -> None:
    from dataclasses import replace

    one = replace(job_in(JobState.DONE, billed=Billed.YES), created_at=1_795_000_000.0)
    other = replace(one, request=replace(one.request, seed=2))
    assert sheet_words.title((one, other)) == one.request.prompt
    facts = sheet_words.facts((one, other), known_catalogue())
    assert facts.startswith("FLUX.2 dev · 1344 × 768 · steps 28 · ")
    assert "seed" not in facts
    assert "demo" not in facts
    third = replace(one, request=replace(one.request, prompt="another"), demo=True)
    assert sheet_words.title((one, third)) == "2 prompts"
