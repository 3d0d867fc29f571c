"""Select CSP partners: several searches add up to one choice (R20, R21, R23)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, ContentSwitcher

from csp_tui.domain.history import Entry
from csp_tui.domain.partner import PartnerQuery
from csp_tui.i18n import N_, Number, ngettext
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import BY_ROUTE, UnsavedInput, Value
from csp_tui.services.views import PartnerRow
from csp_tui.ui.commands.catalog.partners import CHOOSE_ADD, CHOOSE_VIEW, SEARCH_COMMANDS
from csp_tui.ui.commands.command import Command, CommandProvider
from csp_tui.ui.commands.key_names import key_name
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.widgets.button_row import ButtonRow
from csp_tui.ui.kit.widgets.dialog_box import DialogBox
from csp_tui.ui.kit.widgets.dialog_button import DialogButton
from csp_tui.ui.kit.widgets.status_line import StatusLine
from csp_tui.ui.partners.all_results import AllResults
from csp_tui.ui.partners.details_line import PartnerLine
from csp_tui.ui.partners.finder import PartnerFinder
from csp_tui.ui.partners.finder_commands import FinderCommands
from csp_tui.ui.partners.results import PartnerResults
from csp_tui.ui.partners.selected_list import SelectedPartners
from csp_tui.ui.partners.selection import (
    Chosen,
    Notice,
    PartnerChoice,
    ReadListed,
    Selection,
)
from csp_tui.ui.partners.selection_recovery import (
    restored_rows,
    restored_selection_text,
    unsaved_choice,
)

__all__ = ["Chosen", "PartnerSearchDialog", "Selection"]

_ABOUT = N_(
    "Find partners by part of the name or by tenant ID, narrowed by filters; paste several tenant "
    "IDs or lines to search for all of them. Enter in the field selects the top result of a name "
    "and clears the field for the next one; after several IDs or lines it goes to the results. In "
    "the list, Space or Enter selects a partner; press again to deselect. The selection stays "
    "while you search for others. Add puts all of it on the list, where it is pending until you "
    "save the draft."
)


class PartnerSearchDialog(Dialog[Selection]):
    """Selects partners; the result is None when it is left without adding.

    Args:
        already: Tenant IDs that are on the list already, saved or not; they cannot be selected.
        title: The title in the frame, by default Partner Center's name of the dialog.
        add_label: The verb of the button, by default Add.
        first: Partners of the directory that come before all others, as long as they match.
        unlisted: Partners that the directory does not have and that can be selected all the same.
        read_listed: Reads which of some tenant IDs are on the list, where it is too long to be
            given as a whole.
        takes_query: Whether all results of a search can be added as a search, however many they
            are; otherwise they are selected one by one.

    Attributes:
        recovered: Unsaved selection of an earlier session.
        place: What it serves, as recovery names it, where neither page nor commands say so.
    """

    HELP_TEXT = _ABOUT
    AUTO_FOCUS = "SearchField"
    COMMANDS_HERE: ClassVar[Sequence[Command]] = SEARCH_COMMANDS
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
    recovered: Mapping[str, Value] = {}
    place: tuple[str, dict[str, str]] | None = None
    CONTROLLERS: ClassVar[Sequence[type[CommandProvider]]] = (FinderCommands,)
    finder = getters.query_one(PartnerFinder)
    views = getters.query_one(ContentSwitcher)
    chosen_list = getters.query_one("#chosen-list", PartnerResults)

    def __init__(
        self,
        already: frozenset[str],
        *,
        title: str = "",
        add_label: str = "",
        read_listed: ReadListed | None = None,
        takes_query: bool = False,
        first: Sequence[PartnerRow] = (),
        unlisted: Sequence[PartnerRow] = (),
    ) -> None:
        super().__init__(title or _("Select CSP Partners"))
        self._is_for_list = not title
        self._first = first
        self._unlisted = unlisted
        self._add_label = add_label or _("Add")
        self.choice = PartnerChoice(already, read_listed=read_listed)
        add_query = self._add_query if takes_query else None
        self._all_results = AllResults(self, self.choice, self.take, add_query)
        self.countries: dict[str, str] = {}

    @property
    def chosen(self) -> tuple[Chosen, ...]:
        """What is selected so far, in the order of selecting."""
        return self.choice.partners

    def compose(self) -> ComposeResult:
        """Finder or selected partners, the highlighted partner, and the buttons."""
        with DialogBox(classes="dialog") as box:
            box.border_title = Content(self._title).markup
            with ContentSwitcher(initial="find-view"):
                finder = PartnerFinder(
                    when_empty=_(
                        "The partner directory is empty.\n\nLeave with esc, "
                        "press {key} for Partners and import a directory file there."
                    ).format(key=key_label("go.partners")),
                    state_of=self.choice.state_of,
                    learn=self.choice.learn,
                )
                finder.id = "find-view"
                yield finder
                yield SelectedPartners(self.choice.state_of, id="chosen-view")
            yield PartnerLine()
            yield StatusLine()
            with ButtonRow(classes="buttons"):
                yield from self.compose_buttons()
            yield from self.compose_bar()

    def compose_buttons(self) -> Iterable[Button]:
        """What is selected so far, Cancel, Add."""
        yield DialogButton("", CHOOSE_VIEW, id="view")
        yield Button(_("Cancel"), id="cancel")
        yield DialogButton("", CHOOSE_ADD, id="add", primary=True)

    def on_mount(self) -> None:
        """Show all partners first."""
        self.countries = self.app.workbench.regions.countries
        self.finder.results.first = self._first
        self.finder.results.unlisted = self._unlisted
        # At once, not with the message that follows, so that both are painted in one frame.
        for results in (self.finder.results, self.chosen_list):
            self.watch(results, "cursor", self._show_line, init=False)
        if self.recovered:
            self.restore(self.recovered)
        else:
            self.finder.search()
        self._show_choice()

    def unsaved_here(self, below: Screen[object] | None) -> UnsavedInput | None:
        """The partners that are selected and not added."""
        offer_id = below.offer_id_shown if self._is_for_list and isinstance(below, Page) else None
        if self.place is not None:
            place = self.place
        elif offer_id:
            place = ("partner-search", {"offer_id": offer_id})
        else:
            place = (BY_ROUTE, {})
        return unsaved_choice(self.choice, place, self._title)

    def restore(self, typed: Mapping[str, Value]) -> None:
        """Select again what an earlier session had selected."""
        self.recovered = typed
        directory = self.app.workbench.directory

        def read() -> list[PartnerRow]:
            rows = restored_rows(directory, typed)
            self.choice.learn(row.tenant_id for row in rows)
            return rows

        self.tasks.run(read, self._choose_again, group="collect")
        self.finder.search()

    def on_external_change(self, entries: Sequence[Entry]) -> None:
        """Search again after the directory has been replaced."""
        if any(entry.offer_id is None for entry in entries):
            self.finder.search(keep_place=True)
        super().on_external_change(entries)

    @property
    def controllers(self) -> Sequence[CommandProvider]:
        """The finder's commands are carried out by an object of their own."""
        return (FinderCommands(self),)

    def show_finder(self) -> bool:
        """Go back from what is selected to the results."""
        self._go_to_results()
        return True

    def disabled_reason_choose_toggle(self) -> str | None:
        """There must be a partner under the cursor."""
        return None if self._results.row else _("No partner is highlighted.")

    disabled_reason_choose_open = disabled_reason_choose_toggle

    def command_choose_toggle(self) -> None:
        """Select or deselect the highlighted partner."""
        self._results.action_select()

    def command_choose_open(self) -> None:
        """Open the page of the highlighted partner; Back returns to the selection."""
        row = self._results.row
        if row is not None:
            self.app.navigation.open_partner(row.tenant_id)

    def command_choose_view(self) -> None:
        """Show the selection, or the results again."""
        if self._shows_chosen:
            self._go_to_results()
            return
        self.views.current = "chosen-view"
        self.chosen_list.focus()
        self._show_choice()

    def command_choose_all(self) -> None:
        """Select or add all results, after showing their number."""
        self._all_results.select(self.finder)

    def short_title_choose_add(self) -> str:
        """The verb of the button."""
        return self._add_label

    def disabled_reason_choose_add(self) -> str | None:
        """Something must be selected."""
        if self.choice:
            return None
        text = _("Select a partner first: {down} goes to the results, {key} selects.")
        return text.format(down=key_name("down"), key=key_label("choose.toggle"))

    def command_choose_add(self) -> None:
        """Return what is selected."""
        self.dismiss(Selection(self.chosen))

    @property
    def has_input(self) -> bool:
        """Whether partners are selected; the words of a search are no loss."""
        return bool(self.choice)

    def disabled_reason_choose_all(self) -> str | None:
        """All results can be selected while they are shown."""
        if self._shows_chosen:
            key = key_label("choose.view")
            return _("Go back to the results first: {key}.").format(key=key)
        return self._all_results.reason_against(self.finder)

    def action_leave(self) -> None:
        """Leave; a selection is not discarded without asking."""
        from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog

        if self._shows_chosen:
            self._go_to_results()
        elif not self.choice:
            self.dismiss(None)
        else:
            count = Number(len(self.choice))
            text = ngettext(
                "You have selected {count} partner that is not on the list yet.",
                "You have selected {count} partners that are not on the list yet.",
                count,
            )
            choices = [
                ("add", _("{add} {count}").format(add=self._add_label, count=count)),
                ("drop", _("Discard selection")),
            ]
            ask = ConfirmDialog(
                _("Leave without adding?"), [text], choices, cancel=_("Keep selecting"), loses=True
            )
            self.app.push_screen(ask, self._leave_with)

    @on(RecordList.Toggled)
    @on(RecordList.Selected)
    def toggle(self, message: RecordList.Toggled | RecordList.Selected) -> None:
        """Select or deselect a partner; one on the list says why it cannot be selected."""
        message.stop()
        results = message.record_list
        row = results.row_at(message.index) if isinstance(results, PartnerResults) else None
        if row is not None:
            self.take(self.choice.toggle(row))

    @on(RecordList.Highlighted)
    def show_partner(self, message: RecordList.Highlighted) -> None:
        """Show the highlighted partner in full."""
        message.stop()
        self._show_partner()

    @on(PartnerResults.Counted)
    def show_counted(self, message: PartnerResults.Counted) -> None:
        """Show new results."""
        message.stop()
        self._show_partner()

    @on(PartnerFinder.Submitted)
    def select_top_result(self, message: PartnerFinder.Submitted) -> None:
        """Enter in the field selects the top result and clears the field for the next name."""
        message.stop()
        finder = self.finder
        row = finder.results.row
        if row is None or not finder.has_one_name:
            finder.results.focus()
            return
        others = (finder.total if finder.total is not None else 1) - 1
        notice = self.choice.select(row)
        if others and notice.kind == "done":
            text = ngettext(
                "{text} It is the first of {count} result.",
                "{text} It is the first of {count} results.",
                Number(others + 1),
                text=notice.text,
            )
            notice = replace(notice, text=text)
        if notice.kind == "done":
            finder.field.value = ""
        self.take(notice)

    @property
    def _results(self) -> PartnerResults:
        return self.chosen_list if self._shows_chosen else self.finder.results

    @property
    def _shows_chosen(self) -> bool:
        return self.views.current == "chosen-view"

    @on(Button.Pressed, "#cancel")
    def _go_to_results(self) -> None:
        if self._shows_chosen:
            self.views.current = "find-view"
            self.finder.results.focus()
            self.finder.results.repaint()
            self._show_choice()

    def _choose_again(self, rows: Sequence[PartnerRow]) -> None:
        self.take(restored_selection_text(self.recovered, rows, self.choice.add(rows)))

    def take(self, notice: Notice) -> None:
        """Report the result of selecting, and show what is selected now."""
        self.tell(notice.text, notice.kind)
        self._show_choice()

    def _add_query(self, query: PartnerQuery, results: int) -> None:
        self.dismiss(Selection(self.chosen, query, results))

    def _leave_with(self, way: str | None) -> None:
        if way == "add":
            self.dismiss(Selection(self.chosen))
        elif way == "drop":
            self.dismiss(None)

    def _show_choice(self) -> None:
        count = Number(len(self.choice))
        shown = ngettext("{count} selected", "{count} selected", count)
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
            self.query_one(SelectedPartners).show(shown, self.choice.rows)
        else:
            self.finder.results.repaint()
        self._show_partner()

    def _show_partner(self) -> None:
        self._show_line()
        self.refresh_commands()

    def _show_line(self) -> None:
        self.query_one(PartnerLine).show(self._results.row, self.countries)
