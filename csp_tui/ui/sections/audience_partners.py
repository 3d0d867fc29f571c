"""Adding partners to an audience and taking them off, as the rules allow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from csp_tui.domain.audience import AddPartners, RemovePartners, decide
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.partner import PartnerQuery
from csp_tui.domain.publication import against_resale
from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.i18n import current, ngettext, render
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import Value
from csp_tui.services.views import SaveResult
from csp_tui.ui.commands.key_words import key_of
from csp_tui.ui.copying import Copyable
from csp_tui.ui.dialogs.authorize import ask_whom_to_authorize
from csp_tui.ui.dialogs.refusal import RefusalDialog
from csp_tui.ui.numbers import Number
from csp_tui.ui.sections.audience_list import AudienceList
from csp_tui.ui.wording import refusal_words

if TYPE_CHECKING:
    from csp_tui.domain.support import SupportRequest


class AudiencePartners(AudienceList):
    """The part of the audience section that changes the list."""

    def why_not_audience_select(self) -> str | None:
        """Partners are selected under the second option only (R12)."""
        if self.view is None:
            return _("The offer is still being read.")
        standing = self.view.standing
        chosen = replace(standing, offer=replace(standing.offer, draft_channel=self.channel))
        verdict = decide(chosen, AddPartners(1))
        return None if verdict.is_open else refusal_words(verdict)

    def command_audience_select(self) -> None:
        """Open the search over the directory."""
        self.choose({})

    def choose(self, begun: Mapping[str, Value]) -> None:
        """Open the search over the directory.

        Args:
            begun: What an earlier session had chosen there and not added.
        """
        from csp_tui.ui.dialogs.partner_search import Chosen, PartnerSearchDialog

        def listed() -> frozenset[str]:
            rows = self.app.workbench.audience.rows(self.offer_id)
            return frozenset(row.tenant_id for row in rows if row.in_draft)

        def opened(on_list: frozenset[str]) -> None:
            already = (on_list | set(self.unsaved.added)) - self.unsaved.removed
            # All who match are saved right away, so nothing unsaved may stand beside them.
            add_all = None if self.is_dirty else self.add_all
            search = PartnerSearchDialog(already, add_all=add_all)
            search.begun = begun
            self.app.push_screen(search, chosen)

        def chosen(partners: tuple[Chosen, ...] | None) -> None:
            if partners:
                self.add({partner.tenant_id: partner.name for partner in partners})

        self.app.wait_for_opening(self.job(listed, opened))

    def add_all(self, query: PartnerQuery) -> None:
        """Put all who match a search on the draft list, as one step."""
        view = self.view
        if view is None:
            return
        version = view.standing.offer.version
        self.page.tell(_("Adding all that match…"), "busy")
        self.save(
            lambda: self.app.workbench.audience.add_matching(self.offer_id, query, version=version),
            self._all_added,
            failed=self.page.or_meet(lambda _meeting: [], lambda: self.add_all(query)),
        )

    def _all_added(self, result: SaveResult) -> None:
        added = ngettext(
            "{count} partner added to the draft.",
            "{count} partners added to the draft.",
            Number(result.added),
        )
        self.page.tell(added + " " + _("Undo ({key}) takes it back.").format(key=key_of("undo")))
        self.page.load()

    def add(self, partners: dict[str, str]) -> None:
        """Put partners on the list, not saved yet."""
        for tenant, name in partners.items():
            if tenant in self.unsaved.removed:
                self.unsaved.removed.discard(tenant)
            else:
                self.unsaved.added[tenant] = name
        self._show_list(self._count)
        self.page.tell(
            ngettext(
                "{count} partner added, not saved yet. Save draft: {key}.",
                "{count} partners added, not saved yet. Save draft: {key}.",
                len(partners),
                key=key_of("draft.save"),
            ),
            "plain",
        )
        self.partners.focus()

    def why_not_audience_remove(self) -> str | None:
        """Ask the rules about each partner that would leave (R30 to R33)."""
        chosen = self._chosen()
        if self.view is None or not chosen:
            return _("There is no partner to remove.")
        return None

    def command_audience_remove(self) -> None:
        """Take partners off the list, or offer the request that it takes."""
        view = self.view
        if view is None:
            return
        chosen = self._chosen()
        stored = [tenant for tenant in chosen if tenant not in self.unsaved.added]
        members = self._members(stored)
        verdict = decide(view.standing, RemovePartners(members)) if members else None
        if verdict is not None and not verdict.is_open:
            ids = verdict.tenant_ids
            self._offer_request(verdict, lambda: self._begin_removal(ids))
            return
        for tenant in chosen:
            if tenant in self.unsaved.added:
                del self.unsaved.added[tenant]
            else:
                self.unsaved.removed.symmetric_difference_update({tenant})
        self._marked.clear()
        self._show_list(self._count)
        if self.unsaved.removed:
            self.page.tell(
                _("Removed, not saved yet. Save draft: {key}.").format(key=key_of("draft.save")),
                "plain",
            )

    def why_not_audience_request(self) -> str | None:
        """A request can ask only for live partners that have not resold (R30, R31)."""
        members = self._members(self._chosen())
        if self.view is None or not members:
            return _("There is no partner to ask for.")
        verdict = decide(self.view.standing, RemovePartners(members))
        if verdict.outcome is Outcome.SUPPORT_REQUEST:
            return None
        if verdict.outcome is Outcome.REFUSED:
            return f"{render(verdict.message)} ({verdict.rule})"
        return _("No support request is needed: {reason}").format(reason=render(verdict.message))

    def command_audience_request(self) -> None:
        """Begin a request to remove the chosen partners from the live list."""
        members = self._members(self._chosen())
        self._begin_removal(tuple(member.tenant_id for member in members if member.in_live))

    def _begin_removal(self, tenant_ids: Sequence[str]) -> None:
        language = current()
        self.save(
            lambda: self.app.workbench.support.begin_removal(
                self.offer_id, tenant_ids, language=language
            ),
            self._open_request,
        )

    def begin_option_change(
        self, wanted: ResellerChannel, begun: Mapping[str, Value] | None = None
    ) -> None:
        """Ask whom a change of the live option should authorize, then begin its request.

        Args:
            wanted: The option.
            begun: What an earlier session had searched and chosen for that.
        """
        language = current()

        def begin(authorize: tuple[str, ...]) -> None:
            self.save(
                lambda: self.app.workbench.support.begin_option_change(
                    self.offer_id, wanted, authorize=authorize, language=language
                ),
                self._open_request,
            )

        ask_whom_to_authorize(self.app, self.offer_id, wanted, begin, begun)

    def why_not_audience_resold(self) -> str | None:
        """Only a stored partner of a published offer can have resold it (R25)."""
        record = self.partners.cursor_record
        if self.view is None or record is None or record.key in self.unsaved.added:
            return _("Put the cursor on a saved partner first.")
        return self.why_not_audience_resales()

    def command_audience_resold(self) -> None:
        """Record a resale, or take a mistaken record back after asking."""
        from csp_tui.ui.dialogs.resale import ResaleDialog

        record = self.partners.cursor_record
        row = self._source.rows.get(record.key) if self._source and record else None
        if row is not None:
            self.app.push_screen(ResaleDialog(self.offer_id, row), self._resale_changed)

    def _resale_changed(self, text: str | None) -> None:
        if text:
            self.page.tell(text)
            self.page.load()

    def why_not_audience_resales(self) -> str | None:
        """Only a published offer can have been resold (R25)."""
        if self.view is None:
            return _("The offer is still being read.")
        verdict = against_resale(self.view.standing.offer)
        return refusal_words(verdict) if verdict is not None else None

    def command_audience_resales(self) -> None:
        """Show who has resold the offer, whether or not they are on a list."""
        from csp_tui.ui.dialogs.resales import ResalesDialog

        def left(changed: bool | None) -> None:
            if changed:
                self.page.tell(_("The resales were changed; what they lock is shown now."))
                self.page.load()

        self.app.push_screen(ResalesDialog(self.offer_id), left)

    def why_not_audience_copy(self) -> str | None:
        """Copying needs a partner."""
        return None if self.partners.cursor_record else _("There is no partner to copy from.")

    def copyable(self) -> Copyable | None:
        """The tenant ID of the partner under the cursor."""
        record = self.partners.cursor_record if self.is_mounted else None
        return Copyable(record.key, _("The tenant ID"), "tenant-id.txt") if record else None

    def command_audience_copy(self) -> None:
        """Copy the tenant ID."""
        copyable = self.copyable()
        if copyable is not None:
            self.page.tell(self.app.copy(copyable.text, copyable.what))

    def _offer_request(self, verdict: Verdict, begin: Callable[[], None]) -> None:
        by_request = verdict.outcome is Outcome.SUPPORT_REQUEST
        way_on = _("Create support request") if by_request else ""

        def answered(taken: bool | None) -> None:
            if taken:
                begin()

        self.app.push_screen(RefusalDialog(verdict, way_on), answered)

    def _open_request(self, request: SupportRequest) -> None:
        self._marked.clear()
        self.app.open_request(request.id)
