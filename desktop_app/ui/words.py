"""Words and number formats for people: failures, money, sizes, times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop_app.core import errors
from desktop_app.core.errors import Billed, SfumatoError
from desktop_app.core.job import Failure, Job, JobState
from desktop_app.ui.number_words import grouped as grouped
from desktop_app.ui.number_words import seconds as seconds
from desktop_app.ui.number_words import size as size
from desktop_app.ui.number_words import usd as usd
from desktop_app.ui.words_failures import FAILURE_WORDS, FailureWords
from desktop_app.ui.words_refusals import refusal_words

if TYPE_CHECKING:
    from collections.abc import Mapping


def failure_heading(failure: Failure) -> str:
    """Return a few words without a full stop: "Outcome unknown", "No credit left"."""
    return _words(failure).heading


def failure_happened(failure: Failure) -> str:
    """Return what happened, in one or two sentences that leave the money out."""
    return _words(failure).happened


def failure_text(failure: Failure, estimate_usd: float | None) -> str:
    """Return what happened and what it means for the money."""
    return f"{failure_happened(failure)} {billed_words(failure.billed, estimate_usd)}"


def next_step(failure: Failure) -> str:
    """Return what the person can do about it, in a sentence or two."""
    step = _words(failure).next_step
    if failure.billed is Billed.YES and _is_kind_of(failure.code, errors.StoreError):
        step += " " + _tr("Then save again: the answer is kept, and nothing is bought twice.")
    return step


def billed_words(billed: Billed, estimate_usd: float | None) -> str:
    """Return one sentence that says whether the job was charged; an estimate of 0 is the demo engine's."""
    if billed is Billed.NO or estimate_usd == 0:
        return QCoreApplication.translate("Money", "Nothing was billed.")
    if estimate_usd is None:
        if billed is Billed.YES:
            return QCoreApplication.translate("Money", "It was billed.")
        return QCoreApplication.translate("Money", "It may have been billed.")
    if billed is Billed.YES:
        return QCoreApplication.translate("Money", "It was billed ({amount}).").format(amount=usd(estimate_usd))
    return QCoreApplication.translate("Money", "It may have been billed ({amount}).").format(amount=usd(estimate_usd))


def retry_words(job: Job) -> str:
    """Return the name of the action that `retry` is for an ended job: what it does decides, and what it may cost."""
    if job.has_spool and job.failure is not None and _is_kind_of(job.failure.code, errors.DownloadError):
        return QCoreApplication.translate("Jobs", "Fetch again")
    if job.has_spool:
        return QCoreApplication.translate("Jobs", "Save again")
    if job.state is JobState.UNKNOWN or job.billed is not Billed.NO:
        return QCoreApplication.translate("Jobs", "Send again")
    return QCoreApplication.translate("Jobs", "Try again")


def reference_problem(error: SfumatoError) -> str:
    """Return why a picture cannot be a reference; the name of the file or the URL comes first when it is known."""
    name = getattr(error, "name", "")
    if not name:
        name = QCoreApplication.translate("References", "This")
    if isinstance(error, errors.ReferenceMissing):
        text = QCoreApplication.translate("References", "{name} is not there, or cannot be read.")
    elif isinstance(error, errors.ReferenceNotAPicture):
        text = QCoreApplication.translate("References", "{name} is not a picture that can be used.")
    elif isinstance(error, errors.ReferenceBroken):
        text = QCoreApplication.translate("References", "{name} cannot be opened: the picture is broken.")
    elif isinstance(error, errors.ReferenceTooLarge):
        text = QCoreApplication.translate("References", "{name} has too many pixels to be opened safely.")
    elif isinstance(error, errors.DownloadForbidden):
        text = QCoreApplication.translate("References", "The address of this picture is not safe to open.")
    elif isinstance(error, errors.DownloadError | errors.NetworkError):
        text = QCoreApplication.translate("References", "The picture could not be fetched from its address.")
    else:
        text = QCoreApplication.translate("References", "{name} cannot be used as a reference.")
    return text.replace("{name}", name)


def key_problem(error: SfumatoError) -> str:
    """Return what is wrong with the key, its check or the keyring, and what can be done, in a sentence or two."""
    for kind, text in _key_problems().items():
        if isinstance(error, kind):
            return text
    return QCoreApplication.translate("Key", "The key could not be tested. Try again later.")


def store_problem(error: SfumatoError) -> str:
    """Return what the disk refused, with the folder or file concerned when it is known."""
    path = getattr(error, "path", "")
    if isinstance(error, errors.DiskFull):
        text = QCoreApplication.translate("Disk", "The disk is full.")
    elif isinstance(error, errors.FolderMissing):
        text = QCoreApplication.translate("Disk", "The folder is not there.")
    elif isinstance(error, errors.FolderReadOnly):
        text = QCoreApplication.translate("Disk", "The folder may not be written to.")
    elif isinstance(error, errors.JournalTooNew):
        text = QCoreApplication.translate(
            "Disk",
            "The list of jobs was written by a newer version of Sfumato, so nothing can be ordered with this one.",
        )
    else:
        text = QCoreApplication.translate("Disk", "The disk did not do what was asked.")
    return f"{text} {path}" if path else text


def _key_problems() -> Mapping[type[SfumatoError], str]:
    translate = QCoreApplication.translate
    return {
        errors.KeyRejected: translate("Key", "Together does not accept this key. Copy it again, whole."),
        errors.CreditExhausted: translate("Key", "The key is right, but its account has no credit left."),
        errors.AccessDenied: translate("Key", "The key is known, but may not be used for pictures."),
        errors.RateLimited: translate("Key", "Together asks for a pause. Try again in a minute."),
        errors.ConnectionNotMade: translate("Key", "Together could not be reached, so the key is not tested."),
        errors.NetworkError: translate("Key", "No answer came, so the key is not tested."),
        errors.ProviderError: translate("Key", "Together's server has trouble, so the key is not tested."),
        errors.AnswerError: translate("Key", "The answer cannot be read, so the key is not tested."),
        errors.RequestInvalid: translate("Key", "The API address in the settings is not valid."),
        errors.KeyringAbsent: translate("Key", "This system has no keyring to keep the key in."),
        errors.KeyringLocked: translate("Key", "The keyring is locked, so the key is not stored."),
        errors.KeyringSilent: translate("Key", "The keyring does not answer, so the key is not stored."),
        errors.KeyringForgetful: translate("Key", "The keyring took the key and did not keep it."),
        errors.KeyStoreError: translate("Key", "The keyring did not store the key."),
    }


def _words(failure: Failure) -> FailureWords:
    """Return the translated words: those of the rule that a refusal states, else those of its class."""
    kind = _class_of(failure.code)
    if kind is errors.RequestRefused:
        said = refusal_words(failure)
        if isinstance(said, FailureWords):
            return said
        kind = said or kind
    row = next((FAILURE_WORDS[each] for each in kind.__mro__ if each in FAILURE_WORDS), FAILURE_WORDS[SfumatoError])
    return FailureWords(*(_tr(text) for text in row))


def _class_of(code: str) -> type[SfumatoError]:
    kind = getattr(errors, code, None)
    return kind if isinstance(kind, type) and issubclass(kind, SfumatoError) else SfumatoError


def _is_kind_of(code: str, kind: type[SfumatoError]) -> bool:
    return issubclass(_class_of(code), kind)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Failures", text)
