"""What refusals taught of single models: kept on this machine until the table of models is another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from desktop_app.core.catalogue import Availability, ModelProfile
from desktop_app.core.learning import learnt
from desktop_app.core.pricing import PRICE_TABLE_DATE
from desktop_app.core.sizes import Size
from desktop_app.core.teaching import (
    RATIO_MAX,
    SIDE_MAX_PX,
    AreaTaught,
    BoundsTaught,
    GridTaught,
    MenuTaught,
    ReferencesTaught,
    RuleTaught,
    UnsupportedTaught,
)

CATALOGUE_VERSION = PRICE_TABLE_DATE.isoformat()
"""The table to which lessons are corrections; with another one they are dropped."""

_MOST_LESSONS = 500


@dataclass(frozen=True, slots=True)
class Lesson:
    """One correction to a model's row; `learnt_at` is in seconds since 1970."""

    model: str
    teaching: RuleTaught
    learnt_at: float

    @property
    def subject(self) -> tuple[str, str, str]:
        """What the lesson is about: a later one about the same takes its place."""
        return (self.model, type(self.teaching).__name__, getattr(self.teaching, "field", ""))

    def to_json(self) -> dict[str, Any]:
        """Return the lesson for the file of known models."""
        return {"model": self.model, "learnt_at": self.learnt_at, **_teaching_json(self.teaching)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Lesson:
        """Read what `to_json` made; raise KeyError, TypeError, ValueError or AttributeError on anything else."""
        return cls(str(data["model"]), _teaching_from(data), float(data["learnt_at"]))


@dataclass(frozen=True, slots=True)
class Lessons:
    """All corrections, oldest first, and when which model was refused. A value: what changes makes a new one."""

    lessons: tuple[Lesson, ...] = ()
    refused: Mapping[str, float] = field(default_factory=dict)

    def with_lesson(self, lesson: Lesson) -> Lessons:
        """Return these with one more; one about the same is replaced."""
        others = tuple(each for each in self.lessons if each.subject != lesson.subject)
        return replace(self, lessons=(*others, lesson)[-_MOST_LESSONS:])

    def with_refused(self, model: str, moment: float) -> Lessons:
        """Return these with a model marked as one that cannot be used."""
        return replace(self, refused={**self.refused, model: moment})

    def without_refused(self, model: str) -> Lessons:
        """Return these without the mark on a model."""
        return replace(self, refused={each: moment for each, moment in self.refused.items() if each != model})

    def to_json(self) -> dict[str, Any]:
        """Return the lessons for the file of known models, with the table that they correct."""
        return {
            "table": CATALOGUE_VERSION,
            "lessons": [lesson.to_json() for lesson in self.lessons],
            "refused": dict(self.refused),
        }

    @classmethod
    def from_json(cls, data: object) -> Lessons:
        """Read what `to_json` made: none where they correct another table, and without what makes no sense."""
        if not isinstance(data, Mapping) or data.get("table") != CATALOGUE_VERSION:
            return cls()
        lessons, refused = data.get("lessons"), data.get("refused")
        return cls(
            tuple(_read(lessons if isinstance(lessons, list) else ()))[-_MOST_LESSONS:],
            {
                model: float(moment)
                for model, moment in (refused.items() if isinstance(refused, Mapping) else ())
                if isinstance(model, str) and isinstance(moment, int | float)
            },
        )


def applied(profiles: Iterable[ModelProfile], lessons: Lessons) -> tuple[ModelProfile, ...]:
    """Return the rows with all that was learnt of them, in the same order."""
    return tuple(_corrected(profile, lessons) for profile in profiles)


def _corrected(profile: ModelProfile, lessons: Lessons) -> ModelProfile:
    for lesson in lessons.lessons:
        if lesson.model == profile.id:
            profile = learnt(profile, lesson.teaching)
    return replace(profile, availability=Availability.REFUSED) if profile.id in lessons.refused else profile


def _read(items: Iterable[Any]) -> Iterator[Lesson]:
    for item in items:
        try:
            yield Lesson.from_json(item)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            continue


def _teaching_json(teaching: RuleTaught) -> dict[str, Any]:
    match teaching:
        case GridTaught(name, lowest, highest, multiple):
            return {"kind": "grid", "field": name, "lowest": lowest, "highest": highest, "multiple": multiple}
        case BoundsTaught(name, low, high):
            return {"kind": "bounds", "field": name, "lowest": low, "highest": high}
        case AreaTaught(lowest, highest, ratio):
            return {"kind": "area", "lowest": lowest, "highest": highest, "ratio": ratio}
        case MenuTaught(sizes):
            return {"kind": "menu", "sizes": [[size.width, size.height] for size in sizes]}
        case UnsupportedTaught(name):
            return {"kind": "unsupported", "field": name}
        case ReferencesTaught(count):
            return {"kind": "references", "count": count}


def _teaching_from(data: Mapping[str, Any]) -> RuleTaught:
    match data["kind"]:
        case "grid":
            return GridTaught(
                str(data["field"]), _positive(data["lowest"]), _positive(data["highest"]), _positive(data["multiple"])
            )
        case "bounds":
            lowest, highest = sorted((_finite(data["lowest"]), _finite(data["highest"])))
            return BoundsTaught(str(data["field"]), lowest, highest)
        case "area":
            highest, ratio = min(_positive(data["highest"]), SIDE_MAX_PX**2), _finite(data["ratio"])
            return AreaTaught(_positive(data["lowest"]), highest, min(max(ratio, 1.0), RATIO_MAX))
        case "menu":
            sizes = tuple(Size(_positive(width), _positive(height)) for width, height in data["sizes"])
            if not sizes:
                raise ValueError("a menu without sizes")
            return MenuTaught(sizes)
        case "unsupported":
            return UnsupportedTaught(str(data["field"]))
        case "references":
            return ReferencesTaught(_positive(data["count"]))
    raise ValueError(f"no kind of lesson: {data['kind']!r}")


def _positive(value: Any) -> int:
    if type(value) is not int or value < 1:
        raise ValueError(f"no count: {value!r}")
    return value


def _finite(value: Any) -> float:
    number = float(value)
    # Neither infinite nor no number at all.
    if not abs(number) < 1e12:
        raise ValueError(f"no number: {value!r}")
    return number
