"""Money, sizes, times and whole numbers as people read them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

_NARROW_SPACE = "\u202f"


def usd(amount: float) -> str:
    """Return dollars with as many decimals as tell the amount: $7.90, $0.41, $0.016, $0.0028."""
    decimals = 2 if amount >= 0.1 or amount == 0 else 3 if amount >= 0.01 else 4
    text = f"{amount:,.{decimals}f}"
    while decimals > 2 and text.endswith("0"):
        text, decimals = text[:-1], decimals - 1
    return f"${text}"


def size(width: int, height: int) -> str:
    """Return pixels as "1024 × 1024"."""
    return f"{width} × {height}"


def seconds(amount_s: float) -> str:
    """Return a time as "0.4 s", "10.8 s", "8 s" or "2 min 5 s"."""
    if amount_s >= 59.95:
        minutes, rest = divmod(round(amount_s), 60)
        return QCoreApplication.translate("Numbers", "{minutes} min {seconds} s").format(minutes=minutes, seconds=rest)
    text = f"{amount_s:.1f}".removesuffix(".0")
    return QCoreApplication.translate("Numbers", "{seconds} s").format(seconds=text)


def grouped(number: int) -> str:
    """Return a whole number with narrow spaces between thousands: 48 213 077."""
    return f"{number:,}".replace(",", _NARROW_SPACE)
