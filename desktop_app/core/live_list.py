"""The provider's own list of image models, and the catalogue that the table and the list make together."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from desktop_app.core.catalogue import Aspect, Availability, Catalogue, ModelProfile, cautious_profile
from desktop_app.core.lessons import Lessons, applied
from desktop_app.core.plain_text import plain_line
from desktop_app.core.pricing import PriceRule
from desktop_app.core.request import STEPS_MAX

NAME_LENGTH = 80
"""The most letters of a name, an organisation or a note that are kept."""

_NOTE_LENGTH = 200
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@+~#-]{0,127}")
_LOWEST_USD = 1e-6
_HIGHEST_USD = 10.0
_LATEST_MOMENT = 250_000_000_000.0


@dataclass(frozen=True, slots=True)
class ListedModel:
    """One image model of the list. All texts are plain lines; `price_note` is what the provider says of the price."""

    id: str
    name: str
    organisation: str
    price: PriceRule | None = None
    price_note: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the model for the file of known models."""
        price = self.price
        return {
            "id": self.id,
            "name": self.name,
            "organisation": self.organisation,
            "price": price
            and {
                "usd_per_megapixel": price.usd_per_megapixel,
                "usd_per_image": price.usd_per_image,
                "default_steps": price.default_steps,
                "is_lowest": price.is_lowest,
            },
            "price_note": self.price_note,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ListedModel:
        """Read what `to_json` made; raise ValueError, TypeError, KeyError or AttributeError when it is none."""
        return listed_model(
            data["id"],
            name=data.get("name"),
            organisation=data.get("organisation"),
            price=_price_of(data.get("price")),
            price_note=data.get("price_note"),
        )


@dataclass(frozen=True, slots=True)
class LiveList:
    """What the provider listed at a moment (seconds since 1970)."""

    fetched_at: float
    models: tuple[ListedModel, ...] = ()

    @property
    def listed_on(self) -> date:
        """The day on which the list was fetched, as this machine counts days."""
        return datetime.fromtimestamp(self.fetched_at, UTC).astimezone().date()

    def to_json(self) -> dict[str, Any]:
        """Return the list for the file of known models."""
        return {"fetched_at": self.fetched_at, "models": [model.to_json() for model in self.models]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> LiveList:
        """Read what `to_json` made, without models that make no sense; raise ValueError, TypeError or KeyError."""
        moment, models = data["fetched_at"], data["models"]
        if isinstance(moment, bool) or not 0 < moment < _LATEST_MOMENT or not isinstance(models, list):
            raise ValueError("no list of models")
        return cls(float(moment), tuple(_read(models)))


def listed_model(
    model: object, *, name: object, organisation: object, price: PriceRule | None = None, price_note: object = ""
) -> ListedModel:
    """Return an entry of the list with its texts made plain; raise ValueError for an id that cannot be one.

    An id is never mended: what was mended would be another id.
    """
    if not isinstance(model, str) or not _ID.fullmatch(model):
        raise ValueError("no id of a model")
    owner, _, own_name = model.rpartition("/")
    return ListedModel(
        model,
        plain_line(name, NAME_LENGTH) or own_name[:NAME_LENGTH] or model[:NAME_LENGTH],
        plain_line(organisation, NAME_LENGTH) or owner[:NAME_LENGTH],
        price,
        plain_line(price_note, _NOTE_LENGTH),
    )


def sane_usd(value: object) -> float | None:
    """Return a price in US dollars, or `None` for what cannot be one: zero, less, absurdly much, or no number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not _LOWEST_USD <= value <= _HIGHEST_USD:
        return None
    return float(value)


def sane_steps(value: object) -> int:
    """Return a number of steps, 0 for what cannot be one."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= STEPS_MAX else 0


def merged(table: Iterable[ModelProfile], live: LiveList | None, lessons: Lessons | None = None) -> Catalogue:
    """Return the catalogue of the table's models and the listed ones, with all that refusals taught of them.

    Listed models of the table have the list's price, those of no table a cautious profile, those that the list lacks are
    marked and go behind. A list without models says nothing, and nothing is said of the demo engine.
    """
    rows, day = tuple(table), None
    if live is not None and live.models:
        rows, day = tuple(_with_list(rows, live)), live.listed_on
    return Catalogue(applied(rows, lessons) if lessons is not None else rows, day)


def _with_list(rows: Sequence[ModelProfile], live: LiveList) -> Iterator[ModelProfile]:
    day = live.listed_on
    listed = {model.id: model for model in live.models}
    own = [row for row in rows if row.is_demo]
    present = [row for row in rows if row.id in listed and not row.is_demo]
    absent = [row for row in rows if row.id not in listed and not row.is_demo]
    known = {row.id for row in rows}
    owners = {_owner(row.id): row.organisation for row in rows}
    yield from (_listed_row(row, listed[row.id], day) for row in present)
    yield from (_new_row(model, owners, day) for model in live.models if model.id not in known)
    yield from (replace(row, availability=Availability.VANISHED) for row in absent)
    yield from own


def _listed_row(row: ModelProfile, listed: ListedModel, day: date) -> ModelProfile:
    row = replace(row, availability=Availability.LISTED)
    if listed.price is None:
        return row
    return replace(row, price=_newer_price(row.price, listed.price), price_date=day)


def _new_row(listed: ListedModel, owners: Mapping[str, str], day: date) -> ModelProfile:
    row = replace(
        cautious_profile(listed.id),
        name=listed.name,
        # As the table writes it, so that one organisation does not become two.
        organisation=owners.get(_owner(listed.id), listed.organisation),
        availability=Availability.NEW,
    )
    if listed.price is None:
        return row
    unsure = row.unsure if listed.price.is_lowest else row.unsure - {Aspect.PRICE}
    return replace(row, price=listed.price, price_date=day, unsure=unsure)


def _owner(model: str) -> str:
    return model.partition("/")[0]


def _newer_price(ours: PriceRule, listed: PriceRule) -> PriceRule:
    """Return the listed price, with all that the table knows beyond it while the price itself is the same."""
    if _is_same(ours.usd_per_image, listed.usd_per_image) and _is_same(
        ours.usd_per_megapixel, listed.usd_per_megapixel
    ):
        return replace(ours, default_steps=listed.default_steps or ours.default_steps)
    if not ours.is_known:
        return listed
    is_lowest = ours.is_lowest or bool(ours.tiers) or ours.usd_per_reference > 0
    return replace(listed, default_steps=listed.default_steps or ours.default_steps, is_lowest=is_lowest)


def _is_same(ours: float | None, listed: float | None) -> bool:
    if ours is None or listed is None:
        return ours is listed
    return math.isclose(ours, listed)


def _price_of(data: Mapping[str, Any] | None) -> PriceRule | None:
    if data is None:
        return None
    price = PriceRule(
        sane_usd(data.get("usd_per_megapixel")),
        sane_usd(data.get("usd_per_image")),
        sane_steps(data.get("default_steps")),
        data.get("is_lowest") is True,
    )
    return price if price.is_known else None


def _read(models: Iterable[Any]) -> Iterator[ListedModel]:
    for model in models:
        try:
            yield ListedModel.from_json(model)
        except (KeyError, TypeError, ValueError, AttributeError):
            continue
