"""What a person has set in the Create panel, and the request that follows from it. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, TypeVar

from desktop_app.core.catalogue import DEFAULT_PREFERENCE, DEMO_MODEL, Availability, Catalogue, ModelProfile, Parameter
from desktop_app.core.estimates import estimate_of
from desktop_app.core.fitting import Part, fitted
from desktop_app.core.lora_address import checked
from desktop_app.core.presets import ModelPreset
from desktop_app.core.pricing import Estimate
from desktop_app.core.request import SEED_MAX, SIDE_MAX_PX, GenerationRequest, Lora, OutputFormat, Reference
from desktop_app.core.seed import new_seed
from desktop_app.core.sizes import ShapeRule, Size

if TYPE_CHECKING:
    from desktop_app.core.record import Asked

T = TypeVar("T", int, float)

FIRST_SIZE = Size(1248, 832)


class Problem(Enum):
    """Why nothing can be ordered yet."""

    NO_PROMPT = "no_prompt"
    NO_REFERENCE = "no_reference"
    LORA_ADDRESS = "lora_address"


@dataclass(slots=True)
class Form:
    """The wishes as they stand; what the model makes of them is worked out on every look.

    `model` is the model that was chosen: with references, another may stand in for it (`profile`). `keyed_model` is the one
    to go to when a key comes; `left_model` the one that was left last. `steps` and `guidance` hold a person's own numbers
    for each model, by its id: the same number means another thing to another model.
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
    guidance: dict[str, float] = field(default_factory=dict)
    prompt_upsampling: bool | None = None
    output_format: OutputFormat | None = None
    loras: tuple[Lora, ...] = ()
    left_model: str = ""

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
        return None if self.follows_reference else self.profile.size_rule.nearest(self.size)

    @property
    def shape(self) -> str:
        """The shape as `W:H` when that is all the model is told, else empty."""
        size, rule = self.sent_size, self.profile.size_rule
        return rule.shape(size) if size is not None and isinstance(rule, ShapeRule) else ""

    @property
    def sent_steps(self) -> int | None:
        """The steps to ask for: the person's own; `None` leaves them to the server, whose number then holds."""
        return self.request().steps

    @property
    def shown_steps(self) -> int | None:
        """The steps that the model will take: the person's own, else its usual number, `None` where nobody knows."""
        return self.sent_steps or self.profile.default_steps or None

    @property
    def left_out(self) -> tuple[Part, ...]:
        """What is set and this model does not take.

        A number that was set for the model left last, or for the one that references exchanged, counts as set.
        """
        wishes = self._wishes(self.profile)
        left = self.model if self.is_exchanged else self.left_model
        steps, guidance = self.steps.get(left), self.guidance.get(left)
        if not self.profile.takes(Parameter.STEPS):
            wishes = replace(wishes, steps=steps)
        if self.profile.guidance_parameter is None:
            wishes = replace(wishes, guidance=guidance)
        if not self.seed_locked:
            wishes = replace(wishes, seed=None)
        return fitted(wishes, self.profile).left_out

    @property
    def price(self) -> Estimate | None:
        """The price of all pictures of one press; `None` when it is not known."""
        return self._estimate(self.profile, self.count)

    @property
    def price_each(self) -> Estimate | None:
        """The price of one picture; `None` when it is not known."""
        return self._estimate(self.profile, 1)

    def price_of(self, profile: ModelProfile) -> Estimate | None:
        """Return what one picture of the wished size would cost with another model."""
        return self._estimate(profile, 1)

    @property
    def problem(self) -> Problem | None:
        """What is missing before anything can be ordered."""
        if not self.prompt.strip():
            return Problem.NO_PROMPT
        if self.profile.needs_reference and not self.references:
            return Problem.NO_REFERENCE
        if not all(checked(lora.path).is_right for lora in self.request().loras):
            return Problem.LORA_ADDRESS
        return None

    def set_catalogue(self, catalogue: Catalogue) -> None:
        """Go by another table of models from now on. A model that a person chose stays, whatever became of it.

        The usual model of the former table gives way to that of the new one when it is not listed any more.
        """
        former = self.catalogue.first_of(DEFAULT_PREFERENCE).id
        usual = catalogue.first_of(DEFAULT_PREFERENCE).id
        self.catalogue = catalogue
        if catalogue.profile(former).availability is not Availability.VANISHED:
            return
        if self.keyed_model == former:
            self.keyed_model = usual
        if self.model == former:
            self.choose_model(usual)

    def choose_model(self, model: str) -> None:
        """Go to another model; what both take is kept."""
        if model != self.model:
            self.left_model = self.profile.id
        self.model = model

    def preset(self, name: str) -> ModelPreset:
        """Return everything that is set as a preset of this name, for the model in force."""
        request = self.request()
        return ModelPreset(
            name,
            (self.profile.id,),
            steps=request.steps,
            size=self.size,
            as_reference=self.as_reference,
            guidance=request.guidance,
            prompt_upsampling=request.prompt_upsampling,
            output_format=request.output_format,
            negative_prompt=request.negative_prompt,
            safety_checker=request.safety_checker,
            count=request.count,
            loras=request.loras,
            is_whole=True,
        )

    def choose_preset(self, preset: ModelPreset) -> None:
        """Take a preset's model, the first of its list that can be used, and its settings.

        Where none of its models is known, the first is taken as it is, not another one in its place.
        """
        is_known = any(model in self.catalogue for model in preset.models)
        self.choose_model(self.catalogue.first_of(preset.models).id if is_known else preset.models[0])
        if preset.steps is not None or preset.is_whole:
            self._set_for_model(self.steps, preset.steps)
        if preset.guidance is not None or preset.is_whole:
            self._set_for_model(self.guidance, preset.guidance)
        for name in ("size", "as_reference", "negative_prompt", "safety_checker", "count", "loras"):
            if (value := getattr(preset, name)) is not None:
                setattr(self, name, value)
        for name in ("prompt_upsampling", "output_format"):
            if (value := getattr(preset, name)) is not None or preset.is_whole:
                setattr(self, name, value)

    def matches(self, preset: ModelPreset) -> bool:
        """Say whether the model in force and all that a preset holds are what is set."""
        if not any(model in self.catalogue for model in preset.models):
            return False
        if self.catalogue.first_of(preset.models).id != self.profile.id:
            return False
        now = self.preset(preset.name)
        if preset.is_whole:
            return replace(now, models=preset.models, key=preset.key) == preset
        held = ("size", "as_reference", "guidance", "prompt_upsampling", "output_format", "negative_prompt")
        others = (*held, "safety_checker", "count", "loras")
        if any(getattr(preset, each) not in (None, getattr(now, each)) for each in others):
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
        self._set_for_model(self.steps, steps if steps not in {0, self.profile.default_steps} else None)

    def set_guidance(self, guidance: float | None) -> None:
        """Keep a person's own guidance for the model in force; `None` leaves it to the model."""
        self._set_for_model(self.guidance, guidance)

    def fill(self, asked: Asked) -> None:
        """Take over how a picture was made; its seed is kept. References stay as they are."""
        self.prompt = asked.template or asked.prompt
        if asked.model:
            self.choose_model(asked.model)
        self.as_reference = not (asked.width and asked.height)
        # A record may come from anywhere: what no model takes is not taken over.
        if all(0 < (side or 0) <= SIDE_MAX_PX for side in (asked.width, asked.height)):
            self.size = Size(asked.width or 0, asked.height or 0)
        self.steps.pop(self.model, None)
        if asked.steps is not None:
            self.steps[self.model] = asked.steps
        self.guidance.pop(self.model, None)
        if asked.guidance is not None:
            self.guidance[self.model] = asked.guidance
        if asked.seed is not None:
            self.keep_seed(asked.seed)
        self.negative_prompt = asked.negative_prompt
        self.safety_checker = asked.safety_checker
        self.prompt_upsampling = asked.prompt_upsampling
        self.output_format = next((each for each in OutputFormat if each.value == asked.output_format), None)
        self.loras = asked.loras
        self.count = 1

    def fill_order(self, request: GenerationRequest) -> None:
        """Take over an order; its seed is kept. References stay as they are."""
        from desktop_app.core.record import asked_of

        self.fill(asked_of(request))
        self.count = request.count

    def model_name(self, model: str) -> str:
        """Return what a model is called."""
        return self.catalogue.profile(model).name

    def keep_seed(self, seed: int) -> None:
        """Use this seed, brought into the legal range, until it is unlocked."""
        self.seed = min(max(seed, 0), SEED_MAX)
        self.seed_locked = True

    def wishes(self) -> GenerationRequest:
        """Return everything that is set, whether the model takes it or not: what orders for other models are made of."""
        return self._wishes(self.profile)

    def request(self) -> GenerationRequest:
        """Return the order, with nothing in it that the model does not take."""
        return fitted(self._wishes(self.profile), self.profile).request

    def _wishes(self, profile: ModelProfile) -> GenerationRequest:
        """Return everything that is set, whether the model takes it or not."""
        size = None if self.follows_reference else self.size
        return GenerationRequest(
            prompt=self.prompt.strip(),
            model=profile.id,
            width=size.width if size else None,
            height=size.height if size else None,
            steps=self.steps.get(profile.id),
            seed=self.seed,
            negative_prompt=self.negative_prompt.strip(),
            count=self.count,
            safety_checker=self.safety_checker,
            references=self.references,
            guidance=self.guidance.get(profile.id),
            prompt_upsampling=self.prompt_upsampling,
            output_format=self.output_format,
            loras=tuple(each for each in self.loras if each.path.strip()),
        )

    def _estimate(self, profile: ModelProfile, count: int) -> Estimate | None:
        return estimate_of(replace(self._wishes(profile), count=count), profile)

    def _set_for_model(self, numbers: dict[str, T], number: T | None) -> None:
        numbers.pop(self.profile.id, None)
        if number is not None:
            numbers[self.profile.id] = number
