"""Running the workbench in this terminal."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csp_tui.recovery.files import RecoveryFiles
    from csp_tui.services.workbench import Workbench
    from csp_tui.settings.writing import SettingsFile
    from csp_tui.ui.kit.database_opener import DatabaseOpener
    from csp_tui.ui.kit.policy import SessionPolicy
    from csp_tui.ui.shell.demo_session import DemoSource

_NEW_OBJECTS = 2_000
"""Objects after which garbage is searched for; a page that opens makes more, and Python searches
after 700."""


def run_workbench(
    open_workbench: Callable[[], Workbench],
    *,
    language: str,
    log: Path,
    demo: bool = False,
    demo_source: DemoSource | None = None,
    settings_file: SettingsFile | None = None,
    policy: SessionPolicy | None = None,
    tour: str = "",
    recovery_files: RecoveryFiles | None = None,
    opener: DatabaseOpener | None = None,
) -> int:
    """Show the workbench until the user leaves.

    Args:
        open_workbench: Opens the database; called in a thread after the first paint.
        language: ``en`` or ``fr``.
        log: Where unexpected errors are written.
        demo: Whether the database is a temporary one, so that no file of the user's is changed.
        demo_source: Where the demo comes from that is visited from one's own database.
        settings_file: Where settings are read and, except in the demo, kept.
        policy: What the session may do; that of one's own database or the demo without it.
        tour: The name of the guided tour to start immediately, "" for none.
        recovery_files: Where what is unsaved is kept when the session is cut off; nowhere without.
        opener: Opens the database, and offers options if it cannot be opened.

    Returns:
        The exit code.
    """
    from csp_tui.ui.shell.footprint import import_asyncio_without_openssl, share_one_heap

    import_asyncio_without_openssl()
    import asyncio

    from csp_tui import i18n
    from csp_tui import log as logfile
    from csp_tui.settings.loader import LoadedSettings
    from csp_tui.settings.values import Settings
    from csp_tui.ui.app import WorkbenchApp
    from csp_tui.ui.shell.external_changes import EVERY
    from csp_tui.ui.terminal.shutdown import exit_when_idle

    share_one_heap()
    i18n.use(language)
    gc.disable()

    def open_after_paint() -> Workbench:
        # In the demo there is a log only when something unexpected happens.
        if not demo:
            logfile.start(log)
        try:
            return open_workbench()
        finally:
            # What exists now stays: searching it for garbage while someone types is a pause.
            gc.freeze()
            gc.set_threshold(_NEW_OBJECTS)
            gc.enable()

    reading = settings_file.read() if settings_file is not None else LoadedSettings(Settings())
    app = WorkbenchApp(
        open_after_paint,
        log=log,
        demo=demo,
        demo_source=demo_source,
        policy=policy,
        settings=reading.settings,
        settings_file=None if demo else settings_file,
        settings_problems=reading.problems,
        # No one else can access a temporary database.
        watch=0.0 if demo else EVERY,
        recovery_files=recovery_files,
        opener=opener,
    )

    app.first_story = tour
    app.database.backs_up_daily = not demo

    async def run_until_exit() -> int | None:
        # A signal restores the terminal, too, and removes the demo.
        if os.name == "posix":
            loop = asyncio.get_running_loop()
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                loop.add_signal_handler(number, exit_when_idle, app, 128 + number)
        return await app.run_async()

    code = asyncio.run(run_until_exit())
    return app.return_code or 0 if code is None else code
