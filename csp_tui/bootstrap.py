"""The only place that wires settings, storage, services and screens together."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from csp_tui.domain.clock import Clock, SystemClock
from csp_tui.exchange.reference import demo_database, load_region_table
from csp_tui.services.context import Context
from csp_tui.services.workbench import Workbench
from csp_tui.storage.factory import Storage

if TYPE_CHECKING:
    from csp_tui.services.database_port import Database
    from csp_tui.services.reading_ports import Suggestions
    from csp_tui.services.remote_port import Connector
    from csp_tui.storage.location import DatabaseLocation


def current_user() -> str:
    """The account name for the history."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid()) if hasattr(os, "getuid") else "unknown"


def open_workbench(
    path: DatabaseLocation,
    *,
    clock: Clock | None = None,
    who: str | None = None,
    read_only: bool = False,
    connector: Connector | None = None,
) -> Workbench:
    """Open a database, creating or migrating it where needed.

    Args:
        path: Where the database is.
        clock: The time; the machine's by default.
        who: The name for the history; the account's by default.
        read_only: Whether the file is left as it is: it must exist, and nothing is written.
        connector: Opens accounts of Partner Center; over the network by default.

    Raises:
        StorageProblem: The file cannot be used; nothing was changed.
    """
    clock = clock or SystemClock()
    regions = load_region_table()
    storage = Storage(path, regions, clock, read_only=read_only)
    storage.prepare()
    context = Context(
        open_unit=storage.open_unit,
        open_draft=storage.open_draft,
        open_read=storage.open_read,
        read=storage.read,
        clock=clock,
        who=who or current_user(),
        regions=regions,
    )
    return Workbench(
        context,
        search=lambda: storage.search,
        changes=storage.changes,
        database=storage.database,
        connector=lambda: connector or _network_connector(),
        import_ahead=storage.import_ahead,
        close=storage.close,
    )


def _network_connector() -> Connector:
    from csp_tui.partner_center.connect import NetworkConnector

    return NetworkConnector()


def open_database(path: Path, *, read_only: bool = False) -> Database:
    """The file as a whole, for looking at it and replacing it: neither created nor migrated.

    Args:
        path: Where it is.
        read_only: Whether it is left as it is.
    """
    return Storage(path, load_region_table(), SystemClock(), read_only=read_only).database


def open_suggestions(path: Path) -> Suggestions:
    """What a shell completes from a database, which may not exist and stays as it is."""
    from csp_tui.storage import suggestions

    return suggestions.Suggestions(path)


@contextmanager
def demo_workbench(language: str = "en", *, at_most: int | None = None) -> Iterator[Workbench]:
    """The demo, the same every time; it is in memory, so nothing of it stays however it ends.

    Args:
        language: The language of its support requests.
        at_most: Bytes that its database may have, None for as many as there are.

    Raises:
        StorageProblem: The program's own copy of it is missing or damaged.
    """
    from csp_tui.storage.damage import explained
    from csp_tui.storage.location import Memory

    story = demo_database(language)
    with explained(story):
        memory = Memory(story, at_most=at_most)
    with closing(memory), closing(open_demo(memory)) as workbench:
        yield workbench


def open_demo(location: DatabaseLocation) -> Workbench:
    """Open a copy of the demo as the demo does: with its user, its clock and its emulator.

    Args:
        location: A copy of the demo, as a file or in memory.
    """
    from csp_tui.demo import DEMO_USER, demo_clock
    from csp_tui.partner_center.demo import DemoConnector

    connector = DemoConnector(
        lambda: [one.link for one in workbench.partner_center.accounts.offers()]
    )
    workbench = open_workbench(location, clock=demo_clock(), who=DEMO_USER, connector=connector)
    return workbench
