"""The lines of the list of models: presets, what can be used by maker, and what cannot be used last."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from desktop_app.core.catalogue import Aspect, Availability, ModelProfile
from desktop_app.core.presets import ModelPreset
from desktop_app.ui import words
from desktop_app.ui.create import create_words
from desktop_app.ui.create.form import Form
from desktop_app.ui.create.picker import Section
from desktop_app.ui.create.picker_row import Choice

_PRESET, _MODEL = "preset:", "model:"


def sections(form: Form, presets: tuple[ModelPreset, ...]) -> list[Section]:
    """Return the presets, the usable models by their makers, those that vanished, and those that were refused."""
    lines = tuple(_preset_choice(form, index, preset) for index, preset in enumerate(presets))
    by_availability: dict[Availability, list[ModelProfile]] = {}
    for profile in form.catalogue:
        key = Availability.LISTED if profile.is_usable else profile.availability
        by_availability.setdefault(key, []).append(profile)
    return [
        Section(_tr("Presets"), lines),
        *_by_maker(form, by_availability.get(Availability.LISTED, [])),
        _section(form, _tr("No longer listed"), by_availability.get(Availability.VANISHED, ())),
        _section(form, _tr("Not available to this account"), by_availability.get(Availability.REFUSED, ())),
    ]


def preset_index(key: str) -> int | None:
    """Return which preset a line is, `None` when it is a model."""
    return int(key.removeprefix(_PRESET)) if key.startswith(_PRESET) else None


def model_of(key: str) -> str:
    """Return the id of the model that a line is."""
    return key.removeprefix(_MODEL)


def availability_words(profile: ModelProfile) -> str:
    """Return why a model may not be there, in a sentence; empty for one that is."""
    if profile.availability is Availability.VANISHED:
        return _tr("{model} is no longer in Together's list. An order may be refused.").format(model=profile.name)
    if profile.availability is Availability.REFUSED:
        return _tr("Together said that {model} cannot be used with this key.").format(model=profile.name)
    return ""


def doubt_words(profile: ModelProfile) -> str:
    """Return what is not certain of a model, in a sentence; empty where nothing is."""
    if profile.availability is Availability.NEW:
        return _tr("New in Together's list. What it takes is a cautious guess.")
    names = {
        Aspect.PARAMETERS: _tr("settings"),
        Aspect.SIZES: _tr("sizes"),
        Aspect.STEPS: _tr("steps"),
        Aspect.REFERENCES: _tr("references"),
        Aspect.PRICE: _tr("price"),
    }
    doubtful = [name for aspect, name in names.items() if aspect in profile.unsure]
    return (
        _tr("Not certain of {model}: {doubts}.").format(model=profile.name, doubts=", ".join(doubtful))
        if doubtful
        else ""
    )


def _by_maker(form: Form, profiles: Iterable[ModelProfile]) -> list[Section]:
    groups: dict[str, list[ModelProfile]] = {}
    for profile in profiles:
        groups.setdefault(profile.organisation.casefold(), []).append(profile)

    def place(group: list[ModelProfile]) -> int:
        # The demo engine, while it is in force, stands beside the presets, so that both are in sight; else it is last.
        return (0 if form.profile.is_demo else 2) if group[0].is_demo else 1

    return [_section(form, group[0].organisation, group) for group in sorted(groups.values(), key=place)]


def _section(form: Form, heading: str, profiles: Iterable[ModelProfile]) -> Section:
    return Section(heading, tuple(_model_choice(form, profile) for profile in profiles))


def _model_choice(form: Form, profile: ModelProfile) -> Choice:
    is_new = profile.availability is Availability.NEW
    return Choice(
        f"{_MODEL}{profile.id}",
        profile.name,
        create_words.price(form.price_of(profile)),
        is_current=profile.id == form.profile.id,
        mark=_tr("new") if is_new else "",
        tip="\n".join(filter(None, (availability_words(profile), doubt_words(profile)))),
        # Of nearly every model something is not certain; an order can fail for its size.
        is_doubtful=Aspect.SIZES in profile.unsure and not is_new,
        is_faint=not profile.is_usable,
    )


def _preset_choice(form: Form, index: int, preset: ModelPreset) -> Choice:
    is_known = any(model in form.catalogue for model in preset.models)
    model = form.catalogue.first_of(preset.models) if is_known else form.catalogue.profile(preset.models[0])
    tip = preset_words(preset) if is_known else _tr("Its model is not in the list.")
    return Choice(
        f"{_PRESET}{index}",
        create_words.preset_name(preset),
        model.name,
        is_preset=True,
        tip=tip,
        is_faint=not is_known,
    )


def preset_words(preset: ModelPreset) -> str:
    """Return what a preset sets beside the model: "40 steps · 1248 × 832 · guidance 3.5"; empty when that is nothing."""
    parts = (
        _tr("{steps} steps").format(steps=preset.steps) if preset.steps is not None else "",
        words.size(preset.size.width, preset.size.height) if preset.size is not None else "",
        _tr("guidance {guidance}").format(guidance=f"{preset.guidance:g}") if preset.guidance is not None else "",
        preset.output_format.value.upper() if preset.output_format is not None else "",
        _tr("negative prompt") if preset.negative_prompt else "",
        _tr("LoRA") if preset.loras else "",
        f"×{preset.count}" if preset.count is not None and preset.count > 1 else "",
    )
    return " · ".join(filter(None, parts))


def _tr(text: str) -> str:
    return QCoreApplication.translate("ModelList", text)
