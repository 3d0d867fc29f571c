"""What this screen and the focused control are for, and what the keys do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from textual import on
from textual.content import Content
from textual.events import Resize
from textual.widget import Widget
from textual.widgets import Button, Static

from csp_tui.domain.rules.catalog import rule_of
from csp_tui.domain.text import visible
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.command import Command
from csp_tui.ui.help.controls import ShownHelp
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.widgets.key_lines import command_lines
from csp_tui.ui.text.rules import rule_line


class RuleLink(Button):
    """Opens the rule that it names.

    Args:
        number: The rule's number, as in ``R30``.
    """

    DEFAULT_CSS = """
    RuleLink { width: 100%; text-align: left; content-align: left middle; color: $text-accent;
        background: transparent; }
    """

    def __init__(self, number: str) -> None:
        super().__init__(Content(rule_line(rule_of(number))), name=number)


class CommandLines(Static):
    """What each command does, beside its keys whatever the width.

    Args:
        commands: The commands.
        reasons: Why commands cannot run now, by their IDs.
    """

    def __init__(self, commands: Sequence[Command], reasons: Mapping[str, str]) -> None:
        super().__init__(id="help-commands", markup=False)
        self._commands = commands
        self._reasons = reasons
        self._width = 0

    def on_resize(self, event: Resize) -> None:
        """Wrap the lines again."""
        if event.size.width != self._width:
            self._width = event.size.width
            lines: list[Content] = []
            for command in self._commands:
                lines += command_lines(command, self._reasons.get(command.id), self._width)
            self.update(Content("\n").join(lines))


class HelpDialog(Dialog[None]):
    """A few sentences on the screen, on the focused control, and the commands.

    Args:
        about: Paragraphs about the screen, translated: the part in use first, then the whole.
        commands: The commands that can be reached there.
        control: The help of the control that had the focus, if there is one.
        reasons: Why commands cannot run now, by their IDs.
    """

    IS_HELP = True
    AUTO_FOCUS = "#close"
    DEFAULT_CSS = """
    HelpDialog > .dialog { height: 90%; max-height: 40; }
    HelpDialog .dialog-body { height: 1fr; }
    HelpDialog #help-control { height: auto; }
    HelpDialog .help-heading { height: auto; text-style: bold; }
    HelpDialog .help-whole { margin: 1 0 0 0; }
    HelpDialog #help-commands { height: auto; margin-top: 1; }
    """

    def __init__(
        self,
        about: Sequence[str],
        commands: Sequence[Command],
        *,
        control: ShownHelp | None = None,
        reasons: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(_("Help"))
        self._about = about
        self._commands = commands
        self._control = control
        self._reasons = reasons or {}

    def compose_body(self) -> Iterable[Widget]:
        """Screen, control with its rules, then a line a command."""
        # A short terminal shows what is nearest without scrolling.
        for paragraph in self._about[:1]:
            yield self.text(paragraph)
        if self._control is not None:
            yield from self._control_part(self._control)
        for paragraph in self._about[1:]:
            yield self.text(paragraph, "help-whole")
        yield CommandLines(self._commands, self._reasons)

    @on(Button.Pressed, "RuleLink")
    def open_rule(self, event: Button.Pressed) -> None:
        """Show the rule."""
        event.stop()
        self.app.navigation.open_rules(event.button.name or "")

    def _control_part(self, control: ShownHelp) -> Iterable[Widget]:
        heading = _("Here: {control}").format(control=control.title)
        yield Static(Content(visible(heading)), classes="help-heading")
        yield Static(Content(visible(control.text)), id="help-control")
        for number in control.rules:
            yield RuleLink(number)
