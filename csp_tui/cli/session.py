"""One run of a command: where its database is and where its output goes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from csp_tui import log
from csp_tui.cli.terminal_links import link
from csp_tui.domain.text import visible
from csp_tui.exchange.json_pieces import json_pieces
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render

if TYPE_CHECKING:
    from csp_tui.domain.wording import Message
    from csp_tui.services.database_port import Database
    from csp_tui.services.workbench import Workbench
    from csp_tui.settings import Paths, Settings

Row = TypeVar("Row")
_PIECES_AT_ONCE = 200
"""Pieces of a document that are joined before they are written."""


class Session:
    """What a command is given beside its arguments.

    Args:
        paths: The files in use.
        json: Whether standard output gets JSON instead of text.
        read_only: Whether the database is left as it is, to the byte.

    Attributes:
        paths: The files in use.
        read_only: Whether the database is left as it is, to the byte.
        changed: Whether the command has made its change, after which no exit code but 0 is true.
    """

    def __init__(self, paths: Paths, *, json: bool = False, read_only: bool = False) -> None:
        self.paths = paths
        self.read_only = read_only
        self.changed = False
        self._json = json

    @contextmanager
    def workbench(self) -> Iterator[Workbench]:
        """The services of the database, which is created or migrated where needed.

        Raises:
            StorageProblem: The file cannot be used; nothing was changed.
        """
        from csp_tui.bootstrap import open_workbench

        log.start(self.paths.log)
        workbench = open_workbench(self.paths.database, read_only=self.read_only)
        try:
            yield workbench
        finally:
            workbench.close()

    def settings(self) -> Settings:
        """The settings in the settings file, the defaults for what cannot be used there."""
        from csp_tui.settings.loader import read_settings

        return read_settings(self.paths.settings, named=self.paths.settings_named).settings

    def database(self) -> Database:
        """The database file as a whole, neither created nor migrated."""
        from csp_tui.bootstrap import open_database

        log.start(self.paths.log)
        return open_database(self.paths.database, read_only=self.read_only)

    def show(
        self, shape: Callable[[], object], text: Callable[[], Iterable[str]] | None = None
    ) -> None:
        """Print what was asked for, as JSON or as lines that are already safe to print."""
        if self._json:
            print_pieces(json_pieces(shape()))
        elif text is not None:
            for line in text():
                print_line(line)

    def show_ids(self, ids: Iterable[str]) -> None:
        """Print IDs, which need no care to be printed: one a line, or as one JSON list."""
        self.show(lambda: list(ids), lambda: ids)

    def show_rows(
        self,
        facts: dict[str, object],
        name: str,
        rows: Iterable[Row],
        shape: Callable[[Row], object],
        text: Callable[[Iterable[Row]], Iterable[str]],
    ) -> None:
        """Print rows as they come, however many they are.

        Args:
            facts: What JSON says before the rows.
            name: The key of the rows in JSON.
            rows: Read once, none before it is printed.
            shape: Makes a row a value of JSON.
            text: Makes the rows lines that are safe to print.
        """
        self.show(lambda: {**facts, name: map(shape, rows)}, lambda: text(rows))

    def done(self, message: str, shape: Callable[[], object], *, dry_run: bool = False) -> None:
        """Say that a change was made; with ``--json`` also print what it made of its object.

        Args:
            message: What was done, or would be done.
            shape: Its object as it is now.
            dry_run: Whether nothing was changed.
        """
        self.changed = not dry_run
        self.say(message)
        if dry_run:
            self.say(_("Nothing was changed: this was a dry run."))
        self.show(shape)

    def say(self, *lines: str) -> None:
        """Print lines of a message on standard error; they may contain data."""
        for line in lines:
            print_error(visible(line))

    def say_link(self, template: str, url: str) -> None:
        """Print a URL on standard error, clickable where the terminal can do that.

        Args:
            template: A sentence of the program with ``{url}`` in it.
            url: The address, which may contain data.
        """
        print_error(template.format(url=link(url, sys.stderr, os.environ)))

    def warn(self, warnings: Iterable[Message]) -> None:
        """Print what should be known although the change is allowed."""
        for warning in warnings:
            self.say(_("Note: {warning}").format(warning=render(warning)))


class OutputProblem(Exception):
    """Standard output cannot be written, as on a full disk."""

    def __init__(self, cause: OSError) -> None:
        super().__init__(cause.strerror or str(cause))


@contextmanager
def writing_output() -> Iterator[None]:
    """Distinguish failures of standard output from those of other files.

    Raises:
        BrokenPipeError: Its reader has gone.
        OutputProblem: It cannot be written for another reason.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputProblem(error) from error


def print_line(text: str) -> None:
    """Write a line to standard output."""
    with writing_output():
        sys.stdout.write(f"{text}\n")


def print_pieces(pieces: Iterable[str]) -> None:
    """Write the pieces of a document and a line break to standard output."""
    waiting: list[str] = []
    for piece in pieces:
        waiting.append(piece)
        if len(waiting) >= _PIECES_AT_ONCE:
            with writing_output():
                sys.stdout.write("".join(waiting))
            waiting = []
    print_line("".join(waiting))


def flush_output() -> None:
    """Write what is still buffered for standard output."""
    with writing_output():
        sys.stdout.flush()


def print_error(text: str) -> None:
    """Write a line to standard error."""
    sys.stderr.write(f"{text}\n")
