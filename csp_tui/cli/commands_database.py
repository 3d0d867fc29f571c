"""``csp-tui db``: the database file as a whole."""

from __future__ import annotations

import argparse
import dataclasses
import os
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csp_tui.cli.command_index import summary_of
from csp_tui.cli.confirmation import confirms
from csp_tui.cli.failures import DATABASE, STOPPED, command_line
from csp_tui.cli.files import add_file, standard_output
from csp_tui.cli.output import cell, facts, table
from csp_tui.cli.values import STANDARD
from csp_tui.domain.errors import ForeignDatabase, InvalidInput, NotFound, StorageProblem
from csp_tui.domain.text import visible
from csp_tui.domain.wording import say
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render
from csp_tui.temp_files import temporary_folder

if TYPE_CHECKING:
    from csp_tui.cli.parser import Commands
    from csp_tui.cli.session import Session
    from csp_tui.services.database_port import Database
    from csp_tui.services.views import DatabaseCheck, DatabaseInfo


def register(commands: Commands) -> None:
    """Add the group and its commands."""
    group = commands.group("db", summary_of("db"))
    group.add(
        "info", show_info, _("show where the files are and what they contain"), "csp-tui db info"
    )
    group.add("check", check_file, _("check the database for damage"), "csp-tui db check")
    parser = group.add(
        "backup",
        back_up,
        _("write a consistent copy, even while the database is in use"),
        "csp-tui db backup csp-tui-backup.sqlite",
        "csp-tui db backup - | gzip > csp-tui-backup.sqlite.gz",
    )
    add_file(parser, _("the file to write, - for standard output"))
    parser = group.add(
        "restore",
        restore_backup,
        _("restore a backup, keeping the replaced file"),
        "csp-tui db restore csp-tui-backup.sqlite",
        "csp-tui db restore csp-tui.sqlite-daily-20261116-090000.sqlite --yes",
    )
    add_file(
        parser, _("the backup, the name of one that “db backups” lists, or - for standard input")
    )
    parser.add_argument(
        "--yes",
        action="store_true",
        help=_("do not ask for confirmation; required without a terminal"),
    )
    group.add(
        "backups",
        list_backups,
        _("list the automatic backups"),
        "csp-tui db backups",
    )


def show_info(session: Session, args: argparse.Namespace) -> None:
    """Print facts on the file without creating it."""
    info = session.database().info()
    log = str(session.paths.log)
    session.show(lambda: {**dataclasses.asdict(info), "log": log}, lambda: _info_facts(info, log))


def _info_facts(info: DatabaseInfo, log: str) -> Iterator[str]:
    pairs = [
        (_("Database"), info.path),
        (_("Exists"), _("yes") if info.exists else _("no, it is created when it is needed")),
    ]
    if info.exists:
        pairs += [
            (_("Schema"), info.schema),
            (_("Offers"), str(info.offers)),
            (_("Partners"), str(info.partners)),
            (_("Size"), _("{size} bytes").format(size=_grouped(info.size_bytes))),
        ]
    yield from facts([*pairs, (_("Log"), log)])


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def check_file(session: Session, args: argparse.Namespace) -> int | None:
    """Look for damage; a file that is damaged or missing ends with exit code 3."""
    _require_file(session)
    result = session.database().check()
    session.show(
        lambda: {"ok": result.ok, "problems": list(result.problems)},
        lambda: _check_lines(result, args),
    )
    return None if result.ok else DATABASE


def _check_lines(result: DatabaseCheck, args: argparse.Namespace) -> Iterator[str]:
    if result.ok:
        yield _("The database is intact.")
        return
    if result.needs_backup:
        yield _("The database is damaged:")
    else:
        yield _("The partner directory in the database is damaged, and nothing else:")
    yield from (f"- {cell(problem)}" for problem in result.problems)
    if result.needs_backup:
        restore = command_line(args, "db", "restore", "BACKUP")
        yield visible(_("Next: {step}").format(step=restore))


def back_up(session: Session, args: argparse.Namespace) -> None:
    """Write a copy of the database."""
    _require_file(session)
    if args.file == STANDARD:
        _print_backup(session, json=args.json)
        return
    target = Path(args.file).absolute()
    if target.exists():
        raise InvalidInput(
            say("{path} already exists.", path=target),
            say("Choose a new name; a backup never overwrites a file."),
            field="file",
        )
    session.database().backup(target)
    session.done(_("Backup written: {path}").format(path=target), lambda: {"path": str(target)})


def _print_backup(session: Session, *, json: bool) -> None:
    if json or sys.stdout.isatty():
        raise InvalidInput(
            say("When the backup goes to standard output, nothing else can be printed there."),
            say("Omit --json, and send the output to a program or a file."),
            field="file",
        )
    with temporary_folder() as folder:
        copy = folder / "backup.sqlite"
        session.database().backup(copy)
        with copy.open("rb") as file, standard_output(STANDARD):
            shutil.copyfileobj(file, sys.stdout.buffer)
    session.say(_("Backup written: {path}").format(path=_("standard output")))


def list_backups(session: Session, args: argparse.Namespace) -> None:
    """Print the automatic backups, the newest first."""
    backups = session.database().backups()
    session.show(
        lambda: [
            {"path": backup.path, "at": backup.at.isoformat(), "size_bytes": backup.size_bytes}
            for backup in backups
        ],
        lambda: table(
            (_("When (UTC)"), _("Size"), _("File")),
            (
                (
                    backup.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M"),
                    _("{size} bytes").format(size=_grouped(backup.size_bytes)),
                    backup.path,
                )
                for backup in backups
            ),
        ),
    )
    if not backups:
        session.say(_("No backups yet. One is made each day on which something changes."))


def restore_backup(session: Session, args: argparse.Namespace) -> int | None:
    """Put a backup in the database's place, over another file only after a yes."""
    if args.file == STANDARD:
        with temporary_folder() as folder:
            copy = folder / "backup.sqlite"
            with copy.open("wb") as file:
                shutil.copyfileobj(sys.stdin.buffer, file)
            return _restore(session, copy, _("standard input"), asks=not args.yes)
    source = _named_backup(session.database(), args.file)
    return _restore(session, source, str(source), asks=not args.yes)


def _restore(session: Session, source: Path, name: str, *, asks: bool) -> int | None:
    if asks and _replaces_something(session.paths.database) and not _agrees(session, name):
        session.say(_("Nothing was changed."))
        return STOPPED
    kept = session.database().restore(source)
    session.done(
        _("Restored: {path}").format(path=session.paths.database), lambda: _restored(session, kept)
    )
    if kept is not None:
        session.say(_("The replaced file is kept: {path}").format(path=kept))
    return None


def _replaces_something(database: Path) -> bool:
    try:
        return database.stat().st_size > 0
    except OSError:
        # If the file cannot be examined, nothing replaces it without confirmation; and where
        # there is nothing at all, nothing can be lost.
        return os.path.lexists(database)


def _named_backup(database: Database, name: str) -> Path:
    source = Path(name).absolute()
    if source.is_file():
        return source
    for backup in database.backups():
        if Path(backup.path).name == name:
            return Path(backup.path)
    raise NotFound(
        say("There is no file {path}.", path=source),
        say("Name a backup; “csp-tui db backups” lists those that were made automatically."),
        field="file",
    )


def _agrees(session: Session, backup: str) -> bool:
    """Ask at the terminal, wherever input and messages go; anything but a yes is a no.

    Raises:
        InvalidInput: There is no terminal.
    """
    path = session.paths.database
    lines = [
        _("{backup} replaces the database {path}.").format(backup=backup, path=path),
        *_whose(session),
        _("What it replaces is kept beside it, under a name with today's date."),
    ]
    return confirms(lines, _("Restore it?"))


def _whose(session: Session) -> Iterator[str]:
    """What is special about the file that is replaced."""
    try:
        session.database().info()
    except ForeignDatabase as problem:
        yield render(problem.message)
    except StorageProblem:
        return


def _restored(session: Session, kept: Path | None) -> dict[str, Any]:
    return {"path": str(session.paths.database), "kept": None if kept is None else str(kept)}


def _require_file(session: Session) -> None:
    path = session.paths.database
    if not path.exists():
        raise StorageProblem(
            say("There is no database at {path}.", path=path),
            say("It is created when needed; check the path, or restore a backup."),
        )
