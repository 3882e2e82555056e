"""What is known of the models when the program starts, without an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.core.known_models import known_catalogue
from desktop_app.core.live_list import merged
from desktop_app.engine.places import models_path
from desktop_app.store.models_file import ModelsFile

if TYPE_CHECKING:
    from desktop_app.core.catalogue import Catalogue
    from desktop_app.store.folders import Folders


def kept_catalogue(folders: Folders, base_url: str) -> Catalogue:
    """Return the table with the list and the lessons that were kept of the server of this base URL, empty for the
    provider's own. Raises nothing.
    """
    known = ModelsFile(models_path(folders), base_url).load()
    return merged(known_catalogue(), known.live, known.lessons)
