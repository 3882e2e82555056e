"""Seeds: chosen here, because the provider never tells the one that it used."""

from __future__ import annotations

import secrets

from desktop_app.core.request import SEED_MAX


def new_seed() -> int:
    """Return a random seed in the provider's range, 0 to 2147483647."""
    return secrets.randbelow(SEED_MAX + 1)
