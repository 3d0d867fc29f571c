"""Asks for an auditor's report, and makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date
from typing import ClassVar

from textual import getters, on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Label

from csp_tui.domain.errors import FieldChecks, InvalidInput
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.wording import quoted, say
from csp_tui.exchange.documents import Document, csv_lines, html_lines, plain_lines
from csp_tui.exchange.report_documents import audience_document, changes_document
from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.catalog.common import REPORT_MAKE
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.dialogs.text_view import TextViewDialog
from csp_tui.ui.kit.files.deliver import deliver
from csp_tui.ui.kit.widgets.choices import OptionSet, RadioOption
from csp_tui.ui.kit.widgets.dialog_button import DialogButton
from csp_tui.ui.kit.widgets.text_fields import TextField

_DAY_LENGTH = 10
_FORMATS: dict[str, tuple[str, Callable[[Document], Iterable[str]]]] = {
    "text": ("report.txt", plain_lines),
    "html": ("report.html", html_lines),
    "csv": ("report.csv", csv_lines),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """The report that is wanted.

    Attributes:
        first: The first day; None for the audience on a day.
        last: The last day, or the day.
        offer_ids: Only of these offers; of everything without.
        format: ``text``, ``html`` or ``csv``.
    """

    first: date | None
    last: date
    offer_ids: tuple[str, ...]
    format: str


class ReportDialog(Dialog[None]):
    """Makes a report of changes between two days, or of an audience on a past day.

    Args:
        offer_ids: The offers that the report is about; everything without.
    """

    HELP_TEXT = N_(
        "A report for an auditor: who changed what between two days, when and why, or who could "
        "resell an offer at the end of a past day. It is shown, or saved as a page to print or "
        "for a spreadsheet. Days are those of UTC."
    )
    AUTO_FOCUS = "#report-first"
    KEEPS_FIELDS = True
    FIELDS: ClassVar[Mapping[str, str]] = {
        "report-first": "report-first",
        "report-last": "report-last",
    }
    COMMANDS_HERE: ClassVar[Sequence[Command]] = (REPORT_MAKE,)
    DEFAULT_CSS = """
    ReportDialog {
        & Label { margin-top: 1; }
        & Label.-first { margin-top: 0; }
        & RadioSet { border: none; padding: 0; width: 100%; background: transparent; }
        & RadioSet:focus { border: none; background: $boost; }
        & RadioButton { width: 100%; }
    }
    """
    kind = getters.query_one("#report-kind", OptionSet)
    format = getters.query_one("#report-format", OptionSet)

    def __init__(self, offer_ids: Sequence[str] = ()) -> None:
        super().__init__(_("Report"))
        self._offer_ids = tuple(offer_ids)

    def compose_body(self) -> Iterable[Widget]:
        """What is reported, the days, and how it is written."""
        about = ", ".join(self._offer_ids[:3]) + (", …" if len(self._offer_ids) > 3 else "")
        yield Label(_("Report"), classes="-first", markup=False)
        with OptionSet(id="report-kind", compact=True):
            yield RadioOption(_("All changes"), value=True, name="all")
            if about:
                yield RadioOption(
                    Content(_("Changes to {offers}").format(offers=about)), name="some"
                )
            if len(self._offer_ids) == 1:
                words = _("Audience of {offer} at the end of a day").format(offer=about)
                yield RadioOption(Content(words), name="audience")
        yield Label(_("First day of changes (YYYY-MM-DD)"), markup=False)
        yield TextField(id="report-first", max_length=_DAY_LENGTH)
        yield Label(_("Last day, or the day; today if empty"), markup=False)
        yield TextField(id="report-last", max_length=_DAY_LENGTH)
        yield Label(_("Format"), markup=False)
        with OptionSet(id="report-format", compact=True):
            yield RadioOption(_("Show it here"), value=True, name="text")
            yield RadioOption(_("Page to print (HTML)"), name="html")
            yield RadioOption(_("CSV for spreadsheets"), name="csv")

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel or make the report."""
        yield Button(_("Cancel"), id="cancel")
        yield DialogButton(_("Make report"), REPORT_MAKE, id="make", primary=True)

    @on(Input.Submitted)
    def make_entered(self, event: Input.Submitted) -> None:
        """Make the report, as F2 does."""
        event.stop()
        self.command_report_make()

    def command_report_make(self) -> None:
        """Make the report, unless a day can't be read."""
        today = self.app.workbench.clock.now().astimezone(UTC).date()
        kind = _pressed(self.kind)
        is_audience = kind == "audience"
        fields = FieldChecks()
        first = None if is_audience else fields.check(lambda: self._day("report-first"), None)
        last = fields.check(lambda: self._day("report-last", today), today)
        try:
            fields.require_valid()
        except InvalidInput as error:
            self.complain_about(error)
            return
        wanted = _Wanted(
            first=first,
            last=last,
            offer_ids=() if kind == "all" else self._offer_ids,
            format=_pressed(self.format),
        )
        self.complain("")
        self.tasks.run(lambda: self._text(wanted), lambda text: self._show(wanted, text))

    def _day(self, name: str, default: date | None = None) -> date:
        """The day in a field.

        Raises:
            InvalidInput: There is none.
        """
        text = self.query_one(f"#{name}", Input).value.strip()
        if not text and default is not None:
            return default
        try:
            return date.fromisoformat(text)
        except ValueError:
            wrong = say("{value} is not a day.", value=quoted(text))
            raise InvalidInput(
                wrong if text else say("A day is missing."),
                say("Enter a day like 2026-03-01."),
                field=name,
            ) from None

    def _text(self, wanted: _Wanted) -> str:
        reports = self.app.workbench.reports
        if wanted.first is None:
            document = audience_document(reports.audience(wanted.offer_ids[0], wanted.last))
        else:
            changes = reports.changes(wanted.first, wanted.last, wanted.offer_ids)
            document = changes_document(changes, wanted.first, wanted.last)
        return "".join(_FORMATS[wanted.format][1](document))

    def _show(self, wanted: _Wanted, text: str) -> None:
        name = _FORMATS[wanted.format][0]
        if wanted.format == "text":
            self.app.push_screen(TextViewDialog(_("Report"), text, file_name=name))
        else:
            deliver(self.app, text, name)


def _pressed(options: OptionSet) -> str:
    button = options.pressed_button
    return "" if button is None else button.name or ""
