"""Words of the Create panel that more than one of its widgets uses."""

from __future__ import annotations

from math import log

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop_app.core.errors import SfumatoError, StoreError
from desktop_app.core.presets import ModelPreset, SizePreset
from desktop_app.core.pricing import Estimate
from desktop_app.core.sizes import Size
from desktop_app.ui import words

_PRESET_NAMES: dict[str, object] = {
    "quick_draft": QT_TRANSLATE_NOOP("Presets", "Quick draft"),
    "best_quality": QT_TRANSLATE_NOOP("Presets", "Best quality"),
    "edit_picture": QT_TRANSLATE_NOOP("Presets", "Edit a picture (Kontext)"),
    "square": QT_TRANSLATE_NOOP("Presets", "Square"),
    "landscape": QT_TRANSLATE_NOOP("Presets", "Landscape"),
    "portrait": QT_TRANSLATE_NOOP("Presets", "Portrait"),
    "photo": QT_TRANSLATE_NOOP("Presets", "Photo"),
    "photo_upright": QT_TRANSLATE_NOOP("Presets", "Photo upright"),
    "classic": QT_TRANSLATE_NOOP("Presets", "Classic"),
    "classic_upright": QT_TRANSLATE_NOOP("Presets", "Classic upright"),
}

_UPRIGHT_RATIOS = ((2, 3), (3, 4), (4, 5), (9, 16), (1, 2), (9, 21), (1, 3), (1, 4), (1, 8))
_RATIOS = ((1, 1), *_UPRIGHT_RATIOS, *((height, width) for width, height in _UPRIGHT_RATIOS))
_SAME_SHAPE = 0.045


def preset_name(preset: ModelPreset | SizePreset) -> str:
    """Return a preset's name: a built-in one's in the person's language, an own one's as it was typed."""
    known = _PRESET_NAMES.get(preset.key, "")
    return QCoreApplication.translate("Presets", str(known)) if known else preset.name


def price(estimate: Estimate | None) -> str:
    """Return a price of one press: "≈ $0.032", "from $0.03", "free", empty when it is not known."""
    if estimate is None:
        return ""
    if estimate.cost_usd == 0:
        return QCoreApplication.translate("Money", "free")
    if estimate.is_lowest:
        return QCoreApplication.translate("Money", "from {amount}").format(amount=amount(estimate.cost_usd))
    return QCoreApplication.translate("Money", "≈ {amount}").format(amount=amount(estimate.cost_usd))


def price_each(estimate: Estimate | None) -> str:
    """Return a price of one picture: "$0.0154 each", "from $0.03 each", "free", "price not known"."""
    if estimate is None:
        return QCoreApplication.translate("Money", "price not known")
    if estimate.cost_usd == 0:
        return QCoreApplication.translate("Money", "free")
    if estimate.is_lowest:
        text = QCoreApplication.translate("Money", "from {amount} each")
    else:
        text = QCoreApplication.translate("Money", "{amount} each")
    return text.format(amount=amount(estimate.cost_usd))


def amount(cost_usd: float) -> str:
    """Return dollars: a price of the table in full ($0.0154), a reckoned one in two digits or to the cent."""
    in_full = f"{cost_usd:.6f}".rstrip("0")
    digits = len(in_full.replace(".", "").lstrip("0"))
    if cost_usd < 1 and digits <= 4 and abs(float(in_full) - cost_usd) < 1e-9 and len(in_full.partition(".")[2]) > 2:
        return f"${in_full}"
    return words.usd(cost_usd)


def ratio(size: Size) -> str:
    """Return a size's shape: the usual name that is near ("16:9"), else a decimal ("2.8:1")."""
    width, height = min(_RATIOS, key=lambda each: abs(log(size.ratio) - log(each[0] / each[1])))
    if abs(log(size.ratio) - log(width / height)) < _SAME_SHAPE:
        return f"{width}:{height}"
    return f"{size.ratio:.2g}:1" if size.ratio >= 1 else f"1:{1 / size.ratio:.2g}"


def problem_of(error: Exception) -> str:
    """Return one sentence on why a picture did not become a reference."""
    if isinstance(error, StoreError):
        return words.store_problem(error)
    return words.reference_problem(error if isinstance(error, SfumatoError) else SfumatoError(str(error)))
