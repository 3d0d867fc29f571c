"""Where things are: folders by platformdirs, overruled by options and the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import PlatformDirs

_DIRS = PlatformDirs("csp-tui", appauthor=False)
DATABASE_NAME = "csp-tui.sqlite"
LOG_NAME = "csp-tui.log"


@dataclass(frozen=True, slots=True)
class Places:
    """The files in use.

    Attributes:
        database: The user's database.
        log: The log file.
    """

    database: Path
    log: Path


def places(database: str | os.PathLike[str] | None = None) -> Places:
    """Find the files in use.

    Args:
        database: What ``--db`` named; else ``CSP_TUI_DB``, else the user's data folder.
    """
    chosen = database or os.environ.get("CSP_TUI_DB")
    path = Path(chosen).expanduser() if chosen else Path(_data_folder()) / DATABASE_NAME
    return Places(database=path.absolute(), log=Path(_log_folder()) / LOG_NAME)


def _data_folder() -> str:
    # XDG variables win where they are set, also on systems that have folders of their own.
    set_by_user = os.environ.get("XDG_DATA_HOME")
    return str(Path(set_by_user) / "csp-tui") if set_by_user else _DIRS.user_data_dir


def _log_folder() -> str:
    set_by_user = os.environ.get("XDG_STATE_HOME")
    return str(Path(set_by_user) / "csp-tui" / "log") if set_by_user else _DIRS.user_log_dir
