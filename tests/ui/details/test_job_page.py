"""The page of a job in the details panel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.errors import (
    Billed,
    ConnectionBroken,
    DiskFull,
    ModelUnavailable,
    RateLimited,
    RequestRefused,
)
from desktop_app.core.job import JobState
from desktop_app.core.known_models import known_catalogue
from desktop_app.ui.details.panel import WIDTH_PX, DetailsPanel
from tests.support.records import PROMPT, job_in
from tests.support.refusals import GRID, MODEL_GONE, refused_job

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_a_running_job_shows_what_was_asked_and_can_be_cancelled(qtbot: QtBot, panel: DetailsPanel) -> None:
    panel.show_job(job_in(JobState.SENDING))
    page = panel.job_page

    assert page.heading.text() == "Waiting for the picture"
    assert page.texts.prompt.toPlainText() == PROMPT
    assert "1344 × 768" in page.asked.toPlainText()
    assert not page.retry.isVisible()
    assert not page.dismiss.isVisible()
    with qtbot.waitSignal(panel.job_cancel_requested) as wanted:
        QTest.mouseClick(page.cancel, Qt.MouseButton.LeftButton)
    assert wanted.args == ["job-12"]


def test_a_job_that_is_being_saved_cannot_be_cancelled(panel: DetailsPanel) -> None:
    panel.show_job(job_in(JobState.SAVING))

    assert not panel.job_page.cancel.isVisible()


def test_a_job_that_waits_to_try_again_says_why(panel: DetailsPanel) -> None:
    panel.show_job(job_in(JobState.QUEUED, RateLimited()))

    assert panel.job_page.heading.text() == "Waiting"
    assert panel.job_page.happened.toPlainText() == "Together asks for a pause."


def test_an_unknown_outcome_says_what_it_may_have_cost(qtbot: QtBot, panel: DetailsPanel) -> None:
    job = job_in(JobState.UNKNOWN, ConnectionBroken("cut", request_id="req-9"), billed=Billed.UNKNOWN)
    panel.show_job(job)
    page = panel.job_page

    assert page.heading.text() == "Outcome unknown"
    assert page.happened.toPlainText().endswith("It may have been billed ($0.016).")
    assert "req-9" in page.said.toPlainText()
    assert page.retry.text() == "Send again"
    for button, signal in ((page.retry, panel.job_retry_requested), (page.dismiss, panel.job_dismiss_requested)):
        with qtbot.waitSignal(signal) as wanted:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert wanted.args == [job]


def test_the_providers_own_words_are_shown_and_copied(qtbot: QtBot, panel: DetailsPanel) -> None:
    words = 'width must be <= 1792 <b>"got 2048"</b>'
    panel.show_job(job_in(JobState.FAILED, RequestRefused(provider_text=words, status=400, request_id="req-1")))
    page = panel.job_page

    assert words in page.said.toPlainText()
    with qtbot.waitSignal(panel.text_copy_requested) as copied:
        QTest.mouseClick(page.copy_said, Qt.MouseButton.LeftButton)
    assert all(part in copied.args[0] for part in (words, "req-1", "400", PROMPT))


def test_a_paid_answer_that_is_kept_can_be_saved_again(panel: DetailsPanel) -> None:
    error = DiskFull("no space", path="pictures/hills.png", billed=Billed.YES)
    panel.show_job(job_in(JobState.FAILED, error, billed=Billed.YES, has_spool=True))
    page = panel.job_page

    assert page.retry.text() == "Save again"
    assert "It was billed ($0.016). The answer is kept." in page.happened.toPlainText()
    assert "pictures/hills.png" in page.said.toPlainText()


def test_a_job_that_changes_is_shown_as_it_is_now(panel: DetailsPanel) -> None:
    panel.show_job(job_in(JobState.FAILED, RequestRefused(provider_text="no")))
    panel.show_job(job_in(JobState.QUEUED))
    page = panel.job_page

    assert page.heading.property("kind") == "heading"
    assert not page.said.isVisible()
    assert not page.happened.isVisible()
    assert page.cancel.isVisible()


def test_a_refusal_offers_what_would_pass(qtbot: QtBot, panel: DetailsPanel) -> None:
    job = refused_job(GRID, "width", width=1000, height=700)
    panel.show_job(job)
    page = panel.job_page

    assert page.heading.text() == "Size not taken"
    assert page.happened.toPlainText() == (
        "The model takes sides of 256 to 2048 px, in multiples of 16. Nothing was billed."
    )
    assert page.step.toPlainText().startswith("Sent with 1008 × 704, it costs")
    assert page.correct.isVisible()
    assert page.correct.text() == "Send again with 1008 × 704"
    with qtbot.waitSignal(panel.job_correction_requested) as wanted:
        QTest.mouseClick(page.correct, Qt.MouseButton.LeftButton)
    assert wanted.args == [job, replace(job.request, width=1008, height=704)]


def test_without_an_offer_there_is_no_button_for_one(panel: DetailsPanel) -> None:
    panel.show_job(refused_job(GRID, "width", width=1000, height=700))
    panel.show_job(refused_job("Something odd"))

    assert not panel.job_page.correct.isVisible()
    assert panel.job_page.retry.isVisible()


def test_a_long_name_of_a_model_is_cut_and_the_price_behind_it_is_not(panel: DetailsPanel) -> None:
    row = known_catalogue().profile("black-forest-labs/FLUX.2-pro")
    panel.set_catalogue(Catalogue([replace(row, name="The model with the very longest name of all that there are")]))
    panel.show_job(job_in(JobState.FAILED, ModelUnavailable(provider_text=MODEL_GONE, status=404)))
    button = panel.job_page.correct

    assert panel.width() == WIDTH_PX
    assert button.text().startswith("Use The model")
    assert button.text().endswith("from $0.03")
    assert "…" in button.text()
    assert button.toolTip() == button.words == button.accessibleName()
    assert "of all that there are" in button.words

    panel.set_catalogue(Catalogue([replace(row, name="R & B")]))
    assert button.text() == "Send again with R && B · from $0.03"
    assert button.toolTip() == ""
