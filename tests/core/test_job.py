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
