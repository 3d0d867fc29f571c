"""What can be done with the highlighted partner of an audience, whatever its state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from csp_tui.i18n import gettext as _
from csp_tui.ui.audience.table import AudienceTable
from csp_tui.ui.commands.catalog.audience import AUDIENCE_COPY
from csp_tui.ui.commands.catalog.partners import PARTNER_OPEN
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.section import Section
from csp_tui.ui.text.copyable import Copyable


class HighlightedPartner:
    """Copies the tenant ID of the highlighted partner, and opens its page."""

    COMMANDS_HERE: ClassVar[Sequence[Command]] = (AUDIENCE_COPY, PARTNER_OPEN)

    def __init__(self, section: Section, table: AudienceTable) -> None:
        self._section = section
        self._table = table

    def copyable(self) -> Copyable | None:
        """The tenant ID."""
        record = self._table.cursor_record
        return Copyable(record.key, _("The tenant ID"), "tenant-id.txt") if record else None

    def disabled_reason_audience_copy(self) -> str | None:
        """Copying needs a partner."""
        return None if self._table.cursor_record else _("No partner is selected.")

    def command_audience_copy(self) -> None:
        """Copy the tenant ID."""
        copyable = self.copyable()
        if copyable is not None:
            section = self._section
            section.page.tell(section.app.copy(copyable.text, copyable.what))

    def disabled_reason_partner_open(self) -> str | None:
        """Opening needs a partner that is stored."""
        return None if self._table.cursor_partner else _("No partner is highlighted.")

    def command_partner_open(self) -> None:
        """Open the page of the partner."""
        tenant = self._table.cursor_partner
        if tenant is not None:
            self._section.app.navigation.open_partner(tenant)
