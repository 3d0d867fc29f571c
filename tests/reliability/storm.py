"""Keys by the ten thousand at the real app, and a look every now and then at what must hold.

``python -m tests.reliability.storm [--keys 100000] [--seed S] [--every 100]``

The app works on a copy of the demo's database in a folder of its own; what it writes outside of
that folder is refused as if the disk belonged to someone else. Only leaving the program is left
out; now and then someone else changes the same database. After every so many keys nothing may be
at work forever, the log is empty, the database is intact and breaks no law of the program, the
focus is on something that can be seen, Help and Back are in the line of commands, and a few times
Escape and ``1`` lead home. Tells which screens and dialogs it has seen; ends with 1 and the way to
see it again where something does not hold.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import sys
import tempfile
import time
import traceback
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from textual.pilot import Pilot, WaitForScreenTimeout
from textual.widgets import Button
from textual.worker import WorkerCancelled, WorkerFailed

from csp_tui import i18n
from csp_tui.bootstrap import open_workbench
from csp_tui.cli.temporary_demo import TemporaryDemo
from csp_tui.demo import DEMO_USER, demo_clock
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.offers.screen import OffersScreen
from tests.ui.steering import painted

from .calm import Violation, require_lawful, require_usable, stuck
from .confined import confined
from .gusts import Gust, Gusts
from .outcome import Outcome
from .storm_words import titles, words
from .stormed import Someone, Stormed, told

PATIENCE = 60.0
"""Seconds after which unfinished work counts as work without end."""
ESCAPES = 10
_REMEMBERED = 250


class Storm:
    """One storm.

    Args:
        folder: Where everything happens.
        seed: Decides everything.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder = folder
        self._path = folder / "storm.sqlite"
        told(self._path).close()
        self._last: deque[Gust] = deque(maxlen=_REMEMBERED)
        self._log = _Log()
        self._seed = seed
        self._met: BaseException | None = None
        self._someone = Someone(self._path)
        self.outcome = Outcome()

    def run(self, keys: int, every: int = 100) -> Outcome:
        """Let it rage.

        Args:
            keys: How much is done.
            every: After how much of it everything is looked at.

        Raises:
            Violation: Something does not hold.
        """
        began, place, language = time.monotonic(), Path.cwd(), i18n.current()
        os.chdir(self._folder)
        logging.getLogger().addHandler(self._log)
        try:
            with confined(self._folder):
                asyncio.run(self._rage(keys, every))
        except Exception as error:
            met = error if isinstance(error, Violation) else self._met or error
            if isinstance(met, WorkerFailed):
                met = met.error
            raise self._violation(f"{type(met).__name__}: {met}") from met
        finally:
            self._someone.close()
            logging.getLogger().removeHandler(self._log)
            os.chdir(place)
            i18n.use(language)
            self.outcome.seconds = time.monotonic() - began
        return self.outcome

    async def _rage(self, keys: int, every: int) -> None:
        workbench = open_workbench(self._path, clock=demo_clock(), who=DEMO_USER)
        demo = TemporaryDemo()
        app = Stormed(lambda: workbench, demo_source=demo)
        app.met = self._meet
        gusts = Gusts(self._seed, words(self._folder, workbench), titles())
        try:
            async with app.run_test(size=(80, 24)) as pilot:
                await self._settle(pilot)
                await self._gusts(pilot, gusts, keys, every)
                await self._look(pilot, home=True)
        finally:
            demo.close()
            workbench.close()

    def _meet(self, error: Exception) -> None:
        self._met = self._met or error

    async def _gusts(self, pilot: Pilot[Any], gusts: Gusts, keys: int, every: int) -> None:
        outcome, left, next_look = self.outcome, gusts.burst(), every
        for gust in gusts:
            await self._do(pilot, gust)
            outcome.keys += gust[0] != "pause"
            left -= 1
            if left <= 0:
                await self._settle(pilot)
                left = gusts.burst()
                if outcome.keys >= next_look:
                    next_look += every
                    await self._look(pilot, home=outcome.looks % 5 == 4)
                    outcome.looks += 1
                if outcome.keys >= keys:
                    return

    async def _do(self, pilot: Pilot[Any], gust: Gust) -> None:
        self._last.append(gust)
        app = pilot.app
        assert isinstance(app, Stormed)
        match gust:
            case ("pause", _):
                await self._settle(pilot)
            case ("resize", (columns, rows)):
                await pilot.resize_terminal(columns, rows)
            case ("someone", chance):
                await asyncio.to_thread(self._someone.change, chance)
                app.external_changes.poll()
            case _:
                await app.do(gust)

    async def _settle(self, pilot: Pilot[Any]) -> None:
        app = pilot.app
        assert isinstance(app, Stormed)
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    # Quicker than a pause, which also waits until the processor rests.
                    await pilot._wait_for_screen()
                    if app._exception is not None:
                        raise app._exception
                    running = [one for one in app.workers if not one.is_finished]
                    if not running and not app.is_behind:
                        break
                    with suppress(WorkerCancelled):
                        await app.workers.wait_for_complete(running)
        except (TimeoutError, WaitForScreenTimeout):
            raise Violation(f"still at work: {stuck(app)}") from None
        self.outcome.seen[type(app.screen).__name__] += 1

    async def _look(self, pilot: Pilot[Any], *, home: bool) -> None:
        app = pilot.app
        assert isinstance(app, Stormed)
        if self._log.lines:
            raise Violation(f"the log is not empty: {self._log.lines[:3]}")
        if app.size.width < 60 or app.size.height < 20:
            await pilot.resize_terminal(80, 24)
        await self._rest(pilot)
        require_usable(app)
        require_lawful(app.workbench)
        if home:
            await self._go_home(pilot)
        self.outcome.left = app.asked_to_leave

    async def _go_home(self, pilot: Pilot[Any]) -> None:
        for _time in range(ESCAPES):
            if isinstance(pilot.app.screen, OffersScreen):
                break
            await self._press(pilot, "escape")
            # What is not saved is asked about; Escape goes back to it, so one has to answer.
            if isinstance(pilot.app.screen, ConfirmDialog):
                for button in pilot.app.screen.query(Button):
                    if button.name in ("discard", "drop"):
                        button.focus()
                        await self._press(pilot, "enter")
        if not isinstance(pilot.app.screen, OffersScreen):
            await self._press(pilot, "1")
        if not isinstance(pilot.app.screen, OffersScreen):
            stack = [type(one).__name__ for one in pilot.app.screen_stack]
            raise Violation(f"home is not to be reached from {stack}:\n{painted(pilot.app.screen)}")

    async def _press(self, pilot: Pilot[Any], key: str) -> None:
        await self._do(pilot, ("key", key))
        await self._rest(pilot)

    async def _rest(self, pilot: Pilot[Any]) -> None:
        """Wait as long as a person looks."""
        await self._settle(pilot)
        await pilot.pause()
        await self._settle(pilot)

    def _violation(self, what: str) -> Violation:
        last = " ".join(f"{kind}:{value!r}" for kind, value in self._last)
        return Violation(
            f"seed {self._seed}, after {self.outcome.keys}: {what}\nThe last of it: {last}"
        )


class _Log(logging.Handler):
    """Keeps what a log would say."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith("csp_tui"):
            self.lines.append(self.format(record))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.storm", description=__doc__)
    parser.add_argument("--keys", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=100)
    chosen = parser.parse_args(arguments)
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir()
        os.environ.update(HOME=str(home), TMPDIR=folder)
        for name in ("DATA", "CONFIG", "CACHE", "STATE"):
            os.environ[f"XDG_{name}_HOME"] = str(home / name.lower())
        storm = Storm(Path(folder), chosen.seed)
        try:
            outcome = storm.run(chosen.keys, chosen.every)
        except Violation as violation:
            print(violation, file=sys.stderr)
            if violation.__cause__ is not None:
                traceback.print_exception(violation.__cause__)
            return 1
    print(f"{outcome.keys} keys in {outcome.seconds:.0f} s, looked at {outcome.looks} times")
    for name, times in outcome.seen.most_common():
        print(f"  {times:>7} {name}")
    print("never seen:", ", ".join(outcome.unseen) or "none")
    return 0


if __name__ == "__main__":
    sys.exit(main())
