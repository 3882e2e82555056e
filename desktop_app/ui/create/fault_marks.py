"""The field that a refusal was about is marked, until something else stands in it."""

from __future__ import annotations

from desktop_app.core.fitting import Part, fitted
from desktop_app.core.request import GenerationRequest
from desktop_app.ui.create.form import Form
from desktop_app.ui.create.more_fold import MoreFold
from desktop_app.ui.create.note import Note


class FaultMarks:
    """Writes under the field at fault what the provider said of it."""

    def __init__(self, form: Form, size: Note, references: Note, more: MoreFold) -> None:
        self._form = form
        self._size = size
        self._references = references
        self._more = more
        self._refused: GenerationRequest | None = None
        self._part = Part.SIZE

    def show(self, refused: GenerationRequest, part: Part, text: str) -> None:
        """Mark a field, if the form still holds what was refused; the mark of before stays where it does not."""
        if not self._is_held(refused, part):
            return
        self._clear()
        self._refused, self._part = refused, part
        if part is Part.SIZE:
            self._size.say(text)
        elif part is Part.REFERENCES:
            self._references.say(text)
        else:
            self._more.mark(part, text)

    def forget(self, model: str) -> None:
        """Take the mark away: this model is asked again, or has made a picture since."""
        if self._refused is not None and self._refused.model == model:
            self._clear()

    def show_form(self) -> None:
        """Take the mark away once something else is set."""
        if self._refused is not None and not self._is_held(self._refused, self._part):
            self._clear()

    def _clear(self) -> None:
        if self._refused is None:
            return
        self._refused = None
        self._size.say("")
        self._references.say("")
        self._more.mark(None, "")

    def _is_held(self, refused: GenerationRequest, part: Part) -> bool:
        now = self._form.request()
        if now.model != refused.model:
            return False
        # What a refusal teaches is in the model's row before the refusal is told: the form holds what it makes of it.
        fitting = fitted(refused, self._form.profile).request
        return _value(now, part) == _value(fitting, part)


def _value(request: GenerationRequest, part: Part) -> object:
    return (request.width, request.height) if part is Part.SIZE else getattr(request, part.value)
