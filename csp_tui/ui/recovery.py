"""Keeps what is typed and not saved through a dropped line, and brings it back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual.css.query import NoMatches
from textual.events import InputEvent, MouseMove, Paste

from csp_tui.domain.errors import InvalidInput, NotFound
from csp_tui.domain.support import RequestStatus
from csp_tui.domain.text import visible
from csp_tui.i18n import gettext as _
from csp_tui.i18n import moment, ngettext
from csp_tui.recovery.unsaved import Recovered, Unsaved

if TYPE_CHECKING:
    from textual.events import Event
    from textual.screen import Screen
    from textual.timer import Timer

    from csp_tui.recovery.files import RecoveryFiles
    from csp_tui.ui.app import WorkbenchApp
    from csp_tui.ui.dialogs.text_view import TextViewDialog

QUIET = 1.0
"""Seconds between a key and the moment in which what it has typed is kept."""
_NAMED_AT_MOST = 8
_LONGEST_LINE = 200
_TRIES, _BETWEEN, _IDLE = 400, 0.05, 8
_TAKING = "taking-over"
_REQUESTED = {"request": RequestStatus.DRAFT, "ticket": RequestStatus.SUBMITTED}
"""What a request must be in for its ticket number to be typed in the wizard or in the dialog."""
_log = logging.getLogger("csp_tui.ui")


class Recovery:
    """Asks the screens what is unsaved, writes it behind the typing, and offers what was left.

    Args:
        app: The app.
        files: Where it is kept.
        now: The time.
    """

    def __init__(
        self,
        app: WorkbenchApp,
        files: RecoveryFiles,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._app = app
        self._files = files
        self._now = now
        self._kept: tuple[Unsaved, ...] = ()
        self._timer: Timer | None = None
        self._writing = asyncio.Lock()
        self._is_over = False
        self._taking: tuple[Recovered, int] | None = None
        self._has_failed = False

    def note(self, event: Event) -> None:
        """Someone has typed or clicked: look soon whether something is unsaved."""
        if isinstance(event, Paste | InputEvent) and not isinstance(event, MouseMove):
            self._look_soon()

    def _look_soon(self) -> None:
        if self._timer is None and not self._is_over and self._app.is_open:
            self._timer = self._app.set_timer(QUIET, self._look)

    async def _look(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        async with self._writing:
            unsaved = self._unsaved()
            if unsaved != self._kept and not self._is_over:
                await asyncio.to_thread(self._keep, unsaved)
        # What is being saved now, or chosen by a slow search, is seen without another key.
        if unsaved or any(not one.is_finished for one in self._app.workers):
            self._look_soon()

    def _keep(self, unsaved: tuple[Unsaved, ...], *, last: bool = False) -> None:
        try:
            (self._files.end if last else self._files.keep)(unsaved, self._now())
        except (OSError, ValueError):
            # Work goes on without the net; it is no reason to disturb anyone.
            _log.warning("what is unsaved could not be kept for the next start", exc_info=True)
            self._has_failed = True
        else:
            self._has_failed = False
        self._kept = unsaved

    def keep_now(self) -> None:
        """Write what is unsaved at once, or remove the file where nothing is: the program ends."""
        if self._is_over:
            return
        self._is_over = True
        if self._app.is_open and self._app._screen_stack:
            self._keep(self._unsaved(), last=True)
            if self._taking is not None and self._has_taken(self._taking[1]):
                self._forget(self._taking[0])

    def _unsaved(self) -> tuple[Unsaved, ...]:
        # A visit to the demo leaves nothing behind.
        return () if self._app.demo else unsaved_of(self._app.screen_stack)

    def offer(self) -> None:
        """Look for what an earlier session left, and ask what to do with it."""
        self._app.job(self._files.found, self._ask, group="recovery")

    def _tell_of_strangers(self) -> None:
        aside, self._files.set_aside = self._files.set_aside, ()
        tell = getattr(self._app.screen, "tell", None)
        if aside and tell is not None:
            tell(
                _("What an earlier session left could not be read; it is kept as {path}.").format(
                    path=visible(str(aside[-1]))
                ),
                "refused",
            )

    def _ask(self, left: Sequence[Recovered]) -> None:
        from csp_tui.ui.dialogs.confirm import ConfirmDialog

        self._tell_of_strangers()
        if not left:
            return
        found = left[0]

        def answered(way: str | None) -> None:
            if way == "restore":
                self.restore(found)
            elif way == "drop":
                self._app.job(lambda: self._files.forget(found), group="recovery")

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
                    "{count} older session has left something, too; it is offered next time.",
                    "{count} older sessions have left something, too; they are offered next time.",
                    more,
                )
            )
        choices = [("restore", _("Restore")), ("drop", _("Throw away"))]
        ask = ConfirmDialog(_("Bring back what you typed?"), lines, choices, cancel=_("Later"))
        self._app.push_screen(ask, answered)

    def restore(self, found: Recovered) -> None:
        """Open the places with what was typed there; the file goes when this session keeps it."""
        app = self._app

        def gone() -> list[Unsaved]:
            return [one for one in found.unsaved if not self._is_there(one)]

        def place(missing: list[Unsaved]) -> None:
            from csp_tui.ui.recovered_places import put_back

            left_over = [*missing]
            for one in found.unsaved:
                if one not in missing and not put_back(app, one):
                    left_over.append(one)
            opened = len(found.unsaved) - len(left_over)

            def take_over(_answer: None = None) -> None:
                app.run_worker(self._take_over(found, opened), group=_TAKING)

            if left_over:
                # Until it is read it exists nowhere else.
                app.push_screen(self._view(left_over, found.at), take_over)
            else:
                take_over()

        app.job(gone, place, group="recovery")

    def _is_there(self, one: Unsaved) -> bool:
        about, workbench = one.about, self._app.workbench
        try:
            if "offer_id" in about:
                workbench.audience.show(about["offer_id"])
            if one.place in _REQUESTED:
                request = workbench.support.show(int(about.get("request_id", "")))
                return request.status is _REQUESTED[one.place]
        except (NotFound, InvalidInput, ValueError, OverflowError):
            return False
        return True

    def _view(self, unsaved: Sequence[Unsaved], at: datetime) -> TextViewDialog:
        from csp_tui.ui.dialogs.text_view import TextViewDialog

        text = _(
            "This was typed on {at} UTC and cannot be put back in its place. Copy what you need:"
        ).format(at=moment(at))
        # Without what sets them off in the question, so that they can be pasted elsewhere.
        lines = "\n".join(line.removeprefix("  ") for one in unsaved for line in one.words)
        return TextViewDialog(
            _("What you had typed"), f"{text}\n\n{lines}\n", file_name="typed.txt"
        )

    def _has_taken(self, places: int) -> bool:
        """Whether every place has what was typed there, or is done with it.

        What is not unsaved any more is stored already, or was refused with its reason.
        """
        if len(self._unsaved()) >= places:
            return True
        working = any(not one.is_finished and one.group != _TAKING for one in self._app.workers)
        return not working and not any(map(_has_to_take, self._app.screen_stack))

    async def _take_over(self, found: Recovered, places: int) -> None:
        """Let this session keep what is restored, and only then forget that of the other one.

        Args:
            found: What was restored.
            places: How many places were opened; each takes what was typed once it is read.
        """
        self._taking = found, places
        idle = 0
        for _try in range(_TRIES):
            if len(self._unsaved()) >= places or idle > _IDLE:
                break
            idle = idle + 1 if self._has_taken(places) else 0
            await asyncio.sleep(_BETWEEN)
        else:
            # A place has not taken it after all; better offered again than lost.
            return
        await self._look()
        if not self._is_over:
            self._taking = None
            await asyncio.to_thread(self._forget, found)

    def _forget(self, found: Recovered) -> None:
        """Forget what this session keeps now, if it could be written."""
        if not self._has_failed:
            self._files.forget(found)


def _has_to_take(screen: Screen[object]) -> bool:
    return bool(getattr(screen, "start_typed", None))


def unsaved_of(screens: Sequence[Screen[object]]) -> tuple[Unsaved, ...]:
    """What is typed and not saved on these screens, the lower ones first."""
    found = []
    for place, screen in enumerate(screens):
        ask = getattr(screen, "unsaved_here", None)
        if ask is None or not screen.is_mounted:
            continue
        try:
            one = ask(screens[place - 1] if place else None)
        except NoMatches:
            # It is being made or taken away.
            continue
        if one is not None:
            found.append(one)
    return tuple(found)


def _shortened(line: str) -> str:
    return line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…"


def _listed(unsaved: Sequence[Unsaved]) -> str:
    lines = [_shortened(line) for one in unsaved for line in one.words]
    more = len(lines) - _NAMED_AT_MOST
    if more > 0:
        lines = lines[:_NAMED_AT_MOST]
        lines.append(ngettext("and {count} more", "and {count} more", more))
    return "\n".join(f"  {line}" for line in lines)
