"""The words for what the account was refused: why its orders wait, and what lets them go."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from desktop_app.core.queue_state import Hold

_THEN = "Then: sfumato queue run"
_WORDS = {
    Hold.KEY_REFUSED: f"Orders wait: the provider does not accept the API key. Set another with: sfumato key set. {_THEN}",
    Hold.CREDIT: (
        "Orders wait: the account has no credit left, or its spending limit is reached. Add credit at "
        f"https://api.together.ai/settings/billing (it can take some minutes to count). {_THEN}"
    ),
    Hold.SHARING: (
        "Orders of some models wait: they run at another company, and the account does not let prompts go there. Allow it "
        f"in the account's settings at the provider. {_THEN}"
    ),
}


def account_hold_lines(holds: Collection[Hold]) -> Iterator[str]:
    """Yield a line for each of these holds that concerns the account."""
    return (words for hold, words in _WORDS.items() if hold in holds)
