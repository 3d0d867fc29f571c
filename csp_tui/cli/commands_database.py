"""``csp-tui db``: the database file as a whole."""

from __future__ import annotations

import argparse
import dataclasses
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from csp_tui.cli.failures import DATABASE
from csp_tui.cli.files import add_file, standard_output
from csp_tui.cli.output import cell, facts
from csp_tui.cli.parser import Commands
from csp_tui.cli.session import Session
from csp_tui.cli.values import STANDARD
from csp_tui.domain.errors import InvalidInput, NotFound, StorageProblem
from csp_tui.domain.text import visible
from csp_tui.domain.wording import say
from csp_tui.i18n import gettext as _
from csp_tui.services.views import DatabaseCheck, DatabaseInfo


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
    )
    add_file(parser, _("the backup, - for standard input"))


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
            (_("Size"), _("{size} bytes").format(size=f"{info.size_bytes:,}".replace(",", " "))),
        ]
    yield from facts([*pairs, (_("Log"), log)])


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


def restore_backup(session: Session, args: argparse.Namespace) -> None:
    """Put a backup in the database's place."""
    if args.file == STANDARD:
        with tempfile.TemporaryDirectory(prefix="csp-tui-backup-") as folder:
            copy = Path(folder) / "backup.sqlite"
            with copy.open("wb") as file:
                shutil.copyfileobj(sys.stdin.buffer, file)
            _restore(session, copy)
    else:
        _restore(session, Path(args.file).absolute())


def _restore(session: Session, source: Path) -> None:
    if not source.is_file():
        raise NotFound(
            say("There is no file {path}.", path=source),
            say("Name a backup that “csp-tui db backup” has written."),
            field="file",
        )
    kept = session.database().restore(source)
    session.done(
        _("Restored: {path}").format(path=session.places.database), lambda: _restored(session, kept)
    )
    if kept is not None:
        session.say(_("What it replaced is kept: {path}").format(path=kept))


def _restored(session: Session, kept: Path | None) -> dict[str, Any]:
    return {"path": str(session.places.database), "kept": None if kept is None else str(kept)}


def _require_file(session: Session) -> None:
    path = session.places.database
    if not path.exists():
        raise StorageProblem(
            say("There is no database at {path}.", path=path),
            say("It is created when it is needed; look at the path, or restore a backup."),
        )
