"""The one tree of errors: what happened, and what it means for the money.

    SfumatoError
    ├── RequestInvalid          caught before anything was sent
    ├── ProviderError           the provider answered, and it was no
    │   ├── RequestRefused      400
    │   ├── KeyRejected         401
    │   ├── CreditExhausted     402
    │   ├── AccessDenied        403
    │   │   └── SharingBlocked  the account does not let prompts go to the company that runs the model
    │   ├── ModelUnavailable    404, or 400 with the code model_not_available
    │   ├── ContentRefused      422, or 400 with a content policy code
    │   ├── RateLimited         429
    │   ├── Overloaded          503
    │   └── ServerFailed        500 and every other status
    ├── NetworkError            no whole answer
    │   ├── ConnectionNotMade   nothing was sent
    │   ├── ConnectionBroken    something was sent, the answer did not come whole
    │   └── AnswerTimedOut      something was sent, no answer within the limit
    ├── AnswerError             an answer came that holds no picture
    │   ├── AnswerUnreadable    not the JSON that was promised
    │   └── AnswerNotAPicture   bytes that are neither PNG, JPEG nor WebP
    ├── DownloadError           the answer named a URL, and the picture was not to be had there
    │   ├── DownloadForbidden   an address that must not be fetched from
    │   └── DownloadFailed      unreachable, too large, or refused
    ├── StoreError              the disk said no
    │   ├── DiskFull
    │   ├── FolderMissing       the library is away
    │   ├── FolderReadOnly
    │   ├── JournalTooNew       a newer version of the program wrote the list of jobs
    │   └── WriteFailed         anything else
    ├── ReferenceRejected       a picture that cannot be a reference
    │   ├── ReferenceMissing
    │   ├── ReferenceNotAPicture
    │   ├── ReferenceBroken
    │   └── ReferenceTooLarge   a decompression bomb
    ├── KeyStoreError           the system's keyring did not serve
    │   ├── KeyringAbsent
    │   ├── KeyringLocked
    │   ├── KeyringSilent       no answer within the limit
    │   └── KeyringForgetful    stored, and not there when read back
    └── Interrupted             the program ended in the middle of a job

An error carries data, never sentences for people: `ui` and `cli` word it.
"""

from __future__ import annotations

from enum import Enum


class Billed(Enum):
    """Whether the provider charged for a job."""

    NO = "no"
    YES = "yes"
    UNKNOWN = "unknown"


class SfumatoError(Exception):
    """The root of the tree.

    `detail` is technical text for logs and the details view, `provider_text` the provider's own words, `request_id` its
    name for the call. None of them ever holds the API key.
    """

    billed: Billed = Billed.NO

    def __init__(
        self,
        detail: str = "",
        *,
        provider_text: str = "",
        request_id: str = "",
        status: int | None = None,
        billed: Billed | None = None,
    ) -> None:
        super().__init__(detail or provider_text)
        self.detail = detail
        self.provider_text = provider_text
        self.request_id = request_id
        self.status = status
        if billed is not None:
            self.billed = billed

    @property
    def code(self) -> str:
        """The class's name: the stable form in which an error is kept in the journal."""
        return type(self).__name__


class RequestInvalid(SfumatoError):
    """The request breaks a rule known here; `field` names the part at fault."""

    def __init__(self, detail: str = "", *, field: str = "") -> None:
        super().__init__(detail)
        self.field = field


class ProviderError(SfumatoError):
    """The provider answered with an error status; `provider_code` is its own name for the refusal, where it has one."""

    provider_code: str = ""


class RequestRefused(ProviderError):
    """400: the provider takes the request for wrong.

    `retry_is_safe` marks its known false refusals, which only the sender of the request can tell from true ones; `field` is
    the name on the wire of the part at fault, where it is plain.
    """

    retry_is_safe: bool = False
    field: str = ""


class KeyRejected(ProviderError):
    """401: the key is not valid."""


class CreditExhausted(ProviderError):
    """402: no credit, or a spending cap is reached."""


class AccessDenied(ProviderError):
    """403: this account may not use this."""


class SharingBlocked(AccessDenied):
    """403: the model runs at another company, and the account does not let prompts and pictures go there."""


class ModelUnavailable(ProviderError):
    """404, or 400 with a model code: the model cannot be used."""


class ContentRefused(ProviderError):
    """422, or 400 with a policy code: a safety check refused prompt or picture."""

    billed = Billed.UNKNOWN


class RateLimited(ProviderError):
    """429: too many requests; `retry_after_s` is the provider's own wait, when it named one."""

    retry_after_s: float | None = None


class Overloaded(ProviderError):
    """503: no capacity; nothing was rendered."""


class ServerFailed(ProviderError):
    """500 and every unforeseen status: whether something was rendered is not known."""

    billed = Billed.UNKNOWN


class NetworkError(SfumatoError):
    """No whole answer came."""


class ConnectionNotMade(NetworkError):
    """No connection: nothing was sent."""


class ConnectionBroken(NetworkError):
    """The connection ended before the whole answer was here."""

    billed = Billed.UNKNOWN


class AnswerTimedOut(NetworkError):
    """No answer within the limit."""

    billed = Billed.UNKNOWN


class AnswerError(SfumatoError):
    """An answer of success that holds no usable picture."""

    billed = Billed.UNKNOWN


class AnswerUnreadable(AnswerError):
    """The body is not the JSON that was promised."""


class AnswerNotAPicture(AnswerError):
    """The bytes are no picture of a known format."""


class DownloadError(SfumatoError):
    """The picture was rendered, and could not be fetched from the URL in the answer."""

    billed = Billed.YES


class DownloadForbidden(DownloadError):
    """The URL points where nothing may be fetched from: not https, or a private address."""


class DownloadFailed(DownloadError):
    """The server of the URL was unreachable, refused, stalled, or sent too much."""


class StoreError(SfumatoError):
    """The disk refused; `path` is the file or folder concerned."""

    def __init__(self, detail: str = "", *, path: str = "", billed: Billed | None = None) -> None:
        super().__init__(detail, billed=billed)
        self.path = path


class DiskFull(StoreError):
    """No space left, or a quota is reached."""


class FolderMissing(StoreError):
    """The folder is not there: a drive is away, or it was moved."""


class FolderReadOnly(StoreError):
    """The folder may not be written to."""


class JournalTooNew(StoreError):
    """The list of jobs was written by a newer version of the program."""


class WriteFailed(StoreError):
    """Any other fault of the disk."""


class ReferenceRejected(SfumatoError):
    """A picture that cannot serve as a reference; `name` is the file's name or its URL."""

    def __init__(self, detail: str = "", *, name: str = "") -> None:
        super().__init__(detail)
        self.name = name


class ReferenceMissing(ReferenceRejected):
    """The file or URL is not there, or cannot be read."""


class ReferenceNotAPicture(ReferenceRejected):
    """The content is no picture of a kind that is taken."""


class ReferenceBroken(ReferenceRejected):
    """It begins like a picture and cannot be decoded."""


class ReferenceTooLarge(ReferenceRejected):
    """Decoding it would take more memory than a picture should."""


class KeyStoreError(SfumatoError):
    """The system's keyring did not serve."""


class KeyringAbsent(KeyStoreError):
    """There is no keyring on this system."""


class KeyringLocked(KeyStoreError):
    """The keyring is locked, or the person declined to unlock it."""


class KeyringSilent(KeyStoreError):
    """The keyring did not answer within the limit."""


class KeyringForgetful(KeyStoreError):
    """The keyring took the key and did not give it back."""


class Interrupted(SfumatoError):
    """The program ended while a job was being sent."""

    billed = Billed.UNKNOWN


def is_safe_to_resend(error: SfumatoError) -> bool:
    """Say whether nothing can have been rendered, so that sending again cannot buy a picture twice."""
    if isinstance(error, RequestRefused):
        return error.retry_is_safe
    return isinstance(error, (ConnectionNotMade, RateLimited, Overloaded))
