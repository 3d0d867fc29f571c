"""Why a partner is locked: the evidence of its resale, which can be dismissed with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Label, Static

from csp_tui.domain.text import visible
from csp_tui.i18n import N_, render
from csp_tui.i18n import gettext as _
from csp_tui.services.evidence_port import EvidenceItem
from csp_tui.ui.commands.catalog.common import DIALOG_COMMANDS
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.widgets.text_fields import TextField


class EvidenceNoteDialog(Dialog[str]):
    """Shows the evidence of a resale; the result is a sentence when some was dismissed.

    Args:
        offer_id: The offer.
        tenant_id: The partner.
        name: Its name; it may hold data.
    """

    COMMANDS_HERE: ClassVar[Sequence[Command]] = DIALOG_COMMANDS
    MAIN_BUTTON = "#dismiss-evidence"
    AUTO_FOCUS = "#close"
    KEEPS_FIELDS = True
    HELP_TEXT = N_(
        "The files and rows that say that the partner has resold the offer. If a file is wrong, "
        "dismiss the evidence with a reason; the history keeps it, and undo restores it."
    )
    DEFAULT_CSS = """
    EvidenceNoteDialog #evidence-items { height: auto; margin-bottom: 1; }
    """

    def __init__(self, offer_id: str, tenant_id: str, name: str) -> None:
        super().__init__(_("Why {name} is locked").format(name=name))
        self._offer_id = offer_id
        self._tenant_id = tenant_id
        self._items: Sequence[EvidenceItem] = ()
        self._done = ""

    def is_about(self) -> str:
        """The partner."""
        return self._tenant_id

    def compose_body(self) -> Iterable[Widget]:
        """The evidence, and the reason to dismiss it."""
        yield Static(_("Reading the evidence…"), id="evidence-items", markup=False)
        yield Label(_("Reason to dismiss the first one that counts"))
        yield TextField(id="dismiss-why")

    def compose_buttons(self) -> Iterable[Button]:
        """Close first."""
        yield Button(_("Close"), id="close")
        yield Button(_("Dismiss evidence"), id="dismiss-evidence", disabled=True)

    def on_mount(self) -> None:
        """Read the evidence."""
        super().on_mount()
        self._load()

    def result_so_far(self) -> str | None:
        """What was done."""
        return self._done or None

    @on(Input.Submitted)
    @on(Button.Pressed, "#dismiss-evidence")
    def dismiss_evidence(self) -> None:
        """Dismiss the strongest piece that counts, with the reason."""
        item = self._first()
        if item is None:
            return
        field = self.query_one("#dismiss-why", Input)
        if not field.value.strip():
            self.complain(_("Enter why the file is wrong; the history keeps the reason."))
            field.focus()
            return
        evidence, why = self.app.workbench.evidence, field.value
        self.tasks.run_write(lambda: evidence.dismiss(item.id, why), self._dismissed)

    def _dismissed(self, item: EvidenceItem) -> None:
        self._done = _("Dismissed the evidence: {place}.").format(place=render(item.note.place))
        self.complain("")
        self.query_one("#dismiss-why", Input).value = ""
        self._load()

    def _load(self) -> None:
        evidence = self.app.workbench.evidence
        self.tasks.run(lambda: evidence.items(self._offer_id, self._tenant_id), self._show)

    def _show(self, items: Sequence[EvidenceItem]) -> None:
        if self._done and not any(item.dismissed is None for item in items):
            self.dismiss(self._done)
            return
        self._items = items
        lines = "\n".join(_line(item) for item in items)
        self.query_one("#evidence-items", Static).update(Content(visible(lines)))
        self.query_one("#dismiss-evidence", Button).disabled = self._first() is None

    def _first(self) -> EvidenceItem | None:
        return next((item for item in self._items if item.dismissed is None), None)


def _line(item: EvidenceItem) -> str:
    sentence = render(item.note.sentence)
    if item.dismissed is None:
        return _("• {sentence}").format(sentence=sentence)
    return _("• Dismissed: {sentence}. Reason: {why}").format(sentence=sentence, why=item.dismissed)
