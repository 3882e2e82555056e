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

    The provider's own wait (`x-ratelimit-reset`) goes before ours, unless it is longer than `longest_wait_s`.
    """

    connection_waits_s: tuple[float, ...] = (1.0, 3.0)
    rate_limit_waits_s: tuple[float, ...] = (2.0, 5.0, 12.0, 30.0)
    overload_waits_s: tuple[float, ...] = (2.0, 6.0, 15.0)
    false_refusal_waits_s: tuple[float, ...] = (0.25, 0.25)
    longest_wait_s: float = 300.0
    jitter: float = 0.25

    def wait_s(self, error: SfumatoError, earlier: int) -> float | None:
        """Return how long to wait after this error, seen `earlier` times before; `None` means: do not send again."""
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

    def _waits_s(self, error: SfumatoError) -> tuple[float, ...]:
        if isinstance(error, ConnectionNotMade):
            return self.connection_waits_s
        if isinstance(error, RateLimited):
            return self.rate_limit_waits_s
        if isinstance(error, Overloaded):
            return self.overload_waits_s
        return self.false_refusal_waits_s if isinstance(error, RequestRefused) else ()
