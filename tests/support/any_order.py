"""Orders and models of every kind, for tests that hold for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from desktop_app.core.catalogue import (
    GUIDANCE_PARAMETERS,
    Availability,
    GuidanceRange,
    ModelProfile,
    Parameter,
    ReferenceField,
)
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.pricing import PriceRule
from desktop_app.core.request import SEED_MAX, GenerationRequest, Lora, OutputFormat, Reference
from desktop_app.core.sizes import AreaRule, GridRule, MenuRule, ShapeRule, Size, SizeRule

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

CATALOGUE = known_catalogue()
REFERENCE = Reference("ab" * 32, "ab.png", "image/png", 640, 480, "fox.png")

sides = st.one_of(st.integers(1, 300), st.integers(1, 9000), st.just(100_000))
sizes = st.builds(Size, sides, sides)


@st.composite
def _grids(draw: st.DrawFn) -> GridRule:
    multiple = draw(st.sampled_from((1, 8, 16, 32, 64)))
    lowest = draw(st.integers(1, 1024))
    return GridRule(lowest, draw(st.integers(lowest + 2 * multiple, lowest + 3000)), multiple)


@st.composite
def _bands(draw: st.DrawFn) -> AreaRule:
    lowest = draw(st.integers(200_000, 8_000_000))
    widening = draw(st.floats(1.5, 5.0))
    multiple, ratio = draw(st.sampled_from((8, 16, 32, 64))), draw(st.floats(1.0, 16.0))
    return AreaRule(lowest, int(lowest * widening), multiple, ratio)


_menus = st.builds(
    MenuRule, st.lists(st.builds(Size, st.integers(64, 8192), st.integers(64, 8192)), min_size=1).map(tuple)
)

size_rules: SearchStrategy[SizeRule] = st.one_of(_grids(), _bands(), _menus, st.just(ShapeRule()))


@st.composite
def _rows(draw: st.DrawFn) -> ModelProfile:
    """A row that no table has, with any subset of everything."""
    parameters = set(draw(st.sets(st.sampled_from(Parameter)))) - set(GUIDANCE_PARAMETERS)
    guidance = draw(st.sampled_from((None, *GUIDANCE_PARAMETERS)))
    field = draw(st.sampled_from((None, *ReferenceField)))
    most_references = 1 if field is ReferenceField.IMAGE_URL else 6
    return ModelProfile(
        f"someone/{draw(st.integers(0, 9))}",
        "Anything",
        "someone",
        PriceRule(),
        frozenset(parameters | ({guidance} if guidance else set())),
        draw(size_rules),
        highest_steps=draw(st.integers(1, 50)),
        highest_seed=draw(st.sampled_from((SEED_MAX, 65_535))),
        reference_field=field,
        reference_count=draw(st.integers(1, most_references)) if field else 0,
        guidance=GuidanceRange(0.5, draw(st.floats(1, 30)), 1.0) if guidance else None,
        lora_count=draw(st.integers(1, 2)) if Parameter.LORAS in parameters else 0,
        availability=draw(st.sampled_from(Availability)),
    )


profiles = st.one_of(
    st.sampled_from([*CATALOGUE, CATALOGUE.profile("somebody/unknown-model")]),
    _rows(),
)

loras = st.lists(st.builds(Lora, st.text(max_size=30), st.floats(-3, 9) | st.just(float("nan"))), max_size=4).map(tuple)

requests: SearchStrategy[GenerationRequest] = st.builds(
    GenerationRequest,
    prompt=st.text(max_size=50),
    model=st.just("whatever/was-chosen"),
    width=st.none() | sides | st.integers(-5, 0),
    height=st.none() | sides,
    steps=st.none() | st.integers(-5, 200),
    seed=st.none() | st.integers(0, SEED_MAX) | st.sampled_from((-1, SEED_MAX, SEED_MAX + 1)),
    negative_prompt=st.text(max_size=20),
    count=st.integers(0, 6),
    safety_checker=st.booleans(),
    references=st.integers(0, 7).map(lambda count: (REFERENCE,) * count),
    guidance=st.none() | st.floats(),
    prompt_upsampling=st.sampled_from((None, True, False)),
    output_format=st.sampled_from((None, *OutputFormat)),
    loras=loras,
)
"""Any order, with numbers far out of every range too."""
