"""The provider's refusals: status, headers and body become one error of the tree."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any

from desktop_app.core.errors import (
    AccessDenied,
    Billed,
    ContentRefused,
    CreditExhausted,
    KeyRejected,
    ModelUnavailable,
    Overloaded,
    ProviderError,
    RateLimited,
    RequestRefused,
    ServerFailed,
    SharingBlocked,
)
from desktop_app.core.teaching import ModelGone, PolicyHeld, field_of, teaching_of

_BY_STATUS: dict[int, type[ProviderError]] = {
    400: RequestRefused,
    401: KeyRejected,
    402: CreditExhausted,
    403: AccessDenied,
    404: ModelUnavailable,
    422: ContentRefused,
    429: RateLimited,
    503: Overloaded,
}
_SHARING_CODE = "third_party_data_sharing_blocked"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_TEXT_LENGTH = 2000
_ID_LENGTH = 200
_LONGEST_WAIT_S = 3600.0


def refusal(status: int, headers: Mapping[str, str], raw: bytes) -> ProviderError:
    """Return the error for an answer that is no success; `headers` must be found by lower-case names.

    Statuses and texts: Together's documentation of errors and recorded traffic.
    """
    body = _json_object(raw)
    fault = body.get("error")
    fault = fault if isinstance(fault, dict) else {}
    text = _words(body, fault, raw)
    code = _clean(_text(fault.get("code")))[:_ID_LENGTH]
    error = _class_of(status, code, text)(
        f"the provider answered {status}",
        provider_text=text,
        request_id=_clean(_text(body.get("id")))[:_ID_LENGTH] or request_id_of(headers),
        status=status,
    )
    error.provider_code = code
    if isinstance(error, RequestRefused):
        error.field = _clean(_text(fault.get("param")))[:_ID_LENGTH] or field_of(text)
    elif isinstance(error, RateLimited):
        error.retry_after_s = _wait_s(headers)
    elif isinstance(error, ServerFailed) and status < 500:
        error.billed = Billed.NO
    return error


def request_id_of(headers: Mapping[str, str]) -> str:
    """Return the provider's name for a call from its headers, empty when it gave none."""
    return _clean(headers.get("x-request-id") or headers.get("cf-ray") or "")[:_ID_LENGTH]


def _class_of(status: int, code: str, text: str) -> type[ProviderError]:
    if status == 400:
        teaching = teaching_of(text, code, status)
        if isinstance(teaching, ModelGone):
            return ModelUnavailable
        if isinstance(teaching, PolicyHeld):
            return ContentRefused
    if status == 403 and code == _SHARING_CODE:
        return SharingBlocked
    return _BY_STATUS.get(status, ServerFailed)


def _words(body: Mapping[str, Any], fault: Mapping[str, Any], raw: bytes) -> str:
    """Return what the provider said, wherever it put it: its own error object, a gateway's, plain text or a page."""
    for said in (fault.get("message"), body.get("error"), body.get("message"), body.get("detail")):
        if isinstance(said, str) and said.strip():
            return _clean(said)
    if body:
        return ""
    text = raw[: 4 * _TEXT_LENGTH].decode("utf-8", "replace")
    if "<html" in text.lower():
        title = _TITLE.search(text)
        return _clean(title.group(1)) if title else ""
    return "" if text.lstrip().startswith(("{", "[")) else _clean(text)


def _clean(text: str) -> str:
    return _CONTROL.sub(" ", text).strip()[:_TEXT_LENGTH]


def _wait_s(headers: Mapping[str, str]) -> float | None:
    """Return the wait that the provider names: `x-ratelimit-reset` in seconds, else `retry-after` (RFC 9110, 10.2.3)."""
    for name in ("x-ratelimit-reset", "retry-after"):
        wait = _seconds(headers.get(name, ""))
        if wait is not None:
            return min(max(wait, 0.0), _LONGEST_WAIT_S)
    return None


def _seconds(text: str) -> float | None:
    try:
        wait = float(text.strip().removesuffix("s"))
    except ValueError:
        return _seconds_until(text)
    if wait != wait:  # noqa: PLR0124 - not a number
        return None
    # A moment since 1970 where a span was promised.
    return wait - time.time() if wait > 1e9 else wait


def _seconds_until(date: str) -> float | None:
    try:
        return parsedate_to_datetime(date).timestamp() - time.time()
    except (TypeError, ValueError):
        return None


def _json_object(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
