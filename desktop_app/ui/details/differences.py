"""Where an answer is not what was asked for: size, shape, model, file format, number of pictures."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop_app.core.catalogue import Parameter
from desktop_app.ui import words
from desktop_app.ui.details.fact import Difference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.core.catalogue import Catalogue
    from desktop_app.core.record import Asked, FileFacts, ImageRecord

translate = QCoreApplication.translate

# A model that is asked for a shape chooses the pixels itself; 1392 × 752 is what Kontext takes 16:9 for.
_SAME_SHAPE = log(1.06)
_FORMATS = {"jpg": "jpeg"}


def differences_of(record: ImageRecord, catalogue: Catalogue) -> list[Difference]:
    """Return each place where the answer differs from the request; empty when all is as asked, or nothing was."""
    if record.asked is None or record.demo:
        return []
    return [*_model(record, record.asked, catalogue), *_size(record.asked, record.file), *_rest(record, record.asked)]


def _model(record: ImageRecord, asked: Asked, catalogue: Catalogue) -> Iterator[Difference]:
    other = record.answered.model if record.answered is not None else ""
    if not other or other.casefold() == asked.model.casefold():
        return
    names = catalogue.profile(asked.model).name, catalogue.profile(other).name
    if names[0] == names[1]:
        # Two ids of one name are told apart by the ids.
        names = asked.model, other
    yield Difference(translate("Details", "Model"), *names)


def _size(asked: Asked, file: FileFacts) -> Iterator[Difference]:
    got = words.size(file.width, file.height)
    shape = asked.body.get("aspect_ratio")
    if isinstance(shape, str):
        if not _is_shape_of(shape, file):
            yield Difference(translate("Details", "Shape"), shape, got)
    elif (
        asked.width is not None
        and asked.height is not None
        and (asked.width, asked.height)
        != (
            file.width,
            file.height,
        )
    ):
        yield Difference(translate("Details", "Size"), words.size(asked.width, asked.height), got)


def _rest(record: ImageRecord, asked: Asked) -> Iterator[Difference]:
    wanted, got = _format(asked.output_format), _format(record.file.format)
    if wanted and wanted != got:
        yield Difference(translate("Details", "Format"), wanted.upper(), got.upper())
    count = asked.body.get(Parameter.COUNT.value, 1)
    came = record.answered.pictures if record.answered is not None else 0
    if came and came != count:
        yield Difference(translate("Details", "Pictures"), str(count), str(came))


def _format(name: str) -> str:
    return _FORMATS.get(name.casefold(), name.casefold())


def _is_shape_of(shape: str, file: FileFacts) -> bool:
    """Say whether a picture has about this shape; a shape that is none differs from nothing."""
    try:
        width, height = (int(part) for part in shape.split(":"))
        return abs(log(width / height) - log(file.width / file.height)) < _SAME_SHAPE
    except (ValueError, ZeroDivisionError):
        return True
