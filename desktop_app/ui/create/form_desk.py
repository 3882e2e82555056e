"""Between the rows of the Create panel and the form: what is set in a row goes into the form."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop_app.core.presets import ModelPreset
from desktop_app.core.request import Lora, OutputFormat
from desktop_app.core.sizes import Size
from desktop_app.ui.create.count_row import CountRow
from desktop_app.ui.create.form import Form
from desktop_app.ui.create.model_row import ModelRow
from desktop_app.ui.create.more_fold import MoreFold
from desktop_app.ui.create.seed_field import SeedField
from desktop_app.ui.create.size_row import SizeRow


class FormDesk(QObject):
    """Takes what the rows say into the form.

    Signals:
        changed: the form holds something else now.
    """

    changed = Signal()

    def __init__(self, form: Form, parent: QObject) -> None:
        super().__init__(parent)
        self._form = form

    def attach_model(self, row: ModelRow) -> None:
        """Follow the choice of models and presets."""
        row.model_chosen.connect(self._on_model_chosen)
        row.preset_chosen.connect(self._on_preset_chosen)

    def attach_size(self, row: SizeRow) -> None:
        """Follow the size."""
        row.size_chosen.connect(self._on_size_chosen)

    def attach_order(self, count: CountRow, seed: SeedField) -> None:
        """Follow the number of pictures and the seed."""
        self._seed = seed
        count.count_chosen.connect(self._on_count_chosen)
        seed.seed_changed.connect(self._on_seed_changed)
        seed.lock_changed.connect(self._on_lock_changed)

    def attach_more(self, more: MoreFold) -> None:
        """Follow what few need at every picture."""
        more.steps_changed.connect(self._on_steps_changed)
        more.guidance_changed.connect(self._on_guidance_changed)
        more.prompt_upsampling_changed.connect(self._on_prompt_upsampling_changed)
        more.output_format_changed.connect(self._on_output_format_changed)
        more.loras_changed.connect(self._on_loras_changed)
        more.negative_prompt_changed.connect(self._on_negative_prompt_changed)
        more.safety_checker_changed.connect(self._on_safety_checker_changed)

    def _on_model_chosen(self, model: str) -> None:
        self._form.choose_model(model)
        self.changed.emit()

    def _on_preset_chosen(self, preset: ModelPreset) -> None:
        self._form.choose_preset(preset)
        self.changed.emit()

    def _on_size_chosen(self, size: Size | None) -> None:
        self._form.as_reference = size is None
        self._form.size = size if size is not None else self._form.size
        self.changed.emit()

    def _on_count_chosen(self, count: int) -> None:
        self._form.count = count
        self.changed.emit()

    def _on_seed_changed(self, seed: int) -> None:
        self._form.seed = seed
        self._form.seed_locked = self._seed.lock.isChecked()
        self.changed.emit()

    def _on_lock_changed(self, locked: bool) -> None:
        self._form.seed_locked = locked
        self.changed.emit()

    def _on_steps_changed(self, steps: int) -> None:
        self._form.set_steps(steps)
        self.changed.emit()

    def _on_guidance_changed(self, guidance: float | None) -> None:
        self._form.set_guidance(guidance)
        self.changed.emit()

    def _on_prompt_upsampling_changed(self, is_on: bool | None) -> None:
        self._form.prompt_upsampling = is_on
        self.changed.emit()

    def _on_output_format_changed(self, output_format: OutputFormat | None) -> None:
        self._form.output_format = output_format
        self.changed.emit()

    def _on_loras_changed(self, loras: tuple[Lora, ...]) -> None:
        self._form.loras = loras
        self.changed.emit()

    def _on_negative_prompt_changed(self, text: str) -> None:
        self._form.negative_prompt = text
        self.changed.emit()

    def _on_safety_checker_changed(self, is_on: bool) -> None:
        self._form.safety_checker = is_on
        self.changed.emit()
