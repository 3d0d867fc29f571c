"""Guides through the demo's story: shows each step, and does it if the user has not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from csp_tui.domain.errors import WorkbenchError
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.kit.command_screen import CommandScreen
from csp_tui.ui.tour.panel import TourPanel
from csp_tui.ui.tour.story import ONE_OFFER, TEN_OFFERS, Story, story_of

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.timer import Timer
    from textual.worker import Worker

    from csp_tui.ui.kit.app_base import AppBase
    from csp_tui.ui.tour.steps import Step

_TOURING = "-tour"
"""The class of screens that share their lines with the panel."""
_LOOK = 0.5
"""Seconds between two checks of what is selected on the screen but not stored."""


class Tour:
    """The guided tour; its keys work on every screen and dialog while it is on.

    Args:
        app: The app, which shows the demo.
    """

    def __init__(self, app: AppBase) -> None:
        self._app = app
        self._place = 0
        self._story_name = ONE_OFFER
        self._story: Story | None = None
        self._facts: Any = None
        self._one_at_a_time = asyncio.Lock()
        self._timer: Timer | None = None
        self._is_subscribed = False

    @property
    def story(self) -> Story:
        """The story that it tells."""
        if self._story is None:
            self._story = story_of(self._story_name)
        return self._story

    @property
    def _steps(self) -> tuple[Step, ...]:
        return self.story.steps

    @property
    def is_on(self) -> bool:
        """Whether the tour is on."""
        return self._app.tour_is_on

    @property
    def place(self) -> int:
        """Which step is shown, from 0."""
        return self._place

    @property
    def would_undo(self) -> bool:
        """Whether beginning it now undoes what was done in the demo, by hand or by the tour."""
        return self._app.demo and (
            self._app.demo_session.is_changed or (self.is_on and self._place > 0)
        )

    @property
    def is_done(self) -> bool:
        """Whether what the step asks for has been done."""
        step = self._steps[self._place]
        if step.saves and _has_unsaved(self._app):
            return False
        if self._facts is not None and step.is_done(self._facts):
            return True
        after = self._steps[self._place + 1] if self._place + 1 < len(self._steps) else None
        return after is not None and self.story.is_there(self._app, after)

    def disabled_reason_begin(self) -> str | None:
        """Why there can be no tour now, None if there can."""
        visit = self._app.demo_session
        if self._app.demo:
            return visit.disabled_reason_reset()
        if not visit.is_possible:
            return _("The tour guides you through the demo: csp-tui demo --tour")
        return visit.disabled_reason_begin()

    def begin(self, story: str = ONE_OFFER) -> None:
        """Begin at the first step in a fresh demo, opening one if needed."""
        if self.disabled_reason_begin() is not None:
            return
        self.choose(story)
        if self._app.demo:
            self._app.demo_session.reset(self.start)
        else:
            self._app.demo_session.begin(self.start)

    def begin_ten_offers(self) -> None:
        """Begin the story of ten offers, as ``begin`` does that of one."""
        self.begin(TEN_OFFERS)

    def choose(self, story: str) -> None:
        """Use another story from the next start on."""
        self._story_name, self._story, self._facts = story, None, None
        self._place = 0

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
        if self._place == len(self._steps) - 1:
            self._app.demo_session.was_toured = True
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._app.tour_is_on = False
        for screen in self._app.screen_stack:
            screen.remove_class(_TOURING)
            screen.query(TourPanel).remove()
        self._app.refresh_bindings()

    def disabled_reason_next(self) -> str | None:
        """Why there is no next step, None if there is one."""
        if self._place + 1 < len(self._steps):
            return None
        return _("That was the last step. {key} leaves the tour.").format(
            key=key_label("tour.leave")
        )

    def disabled_reason_back(self) -> str | None:
        """Why there is no step before, None if there is one."""
        return None if self._place else _("This is the first step of the tour.")

    def next(self) -> None:
        """Do what the step asks for, unless it is done, and go to the next one."""
        # The next key is meant for what comes then, and is not lost.
        self._app.key_queue.wait_for(self._run(self._go_on))

    def back(self) -> None:
        """Go to the step before, with the data of that step."""
        self._app.key_queue.wait_for(self._run(self._go_back))

    def demo_was_reset(self) -> None:
        """Start over after the demo was reset, if the tour is running."""
        if self.is_on:
            self.start()

    def check(self) -> None:
        """Check whether the step was done by hand; called after a write."""
        if self.is_on:
            self._run(self._check)

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

    async def _check(self) -> None:
        # A deleted tour offer is reported at the next step.
        with suppress(WorkbenchError):
            await self._read()

    async def _read(self) -> None:
        self._facts = await asyncio.to_thread(self.story.read, self._app.workbench)

    async def _go_on(self) -> None:
        place = self._place + 1
        if place == len(self._steps):
            return
        try:
            await self._act()
            is_there = await self._arrive(place)
        except WorkbenchError:
            is_there = False
        if not is_there:
            # Something else was done than in the story.
            await self._replay(place)
            self._app.tell(_("The tour sets up this step."), "plain")

    async def _go_back(self) -> None:
        if self._place > 0:
            await self._replay(self._place - 1)

    async def _act(self) -> None:
        from csp_tui.ui.tour.actions import save_edit
        from csp_tui.ui.tour.scenes import add_chosen, unsaved_edit

        step, workbench = self._steps[self._place], self._app.workbench
        await self._read()
        if step.act is None:
            return
        if step.saves:
            await add_chosen(self._app)
        edit, is_done = unsaved_edit(self._app), self.is_done
        if edit is not None:
            # The next page opens without what is not saved.
            await asyncio.to_thread(save_edit, workbench, edit)
            await self._read()
            is_done = step.is_done(self._facts)
        if not is_done:
            await asyncio.to_thread(step.act, workbench)

    async def _arrive(self, place: int) -> bool:
        """Show a step; False if what it begins with cannot be reached."""
        step, workbench = self._steps[place], self._app.workbench
        if place == 0:
            await asyncio.to_thread(self.story.begin, workbench)
        if step.before is not None:
            await asyncio.to_thread(step.before, workbench)
        await self._read()
        self._place = place
        return await self.story.show(self._app, step, self._facts)

    async def _replay(self, place: int) -> None:
        """Rebuild the story up to a step."""
        reset = self._app.demo_session.reset()
        if reset is None:
            return
        await reset.wait()
        workbench, story = self._app.workbench, self.story

        def tell() -> None:
            story.begin(workbench)
            for step in story.steps[:place]:
                for deed in (step.before, step.act):
                    if deed is not None:
                        deed(workbench)

        await asyncio.to_thread(tell)
        await self._arrive(place)

    def _changed(self, _screen: Screen[object]) -> None:
        if self.is_on:
            self._app.call_later(self._show)

    def _show(self) -> None:
        """Put the panel on whatever is shown, and show the progress in it."""
        screen = self._app.screen
        if not self.is_on or not isinstance(screen, CommandScreen):
            return
        if not screen.query(TourPanel):
            screen.add_class(_TOURING)
            screen.mount(TourPanel())
        text = step_text(self._steps[self._place])
        # Those below say the same, so that none of them is higher than the one above it.
        for one in self._app.screen_stack:
            for panel in one.query(TourPanel):
                panel.show(self._place + 1, len(self._steps), text, done=self.is_done)


def step_text(step: Step) -> str:
    """What a step says, in the language in use and with the keys as they are set."""
    return _(step.text).format(**{name: key_label(command) for name, command in step.keys})


def _has_unsaved(app: AppBase) -> bool:
    from csp_tui.ui.tour.scenes import has_unsaved

    return has_unsaved(app)
