"""Folders that only their owner can read."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def make_private(folder: Path) -> None:
    """Make a folder and the missing ones above it, for their owner alone whatever the umask says.

    Those that exist stay as they are.

    Raises:
        OSError: One cannot be made, or something else has its name.
    """
    missing = []
    place = folder
    while not place.exists() and place != place.parent:
        missing.append(place)
        place = place.parent
    for one in reversed(missing):
        # Another program may be making the same one.
        with suppress(FileExistsError):
            one.mkdir(mode=0o700)
    folder.mkdir(mode=0o700, exist_ok=True)
