"""The table of transitions: every path ends, and money is never spent twice by itself."""

from __future__ import annotations

import itertools

import pytest

from desktop_app.core import errors
from desktop_app.core.errors import Billed, SfumatoError, is_safe_to_resend
from desktop_app.core.job import TRANSITIONS, JobState, failure_of, may_follow


def all_errors(kind: type[SfumatoError] = SfumatoError) -> list[type[SfumatoError]]:
    return [kind, *itertools.chain.from_iterable(all_errors(each) for each in kind.__subclasses__())]


def test_every_state_has_its_row() -> None:
    assert set(TRANSITIONS) == set(JobState)


def test_every_state_leads_to_an_end() -> None:
    for state in JobState:
        reached = {state}
        for _ in JobState:
            reached |= {after for before in reached for after in TRANSITIONS[before]}
        assert any(each.is_final for each in reached)


def walks(steps: int) -> list[tuple[JobState, ...]]:
    """Return every way of at most so many steps that a job may go from the queue."""
    grown: list[tuple[JobState, ...]] = [(JobState.QUEUED,)]
    found = grown
    for _ in range(steps):
        grown = [(*walk, after) for walk in grown for after in TRANSITIONS[walk[-1]]]
        found = found + grown
    return found


def test_on_every_way_a_job_is_sent_again_only_unrendered_or_by_a_word() -> None:
    ways = walks(8)
    # Long enough for every step of the table, and for three sends.
    assert {step for way in ways for step in itertools.pairwise(way)} == {
        (before, after) for before, others in TRANSITIONS.items() for after in others
    }
    assert max(way.count(JobState.SENDING) for way in ways) >= 3
    for way in ways:
        sends = [place for place, state in enumerate(way) if state is JobState.SENDING]
        for first, second in itertools.pairwise(sends):
            between = way[first + 1 : second]
            assert between == (JobState.QUEUED,) or any(state.is_final for state in between), way
        if JobState.DONE in way:
            assert way.index(JobState.DONE) == len(way) - 1


@pytest.mark.parametrize("before", JobState)
def test_no_other_step_is_allowed(before: JobState) -> None:
    allowed = {after for after in JobState if may_follow(before, after)}
    assert allowed == set(TRANSITIONS[before])
    assert before not in allowed
    # An end is left by a person's word alone, for the queue or, with the answer kept, for the disk.
    if before.is_final:
        assert allowed <= {JobState.QUEUED, JobState.SAVING}
    # Only what was sent can have an answer.
    assert (JobState.RECEIVING in allowed) == (before is JobState.SENDING)


def test_what_was_received_is_never_sent_again_by_itself() -> None:
    assert not may_follow(JobState.RECEIVING, JobState.QUEUED)
    assert not may_follow(JobState.SAVING, JobState.QUEUED)
    assert not may_follow(JobState.SAVING, JobState.CANCELLED)
    assert TRANSITIONS[JobState.DONE] == frozenset()


@pytest.mark.parametrize("kind", all_errors(), ids=lambda kind: kind.__name__)
def test_only_what_rendered_nothing_is_resent(kind: type[SfumatoError]) -> None:
    error = kind("")
    assert is_safe_to_resend(error) == isinstance(
        error, (errors.ConnectionNotMade, errors.RateLimited, errors.Overloaded)
    )
    if is_safe_to_resend(error):
        assert error.billed is Billed.NO


def test_a_known_false_refusal_is_resent() -> None:
    refused = errors.RequestRefused("", status=400)
    refused.retry_is_safe = True
    assert is_safe_to_resend(refused)


def test_a_failure_keeps_what_the_provider_said() -> None:
    error = errors.KeyRejected("", provider_text="Invalid API key provided.", request_id="abc", status=401)
    failure = failure_of(error)
    assert (failure.code, failure.provider_text, failure.request_id, failure.status) == (
        "KeyRejected",
        "Invalid API key provided.",
        "abc",
        401,
    )


@pytest.mark.parametrize("kind", all_errors()[1:], ids=lambda kind: kind.__name__)
def test_the_tree_in_the_docstring_is_complete(kind: type[SfumatoError]) -> None:
    assert errors.__doc__ is not None
    assert f" {kind.__name__} " in errors.__doc__.replace("\n", " \n")
