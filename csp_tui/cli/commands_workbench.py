"""The workbench itself and its demo, opened from the command line."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import closing

from csp_tui import i18n
from csp_tui.cli.confinement import BROWSER, confine, forget_environment
from csp_tui.cli.failures import DONE, USAGE
from csp_tui.cli.own_database import OwnDatabase
from csp_tui.cli.parser import Commands, UsageError
from csp_tui.cli.session import Session
from csp_tui.cli.throwaway_demo import ThrowawayDemo
from csp_tui.cli.values import minutes
from csp_tui.i18n import gettext as _
from csp_tui.settings.writing import SettingsFile


def register(commands: Commands) -> None:
    """Add ``demo``; the workbench itself is what runs without a command."""
    demo = commands.add(
        "demo",
        open_demo,
        _("open the workbench on a throwaway copy of the demo data"),
        "csp-tui demo",
        "csp-tui demo --tour",
        "csp-tui demo --kiosk --idle 5 --limit 20",
        json=False,
        details=_(
            "The demo is in memory alone: no file of yours is touched, and nothing stays. In a "
            "kiosk, which is for strangers, no file can be named, read or written, no program be "
            "started, and the session ends after a while."
        ),
    )
    demo.add_argument("--tour", action="store_true", help=_("begin with the guided tour"))
    demo.add_argument("--kiosk", action="store_true", help=_("for strangers: no files, an end"))
    demo.add_argument(
        "--idle",
        type=minutes,
        metavar=_("MINUTES"),
        help=_("end a kiosk after so long without a key (10)"),
    )
    demo.add_argument(
        "--limit", type=minutes, metavar=_("MINUTES"), help=_("end a kiosk after so long (30)")
    )


def open_screens(session: Session, _args: argparse.Namespace) -> int:
    """Open the workbench on the user's database; it opens the file once it has painted."""
    if not _has_terminal(session):
        return USAGE
    from csp_tui.ui.run import run_workbench

    own = OwnDatabase(session.places.database, session.places.unsaved, read_only=session.read_only)
    with closing(ThrowawayDemo()) as demo:
        return run_workbench(
            own.open,
            language=i18n.current(),
            log=session.places.log,
            demo_source=demo,
            settings_file=_settings_file(session),
            recovery_files=own.recovery_files(),
            opener=own,
        )


def open_demo(session: Session, args: argparse.Namespace) -> int:
    """Open the workbench on the demo, of which nothing stays."""
    if not args.kiosk and (args.idle or args.limit):
        raise UsageError(_("--idle and --limit are for --kiosk."), args.command)
    if args.kiosk:
        forget_environment()
    if not _has_terminal(session, is_kiosk=args.kiosk):
        return USAGE
    if args.kiosk:
        return _open_kiosk(session, args)
    from csp_tui.ui.run import run_workbench

    with closing(ThrowawayDemo()) as demo:
        return run_workbench(
            demo.open,
            language=i18n.current(),
            log=session.places.log,
            demo=True,
            demo_source=demo,
            settings_file=_settings_file(session),
            tour=args.tour,
        )


def _open_kiosk(session: Session, args: argparse.Namespace) -> int:
    from csp_tui import log
    from csp_tui.ui.policy import IDLE_MINUTES, KIOSK, SESSION_MINUTES
    from csp_tui.ui.run import run_workbench

    log.keep_nothing()
    confine()
    policy = KIOSK.with_limits(
        idle=args.idle or IDLE_MINUTES, session=args.limit or SESSION_MINUTES
    )
    try:
        with closing(ThrowawayDemo(policy.database_limit)) as demo:
            return run_workbench(
                demo.open,
                language=i18n.current(),
                log=session.places.log,
                demo=True,
                demo_source=demo,
                policy=policy,
                tour=args.tour,
            )
    except MemoryError:
        session.say(_("This session has used all the memory it may have, so it ends here."))
        return DONE


def _settings_file(session: Session) -> SettingsFile:
    return SettingsFile(session.places.settings, named=session.places.settings_named)


def _has_terminal(session: Session, *, is_kiosk: bool = False) -> bool:
    if os.environ.get("TEXTUAL_DRIVER") == BROWSER:
        return True
    if all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        return True
    session.say(
        _("csp-tui: The workbench needs a terminal for its input and output, and there is none.")
    )
    # Strangers come over SSH and can run no command of their own.
    step = _("connect with ssh -t and without a command") if is_kiosk else "csp-tui --help"
    session.say("  " + _("Next: {step}").format(step=step))
    return False
