"""Files that are imported from the list of offers, and the figures of what they contain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.catalog.evidence import EVIDENCE_OPEN
from csp_tui.ui.commands.catalog.offers import OFFERS_DIRECTORY, OFFERS_FIGURES, OFFERS_RESALES
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.page import Page


class OfferImports:
    """Imports the directory, resales and evidence, and shows the resales of all offers."""

    COMMANDS_HERE: ClassVar[Sequence[Command]] = (
        OFFERS_DIRECTORY,
        OFFERS_RESALES,
        EVIDENCE_OPEN,
        OFFERS_FIGURES,
    )

    def __init__(self, page: Page, has_offers: Callable[[], bool]) -> None:
        self._page = page
        self._has_offers = has_offers

    def disabled_reason_offers_directory(self) -> str | None:
        """Importing needs the database."""
        return None if self._page.app.is_open else _("The database is still being opened.")

    def command_offers_directory(self) -> None:
        """Ask for the file, then say what it would change."""
        from csp_tui.ui.partners.directory_import import ask_for_directory

        ask_for_directory(self._page.app, self._imported)

    def disabled_reason_offers_resales(self) -> str | None:
        """Resales are those of offers."""
        if self._has_offers():
            return None
        return _("No offer has been published, so none can have been resold.")

    disabled_reason_offers_figures = disabled_reason_offers_resales

    def command_offers_resales(self) -> None:
        """Ask for a file, show what it would do, then do it."""
        from csp_tui.ui.resales.import_dialog import ask_for_resales

        ask_for_resales(self._page.app, self._imported)

    def command_evidence_open(self) -> None:
        """Import Microsoft's files, and match the names in them."""
        from csp_tui.ui.resales.evidence_dialog import EvidenceDialog

        def closed(changed: bool | None) -> None:
            if changed:
                self._page.load()

        self._page.app.push_screen(EvidenceDialog(), closed)

    def command_offers_figures(self) -> None:
        """Count the resales of all offers, and draw them."""
        from csp_tui.ui.resales.figures import show_resale_figures

        show_resale_figures(self._page.tasks, self._page.app)

    def _imported(self, text: str | None) -> None:
        if text:
            self._page.tell(text)
            self._page.load()
