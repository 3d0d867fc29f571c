"""Selecting the values of one filter, found by typing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import getters, on
from textual.widget import Widget
from textual.widgets import Button, Input

from csp_tui.domain.errors import Canceled, WorkbenchError
from csp_tui.domain.partner import Facet, PartnerQuery
from csp_tui.domain.text import fold
from csp_tui.i18n import N_, Number
from csp_tui.i18n import gettext as _
from csp_tui.services.views import FacetValue
from csp_tui.ui.commands.catalog.partners import (
    PICKER_COMMANDS,
)
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.lists.below_field import ListBelowField
from csp_tui.ui.kit.lists.record_list import Column, ListSource, Record, RecordList
from csp_tui.ui.kit.theme import DONE
from csp_tui.ui.kit.widgets.menu_button import BarItem
from csp_tui.ui.kit.widgets.search_field import SearchField
from csp_tui.ui.text.partners import country_name, facet_title


class FacetPicker(Dialog[frozenset[str]]):
    """Selects any number of values of a filter; the result is all that are selected.

    Enter applies. A user who typed or walked to one value and marked none means that one, so
    Enter takes it along.

    Args:
        facet: The filter.
        query: The current search; each value counts the partners that it would give there.
    """

    HELP_TEXT = N_(
        "The values of one filter. Partners with any of the selected values match; several "
        "filters are combined with “and”."
    )
    COMMANDS_HERE: ClassVar[Sequence[Command]] = PICKER_COMMANDS
    AUTO_FOCUS = "SearchField"
    KEEPS_TYPED = False
    DEFAULT_CSS = """
    FacetPicker > .dialog { width: 96%; max-width: 90; height: 80%; }
    FacetPicker .dialog-body { height: 1fr; overflow: hidden; }
    FacetPicker ListBelowField { height: 1fr; }
    """
    field = getters.query_one(SearchField)
    values = getters.query_one(ListBelowField)

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
        values = ListBelowField(self._columns(20), toggles=True)
        values.busy = _("Counting…")
        yield values

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel, none, apply."""
        yield Button(_("Cancel"), id="cancel")
        yield Button(_("None"), id="none")
        yield Button(_("Apply"), id="apply", variant="primary")

    def on_mount(self) -> None:
        """Count the results of each value."""
        self._countries = self.app.workbench.regions.countries
        self._count()

    def selected_here(self) -> object:
        """The selected values."""
        return frozenset(self._chosen)

    @on(Input.Changed)
    def narrow(self, message: Input.Changed) -> None:
        """Show the values that match the words."""
        message.stop()
        self._show(keep=False)

    @on(RecordList.Toggled)
    @on(RecordList.Selected)
    def toggle(self, message: RecordList.Toggled | RecordList.Selected) -> None:
        """Select or deselect a value."""
        message.stop()
        self._touched = True
        self._chosen ^= {message.record.key}
        self._show(keep=True)

    def disabled_reason_picker_toggle(self) -> str | None:
        """There must be a value under the cursor."""
        return None if self.values.cursor_record else _("No value is highlighted.")

    def command_picker_toggle(self) -> None:
        """Select or deselect the highlighted value."""
        self.values.action_select()

    def command_picker_search(self) -> None:
        """Go back to the search field."""
        self.field.focus()

    def command_picker_none(self) -> None:
        """Clear the filter."""
        self.dismiss(frozenset())

    def command_picker_apply(self) -> None:
        """Filter by what is selected; on a button or the menu, press it."""
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
        """Select none, or apply."""
        event.stop()
        if event.button.id == "none":
            self.dismiss(frozenset())
        elif event.button.id == "apply":
            self.dismiss(frozenset(self._chosen))

    def _count(self) -> None:
        directory, query, facet = self.app.workbench.directory, self._query, self._facet
        self.tasks.run(
            lambda: directory.search.facets(query, facet), self._take, on_error=self._not_counted
        )

    def _not_counted(self, error: WorkbenchError) -> None:
        # A search behind this dialog may have interrupted the count.
        if isinstance(error, Canceled):
            self.call_later(self._count)
            return
        self.dismiss(None)
        self.app.show_problem(error)

    def _take(self, found: Sequence[FacetValue]) -> None:
        known = {value.value for value in found}
        lost = [FacetValue(self._facet, value, 0) for value in sorted(self._before - known)]
        # Selected values come first, where they are easy to find and deselect.
        self._found = sorted([*found, *lost], key=lambda value: value.value not in self._before)
        self.values.busy = ""
        longest = max((cell_len(self._label(value.value)) for value in self._found), default=20)
        self.values.set_columns(self._columns(longest))
        self._show(keep=False)

    def _columns(self, longest: int) -> tuple[Column, ...]:
        # A long value takes the room of the word before it is cut; the mark says the same.
        return (
            Column("value", facet_title(self._facet), min_width=max(20, longest)),
            Column(
                "partners", _("Partners"), min_width=max(7, cell_len(_("Partners"))), align="right"
            ),
            Column("state", _("State"), min_width=max(6, cell_len(_("selected"))), priority=1),
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
            else _("No partner in this search has a value for this filter.")
        )
        self.values.set_source(ListSource(records), keep_key=keep)

    def _label(self, value: str) -> str:
        return country_name(value, self._countries) if self._facet is Facet.COUNTRY else value

    def _record(self, value: FacetValue, label: str) -> Record:
        chosen = value.value in self._chosen
        return Record(
            (label, str(Number(value.count)), _("selected") if chosen else ""),
            mark=DONE if chosen else "",
            style="selected" if chosen else "",
            key=value.value,
        )
