"""Asking the provider which models there are."""

from __future__ import annotations

import time

from desktop_app.core.errors import AnswerUnreadable, Billed, SfumatoError
from desktop_app.core.live_list import LiveList
from desktop_app.engine.clients import Clients
from desktop_app.engine.events import ModelsRefreshed
from desktop_app.engine.knowledge import Knowledge


async def refreshed(clients: Clients, knowledge: Knowledge) -> ModelsRefreshed:
    """Fetch the provider's list, hand it to what is known, and keep it; errors are part of the answer.

    Waits until it is told which key there is. A list without image models is not believed: the one before it stays.
    """
    try:
        models = await clients.list_models()
        if not models:
            raise AnswerUnreadable("the provider lists no image models", billed=Billed.NO)
    except SfumatoError as error:
        return ModelsRefreshed(error, knowledge.catalogue.listed_on)
    knowledge.take_live(LiveList(time.time(), models))
    await knowledge.keep()
    return ModelsRefreshed(None, knowledge.catalogue.listed_on)
