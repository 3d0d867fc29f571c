"""Running the workbench in this terminal."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csp_tui.recovery.files import RecoveryFiles
    from csp_tui.services.workbench import Workbench
    from csp_tui.settings.writing import SettingsFile
    from csp_tui.ui.demo_visit import DemoSource
    from csp_tui.ui.opening import DatabaseOpener
    from csp_tui.ui.policy import SessionPolicy


def run_workbench(
    open_workbench: Callable[[], Workbench],
    *,
    language: str,
    log: Path,
    demo: bool = False,
    demo_source: DemoSource | None = None,
    settings_file: SettingsFile | None = None,
    policy: SessionPolicy | None = None,
    tour: bool = False,
    recovery_files: RecoveryFiles | None = None,
    opener: DatabaseOpener | None = None,
) -> int:
    """Show the workbench until the person leaves.

    Args:
        open_workbench: Opens the database; called in a thread after the first paint.
        language: ``en`` or ``fr``.
        log: Where unexpected errors are written.
        demo: Whether the database is a throwaway one, so that no file of the person's is changed.
        demo_source: Where the demo comes from that is visited from one's own database.
        settings_file: Where settings are read and, except in the demo, kept.
        policy: What the session may do; that of one's own database or the demo without it.
        tour: Whether the guided tour begins at once.
        recovery_files: Where what is unsaved is kept when the session is cut off; nowhere without.
        opener: The ways on where the database cannot be opened.

    Returns:
        The exit code.
    """
    from csp_tui import i18n
    from csp_tui import log as logfile
    from csp_tui.settings.reading import Reading
    from csp_tui.settings.values import Settings
    from csp_tui.ui.app import WorkbenchApp
    from csp_tui.ui.leaving import leave_soon
    from csp_tui.ui.watching import EVERY

    i18n.use(language)

    def open_behind_the_paint() -> Workbench:
        # In the demo there is a log only when something unexpected happens.
        if not demo:
            logfile.start(log)
        return open_workbench()

    reading = settings_file.read() if settings_file is not None else Reading(Settings())
    app = WorkbenchApp(
        open_behind_the_paint,
        log=log,
        demo=demo,
        demo_source=demo_source,
        policy=policy,
        settings=reading.settings,
        settings_file=None if demo else settings_file,
        settings_problems=reading.problems,
        # Nobody else can reach a throwaway database.
        watch=0.0 if demo else EVERY,
        recovery_files=recovery_files,
        opener=opener,
    )

    app.begins_with_tour = tour
    app.backs_up_daily = not demo

    async def until_left() -> int | None:
        # Whoever ends the program from outside gets the terminal back, too, and no demo stays.
        if os.name == "posix":
            loop = asyncio.get_running_loop()
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                loop.add_signal_handler(number, leave_soon, app, 128 + number)
        return await app.run_async()

    code = asyncio.run(until_left())
    return app.return_code or 0 if code is None else code
