"""Bad usage that shows only when the options are looked at together."""

from __future__ import annotations

from desktop_app.core.errors import RequestInvalid


class BadUsage(RequestInvalid):
    """Options that ask for what cannot be done; nothing was sent. The detail is worded for the person."""
