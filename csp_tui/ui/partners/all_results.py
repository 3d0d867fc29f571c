"""Selecting all results of a partner search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from csp_tui.domain.errors import Canceled, WorkbenchError
from csp_tui.domain.partner import PartnerQuery
from csp_tui.domain.search_terms import as_tenant_id, search_summary
from csp_tui.i18n import Number, ngettext, quote, render, titled
from csp_tui.i18n import gettext as _
from csp_tui.services.views import PartnerRow
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.partners.finder import PartnerFinder
from csp_tui.ui.partners.selection import Notice, PartnerChoice, collect, unlisted_partner
from csp_tui.ui.text.partners import filter_words, search_words

_NAMED_AT_MOST = 5


class AllResults:
    """Selects all results of a search, one by one or as a search (R20, R23).

    Args:
        dialog: The search dialog.
        choice: What is selected so far; it gets the results.
        tell: Shows the result, and what is selected now.
        add_query: Ends the dialog with a search whose results are all added; None if partners
            can only be selected one by one.
    """

    def __init__(
        self,
        dialog: Dialog[Any],
        choice: PartnerChoice,
        tell: Callable[[Notice], None],
        add_query: Callable[[PartnerQuery, int], None] | None,
    ) -> None:
        self._dialog = dialog
        self._choice = choice
        self._tell = tell
        self._add_query = add_query

    def reason_against(self, finder: PartnerFinder) -> str | None:
        """Why no results can be selected, None if some can."""
        if finder.total == 0 and not finder.missing and not finder.results.unlisted_shown:
            return _("No matches, so there is nothing to select.")
        return None

    def select(self, finder: PartnerFinder) -> None:
        """Select all results of the search as it is now, after asking how."""
        total = finder.total
        unlisted = finder.results.unlisted_shown
        if total is None or not finder.is_settled:
            self._tell(Notice(_("Wait for the results, then select all of them."), "refused"))
        elif unlisted and not finder.query_asked.terms:
            self._collect(finder.query_asked, total, unlisted)
        elif finder.missing:
            self._ask_about_missing(finder.query_asked, total, finder.missing)
        elif self._add_query is not None and not finder.query_asked.terms:
            self._ask(self._add_query, finder.query_asked, total)
        else:
            self._collect(finder.query_asked, total)

    def _ask(
        self, add_query: Callable[[PartnerQuery, int], None], query: PartnerQuery, count: int
    ) -> None:
        def answered(choice: str | None) -> None:
            if choice == "add":
                add_query(query, count)
            elif choice == "review":
                self._collect(query, count)

        number = Number(count)
        choices = [("add", _("Add all"))]
        if count <= self._choice.at_most:
            choices.append(("review", _("Review selection first")))
        lines = [
            self._searched(query),
            ngettext(
                "{count} partner will be on the list, not saved yet.",
                "All {count} will be on the list, not saved yet.",
                number,
            ),
            _("Partners that are already on the list stay as they are."),
        ]
        if self._choice:
            lines.append(
                ngettext(
                    "The {count} partner that you selected before is added, too.",
                    "The {count} partners that you selected before are added, too.",
                    Number(len(self._choice)),
                )
            )
        title = ngettext("Add {count} result?", "Add all {count} results?", number)
        dialog = ConfirmDialog(title, lines, choices)
        self._dialog.app.push_screen(dialog, answered)

    def _searched(self, query: PartnerQuery) -> str:
        words = search_words(query, self._dialog.app.workbench.regions.countries)
        if not words:
            return _("No words and no filters: these are all partners in the directory.")
        return _("Searched: {words}").format(words=words)

    def _ask_about_missing(self, query: PartnerQuery, count: int, missing: Sequence[str]) -> None:
        regions = self._dialog.app.workbench.regions
        unlisted = [unlisted_partner(tenant) for tenant in filter(None, map(as_tenant_id, missing))]

        def answered(choice: str | None) -> None:
            if choice is not None:
                self._collect(query, count, unlisted if choice == "all" else ())

        other = [term for term in missing if not as_tenant_id(term)]
        filters = filter_words(query, regions.countries)
        partners = None if filters else count
        summary = render(search_summary(query.terms, missing, partners))
        choices = []
        if count:
            found = ngettext("Select {count} found", "Select {count} found", Number(count))
            choices.append(("found", found))
        if unlisted:
            label = _("Select {count} with unknown IDs") if other else _("Select all {count}")
            choices.append(("all", label.format(count=Number(count + len(unlisted)))))
        lines = [titled(summary, _named(missing))]
        if filters:
            lines.insert(0, filters)
        if unlisted:
            lines.append(_("Check tenant IDs that are not in the directory: they may be mistyped."))
        if other:
            lines.append(
                ngettext(
                    "{names} is not a tenant ID and can't be selected.",
                    "{names} are not tenant IDs and can't be selected.",
                    len(other),
                    names=_named([quote(term) for term in other]),
                )
            )
        dialog = ConfirmDialog(_("Select all results?"), lines, choices)
        self._dialog.app.push_screen(dialog, answered)

    def _collect(
        self, query: PartnerQuery, count: int, unlisted: Sequence[PartnerRow] = ()
    ) -> None:
        most = self._choice.at_most
        if count + len(unlisted) > most:
            self._tell(self._choice.too_many(count + len(unlisted)))
            return
        directory = self._dialog.app.workbench.directory

        def collected(rows: Sequence[PartnerRow]) -> None:
            notice = self._choice.add(rows)
            if unlisted and notice.kind != "refused":
                warning = ngettext(
                    "{count} of them is not in the directory.",
                    "{count} of them are not in the directory.",
                    Number(len(unlisted)),
                )
                notice = Notice(f"{notice.text} {warning}", "refused")
            self._tell(notice)

        def read() -> list[PartnerRow]:
            rows = collect(directory, query, most) if count else []
            rows += unlisted
            self._choice.learn(row.tenant_id for row in rows)
            return rows

        self._tell(Notice(_("Selecting all results…"), "busy"))
        self._dialog.tasks.run(
            read,
            collected,
            group="collect",
            on_error=self._not_collected,
        )

    def _not_collected(self, error: WorkbenchError) -> None:
        if isinstance(error, Canceled):
            self._tell(Notice(_("The search changed, so nothing was selected."), "refused"))
        else:
            self._dialog.app.show_problem(error)


def _named(terms: Sequence[str]) -> str:
    named = ", ".join(terms[:_NAMED_AT_MOST])
    more = len(terms) - _NAMED_AT_MOST
    if more > 0:
        return ngettext("{names} and {count} more", "{names} and {count} more", more, names=named)
    return named
