"""Painting a row of the filters: a heading, a choice with its mark and count, or the way to the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.qt.filter_model import Asked, FilterRole, FilterRow, RowKind
from desktop_app.ui.create.painting import BODY_PX, LABEL_PX, SECONDARY_PX, draw_text, face, text_width
from desktop_app.ui.number_words import grouped
from desktop_app.ui.theme.icons import icon

if TYPE_CHECKING:
    from desktop_app.ui.theme.theme import Theme

HEADING_PX, CHOICE_PX = 32, 26
_MARGIN = 12
_MARK = 14
_TEXT_LEFT = _MARGIN + _MARK + 6
_STEP = 12
_RIGHT = Qt.AlignmentFlag.AlignRight


class FilterRowDelegate(QStyledItemDelegate):
    """Paints one row of a FilterModel."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._body = face(parent, BODY_PX)
        self._small = face(parent, SECONDARY_PX)
        self._heading = face(parent, LABEL_PX, semibold=True)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a row."""
        row = index.data(FilterRole.ROW)
        assert isinstance(row, FilterRow)
        painter.save()
        self._paint_ground(painter, option, row)
        if row.kind is RowKind.HEADING:
            self._paint_heading(painter, option.rect, row)
        elif row.kind is RowKind.MORE:
            self._paint_more(painter, option.rect, row)
        else:
            self._paint_choice(painter, option.rect, row)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row = index.data(FilterRole.ROW)
        return QSize(120, HEADING_PX if row.kind is RowKind.HEADING else CHOICE_PX)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, row: FilterRow) -> None:
        ground = option.rect.adjusted(4, 1, -4, -1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_MouseOver and row.kind is not RowKind.HEADING:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("field"))
            painter.drawRoundedRect(ground, 4, 4)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("accent"), 1))
            painter.drawRoundedRect(ground, 4, 4)

    def _paint_heading(self, painter: QPainter, rect: QRect, row: FilterRow) -> None:
        line = rect.adjusted(_MARGIN, 6, -_MARGIN, 0)
        sign = QRect(line.left(), line.center().y() - 5, 12, 12)
        name = "chevron-right" if row.is_folded else "chevron-down"
        icon(name, self._theme.color("dim")).paint(painter, sign)
        words = line.adjusted(_TEXT_LEFT - _MARGIN, 0, 0, 0)
        draw_text(painter, words, row.section.title, self._heading, self._theme.color("dim"))

    def _paint_choice(self, painter: QPainter, rect: QRect, row: FilterRow) -> None:
        choice = row.choice
        assert choice is not None
        count = "" if choice.count is None else grouped(choice.count)
        count_px = text_width(self._small, count) + 8 if count else 0
        left = rect.left() + _TEXT_LEFT + choice.depth * _STEP
        words = QRect(left, rect.top(), rect.right() - _MARGIN - count_px - left, rect.height())
        self._paint_mark(painter, QRect(left - _MARK - 6, rect.center().y() - _MARK // 2 + 1, _MARK, _MARK), row.asked)
        color = self._theme.color("dim" if choice.count == 0 or row.asked is Asked.EXCLUDED else "text")
        font = face(self._widget(), BODY_PX, semibold=row.asked is Asked.WANTED)
        font.setStrikeOut(row.asked is Asked.EXCLUDED)
        draw_text(painter, words, choice.words, font, color)
        if count:
            end = QRect(rect.right() - _MARGIN - count_px, rect.top(), count_px, rect.height())
            draw_text(painter, end, count, self._small, self._theme.color("dim"), _RIGHT)

    def _paint_mark(self, painter: QPainter, place: QRect, asked: Asked) -> None:
        if asked is Asked.WANTED:
            icon("check", self._theme.color("accent")).paint(painter, place)
        elif asked is Asked.EXCLUDED:
            icon("x", self._theme.color("bad")).paint(painter, place)

    def _paint_more(self, painter: QPainter, rect: QRect, row: FilterRow) -> None:
        words = QCoreApplication.translate("Filters", "{n} more").format(n=grouped(row.hidden))
        line = rect.adjusted(_TEXT_LEFT, 0, -_MARGIN, 0)
        draw_text(painter, line, words, self._small, self._theme.color("dim"))

    def _widget(self) -> QWidget:
        parent = self.parent()
        assert isinstance(parent, QWidget)
        return parent
