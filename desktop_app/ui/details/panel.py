"""The details panel: nothing, one picture, several pictures, or one job."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_app.ui import words
from desktop_app.ui.details.image_page import ImagePage
from desktop_app.ui.details.job_page import JobPage
from desktop_app.ui.details.loading import LoadedImage, NotLoaded, load
from desktop_app.ui.details.preview import HIGHEST_PX
from desktop_app.ui.widgets.flowing_text import FlowingText
from desktop_app.ui.widgets.labels import text_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.core.catalogue import Catalogue
    from desktop_app.core.job import Job
    from desktop_app.qt.tasks import Tasks
    from desktop_app.ui.details.loading import ReadRecord
    from desktop_app.ui.theme.theme import Theme

WIDTH_PX = 296
_NARROWEST_PX = 264
_MESSAGE_PX = 160


class DetailsPanel(QWidget):
    """Shows what is selected. `read` returns the record of a picture file; it is called away from the GUI thread.

    Signals:
        prompt_use_requested(str), seed_use_requested(int), all_use_requested(ImageRecord): fill the Create panel.
        edit_requested(Path, str): use the picture with this UUID as a reference.
        view_requested(Path): show the picture large.
        copy_requested(Path), folder_requested(Path), text_copy_requested(str): clipboard and file manager.
        job_retry_requested(Job), job_dismiss_requested(Job): of the job as it is shown.
        job_correction_requested(Job, GenerationRequest): send this order in place of the refused one of the job.
        job_cancel_requested(str): a job's id.
        care_changed(Path, CareChange): rating, tags, title or note of this picture are to be changed.
        image_shown(Path): the details of this picture are on the panel now.
    """

    prompt_use_requested = Signal(str)
    seed_use_requested = Signal(int)
    all_use_requested = Signal(object)
    edit_requested = Signal(object, str)
    view_requested = Signal(object)
    copy_requested = Signal(object)
    folder_requested = Signal(object)
    text_copy_requested = Signal(str)
    job_retry_requested = Signal(object)
    job_correction_requested = Signal(object, object)
    job_dismiss_requested = Signal(object)
    job_cancel_requested = Signal(str)
    care_changed = Signal(object, object)
    image_shown = Signal(object)

    def __init__(
        self, theme: Theme, tasks: Tasks, read: ReadRecord, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._read = read
        self._wanted: Path | None = None
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(_NARROWEST_PX)
        self.setAccessibleName(self.tr("Details"))
        self.image_page = ImagePage(theme, catalogue)
        self.job_page = JobPage(theme, catalogue)
        self.message_page = _MessagePage(theme)
        self._pages = QStackedWidget()
        for page in (self.message_page, self.image_page, self.job_page):
            self._pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        self._connect()
        self.show_nothing()

    def show_image(self, path: Path) -> None:
        """Show a picture as soon as it is read; what was shown stays until then."""
        self._wanted = path
        side_px = round(2 * HIGHEST_PX * self.devicePixelRatioF())
        self._tasks.run(partial(load, self._read, path, side_px), self._on_loaded)

    def show_several(self, count: int, total_usd: float | None) -> None:
        """Say how many pictures are selected and what they cost together, as far as that is known."""
        text = self.tr("{count} pictures").format(count=words.grouped(count))
        more = "" if total_usd is None else self.tr("≈ {amount} in all").format(amount=words.usd(total_usd))
        self._show_message(more if total_usd else "", text)

    def show_job(self, job: Job) -> None:
        """Show a job as it stands now; call it again when the job changes."""
        self._wanted = None
        self.image_page.clear()
        self.job_page.show_job(job)
        self._pages.setCurrentWidget(self.job_page)

    def show_nothing(self) -> None:
        """Say what this place is for."""
        self._show_message(self.tr("Select a picture to see how it was made."))

    @property
    def shown_job_id(self) -> str:
        """The id of the job that is shown, empty when none is."""
        job = self.job_page.job
        return job.id if job is not None and self._pages.currentWidget() is self.job_page else ""

    def refresh(self) -> None:
        """Read the picture that is shown again: what is known of it has changed."""
        if self._wanted is not None:
            self.show_image(self._wanted)

    def focus_tags(self) -> None:
        """Put the keys into the tags of the picture that is shown."""
        if self._pages.currentWidget() is self.image_page:
            self.image_page.care.tags.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_known_tags(self, names: Sequence[str]) -> None:
        """Complete tags from these."""
        self.image_page.care.set_known_tags(names)

    def set_read(self, read: ReadRecord) -> None:
        """Read records of another library from now on."""
        self._read = read

    def set_catalogue(self, catalogue: Catalogue) -> None:
        """Name and judge models by this catalogue from now on."""
        self.image_page.set_catalogue(catalogue)
        self.job_page.set_catalogue(catalogue)

    def _connect(self) -> None:
        page, job = self.image_page, self.job_page
        page.opened.connect(self.view_requested)
        page.prompt_used.connect(self.prompt_use_requested)
        page.seed_used.connect(self.seed_use_requested)
        page.all_used.connect(self.all_use_requested)
        page.edited.connect(self.edit_requested)
        page.copied.connect(self.copy_requested)
        page.folder_wanted.connect(self.folder_requested)
        page.text_copied.connect(self.text_copy_requested)
        page.care_changed.connect(self.care_changed)
        job.retried.connect(self.job_retry_requested)
        job.corrected.connect(self.job_correction_requested)
        job.dismissed.connect(self.job_dismiss_requested)
        job.cancelled.connect(self.job_cancel_requested)
        job.prompt_used.connect(self.prompt_use_requested)
        job.text_copied.connect(self.text_copy_requested)

    def _show_message(self, text: str, heading: str = "") -> None:
        self._wanted = None
        self.image_page.clear()
        self.message_page.show_text(text, heading)
        self._pages.setCurrentWidget(self.message_page)

    def _on_loaded(self, loaded: LoadedImage | NotLoaded) -> None:
        path = loaded.path if isinstance(loaded, NotLoaded) else loaded.saved.path
        if path != self._wanted:
            return
        if isinstance(loaded, NotLoaded):
            self._show_message(self.tr("This picture cannot be read. Its file may have been moved or deleted."))
            return
        self.image_page.show_image(loaded)
        self._pages.setCurrentWidget(self.image_page)
        self.image_shown.emit(path)


class _MessagePage(QWidget):
    """A sentence, or a heading with a line below it, in the middle of the panel."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.heading = text_label("", "heading")
        self.text = FlowingText(theme, role="dim", alignment=Qt.AlignmentFlag.AlignHCenter)
        self.text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.text.setFixedWidth(_MESSAGE_PX)
        column = QVBoxLayout(self)
        column.setSpacing(4)
        column.addStretch(1)
        column.addWidget(self.heading, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.text, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def show_text(self, text: str, heading: str) -> None:
        """Show a sentence; the heading may be empty."""
        self.heading.setText(heading)
        self.heading.setVisible(bool(heading))
        self.text.set_text(text)
        self.text.setVisible(bool(text))
