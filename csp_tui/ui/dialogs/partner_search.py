"""Select CSP partners: several searches add up to one choice (R20, R21, R23)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, ContentSwitcher, Static

from csp_tui.domain.errors import Cancelled, WorkbenchError
from csp_tui.domain.partner import PartnerQuery
from csp_tui.domain.text import visible
from csp_tui.i18n import N_, ngettext
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import Unsaved, Value
from csp_tui.services.views import PartnerRow
from csp_tui.ui.choice_recovery import again_words, rows_again, unsaved_choice
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_words import key_of
from csp_tui.ui.dialogs.dialog import Dialog
from csp_tui.ui.numbers import Number
from csp_tui.ui.partner_choice import Chosen, PartnerChoice, Said, collect
from csp_tui.ui.query_recovery import query_again, query_typed, query_words
from csp_tui.ui.widgets.button_row import ButtonRow
from csp_tui.ui.widgets.dialog_box import DialogBox
from csp_tui.ui.widgets.finder_commands import FinderCommands
from csp_tui.ui.widgets.partner_finder import FINDER_COMMANDS, PartnerFinder
from csp_tui.ui.widgets.partner_results import PartnerResults
from csp_tui.ui.widgets.partner_words import filter_words, place_words
from csp_tui.ui.widgets.record_list import RecordList
from csp_tui.ui.widgets.status_line import StatusLine

__all__ = ["Chosen", "PartnerSearchDialog"]

_COMMANDS = (
    Command(
        "choose.toggle",
        N_("Choose"),
        N_("Choose the partner under the cursor, or no longer"),
        "space",
    ),
    Command("choose.all", N_("All that match"), N_("Choose every partner of this search"), "a"),
    Command("choose.view", N_("Chosen"), N_("Look at what is chosen, or at the results"), "v"),
    Command("choose.add", N_("Add"), N_("Put what is chosen on the list"), "f2"),
    *FINDER_COMMANDS,
)
_ABOUT = N_(
    "Find partners by part of the name or by tenant ID, narrowed by filters. Space or Enter on a "
    "partner chooses it, and again no longer. What you choose stays chosen while you search for "
    "others; Add puts all of it on the list."
)


class PartnerSearchDialog(FinderCommands, Dialog[tuple[Chosen, ...]]):
    """Chooses partners; the result has them in the order of choosing, None when left.

    Args:
        already: Tenant IDs that are on the list already, saved or not; they cannot be chosen.
        title: What stands in the frame, by default Partner Center's name of the dialog.
        add_label: The verb of the button, by default Add.
        add_all: Puts all who match a search on the list right away; without it they are chosen.

    Attributes:
        begun: What an earlier session had chosen and not added.
    """

    HELP_TEXT = _ABOUT
    AUTO_FOCUS = "SearchField"
    COMMANDS_HERE: ClassVar[Sequence[Command]] = _COMMANDS
    DEFAULT_CSS = """
    PartnerSearchDialog {
        & > .dialog { width: 96%; height: 90%; max-width: 100%; }
        &.-short > .dialog { height: 100%; }
        &.-narrow > .dialog { width: 100%; }
        & ContentSwitcher { height: 1fr; }
        & #chosen-view { height: 1fr; }
        & #chosen-view > .finder-total { height: 1; color: $text-muted; }
        & .partner-line { height: auto; min-height: 3; max-height: 6; }
        & .buttons { margin-top: 0; }
        & .buttons #view { dock: left; margin-left: 0; }
        & #add.-off { background: $panel; }
    }
    """
    begun: Mapping[str, Value] = {}
    finder = getters.query_one(PartnerFinder)
    views = getters.query_one(ContentSwitcher)
    chosen_list = getters.query_one("#chosen-list", PartnerResults)

    def __init__(
        self,
        already: frozenset[str],
        *,
        title: str = "",
        add_label: str = "",
        add_all: Callable[[PartnerQuery], None] | None = None,
    ) -> None:
        super().__init__(title or _("Select CSP Partners"))
        self._is_for_list = not title
        self._add_all = add_all
        self._add_label = add_label or _("Add")
        self._choice = PartnerChoice(already)
        self._countries: dict[str, str] = {}

    @property
    def chosen(self) -> tuple[Chosen, ...]:
        """What is chosen so far, in the order of choosing."""
        return self._choice.partners

    def compose(self) -> ComposeResult:
        """Finder or chosen partners, the partner under the cursor, and the ways on."""
        with DialogBox(classes="dialog") as box:
            box.border_title = Content(self._title).markup
            with ContentSwitcher(initial="find-view"):
                with Vertical(id="find-view"):
                    yield PartnerFinder(
                        when_empty=_(
                            "The partner directory is empty.\n\nLeave with esc, "
                            "press {key} for Partners and import a directory file there."
                        ).format(key=key_of("go.partners")),
                        state_of=self._choice.state_of,
                    )
                with Vertical(id="chosen-view"):
                    yield Static("", classes="finder-total", markup=False)
                    yield PartnerResults(self._choice.state_of, id="chosen-list")
            yield Static("", classes="partner-line", markup=False)
            yield StatusLine()
            with ButtonRow(classes="buttons"):
                yield from self.compose_buttons()
            yield from self.compose_bar()

    def compose_buttons(self) -> Iterable[Button]:
        """What is chosen so far, Cancel, Add."""
        yield Button("", id="view")
        yield Button(_("Cancel"), id="cancel")
        yield Button("", id="add", variant="primary")

    def on_mount(self) -> None:
        """Show everyone at once."""
        self._countries = self.app.workbench.regions.countries
        self.chosen_list.empty = _(
            "Nothing is chosen yet.\n\n{view} goes back to the results, where {choose} chooses."
        ).format(view=key_of("choose.view"), choose=key_of("choose.toggle"))
        if self.begun:
            self.put_back(self.begun)
        else:
            self.finder.search()
        self._show_choice()

    def unsaved_here(self, below: Screen[object] | None) -> Unsaved | None:
        """What is searched, and what is chosen and not added."""
        from csp_tui.ui.ways import way_to

        offer_id = getattr(below, "offer_id", None) if self._is_for_list else None
        way = {} if offer_id else way_to(self)
        if offer_id:
            place = ("partner-search", {"offer_id": offer_id})
        else:
            place = ("way" if way else "", way)
        words, query = self.finder.field.value, self.finder.query_asked
        return unsaved_choice(
            self._choice,
            query_typed(query, words),
            query_words(query, words, self._countries),
            place,
            self._title,
        )

    def put_back(self, typed: Mapping[str, Value]) -> None:
        """Search and choose again."""
        self.begun = typed
        directory = self.app.workbench.directory
        self.finder.start_with(query_again(typed))
        self.job(lambda: rows_again(directory, typed), self._choose_again, group="collect")
        self.finder.search()

    def show_finder(self) -> bool:
        """Go back from what is chosen to the results."""
        self._go_to_results()
        return True

    def why_not_choose_toggle(self) -> str | None:
        """There must be a partner under the cursor."""
        return None if self._results.row else _("There is no partner under the cursor.")

    def command_choose_toggle(self) -> None:
        """Choose the partner under the cursor, or no longer."""
        row = self._results.row
        if row is not None:
            self._toggle(row)

    def command_choose_view(self) -> None:
        """Look at what is chosen, or back at the results."""
        if self._shows_chosen:
            self._go_to_results()
            return
        self.views.current = "chosen-view"
        self.chosen_list.focus()
        self._show_choice()

    def command_choose_all(self) -> None:
        """Choose or add every partner of the search, after saying how many they are."""
        if self._shows_chosen:
            key = key_of("choose.view")
            self._tell(_("Go back to the results first: {key}.").format(key=key), "refused")
            return
        total = self.finder.total
        if total is None or not self.finder.is_settled:
            self._tell(_("Wait for the results, then choose all that match."), "refused")
            return
        if not total.count:
            self._tell(_("Nothing matches, so there is nothing to choose."), "refused")
        elif self._add_all is not None:
            self._ask_add_all(total.count)
        else:
            self._collect(total.count)

    def _ask_add_all(self, count: int) -> None:
        from csp_tui.ui.dialogs.confirm import ConfirmDialog

        def answered(way: str | None) -> None:
            if way == "add" and self._add_all is not None:
                self.dismiss(None)
                self._add_all(self.finder.query_asked)
            elif way == "choose":
                self._collect(count)

        text = ngettext("{count} partner matches.", "{count} partners match.", Number(count))
        filters = filter_words(self.finder.query_asked, self._countries)
        choices = [("add", _("Add all now"))]
        if count <= self._choice.at_most:
            choices.append(("choose", _("Choose them first")))
        ask = ConfirmDialog(
            _("Add all that match?"),
            [
                f"{text} {filters}".strip(),
                _(
                    "All of them are put on the draft list at once, and saved. "
                    "Undo ({key}) takes it back as one step."
                ).format(key=key_of("undo")),
            ],
            choices,
        )
        self.app.push_screen(ask, answered)

    def _collect(self, count: int) -> None:
        most = self._choice.at_most
        if count > most:
            self._take(self._choice.too_many(count))
            return
        query, directory = self.finder.query_asked, self.app.workbench.directory
        self._tell(_("Choosing all that match…"), "busy")
        self.job(
            lambda: collect(directory, query, most),
            self._choose_all,
            group="collect",
            failed=self._not_collected,
        )

    def command_choose_add(self) -> None:
        """Give back what is chosen."""
        if self._choice:
            self.dismiss(self.chosen)
        else:
            self._tell(
                _("Choose a partner first: {key} on a result.").format(key=key_of("choose.toggle")),
                "refused",
            )

    def action_leave(self) -> None:
        """Leave; a choice is not thrown away without asking."""
        from csp_tui.ui.dialogs.confirm import ConfirmDialog

        if self._shows_chosen:
            self._go_to_results()
        elif not self._choice:
            self.dismiss(None)
        else:
            count = Number(len(self._choice))
            text = ngettext(
                "You have chosen {count} partner that is not on the list yet.",
                "You have chosen {count} partners that are not on the list yet.",
                count,
            )
            choices = [
                ("add", _("{add} {count}").format(add=self._add_label, count=count)),
                ("drop", _("Throw the choice away")),
            ]
            ask = ConfirmDialog(
                _("Leave without adding?"), [text], choices, cancel=_("Go on choosing")
            )
            self.app.push_screen(ask, self._leave_as)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Carry out the button."""
        event.stop()
        match event.button.id:
            case "view":
                self.command_choose_view()
            case "add":
                self.command_choose_add()
            case _:
                self._go_to_results()
                self.action_leave()

    @on(RecordList.Toggled)
    @on(RecordList.Selected)
    def toggle(self, message: RecordList.Toggled | RecordList.Selected) -> None:
        """Choose a partner, or no longer; one on the list says why it cannot be chosen."""
        message.stop()
        results = message.record_list
        row = results.row if isinstance(results, PartnerResults) else None
        if row is not None:
            self._toggle(row)

    @on(RecordList.Highlighted)
    def show_partner(self, message: RecordList.Highlighted) -> None:
        """Say who is under the cursor, in full."""
        message.stop()
        self._show_partner()

    @on(PartnerResults.Counted)
    def show_counted(self, message: PartnerResults.Counted) -> None:
        """Take over new results."""
        message.stop()
        self._show_partner()

    @on(PartnerResults.LeftAbove)
    def stay_in_chosen(self, message: PartnerResults.LeftAbove) -> None:
        """There is nothing above the list of the chosen."""
        message.stop()

    @on(PartnerFinder.Submitted)
    def take_the_only_one(self, message: PartnerFinder.Submitted) -> None:
        """Enter in the field chooses a single result, such as a pasted tenant ID's."""
        message.stop()
        finder = self.finder
        row = finder.results.row
        only = finder.is_settled and finder.total is not None and finder.total.count == 1
        if only and row is not None and row.tenant_id not in self._choice:
            self._toggle(row)
        else:
            finder.results.focus()

    @property
    def _results(self) -> PartnerResults:
        return self.chosen_list if self._shows_chosen else self.finder.results

    @property
    def _shows_chosen(self) -> bool:
        return self.views.current == "chosen-view"

    def _go_to_results(self) -> None:
        if self._shows_chosen:
            self.views.current = "find-view"
            self.finder.results.focus()
            self.finder.results.repaint()
            self._show_choice()

    def _toggle(self, row: PartnerRow) -> None:
        self._take(self._choice.toggle(row))

    def _choose_all(self, rows: Sequence[PartnerRow]) -> None:
        self._take(self._choice.add(rows))

    def _choose_again(self, rows: Sequence[PartnerRow]) -> None:
        self._take(again_words(self.begun, rows, self._choice.add(rows)))

    def _take(self, said: Said) -> None:
        self._tell(said.text, said.kind)
        self._show_choice()

    def _not_collected(self, error: WorkbenchError) -> None:
        if isinstance(error, Cancelled):
            self._tell(_("You searched on meanwhile, so nothing more was chosen."), "refused")
        else:
            self.app.show_problem(error)

    def _leave_as(self, way: str | None) -> None:
        if way == "add":
            self.dismiss(self.chosen)
        elif way == "drop":
            self.dismiss(None)

    def _show_choice(self) -> None:
        count = Number(len(self._choice))
        shown = ngettext("{count} chosen", "{count} chosen", count)
        view = self.query_one("#view", Button)
        view.label = Content(_("Back to results") if self._shows_chosen else shown)
        add = self.query_one("#add", Button)
        add.label = Content(
            _("{add} {count}").format(add=self._add_label, count=count)
            if count
            else self._add_label
        )
        add.set_class(not count, "-off")
        for button in (view, add):
            # A label alone does not change the width that its button was given before.
            button.refresh(layout=True)
        if self._shows_chosen:
            self.query_one("#chosen-view > .finder-total", Static).update(Content(shown))
            self.chosen_list.show_rows(self._choice.rows)
        else:
            self.finder.results.repaint()
        self._show_partner()

    def _show_partner(self) -> None:
        row = self._results.row
        text = Content("")
        if row is not None:
            text = Content.assemble(
                (visible(row.name), "bold"),
                "\n",
                (_("Tenant ID"), "$text-muted"),
                f" {row.tenant_id}\n",
                place_words(row, self._countries),
            )
        self.query_one(".partner-line", Static).update(text)
        self.refresh_commands()

    def _tell(self, text: str, kind: str = "done") -> None:
        self.query_one(StatusLine).tell(text, kind)
