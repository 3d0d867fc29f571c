"""Leads through the demo's story: shows each step where it happens, and does what is not done."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from csp_tui.domain.errors import WorkbenchError
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.holder import CommandHolder
from csp_tui.ui.commands.key_words import key_of
from csp_tui.ui.tour.panel import TourPanel

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.timer import Timer
    from textual.worker import Worker

    from csp_tui.ui.app import WorkbenchApp
    from csp_tui.ui.tour.deeds import Facts
    from csp_tui.ui.tour.steps import Step

_TOURING = "-tour"
"""The class of screens that share their lines with the panel."""
_LOOK = 0.5
"""Seconds between two looks at what is chosen on the screen but not stored."""


class Tour:
    """The guided tour; its keys work on every screen and dialog while it is on.

    Args:
        app: The app, which shows the demo.
    """

    def __init__(self, app: WorkbenchApp) -> None:
        self._app = app
        self._place = 0
        self._facts: Facts | None = None
        self._one_at_a_time = asyncio.Lock()
        self._timer: Timer | None = None
        self._is_subscribed = False

    @property
    def is_on(self) -> bool:
        """Whether it leads now."""
        return self._app.tour_is_on

    @property
    def place(self) -> int:
        """Which step is shown, from 0."""
        return self._place

    @property
    def would_undo(self) -> bool:
        """Whether beginning it now undoes what was done in the demo, by hand or by the tour."""
        return self._app.demo and (self._app.visit.is_changed or (self.is_on and self._place > 0))

    @property
    def is_done(self) -> bool:
        """Whether what the step asks for has been done."""
        from csp_tui.ui.tour.stage import is_there
        from csp_tui.ui.tour.steps import STEPS

        step = STEPS[self._place]
        if self._facts is not None and step.is_done(self._facts):
            return True
        after = STEPS[self._place + 1] if self._place + 1 < len(STEPS) else None
        return after is not None and is_there(self._app, after)

    def why_not_begin(self) -> str | None:
        """Why there can be no tour now, None where there can."""
        visit = self._app.visit
        if self._app.demo:
            return visit.why_not_reset()
        if not visit.is_possible:
            return _("The tour leads through the demo: csp-tui demo --tour")
        return visit.why_not_begin()

    def begin(self) -> None:
        """Begin at the first step of a demo as it is at the beginning, opened where it is not."""
        if self.why_not_begin() is not None:
            return
        if self._app.demo:
            self._app.visit.reset(self.start)
        else:
            self._app.visit.begin(self.start)

    def start(self) -> None:
        """Begin at the first step on a demo that was just opened."""
        app = self._app
        if not self._is_subscribed:
            self._is_subscribed = True
            app.screen_change_signal.subscribe(app, self._changed)
        app.tour_is_on = True
        if self._timer is None:
            self._timer = app.set_interval(_LOOK, self._show)
        self._run(self._begin)

    async def _begin(self) -> None:
        await self._arrive(0)

    def leave(self) -> None:
        """End; the demo stays as it is."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._app.tour_is_on = False
        for screen in self._app.screen_stack:
            screen.remove_class(_TOURING)
            screen.query(TourPanel).remove()
        self._app.refresh_bindings()

    def why_not_next(self) -> str | None:
        """Why there is no next step, None where there is one."""
        from csp_tui.ui.tour.steps import STEPS

        if self._place + 1 < len(STEPS):
            return None
        return _("That was the last step. {key} leaves the tour.").format(key=key_of("tour.leave"))

    def why_not_back(self) -> str | None:
        """Why there is no step before, None where there is one."""
        return None if self._place else _("This is the first step of the tour.")

    def next(self) -> None:
        """Do what the step asks for, unless it is done, and go to the next one."""
        # The next key is meant for what comes then, and is not lost.
        self._app.wait_for_opening(self._run(self._go_on))

    def back(self) -> None:
        """Go to the step before, with the data of that step."""
        self._app.wait_for_opening(self._run(self._go_back))

    def demo_was_reset(self) -> None:
        """Begin anew with the demo, where the tour is on."""
        if self.is_on:
            self.start()

    def look(self) -> None:
        """See whether the step was done by hand; called when something was stored."""
        if self.is_on:
            self._run(self._look)

    def _run(self, work: Callable[[], Awaitable[None]]) -> Worker[None]:
        worker: Worker[None] = self._app.run_worker(partial(self._in_turn, work), group="tour")
        return worker

    async def _in_turn(self, work: Callable[[], Awaitable[None]]) -> None:
        # One step at a time, however fast the key is pressed.
        async with self._one_at_a_time:
            if not self.is_on:
                return
            try:
                await work()
            except WorkbenchError as error:
                self._app.show_problem(error)
        self._show()

    async def _look(self) -> None:
        # Whoever deletes the offer of the tour hears of it when the tour goes on.
        with suppress(WorkbenchError):
            await self._read()

    async def _read(self) -> None:
        from csp_tui.ui.tour.deeds import facts

        self._facts = await asyncio.to_thread(facts, self._app.workbench)

    async def _go_on(self) -> None:
        from csp_tui.ui.tour.steps import STEPS

        place = self._place + 1
        if place == len(STEPS):
            return
        try:
            await self._act()
            is_there = await self._arrive(place)
        except WorkbenchError:
            is_there = False
        if not is_there:
            # Something else was done than the story tells.
            await self._replay(place)
            tell = getattr(self._app.screen, "tell", None)
            if tell is not None:
                tell(_("The tour begins this step as its story has it."), "plain")

    async def _go_back(self) -> None:
        if self._place > 0:
            await self._replay(self._place - 1)

    async def _act(self) -> None:
        from csp_tui.ui.tour.stage import picked
        from csp_tui.ui.tour.steps import STEPS

        step, workbench = STEPS[self._place], self._app.workbench
        await self._read()
        if step.act is not None and not self.is_done:
            chosen = picked(self._app) if step.stage == "partners" else {}
            await asyncio.to_thread(step.act if not chosen else _saving(chosen), workbench)

    async def _arrive(self, place: int) -> bool:
        """Show a step; False where what it begins with cannot be reached."""
        from csp_tui.ui.tour.deeds import make_offer
        from csp_tui.ui.tour.stage import show
        from csp_tui.ui.tour.steps import STEPS

        step, workbench = STEPS[place], self._app.workbench
        if place == 0:
            await asyncio.to_thread(make_offer, workbench)
        if step.before is not None:
            await asyncio.to_thread(step.before, workbench)
        await self._read()
        self._place = place
        return await show(self._app, step, self._facts)

    async def _replay(self, place: int) -> None:
        """Tell the story anew up to a step."""
        from csp_tui.ui.tour.deeds import make_offer
        from csp_tui.ui.tour.steps import STEPS

        reset = self._app.visit.reset()
        if reset is None:
            return
        await reset.wait()
        workbench = self._app.workbench

        def tell() -> None:
            make_offer(workbench)
            for step in STEPS[:place]:
                for deed in (step.before, step.act):
                    if deed is not None:
                        deed(workbench)

        await asyncio.to_thread(tell)
        await self._arrive(place)

    def _changed(self, _screen: Screen[object]) -> None:
        if self.is_on:
            self._app.call_later(self._show)

    def _show(self) -> None:
        """Put the panel on whatever is shown, and say in it how far one is."""
        from csp_tui.ui.tour.steps import STEPS

        screen = self._app.screen
        if not self.is_on or not isinstance(screen, CommandHolder):
            return
        if not screen.query(TourPanel):
            screen.add_class(_TOURING)
            screen.mount(TourPanel())
        text = step_text(STEPS[self._place])
        # Those below say the same, so that none of them is higher than what lies over it.
        for one in self._app.screen_stack:
            for panel in one.query(TourPanel):
                panel.show(self._place + 1, len(STEPS), text, done=self.is_done)


def step_text(step: Step) -> str:
    """What a step says, in the language in use and with the keys as they are set."""
    return _(step.text).format(**{name: key_of(command) for name, command in step.keys})


def _saving(chosen: dict[str, str]) -> Callable[[Any], None]:
    from csp_tui.ui.tour.deeds import save_selection

    return lambda workbench: save_selection(workbench, chosen)
