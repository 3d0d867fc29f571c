"""The highlighted partner, in full."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content
from textual.widgets import Static

from csp_tui.domain.text import visible
from csp_tui.i18n import gettext as _
from csp_tui.services.views import PartnerRow
from csp_tui.ui.text.partners import place_words


class PartnerLine(Static):
    """Name, tenant ID and place of a partner."""

    DEFAULT_CSS = """
    PartnerLine { height: auto; min-height: 3; max-height: 6; }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._lines = 0
        self._row: PartnerRow | None = None

    def show(self, row: PartnerRow | None, countries: Mapping[str, str]) -> None:
        """Show a partner.

        Args:
            row: The partner, None if the cursor is on none.
            countries: Names of countries by code.
        """
        if row == self._row:
            return
        self._row = row
        # Laying out the whole dialog again takes longer than drawing the line.
        self.update(Content("") if row is None else _described(row, countries), layout=False)
        lines = self.get_content_height(self.container_size, self.app.size, self.size.width)
        if lines != self._lines:
            self._lines = lines
            self.refresh(layout=True)


def _described(row: PartnerRow, countries: Mapping[str, str]) -> Content:
    return Content.assemble(
        (visible(row.name), "bold"),
        "\n",
        (_("Tenant ID"), "$text-muted"),
        f" {row.tenant_id}\n",
        place_words(row, countries),
    )
