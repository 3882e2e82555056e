"""The engine of a command, with what a program that died left behind brought to its end first."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from desktop_app.cli.narrator import Narrator
from desktop_app.core.settings import Settings
from desktop_app.engine.session import Session, open_session
from desktop_app.store.folders import Folders


@asynccontextmanager
async def recovered_session(
    folders: Folders, settings: Settings, narrator: Narrator, *, is_queue: bool, saves_kept: bool = True
) -> AsyncIterator[Session]:
    """Open a session without a key, and tell of what is settled now: sent means unknown, whole answers are pictures.

    Jobs that only wait are left to whoever takes them up, and without `saves_kept` so are answers that no library took.
    Raises StoreError, RequestInvalid.
    """
    session = open_session(folders, settings, os.environ, narrator.tell, is_queue=is_queue)
    moving = asyncio.create_task(narrator.progress.run())
    try:
        await session.engine.start(resume_queued=False)
        for job_id in narrator.kept_answers() if saves_kept else ():
            await session.engine.save_kept(job_id)
        await session.engine.idle()
        yield session
    finally:
        moving.cancel()
        with suppress(asyncio.CancelledError):
            await moving
        await session.close()
