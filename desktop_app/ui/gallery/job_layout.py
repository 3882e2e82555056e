"""Where the parts of a job's tile stand: ring, lines of text, links. The same for painting and for the mouse."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF

from desktop_app.core.job import Job, JobState
from desktop_app.ui.gallery.tile_words import (
    Progress,
    TileAction,
    action_words,
    actions_of,
    ended_words,
    links_of,
    progress_words,
)
from desktop_app.ui.offers import Offer

RING = 28
_LINE = 18
_LINK_LINE = 20
_MARGIN = 18
_BETWEEN_LINKS = 12
_SMALL = 120
_SIGN_PX = 20
_SIGN = 24


@dataclass(frozen=True, slots=True)
class TileText:
    """One run of text on one line: `role` is the token of its colour; `at` is the left end of its base line."""

    text: str
    at: QPointF
    role: str
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class TileLink:
    """An action that can be pressed; the place includes some room around its words."""

    action: TileAction
    text: str
    at: QPointF
    place: QRectF


@dataclass(slots=True)
class TileLayout:
    """The parts of one tile. A tile without a ring that is too small for words has a warning sign instead."""

    ring: QRectF | None = None
    sign: QRectF | None = None
    close: QRectF | None = None
    texts: list[TileText] = field(default_factory=list)
    links: list[TileLink] = field(default_factory=list)

    def action_at(self, point: QPointF) -> TileAction | None:
        """Return the action under the mouse."""
        if self.close is not None and self.close.contains(point):
            return TileAction.DISMISS
        return next((link.action for link in self.links if link.place.contains(point)), None)


class JobLayouts:
    """Lays tiles out with the fonts of one view."""

    def __init__(self, font: QFont) -> None:
        self.font = QFont(font)
        self.font.setPixelSize(12)
        self.heading_font = QFont(self.font)
        self.heading_font.setWeight(QFont.Weight.DemiBold)
        self._metrics = QFontMetricsF(self.font)
        self._heading_metrics = QFontMetricsF(self.heading_font)

    def layout(self, job: Job, cell: QRectF, progress: Progress, offer: Offer | None = None) -> TileLayout:
        """Return the parts of a job's tile in this cell; an offer is its main action."""
        if TileAction.RETRY in actions_of(job):
            return self._ended(job, cell, offer)
        return self._running(job, cell, progress)

    def _running(self, job: Job, cell: QRectF, progress: Progress) -> TileLayout:
        main, rest, below = progress_words(job, progress)
        below = self._metrics.elidedText(below, Qt.TextElideMode.ElideRight, cell.width() - 12)
        parts = TileLayout()
        is_small = cell.height() < _SMALL
        lines = 1 if is_small else 1 + bool(below) + bool(actions_of(job))
        top = cell.center().y() - (RING + 8 + lines * _LINK_LINE) / 2
        parts.ring = QRectF(cell.center().x() - RING / 2, top, RING, RING)
        middle = top + RING + 8 + _LINK_LINE / 2
        if is_small:
            rest = ""
        self._centred(parts, cell, middle, [(main, "dim"), (rest, "faint")])
        if is_small:
            return parts
        if below:
            middle += _LINK_LINE
            self._centred(parts, cell, middle, [(below, "faint")])
        for action in actions_of(job):
            text = action_words(action, job)
            left = cell.center().x() - self._metrics.horizontalAdvance(text) / 2
            parts.links.append(self._link(action, text, left, middle + _LINK_LINE))
        return parts

    def _ended(self, job: Job, cell: QRectF, offer: Offer | None) -> TileLayout:
        heading, happened, billed = ended_words(job)
        role = _role(job)
        parts = TileLayout(close=QRectF(cell.right() - 24, cell.top() + 4, 20, 20))
        margin = _MARGIN if cell.width() >= 160 else 10
        width = cell.width() - 2 * margin
        if cell.height() < _SMALL:
            return self._ended_small(parts, job, heading, cell, offer)
        # In a narrow tile the heading can be as high as the cross in the corner.
        beside_close = width if margin == _MARGIN else width - 14
        heading_lines = self._wrapped(heading, beside_close, self._heading_metrics)[:2]
        links = self._links(job, offer, cell.left() + margin, width)
        link_lines = 1 + max(line for _, _, _, line in links)
        free = cell.height() - 24 - len(heading_lines) * _LINE - link_lines * _LINK_LINE - 4
        lines = self._told(happened, billed, width, max(1, int(free // _LINE)))
        height = (len(heading_lines) + len(lines)) * _LINE + 4 + link_lines * _LINK_LINE
        middle = cell.center().y() - height / 2 + _LINE / 2
        for line in heading_lines:
            parts.texts.append(TileText(line, self._at(cell.left() + margin, middle), role, is_heading=True))
            middle += _LINE
        for line_parts in lines:
            self._row(parts, cell.left() + margin, middle, line_parts)
            middle += _LINE
        middle += 4 + (_LINK_LINE - _LINE) / 2
        for action, text, left, below in links:
            parts.links.append(self._link(action, text, left, middle + below * _LINK_LINE))
        return parts

    def _ended_small(self, parts: TileLayout, job: Job, heading: str, cell: QRectF, offer: Offer | None) -> TileLayout:
        """Show a sign, the heading and the offer, one below the other; a sign that has no room is left out."""
        width, role = cell.width() - 12, _role(job)
        first, *rest = self._wrapped(heading, width, self._metrics)
        lines = [first, " ".join(rest)] if rest else [first]
        has_sign = offer is None or len(lines) == 1
        height = _SIGN * has_sign + _LINE * len(lines) + _LINK_LINE * (offer is not None)
        middle = cell.center().y() - height / 2
        if has_sign:
            parts.sign = QRectF(cell.center().x() - _SIGN_PX / 2, middle, _SIGN_PX, _SIGN_PX)
            middle += _SIGN
        for line in lines:
            text = self._metrics.elidedText(line, Qt.TextElideMode.ElideRight, width)
            self._centred(parts, cell, middle + _LINE / 2, [(text, role)])
            middle += _LINE
        if offer is not None:
            action, text = TileAction.CORRECT, self._fitting((offer.brief, offer.briefest), width)
            if offer.is_dearer and text not in {offer.brief, offer.briefest}:
                # What is dearer is not ordered by a button of which half cannot be read.
                action, text = TileAction.DETAILS, action_words(TileAction.DETAILS, job)
            left = cell.center().x() - self._metrics.horizontalAdvance(text) / 2
            parts.links.append(self._link(action, text, left, middle + _LINK_LINE / 2))
        return parts

    def _links(
        self, job: Job, offer: Offer | None, left: float, width: float
    ) -> list[tuple[TileAction, str, float, int]]:
        """Return each link's action, words, left end and line; what does not fit beside the others goes below."""
        placed: list[tuple[TileAction, str, float, int]] = []
        at, line = left, 0
        for action in links_of(job, offer):
            text = action_words(action, job, offer)
            if action is TileAction.CORRECT and offer is not None:
                text = self._fitting((text, offer.briefest), width)
            advance = self._metrics.horizontalAdvance(text)
            if at > left and at + advance > left + width:
                at, line = left, line + 1
            placed.append((action, text, at, line))
            at += advance + _BETWEEN_LINKS
        return placed

    def _fitting(self, texts: tuple[str, ...], width: float) -> str:
        """Return the first text that fits, else the last one cut off."""
        fitting = (text for text in texts if self._metrics.horizontalAdvance(text) <= width)
        cut = self._metrics.elidedText(texts[-1], Qt.TextElideMode.ElideRight, width)
        return next(fitting, cut)

    def _link(self, action: TileAction, text: str, left: float, middle: float) -> TileLink:
        advance = self._metrics.horizontalAdvance(text)
        place = QRectF(left - 4, middle - _LINK_LINE / 2, advance + 8, _LINK_LINE)
        return TileLink(action, text, self._at(left, middle), place)

    def _told(self, happened: str, billed: str, width: float, most: int) -> list[list[tuple[str, str]]]:
        """Break both sentences into lines of runs; of too many lines the last is cut off with an ellipsis."""
        text = f"{happened} {billed}".strip()
        starts_at = len(happened) + 1 if happened else 0
        lines: list[list[tuple[str, str]]] = []
        position = 0
        wrapped = self._wrapped(text, width, self._metrics)
        if len(wrapped) > most:
            # The money matters more than the story.
            wrapped = self._wrapped(billed, width, self._metrics)[:most]
            text, starts_at = billed, 0
        for line in wrapped:
            start = text.index(line, position)
            position = start + len(line)
            split = min(max(starts_at - start, 0), len(line))
            lines.append([(line[:split], "text"), (line[split:], "dim")])
        return lines

    def _wrapped(self, text: str, width: float, metrics: QFontMetricsF) -> list[str]:
        lines: list[str] = []
        line = ""
        # Not at the narrow spaces inside a number.
        for word in text.split(" "):
            longer = f"{line} {word}".strip()
            if line and metrics.horizontalAdvance(longer) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        return [*lines, line] if line else lines

    def _centred(self, parts: TileLayout, cell: QRectF, middle: float, runs: list[tuple[str, str]]) -> None:
        shown = [(text, role) for text, role in runs if text]
        advance = self._metrics.horizontalAdvance(" ".join(text for text, _ in shown))
        left = cell.center().x() - advance / 2
        spaced = [(text if at == 0 else f" {text}", role) for at, (text, role) in enumerate(shown)]
        self._row(parts, left, middle, spaced)

    def _row(self, parts: TileLayout, left: float, middle: float, runs: list[tuple[str, str]]) -> None:
        for text, role in runs:
            if text:
                parts.texts.append(TileText(text, self._at(left, middle), role))
                left += self._metrics.horizontalAdvance(text)

    def _at(self, left: float, middle: float) -> QPointF:
        """Return the base line's beginning for text whose line has this middle."""
        return QPointF(round(left), round(middle + (self._metrics.ascent() - self._metrics.descent()) / 2))


def _role(job: Job) -> str:
    """Return the colour in which an ended job is told."""
    return "warn" if job.state is JobState.CANCELLED else "bad"
