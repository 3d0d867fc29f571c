"""Choosing the values of one filter, found by typing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import getters, on
from textual.widget import Widget
from textual.widgets import Button, Input

from csp_tui.domain.errors import Cancelled, WorkbenchError
from csp_tui.domain.partner import Facet, PartnerQuery
from csp_tui.domain.text import fold
from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import Value
from csp_tui.services.views import FacetValue
from csp_tui.ui.commands.command import Command
from csp_tui.ui.dialogs.dialog import Dialog
from csp_tui.ui.field_text import field_text
from csp_tui.ui.numbers import Number
from csp_tui.ui.widgets.menu_sign import BarItem
from csp_tui.ui.widgets.partner_finder import SearchField
from csp_tui.ui.widgets.partner_words import country_name, facet_title
from csp_tui.ui.widgets.record_list import Column, ListSource, Record, RecordList


class _Values(RecordList):
    """The values; Up from the first one goes back to the field."""

    def action_cursor_up(self) -> None:
        """Go one value up, or back to the field."""
        if self.cursor <= 0:
            self.screen.query_one(SearchField).focus()
        else:
            super().action_cursor_up()


class FacetPicker(Dialog[frozenset[str]]):
    """Chooses any number of values of a filter; the result is all that are chosen.

    Enter applies. A person who typed or walked to one value and marked none means that one, so
    Enter takes it along.

    Args:
        facet: The filter.
        query: The search at hand; each value counts the partners that it would give there.
    """

    HELP_TEXT = N_(
        "The values of one filter. Partners with any of the chosen values pass; several "
        "filters are joined by “and”."
    )
    COMMANDS_HERE: ClassVar[Sequence[Command]] = (
        Command("picker.toggle", N_("Choose"), N_("Choose the value, or no longer"), "space"),
        Command("picker.search", N_("Search"), N_("Type part of a value"), "slash"),
        Command("picker.none", N_("None"), N_("Let every value pass"), "n"),
        Command("picker.apply", N_("Apply"), N_("Filter by what is chosen"), "enter", first=True),
    )
    AUTO_FOCUS = "SearchField"
    FLEETING = True
    DEFAULT_CSS = """
    FacetPicker > .dialog { width: 96%; max-width: 90; height: 80%; }
    FacetPicker .dialog-body { height: 1fr; overflow: hidden; }
    FacetPicker _Values { height: 1fr; }
    """
    field = getters.query_one(SearchField)
    values = getters.query_one(_Values)

    def __init__(self, facet: Facet, query: PartnerQuery) -> None:
        super().__init__(facet_title(facet))
        self.opened_by = f"find.{facet.value}"
        self._facet = facet
        self._query = query
        self._before = query.values(facet)
        self._chosen = set(self._before)
        self._found: Sequence[FacetValue] = ()
        self._touched = False
        self._countries: dict[str, str] = {}

    def compose_body(self) -> Iterable[Widget]:
        """Field, values and the keys."""
        placeholder = {
            Facet.COUNTRY: _("Country name or code"),
            Facet.COMPETENCY: _("Part of the competency"),
            Facet.SKILL: _("Part of the skill"),
        }
        yield SearchField(placeholder=placeholder[self._facet], select_on_focus=False)
        values = _Values(self._columns(20), toggles=True)
        values.busy = _("Counting…")
        yield values

    def compose_buttons(self) -> Iterable[Button]:
        """Leave, choose none, apply."""
        yield Button(_("Cancel"), id="cancel")
        yield Button(_("None"), id="none")
        yield Button(_("Apply"), id="apply", variant="primary")

    def on_mount(self) -> None:
        """Count what each value would give."""
        self._countries = self.app.workbench.regions.countries
        self._count()

    def typed(self) -> dict[str, Value]:
        """The words, and the values as far as they are chosen otherwise than before."""
        words, chosen = self.field.value, sorted(self._chosen)
        if not words and self._chosen == self._before:
            return {}
        return {"words": words, "chosen": [*chosen]}

    def typed_words(self) -> Sequence[str]:
        """The words and the values."""
        named = ", ".join(self._label(value) for value in sorted(self._chosen))
        return [line for line in (self.field.value, named) if line]

    def put_back(self, typed: Mapping[str, Value]) -> None:
        """Type and choose again."""
        words, chosen = typed.get("words"), typed.get("chosen")
        if isinstance(chosen, list):
            self._chosen = {one for one in chosen if isinstance(one, str)}
            self._touched = self._chosen != self._before
        self.field.value = field_text(str(words or ""))
        self._show(keep=False)

    @on(Input.Changed)
    def narrow(self, message: Input.Changed) -> None:
        """Show the values that match the words."""
        message.stop()
        self._show(keep=False)

    @on(SearchField.LeftBelow)
    def go_to_values(self, message: SearchField.LeftBelow) -> None:
        """Down from the field reaches the values."""
        message.stop()
        self.values.focus()

    @on(RecordList.Toggled)
    @on(RecordList.Selected)
    def toggle(self, message: RecordList.Toggled | RecordList.Selected) -> None:
        """Choose a value, or no longer."""
        message.stop()
        self._toggle(message.record)

    def _toggle(self, record: Record) -> None:
        self._touched = True
        self._chosen ^= {record.key}
        self._show(keep=True)

    def why_not_picker_toggle(self) -> str | None:
        """There must be a value under the cursor."""
        return None if self.values.cursor_record else _("There is no value under the cursor.")

    def command_picker_toggle(self) -> None:
        """Choose the value under the cursor, or no longer."""
        record = self.values.cursor_record
        if record is not None:
            self._toggle(record)

    def command_picker_search(self) -> None:
        """Go back to the words."""
        self.field.focus()

    def command_picker_none(self) -> None:
        """Let every value pass."""
        self.dismiss(frozenset())

    def command_picker_apply(self) -> None:
        """Filter by what is chosen; on a button or the menu, press it."""
        focused = self.focused
        if isinstance(focused, Button):
            focused.press()
            return
        if isinstance(focused, BarItem):
            focused.action_run()
            return
        pointed = self.values.cursor_record
        means_it = self.values.has_focus or self.field.value.strip()
        if not self._touched and means_it and pointed is not None:
            self._chosen.add(pointed.key)
        self.dismiss(frozenset(self._chosen))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Leave, choose none, or apply."""
        event.stop()
        match event.button.id:
            case "cancel":
                self.dismiss(None)
            case "none":
                self.dismiss(frozenset())
            case _:
                self.dismiss(frozenset(self._chosen))

    def _count(self) -> None:
        directory, query, facet = self.app.workbench.directory, self._query, self._facet
        self.job(lambda: directory.facets(query, facet), self._take, failed=self._not_counted)

    def _not_counted(self, error: WorkbenchError) -> None:
        # A search behind this dialog may have interrupted the count.
        if isinstance(error, Cancelled):
            self.call_later(self._count)
            return
        self.dismiss(None)
        self.app.show_problem(error)

    def _take(self, found: Sequence[FacetValue]) -> None:
        known = {value.value for value in found}
        lost = [FacetValue(self._facet, value, 0) for value in sorted(self._before - known)]
        # What is chosen already stands first, where one looks for it to take it off.
        self._found = sorted([*found, *lost], key=lambda value: value.value not in self._before)
        self.values.busy = ""
        longest = max((cell_len(self._label(value.value)) for value in self._found), default=20)
        self.values.set_columns(self._columns(longest))
        self._show(keep=False)

    def _columns(self, longest: int) -> tuple[Column, ...]:
        # A long value takes the room of the word before it is cut; the mark says the same.
        return (
            Column("value", facet_title(self._facet), min_width=max(20, longest), flex=1),
            Column("partners", _("Partners"), width=max(7, cell_len(_("Partners"))), align="right"),
            Column("state", _("State"), width=max(6, cell_len(_("chosen"))), priority=1),
        )

    def _show(self, *, keep: bool) -> None:
        words = fold(self.field.value).split()
        matching = []
        for value in self._found:
            label = self._label(value.value)
            folded = fold(label)
            if all(word in folded for word in words):
                inside = not all(f" {word}" in f" {folded}" for word in words)
                matching.append((inside, self._record(value, label)))
        # Typing fr means France before South Africa, however many are there.
        records = [record for _inside, record in sorted(matching, key=lambda pair: pair[0])]
        text = self.field.value.strip()
        self.values.empty = (
            _("No value contains “{text}”.").format(text=text)
            if text
            else _("No partner of this search has any value here.")
        )
        self.values.set_source(ListSource(records), keep_key=keep)

    def _label(self, value: str) -> str:
        return country_name(value, self._countries) if self._facet is Facet.COUNTRY else value

    def _record(self, value: FacetValue, label: str) -> Record:
        chosen = value.value in self._chosen
        return Record(
            (label, str(Number(value.count)), _("chosen") if chosen else ""),
            mark="✓" if chosen else "",
            style="chosen" if chosen else "",
            key=value.value,
        )
