"""``csp-tui db``: the database file as a whole."""

from __future__ import annotations

import argparse
import dataclasses
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from csp_tui.cli.failures import DATABASE, STOPPED
from csp_tui.cli.files import add_file, standard_output
from csp_tui.cli.output import cell, facts, table
from csp_tui.cli.parser import Commands
from csp_tui.cli.session import Session
from csp_tui.cli.values import STANDARD
from csp_tui.domain.errors import InvalidInput, NotFound, OthersDatabase, StorageProblem
from csp_tui.domain.text import visible
from csp_tui.domain.wording import say
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render
from csp_tui.services.views import DatabaseCheck, DatabaseInfo

if TYPE_CHECKING:
    from csp_tui.services.reading_ports import Database

TERMINAL = "/dev/tty"
"""Where the person at a command is, wherever its input and messages go."""


def register(commands: Commands) -> None:
    """Add the group and its commands."""
    group = commands.group("db", _("look after the database file"))
    group.add(
        "info", show_info, _("say where the files are and what is in them"), "csp-tui db info"
    )
    group.add("check", check_file, _("look for damage in the database"), "csp-tui db check")
    parser = group.add(
        "backup",
        back_up,
        _("write a sound copy, also while the database is in use"),
        "csp-tui db backup csp-tui-backup.sqlite",
        "csp-tui db backup - | gzip > csp-tui-backup.sqlite.gz",
    )
    add_file(parser, _("the file to write, - for standard output"))
    parser = group.add(
        "restore",
        restore_backup,
        _("put a backup in the database's place, keeping what it replaces"),
        "csp-tui db restore csp-tui-backup.sqlite",
        "csp-tui db restore csp-tui.sqlite-daily-20261116-090000.sqlite --yes",
    )
    add_file(
        parser, _("the backup, the name of one that “db backups” lists, or - for standard input")
    )
    parser.add_argument(
        "--yes", action="store_true", help=_("do not ask; needed where there is no terminal")
    )
    group.add(
        "backups",
        list_backups,
        _("list the backups that the workbench has made by itself"),
        "csp-tui db backups",
    )


def show_info(session: Session, args: argparse.Namespace) -> None:
    """Print facts on the file without creating it."""
    info = session.database().info()
    log = str(session.places.log)
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
    """Look for damage; a file that is not sound, or not there, ends with exit code 3."""
    _require_file(session)
    result = session.database().check()
    session.show(
        lambda: {"ok": result.ok, "problems": list(result.problems)},
        lambda: _check_lines(result),
    )
    return None if result.ok else DATABASE


def _check_lines(result: DatabaseCheck) -> Iterator[str]:
    if result.ok:
        yield _("The database is sound.")
        return
    if result.needs_backup:
        yield _("The database is damaged:")
    else:
        yield _("The partner directory in the database is damaged, and nothing else:")
    yield from (f"- {cell(problem)}" for problem in result.problems)
    if result.needs_backup:
        yield visible(_("Next: {step}").format(step="csp-tui db restore BACKUP"))


def back_up(session: Session, args: argparse.Namespace) -> None:
    """Write a copy of the database."""
    _require_file(session)
    if args.file == STANDARD:
        _print_backup(session, json=args.json)
        return
    target = Path(args.file).absolute()
    if target.exists():
        raise InvalidInput(
            say("{path} exists already.", path=target),
            say("Choose a new name; a backup never overwrites a file."),
            field="file",
        )
    session.database().backup(target)
    session.done(_("Backup written: {path}").format(path=target), lambda: {"path": str(target)})


def _print_backup(session: Session, *, json: bool) -> None:
    if json or sys.stdout.isatty():
        raise InvalidInput(
            say("A backup on standard output leaves no room for anything else."),
            say("Leave --json out, and send the output to a program or a file."),
            field="file",
        )
    with tempfile.TemporaryDirectory(prefix="csp-tui-backup-") as folder:
        copy = Path(folder) / "backup.sqlite"
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
        session.say(_("No backups yet. The workbench makes one a day, when something changed."))


def restore_backup(session: Session, args: argparse.Namespace) -> int | None:
    """Put a backup in the database's place, over another file only after a yes."""
    if args.file == STANDARD:
        with tempfile.TemporaryDirectory(prefix="csp-tui-backup-") as folder:
            copy = Path(folder) / "backup.sqlite"
            with copy.open("wb") as file:
                shutil.copyfileobj(sys.stdin.buffer, file)
            return _restore(session, copy, _("standard input"), asks=not args.yes)
    source = _named_backup(session.database(), args.file)
    return _restore(session, source, str(source), asks=not args.yes)


def _restore(session: Session, source: Path, name: str, *, asks: bool) -> int | None:
    if asks and _replaces_something(session.places.database) and not _agrees(session, name):
        session.say(_("Nothing was changed."))
        return STOPPED
    kept = session.database().restore(source)
    session.done(
        _("Restored: {path}").format(path=session.places.database), lambda: _restored(session, kept)
    )
    if kept is not None:
        session.say(_("What it replaced is kept: {path}").format(path=kept))
    return None


def _replaces_something(database: Path) -> bool:
    try:
        return database.stat().st_size > 0
    except OSError:
        # Whatever it is that cannot be looked at, nothing is put in its place unasked; and where
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
    path = session.places.database
    lines = [
        _("{backup} takes the place of the database {path}.").format(backup=backup, path=path),
        *_whose(session),
        _("What it replaces is kept beside it, under a name with today's date."),
    ]
    try:
        with _terminal() as (answers, words):
            asked = "".join(f"{visible(line)}\n" for line in lines)
            words.write(asked + _("Restore it? [y/N] "))
            words.flush()
            # A language may have a letter of its own; the English one always counts.
            return answers.readline().strip().casefold() in ("y", "yes", _("y"), _("yes"))
    except OSError as error:
        raise InvalidInput(
            say("{what} Nobody can be asked here.", what=" ".join(lines[:-1])),
            say("Say “--yes” to restore without a question; nothing was changed."),
            field="yes",
        ) from error


@contextmanager
def _terminal() -> Iterator[tuple[TextIO, TextIO]]:
    """Where a person answers and reads, also when input and messages go elsewhere."""
    if sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty():
        yield sys.stdin, sys.stderr
        return
    with (
        open(TERMINAL, encoding="utf-8", errors="replace") as answers,
        open(TERMINAL, "w", encoding="utf-8", errors="replace") as words,
    ):
        yield answers, words


def _whose(session: Session) -> Iterator[str]:
    """What is special about the file that is replaced."""
    try:
        session.database().info()
    except OthersDatabase as problem:
        yield render(problem.message)
    except StorageProblem:
        return


def _restored(session: Session, kept: Path | None) -> dict[str, Any]:
    return {"path": str(session.places.database), "kept": None if kept is None else str(kept)}


def _require_file(session: Session) -> None:
    path = session.places.database
    if not path.exists():
        raise StorageProblem(
            say("There is no database at {path}.", path=path),
            say("It is created when it is needed; look at the path, or restore a backup."),
        )
