"""How base URLs are spelt."""

from __future__ import annotations

import pytest

from desktop_app.api.base_url import DEFAULT_BASE_URL, normalised
from desktop_app.core.errors import RequestInvalid


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (DEFAULT_BASE_URL, "https://api.together.ai"),
        (" https://api.together.xyz/v1/ ", "https://api.together.xyz"),
        ("https://gateway.test/together/v1", "https://gateway.test/together"),
        ("https://gateway.test/v1/v1", "https://gateway.test/v1"),
        ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
    ],
)
def test_spellings_that_are_met(text: str, expected: str) -> None:
    assert normalised(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "api.together.ai",
        "ftp://api.together.ai",
        "http://api.together.ai",
        "http://127.0.0.1.evil.test",
        "https://",
        "https://name:password@api.together.ai",
        "https://api.together.ai:port",
        "https://api.together.ai?x=1",
        "file:///etc/passwd",
    ],
)
def test_what_is_no_base_url(text: str) -> None:
    with pytest.raises(RequestInvalid) as caught:
        normalised(text)
    assert caught.value.field == "base_url"
    assert "password" not in str(caught.value) or "user name" in str(caught.value)
