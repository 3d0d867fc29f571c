"""Keeps unsaved input when the connection is lost, and restores it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual.events import InputEvent, MouseMove, Paste

from csp_tui.domain.errors import WorkbenchError
from csp_tui.domain.text import visible
from csp_tui.i18n import gettext as _
from csp_tui.i18n import moment, ngettext
from csp_tui.recovery.unsaved import Recovered, UnsavedInput
from csp_tui.ui.recovery.unsaved_places import unsaved_of
from csp_tui.ui.terminal.lifecycle import is_working

if TYPE_CHECKING:
    from textual.events import Event
    from textual.timer import Timer

    from csp_tui.recovery.files import RecoveryFiles
    from csp_tui.ui.kit.app_base import AppBase
    from csp_tui.ui.kit.dialogs.text_view import TextViewDialog
    from csp_tui.ui.recovery.restore import Restoring

QUIET = 1.0
"""Seconds between a key and saving what it has typed."""
_NAMED_AT_MOST = 8
_LONGEST_LINE = 200
_log = logging.getLogger("csp_tui.ui")


class Recovery:
    """Collects unsaved input, writes it in the background, and offers it at the next start.

    Args:
        app: The app.
        files: Where it is kept.
        now: The time.
    """

    def __init__(
        self,
        app: AppBase,
        files: RecoveryFiles,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._app = app
        self._files = files
        self._now = now
        self._kept: tuple[UnsavedInput, ...] = ()
        self._timer: Timer | None = None
        self._writing = asyncio.Lock()
        self._is_over = False
        self._restoring: Restoring | None = None
        self._has_failed = False

    def note(self, event: Event) -> None:
        """Check soon for unsaved input, after a key or click."""
        if isinstance(event, Paste | InputEvent) and not isinstance(event, MouseMove):
            self._check_soon()

    def _check_soon(self) -> None:
        if self._timer is None and not self._is_over and self._app.is_open:
            self._timer = self._app.set_timer(QUIET, self._check)

    async def _check(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        async with self._writing:
            unsaved = self._unsaved()
            if unsaved != self._kept and not self._is_over:
                await asyncio.to_thread(self._keep, unsaved)
        # What is being saved now, or selected by a slow search, is seen without another key.
        if unsaved or any(map(is_working, self._app.workers)):
            self._check_soon()

    def _keep(self, unsaved: tuple[UnsavedInput, ...], *, last: bool = False) -> None:
        try:
            (self._files.end if last else self._files.keep)(unsaved, self._now())
        except (OSError, ValueError):
            # Work continues without recovery; that is no reason to interrupt the user.
            _log.warning("what is unsaved could not be kept for the next start", exc_info=True)
            self._has_failed = True
        else:
            self._has_failed = False
        self._kept = unsaved

    def keep_now(self, *, on_purpose: bool = False) -> None:
        """Write unsaved input now, or remove the file if there is none: the program is ending.

        Args:
            on_purpose: Whether the user leaves, and so is done with filters and the like.
        """
        if self._is_over:
            return
        self._is_over = True
        if self._app.is_open and self._app.screen_stack:
            unsaved = self._unsaved()
            if on_purpose:
                unsaved = tuple(one for one in unsaved if not one.transient)
            self._keep(unsaved, last=True)
            if self._restoring is not None and self._restoring.is_applied():
                self._forget(self._restoring.found)

    def _unsaved(self) -> tuple[UnsavedInput, ...]:
        # A visit to the demo leaves nothing behind.
        return () if self._app.demo else unsaved_of(self._app.screen_stack)

    def offer(self) -> None:
        """Look for what an earlier session left, and ask what to do with it."""
        self._app.tasks.run(self._files.found, self._ask, group="recovery")

    def _report_unreadable(self) -> None:
        aside, self._files.set_aside = self._files.set_aside, ()
        if aside:
            self._app.tell(
                _(
                    "Unsaved input of an earlier session could not be read; it is kept as {path}."
                ).format(path=visible(str(aside[-1]))),
                "refused",
            )

    def _ask(self, left: Sequence[Recovered]) -> None:
        self._report_unreadable()
        if not left:
            return
        from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog

        found = left[0]

        def answered(way: str | None) -> None:
            if way == "restore":
                self.restore(found)
            elif way == "drop":
                self._app.tasks.run(lambda: self._files.forget(found), group="recovery")

        lines = [
            _("The last session ended on {at} UTC before this was saved:").format(
                at=moment(found.at)
            ),
            _listed(found.unsaved),
        ]
        if len(left) > 1:
            more = len(left) - 1
            lines.append(
                ngettext(
                    "{count} older session also left unsaved input; it is offered next time.",
                    "{count} older sessions also left unsaved input; it is offered next time.",
                    more,
                )
            )
        choices = [("restore", _("Restore")), ("drop", _("Discard"))]
        ask = ConfirmDialog(_("Restore what you typed?"), lines, choices, cancel=_("Later"))
        self._app.push_screen(ask, answered)

    def restore(self, found: Recovered) -> None:
        """Open the places with what was typed there; the file goes when this session keeps it."""
        from csp_tui.ui.recovery.restore import RESTORING, Restoring

        restoring = self._restoring = Restoring(self._app, found)

        def take_over(_answer: None = None) -> None:
            restoring.is_read = True
            self._app.run_worker(self._take_over(restoring), group=RESTORING)

        async def open_again() -> None:
            try:
                left_over = await restoring.open()
            except WorkbenchError as error:
                self._app.show_problem(error)
                return
            if left_over:
                # Until it is read it exists nowhere else.
                self._app.push_screen(self._view(left_over, found.at), take_over)
            else:
                take_over()

        # Keys typed now belong to the field that is about to appear.
        self._app.key_queue.wait_for(self._app.run_worker(open_again(), group=RESTORING))

    def _view(self, unsaved: Sequence[UnsavedInput], at: datetime) -> TextViewDialog:
        from csp_tui.ui.kit.dialogs.text_view import TextViewDialog

        text = _("This was typed on {at} UTC and cannot be restored. Copy what you need:").format(
            at=moment(at)
        )
        # Without what sets them off in the question, so that they can be pasted elsewhere.
        lines = "\n".join(line.removeprefix("  ") for one in unsaved for line in one.summary_lines)
        return TextViewDialog(_("Unsaved input"), f"{text}\n\n{lines}\n", file_name="typed.txt")

    async def _take_over(self, restoring: Restoring) -> None:
        """Let this session keep what is restored, and only then forget that of the other one."""
        if not await restoring.wait_until_applied():
            # A page does not show it after all; better to offer it again than to lose it.
            return
        await self._check()
        if not self._is_over:
            self._restoring = None
            await asyncio.to_thread(self._forget, restoring.found)

    def _forget(self, found: Recovered) -> None:
        """Forget what this session keeps now, if it could be written."""
        if not self._has_failed:
            self._files.forget(found)


def _shortened(line: str) -> str:
    return line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…"


def _listed(unsaved: Sequence[UnsavedInput]) -> str:
    lines = [_shortened(line) for one in unsaved for line in one.summary_lines]
    more = len(lines) - _NAMED_AT_MOST
    if more > 0:
        lines = lines[:_NAMED_AT_MOST]
        lines.append(ngettext("and {count} more", "and {count} more", more))
    return "\n".join(f"  {line}" for line in lines)
