"""Plans that were carried out, as checklists of the manual steps that remain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters, on
from textual.containers import Vertical
from textual.widget import Widget

from csp_tui.domain.plan import PlanStatus
from csp_tui.domain.plan_words import action_title, change_message
from csp_tui.domain.support import status_title
from csp_tui.i18n import N_, moment, ngettext, pgettext, render, titled
from csp_tui.i18n import gettext as _
from csp_tui.services.plans import Checklist
from csp_tui.ui.commands.catalog.plans import SAVED_PLANS_COMMANDS
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialogs.text_view import TextViewDialog
from csp_tui.ui.kit.lists.record_list import Column, ListSource, Record, RecordList
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.theme import CURRENT, DONE


class SavedPlansPage(Page):
    """The plans that were carried out, newest first."""

    NAV_ITEM = ""
    HELP_TEXT = N_(
        "Plans that were carried out. A plan stays open as long as one of its support requests "
        "is, so that nothing is forgotten. Enter shows it as a checklist."
    )
    AUTO_FOCUS = "#saved-plans"
    COMMANDS_HERE: ClassVar[Sequence[Command]] = SAVED_PLANS_COMMANDS
    listing = getters.query_one("#saved-plans", RecordList)

    def compose_page(self) -> Iterable[Widget]:
        """The list."""
        with Vertical(classes="page"):
            listing = RecordList(_columns(), mark_width=2, id="saved-plans")
            listing.busy = _("Reading the plans…")
            listing.frame(_("Plans"))
            yield listing

    def load(self) -> None:
        """Read the plans."""
        plans = self.app.workbench.plans

        def read() -> list[Checklist]:
            return plans.checklists()

        self.tasks.run(read, self._show)

    def _show(self, found: list[Checklist]) -> None:
        self.listing.busy = ""
        self.listing.empty = _("No plan was carried out yet.")
        self.listing.set_source(ListSource(map(_record, found)))
        self.refresh_commands()

    @on(RecordList.Selected, "#saved-plans")
    def show_selected(self, event: RecordList.Selected) -> None:
        """Enter or a click shows the plan."""
        event.stop()
        self.command_plan_show()

    def disabled_reason_plan_show(self) -> str | None:
        """Showing needs a plan."""
        return None if self.listing.cursor_key else _("No plan is selected.")

    disabled_reason_plan_close = disabled_reason_plan_show

    def command_plan_show(self) -> None:
        """Show the plan as a checklist."""
        plan_id, plans = self.listing.cursor_key, self.app.workbench.plans
        if plan_id is not None:
            self.tasks.run(lambda: plans.checklist(plan_id), self._show_checklist, group="show")

    def _show_checklist(self, found: Checklist) -> None:
        title = found.saved.title or _("Plan")
        name = f"plan-{found.saved.id[:8]}.txt"
        self.app.push_screen(TextViewDialog(title, checklist_text(found), file_name=name))

    def command_plan_close(self) -> None:
        """Close the plan."""
        plan_id, plans = self.listing.cursor_key, self.app.workbench.plans
        if plan_id is not None:
            self.tasks.run_write(lambda: plans.close(plan_id), lambda _done: self.load())


def checklist_text(found: Checklist) -> str:
    """A plan as a checklist, a step in each line."""
    lines = [_("This plan was undone.")] if found.status is PlanStatus.UNDONE else []
    for item in found.items:
        line = titled(
            f"{'[x]' if item.is_done else '[ ]'} {item.step.offer_id}",
            f"{render(action_title(item.step.action))}, {render(change_message(item.step))}",
        )
        if item.request is not None:
            line += f" · #{item.request.id} {render(status_title(item.request.status))}"
        lines.append(line)
    return "\n".join(lines) + "\n"


def _columns() -> list[Column]:
    return [
        Column("when", _("When (UTC)"), min_width=16),
        Column("title", _("Title"), min_width=20),
        Column("who", _("Who"), min_width=8, priority=1),
        Column("left", _("To do"), min_width=8),
    ]


def _record(found: Checklist) -> Record:
    saved = found.saved
    is_open = found.status is PlanStatus.OPEN
    is_undone = found.status is PlanStatus.UNDONE
    return Record(
        (
            moment(saved.carried_out_at or saved.made_at),
            saved.title or saved.id,
            saved.who,
            ngettext("{count} step", "{count} steps", found.open_items)
            if is_open
            else pgettext("plan", "undone")
            if is_undone
            else pgettext("plan", "done"),
        ),
        mark=CURRENT if is_open else "" if is_undone else DONE,
        style="" if is_open else "muted",
        key=saved.id,
    )
