"""An error that nobody foresaw: what happened, what is safe, and the ways on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Button

from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.command import Command
from csp_tui.ui.copying import Copyable, show_as_text
from csp_tui.ui.dialogs.dialog import Dialog
from csp_tui.ui.widgets.status_line import StatusLine

COPY = Command(
    "unexpected.copy", N_("Copy the report"), N_("Copy what may help to find the cause"), "y"
)
SHOW = Command(
    "unexpected.show",
    N_("Show as text"),
    N_("Show the report as nothing but text, to select it with the mouse"),
    "t",
)


class UnexpectedDialog(Dialog[str]):
    """Tells of an error; the result is ``leave``, or anything else to go on.

    Nothing of what is below is painted, because that may be what fails.

    Args:
        kind: What kind of error it is.
        place: Where in the program it came from, "" where that is unknown.
        report: What can be copied; it holds no data.
        log: The log file, None where no path may be shown.
        again: Whether it is not the first one within a minute, so that going on leads home.
    """

    HELP_TEXT = N_(
        "The program met an error that nobody foresaw. What was saved is safe. The report says "
        "where in the program it happened; it holds no partners, contacts, paths or other data."
    )
    AUTO_FOCUS = "#on"
    COMMANDS_HERE: ClassVar[Sequence[Command]] = (COPY, SHOW)
    DEFAULT_CSS = """
    UnexpectedDialog > .dialog { border: round $warning; }
    """

    def __init__(
        self, *, kind: str, place: str, report: str, log: Path | None, again: bool
    ) -> None:
        super().__init__(_("Something unexpected happened"))
        self._kind = kind
        self._place = place
        self._log = log
        self._again = again
        self._report = Copyable(report, _("The report"), "csp-tui-report.txt")

    def compose_body(self) -> Iterable[Widget]:
        """What happened, what is safe, where more of it is."""
        if self._place:
            what = _("The program failed at {place}: {kind}.")
        else:
            what = _("The program failed: {kind}.")
        yield self.text(what.format(place=self._place, kind=self._kind))
        if self._again:
            yield self.text(
                _(
                    "Everything you saved is safe. It happened again, so going on leads to the "
                    "offers; what is not saved on other pages is dropped."
                )
            )
        else:
            yield self.text(
                _("Everything you saved is safe, and what you typed is still in its place.")
            )
        yield self.text(
            _("The report names places in the program, and no partners, contacts or other data.")
        )
        if self._log is not None:
            yield self.text(_("It is in the log, too: {path}").format(path=self._log))
        yield StatusLine()

    def compose_buttons(self) -> Iterable[Button]:
        """Copy, show, leave, go on."""
        yield Button(COPY.shown_title, id="copy")
        yield Button(SHOW.shown_title, id="show")
        yield Button(_("Leave"), id="leave")
        yield Button(_("Go on"), id="on", variant="primary")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says."""
        event.stop()
        match event.button.id:
            case "copy":
                self.command_unexpected_copy()
            case "show":
                self.command_unexpected_show()
            case chosen:
                self.dismiss(chosen)

    def command_unexpected_copy(self) -> None:
        """Send the report to the terminal's clipboard."""
        self.tell(self.app.copy(self._report.text, self._report.what))

    def command_unexpected_show(self) -> None:
        """Show only the report."""
        show_as_text(self.app, self._report)
