"""The programme's rules: found while one types, read beside the list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual import getters, on
from textual.containers import Vertical
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from csp_tui.domain.history import Entry
from csp_tui.domain.rules.catalogue import find_rules, rule_of
from csp_tui.domain.rules.rule import Rule
from csp_tui.i18n import N_, render
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import Unsaved
from csp_tui.ui.commands.command import Command
from csp_tui.ui.copying import Copyable
from csp_tui.ui.dialogs.help import HelpDialog
from csp_tui.ui.help.rule_words import rule_page
from csp_tui.ui.widgets.partner_finder import SearchField
from csp_tui.ui.widgets.reading import Reading
from csp_tui.ui.widgets.record_list import Column, ListSource, Record, RecordList
from csp_tui.ui.workbench_screen import WorkbenchScreen


class RulesScreen(WorkbenchScreen):
    """Search field, list of rules, and the chosen one in full.

    Args:
        number: The rule to begin with, as in ``R30``; the first one where none is named.
        words: What an earlier session had searched.
    """

    PLACE = ""
    HELP_TEXT = N_(
        "The rules of the CSP program that the workbench follows, in its own words, with who "
        "says so and where it is written. Type a number or a few words to find a rule. Messages "
        "everywhere name the rule they follow by its number."
    )
    COMMANDS_HERE: ClassVar[Sequence[Command]] = (
        Command("rules.find", N_("Search"), N_("Find rules by number or words"), "slash"),
        Command("rules.copy", N_("Copy"), N_("Copy the text of the rule to the clipboard"), "y"),
    )
    DEFAULT_CSS = """
    RulesScreen {
        #rules-body { height: 1fr; layout: vertical; }
        #rules-list { height: 2fr; min-height: 3; }
        #rules-reading { height: 3fr; border-top: solid $panel; }
        #rules-text { width: 100%; height: auto; padding: 0 1 0 0; }
        &.-wide #rules-body { layout: horizontal; }
        &.-wide #rules-list { width: 3fr; height: 1fr; }
        &.-wide #rules-reading {
            width: 2fr; height: 1fr; border-top: none; border-left: solid $panel; padding-left: 1;
        }
    }
    """
    AUTO_FOCUS = "#rules-list"
    listing = getters.query_one("#rules-list", RecordList)
    field = getters.query_one("#rules-words", SearchField)

    def __init__(self, number: str = "", *, words: str = "") -> None:
        super().__init__()
        self._words = words
        self._first = number
        self._rules: list[Rule] = []

    def compose_page(self) -> Iterable[Widget]:
        """Search field, list and text."""
        with Vertical(classes="page"):
            ask = _("Number or words of a rule")
            yield SearchField(self._words, placeholder=ask, id="rules-words")
            with Vertical(id="rules-body"):
                yield RecordList(_columns(), mark_width=0, id="rules-list")
                with Reading(id="rules-reading"):
                    yield Static("", id="rules-text", markup=False)

    def on_mount(self) -> None:
        """Show all rules; they need no database."""
        self._find(self._words)
        if self._first:
            self.show_rule(self._first)

    @property
    def rule(self) -> Rule | None:
        """The rule under the cursor."""
        record = self.listing.cursor_record
        return rule_of(record.key) if record is not None else None

    def show_rule(self, number: str) -> None:
        """Go to a rule."""
        place = next((i for i, rule in enumerate(self._rules) if rule.number == number), None)
        if place is None:
            self.field.value = ""
            self._find("")
            place = next((i for i, rule in enumerate(self._rules) if rule.number == number), 0)
        self.listing.cursor = place

    def where(self) -> dict[str, str]:
        """The rules, which belong to no place."""
        return {"screen": "rules"}

    def unsaved_here(self, _below: Screen[object] | None) -> Unsaved | None:
        """What is searched."""
        words = self.field.value
        lines = (f"{_('Rules')} › {_('Search')}", f"  {words}")
        return Unsaved("rules", {}, {"words": words}, lines, fleeting=True) if words else None

    def shows(self, entry: Entry) -> bool:
        """Rules are not in the database."""
        return False

    def again(self) -> RulesScreen:
        """The same rule in another language."""
        rule = self.rule
        return RulesScreen(rule.number if rule is not None else "")

    def copyable(self) -> Copyable | None:
        """The rule under the cursor."""
        rule = self.rule
        if rule is None:
            return None
        return Copyable(rule_page(rule).plain, _("The rule"), f"rule-{rule.number}.txt")

    def _find(self, text: str) -> None:
        self._rules = find_rules(text, render)
        self.listing.empty = _("No rule has “{text}” in its words.").format(text=text)
        # What fits best stands first, so that is where one begins to read.
        self.listing.set_source(
            ListSource(_record(rule) for rule in self._rules), keep_key=not text.strip()
        )
        self._show_text()

    def _show_text(self) -> None:
        rule = self.rule
        self.query_one("#rules-text", Static).update(rule_page(rule) if rule is not None else "")
        self.query_one("#rules-reading", Reading).scroll_home(animate=False)
        self.refresh_commands()

    @on(Input.Changed, "#rules-words")
    def find_while_typing(self, event: Input.Changed) -> None:
        """Show what matches while one types."""
        event.stop()
        self._find(event.value)

    @on(Input.Submitted, "#rules-words")
    @on(SearchField.LeftBelow)
    def go_to_list(self, event: Input.Submitted | SearchField.LeftBelow) -> None:
        """Enter and Down in the field go on to the list."""
        event.stop()
        self.listing.focus()

    @on(RecordList.Highlighted, "#rules-list")
    def follow_cursor(self, event: RecordList.Highlighted) -> None:
        """Show the rule under the cursor."""
        event.stop()
        self._show_text()

    @on(RecordList.Selected, "#rules-list")
    def go_to_text(self, event: RecordList.Selected) -> None:
        """Enter goes into the text where it is longer than its place."""
        event.stop()
        reading = self.query_one("#rules-reading", Reading)
        if reading.focusable:
            reading.focus()

    def command_rules_find(self) -> None:
        """Go to the search field."""
        self.field.focus()

    def why_not_rules_copy(self) -> str | None:
        """Copying needs a rule."""
        return None if self.rule is not None else _("There is no rule under the cursor.")

    def command_rules_copy(self) -> None:
        """Copy the rule."""
        copyable = self.copyable()
        if copyable is not None:
            self.tell(self.app.copy(copyable.text, copyable.what))

    def why_not_rules(self) -> str | None:
        """One page of rules is enough."""
        return _("These are the rules.")

    def command_back(self) -> None:
        """From field and text to the list, from the list to where one came from."""
        if self.field.value or self.focused is not self.listing:
            self.field.value = ""
            self.listing.focus()
        else:
            self.app.go_back()

    def leave(self, go: Callable[[], None]) -> None:
        """Go elsewhere; a screen below with unsaved input asks first."""
        below = [screen for screen in self.app.screen_stack[:-1] if not _keeps_nothing(screen)]
        page = below[-1] if below else None
        if page is None:
            go()
        elif isinstance(page, WorkbenchScreen):
            leave = page.leave
            while self.app.screen is not page:
                self.app.pop_screen()
            leave(go)
        else:
            self.tell(_("A dialog is still open below. Go back to it with Escape."), "refused")


def _keeps_nothing(screen: Screen[object]) -> bool:
    """Whether a dialog holds nothing that could be lost when it closes."""
    return isinstance(screen, HelpDialog)


def _columns() -> list[Column]:
    return [
        Column("rule", _("Rule"), width=5),
        Column("title", _("Title"), flex=1, min_width=48),
        Column("about", _("About"), width=24, priority=1),
    ]


def _record(rule: Rule) -> Record:
    cells = (rule.number, render(rule.title), render(rule.group.title))
    return Record(cells, key=rule.number)
