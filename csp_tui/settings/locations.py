"""Where files are: folders by platformdirs, overridden by options and the environment."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import PlatformDirs

from csp_tui.domain.errors import InvalidInput, StorageProblem
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.wording import say

_DIRS = PlatformDirs("csp-tui", appauthor=False)
DATABASE_NAME = "csp-tui.sqlite"
LOG_NAME = "csp-tui.log"
SETTINGS_NAME = "config.toml"
UNSAVED_NAME = "unsaved"


@dataclass(frozen=True, slots=True)
class Paths:
    """The files in use, and what chose each of them.

    Attributes:
        database: The user's database.
        log: The log file.
        settings: The settings file.
        unsaved: The folder for what was typed and not saved when a session was cut off.
        database_by: ``--db``, the name of an environment variable, or "" for the usual folder.
        log_by: The name of an environment variable, or "" for the usual folder.
        settings_by: The name of an environment variable, or "" for the usual folder.
    """

    database: Path
    log: Path
    settings: Path
    unsaved: Path
    database_by: str = ""
    log_by: str = ""
    settings_by: str = ""

    @property
    def settings_named(self) -> bool:
        """Whether someone named the very settings file, which then ought to be there."""
        return self.settings_by == "CSP_TUI_CONFIG"


def find_paths(database: str | os.PathLike[str] | None = None) -> Paths:
    """Find the files in use.

    Args:
        database: What ``--db`` named; else ``CSP_TUI_DB``, else the user's data folder.

    Raises:
        InvalidInput: ``--db`` named nothing; an empty variable counts as one that is not set.
        StorageProblem: A path begins with the home folder of someone who has none.
    """
    data, data_by = _file(
        "XDG_DATA_HOME", "csp-tui", DATABASE_NAME, _DIRS.user_data_dir, "CSP_TUI_DB"
    )
    if database is not None:
        if not os.fspath(database):
            raise InvalidInput(
                say("“--db” names no file."),
                say("Name the database after the option, or omit it to use your usual database."),
                field="db",
            )
        data, data_by = _expanded(database), "--db"
    log, log_by = _file("XDG_STATE_HOME", "csp-tui/log", LOG_NAME, _DIRS.user_log_dir)
    settings, settings_by = _file(
        "XDG_CONFIG_HOME", "csp-tui", SETTINGS_NAME, _DIRS.user_config_dir, "CSP_TUI_CONFIG"
    )
    state, _state_by = _file("XDG_STATE_HOME", "csp-tui", UNSAVED_NAME, _DIRS.user_state_dir)
    return Paths(
        database=data.absolute(),
        log=log,
        settings=settings.absolute(),
        unsaved=state,
        database_by=data_by,
        log_by=log_by,
        settings_by=settings_by,
    )


def _file(
    xdg: str, below: str, name: str, usual_folder: str, variable: str = ""
) -> tuple[Path, str]:
    """A file and what chose it: the variable that names it, an XDG variable, or nothing."""
    if variable and (named := os.environ.get(variable)):
        return _expanded(named), variable
    # XDG variables win where they are set, also on systems that have folders of their own.
    if set_by_user := os.environ.get(xdg):
        return Path(set_by_user) / below / name, xdg
    return Path(usual_folder) / name, ""


def _expanded(named: str | os.PathLike[str]) -> Path:
    try:
        return Path(named).expanduser()
    except RuntimeError as error:
        raise StorageProblem(
            say("{path} cannot be found: no user of that name has a home folder.", path=str(named)),
            say("Write the path in full, beginning with a slash."),
        ) from error
