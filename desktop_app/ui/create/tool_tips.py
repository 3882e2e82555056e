"""Tool tips that show names as they are, never as markup."""

from __future__ import annotations

from html import escape


def plain_tip(text: str) -> str:
    """Return what to set as a tool tip so that exactly this text is shown."""
    return f"<span>{escape(text)}</span>" if "<" in text or "&lt;" in text else text
