"""Select CSP partners: several searches add up to one choice (R20, R21, R23)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, ContentSwitcher

from csp_tui.domain.history import Entry
from csp_tui.domain.partner import PartnerQuery
from csp_tui.i18n import N_, ngettext
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import Unsaved, Value
from csp_tui.services.views import PartnerRow
from csp_tui.ui.choice_recovery import again_words, rows_again, unsaved_choice
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_words import key_of
from csp_tui.ui.dialogs.all_matching import AllMatching
from csp_tui.ui.dialogs.dialog import Dialog
from csp_tui.ui.numbers import Number
from csp_tui.ui.partner_choice import Chosen, PartnerChoice, Said
from csp_tui.ui.query_recovery import query_again, query_typed, query_words
from csp_tui.ui.widgets.button_row import ButtonRow
from csp_tui.ui.widgets.chosen_partners import ChosenPartners
from csp_tui.ui.widgets.dialog_box import DialogBox
from csp_tui.ui.widgets.finder_commands import FinderCommands
from csp_tui.ui.widgets.partner_finder import FINDER_COMMANDS, PartnerFinder
from csp_tui.ui.widgets.partner_line import PartnerLine
from csp_tui.ui.widgets.partner_results import PartnerResults
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


class PartnerSearchDialog(FinderCommands, AllMatching, Dialog[tuple[Chosen, ...]]):
    """Chooses partners; the result has them in the order of choosing, None when left.

    Args:
        already: Tenant IDs that are on the list already, saved or not; they cannot be chosen.
        title: What stands in the frame, by default Partner Center's name of the dialog.
        add_label: The verb of the button, by default Add.
        add_all: Puts all who match a search on the list right away; without it they are chosen.

    Attributes:
        begun: What an earlier session had chosen and not added.
        place: What it serves, as recovery names it, where neither page nor commands say so.
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
        & .buttons { margin-top: 0; }
        & .buttons #view { dock: left; margin-left: 0; }
        & #add.-off { background: $panel; }
    }
    """
    NOTICES = True
    begun: Mapping[str, Value] = {}
    place: tuple[str, dict[str, str]] | None = None
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
        self.add_all = add_all
        self._add_label = add_label or _("Add")
        self.choice = PartnerChoice(already)
        self.countries: dict[str, str] = {}

    @property
    def chosen(self) -> tuple[Chosen, ...]:
        """What is chosen so far, in the order of choosing."""
        return self.choice.partners

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
                        state_of=self.choice.state_of,
                    )
                yield ChosenPartners(self.choice.state_of, id="chosen-view")
            yield PartnerLine()
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
        self.countries = self.app.workbench.regions.countries
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
        if self.place is not None:
            place = self.place
        elif offer_id:
            place = ("partner-search", {"offer_id": offer_id})
        else:
            place = ("way" if way else "", way)
        words, query = self.finder.field.value, self.finder.query_asked
        return unsaved_choice(
            self.choice,
            query_typed(query, words),
            query_words(query, words, self.countries),
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

    def others_changed(self, entries: Sequence[Entry]) -> None:
        """Search anew in a directory that is another one by now."""
        if any(entry.offer_id is None for entry in entries):
            self.finder.search(keep_place=True)
        super().others_changed(entries)

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
        said = self.take_all_matching()
        if said is not None:
            self._tell(said.text, said.kind)

    def command_choose_add(self) -> None:
        """Give back what is chosen."""
        if self.choice:
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
        elif not self.choice:
            self.dismiss(None)
        else:
            count = Number(len(self.choice))
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

    @on(PartnerFinder.Submitted)
    def take_the_only_one(self, message: PartnerFinder.Submitted) -> None:
        """Enter in the field chooses a single result, such as a pasted tenant ID's."""
        message.stop()
        finder = self.finder
        row = finder.results.row
        only = finder.is_settled and finder.total is not None and finder.total.count == 1
        if only and row is not None and row.tenant_id not in self.choice:
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
        self.take(self.choice.toggle(row))

    def _choose_again(self, rows: Sequence[PartnerRow]) -> None:
        self.take(again_words(self.begun, rows, self.choice.add(rows)))

    def take(self, said: Said) -> None:
        """Say what came of choosing, and show what is chosen now."""
        self._tell(said.text, said.kind)
        self._show_choice()

    def _leave_as(self, way: str | None) -> None:
        if way == "add":
            self.dismiss(self.chosen)
        elif way == "drop":
            self.dismiss(None)

    def _show_choice(self) -> None:
        count = Number(len(self.choice))
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
            self.query_one(ChosenPartners).show(shown, self.choice.rows)
        else:
            self.finder.results.repaint()
        self._show_partner()

    def _show_partner(self) -> None:
        self.query_one(PartnerLine).show(self._results.row, self.countries)
        self.refresh_commands()

    def _tell(self, text: str, kind: str = "done") -> None:
        self.query_one(StatusLine).tell(text, kind)
