"""Plans: their IDs and kinds, which decide what CSP partners may sell by default."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Select, Static

from csp_tui.domain import identifiers
from csp_tui.domain.errors import InvalidInput, WorkbenchError
from csp_tui.domain.field_names import FIELD_NAMES
from csp_tui.domain.product import Plan, PlanKind, plan_kind_title, plan_kinds
from csp_tui.domain.text import visible
from csp_tui.i18n import N_, render, titled
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import Value
from csp_tui.services.offers import SetupEdit
from csp_tui.services.views import AudienceView
from csp_tui.ui.commands.catalog.offers import (
    PLANS_ADD,
    PLANS_COMMANDS,
    PLANS_MARKETS,
    PLANS_REMOVE,
)
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.lists.record_list import Column, ListSource, Record, RecordList
from csp_tui.ui.kit.section import Section
from csp_tui.ui.kit.widgets.button_row import ButtonRow
from csp_tui.ui.kit.widgets.command_button import CommandButton
from csp_tui.ui.kit.widgets.text_fields import TextField
from csp_tui.ui.text.conflicts import Conflict, VersionRow
from csp_tui.ui.text.input import field_text
from csp_tui.ui.text.markets import markets_text


class PlansSection(Section):
    """The page "Plans"; adding and removing saves the draft at once."""

    HELP_TEXT = N_(
        "Plans: their kinds decide what CSP partners may sell by default and what the option "
        "decides, and their markets where the offer is sold. Every change saves the draft at once."
    )
    COMMANDS_HERE: ClassVar[Sequence[Command]] = PLANS_COMMANDS
    SAVES_WITH: ClassVar[Command] = PLANS_ADD
    DEFAULT_CSS = """
    PlansSection {
        & > RecordList { height: 1fr; }
        & > .row { height: auto; }
        & #plan-id { width: 1fr; }
        & #plan-kind { width: 34; }
    }
    """

    _undone = ""

    def compose(self) -> Iterable[Widget]:
        """The plans, and the fields of one more."""
        yield Static("", classes="hint", id="plans-hint", markup=False)
        yield RecordList(
            [
                Column("id", _("Plan ID"), min_width=12, cut="middle"),
                Column("kind", _("Kind"), min_width=20),
                Column("csp", _("CSP"), min_width=20),
            ],
            id="plans-list",
            empty=_("No plans yet. Type a plan ID below and press Enter."),
        )
        with Horizontal(classes="row"):
            yield TextField(placeholder=_("ID of a new plan"), id="plan-id", max_length=50)
            yield Select[PlanKind]([], id="plan-kind", compact=True, prompt=_("Kind"))
        yield Static("", id="plans-markets", markup=False)
        with ButtonRow():
            yield CommandButton(self, PLANS_ADD, primary=True)
            yield CommandButton(self, PLANS_REMOVE)
            yield CommandButton(self, PLANS_MARKETS)

    def show_view(self, view: AudienceView) -> None:
        """Show the plans and what is in the CSP channel by default (R3, R4)."""
        if self.is_newer(view):
            # What is redone next is the stored change that was undone since.
            self._undone = ""
        super().show_view(view)
        offer = view.state.offer
        by_default = set(view.state.eligibility.default_plans)
        opted = _("by the selected option") if view.state.eligibility.eligible else _("not sold")
        records = [
            Record(
                cells=(
                    plan.plan_id,
                    render(plan_kind_title(plan.kind)),
                    _("sold by default") if plan.plan_id in by_default else opted,
                ),
                key=plan.plan_id,
            )
            for plan in offer.setup.plans
        ]
        self.query_one(RecordList).set_source(ListSource(records))
        self.query_one("#plans-hint", Static).update(Content(render(view.state.eligibility.reason)))
        sold = titled(_("Sold in"), markets_text(offer.setup.markets))
        self.query_one("#plans-markets", Static).update(Content(visible(sold)))
        kinds = plan_kinds(offer.product_type)
        chooser = self.query_one("#plan-kind", Select)
        chosen = chooser.value if chooser.value in kinds else kinds[0]
        chooser.set_options([(Content(render(plan_kind_title(kind))), kind) for kind in kinds])
        chooser.value = chosen

    def typed(self) -> dict[str, Value]:
        """The ID of a plan that is not added yet, and its kind."""
        plan_id = self.query_one("#plan-id", Input).value
        kind = self.query_one("#plan-kind", Select).value
        return {"plan_id": plan_id, "kind": str(kind)} if plan_id else {}

    @property
    def can_undo_input(self) -> bool:
        """Whether an ID is typed."""
        return bool(self._typed_id)

    @property
    def can_redo_input(self) -> bool:
        """Whether a typed ID was undone, and nothing was typed since."""
        return bool(self._undone) and not self.can_undo_input

    def undo_input(self) -> None:
        """Remove the typed ID."""
        field = self.query_one("#plan-id", Input)
        self._undone, field.value = field.value, ""

    def redo_input(self) -> None:
        """Enter it again."""
        self.query_one("#plan-id", Input).value = self._undone

    @property
    def loses_input(self) -> bool:
        """An ID that is typed; what others change is shown beside it."""
        return bool(self._typed_id)

    def unsaved_words(self) -> str:
        """The ID."""
        return _("Plan {id} is not added yet.").format(id=self._typed_id)

    def next_step(self) -> str:
        """How to add it."""
        if not self.loses_input:
            return ""
        return _("Not added yet: Enter in the field adds the plan and saves the draft")

    @property
    def _typed_id(self) -> str:
        # There is no field yet while the section is being made.
        return next((one.value for one in self.query("#plan-id").results(Input)), "").strip()

    def discard(self) -> None:
        """Remove the typed ID."""
        self.query_one("#plan-id", Input).value = ""

    def typed_lines(self) -> Sequence[str]:
        """The ID."""
        return [titled(_("Plan ID"), self.query_one("#plan-id", Input).value)]

    def restore(self, typed: Mapping[str, Value]) -> None:
        """Enter it again."""
        chooser = self.query_one("#plan-kind", Select)
        if self.view is not None:
            for kind in plan_kinds(self.view.state.offer.product_type):
                if str(kind) == typed.get("kind"):
                    chooser.value = kind
        field = self.query_one("#plan-id", Input)
        field.value = field_text(str(typed.get("plan_id", "")))

    @on(Input.Submitted, "#plan-id")
    def add_typed(self, event: Input.Submitted) -> None:
        """Enter adds the plan."""
        event.stop()
        self.page.action_run_command(PLANS_ADD.id)

    @on(Input.Changed, "#plan-id")
    def note_typed(self, event: Input.Changed) -> None:
        """Say what adds the ID."""
        event.stop()
        self.page.show_next()
        self.page.refresh_commands()

    def command_plans_add(self) -> None:
        """Add the plan and save the draft; without an ID, go to its field."""
        then = self.after_save
        if not self._typed_id:
            self.query_one("#plan-id").focus()
            self.page.tell(_("Type the ID of the new plan, then press Enter."), "plain")
            return
        kind = self.query_one("#plan-kind", Select).value
        if self.view is None or not isinstance(kind, PlanKind):
            return
        try:
            plan = Plan(identifiers.plan_id(self.query_one("#plan-id", Input).value), kind)
        except InvalidInput as error:
            self._refused(error)
            return
        plans = (*self.view.state.offer.setup.plans, plan)
        self._store(
            SetupEdit(plans=plans),
            lambda: self._added(then),
            lambda: self.page.action_run_command(PLANS_ADD.id),
        )

    def disabled_reason_plans_remove(self) -> str | None:
        """Removing needs a plan."""
        return None if self.query_one(RecordList).cursor_key else _("There is no plan to remove.")

    def command_plans_remove(self) -> None:
        """Remove the highlighted plan and save the draft."""
        plan_id = self.query_one(RecordList).cursor_key
        if plan_id is not None:
            self._remove(plan_id)

    def _remove(self, plan_id: str) -> None:
        if self.view is None:
            return
        plans = self.view.state.offer.setup.plans
        rest = tuple(plan for plan in plans if plan.plan_id != plan_id)
        if rest == plans:
            self.page.tell(_("Plan {id} no longer exists.").format(id=plan_id), "plain")
            return
        # By its ID, since the cursor may be on another plan by then.
        self._store(
            SetupEdit(plans=rest),
            lambda: self._removed(plan_id),
            lambda: self._remove(plan_id),
        )

    def disabled_reason_plans_markets(self) -> str | None:
        """The markets are those of an offer that has been read."""
        return None if self.view is not None else _("The offer is still being read.")

    def command_plans_markets(self) -> None:
        """Select the markets where the offer is sold, and save the draft."""
        if self.view is None:
            return
        from csp_tui.ui.offer.markets_dialog import MarketsDialog

        setup = self.view.state.offer.setup
        dialog = MarketsDialog(setup.name, setup.markets, self.app.workbench.regions)
        self.app.push_screen(dialog, self._markets_chosen)

    def _markets_chosen(self, markets: tuple[str, ...] | None) -> None:
        if markets is None or self.view is None:
            return
        if markets == self.view.state.offer.setup.markets:
            self.page.tell(_("The markets are the same as before."), "plain")
            return

        def saved() -> None:
            sold = markets_text(markets)
            self.page.tell(_("Draft saved: sold in {markets}.").format(markets=sold))

        self._store(SetupEdit(markets=markets), saved, lambda: self._markets_chosen(markets))

    def _store(
        self, edit: SetupEdit, done: Callable[[], object], again: Callable[[], object]
    ) -> None:
        assert self.view is not None
        version = self.view.state.offer.version

        def stored(_offer: object) -> None:
            done()
            self.page.load()

        self.tasks.run_write(
            lambda: self.app.workbench.offers.edit(self.offer_id, edit, version=version),
            stored,
            on_error=lambda error: self._not_stored(error, edit, again),
        )

    def _not_stored(
        self, error: WorkbenchError, edit: SetupEdit, again: Callable[[], object]
    ) -> None:
        if isinstance(error, InvalidInput):
            self._refused(error)
            return

        def rows(conflict: Conflict[AudienceView]) -> list[VersionRow]:
            before = conflict.before.state.offer.setup
            sides = (before, edit.applied_to(before), conflict.now.state.offer.setup)
            if edit.markets is not None:
                return [
                    VersionRow(
                        render(FIELD_NAMES["markets"]),
                        *(markets_text(one.markets) for one in sides),
                    )
                ]
            texts = (", ".join(plan.plan_id for plan in side.plans) for side in sides)
            return [VersionRow(render(FIELD_NAMES["plans"]), *texts)]

        self.page.conflict.or_conflict(rows, again)(error)

    def _added(self, then: Callable[[], object] | None) -> None:
        self.page.tell(_("Draft saved: plan {id} added.").format(id=self._typed_id))
        self.query_one("#plan-id", Input).value = ""
        if then is not None:
            then()

    def _removed(self, plan_id: str) -> None:
        self.page.tell(_("Draft saved: plan {id} removed.").format(id=plan_id))

    def _refused(self, error: WorkbenchError) -> None:
        if isinstance(error, InvalidInput):
            step = f" {render(error.next_step)}" if error.next_step else ""
            self.page.tell(render(error.message) + step, "refused")
            self.query_one("#plan-id").focus()
        else:
            self.app.show_problem(error)
