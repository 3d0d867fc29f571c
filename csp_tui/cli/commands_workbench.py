"""The workbench itself and its demo, opened from the command line."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import closing
from typing import TYPE_CHECKING

from csp_tui import i18n
from csp_tui.cli.command_index import summary_of
from csp_tui.cli.confinement import BROWSER, confine, forget_environment
from csp_tui.cli.failures import DONE, USAGE
from csp_tui.cli.parser import Commands, UsageError
from csp_tui.cli.temporary_demo import TemporaryDemo
from csp_tui.cli.user_database import UserDatabase
from csp_tui.cli.values import minutes
from csp_tui.i18n import gettext as _
from csp_tui.settings.writing import SettingsFile

if TYPE_CHECKING:
    from csp_tui.cli.session import Session

_TOURS = ("offer", "ten-offers")


def register(commands: Commands) -> None:
    """Add ``demo``; the workbench itself is what runs without a command."""
    demo = commands.add(
        "demo",
        open_demo,
        summary_of("demo"),
        "csp-tui demo",
        "csp-tui demo --tour",
        "csp-tui demo --tour ten-offers",
        "csp-tui demo --kiosk --idle 5 --limit 20",
        json=False,
        details=_(
            "The demo is in memory only: your files are not touched, and nothing is kept. In "
            "kiosk mode, for unattended terminals, no file can be opened or written, no "
            "program can be started, and the session ends after a while."
        ),
    )
    demo.add_argument(
        "--tour",
        nargs="?",
        const=_TOURS[0],
        choices=_TOURS,
        default="",
        metavar="offer|ten-offers",
        help=_(
            "begin with a guided tour: of one offer from draft to request (default), or of one "
            "change of ten offers"
        ),
    )
    demo.add_argument(
        "--kiosk", action="store_true", help=_("for unattended terminals: no files, limited time")
    )
    demo.add_argument(
        "--idle",
        type=minutes,
        metavar=_("MINUTES"),
        help=_("end a kiosk session after this many minutes without a key press (10)"),
    )
    demo.add_argument(
        "--limit",
        type=minutes,
        metavar=_("MINUTES"),
        help=_("end a kiosk session after this many minutes (30)"),
    )


def open_screens(session: Session, _args: argparse.Namespace) -> int:
    """Open the workbench on the user's database; it opens the file once it has painted."""
    if not _has_terminal(session):
        return USAGE
    from csp_tui.ui.run import run_workbench

    own = UserDatabase(session.paths.database, session.paths.unsaved, read_only=session.read_only)
    with closing(own), closing(TemporaryDemo()) as demo:
        return run_workbench(
            own.open,
            language=i18n.current(),
            log=session.paths.log,
            demo_source=demo,
            settings_file=_settings_file(session),
            recovery_files=own.recovery_files(),
            opener=own,
        )


def open_demo(session: Session, args: argparse.Namespace) -> int:
    """Open the workbench on the demo, of which nothing stays."""
    if not args.kiosk and (args.idle or args.limit):
        raise UsageError(_("--idle and --limit can only be used with --kiosk."), args.command)
    if args.kiosk:
        forget_environment()
    if not _has_terminal(session, is_kiosk=args.kiosk):
        return USAGE
    if args.kiosk:
        return _open_kiosk(session, args)
    from csp_tui.ui.run import run_workbench

    with closing(TemporaryDemo()) as demo:
        return run_workbench(
            demo.open,
            language=i18n.current(),
            log=session.paths.log,
            demo=True,
            demo_source=demo,
            settings_file=_settings_file(session),
            tour=args.tour,
        )


def _open_kiosk(session: Session, args: argparse.Namespace) -> int:
    from csp_tui import log
    from csp_tui.ui.kit.policy import IDLE_MINUTES, KIOSK, SESSION_MINUTES
    from csp_tui.ui.run import run_workbench

    log.keep_nothing()
    confine()
    policy = KIOSK.with_limits(
        idle=args.idle or IDLE_MINUTES, session=args.limit or SESSION_MINUTES
    )
    try:
        with closing(TemporaryDemo(policy.database_limit)) as demo:
            return run_workbench(
                demo.open,
                language=i18n.current(),
                log=session.paths.log,
                demo=True,
                demo_source=demo,
                policy=policy,
                tour=args.tour,
            )
    except MemoryError:
        session.say(_("This session has reached its memory limit, so it ends here."))
        return DONE


def _settings_file(session: Session) -> SettingsFile:
    return SettingsFile(session.paths.settings, named=session.paths.settings_named)


def _has_terminal(session: Session, *, is_kiosk: bool = False) -> bool:
    if os.environ.get("TEXTUAL_DRIVER") == BROWSER:
        return True
    if all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        return True
    session.say(
        _("csp-tui: The workbench needs a terminal for its input and output, and there is none.")
    )
    # Visitors connect over SSH and can't run commands of their own.
    step = _("connect with ssh -t and without a command") if is_kiosk else "csp-tui --help"
    session.say("  " + _("Next: {step}").format(step=step))
    return False
