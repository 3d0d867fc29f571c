"""A plan: one table of outcomes, one confirmation, one batch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import ClassVar

from textual import getters, on
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from csp_tui.domain.desired import DesiredState
from csp_tui.domain.errors import WorkbenchError
from csp_tui.domain.plan import GoLive, Step
from csp_tui.domain.text import visible
from csp_tui.i18n import N_, current, ngettext, pgettext, render, titled
from csp_tui.i18n import gettext as _
from csp_tui.services.plan_applying import ApplyOptions
from csp_tui.services.plan_values import Applied, OpenedPlan, Plan, ResultKind
from csp_tui.ui.commands.catalog.plans import (
    PLAN_GO_LIVE,
    PLAN_PAGE_COMMANDS,
    PLAN_REQUESTS,
    PLAN_SKIP,
)
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.step_text import step_words
from csp_tui.ui.kit.dialogs.confirm import confirm
from csp_tui.ui.kit.files.deliver import deliver
from csp_tui.ui.kit.lists.record_list import ListSource, RecordList
from csp_tui.ui.kit.master_detail import Detail, MasterDetail
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.widgets.world_map import map_symbols
from csp_tui.ui.plans.detail import read_step
from csp_tui.ui.plans.rows import plan_columns, plan_record, question_lines, summary_lines
from csp_tui.ui.plans.sources import PlanSource, StatePlan

_FILE_NAME = "offers.plan"


class PlanPage(Page):
    """Shows what a change would do, step by step, and carries it out.

    Args:
        title: What the plan is for; it may hold data.
        source: What is planned: a desired state, or the plan of a file.
        go_live: How far to go beyond the drafts at first.
        requests: Whether support requests are prepared at first.
    """

    NAV_ITEM = ""
    HELP_TEXT = N_(
        "A plan shows every step from the current to the desired state: what is saved, published "
        "or synced, what takes a support request, and what a rule refuses. Nothing is changed "
        "until you carry it out; then all of it is one change, with one undo unless offers go "
        "live. Steps for Microsoft stay on a checklist under Plans until they are done. A plan "
        "can be saved to a file and opened again later, as a state file is."
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
        source: DesiredState | PlanSource,
        *,
        go_live: GoLive = GoLive.NO,
        requests: bool = True,
    ) -> None:
        super().__init__()
        self._plan_title = title
        self._source = StatePlan(source) if isinstance(source, DesiredState) else source
        self._go_live = go_live
        self._requests = requests
        self._skips = False
        self._plan: Plan | None = None
        self._opened: OpenedPlan | None = None

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
            listing = RecordList(plan_columns(), mark_width=2, id="plan-steps")
            listing.busy = _("Planning…")
            listing.frame(_("Plan"))
            yield MasterDetail(listing, self._read_step)
            yield Static("", id="plan-detail", markup=False)

    def recreate(self) -> Page:
        """The same plan, compared with the present state."""
        fresh = PlanPage(
            self._plan_title, self._source, go_live=self._go_live, requests=self._requests
        )
        return self.at_same_records(fresh)

    def load(self) -> None:
        """Plan, or check the plan of a file."""
        plans, source = self.app.workbench.plans, self._source
        go_live, requests = self._go_live, self._requests
        self.tasks.run(
            lambda: source.plan(plans, go_live=go_live, requests=requests),
            self._show,
            on_error=self._not_planned,
        )

    def _not_planned(self, error: WorkbenchError) -> None:
        self.listing.busy = ""
        self.listing.empty = render(error.message)
        self.app.show_problem(error)

    def _show(self, opened: OpenedPlan) -> None:
        self._opened, plan = opened, opened.plan
        self._plan = plan
        self.listing.busy = ""
        self.listing.empty = (
            _("Nothing to do: the drafts are as they should be.")
            if self._go_live is GoLive.NO
            else _("Nothing to do: everything is as it should be.")
        )
        self.listing.set_source(ListSource(plan_record(plan, step) for step in plan.steps))
        self.query_one("#plan-summary", Static).update(Content(self._summary(opened)))
        self._show_step()
        self.query_one(MasterDetail).reload()
        self.refresh_commands()

    @property
    def _changed(self) -> Collection[str]:
        """Offers that have changed since the plan of a file was made."""
        return () if self._opened is None else self._opened.changed

    def _summary(self, opened: OpenedPlan) -> str:
        lines = summary_lines(self._plan_title, opened)
        states = [(PLAN_SKIP, self._skips)]
        if not self._source.is_file:
            states = [
                (PLAN_REQUESTS, self._requests),
                (PLAN_GO_LIVE, self._go_live is not GoLive.NO),
                *states,
            ]
        lines.append(
            " · ".join(
                titled(
                    f"{command.shown_key} {command.shown_title}",
                    pgettext("switch", "on") if on else pgettext("switch", "off"),
                )
                for command, on in states
            )
        )
        return "\n".join(lines)

    def _current(self) -> Step | None:
        key, steps = self.listing.cursor_key, self._plan.steps if self._plan is not None else ()
        return next((step for step in steps if str(step.n) == key), None)

    @on(RecordList.Highlighted, "#plan-steps")
    def follow_cursor(self, event: RecordList.Highlighted) -> None:
        """Explain the highlighted step."""
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
        step = None if self.query_one(MasterDetail).has_detail else self._current()
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
        """Open the offer of the highlighted step."""
        step = self._current()
        if step is not None:
            self.app.navigation.open_offer(step.offer_id)

    def disabled_reason_plan_requests(self) -> str | None:
        """The plan of a file stays as it was made."""
        if self._source.is_file:
            return _("A saved plan is carried out as it was made. Make a new plan to change it.")
        return None

    disabled_reason_plan_go_live = disabled_reason_plan_requests

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
        if self._opened is not None:
            self._show(self._opened)

    def disabled_reason_plan_save(self) -> str | None:
        """There must be a plan."""
        return None if self._plan is not None else _("The plan is not ready yet.")

    def command_plan_save(self) -> None:
        """Give the user the plan as a file, as ``plan --out`` writes it."""
        plan = self._plan
        if plan is None:
            return
        from csp_tui.exchange.plan_file import plan_pieces

        self.tasks.run(
            lambda: "".join(plan_pieces(plan)),
            lambda text: deliver(self.app, text, _FILE_NAME),
            group="save",
        )

    def disabled_reason_plan_carry_out(self) -> str | None:
        """There must be something to do, and nothing refused unless it is skipped."""
        plan = self._plan
        if plan is None:
            return _("The plan is not ready yet.")
        if self._opened is not None and self._opened.used is not None:
            return render(self._opened.used)
        if self._changed and not self._skips:
            return _("Offers have changed since the plan was made. {key} skips them.").format(
                key=PLAN_SKIP.shown_key
            )
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
        skipped = {**dict.fromkeys(plan.refused_offers), **dict.fromkeys(self._changed)}
        lines = question_lines(plan, tuple(skipped) if self._skips else ())

        title, button = _("Carry out this plan?"), _("Carry out")
        confirm(self.app, title, lines, button, lambda: self._carry_out(plan))

    def _carry_out(self, plan: Plan) -> None:
        plans = self.app.workbench.plans
        options = ApplyOptions(skip_refused=self._skips, language=current())
        source, title = self._source, self._plan_title
        self.tasks.run_write(
            lambda: source.carry_out(plans, plan, options, title), self._carried_out
        )

    def _carried_out(self, applied: Applied) -> None:
        done = sum(result.result is ResultKind.DONE for result in applied.results)
        left = sum(result.message is not None for result in applied.results)
        text = ngettext("{count} offer changed.", "{count} offers changed.", done)
        if left:
            text += " " + ngettext("{count} skipped.", "{count} skipped.", left)
        self.tell(text)
        self.load()
