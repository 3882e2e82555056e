"""How long to wait before sending again what certainly rendered nothing, and when to give up."""

from __future__ import annotations

import random
from dataclasses import dataclass

from desktop_app.core.errors import (
    ConnectionNotMade,
    Overloaded,
    RateLimited,
    RequestRefused,
    SfumatoError,
    is_safe_to_resend,
)


@dataclass(frozen=True, slots=True)
class Patience:
    """One wait in seconds for each further try, by what went wrong; `jitter` is the share by which waits vary.

    The provider's own wait (`x-ratelimit-reset`) goes before ours, unless it is longer than `longest_wait_s`. Where it
    `is_endless`, what the provider slows down waits as long as it takes: nothing is given up for being one of many.
    `probe_waits_s` are the waits between two looks for the network, the last one over and over.
    """

    connection_waits_s: tuple[float, ...] = (1.0, 3.0)
    rate_limit_waits_s: tuple[float, ...] = (2.0, 5.0, 12.0, 30.0)
    overload_waits_s: tuple[float, ...] = (2.0, 6.0, 15.0)
    false_refusal_waits_s: tuple[float, ...] = (0.25, 0.25)
    longest_wait_s: float = 300.0
    jitter: float = 0.25
    is_endless: bool = False
    probe_waits_s: tuple[float, ...] = (2.0, 4.0, 8.0, 15.0, 30.0, 60.0)

    def wait_s(self, error: SfumatoError, earlier: int) -> float | None:
        """Return how long to wait after this error, seen `earlier` times before; `None` means: do not send again."""
        if self.is_endless and isinstance(error, RateLimited):
            return self.pause_s(error, earlier)
        waits = self._waits_s(error) if is_safe_to_resend(error) else ()
        if earlier >= len(waits):
            return None
        wait_s = waits[earlier]
        if isinstance(error, RateLimited) and error.retry_after_s is not None:
            if error.retry_after_s > self.longest_wait_s:
                return None
            wait_s = max(0.0, error.retry_after_s)
        # Jobs that were refused together must not come back together; never earlier than the provider said.
        return wait_s * (1 + random.uniform(0, self.jitter))

    def pause_s(self, error: RateLimited, earlier: int) -> float:
        """Return how long to ask its model nothing after this error, the one after `earlier` others in a row."""
        waits = self.rate_limit_waits_s
        own_s = waits[min(earlier, len(waits) - 1)] if waits else 0.0
        wait_s = own_s if error.retry_after_s is None else max(0.0, error.retry_after_s)
        return wait_s * (1 + random.uniform(0, self.jitter))

    def _waits_s(self, error: SfumatoError) -> tuple[float, ...]:
        if isinstance(error, ConnectionNotMade):
            return self.connection_waits_s
        if isinstance(error, RateLimited):
            return self.rate_limit_waits_s
        if isinstance(error, Overloaded):
            return self.overload_waits_s
        return self.false_refusal_waits_s if isinstance(error, RequestRefused) else ()
