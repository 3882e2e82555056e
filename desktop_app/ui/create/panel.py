"""The Create panel: the fields, what they make of one another, and the order that leaves it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.catalogue import Catalogue, Parameter
from desktop_app.core.fitting import Part
from desktop_app.core.record import ImageRecord
from desktop_app.core.request import GenerationRequest, Reference
from desktop_app.core.seed import new_seed
from desktop_app.qt.tasks import Tasks
from desktop_app.store.presets_file import Presets
from desktop_app.store.references import ReferenceStore
from desktop_app.ui.create import draft_json
from desktop_app.ui.create.count_row import CountRow
from desktop_app.ui.create.drop_veil import DropVeil
from desktop_app.ui.create.fault_marks import FaultMarks
from desktop_app.ui.create.form import Form, Problem
from desktop_app.ui.create.form_desk import FormDesk
from desktop_app.ui.create.generate_row import GenerateRow
from desktop_app.ui.create.incoming import holds_pictures, is_pasted_picture
from desktop_app.ui.create.model_row import ModelRow
from desktop_app.ui.create.more_fold import MoreFold
from desktop_app.ui.create.note import Note
from desktop_app.ui.create.panel_layout import ScrolledRows, beside, joined
from desktop_app.ui.create.preset_desk import PresetDesk
from desktop_app.ui.create.prompt_row import PromptRow
from desktop_app.ui.create.reference_row import ReferenceRow
from desktop_app.ui.create.seed_field import SeedField
from desktop_app.ui.create.size_row import SizeRow
from desktop_app.ui.part_words import left_out
from desktop_app.ui.theme.theme import Theme

_NARROWEST_PX = 304


class CreatePanel(QWidget):
    """Holds the form and shows it.

    Signals:
        generate_requested(GenerationRequest): the person orders.
        presets_changed(Presets): presets were saved, renamed or deleted.
        draft_changed: what `draft` returns is another now.
        reference_url_dropped(str, str): a token and a URL to fetch from; `reference_fetched` takes the answer.
        notice_raised(str): a word for the status line.
        batch_requested: the person wants many orders at once.
    """

    generate_requested = Signal(object)
    presets_changed = Signal(object)
    draft_changed = Signal()
    reference_url_dropped = Signal(str, str)
    notice_raised = Signal(str)
    batch_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        catalogue: Catalogue,
        presets: Presets,
        tasks: Tasks,
        references: ReferenceStore,
        prompt: PromptRow | None = None,
    ) -> None:
        super().__init__()
        self.form = Form(catalogue)
        self._theme = theme
        self._is_demo: bool | None = None
        self._is_filling = False
        self.prompt = prompt if prompt is not None else PromptRow()
        self.references = ReferenceRow(theme, references, tasks, self.form.reference_limit)
        self.presets = PresetDesk(self, tasks, presets)
        self._desk = FormDesk(self.form, self)
        self.left_out = Note("secondary")
        self.size_note = Note("bad-small")
        if prompt is None:
            for _ in self.made():
                pass

    def made(self) -> Iterator[None]:
        """Make the rows, in steps short enough for the window to answer between them; the prompt moves in at the last.

        To be gone through once, by whoever gave a prompt that is in use; without one it is done already.
        """
        presets, theme = self.presets.held(), self._theme
        self.model = ModelRow(theme, self.form, presets.models)
        self.size_row = SizeRow(theme, self.form, presets.sizes)
        self.count = CountRow()
        self.seed = SeedField(theme)
        yield
        self.more = MoreFold(theme, self.form, presets.loras)
        self.foot = GenerateRow(theme)
        self._veil = DropVeil(theme, self)
        self._marks = FaultMarks(self.form, self.size_note, self.references.note, self.more)
        yield
        self._set_up()
        yield
        self.form.prompt = self.prompt.editor.toPlainText()
        self._rows.put_first(self.prompt, self.prompt.stops)
        self._connect()
        self._show_all()

    def focus_prompt(self) -> None:
        """Put the cursor into the prompt."""
        self.prompt.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def submit(self) -> None:
        """Order, or say in place what is missing."""
        request = self.order()
        if request is not None:
            self._marks.forget(request.model)
            self.generate_requested.emit(request)
            self.prompt.note_ordered(self.form.prompt)
            self.renew_seed()

    def submit_written(self, prompts: Sequence[str]) -> None:
        """Order by prompts that were there before this panel; what stands in the field stays."""
        for self.form.prompt in prompts:
            self.submit()
        self.form.prompt = self.prompt.editor.toPlainText()

    def order(self) -> GenerationRequest | None:
        """Return what would be ordered now, or say in place what is missing."""
        self.seed.finish_typing()
        problem = self._problem()
        self.foot.note.say(problem)
        return None if problem else self.form.request()

    def renew_seed(self) -> None:
        """Go to a new seed, unless it is locked: the one before was ordered with."""
        if not self.form.seed_locked:
            self.form.seed = new_seed()
            self._on_changed()

    def use_prompt(self, text: str) -> None:
        """Take over a prompt; undo brings the former one back."""
        self.prompt.editor.replace(text)
        self.focus_prompt()

    def use_seed(self, seed: int) -> None:
        """Take over a seed and keep it."""
        self.form.keep_seed(seed)
        self._on_changed()

    def use_all(self, record: ImageRecord) -> None:
        """Take over everything that is known of how a picture was made; references stay as they are."""
        if record.asked is None:
            self.notice_raised.emit(self.tr("Nothing is known of how this picture was made."))
            return
        self.form.fill(record.asked)
        self.prompt.editor.replace(self.form.prompt)
        self._on_changed()
        if record.parents:
            self.notice_raised.emit(self.tr("Its references were not taken over. Add them again."))
        self.focus_prompt()

    def use_request(self, request: GenerationRequest) -> None:
        """Take over a whole order, its references too."""
        self.form.fill_order(request)
        self.prompt.editor.replace(self.form.prompt)
        self._on_changed()
        self.references.restore(list(request.references))
        self.focus_prompt()

    def add_reference_file(self, path: Path | str, image_uuid: str | None = None) -> None:
        """Take in a picture file as a reference; `image_uuid` is set when it is in the library."""
        self.references.add_file(Path(path), image_uuid)

    def add_reference_bytes(self, data: bytes, name: str) -> None:
        """Take in a picture's bytes as a reference."""
        self.references.add_data(data, name)

    def reference_fetched(self, token: str, reference: Reference | None, error: Exception | None) -> None:
        """Take the answer to `reference_url_dropped`."""
        self.references.fetched(token, reference, error)

    def set_catalogue(self, catalogue: Catalogue) -> None:
        """Go by another table of models from now on."""
        before = self.form.chosen
        self.form.set_catalogue(catalogue)
        self._on_changed()
        if self.form.model != before.id:
            text = self.tr("{model} is no longer listed. {other} was chosen.")
            self.notice_raised.emit(text.format(model=before.name, other=self.form.chosen.name))

    def show_refusal(self, request: GenerationRequest, part: Part | None, text: str) -> None:
        """Mark the field at fault, as long as the form still holds what was refused."""
        if part is not None:
            self._marks.show(request, part, text)

    def forget_refusal(self, model: str) -> None:
        """Take the mark of a refusal away: this model has made a picture since."""
        self._marks.forget(model)

    def set_demo(self, is_demo: bool) -> None:
        """Go to the demo engine when there is no key, and from it when one comes. The same word twice changes nothing."""
        if is_demo == self._is_demo:
            return
        self._is_demo = is_demo
        if is_demo:
            self.form.choose_demo()
        else:
            self.form.leave_demo()
        self._on_changed()

    def draft(self) -> dict[str, Any]:
        """Return everything that was typed and set, as JSON."""
        return {**draft_json.to_json(self.form), "more_open": self.more.is_open}

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Put a draft back; what cannot be read of it stays as it is."""
        self._is_filling = True
        draft_json.fill(self.form, draft)
        if self._is_demo:
            self.form.choose_demo()
        if self.form.prompt != self.prompt.editor.toPlainText():
            self.prompt.editor.reset(self.form.prompt)
        self.more.set_open(draft.get("more_open") is True)
        self._show_all()
        self.references.restore(draft_json.references(draft))
        self._is_filling = False

    def takes(self, mime: QMimeData) -> bool:
        """Say whether a drag may hold pictures for references."""
        return holds_pictures(mime)

    def take(self, mime: QMimeData) -> None:
        """Take in what was dropped or pasted."""
        self.references.take(mime)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        mime = QGuiApplication.clipboard().mimeData() if event.matches(QKeySequence.StandardKey.Paste) else None
        if mime is not None and is_pasted_picture(mime):
            self.take(mime)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.takes(event.mimeData()):
            self._veil.lower_over(self.rect())
            self._accept(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._accept(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._veil.lift()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._veil.lift()
        self.take(event.mimeData())
        self._accept(event)

    def _accept(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def _problem(self) -> str:
        if self.references.strip.is_busy:
            return self.tr("A reference is still being read.")
        problem = self.form.problem
        if problem is Problem.NO_PROMPT:
            self.focus_prompt()
            return self.tr("Write a prompt first.")
        if problem is Problem.NO_REFERENCE:
            return self.tr("{model} needs a reference. Add a picture first.").format(model=self.form.profile.name)
        if problem is Problem.LORA_ADDRESS:
            self.more.set_open(True)
            return self.tr("The address of a LoRA will not work. See More, LoRA.")
        unfinished = self.prompt.problem()
        if unfinished:
            self.prompt.go_to_problem()
        return unfinished

    def _show_all(self) -> None:
        """Show the form in every field, but for the prompt, which is typed in all the time."""
        form = self.form
        self.references.show_limit(form.profile.reference_count)
        self.model.show_form()
        self.left_out.say(left_out(form.left_out, form.profile.name))
        self.size_row.show_form()
        self._marks.show_form()
        self.count.show_count(form.count)
        sent_seed = form.request().seed
        self.seed.show_seed(form.seed if sent_seed is None else sent_seed, locked=form.seed_locked)
        self.seed.setVisible(form.profile.takes(Parameter.SEED))
        self.prompt.show_seed(sent_seed)
        self.more.show_form()
        self.foot.button.show_estimate(form.price, form.profile)

    def _on_changed(self) -> None:
        if self._is_filling:
            return
        self._is_filling = True
        self._show_all()
        self._is_filling = False
        self.draft_changed.emit()

    def _on_prompt_changed(self, text: str) -> None:
        self.form.prompt = text
        if text.strip():
            self.foot.note.say("")
        if not self._is_filling:
            self.draft_changed.emit()

    def _on_references_changed(self) -> None:
        self.form.references = self.references.references
        self.foot.note.say("")
        self._on_changed()

    def _on_unfolded(self, _is_open: bool) -> None:
        self._on_changed()

    def _connect(self) -> None:
        self.prompt.changed.connect(self._on_prompt_changed)
        self.prompt.editor.pictures_pasted.connect(self.take)
        self.references.changed.connect(self._on_references_changed)
        self.references.address_dropped.connect(self.reference_url_dropped)
        self._desk.attach_model(self.model)
        self._desk.attach_size(self.size_row)
        self._desk.attach_order(self.count, self.seed)
        self._desk.attach_more(self.more)
        self._desk.changed.connect(self._on_changed)
        self.presets.attach(self.model, self.size_row, self.more)
        self.presets.changed.connect(self.presets_changed)
        self.presets.told.connect(self.notice_raised)
        self.more.unfolded.connect(self._on_unfolded)
        self.foot.button.clicked.connect(self.submit)
        self.foot.batch.clicked.connect(self.batch_requested)

    def _set_up(self) -> None:
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.setMinimumWidth(_NARROWEST_PX)
        self.setAccessibleName(self.tr("Create"))
        model, size = joined(self.model, self.left_out), joined(self.size_row, self.size_note)
        order = beside(self.count, self.seed)
        self._rows = ScrolledRows((self.references, model, size, order, self.more))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._rows, 1)
        column.addWidget(self.foot)
