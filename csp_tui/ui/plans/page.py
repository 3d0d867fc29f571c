"""A plan: one table of outcomes, one confirmation, one batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters, on
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from csp_tui.domain.desired import DesiredState
from csp_tui.domain.errors import WorkbenchError
from csp_tui.domain.plan import GoLive, Step, StepOutcome
from csp_tui.domain.plan_words import (
    action_title,
    change_message,
    outcome_title,
    summary_message,
)
from csp_tui.domain.text import visible
from csp_tui.i18n import N_, current, ngettext, pgettext, render
from csp_tui.i18n import gettext as _
from csp_tui.services.plan_applying import ApplyOptions
from csp_tui.services.plan_values import Applied, Plan, ResultKind
from csp_tui.ui.commands.catalog.plans import (
    PLAN_GO_LIVE,
    PLAN_PAGE_COMMANDS,
    PLAN_REQUESTS,
    PLAN_SKIP,
)
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.step_text import step_words
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.kit.lists.record_list import Column, ListSource, Record, RecordList
from csp_tui.ui.kit.master_detail import Detail, MasterDetail
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.theme import DONE, State, symbol
from csp_tui.ui.kit.widgets.world_map import map_symbols
from csp_tui.ui.plans.detail import read_step

_STYLES = {
    StepOutcome.REFUSED: "removed",
    StepOutcome.PENDING: "muted",
    StepOutcome.SUPPORT_REQUEST: "locked",
}
_MARKS = {
    StepOutcome.ALLOWED: DONE,
    StepOutcome.SUPPORT_REQUEST: symbol(State.REQUEST),
    StepOutcome.REFUSED: symbol(State.REFUSED),
    StepOutcome.PENDING: symbol(State.STALE),
}
_EFFECTS_AT_MOST = 3
_NAMED_AT_MOST = 5


class PlanPage(Page):
    """Shows what a change comes to, step by step, and carries it out.

    Args:
        title: What the plan is for; it may hold data.
        desired: What is to be planned.
        go_live: How far to go beyond the drafts at first.
        requests: Whether support requests are prepared at first.
    """

    NAV_ITEM = ""
    HELP_TEXT = N_(
        "A plan shows every step from here to the wished state: what is saved, published or "
        "synced, what takes a support request, and what a rule refuses. Nothing is changed "
        "until you carry it out; then all of it is one change, with one undo unless offers go "
        "live. Steps for Microsoft stay on a checklist under Plans until they are done."
    )
    AUTO_FOCUS = "#plan-steps"
    COMMANDS_HERE: ClassVar[Sequence[Command]] = PLAN_PAGE_COMMANDS
    DEFAULT_CSS = """
    PlanPage {
        #plan-summary { height: auto; }
        #plan-detail { height: auto; max-height: 8; }
    }
    """
    listing = getters.query_one("#plan-steps", RecordList)

    def __init__(
        self,
        title: str,
        desired: DesiredState,
        *,
        go_live: GoLive = GoLive.NO,
        requests: bool = True,
    ) -> None:
        super().__init__()
        self._plan_title = title
        self._desired = desired
        self._go_live = go_live
        self._requests = requests
        self._skips = False
        self._plan: Plan | None = None

    @property
    def is_planned(self) -> bool:
        """Whether the plan is shown."""
        return self._plan is not None

    @property
    def goes_live(self) -> bool:
        """Whether the plan goes beyond the drafts."""
        return self._go_live is not GoLive.NO

    def compose_page(self) -> Iterable[Widget]:
        """Title and summary, the steps, and the highlighted step in full."""
        with Vertical(classes="page"):
            yield Static("", id="plan-summary", markup=False)
            listing = RecordList(_columns(), mark_width=2, id="plan-steps")
            listing.busy = _("Planning…")
            listing.frame(_("Plan"))
            yield MasterDetail(listing, self._read_step)
            yield Static("", id="plan-detail", markup=False)

    def recreate(self) -> Page:
        """The same plan, from the present state."""
        fresh = PlanPage(
            self._plan_title, self._desired, go_live=self._go_live, requests=self._requests
        )
        return self.at_same_records(fresh)

    def load(self) -> None:
        """Plan."""
        plans, desired = self.app.workbench.plans, self._desired
        go_live, requests = self._go_live, self._requests
        self.tasks.run(
            lambda: plans.plan(desired, go_live=go_live, requests=requests),
            self._show,
            on_error=self._not_planned,
        )

    def _not_planned(self, error: WorkbenchError) -> None:
        self.listing.busy = ""
        self.listing.empty = render(error.message)
        self.app.show_problem(error)

    def _show(self, plan: Plan) -> None:
        self._plan = plan
        self.listing.busy = ""
        self.listing.empty = _("Nothing to do: everything is as it should be.")
        self.listing.set_source(ListSource(_record(plan, step) for step in plan.steps))
        self.query_one("#plan-summary", Static).update(Content(self._summary(plan)))
        self._show_step()
        self.query_one(MasterDetail).reload()
        self.refresh_commands()

    def _summary(self, plan: Plan) -> str:
        lines = [visible(self._plan_title), render(summary_message(plan.summary))]
        for change in plan.lists:
            lines.append(_("Partner list {name} changes.").format(name=change.name))
        moved = [one for one in plan.effects if one.regions_opened or one.regions_closed]
        for effect in moved[:_EFFECTS_AT_MOST]:
            parts = []
            if effect.regions_opened:
                parts.append("+ " + ", ".join(map(_, effect.regions_opened)))
            if effect.regions_closed:
                parts.append("- " + ", ".join(map(_, effect.regions_closed)))
            lines.append(_("{title}: {text}").format(title=effect.offer_id, text="; ".join(parts)))
        if len(moved) > _EFFECTS_AT_MOST:
            rest = len(moved) - _EFFECTS_AT_MOST
            lines.append(
                ngettext(
                    "{count} more offer opens or closes regions.",
                    "{count} more offers open or close regions.",
                    rest,
                )
            )
        lines += [render(warning) for warning in plan.warnings]
        states = (
            (PLAN_REQUESTS, self._requests),
            (PLAN_GO_LIVE, self._go_live is not GoLive.NO),
            (PLAN_SKIP, self._skips),
        )
        lines.append(
            " · ".join(
                _("{title}: {text}").format(
                    title=f"{command.shown_key} {command.shown_title}",
                    text=pgettext("switch", "on") if on else pgettext("switch", "off"),
                )
                for command, on in states
            )
        )
        return "\n".join(lines)

    def _current(self) -> Step | None:
        record = self.listing.cursor_record
        if record is None or self._plan is None:
            return None
        return next((step for step in self._plan.steps if str(step.n) == record.key), None)

    @on(RecordList.Highlighted, "#plan-steps")
    def follow_cursor(self, event: RecordList.Highlighted) -> None:
        """Explain the step under the cursor."""
        event.stop()
        self._show_step()
        self.refresh_commands()

    @on(RecordList.Selected, "#plan-steps")
    def open_selected(self, event: RecordList.Selected) -> None:
        """Enter or a click opens the offer."""
        event.stop()
        self.command_plan_open_offer()

    def _read_step(self, number: str) -> Detail | None:
        plan = self._plan
        if plan is None:
            return None
        return read_step(self.app.workbench, plan, number, symbols=map_symbols(self.app))

    @on(MasterDetail.Arranged)
    def _show_step(self) -> None:
        # What is beside the table needs no line below it.
        step = None if self.query_one(MasterDetail).pane.display else self._current()
        text = ""
        if step is not None:
            parts = [f"{render(step.message)} ({step.rule})"]
            if step.next_step is not None:
                parts.append(step_words(step.next_step))
            parts += [render(warning) for warning in step.warnings]
            text = "\n".join(parts)
        self.query_one("#plan-detail", Static).update(Content(visible(text)))

    def disabled_reason_plan_open_offer(self) -> str | None:
        """Opening needs a step."""
        return None if self._current() else _("No step is selected.")

    def command_plan_open_offer(self) -> None:
        """Open the offer of the step under the cursor."""
        step = self._current()
        if step is not None:
            self.app.open_offer(step.offer_id)

    def command_plan_requests(self) -> None:
        """Prepare support requests, or don't."""
        self._requests = not self._requests
        self.load()

    def command_plan_go_live(self) -> None:
        """Go live, or only change drafts."""
        self._go_live = GoLive.NEXT if self._go_live is GoLive.NO else GoLive.NO
        self.load()

    def command_plan_skip_refused(self) -> None:
        """Skip what is refused, or don't."""
        self._skips = not self._skips
        if self._plan is not None:
            self._show(self._plan)

    def disabled_reason_plan_carry_out(self) -> str | None:
        """There must be something to do, and nothing refused unless it is skipped."""
        plan = self._plan
        if plan is None:
            return _("The plan is not ready yet.")
        if plan.is_empty or plan.only_waits:
            return _("There is nothing to do here.")
        if plan.summary.refused and not self._skips:
            return _("Some steps are refused. {key} skips their offers.").format(
                key=PLAN_SKIP.shown_key
            )
        if not plan.is_doable:
            return _("There is nothing to do here; what is left is refused.")
        return None

    def command_plan_carry_out(self) -> None:
        """Ask once, then carry the plan out."""
        plan = self._plan
        if plan is None:
            return
        lines = [render(summary_message(plan.summary))]
        losing = plan.losing
        if losing:
            lines.append(
                ngettext("{count} partner loses access.", "{count} partners lose access.", losing)
            )
        skipped = plan.refused_offers
        if skipped:
            names = ", ".join(skipped[:_NAMED_AT_MOST])
            if len(skipped) > _NAMED_AT_MOST:
                names += ", …"
            lines.append(
                ngettext(
                    "{count} offer is skipped: {names}.",
                    "{count} offers are skipped: {names}.",
                    len(skipped),
                    names=names,
                )
            )
        lines.append(
            _("All of it is one change that cannot be undone, because it takes offers live.")
            if plan.takes_live
            else _("All of it is one change with one undo.")
        )

        def answered(choice: str | None) -> None:
            if choice:
                self._carry_out(plan)

        ask = ConfirmDialog(_("Carry out this plan?"), lines, [("yes", _("Carry out"))])
        self.app.push_screen(ask, answered)

    def _carry_out(self, plan: Plan) -> None:
        plans = self.app.workbench.plans
        options = ApplyOptions(skip_refused=self._skips, language=current())
        desired, title = self._desired, self._plan_title
        go_live, requests = self._go_live, self._requests

        def work() -> Applied:
            return plans.apply(
                desired,
                options,
                go_live=go_live,
                requests=requests,
                title=title,
                seen=plan,
                keep=True,
            )

        self.tasks.run_write(work, self._carried_out)

    def _carried_out(self, applied: Applied) -> None:
        done = sum(result.result is ResultKind.DONE for result in applied.results)
        left = sum(result.message is not None for result in applied.results)
        text = ngettext("{count} offer changed.", "{count} offers changed.", done)
        if left:
            text += " " + ngettext("{count} skipped.", "{count} skipped.", left)
        self.tell(text)
        self.load()


def _columns() -> list[Column]:
    return [
        Column("offer", _("Offer ID"), min_width=14, cut="middle"),
        Column("step", _("Step"), min_width=12),
        Column("change", _("Change"), min_width=14, priority=1),
        Column("outcome", _("Outcome"), min_width=10),
        Column("rule", _("Rule"), min_width=4),
        Column("reason", _("Reason"), min_width=20, priority=2),
    ]


def _record(plan: Plan, step: Step) -> Record:
    outcome, lacks_request = step.outcome, False
    if plan.is_refused(step):
        lacks_request = outcome is StepOutcome.SUPPORT_REQUEST
        outcome = StepOutcome.REFUSED
    return Record(
        (
            step.offer_id,
            render(action_title(step.action)),
            render(change_message(step)),
            _("refused without a request") if lacks_request else render(outcome_title(outcome)),
            step.rule,
            render(step.message),
        ),
        mark=_MARKS[outcome],
        style=_STYLES.get(outcome, ""),
        key=str(step.n),
    )
