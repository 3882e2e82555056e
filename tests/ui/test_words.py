"""The words of failures, money and numbers."""

from __future__ import annotations

import pytest

from desktop_app.core import errors
from desktop_app.core.errors import Billed, SfumatoError
from desktop_app.core.job import Failure, Job, JobState, failure_of
from desktop_app.core.request import GenerationRequest
from desktop_app.ui import words
from desktop_app.ui.words_failures import FAILURE_WORDS

EVERY_CLASS = sorted(
    {kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, SfumatoError)},
    key=lambda kind: kind.__name__,
)
KEY_CLASSES = [
    errors.KeyRejected,
    errors.CreditExhausted,
    errors.ConnectionNotMade,
    errors.ServerFailed,
    errors.KeyringAbsent,
    errors.KeyringLocked,
    errors.KeyringSilent,
    errors.KeyringForgetful,
]
REFERENCE_CLASSES = [
    errors.ReferenceMissing,
    errors.ReferenceNotAPicture,
    errors.ReferenceBroken,
    errors.ReferenceTooLarge,
]


def ended(state: JobState, failure: Failure | None, *, billed: Billed = Billed.NO, has_spool: bool = False) -> Job:
    request = GenerationRequest("a fox", "a/model")
    return Job("j", "b", request, demo=False, state=state, failure=failure, billed=billed, has_spool=has_spool)


def test_every_class_of_the_tree_has_words_of_its_own() -> None:
    assert set(FAILURE_WORDS) == set(EVERY_CLASS)
    assert len({row.happened for row in FAILURE_WORDS.values()}) == len(EVERY_CLASS)


@pytest.mark.parametrize("kind", EVERY_CLASS, ids=lambda kind: kind.__name__)
def test_a_failure_says_what_happened_what_it_cost_and_what_to_do(kind: type[SfumatoError]) -> None:
    failure = failure_of(kind())

    heading, text, step = words.failure_heading(failure), words.failure_text(failure, 0.016), words.next_step(failure)

    assert heading
    assert not heading.endswith(".")
    assert len(heading) <= 28, "a heading fits on a tile"
    assert step.endswith(".")
    assert text.endswith(words.billed_words(failure.billed, 0.016))
    assert "!" not in heading + text + step


def test_the_outcome_of_a_broken_connection_is_told_with_its_price() -> None:
    failure = failure_of(errors.ConnectionBroken())

    assert words.failure_heading(failure) == "Outcome unknown"
    assert words.failure_text(failure, 0.0161) == (
        "The connection broke while waiting for the picture. It may have been billed ($0.016)."
    )


def test_a_code_of_a_newer_version_has_the_words_of_the_root() -> None:
    failure = Failure("SomethingFromTheFuture", Billed.UNKNOWN)

    assert words.failure_heading(failure) == FAILURE_WORDS[SfumatoError].heading


def test_a_name_that_is_no_error_is_not_taken_for_one() -> None:
    assert words.failure_heading(Failure("Billed", Billed.NO)) == FAILURE_WORDS[SfumatoError].heading


@pytest.mark.parametrize(
    ("billed", "estimate", "said"),
    [
        (Billed.NO, 0.016, "Nothing was billed."),
        (Billed.YES, 0.016, "It was billed ($0.016)."),
        (Billed.UNKNOWN, 0.016, "It may have been billed ($0.016)."),
        (Billed.YES, None, "It was billed."),
        (Billed.UNKNOWN, None, "It may have been billed."),
        (Billed.UNKNOWN, 0.0, "Nothing was billed."),
    ],
)
def test_billed_words(billed: Billed, estimate: float | None, said: str) -> None:
    assert words.billed_words(billed, estimate) == said


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "$0.00"),
        (0.0027, "$0.0027"),
        (0.00225, "$0.0022"),
        (0.0161, "$0.016"),
        (0.04, "$0.04"),
        (0.134, "$0.13"),
        (0.41, "$0.41"),
        (7.9, "$7.90"),
        (1234.5, "$1,234.50"),
    ],
)
def test_usd(amount: float, text: str) -> None:
    assert words.usd(amount) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [(0.42, "0.4 s"), (8, "8 s"), (10.83, "10.8 s"), (59.97, "1 min 0 s"), (125, "2 min 5 s")],
)
def test_seconds(amount: float, text: str) -> None:
    assert words.seconds(amount) == text


def test_sizes_and_long_numbers() -> None:
    assert words.size(1344, 768) == "1344 × 768"
    assert words.grouped(48213077) == "48\u202f213\u202f077"


def test_the_action_says_whether_it_buys() -> None:
    full, broken = failure_of(errors.DiskFull(billed=Billed.YES)), failure_of(errors.ConnectionBroken())
    away, refused = failure_of(errors.DownloadFailed()), failure_of(errors.RequestRefused())

    assert words.retry_words(ended(JobState.FAILED, full, billed=Billed.YES, has_spool=True)) == "Save again"
    assert words.retry_words(ended(JobState.FAILED, away, billed=Billed.YES, has_spool=True)) == "Fetch again"
    assert words.retry_words(ended(JobState.UNKNOWN, broken, billed=Billed.UNKNOWN)) == "Send again"
    assert words.retry_words(ended(JobState.CANCELLED, None, billed=Billed.UNKNOWN)) == "Send again"
    assert words.retry_words(ended(JobState.FAILED, refused)) == "Try again"


def test_problems_of_the_key_are_told_apart() -> None:
    told = [words.key_problem(kind()) for kind in KEY_CLASSES]

    assert len(set(told)) == len(KEY_CLASSES)


def test_problems_of_references_name_the_file_whatever_it_is_called() -> None:
    told = [words.reference_problem(kind(name="{name} <b>.txt")) for kind in REFERENCE_CLASSES]

    assert len(set(told)) == len(REFERENCE_CLASSES)
    assert all(text.startswith("{name} <b>.txt ") for text in told)


def test_problems_of_the_disk_name_the_folder() -> None:
    assert words.store_problem(errors.FolderMissing(path="/media/drive")) == "The folder is not there. /media/drive"
    assert words.store_problem(errors.DiskFull()) == "The disk is full."
