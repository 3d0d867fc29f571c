"""Choosing every partner of a search, or putting all of them on the list at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from csp_tui.domain.errors import Cancelled, WorkbenchError
from csp_tui.domain.partner import PartnerQuery
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext
from csp_tui.services.views import PartnerRow
from csp_tui.ui.commands.key_words import key_of
from csp_tui.ui.dialogs.confirm import ConfirmDialog
from csp_tui.ui.numbers import Number
from csp_tui.ui.partner_choice import PartnerChoice, Said, collect
from csp_tui.ui.widgets.partner_words import filter_words

if TYPE_CHECKING:
    from csp_tui.ui.dialogs.dialog import Dialog
    from csp_tui.ui.widgets.partner_finder import PartnerFinder

    _Base = Dialog[Any]
else:
    _Base = object


class AllMatching(_Base):
    """For the partner search: all who match as one choice or one change (R20, R23).

    Attributes:
        finder: The search.
        choice: What is chosen so far.
        countries: Names of countries by code.
        add_all: Puts all who match on the list right away; None where they can only be chosen.
    """

    finder: PartnerFinder
    choice: PartnerChoice
    countries: dict[str, str]
    add_all: Callable[[PartnerQuery], None] | None

    def take(self, said: Said) -> None:
        """Say what came of choosing, and show what is chosen now."""
        raise NotImplementedError

    def take_all_matching(self) -> Said | None:
        """Choose or add every partner of the search, after saying how many they are.

        Returns:
            Why not, None where it is under way.
        """
        total = self.finder.total
        if total is None or not self.finder.is_settled:
            return Said(_("Wait for the results, then choose all that match."), "refused")
        if not total.count:
            return Said(_("Nothing matches, so there is nothing to choose."), "refused")
        if self.add_all is not None:
            self._ask(total.count, self.add_all)
            return None
        return self._collect(total.count)

    def _ask(self, count: int, add_all: Callable[[PartnerQuery], None]) -> None:
        def answered(way: str | None) -> None:
            if way == "add":
                self.dismiss(None)
                add_all(self.finder.query_asked)
            elif way == "choose":
                self.take(self._collect(count))

        text = ngettext("{count} partner matches.", "{count} partners match.", Number(count))
        filters = filter_words(self.finder.query_asked, self.countries)
        choices = [("add", _("Add all now"))]
        if count <= self.choice.at_most:
            choices.append(("choose", _("Choose them first")))
        ask = ConfirmDialog(
            _("Add all that match?"),
            [
                f"{text} {filters}".strip(),
                _(
                    "All of them are put on the draft list at once, and saved. "
                    "Undo ({key}) takes it back as one step."
                ).format(key=key_of("undo")),
            ],
            choices,
        )
        self.app.push_screen(ask, answered)

    def _collect(self, count: int) -> Said:
        most = self.choice.at_most
        if count > most:
            return self.choice.too_many(count)
        query, directory = self.finder.query_asked, self.app.workbench.directory
        self.job(
            lambda: collect(directory, query, most),
            self._collected,
            group="collect",
            failed=self._not_collected,
        )
        return Said(_("Choosing all that match…"), "busy")

    def _collected(self, rows: Sequence[PartnerRow]) -> None:
        self.take(self.choice.add(rows))

    def _not_collected(self, error: WorkbenchError) -> None:
        if isinstance(error, Cancelled):
            text = _("You searched on meanwhile, so nothing more was chosen.")
            self.take(Said(text, "refused"))
        else:
            self.app.show_problem(error)
