"""One run of a command: where its database is and where its words go."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from csp_tui import log
from csp_tui.cli.output import as_json, json_stream
from csp_tui.domain.text import visible
from csp_tui.domain.wording import Message
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render
from csp_tui.settings import Places

if TYPE_CHECKING:
    from csp_tui.services.reading_ports import Database
    from csp_tui.services.workbench import Workbench

Row = TypeVar("Row")


class Session:
    """What a command is given beside its arguments.

    Args:
        places: The files in use.
        json: Whether standard output gets JSON instead of text.
        read_only: Whether the database is left as it is, to the byte.

    Attributes:
        places: The files in use.
        read_only: Whether the database is left as it is, to the byte.
        changed: Whether the command has made its change, after which no exit code but 0 is true.
    """

    def __init__(self, places: Places, *, json: bool = False, read_only: bool = False) -> None:
        self.places = places
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

        log.start(self.places.log)
        workbench = open_workbench(self.places.database, read_only=self.read_only)
        try:
            yield workbench
        finally:
            workbench.close()

    def database(self) -> Database:
        """The database file as a whole, neither created nor migrated."""
        from csp_tui.bootstrap import open_database

        log.start(self.places.log)
        return open_database(self.places.database, read_only=self.read_only)

    def show(
        self, shape: Callable[[], object], text: Callable[[], Iterable[str]] | None = None
    ) -> None:
        """Print what was asked for, as JSON or as lines that are already safe to print."""
        if self._json:
            print_line(as_json(shape()))
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
        lines = json_stream(facts, name, map(shape, rows)) if self._json else text(rows)
        for line in lines:
            print_line(line)

    def done(self, message: str, shape: Callable[[], object]) -> None:
        """Say that a change was made; with ``--json`` also print what it made of its object."""
        self.changed = True
        self.say(message)
        self.show(shape)

    def say(self, text: str) -> None:
        """Tell the person something, on standard error; the text may contain data."""
        print_error(visible(text))

    def warn(self, warnings: Iterable[Message]) -> None:
        """Tell what should be known although the change is open."""
        for warning in warnings:
            self.say(_("Note: {warning}").format(warning=render(warning)))


class OutputProblem(Exception):
    """Standard output cannot be written, as on a full disk."""

    def __init__(self, cause: OSError) -> None:
        super().__init__(cause.strerror or str(cause))


@contextmanager
def writing_output() -> Iterator[None]:
    """Tell failures of standard output from those of other files.

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


def flush_output() -> None:
    """Write what is still buffered for standard output."""
    with writing_output():
        sys.stdout.flush()


def print_error(text: str) -> None:
    """Write a line to standard error."""
    sys.stderr.write(f"{text}\n")
