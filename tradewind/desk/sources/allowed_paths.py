"""Which paths of the desk's machine sources may read: below the data folder's `watched`, and what its owner names."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from tradewind.errors import FolderNotAllowed


def own_folder() -> Path:
    """The folder below the data folder that may always be read."""
    return Path(settings.TRADEWIND_HOME) / "watched"


def allowed(said: str) -> Path:
    """The path, with no link left in it; one without a leading / is below the own folder. Raises FolderNotAllowed."""
    path = (own_folder() / Path(said).expanduser()).resolve()
    roots = [own_folder(), *(Path(one) for one in settings.TRADEWIND_WATCHED_FOLDERS)]
    if "\x00" in said or not any(path.is_relative_to(root.resolve()) for root in roots):
        raise FolderNotAllowed(folder=said[:200], own=str(own_folder()))
    return path
