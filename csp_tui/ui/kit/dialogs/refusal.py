"""A refusal of the program's rules: which rule, why, and what is possible instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Button

from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.i18n import N_, render
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.catalog.common import TEXT_COMMANDS
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.text.copyable import Copyable


class RefusalDialog(Dialog[bool]):
    """Explains a verdict; the result is True when the user selects the alternative.

    Args:
        verdict: What the rules said.
        alternative: Label of the alternative, or "" if there is none to take from here.
    """

    HELP_TEXT = N_(
        "The rules of the CSP program do not allow this change. The text says why and what "
        "you can do instead; you can open the rule from here."
    )
    AUTO_FOCUS = "Button"
    COMMANDS_HERE: ClassVar[Sequence[Command]] = TEXT_COMMANDS

    def __init__(self, verdict: Verdict, alternative: str = "") -> None:
        by_request = verdict.outcome is Outcome.SUPPORT_REQUEST
        super().__init__(_("This takes a support request") if by_request else _("Not possible"))
        self._verdict = verdict
        self._way_on = alternative

    def copyable(self) -> Copyable:
        """What the rules said, in full."""
        verdict = self._verdict
        lines = [render(verdict.message), *("! " + render(text) for text in verdict.warnings)]
        if verdict.next_step is not None:
            lines.append("→ " + render(verdict.next_step))
        lines.append(_("Rule {rule} of the CSP program").format(rule=verdict.rule))
        return Copyable("\n".join(lines), _("The rule"), f"rule-{verdict.rule}.txt")

    def compose_body(self) -> Iterable[Widget]:
        """Why, what to mind, what to do, and the rule."""
        verdict = self._verdict
        yield self.text(render(verdict.message))
        for warning in verdict.warnings:
            yield self.text("! " + render(warning), "dialog-warning")
        if verdict.next_step is not None:
            yield self.text("→ " + render(verdict.next_step), "dialog-next")
        yield self.text(
            _("Rule {rule} of the CSP program").format(rule=verdict.rule), "dialog-rule"
        )

    def compose_buttons(self) -> Iterable[Button]:
        """The alternative first, so that Enter selects it; Escape leaves everything as it is."""
        if self._way_on:
            yield Button(self._way_on, id="alternative", variant="primary")
        rule = _("Read {rule}").format(rule=self._verdict.rule)
        yield Button(rule, id="read-rule")
        yield Button(_("Close"), id="close")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Show the rule, or select the alternative."""
        event.stop()
        if event.button.id == "read-rule":
            self.app.navigation.open_rules(self._verdict.rule)
        elif event.button.id == "alternative":
            self.dismiss(True)
