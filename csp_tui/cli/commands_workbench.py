"""The workbench itself and its demo, opened from the command line."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from csp_tui import i18n
from csp_tui.cli.failures import USAGE
from csp_tui.cli.parser import Commands
from csp_tui.cli.session import Session
from csp_tui.cli.throwaway_demo import ThrowawayDemo
from csp_tui.i18n import gettext as _
from csp_tui.settings.writing import SettingsFile

if TYPE_CHECKING:
    from csp_tui.services.workbench import Workbench


def register(commands: Commands) -> None:
    """Add ``demo``; the workbench itself is what runs without a command."""
    commands.add(
        "demo",
        open_demo,
        _("open the workbench on a throwaway copy of the demo data"),
        "csp-tui demo",
        json=False,
    )


def open_screens(session: Session, _args: argparse.Namespace) -> int:
    """Open the workbench on the user's database; it opens the file once it has painted."""
    if not _has_terminal(session):
        return USAGE
    from csp_tui.ui.run import run_workbench

    database = session.places.database

    def open_database() -> Workbench:
        from csp_tui.bootstrap import open_workbench

        return open_workbench(database)

    demo = ThrowawayDemo()
    try:
        return run_workbench(
            open_database,
            language=i18n.current(),
            log=session.places.log,
            demo_source=demo,
            settings_file=_settings_file(session),
        )
    finally:
        demo.leave()


def open_demo(session: Session, _args: argparse.Namespace) -> int:
    """Open the workbench on the demo, of which nothing stays."""
    if not _has_terminal(session):
        return USAGE
    from csp_tui.ui.run import run_workbench

    demo = ThrowawayDemo()
    try:
        return run_workbench(
            demo.open,
            language=i18n.current(),
            log=session.places.log,
            demo=True,
            settings_file=_settings_file(session),
        )
    finally:
        demo.leave()


def _settings_file(session: Session) -> SettingsFile:
    return SettingsFile(session.places.settings, named=session.places.settings_named)


def _has_terminal(session: Session) -> bool:
    if all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        return True
    session.say(
        _("csp-tui: The workbench needs a terminal for its input and output, and there is none.")
    )
    session.say("  " + _("Next: {step}").format(step="csp-tui --help"))
    return False
