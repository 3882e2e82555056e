"""What is offered after a refusal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.api.wire import request_body
from desktop_app.core.catalogue import Catalogue, ModelProfile, Parameter, cautious_profile
from desktop_app.core.corrections import Correction, correction, part_at_fault
from desktop_app.core.errors import Billed
from desktop_app.core.fitting import Part, fitted
from desktop_app.core.job import Failure, Job, JobState
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.learning import learnt
from desktop_app.core.lessons import Lessons, applied
from desktop_app.core.request import GenerationRequest, Lora, OutputFormat, Reference
from desktop_app.core.sizes import AreaRule, Size
from desktop_app.core.teaching import field_of, teaching_of
from tests.support.refusal_texts import AREA, CREDIT, MENU, NO_MODEL, NOT_SERVERLESS, SEED, WIDTH, unsupported

CATALOGUE = known_catalogue()
FLUX = "black-forest-labs/FLUX.2-dev"
KONTEXT = "black-forest-labs/FLUX.1-kontext-pro"
GUESS = "openai/gpt-image-2"
REFERENCE = Reference("0" * 64, "a.png", "image/png", 1200, 800)
WISH: dict[str, Any] = {
    "width": 1000,
    "height": 700,
    "steps": 40,
    "seed": 7,
    "negative_prompt": "rain",
    "safety_checker": False,
    "guidance": 9.0,
    "prompt_upsampling": False,
    "output_format": OutputFormat.PNG,
    "loras": (Lora("a/b"),),
}


def refused(text: str, code: str = "RequestRefused", status: int = 400, **fields: Any) -> Job:
    """Return a job that ended by this refusal."""
    request = GenerationRequest("a red fox", **{"model": FLUX, **WISH, **fields})
    failure = Failure(code, Billed.NO, provider_text=text, status=status, field=field_of(text))
    return Job("j", "b", request, demo=False, state=JobState.FAILED, failure=failure)


def offered(job: Job, catalogue: Catalogue = CATALOGUE) -> Correction:
    found = correction(job, catalogue)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "size"),
    [
        (WIDTH.replace("16", "32").replace("2048", "960"), Size(960, 672)),
        (AREA, AreaRule(1265 * 1265, 1440 * 1440).nearest(Size(1000, 700))),
        (MENU, Size(1264, 848)),
    ],
)
def test_a_legal_size(text: str, size: Size) -> None:
    job = refused(text)
    found = offered(job)
    assert found == Correction(replace(job.request, width=size.width, height=size.height), Part.SIZE, size=size)
    row = learnt(CATALOGUE.profile(FLUX), teaching_of(text))  # type: ignore[arg-type]
    assert row.size_rule.allows(size)
    # The same is offered once the catalogue has learnt.
    assert offered(job, Catalogue(row if each.id == FLUX else each for each in CATALOGUE)) == found


def test_a_size_where_none_was_asked_for() -> None:
    assert offered(refused(MENU, width=None, height=None)).size == Size(1024, 1024)
    found = offered(refused(MENU, width=None, height=None, references=(REFERENCE,)))
    assert found.size == Size(1264, 848)


def test_nothing_for_a_size_that_was_legal() -> None:
    assert correction(refused(WIDTH, width=1024, height=768), CATALOGUE) is None
    assert correction(refused(unsupported("width"), width=1024, height=768), CATALOGUE) is None


def test_a_size_that_a_doubtful_model_does_not_take_at_all_is_left_to_it() -> None:
    catalogue = Catalogue([cautious_profile("a/b")])
    found = offered(refused(unsupported("width"), model="a/b"), catalogue)
    assert (found.request.width, found.request.height, found.part, found.is_left_out) == (None, None, Part.SIZE, True)


@pytest.mark.parametrize(
    ("text", "part", "changed"),
    [
        ("Invalid value for 'steps' parameter. Steps must be between 1 and 12.", Part.STEPS, {"steps": 12}),
        ("Invalid value for 'steps' parameter. Steps must be between 50 and 90.", Part.STEPS, {"steps": 50}),
        ("Invalid value for 'guidance' parameter. It must be between 1 and 5.5.", Part.GUIDANCE, {"guidance": 5.5}),
        (SEED, Part.SEED, {"seed": -1}),
        ("Invalid value for 'n' parameter. It must be between 1 and 2.", Part.COUNT, {"count": 2}),
    ],
)
def test_a_legal_number(text: str, part: Part, changed: dict[str, Any]) -> None:
    job = refused(text, seed=2**31 if part is Part.SEED else 7, count=4)
    found = offered(job)
    value = getattr(found.request, part.value)
    assert found.part is part
    assert getattr(found, part.value) == value
    if part is Part.SEED:
        assert 0 <= value < 2**31
    else:
        assert value == changed[part.value]
    assert replace(found.request, **{part.value: getattr(job.request, part.value)}) == job.request


@pytest.mark.parametrize(
    ("name", "part", "value"),
    [
        ("steps", Part.STEPS, None),
        ("seed", Part.SEED, None),
        ("negative_prompt", Part.NEGATIVE_PROMPT, ""),
        ("n", Part.COUNT, 1),
        ("disable_safety_checker", Part.SAFETY_CHECKER, True),
        ("guidance", Part.GUIDANCE, None),
        ("prompt_upsampling", Part.PROMPT_UPSAMPLING, None),
        ("output_format", Part.OUTPUT_FORMAT, None),
        ("image_loras", Part.LORAS, ()),
    ],
)
def test_the_same_without_what_is_not_taken(name: str, part: Part, value: Any) -> None:
    job = refused(unsupported(name), model=GUESS, count=3)
    found = offered(job)
    assert found == Correction(replace(job.request, **{part.value: value}), part, is_left_out=True)
    assert job.failure is not None
    assert part_at_fault(job.failure) is part
    # What was not set cannot be left out.
    assert correction(replace(job, request=found.request), CATALOGUE) is None


def test_fewer_references_and_none() -> None:
    four = (REFERENCE,) * 4
    text = "Invalid value for 'reference_images'. At most 2 images are allowed."
    found = offered(refused(text, references=four))
    assert (found.request.references, found.part, found.references) == (four[:2], Part.REFERENCES, 2)
    assert correction(refused(text, references=four[:2]), CATALOGUE) is None
    other = offered(refused(unsupported("reference_images"), references=four))
    assert other.model
    assert CATALOGUE.profile(other.model).reference_count >= 4


def test_what_the_row_learnt_after_the_order_was_made() -> None:
    row = replace(CATALOGUE.profile(FLUX), highest_seed=9, reference_count=2)
    catalogue = Catalogue([row])
    job = refused("", "RequestInvalid", seed=10)
    found = offered(job, catalogue)
    assert found == Correction(replace(job.request, seed=0), Part.SEED, seed=0)
    job = refused("", "RequestInvalid", references=(REFERENCE,) * 4)
    found = offered(job, catalogue)
    assert found == Correction(replace(job.request, references=(REFERENCE,) * 2), Part.REFERENCES, references=2)
    assert correction(refused("", "RequestInvalid"), catalogue) is None


@pytest.mark.parametrize(
    ("text", "code", "status"),
    [(NO_MODEL, "ModelUnavailable", 404), (NOT_SERVERLESS, "ModelUnavailable", 400), ("", "ModelUnavailable", 404)],
)
def test_the_nearest_model_that_works(text: str, code: str, status: int) -> None:
    catalogue = Catalogue(applied(CATALOGUE, Lessons().with_refused(FLUX, 1.0)))
    found = offered(refused(text, code, status, loras=()), catalogue)
    other = catalogue.profile(found.model)
    assert found.part is None
    assert found.request.model == other.id != FLUX
    assert other.organisation == "Black Forest Labs"
    assert other.is_usable
    assert found.request.width is not None
    assert found.request.height is not None
    assert other.size_rule.allows(Size(found.request.width, found.request.height))
    assert found.request.prompt == "a red fox"
    assert other.takes(Parameter.NEGATIVE_PROMPT) or not found.request.negative_prompt


def test_no_model_is_left() -> None:
    assert correction(refused(NO_MODEL, "ModelUnavailable", 404), Catalogue([CATALOGUE.profile(FLUX)])) is None


@pytest.mark.parametrize(
    ("text", "code", "status"),
    [
        ("", "RequestRefused", 400),
        ("The prompt is odd.", "RequestRefused", 400),
        ("Invalid content detected.", "ContentRefused", 400),
        (CREDIT, "CreditExhausted", 402),
        (MENU, "ServerFailed", 500),
        (WIDTH, "ConnectionNotMade", 0),
        (unsupported("something"), "RequestRefused", 400),
    ],
)
def test_nothing_to_offer(text: str, code: str, status: int) -> None:
    assert correction(refused(text, code, status), CATALOGUE) is None


def test_only_what_was_refused_is_offered_otherwise() -> None:
    job = refused(MENU)
    assert correction(replace(job, state=JobState.UNKNOWN), CATALOGUE) is None
    assert correction(replace(job, failure=None), CATALOGUE) is None
    assert correction(replace(job, has_spool=True), CATALOGUE) is None


def test_which_part_of_the_form_is_at_fault() -> None:
    for text, part in [
        (WIDTH, Part.SIZE),
        (AREA, Part.SIZE),
        (SEED, Part.SEED),
        ("Too many reference images: up to 8 images.", Part.REFERENCES),
        ("The prompt is odd.", None),
    ]:
        failure = refused(text).failure
        assert failure is not None
        assert part_at_fault(failure) is part
    gone = refused(NO_MODEL, "ModelUnavailable", 404).failure
    assert gone is not None
    assert part_at_fault(gone) is None


def test_the_nearest_model_has_the_organisation_then_the_price() -> None:
    flex = CATALOGUE.nearest_usable("black-forest-labs/FLUX.2-pro")
    assert flex is not None
    assert flex.id == "black-forest-labs/FLUX.2-flex"
    editor = CATALOGUE.nearest_usable(KONTEXT, references=1)
    assert editor is not None
    assert editor.organisation == "Black Forest Labs"
    assert editor.reference_count >= 1
    assert CATALOGUE.nearest_usable(FLUX, references=100) is None
    unknown = CATALOGUE.nearest_usable("nobody/knows")
    assert unknown is not None
    assert not unknown.is_demo


NUMBERS = st.integers(-10, 3000) | st.sampled_from([0.5, 1.5, 2**31 - 1, 2**31, -(2**31)])
NAMES = st.sampled_from(
    ["width", "height", "steps", "seed", "n", "guidance", "guidance_scale", "image_loras", "reference_images", "odd"]
)
TEXTS = st.one_of(
    st.builds("Invalid value for '{}' parameter. It must be between {} and {}.".format, NAMES, NUMBERS, NUMBERS),
    st.builds(
        "Invalid value for '{}' parameter. It must be between {} and {}, in multiples of {}.".format,
        NAMES,
        NUMBERS,
        NUMBERS,
        NUMBERS,
    ),
    st.builds("must be within the range of {0}x{0} to {1}x{1}. Between 1:{2} and {2}:1.".format, *[NUMBERS] * 3),
    st.builds("Supported values are: '{}x{}', '{}x{}'.".format, *[st.integers(10, 9999)] * 4),
    st.builds(unsupported, NAMES),
    st.builds("At most {} reference images are allowed.".format, NUMBERS),
)


@given(st.sampled_from(list(CATALOGUE)), TEXTS, st.booleans(), st.sampled_from([1, 4]))
def test_whatever_is_said_what_is_offered_is_legal_and_another(
    profile: ModelProfile, text: str, with_references: bool, count: int
) -> None:
    references = (REFERENCE,) * profile.reference_count if with_references or profile.needs_reference else ()
    order = fitted(
        replace(refused(text).request, model=profile.id, references=references, count=count), profile
    ).request
    job = replace(refused(text), request=order)
    found = correction(job, CATALOGUE)
    if found is None:
        return
    assert found.request != order
    row = learnt(CATALOGUE.profile(found.request.model), rule) if (rule := teaching_of(text, status=400)) else profile
    if found.part is not None:
        body = request_body(found.request, row, ["data:,"] * len(found.request.references))
        assert body["model"] == profile.id
        if found.size is not None:
            assert row.size_rule.allows(found.size)
        if found.is_left_out:
            assert found.part in {Part.SIZE, *fitted(order, row).left_out, Part.COUNT}
