"""What the demo engine is told to do wrong."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Break(Enum):
    """A way in which the demo engine's answer breaks; the value is its name in text."""

    CUT = "cut"
    JSON = "json"
    BYTES = "bytes"
    TIMEOUT = "timeout"


@dataclass(frozen=True, slots=True)
class DemoFaults:
    """How the demo engine misbehaves: wait so many seconds, refuse with a status, break the answer."""

    slow_s: float = 0.0
    refuse: int | None = None
    breaks: Break | None = None

    @classmethod
    def from_text(cls, text: str) -> DemoFaults:
        """Read `slow=5,refuse=402,break=cut`, any of them or none; raise ValueError on anything else."""
        parts = dict(_pair(part) for part in text.split(",") if part.strip())
        unknown = parts.keys() - {"slow", "refuse", "break"}
        if unknown:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        slow_s = float(parts.get("slow", "0"))
        refuse = int(parts["refuse"]) if "refuse" in parts else None
        if not 0 <= slow_s < float("inf") or (refuse is not None and not 400 <= refuse <= 599):
            raise ValueError(f"out of range: {text}")
        return cls(slow_s, refuse, Break(parts["break"]) if "break" in parts else None)


def _pair(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return name.strip(), value.strip()
