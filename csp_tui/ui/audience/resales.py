"""Resales that are recorded from the audience page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from csp_tui.domain.publication import against_resale
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import Value
from csp_tui.ui.audience.table import AudienceTable
from csp_tui.ui.commands.catalog.audience import AUDIENCE_RESALES, AUDIENCE_RESOLD
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.section import Section
from csp_tui.ui.partners.selection_recovery import restored_resellers
from csp_tui.ui.text.offers import refusal_words

if TYPE_CHECKING:
    pass


class AudienceResales:
    """Shows and records which partners have resold the offer."""

    COMMANDS_HERE: ClassVar[Sequence[Command]] = (AUDIENCE_RESALES, AUDIENCE_RESOLD)

    def __init__(self, section: Section, table: AudienceTable) -> None:
        self._section = section
        self._table = table

    def disabled_reason_audience_resold(self) -> str | None:
        """Only a stored partner of a published offer can have resold it (R25)."""
        if self._section.view is None or self._table.cursor_partner is None:
            return _("Select a saved partner first.")
        return self.disabled_reason_audience_resales()

    def command_audience_resold(self) -> None:
        """Record a resale, or ask whether to remove a record."""
        from csp_tui.ui.resales.record import ResaleDialog
        from csp_tui.ui.resales.removal import ask_to_remove_resale

        row = self._table.row(self._table.cursor_partner or "")
        if row is None:
            return
        section = self._section
        name = row.name or row.tenant_id
        if row.evidence is not None:
            from csp_tui.ui.resales.evidence_note import EvidenceNoteDialog

            note = EvidenceNoteDialog(section.offer_id, row.tenant_id, name)
            section.app.push_screen(note, self._changed)
        elif row.resold:
            ask_to_remove_resale(
                section.app, section.tasks, section.offer_id, row.tenant_id, name, self._changed
            )
        else:
            section.app.push_screen(ResaleDialog(section.offer_id, row), self._changed)

    def disabled_reason_audience_resales(self) -> str | None:
        """Only a published offer can have been resold (R25)."""
        if self._section.view is None:
            return _("The offer is still being read.")
        verdict = against_resale(self._section.view.state.offer)
        return refusal_words(verdict) if verdict is not None else None

    def command_audience_resales(self) -> None:
        """Show all partners that have resold the offer, on the list or not."""
        from csp_tui.ui.resales.dialog import ResalesDialog

        def closed(changed: bool | None) -> None:
            if changed:
                self._changed(
                    _("The resales have changed; the list shows which partners they lock.")
                )

        app, offer_id = self._section.app, self._section.offer_id
        app.push_screen(ResalesDialog(offer_id, app.offer_name(offer_id)), closed)

    def restore(self, typed: Mapping[str, Value]) -> None:
        """Ask again for the day of resales that an earlier session was recording."""
        from csp_tui.ui.resales.sale_date import SaleDateDialog

        partners = restored_resellers(typed)
        if partners:
            day = typed.get("day")
            dialog = SaleDateDialog(
                self._section.offer_id, partners, recovered=day if isinstance(day, str) else ""
            )
            self._section.app.push_screen(dialog, self._changed)

    def _changed(self, text: str | None) -> None:
        if text:
            self._section.page.tell(text)
            self._section.page.load()
