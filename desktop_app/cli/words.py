"""What the command line says of failures: what happened, what it means for the money, what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_app.cli.exit_codes import error_class
from desktop_app.cli.refusal_words import correction_words, refused_as, rule_words
from desktop_app.core import errors
from desktop_app.core.catalogue import Catalogue
from desktop_app.core.errors import Billed, SfumatoError
from desktop_app.core.job import Failure, Job, JobState, failure_of
from desktop_app.core.ledger import Budget

_SET_KEY = "Set it with: sfumato key set"
_AGAIN_LATER = "Try again later."
_SPOOLED = (
    "The answer is kept: the next sfumato generate saves it, and so does Save again in the window. That buys nothing."
)

Words = Mapping[type[SfumatoError], tuple[str, str]]

_NONE: Words = {}

# Class of the error: (what happened, what to do next). A class that is missing takes the words of its parent.
_WORDS: Words = {
    SfumatoError: ("Something went wrong.", ""),
    errors.RequestInvalid: ("The request cannot be sent as it is.", "See: sfumato models"),
    errors.ProviderError: ("The provider refused.", _AGAIN_LATER),
    errors.RequestRefused: ("The provider did not accept the request.", "Change what it names, then run it again."),
    errors.KeyRejected: ("The provider does not accept the API key.", "Set another with: sfumato key set"),
    errors.CreditExhausted: (
        "The account has no credit left, or its spending limit is reached.",
        "Add credit at the provider. After a payment it can take some minutes.",
    ),
    errors.AccessDenied: ("The account may not use this model.", "Choose another with --model. See: sfumato models"),
    errors.SharingBlocked: (
        "The model runs at another company, and the account does not let prompts go there.",
        "Allow it in the account's settings at the provider, or choose another with --model.",
    ),
    errors.ModelUnavailable: ("The model is not available.", "Choose another with --model. See: sfumato models"),
    errors.ContentRefused: ("A safety check refused the prompt or the picture.", "Change the prompt or the reference."),
    errors.RateLimited: ("Too many requests at once; waiting did not help.", "Run it again in a minute."),
    errors.Overloaded: ("The provider has no capacity at the moment.", _AGAIN_LATER),
    errors.ServerFailed: ("The provider's server failed.", "Look at your account before you send it again."),
    errors.NetworkError: ("No answer came.", _AGAIN_LATER),
    errors.ConnectionNotMade: (
        "No connection to the provider. Nothing was sent.",
        "Check the network and run it again.",
    ),
    errors.ConnectionBroken: (
        "The connection broke before the whole answer was here.",
        "Look at your account before you send it again: that orders a new picture.",
    ),
    errors.AnswerTimedOut: (
        "The provider did not answer in time.",
        "Look at your account before you send it again: that orders a new picture.",
    ),
    errors.AnswerError: ("The answer holds no usable picture.", "Running it again orders a new picture."),
    errors.AnswerUnreadable: ("The answer cannot be read.", "Running it again orders a new picture."),
    errors.AnswerNotAPicture: (
        "The answer holds something that is no picture.",
        "Running it again orders a new picture.",
    ),
    errors.DownloadError: ("The picture is made, but could not be fetched from where the answer said.", ""),
    errors.DownloadForbidden: ("The answer names an address from which nothing may be fetched.", ""),
    errors.StoreError: ("The picture is made, but could not be saved.", ""),
    errors.DiskFull: ("The disk is full.", "Make room."),
    errors.FolderMissing: (
        "The folder is not there: is its drive away?",
        "Bring it back, or choose another --library.",
    ),
    errors.FolderReadOnly: ("The folder may not be written to.", "Change its rights, or choose another --library."),
    errors.JournalTooNew: (
        "The list of jobs was written by a newer version of Sfumato. Nothing was sent or changed.",
        "Use that version.",
    ),
    errors.WriteFailed: ("The disk failed while it was written to.", "Check the disk."),
    errors.ReferenceRejected: ("The reference cannot be used.", "Choose another picture."),
    errors.ReferenceMissing: ("The reference is not there, or cannot be read.", "Check its path or URL."),
    errors.ReferenceNotAPicture: ("The reference is not a picture.", "PNG, JPEG, WebP, TIFF, BMP, GIF and AVIF are."),
    errors.ReferenceBroken: ("The reference is a broken picture.", "Choose another picture."),
    errors.ReferenceTooLarge: ("The reference has too many pixels to be opened safely.", "Choose a smaller picture."),
    errors.KeyStoreError: ("The system's keyring failed.", "Set TOGETHER_API_KEY in the environment instead."),
    errors.KeyringAbsent: (
        "This system has no keyring to keep a key in, and Sfumato keeps none in a file.",
        "Set TOGETHER_API_KEY in the environment instead.",
    ),
    errors.KeyringLocked: (
        "The keyring is locked.",
        "Unlock it, or set TOGETHER_API_KEY in the environment.",
    ),
    errors.KeyringSilent: (
        "The keyring gave no answer within the time limit.",
        "Unlock it, or set TOGETHER_API_KEY in the environment.",
    ),
    errors.KeyringForgetful: (
        "The keyring took the key and did not keep it.",
        "Set TOGETHER_API_KEY in the environment instead.",
    ),
    errors.Interrupted: (
        "Sfumato ended before the answer was here.",
        "Look at your account before you send it again: that orders a new picture.",
    ),
}


# What is fetched without a job is a reference: no picture is made yet.
_REFERENCE_WORDS: Words = {
    errors.DownloadError: ("The reference could not be fetched.", "Check its URL, or give the path of a file."),
    errors.DownloadForbidden: (
        "The reference's URL is none from which anything is fetched: only https, from public addresses.",
        "Save the picture, and give the path of its file.",
    ),
}

# Their words are of an account to be looked at and of pictures ordered twice, where something may have been billed.
_MAY_HAVE_COST = (
    errors.ServerFailed,
    errors.ConnectionBroken,
    errors.AnswerTimedOut,
    errors.AnswerError,
    errors.Interrupted,
)


def error_lines(error: SfumatoError) -> list[str]:
    """Return what there is to say of an error that no job has had."""
    failure = failure_of(error)
    lines = _happened(failure, _REFERENCE_WORDS)
    name = getattr(error, "name", "")
    if name:
        lines[0] = f"{name}: {lines[0]}"
    return [*lines, *_next_step(failure, _REFERENCE_WORDS)]


def failure_lines(job: Job, catalogue: Catalogue | None = None) -> list[str]:
    """Return what there is to say of a job that ended without a picture: what happened, the money, what to do.

    With a catalogue another model is named where the one that was asked for cannot be used.
    """
    if job.state is JobState.CANCELLED or job.failure is None:
        return [f"Cancelled. {billed_words(job.billed, job.estimate_usd, was_cancelled=True)}"]
    step = [f"What to do: {_SPOOLED}"] if job.has_spool else []
    better = correction_words(job, catalogue)
    return [
        *_happened(job.failure),
        billed_words(job.failure.billed, job.estimate_usd),
        *([f"What to do: {better}"] if better else _next_step(job.failure)),
        *step,
    ]


def waiting_words(failure: Failure) -> str:
    """Return why a job that will be sent again is waiting."""
    kind = error_class(failure.code)
    if issubclass(kind, errors.ConnectionNotMade):
        return "no connection; trying again"
    if issubclass(kind, errors.RateLimited):
        return "the provider asks for a pause; trying again after it"
    if issubclass(kind, errors.Overloaded):
        return "the provider has no capacity; trying again"
    return "the provider refused a size that it takes; trying again"


def billed_words(billed: Billed, estimate_usd: float | None, *, was_cancelled: bool = False) -> str:
    """Return one sentence on whether money was charged; sums are estimates."""
    sum_ = f" (about {usd(estimate_usd)})" if estimate_usd else ""
    if billed is Billed.NO:
        return "Nothing was billed."
    if billed is Billed.YES:
        return f"It was billed{sum_}."
    sent = "It had been sent, so it" if was_cancelled else "It"
    return f"{sent} may have been billed{sum_}."


def usd(amount: float) -> str:
    """Return dollars with as many decimals as tell the amount: $7.90, $0.41, $0.0154, $0.000011."""
    if amount == 0 or amount >= 0.1:
        return f"${amount:,.2f}"
    return f"${amount:.{4 if amount >= 0.001 else 6}f}".rstrip("0").rstrip(".")


def over_budget_words(budget: Budget | None) -> str:
    """Return why an order waits for the month's budget, and what lets it go."""
    amounts = budget_words(budget)
    has = f" ({amounts})" if amounts else ""
    return f"This month's budget has no room for the next picture{has}. To go on all the same: --over-budget"


def budget_words(budget: Budget | None) -> str:
    """Return how much of the month's budget is used: "$19.99 of $20.00"; empty where there is none."""
    if budget is None or budget.limit_usd is None:
        return ""
    return f"{usd(budget.spent_usd)} of {usd(budget.limit_usd)}"


def missing_key_line() -> str:
    """Return what is said where the demo engine cannot step in."""
    return f"No API key is set, and these pictures are by a model. {_SET_KEY}"


def missing_key_words() -> str:
    """Return what is said when there is no key and the demo engine steps in."""
    return (
        'No API key is set, so the demo engine paints: marked "demo, not AI", free of charge, nothing is sent.\n'
        f"For pictures by a model a key is needed. {_SET_KEY}"
    )


def _happened(failure: Failure, special: Words = _NONE) -> list[str]:
    text = _words(_kind(failure), special)[0]
    if failure.status is not None:
        text = f"{text} (HTTP {failure.status})"
    lines = [text]
    rule = rule_words(failure)
    if rule:
        lines.append(rule)
    if failure.path:
        lines.append(f"Where: {failure.path}")
    if failure.provider_text:
        lines.append(f"The provider's words: {failure.provider_text}")
    if failure.request_id:
        lines.append(f"Request id: {failure.request_id}")
    if failure.detail:
        lines.append(f"Technical: {failure.detail}")
    return lines


def _kind(failure: Failure) -> type[SfumatoError]:
    """Return the class whose words are said: a status below 500 is never the server's own fault."""
    kind = error_class(failure.code)
    if kind is errors.RequestRefused:
        return refused_as(failure) or kind
    is_refusal = kind is errors.ServerFailed and failure.status is not None and failure.status < 500
    return errors.RequestRefused if is_refusal else kind


def _next_step(failure: Failure, special: Words = _NONE) -> list[str]:
    kind = _kind(failure)
    step = _words(kind, special)[1]
    if failure.billed is Billed.NO and issubclass(kind, _MAY_HAVE_COST):
        step = _AGAIN_LATER
    return [f"What to do: {step}"] if step else []


def _words(kind: type[SfumatoError], special: Words) -> tuple[str, str]:
    words = {**_WORDS, **special}
    return next(words[each] for each in kind.__mro__ if each in words)
