"""What a person has set in the Create panel, and the request that follows from it. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from desktop_app.core.catalogue import DEFAULT_PREFERENCE, DEMO_MODEL, Catalogue, ModelProfile, Parameter
from desktop_app.core.pricing import Estimate, estimate
from desktop_app.core.request import SEED_MAX, GenerationRequest, Reference
from desktop_app.core.seed import new_seed
from desktop_app.core.sizes import GridRule, ShapeRule, Size

if TYPE_CHECKING:
    from desktop_app.core.presets import ModelPreset
    from desktop_app.core.record import Asked

FIRST_SIZE = Size(1248, 832)


class Problem(Enum):
    """Why nothing can be ordered yet."""

    NO_PROMPT = "no_prompt"
    NO_REFERENCE = "no_reference"


@dataclass(slots=True)
class Form:
    """The wishes as they stand; what the model makes of them is worked out on every look.

    `model` is the model that was chosen: with references, another may stand in for it (`profile`). `keyed_model` is the one
    to go to when a key comes. `steps` holds a person's own number of steps for each model, by its id.
    """

    catalogue: Catalogue
    model: str = ""
    keyed_model: str = ""
    prompt: str = ""
    size: Size = FIRST_SIZE
    as_reference: bool = True
    count: int = 1
    seed: int = field(default_factory=new_seed)
    seed_locked: bool = False
    steps: dict[str, int] = field(default_factory=dict)
    negative_prompt: str = ""
    safety_checker: bool = True
    references: tuple[Reference, ...] = ()

    def __post_init__(self) -> None:
        self.keyed_model = self.keyed_model or self.catalogue.first_of(DEFAULT_PREFERENCE).id
        self.model = self.model or self.keyed_model

    @property
    def chosen(self) -> ModelProfile:
        """The model that the person chose."""
        return self.catalogue.profile(self.model)

    @property
    def profile(self) -> ModelProfile:
        """The model that will be asked: the chosen one, or one that takes as many references."""
        return self.catalogue.for_references(self.chosen, len(self.references))

    @property
    def is_exchanged(self) -> bool:
        """Say whether the references brought in another model than the chosen one."""
        return self.profile.id != self.model

    @property
    def reference_limit(self) -> int:
        """The most references that any model takes."""
        return max(each.reference_count for each in self.catalogue)

    @property
    def can_follow(self) -> bool:
        """Say whether there is a reference whose shape the model would keep."""
        follows = isinstance(self.profile.size_rule, ShapeRule) or self.profile.is_demo
        return follows and bool(self.references)

    @property
    def follows_reference(self) -> bool:
        """Say whether the picture will have the shape of the reference."""
        return self.can_follow and self.as_reference

    @property
    def sent_size(self) -> Size | None:
        """The size to ask for: the nearest that the model takes; `None` means: as the reference."""
        return None if self.follows_reference else self._nearest(self.profile)

    @property
    def shape(self) -> str:
        """The shape as `W:H` when that is all the model is told, else empty."""
        size, rule = self.sent_size, self.profile.size_rule
        return rule.shape(size) if size is not None and isinstance(rule, ShapeRule) else ""

    @property
    def sent_steps(self) -> int | None:
        """The steps to ask for: the person's own; `None` leaves them to the server, whose number then holds."""
        return self.steps.get(self.profile.id) if self.profile.takes(Parameter.STEPS) else None

    @property
    def shown_steps(self) -> int | None:
        """The steps that the model will take: the person's own, else its usual number, `None` where nobody knows."""
        return self.sent_steps or self.profile.default_steps or None

    @property
    def can_repeat(self) -> bool:
        """Say whether one press can make several pictures."""
        return self.profile.takes(Parameter.SEED) or self.profile.takes(Parameter.COUNT)

    @property
    def price(self) -> Estimate | None:
        """The price of all pictures of one press; `None` when it is not known."""
        return self._estimate(self.profile, self.sent_steps, self.count if self.can_repeat else 1)

    @property
    def price_each(self) -> Estimate | None:
        """The price of one picture; `None` when it is not known."""
        return self._estimate(self.profile, self.sent_steps, 1)

    def price_of(self, profile: ModelProfile) -> Estimate | None:
        """Return what one picture of the wished size would cost with another model."""
        return self._estimate(profile, self.steps.get(profile.id), 1)

    @property
    def problem(self) -> Problem | None:
        """What is missing before anything can be ordered."""
        if not self.prompt.strip():
            return Problem.NO_PROMPT
        if self.profile.needs_reference and not self.references:
            return Problem.NO_REFERENCE
        return None

    def choose_preset(self, preset: ModelPreset) -> None:
        """Take a preset's model, the first of its list that is known, and its steps."""
        self.model = self.catalogue.first_of(preset.models).id
        if preset.steps is not None:
            self.steps[self.model] = preset.steps

    def matches(self, preset: ModelPreset) -> bool:
        """Say whether the model in force and its steps are those of the preset."""
        if not any(model in self.catalogue for model in preset.models):
            return False
        if self.catalogue.first_of(preset.models).id != self.profile.id:
            return False
        return preset.steps is None or preset.steps == self.shown_steps

    def choose_demo(self) -> None:
        """Go to the demo engine and remember the model to come back to."""
        if self.model != DEMO_MODEL:
            self.keyed_model = self.model
        self.model = DEMO_MODEL

    def leave_demo(self) -> None:
        """Go from the demo engine to the model of before, or the usual one."""
        if self.model == DEMO_MODEL:
            self.model = self.keyed_model

    def set_steps(self, steps: int) -> None:
        """Keep a person's own number of steps for the model in force; 0 leaves them to the model."""
        self.steps.pop(self.profile.id, None)
        if steps not in {0, self.profile.default_steps}:
            self.steps[self.profile.id] = steps

    def fill(self, asked: Asked) -> None:
        """Take over how a picture was made; its seed is kept. References stay as they are."""
        self.prompt = asked.prompt
        self.model = asked.model or self.model
        if asked.width and asked.height:
            self.size = Size(asked.width, asked.height)
        self.as_reference = not (asked.width and asked.height)
        self.steps.pop(self.model, None)
        if asked.steps is not None:
            self.steps[self.model] = asked.steps
        if asked.seed is not None:
            self.keep_seed(asked.seed)
        self.negative_prompt = asked.negative_prompt
        self.safety_checker = asked.safety_checker
        self.count = 1

    def keep_seed(self, seed: int) -> None:
        """Use this seed, brought into the legal range, until it is unlocked."""
        self.seed = min(max(seed, 0), SEED_MAX)
        self.seed_locked = True

    def request(self) -> GenerationRequest:
        """Return the order, with nothing in it that the model does not take."""
        profile, size = self.profile, self.sent_size
        return GenerationRequest(
            prompt=self.prompt.strip(),
            model=profile.id,
            width=size.width if size else None,
            height=size.height if size else None,
            steps=self.sent_steps,
            seed=self.seed if profile.takes(Parameter.SEED) else None,
            negative_prompt=self.negative_prompt.strip() if profile.takes(Parameter.NEGATIVE_PROMPT) else "",
            count=self.count if self.can_repeat else 1,
            safety_checker=self.safety_checker or not profile.takes(Parameter.SAFETY_CHECKER),
            references=self.references,
        )

    def _nearest(self, profile: ModelProfile) -> Size:
        """Return the nearest size that the model takes; one that is too large keeps its shape."""
        rule, wish = profile.size_rule, self.size
        longest = max(wish.width, wish.height)
        if isinstance(rule, GridRule) and longest > rule.highest:
            scale = rule.highest / longest
            wish = Size(max(1, round(wish.width * scale)), max(1, round(wish.height * scale)))
        return rule.nearest(wish)

    def _estimate(self, profile: ModelProfile, steps: int | None, count: int) -> Estimate | None:
        size = None if self.follows_reference else self._nearest(profile)
        return estimate(profile.price, size=size, steps=steps, count=count)
