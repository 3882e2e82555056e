"""The queue as a whole: why nothing goes out, and how much waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Hold(Enum):
    """Why the queue sends nothing. The demo engine's jobs wait for `PAUSED` alone."""

    PAUSED = "paused"
    """A person paused it."""
    OFFLINE = "offline"
    """No connection to the provider; looked for again by itself."""
    BUDGET = "budget"
    """The month's budget has no room for the next job."""
    KEY = "key"
    """There is no key yet."""
    KEY_REFUSED = "key_refused"
    """The provider did not accept the key; waits for another one."""
    CREDIT = "credit"
    """The account has no credit; waits for a person's word that it has."""
    SHARING = "sharing"
    """The account does not let the orders of some models go out: they alone wait."""


@dataclass(frozen=True, slots=True)
class QueueState:
    """How the queue stands. Money in US dollars, moments in seconds since 1970.

    `waiting` counts every queued job, `held` those of them that a person holds back. `waiting_usd` is the sum of their
    estimates; `waiting_is_lowest` says that it may become more. `cooling` names the models that the provider slowed
    down, each with the moment from which it is asked again; `unshared` those whose orders the account does not let go
    out; `next_probe_at` is when the network is looked for again.
    """

    holds: frozenset[Hold] = frozenset()
    waiting: int = 0
    held: int = 0
    making: int = 0
    waiting_usd: float = 0.0
    waiting_is_lowest: bool = False
    cooling: Mapping[str, float] = field(default_factory=dict)
    next_probe_at: float | None = None
    unshared: frozenset[str] = frozenset()

    @property
    def is_paused(self) -> bool:
        """Say whether a person paused it."""
        return Hold.PAUSED in self.holds

    @property
    def is_offline(self) -> bool:
        """Say whether there is no network."""
        return Hold.OFFLINE in self.holds

    def stops_like(self, other: QueueState) -> bool:
        """Say whether jobs wait for the same reasons in both, however many they are."""
        return (self.holds, self.cooling, self.unshared) == (other.holds, other.cooling, other.unshared)
