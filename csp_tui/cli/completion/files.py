"""Files and folders as a shell completes them."""

from __future__ import annotations

import os


def files(prefix: str) -> list[str]:
    """Names that complete a path, folders with a slash behind them.

    Hidden ones come only when the dot is typed, and names that would confuse a terminal never.

    Args:
        prefix: What is typed, which may begin with ``~``.
    """
    typed, slash, beginning = prefix.rpartition("/")
    folder = os.path.expanduser(typed + slash) or "."
    try:
        with os.scandir(folder) as entries:
            found = [(entry.name, entry.is_dir()) for entry in entries]
    except OSError:
        return []
    return sorted(
        f"{typed}{slash}{name}{'/' if is_folder else ''}"
        for name, is_folder in found
        if name.startswith(beginning)
        and (beginning or not name.startswith("."))
        and name.isprintable()
    )
