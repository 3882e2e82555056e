"""Which wish of one part of the window another one answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.qt.engine_thread import EngineThread
    from desktop_app.ui.create.panel import CreatePanel
    from desktop_app.ui.details.panel import DetailsPanel
    from desktop_app.ui.file_actions import FileActions
    from desktop_app.ui.notices import Notices


def connect_details(
    details: DetailsPanel, create: CreatePanel, engine: EngineThread, files: FileActions, notices: Notices
) -> None:
    """Let the Create panel, the engine and the files answer what is asked for in the details."""
    details.prompt_use_requested.connect(create.use_prompt)
    details.seed_use_requested.connect(create.use_seed)
    details.all_use_requested.connect(create.use_all)
    details.edit_requested.connect(create.add_reference_file)
    details.copy_requested.connect(files.copy_image)
    details.text_copy_requested.connect(files.copy_text)
    details.folder_requested.connect(files.show_in_folder)
    details.job_retry_requested.connect(engine.retry)
    details.job_correction_requested.connect(engine.retry_with)
    details.job_dismiss_requested.connect(engine.dismiss)
    details.job_cancel_requested.connect(engine.cancel)
    files.copied.connect(notices.tell_copied)
    files.copy_failed.connect(notices.tell_not_copied)
