"""The one timer of the grid: runs only while a ring that turns is in sight, and repaints nothing but its tile."""

from __future__ import annotations

from PySide6.QtCore import QRect, QTimer
from PySide6.QtWidgets import QStyle, QWidget

from desktop_app.core.job import Job
from desktop_app.ui.gallery.job_tile import TURNING
from desktop_app.ui.gallery.tile_words import elapsed_whole_s

_FRAME_MS = 50
_SECOND_MS = 1000


class Pulse(QTimer):
    """Repaints the rings of jobs, and a whole tile when its second changes."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self._tiles: list[tuple[Job, QRect, QRect]] = []
        self._seconds: dict[str, int] = {}
        self.timeout.connect(self._on_timeout)

    def show_tiles(self, tiles: list[tuple[Job, QRect, QRect]]) -> None:
        """Take the jobs in sight with the places of their cells and rings; run while one of the rings turns."""
        self._tiles = [tile for tile in tiles if tile[0].state in TURNING]
        if not self._tiles:
            self.stop()
            return
        if not self.isActive():
            hint = QStyle.StyleHint.SH_Widget_Animation_Duration
            is_animated = self._viewport.style().styleHint(hint, None, self._viewport) > 0
            self.start(_FRAME_MS if is_animated else _SECOND_MS)

    def _on_timeout(self) -> None:
        for job, cell, ring in self._tiles:
            second = elapsed_whole_s(job)
            is_new = self._seconds.get(job.id) != second
            self._seconds[job.id] = second
            self._viewport.update(cell if is_new else ring)
