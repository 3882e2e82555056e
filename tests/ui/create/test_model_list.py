"""The list of models: what can be used first, what is new, gone or doubtful said, and a new list asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtTest import QSignalSpy

from desktop_app.core.catalogue import Aspect, Availability, Catalogue, ModelProfile, cautious_profile
from desktop_app.core.errors import AnswerError, ConnectionNotMade, KeyRejected
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.presets import MODEL_PRESETS, ModelPreset
from desktop_app.core.request import Lora, OutputFormat
from desktop_app.core.sizes import Size
from desktop_app.ui.create import model_list
from desktop_app.ui.create.form import Form

if TYPE_CHECKING:
    from desktop_app.store.presets_file import Presets
    from desktop_app.ui.create.panel import CreatePanel
    from desktop_app.ui.create.picker import Section

SCHNELL, WAN = "black-forest-labs/FLUX.1-schnell", "Wan-AI/Wan2.6-image"
NEW = replace(
    cautious_profile("tencent/new-one"), name="New one", organisation="Tencent", availability=Availability.NEW
)


def changed(profile: ModelProfile) -> ModelProfile:
    marks = {SCHNELL: Availability.VANISHED, WAN: Availability.REFUSED}
    return replace(profile, availability=marks.get(profile.id, profile.availability))


def catalogue() -> Catalogue:
    return Catalogue((*map(changed, known_catalogue()), NEW), date(2026, 11, 22))


def sections(form: Form, presets: tuple[ModelPreset, ...] = MODEL_PRESETS) -> list[Section]:
    return model_list.sections(form, presets)


def test_models_that_cannot_be_used_come_last() -> None:
    lists = sections(Form(catalogue()))
    assert [each.heading for each in lists[:2]] == ["Presets", "Black Forest Labs"]
    assert [each.heading for each in lists[-3:]] == ["Sfumato", "No longer listed", "Not available to this account"]
    assert [choice.text for each in lists[-2:] for choice in each.choices] == ["FLUX.1 schnell", "Wan 2.6 Image"]
    assert all(choice.is_faint and choice.tip for each in lists[-2:] for choice in each.choices)
    shown = [choice.key for each in lists[1:] for choice in each.choices]
    assert len(shown) == len(set(shown)) == len(list(catalogue()))


def test_a_preset_names_the_model_that_it_would_bring_now() -> None:
    first = sections(Form(catalogue()))[0].choices[0]
    assert (first.text, first.side) == ("Quick draft", "Juggernaut Lightning Flux")
    unknown = sections(Form(catalogue()), (ModelPreset("Old", ("gone/model-x",)),))[0].choices[0]
    assert (unknown.side, unknown.is_faint, unknown.tip) == ("model-x", True, "Its model is not in the list.")


def test_new_and_doubtful_models_say_so() -> None:
    choices = {choice.text: choice for each in sections(Form(catalogue())) for choice in each.choices}
    assert choices["New one"].mark == "new"
    assert choices["New one"].spoken == "New one, new"
    assert choices["New one"].tip == "New in Together's list. What it takes is a cautious guess."
    imagen = choices["Imagen 4.0"]
    assert imagen.is_doubtful
    assert imagen.tip == "Not certain of Imagen 4.0: settings, sizes, references."
    assert not choices["Demo engine"].is_doubtful
    assert choices["Demo engine"].tip == ""


def test_a_sure_model_is_not_doubted() -> None:
    sure = replace(NEW, availability=Availability.LISTED, unsure=frozenset())
    assert model_list.doubt_words(sure) == ""
    assert model_list.doubt_words(replace(sure, unsure=frozenset({Aspect.PRICE}))) == "Not certain of New one: price."


def test_what_a_preset_sets_is_said() -> None:
    preset = ModelPreset(
        "All",
        ("m",),
        40,
        size=Size(1248, 832),
        guidance=3.5,
        output_format=OutputFormat.PNG,
        negative_prompt="fog",
        count=2,
        loras=(Lora("a/b"),),
    )
    words = "40 steps · 1248 × 832 · guidance 3.5 · PNG · negative prompt · LoRA · ×2"
    assert model_list.preset_words(preset) == words
    assert model_list.preset_words(MODEL_PRESETS[0]) == ""


def test_the_field_says_that_its_model_is_gone(panel: CreatePanel) -> None:
    panel.form.catalogue = catalogue()
    panel.model.model_chosen.emit(SCHNELL)
    assert panel.model.note.text() == "FLUX.1 schnell is no longer in Together's list. An order may be refused."
    panel.model.model_chosen.emit(WAN)
    assert panel.model.note.text() == "Together said that Wan 2.6 Image cannot be used with this key."
    panel.model.model_chosen.emit("black-forest-labs/FLUX.2-dev")
    assert panel.model.note.text() == ""


def test_a_new_list_is_asked_for_once_and_shown_when_it_comes(panel: CreatePanel) -> None:
    row = panel.model
    spy = QSignalSpy(row.refresh_requested)
    row.open_list()
    assert row.list_line.label.text().startswith("Built-in list of 17 ")
    row.list_line.button.click()
    row.list_line.button.click()
    assert spy.count() == 1
    assert row.list_line.label.text() == "Asking Together for its list"

    panel.form.catalogue = catalogue()
    row.show_form()
    assert "New one" in [each.choice.text for each in row.picker.rows]
    assert row.list_line.label.text() == "Asking Together for its list"
    row.show_refresh_result(None, date(2026, 11, 22))
    assert row.list_line.label.text().startswith("List of 22 ")
    assert row.list_line.note.text() == ""
    row.list_line.button.click()
    assert spy.count() == 2
    row.picker.hide()


def test_a_list_that_does_not_come_says_why_and_the_old_one_stays(panel: CreatePanel) -> None:
    row = panel.model
    for error, text in (
        (ConnectionNotMade("down"), "Together could not be reached. This list stays."),
        (KeyRejected("no"), "The list needs a key that Together accepts."),
        (AnswerError("junk"), "No list came from Together. This one stays."),
    ):
        row.show_refreshing()
        row.show_refresh_result(error, date(2026, 11, 22))
        assert row.list_line.note.text() == text
        assert row.list_line.label.text().startswith("List of 22 ")


def test_a_preset_of_a_model_that_is_not_in_the_list_brings_that_model_and_no_other() -> None:
    form = Form(catalogue())
    form.choose_preset(ModelPreset("Old", ("gone/model-x", "gone/model-y"), 12))
    assert form.model == "gone/model-x"


def test_a_saved_preset_holds_everything_that_is_set(panel: CreatePanel) -> None:
    kept: list[Presets] = []
    panel.presets_changed.connect(kept.append)
    panel.model.model_chosen.emit("black-forest-labs/FLUX.2-dev")
    panel.size_row.size_chosen.emit(Size(1000, 700))
    panel.count.count_chosen.emit(3)
    panel.model.picker.saved.emit("Mine")
    preset = kept[-1].models[-1]
    assert preset == panel.form.preset("Mine")
    assert (preset.size, preset.count, preset.is_whole) == (Size(1000, 700), 3, True)
    assert panel.model.preset_shown == "Mine"
    panel.count.count_chosen.emit(1)
    assert panel.model.preset_shown == ""
    panel.model.preset_chosen.emit(preset)
    assert panel.form.count == 3
