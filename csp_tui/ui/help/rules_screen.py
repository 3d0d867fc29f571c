"""The program's rules: found while typing, shown beside the list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters, on
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from csp_tui.domain.history import Entry
from csp_tui.domain.rules.catalog import find_rules, rule_of
from csp_tui.domain.rules.rule import Rule
from csp_tui.i18n import N_, render
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.catalog.common import RULES_COMMANDS
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.lists.record_list import Column, ListSource, Record, RecordList
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.widgets.scroll_text import ScrollText
from csp_tui.ui.kit.widgets.search_field import SearchField
from csp_tui.ui.text.copyable import Copyable
from csp_tui.ui.text.rules import rule_page


class RulesScreen(Page):
    """Search field, list of rules, and the selected one in full.

    Args:
        number: The rule to begin with, as in ``R30``; the first one where none is named.
    """

    NAV_ITEM = ""
    HELP_TEXT = N_(
        "The rules of the CSP program that the workbench follows, in its own words, with "
        "their sources. Type a number or a few words to find a rule. Messages everywhere "
        "cite the rule by its number."
    )
    COMMANDS_HERE: ClassVar[Sequence[Command]] = RULES_COMMANDS
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

    def __init__(self, number: str = "") -> None:
        super().__init__()
        self._first = number
        self._rules: list[Rule] = []

    def compose_page(self) -> Iterable[Widget]:
        """Search field, list and text."""
        with Vertical(classes="page"):
            ask = _("Rule number or text")
            yield SearchField(placeholder=ask, id="rules-words")
            with Vertical(id="rules-body"):
                yield RecordList(_columns(), mark_width=0, id="rules-list")
                with ScrollText(id="rules-reading"):
                    yield Static("", id="rules-text", markup=False)

    def on_mount(self) -> None:
        """Show all rules; they need no database."""
        self._find("")
        if self._first:
            self.show_rule(self._first)

    @property
    def rule(self) -> Rule | None:
        """The highlighted rule."""
        number = self.listing.cursor_key
        return rule_of(number) if number is not None else None

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

    def shows(self, entry: Entry) -> bool:
        """Rules are not in the database."""
        return False

    def recreate(self) -> RulesScreen:
        """The same rule in another language."""
        rule = self.rule
        return RulesScreen(rule.number if rule is not None else "")

    def copyable(self) -> Copyable | None:
        """The highlighted rule."""
        rule = self.rule
        if rule is None:
            return None
        return Copyable(rule_page(rule).plain, _("The rule"), f"rule-{rule.number}.txt")

    def _find(self, text: str) -> None:
        self._rules = find_rules(text, render)
        self.listing.empty = _("No rule matches “{text}”.").format(text=text)
        # The best match comes first, so reading starts there.
        self.listing.set_source(
            ListSource(_record(rule) for rule in self._rules), keep_key=not text.strip()
        )
        self._show_text()

    def _show_text(self) -> None:
        rule = self.rule
        self.query_one("#rules-text", Static).update(rule_page(rule) if rule is not None else "")
        self.query_one("#rules-reading", ScrollText).scroll_home(animate=False)
        self.refresh_commands()

    @on(Input.Changed, "#rules-words")
    def find_while_typing(self, event: Input.Changed) -> None:
        """Show what matches while typing."""
        event.stop()
        self._find(event.value)

    @on(Input.Submitted, "#rules-words")
    def go_to_list(self, event: Input.Submitted) -> None:
        """Enter in the field goes to the list."""
        event.stop()
        self.listing.focus()

    @on(RecordList.Highlighted, "#rules-list")
    def follow_cursor(self, event: RecordList.Highlighted) -> None:
        """Show the highlighted rule."""
        event.stop()
        self._show_text()

    @on(RecordList.Selected, "#rules-list")
    def go_to_text(self, event: RecordList.Selected) -> None:
        """Enter goes into the text where it is longer than its place."""
        event.stop()
        reading = self.query_one("#rules-reading", ScrollText)
        if reading.focusable:
            reading.focus()

    def command_rules_find(self) -> None:
        """Go to the search field."""
        self.field.focus()

    def disabled_reason_rules_copy(self) -> str | None:
        """Copying needs a rule."""
        return None if self.rule is not None else _("No rule is highlighted.")

    def command_rules_copy(self) -> None:
        """Copy the rule."""
        copyable = self.copyable()
        if copyable is not None:
            self.tell(self.app.copy(copyable.text, copyable.what))

    def command_back(self) -> None:
        """From field and text to the list, from the list to where one came from."""
        if self.field.value or self.focused is not self.listing:
            self.field.value = ""
            self.listing.focus()
        else:
            self.app.navigation.go_back()


def _columns() -> list[Column]:
    return [
        Column("rule", _("Rule"), min_width=5),
        Column("title", _("Title"), min_width=48),
        Column("about", _("About"), min_width=24, priority=1),
    ]


def _record(rule: Rule) -> Record:
    cells = (rule.number, render(rule.title), render(rule.group.title))
    return Record(cells, key=rule.number)
