"""The dialog for unexpected errors: what happened, what is safe, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Button

from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.catalog.common import ERROR_COMMANDS, UNEXPECTED_COPY, UNEXPECTED_SHOW
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.dialogs.plain_text import PlainTextScreen
from csp_tui.ui.kit.widgets.status_line import StatusLine
from csp_tui.ui.text.copyable import Copyable


class ErrorDialog(Dialog[str]):
    """Reports an error; the result is ``leave``, or anything else to continue.

    Nothing of what is below is painted, because that may be what fails.

    Args:
        kind: What kind of error it is.
        place: Where in the program it came from, "" if that is unknown.
        report: What can be copied; it holds no data.
        log: The log file, None if no path may be shown.
        again: Whether it is not the first one within a minute, so that Continue opens the offers.
    """

    HELP_TEXT = N_(
        "An unexpected error occurred. Everything you saved is safe. The report says where "
        "in the program it happened; it contains no partners, contacts, paths or other data."
    )
    AUTO_FOCUS = "#on"
    COMMANDS_HERE: ClassVar[Sequence[Command]] = ERROR_COMMANDS
    DEFAULT_CSS = """
    ErrorDialog > .dialog { border: round $warning; }
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
                    "Everything you saved is safe. The error happened again, so Continue "
                    "opens the offers; unsaved changes on other pages are discarded."
                )
            )
        else:
            yield self.text(_("Everything you saved is safe, and your input is still there."))
        yield self.text(
            _("The report names locations in the program, and no partners, contacts or other data.")
        )
        if self._log is not None:
            yield self.text(_("It is in the log, too: {path}").format(path=self._log))
        yield StatusLine()

    def compose_buttons(self) -> Iterable[Button]:
        """Copy, show, leave, go on."""
        yield Button(UNEXPECTED_COPY.shown_title, id="copy")
        yield Button(UNEXPECTED_SHOW.shown_title, id="show")
        yield Button(_("Leave"), id="leave")
        yield Button(_("Continue"), id="on", variant="primary")

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
        self.app.push_screen(PlainTextScreen(self._report))
