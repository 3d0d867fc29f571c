"""``csp-tui paths``: every file in use and why."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from csp_tui.cli.command_index import summary_of
from csp_tui.cli.output import table
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.i18n import LOCALE_FOLDER
from csp_tui.i18n import gettext as _

if TYPE_CHECKING:
    from csp_tui.cli.parser import Commands
    from csp_tui.cli.session import Session

_BESIDE = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class _Use:
    """One file.

    Attributes:
        what: What it is, as a name for scripts.
        path: Where it is.
        why: Why it is this one, for people.
        exists: Whether it is there.
    """

    what: str
    path: str
    why: str
    exists: bool


def register(commands: Commands) -> None:
    """Add the command."""
    commands.add("paths", list_paths, summary_of("paths"), "csp-tui paths")


def list_paths(session: Session, _args: argparse.Namespace) -> None:
    """Print every file in use; none is opened or made."""
    uses = list(_uses(session))
    session.show(lambda: [asdict(use) for use in uses], lambda: _lines(uses))


def _lines(uses: list[_Use]) -> Iterator[str]:
    titles = {
        "database": _("Database"),
        "database-log": _("Database's log"),
        "backup": _("Backup"),
        "settings": _("Settings"),
        "log": _("Log"),
        "unsaved": _("Not saved yet"),
        "data": _("Reference data"),
        "catalogues": _("Translations"),
    }
    yield from table(
        (_("What"), _("Exists"), _("Path"), _("Why")),
        (
            (titles[use.what], _("yes") if use.exists else _("no"), use.path, use.why)
            for use in uses
        ),
    )


def _uses(session: Session) -> Iterator[_Use]:
    from csp_tui.exchange.reference import data_folder

    paths = session.paths
    database = paths.database
    yield _use("database", database, _chosen(paths.database_by, _("your data folder")))
    for suffix in _BESIDE:
        beside = database.with_name(database.name + suffix)
        if beside.exists():
            yield _use("database-log", beside, _("part of the database while it is in use"))
    for backup in _backups(database):
        yield _use("backup", backup, _("beside the database; kept until you delete it"))
    yield _use("settings", paths.settings, _chosen(paths.settings_by, _("your settings folder")))
    yield _use("log", paths.log, _chosen(paths.log_by, _("your log folder")))
    yield _use(
        "unsaved",
        paths.unsaved,
        _("unsaved input, restored at the next start if a session is cut off"),
    )
    yield _use(
        "data", data_folder(), _("markets, competencies and the demo; comes with the program")
    )
    yield _use("catalogues", LOCALE_FOLDER, _("languages; come with the program"))


def _use(what: str, path: Path, why: str) -> _Use:
    return _Use(what, str(path), why, os.path.lexists(path) and path.exists())


def _chosen(by: str, usual: str) -> str:
    if by.startswith("--"):
        return _("set by the option {name}").format(name=by)
    if by.startswith("XDG_"):
        return _("{usual}, set by {name}").format(usual=usual, name=by)
    return _("set by {name}").format(name=by) if by else usual


def _backups(database: Path) -> list[Path]:
    """Copies that the program makes beside a database, and those that are named like it."""
    try:
        return sorted(
            path
            for path in database.parent.iterdir()
            if path.name.startswith(f"{database.stem}-") and path.suffix == ".sqlite"
        )
    except OSError:
        return []
