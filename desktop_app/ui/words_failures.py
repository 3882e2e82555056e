"""What each error is called, what happened and what to do: one row for each class of `core.errors`."""

from __future__ import annotations

from typing import NamedTuple

from desktop_app.core import errors


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:  # noqa: N802 - the name by which lupdate knows the mark
    """Mark a text for translation and return it as it is; Qt's own function has no type to speak of."""
    return text


class FailureWords(NamedTuple):
    """Untranslated texts of one class: a heading of a few words, one sentence each for what happened and what to do."""

    heading: str
    happened: str
    next_step: str


FAILURE_WORDS: dict[type[errors.SfumatoError], FailureWords] = {
    errors.SfumatoError: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "Something went wrong"),
        QT_TRANSLATE_NOOP("Failures", "The picture could not be made."),
        QT_TRANSLATE_NOOP("Failures", "Look at the details, then try again."),
    ),
    errors.RequestInvalid: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "A setting does not fit"),
        QT_TRANSLATE_NOOP("Failures", "The model does not take the request as it is. Nothing was sent."),
        QT_TRANSLATE_NOOP("Failures", "Change the setting and generate again."),
    ),
    errors.ProviderError: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "Together said no"),
        QT_TRANSLATE_NOOP("Failures", "Together answered with an error."),
        QT_TRANSLATE_NOOP("Failures", "Its own words are in the details."),
    ),
    errors.RequestRefused: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "Request refused"),
        QT_TRANSLATE_NOOP("Failures", "Together does not take these settings."),
        QT_TRANSLATE_NOOP("Failures", "Read its own words, change that and generate again."),
    ),
    errors.KeyRejected: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "The key was not accepted"),
        QT_TRANSLATE_NOOP("Failures", "Together does not know this key."),
        QT_TRANSLATE_NOOP("Failures", "Check the key in the settings, then try again."),
    ),
    errors.CreditExhausted: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "No credit left"),
        QT_TRANSLATE_NOOP("Failures", "The account has no credit, or its spending limit is reached."),
        QT_TRANSLATE_NOOP("Failures", "Add credit at Together, then try again."),
    ),
    errors.AccessDenied: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "No access"),
        QT_TRANSLATE_NOOP("Failures", "This account may not use this model."),
        QT_TRANSLATE_NOOP("Failures", "Choose another model, or ask Together for access."),
    ),
    errors.SharingBlocked: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "Not allowed by the account"),
        QT_TRANSLATE_NOOP(
            "Failures", "This model runs at another company, and the account does not let prompts go there."
        ),
        QT_TRANSLATE_NOOP("Failures", "Allow it in the account's settings at Together, or choose another model."),
    ),
    errors.ModelUnavailable: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "Model not available"),
        QT_TRANSLATE_NOOP("Failures", "Together does not offer this model to the account now."),
        QT_TRANSLATE_NOOP("Failures", "Choose another model and generate again."),
    ),
    errors.ContentRefused: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "Stopped by the safety check"),
        QT_TRANSLATE_NOOP("Failures", "The safety check did not let the prompt or the picture pass."),
        QT_TRANSLATE_NOOP("Failures", "Change the prompt or the reference and generate again."),
    ),
    errors.RateLimited: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "Too many requests"),
        QT_TRANSLATE_NOOP("Failures", "Together asks for a pause."),
        QT_TRANSLATE_NOOP("Failures", "Wait a minute, then try again."),
    ),
    errors.Overloaded: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "Together is busy"),
        QT_TRANSLATE_NOOP("Failures", "There is no free capacity for this model now."),
        QT_TRANSLATE_NOOP("Failures", "Try again in a while, or choose another model."),
    ),
    errors.ServerFailed: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "Server trouble"),
        QT_TRANSLATE_NOOP("Failures", "Together's server failed while it worked on the picture."),
        QT_TRANSLATE_NOOP("Failures", "Try again later. That orders a new picture."),
    ),
    errors.NetworkError: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "No whole answer"),
        QT_TRANSLATE_NOOP("Failures", "The network failed before the whole answer was here."),
        QT_TRANSLATE_NOOP("Failures", "Check the network, then try again."),
    ),
    errors.ConnectionNotMade: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "No connection"),
        QT_TRANSLATE_NOOP("Failures", "Together could not be reached. Nothing was sent."),
        QT_TRANSLATE_NOOP("Failures", "Check the network, then try again."),
    ),
    errors.ConnectionBroken: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "Outcome unknown"),
        QT_TRANSLATE_NOOP("Failures", "The connection broke while waiting for the picture."),
        QT_TRANSLATE_NOOP("Failures", "Sending again orders a new picture."),
    ),
    errors.AnswerTimedOut: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "Outcome unknown"),
        QT_TRANSLATE_NOOP("Failures", "No answer came within the time limit."),
        QT_TRANSLATE_NOOP("Failures", "Sending again orders a new picture."),
    ),
    errors.AnswerError: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "No picture in the answer"),
        QT_TRANSLATE_NOOP("Failures", "Together answered, but no picture came with it."),
        QT_TRANSLATE_NOOP("Failures", "Sending again orders a new picture."),
    ),
    errors.AnswerUnreadable: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "Unreadable answer"),
        QT_TRANSLATE_NOOP("Failures", "Together answered with something that cannot be read."),
        QT_TRANSLATE_NOOP("Failures", "Sending again orders a new picture."),
    ),
    errors.AnswerNotAPicture: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "Not a picture"),
        QT_TRANSLATE_NOOP("Failures", "What came back is no picture that can be opened."),
        QT_TRANSLATE_NOOP("Failures", "Sending again orders a new picture."),
    ),
    errors.DownloadError: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "Picture not fetched"),
        QT_TRANSLATE_NOOP("Failures", "The picture was made, and is still with Together."),
        QT_TRANSLATE_NOOP("Failures", "Fetch it again soon. That buys nothing."),
    ),
    errors.DownloadForbidden: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "Address not allowed"),
        QT_TRANSLATE_NOOP("Failures", "The picture lies at an address that is not safe to open."),
        QT_TRANSLATE_NOOP("Failures", "The address is in the details. Fetching again buys nothing."),
    ),
    errors.DownloadFailed: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "Picture not fetched"),
        QT_TRANSLATE_NOOP("Failures", "The picture was made, but its download failed."),
        QT_TRANSLATE_NOOP("Failures", "Fetch it again soon. That buys nothing."),
    ),
    errors.StoreError: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "Not saved"),
        QT_TRANSLATE_NOOP("Failures", "The disk did not take the picture."),
        QT_TRANSLATE_NOOP("Failures", "Check the library folder."),
    ),
    errors.DiskFull: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "The disk is full"),
        QT_TRANSLATE_NOOP("Failures", "There is no room to save the picture."),
        QT_TRANSLATE_NOOP("Failures", "Free some space."),
    ),
    errors.FolderMissing: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "The library is away"),
        QT_TRANSLATE_NOOP("Failures", "The library folder is not there."),
        QT_TRANSLATE_NOOP("Failures", "Connect its drive, or choose another folder in the settings."),
    ),
    errors.FolderReadOnly: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "The library is read-only"),
        QT_TRANSLATE_NOOP("Failures", "The library folder may not be written to."),
        QT_TRANSLATE_NOOP("Failures", "Change its rights, or choose another folder in the settings."),
    ),
    errors.JournalTooNew: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "A newer Sfumato was here"),
        QT_TRANSLATE_NOOP("Failures", "The list of jobs was written by a newer version of Sfumato."),
        QT_TRANSLATE_NOOP("Failures", "Open it with that version. Nothing was sent or changed."),
    ),
    errors.WriteFailed: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "Not saved"),
        QT_TRANSLATE_NOOP("Failures", "The disk failed while the picture was written."),
        QT_TRANSLATE_NOOP("Failures", "Check the disk."),
    ),
    errors.ReferenceRejected: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "Reference not usable"),
        QT_TRANSLATE_NOOP("Failures", "A reference cannot be sent. Nothing was sent."),
        QT_TRANSLATE_NOOP("Failures", "Choose another picture and generate again."),
    ),
    errors.ReferenceMissing: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "Reference missing"),
        QT_TRANSLATE_NOOP("Failures", "A reference is not there any more. Nothing was sent."),
        QT_TRANSLATE_NOOP("Failures", "Add the reference again and generate again."),
    ),
    errors.ReferenceNotAPicture: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "Reference not a picture"),
        QT_TRANSLATE_NOOP("Failures", "A reference is no picture. Nothing was sent."),
        QT_TRANSLATE_NOOP("Failures", "Choose another picture and generate again."),
    ),
    errors.ReferenceBroken: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "Reference broken"),
        QT_TRANSLATE_NOOP("Failures", "A reference cannot be opened: the file is broken. Nothing was sent."),
        QT_TRANSLATE_NOOP("Failures", "Choose another picture and generate again."),
    ),
    errors.ReferenceTooLarge: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "Reference too large"),
        QT_TRANSLATE_NOOP("Failures", "A reference has too many pixels to be opened safely. Nothing was sent."),
        QT_TRANSLATE_NOOP("Failures", "Choose a smaller picture and generate again."),
    ),
    errors.KeyStoreError: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "Key not read"),
        QT_TRANSLATE_NOOP("Failures", "The system's keyring did not give the key."),
        QT_TRANSLATE_NOOP("Failures", "Paste the key in the settings, for this session."),
    ),
    errors.KeyringAbsent: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "No keyring"),
        QT_TRANSLATE_NOOP("Failures", "This system has no keyring to keep a key in."),
        QT_TRANSLATE_NOOP("Failures", "Paste the key in the settings, for this session."),
    ),
    errors.KeyringLocked: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "The keyring is locked"),
        QT_TRANSLATE_NOOP("Failures", "The key is in a keyring that was not unlocked."),
        QT_TRANSLATE_NOOP("Failures", "Unlock the keyring, or paste the key in the settings for this session."),
    ),
    errors.KeyringSilent: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "The keyring does not answer"),
        QT_TRANSLATE_NOOP("Failures", "The system's keyring gave no answer within the time limit."),
        QT_TRANSLATE_NOOP("Failures", "Paste the key in the settings, for this session."),
    ),
    errors.KeyringForgetful: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "The keyring forgot the key"),
        QT_TRANSLATE_NOOP("Failures", "The system's keyring took the key and did not keep it."),
        QT_TRANSLATE_NOOP("Failures", "Paste the key in the settings, for this session."),
    ),
    errors.Interrupted: FailureWords(
        QT_TRANSLATE_NOOP("Failures", "Outcome unknown"),
        QT_TRANSLATE_NOOP("Failures", "Sfumato ended while waiting for the picture."),
        QT_TRANSLATE_NOOP("Failures", "Sending again orders a new picture."),
    ),
}
"""The table; a class that is missing takes the words of its parent."""
