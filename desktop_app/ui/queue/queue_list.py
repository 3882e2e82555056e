"""The list of the queue under mouse and keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QDropEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QMenu, QWidget

from desktop_app.core.errors import Billed
from desktop_app.core.job import Job, JobState
from desktop_app.qt.queue_model import QueueModel
from desktop_app.ui.gallery.pulse import Pulse
from desktop_app.ui.queue.queue_row import ROW_PX, QueueRowDelegate
from desktop_app.ui.queue.queue_words import QueueAction, action_words, actions_of, spoken_words
from desktop_app.ui.queue.row_list import RowList

if TYPE_CHECKING:
    from desktop_app.core.catalogue import Catalogue
    from desktop_app.ui.theme.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex

_ALT = Qt.KeyboardModifier.AltModifier
_FOR_ONE = frozenset({QueueAction.EDIT, QueueAction.REPLACE, QueueAction.DETAILS})


class QueueList(RowList):
    """Shows the jobs of a QueueModel. Alt with Up, Down, Home and End moves what waits; Delete gives up; H holds.

    Signals:
        acted(QueueAction, list[Job]): what a person wants of these jobs.
        job_selected(object): the one chosen job as it stands now, else `None`.
        left(): the person wants the grid back.
    """

    acted = Signal(object, object)
    job_selected = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, model: QueueModel, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(ROW_PX, parent)
        self._theme = theme
        self._queue = model
        self.rows = QueueRowDelegate(theme, catalogue, self)
        self._pulse = Pulse(self.viewport())
        self._tell_soon = QTimer(self, singleShot=True, interval=0)
        self._tell_soon.timeout.connect(self._tell_selection)
        self.setAccessibleName(self.tr("Queue"))
        model.accessible_text = self._spoken
        self.setItemDelegate(self.rows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setMouseTracking(True)
        self.setModel(model)
        self.activated.connect(self._on_activated)
        model.counts_changed.connect(self._update_pulse)
        theme.changed.connect(self.viewport().update)

    def selected_jobs(self) -> list[Job]:
        """Return the chosen jobs in the order of their rows."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._queue.job(row) for row in rows]

    def show_job(self, job_id: str) -> None:
        """Choose a job and bring it into sight, if it has a row."""
        if self._queue.find(job_id) is not None:
            self.setCurrentIndex(self._queue.index(self._queue.row_of(job_id)))

    def act(self, action: QueueAction, jobs: Sequence[Job]) -> None:
        """Ask for an action on those of the jobs that it is there for."""
        fitting = [job for job in jobs if action in actions_of(job) and _is_allowed(action, job, len(jobs))]
        if fitting and (len(fitting) == 1 or action not in _FOR_ONE):
            self.acted.emit(action, fitting)

    def move_selected(self, key: Qt.Key) -> bool:
        """Move what waits of the chosen jobs by a key; say whether it is one that moves."""
        rows = [self._queue.row_of(job.id) for job in self.selected_jobs() if job.state is JobState.QUEUED]
        targets = {
            Qt.Key.Key_Up: rows[0] - 1 if rows else 0,
            Qt.Key.Key_Down: rows[-1] + 2 if rows else 0,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self._queue.rowCount(),
        }
        if key not in targets:
            return False
        if rows:
            self._queue.move([self._queue.job(row).id for row in rows], targets[key])
            self.scrollTo(self.currentIndex())
        return True

    def menu(self) -> QMenu:
        """Return a menu of what can be done with the chosen jobs; it deletes itself when it is closed."""
        jobs = self.selected_jobs()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        told: set[QueueAction] = set()
        for job in jobs:
            for action in actions_of(job):
                is_shown = action not in told and (len(jobs) == 1 or action not in _FOR_ONE)
                if is_shown and _is_allowed(action, job, len(jobs)):
                    told.add(action)
                    item = QAction(action_words(action, job).replace("&", "&&"), menu)
                    item.setData((action, tuple(jobs)))
                    item.triggered.connect(self._on_menu_triggered)
                    menu.addAction(item)
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, jobs = Qt.Key(event.key()), self.selected_jobs()
        if event.modifiers() & _ALT and self.move_selected(key):
            return
        if key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.act(QueueAction.CANCEL, jobs)
            self.act(QueueAction.DISMISS, jobs)
        elif key == Qt.Key.Key_H and not event.modifiers():
            waiting = [job for job in jobs if job.state is JobState.QUEUED]
            all_held = all(job.is_held for job in waiting)
            self.act(QueueAction.RELEASE if all_held else QueueAction.HOLD, waiting)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _text: str) -> None:
        """Letters are commands here."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.currentIndex().isValid():
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        if self.selected_jobs():
            self.menu().popup(at)

    def dropEvent(self, event: QDropEvent) -> None:
        """Put what was dragged between the two rows that are nearest."""
        row = self.drop_row_at(event.position().toPoint())
        self._queue.dropMimeData(event.mimeData(), event.dropAction(), row, 0, QModelIndex())
        # Nothing is taken away where it was dragged from: the model moved it.
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.stopAutoScroll()
        self.setState(QAbstractItemView.State.NoState)
        self.end_drop()
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        part = self._part_at(event.position().toPoint())
        super().mousePressEvent(event)
        if part == "more" and event.button() == Qt.MouseButton.LeftButton:
            self.setState(QAbstractItemView.State.NoState)
            self.menu().popup(event.globalPosition().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._point_at(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and self._part_at(place) == "link":
            self.act(QueueAction.RETRY, [self._queue.job(self.indexAt(place).row())])

    def leaveEvent(self, event: object) -> None:
        super().leaveEvent(event)  # type: ignore[arg-type]
        self._point_at(QPoint(-1, -1))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self._tell_soon.start()

    def dataChanged(self, first: AnyIndex, last: AnyIndex, roles: Sequence[int] = ()) -> None:
        super().dataChanged(first, last, roles)
        if self.currentIndex().isValid() and first.row() <= self.currentIndex().row() <= last.row():
            self._tell_soon.start()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._update_pulse()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._update_pulse()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Let keys begin at the first row, where none is chosen."""
        super().focusInEvent(event)
        if not self.selectionModel().hasSelection() and self._queue.rowCount():
            row = max(0, self.currentIndex().row())
            self.selectionModel().setCurrentIndex(
                self._queue.index(row), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._update_pulse()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._update_pulse()

    def paint_in_part(self, painter: QPainter, index: QModelIndex, exposed: QRegion) -> bool:
        """Paint the mark alone, where nothing but its ring turned on."""
        job, place = self._queue.job(index.row()), self.visualRect(index)
        is_mark = self.rows.layout(job, place).ring.contains(exposed.boundingRect())
        if is_mark and not self.selectionModel().isSelected(index):
            self.rows.paint_mark(painter, place, job, self._queue)
            return True
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._queue.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(self._theme.color("dim"))
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, self.tr("Nothing waits."))
            painter.end()

    def _spoken(self, job: Job) -> str:
        return spoken_words(job, self.rows.stands(job, self._queue), self.rows.model_name(job))

    def _part_at(self, place: QPoint) -> str:
        index = self.indexAt(place)
        if not index.isValid():
            return ""
        parts = self.rows.layout(self._queue.job(index.row()), self.visualRect(index))
        if parts.link.contains(place):
            return "link"
        return "more" if parts.more.contains(place) else "row"

    def _point_at(self, place: QPoint) -> None:
        part, index = self._part_at(place), self.indexAt(place)
        pointed = (self._queue.job(index.row()).id if part else "", part == "link")
        if pointed != self.rows.under_mouse:
            self.rows.under_mouse = pointed
            self.viewport().update()
            is_hand = part in {"link", "more"}
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if is_hand else Qt.CursorShape.ArrowCursor)

    def _update_pulse(self) -> None:
        tiles: list[tuple[Job, QRect, QRect]] = []
        if self.isVisible():
            # What is being made stands in front.
            for row in range(self._queue.first_ended):
                cell = self.visualRect(self._queue.index(row))
                if cell.top() > self.viewport().height():
                    break
                job = self._queue.job(row)
                tiles.append((job, cell, self.rows.layout(job, cell).ring))
        self._pulse.show_tiles(tiles)

    def _tell_selection(self) -> None:
        jobs = self.selected_jobs() if self.isVisible() else []
        if self.isVisible():
            self.job_selected.emit(jobs[0] if len(jobs) == 1 else None)

    def _on_activated(self, index: QModelIndex) -> None:
        self.act(QueueAction.DETAILS, [self._queue.job(index.row())])

    def _on_menu_triggered(self) -> None:
        item = self.sender()
        assert isinstance(item, QAction)
        action, jobs = item.data()
        now = ((job, self._queue.find(job.id)) for job in jobs)
        # The word is for what the menu was opened on, which may have changed meanwhile.
        self.act(action, [job for job, other in now if other is not None and action in actions_of(other)])


def _is_allowed(action: QueueAction, job: Job, count: int) -> bool:
    """Say whether an action on several jobs goes for this one: what may be billed twice is sent again one by one."""
    is_harmless = job.has_spool or (job.state is not JobState.UNKNOWN and job.billed is Billed.NO)
    return count == 1 or action is not QueueAction.RETRY or is_harmless
