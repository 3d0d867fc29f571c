"""``csp-tui db``: the database file as a whole."""

from __future__ import annotations

import argparse
import dataclasses
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csp_tui.cli.failures import DATABASE, STOPPED
from csp_tui.cli.files import add_file, standard_output
from csp_tui.cli.output import cell, facts, table
from csp_tui.cli.parser import Commands
from csp_tui.cli.session import Session
from csp_tui.cli.values import STANDARD
from csp_tui.domain.errors import InvalidInput, NotFound, StorageProblem
from csp_tui.domain.text import visible
from csp_tui.domain.wording import say
from csp_tui.i18n import gettext as _
from csp_tui.services.views import DatabaseCheck, DatabaseInfo

if TYPE_CHECKING:
    from csp_tui.services.reading_ports import Database


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
        "--yes", action="store_true", help=_("do not ask, as where there is no terminal")
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
    else:
        yield _("The database is damaged:")
        yield from (f"- {cell(problem)}" for problem in result.problems)
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
    """Put a backup in the database's place; at a terminal only after a yes."""
    if args.file == STANDARD:
        with tempfile.TemporaryDirectory(prefix="csp-tui-backup-") as folder:
            copy = Path(folder) / "backup.sqlite"
            with copy.open("wb") as file:
                shutil.copyfileobj(sys.stdin.buffer, file)
            _restore(session, copy)
        return None
    source = _named_backup(session.database(), args.file)
    if not args.yes and _is_asked() and not _agrees(session, source):
        session.say(_("Nothing was changed."))
        return STOPPED
    _restore(session, source)
    return None


def _restore(session: Session, source: Path) -> None:
    kept = session.database().restore(source)
    session.done(
        _("Restored: {path}").format(path=session.places.database), lambda: _restored(session, kept)
    )
    if kept is not None:
        session.say(_("What it replaced is kept: {path}").format(path=kept))


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


def _is_asked() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def _agrees(session: Session, source: Path) -> bool:
    """Ask, on standard error; anything but a yes is a no."""
    text = _("{backup} takes the place of the database {path}.").format(
        backup=source, path=session.places.database
    )
    session.say(text)
    if session.places.database.exists():
        session.say(_("What it replaces is kept beside it, under a name with today's date."))
    sys.stderr.write(_("Restore it? [y/N] "))
    sys.stderr.flush()
    # A language may have a letter of its own; the English one always counts.
    return sys.stdin.readline().strip().casefold() in ("y", "yes", _("y"), _("yes"))


def _restored(session: Session, kept: Path | None) -> dict[str, Any]:
    return {"path": str(session.places.database), "kept": None if kept is None else str(kept)}


def _require_file(session: Session) -> None:
    path = session.places.database
    if not path.exists():
        raise StorageProblem(
            say("There is no database at {path}.", path=path),
            say("It is created when it is needed; look at the path, or restore a backup."),
        )
