"""The CSP reseller audience: choose an option, add and remove partners, sync."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from csp_tui.domain.history import Action
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.regions import Coverage
from csp_tui.services.audience import (
    AudienceEdit,
    apply_edit,
    apply_matching,
    apply_sync,
    next_step,
    preview_matching,
    preview_sync,
    save_and_go_live,
)
from csp_tui.services.context import Service
from csp_tui.services.views import AudienceRow, AudienceView, ListOrder, SaveResult

if TYPE_CHECKING:
    from csp_tui.domain.audience_state import Member
    from csp_tui.domain.partner import PartnerQuery
    from csp_tui.domain.verdict import Verdict


class AudienceService(Service):
    """What a publisher does with an offer's audience."""

    def show(self, offer_id: str) -> AudienceView:
        """The state of an offer's audience, with its coverage and what comes next.

        Raises:
            NotFound: There is no such offer.
        """
        facts = self._context.read.audience_facts(offer_id)
        offer = facts.state.offer
        return AudienceView(
            state=facts.state,
            draft_coverage=self._coverage(
                offer.draft_channel, facts.draft_countries, offer.setup.markets
            ),
            live_coverage=self._coverage(
                offer.live_channel, facts.live_countries, offer.live_markets
            ),
            next=next_step(facts.state, has_open_request=bool(facts.open_requests)),
            open_requests=facts.open_requests,
            unlisted=facts.unlisted,
            waiting_names=facts.waiting_names,
            resales_known_until=facts.resales_known_until,
        )

    def rows(
        self, offer_id: str, *, offset: int = 0, limit: int = -1, order: ListOrder | None = None
    ) -> list[AudienceRow]:
        """Partners on either list, in the order of their names or in another one."""
        return self._context.read.audience_rows(offer_id, offset=offset, limit=limit, order=order)

    def lists(self, offer_id: str) -> Iterator[tuple[bool, AudienceRow]]:
        """The whole draft list and then the whole live list, few rows in memory at a time.

        Yields:
            Whether the row is of the live list, and the row.
        """
        return self._context.read.audience_lists(offer_id)

    def names(self, offer_id: str, tenant_ids: Collection[str]) -> dict[str, str]:
        """Names by tenant ID of those of the partners that are on either list and have one."""
        with self._context.open_read() as unit:
            members = unit.audiences.members(offer_id, tenant_ids)
        named = ((tenant, member.name) for tenant, member in members.items())
        return {tenant: name for tenant, name in named if name != tenant}

    def members(self, offer_id: str, tenant_ids: Collection[str]) -> dict[str, Member]:
        """Those of the partners that are on either list, by tenant ID."""
        with self._context.open_read() as unit:
            return unit.audiences.members(offer_id, tenant_ids)

    def on_draft(self, offer_id: str, tenant_ids: Collection[str]) -> frozenset[str]:
        """Those of the partners that are on the draft list, of which no others are read."""
        with self._context.open_read() as unit:
            members = unit.audiences.members(offer_id, tenant_ids)
        return frozenset(tenant for tenant, member in members.items() if member.in_draft)

    def count(self, offer_id: str, order: ListOrder | None = None) -> int:
        """Partners on either list, all of them or those that an order shows."""
        return self._context.read.audience_count(offer_id, order)

    def place(self, offer_id: str, tenant_id: str, order: ListOrder | None = None) -> int | None:
        """The position of a partner in its list or in an order, None where it is not shown."""
        return self._context.read.audience_place(offer_id, tenant_id, order)

    def save_draft(
        self,
        offer_id: str,
        edit: AudienceEdit,
        *,
        version: int | None = None,
        action: Action = Action.DRAFT_SAVED,
    ) -> SaveResult:
        """Write an edit to the draft, all of it or nothing (R24).

        Raises:
            InvalidInput: A tenant ID cannot be used.
            NotFound: There is no such offer.
            RuleRefusal: A part of it is refused or takes a support request.
            StaleOffer: The offer has changed since ``version``.
        """
        return self._context.commit(apply_edit, offer_id, edit, version=version, action=action)

    def add_matching(
        self,
        offer_id: str,
        query: PartnerQuery,
        *,
        version: int | None = None,
        preview: bool = False,
    ) -> SaveResult:
        """Put every partner that matches a search on the draft list, as one step.

        Args:
            offer_id: The offer.
            query: The search; the filter itself is carried out, not a list of partners.
            version: The offer's version that was seen.
            preview: Only say how many it would add.

        Raises:
            NotFound: There is no such offer.
            RuleRefusal: Partners cannot be added under the option chosen (R12).
            StaleOffer: The offer has changed since ``version``.
        """
        if preview:
            with self._context.open_read() as reading:
                return preview_matching(reading, offer_id, query, version)[1]
        return self._context.commit(apply_matching, offer_id, query, version=version)

    def sync(
        self,
        offer_id: str,
        *,
        edit: AudienceEdit | None = None,
        version: int | None = None,
        preview: bool = False,
    ) -> Verdict:
        """Make the added partners of a live list live, and nothing else (R26).

        Args:
            offer_id: The offer.
            edit: A change of the draft that is saved first; both are done, or neither.
            version: The offer's version that was seen.
            preview: Only give the rules' answer on the draft as it is stored.

        Returns:
            The rules' answer; with nothing to sync its outcome is ``no-change``.

        Raises:
            NotFound: There is no such offer.
            RuleRefusal: There is no live list to sync, or the change is refused.
            StaleOffer: The offer has changed since ``version``.
        """
        if preview:
            with self._context.open_read() as reading:
                return preview_sync(reading, offer_id, version)[1]
        return save_and_go_live(self._context, offer_id, apply_sync, edit=edit, version=version)

    def export(self, offer_id: str) -> Iterator[tuple[str, str]]:
        """Tenant ID and name of every partner on the draft list, in the order of their names.

        Raises:
            NotFound: There is no such offer.
        """
        self._context.read.audience_state(offer_id)
        return self._context.read.exported(offer_id)

    def _coverage(
        self,
        channel: ResellerChannel | None,
        countries: Mapping[str, int],
        sold: tuple[str, ...],
    ) -> Coverage:
        regions = self._context.regions
        if channel is ResellerChannel.ALL:
            return regions.whole(sold)
        if channel is ResellerChannel.SOME:
            return regions.coverage(countries, sold)
        return Coverage()
