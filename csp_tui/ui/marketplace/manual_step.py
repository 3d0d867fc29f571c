"""Manual steps in Partner Center, which no API does: the text, the page, or a simulation."""

from __future__ import annotations

from csp_tui.domain.plan import Actor, StepAction
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render, titled
from csp_tui.services.remote.draft_steps import comes_first
from csp_tui.services.remote.service import PartnerCenterService
from csp_tui.services.remote.views import RemotePlan, RemoteStep
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.kit.background import BackgroundTasks
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.kit.page import Page


class ManualStep:
    """Shows what is left to do by hand for an offer."""

    def __init__(self, page: Page, center: PartnerCenterService, tasks: BackgroundTasks) -> None:
        self._page = page
        self._center = center
        self._tasks = tasks

    def show(self, offer_id: str, name: str, account: str) -> None:
        """Find out what is left, and show it."""
        self._tasks.run(
            lambda: self._center.planner.plan(account, offers=[offer_id]),
            lambda plan: self._show(offer_id, name, plan),
            group="person",
        )

    def _show(self, offer_id: str, name: str, plan: RemotePlan) -> None:
        steps = [one for one in plan.steps if one.step.by is Actor.PERSON]
        if not steps:
            self._page.tell(_nothing_to_do(plan, name), "plain")
            return
        lines = [line for one in steps for line in _lines(plan, one)]
        choices = [("open", _("Open the page")), ("copy", _("Copy the text"))]
        plays = self._center.accounts.can_act and any(
            one.step.action is StepAction.SYNC and not one.step.after for one in steps
        )
        if plays:
            lines.append(_("In the demo, csp-tui can press it for you."))
            choices.insert(0, ("play", _("Press it")))

        def answered(way: str | None) -> None:
            if way == "play":
                self._play(offer_id)
            elif way == "open":
                self._page.app.open_url(steps[0].page)
            elif way == "copy":
                text = "\n\n".join(render(one.text) for one in steps if one.text is not None)
                self._page.tell(self._page.app.copy(text, _("The text of the step")))

        title = _("In Partner Center: {offer}").format(offer=name)
        self._page.app.push_screen(ConfirmDialog(title, lines, choices, loses=not plays), answered)

    def _play(self, offer_id: str) -> None:
        def pressed(_nothing: None) -> None:
            text = _("Pressed in the demo's Partner Center. {key} pulls what is live now.")
            self._page.tell(text.format(key=key_label("center.pull")))

        self._tasks.run(
            lambda: self._center.accounts.act("sync", offer_id), pressed, group="played"
        )


def _nothing_to_do(plan: RemotePlan, name: str) -> str:
    """Why no person is needed: a job is writing the draft, or everything is done."""
    for one in plan.steps:
        if one.step.action is StepAction.WAIT:
            return titled(name, render(one.step.message))
    return _("{offer}: nothing is left to do by hand.").format(offer=name)


def _lines(plan: RemotePlan, one: RemoteStep) -> list[str]:
    lines = [render(one.step.message)]
    first = comes_first(plan, one.step)
    if first is not None:
        lines.append(render(first))
    if one.text is not None:
        lines.append(render(one.text))
    return [*lines, one.page]
