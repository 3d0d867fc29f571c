"""Offers: create, edit, publish, delete."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from csp_tui.domain import identifiers
from csp_tui.domain.audience import Publish
from csp_tui.domain.errors import FieldChecks, InvalidInput
from csp_tui.domain.history import Action, ListDelta
from csp_tui.domain.markets import require_known
from csp_tui.domain.offer import CspContact, Offer, ResellerChannel, Setup
from csp_tui.domain.publication import against_deletion, against_setup
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.setup import checked_setup
from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.domain.wording import say
from csp_tui.services.audience import AudienceEdit, save_and_go_live
from csp_tui.services.context import (
    Context,
    Service,
    require,
    require_no_objection,
    require_version,
)
from csp_tui.services.publishing import NAMED_AT_MOST, make_live
from csp_tui.services.undo_port import ChangeScope, Snapshot

if TYPE_CHECKING:
    from collections.abc import Collection

    from csp_tui.domain.audience_state import AudienceState
    from csp_tui.domain.product import Plan, ProductType
    from csp_tui.services.ports import UnitOfWork
    from csp_tui.services.read_unit import ReadUnit
    from csp_tui.services.views import OfferRow


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupEdit:
    """The fields of a setup that change; None leaves a field as it is.

    Empty ``markets`` stand for all of them, as in ``Setup``.
    """

    name: str | None = None
    transactable: bool | None = None
    plans: tuple[Plan, ...] | None = None
    markets: tuple[str, ...] | None = None
    csp_url: str | None = None
    csp_contact_name: str | None = None
    csp_contact_email: str | None = None
    csp_contact_phone: str | None = None

    def applied_to(self, setup: Setup) -> Setup:
        """The setup with these fields changed, not yet checked."""
        contact = setup.csp_contact
        return Setup(
            name=setup.name if self.name is None else self.name,
            transactable=setup.transactable if self.transactable is None else self.transactable,
            plans=setup.plans if self.plans is None else self.plans,
            markets=setup.markets if self.markets is None else self.markets,
            csp_url=setup.csp_url if self.csp_url is None else self.csp_url,
            csp_contact=CspContact(
                contact.name if self.csp_contact_name is None else self.csp_contact_name,
                contact.email if self.csp_contact_email is None else self.csp_contact_email,
                contact.phone if self.csp_contact_phone is None else self.csp_contact_phone,
            ),
        )


class OfferService(Service):
    """What a publisher does with offers."""

    def rows(self) -> list[OfferRow]:
        """All offers in the order of their names."""
        return self._context.read.offer_rows()

    def names(self, offer_ids: Collection[str] | None = None) -> dict[str, str]:
        """The names of these offers by their IDs, or of all."""
        return self._context.read.offer_names(offer_ids)

    def show(self, offer_id: str) -> AudienceState:
        """One offer with the counts of its audience.

        Raises:
            NotFound: There is none with that ID.
        """
        return self._context.read.audience_state(offer_id)

    def suggested_contact(self, offer_id: str) -> CspContact | None:
        """The CSP program contact of the newest other offer that has one."""
        offers = [
            row.state.offer
            for row in self._context.read.offer_rows()
            if row.state.offer.offer_id != offer_id
            and row.state.offer.setup.csp_contact != CspContact()
        ]
        newest = max(offers, key=lambda offer: offer.created_at, default=None)
        return newest.setup.csp_contact if newest is not None else None

    def create(self, offer_id: str, product_type: ProductType, setup: Setup) -> Offer:
        """Create an offer in draft, with no option chosen (R1).

        Raises:
            InvalidInput: The ID is taken or a field cannot be used.
        """
        return self._context.commit(create_offer, offer_id, product_type, setup)

    def edit(self, offer_id: str, edit: SetupEdit, *, version: int | None = None) -> Offer:
        """Change an offer's setup in draft; a live offer shows it after the next publish.

        Raises:
            InvalidInput: A field cannot be used.
            NotFound: There is no such offer.
            RuleRefusal: An offer in the CSP channel would become ineligible (R2), or a live one
                would lose what R50 asks for.
            StaleOffer: The offer has changed since ``version``.
        """
        return self._context.commit(edit_offer, offer_id, edit, version=version)

    def publish(
        self,
        offer_id: str,
        *,
        edit: AudienceEdit | None = None,
        version: int | None = None,
        preview: bool = False,
    ) -> Verdict:
        """Make the whole draft live: setup, option and list (R25).

        Args:
            offer_id: The offer.
            edit: A change of the draft audience that is saved first; both are done, or neither.
            version: The offer's version that was seen.
            preview: Only give the rules' answer on the draft as it is stored.

        Returns:
            The rules' answer; its warnings are for the person. With nothing to publish the
            outcome is ``no-change`` and nothing is written.

        Raises:
            NotFound: There is no such offer.
            RuleRefusal: The rules refuse it, as with R50.
            StaleOffer: The offer has changed since ``version``.
        """
        if preview:
            with self._context.open_read() as reading:
                return _publication(reading, offer_id, version)[1]
        return save_and_go_live(self._context, offer_id, publish_offer, edit=edit, version=version)

    def delete(self, offer_id: str, *, version: int | None = None) -> None:
        """Delete an offer that has never been published; its history stays.

        Raises:
            InvalidInput: The offer is or was live.
            NotFound: There is no such offer.
            StaleOffer: The offer has changed since ``version``.
        """
        self._context.commit(delete_offer, offer_id, version=version)


def create_offer(
    unit: UnitOfWork, context: Context, offer_id: str, product_type: ProductType, setup: Setup
) -> Offer:
    """Create an offer in draft in a unit of work, with no option chosen (R1).

    Raises:
        InvalidInput: The ID is taken or a field cannot be used.
    """
    require_known(setup.markets, context.regions.countries)
    fields = FieldChecks()
    checked = fields.check(lambda: checked_setup(product_type, setup), setup)
    identifier = fields.check(lambda: identifiers.offer_id(offer_id), "")
    fields.require_valid()
    offer = Offer(
        offer_id=identifier,
        product_type=product_type,
        setup=checked,
        created_at=context.clock.now(),
    )
    if unit.offers.find(offer.offer_id) is not None:
        raise InvalidInput(
            say("There is already an offer {offer_id}.", offer_id=offer.offer_id),
            say("Choose another offer ID, or edit the offer that has it."),
            field="offer_id",
        )
    unit.offers.add(offer)
    after = {"type": product_type.value, **setup_facts(offer.setup)}
    nothing = Snapshot(ChangeScope(offer_id=offer.offer_id, whole=True))
    context.record(unit, Action.OFFER_CREATED, offer.offer_id, {"after": after}, nothing)
    # Files may have named it before it was here.
    unit.evidence.project(offer.offer_id)
    return offer


def edit_offer(
    unit: UnitOfWork,
    context: Context,
    offer_id: str,
    edit: SetupEdit,
    *,
    version: int | None = None,
) -> Offer:
    """Change an offer's setup in draft, in a unit of work.

    Raises:
        InvalidInput: A field cannot be used.
        NotFound: There is no such offer.
        RuleRefusal: An offer in the CSP channel would become ineligible (R2), or a live one
            would lose what R50 asks for.
        StaleOffer: The offer has changed since ``version``.
    """
    offer = unit.offers.get(offer_id)
    require_version(offer, version)
    setup = checked_setup(offer.product_type, edit.applied_to(offer.setup))
    # Markets that only Partner Center knows stay; no one can enter them here.
    require_known(set(setup.markets) - {*offer.setup.markets}, context.regions.countries)
    if setup == offer.setup:
        return offer
    require_no_objection(against_setup(unit.audiences.state(offer), setup))
    before, after = setup_facts(offer.setup), setup_facts(setup)
    snapshot = unit.snapshots.capture(ChangeScope(offer_id=offer_id, offer=True))
    saved = unit.offers.save(dataclasses.replace(offer, setup=setup))
    changed = [name for name in after if before[name] != after[name]]
    context.record(
        unit,
        Action.OFFER_EDITED,
        offer_id,
        {
            "before": {name: before[name] for name in changed},
            "after": {name: after[name] for name in changed},
        },
        snapshot,
    )
    if "name" in changed:
        unit.evidence.project(offer_id)
    return saved


def publish_offer(
    unit: UnitOfWork, context: Context, offer_id: str, *, version: int | None = None
) -> Verdict:
    """Make the whole draft live in a unit of work: setup, option and list (R25).

    Returns:
        The rules' answer; with nothing to publish its outcome is ``no-change``.

    Raises:
        NotFound: There is no such offer.
        RuleRefusal: The rules refuse it, as with R50.
        StaleOffer: The offer has changed since ``version``.
    """
    offer, verdict = _publication(unit, offer_id, version)
    if verdict.outcome is Outcome.NO_CHANGE:
        return verdict
    if offer.draft_channel is ResellerChannel.SOME:
        lists = make_live(unit, offer_id)
    else:
        # A list that was kept while another option was tried ends with its publication.
        lists = unit.audiences.replace(offer_id, (), NAMED_AT_MOST)
    unit.offers.save(
        dataclasses.replace(
            offer,
            live_setup=offer.setup,
            live_channel=offer.draft_channel,
            published_at=context.clock.now(),
        )
    )
    before: dict[str, Any] = {"status": offer.status.value}
    after: dict[str, Any] = {"status": "live"}
    if offer.live_channel != offer.draft_channel:
        before["reseller_channel"] = offer.live_channel
        after["reseller_channel"] = offer.draft_channel
    if offer.live_setup != offer.setup:
        before["setup"] = offer.live_setup and setup_facts(offer.live_setup)
        after["setup"] = setup_facts(offer.setup)
    context.record(
        unit,
        Action.OFFER_PUBLISHED,
        offer_id,
        {"before": before, "after": after, **lists},
    )
    unit.snapshots.forget(offer_id)
    return verdict


def _publication(unit: ReadUnit, offer_id: str, version: int | None) -> tuple[Offer, Verdict]:
    """The offer, and what the rules say of publishing it."""
    offer = unit.offers.get(offer_id)
    require_version(offer, version)
    change = Publish(unit.audiences.unlisted(offer_id))
    return offer, require(unit.audiences.state(offer), change)


def delete_offer(
    unit: UnitOfWork, context: Context, offer_id: str, *, version: int | None = None
) -> None:
    """Delete an offer that has never been published, in a unit of work; its history stays.

    Raises:
        InvalidInput: The offer is or was live.
        NotFound: There is no such offer.
        StaleOffer: The offer has changed since ``version``.
    """
    offer = unit.offers.get(offer_id)
    require_version(offer, version)
    require_no_objection(against_deletion(unit.audiences.state(offer)))
    before = {
        "type": offer.product_type.value,
        "reseller_channel": offer.draft_channel,
        **setup_facts(offer.setup),
    }
    delta = ListDelta(draft_removed=tuple(unit.audiences.draft_ids(offer_id)))
    snapshot = unit.snapshots.capture(ChangeScope(offer_id=offer_id, whole=True))
    unit.offers.delete(offer_id)
    detail = {"before": before, **delta.as_detail()}
    context.record(unit, Action.OFFER_DELETED, offer_id, detail, snapshot)


def setup_facts(setup: Setup) -> dict[str, Any]:
    """A setup as plain JSON values, as history and command line show it."""
    return {
        "name": setup.name,
        "transactable": setup.transactable,
        "plans": [{"plan_id": plan.plan_id, "kind": plan.kind.value} for plan in setup.plans],
        "markets": list(setup.markets) or None,
        "csp_url": setup.csp_url,
        "csp_contact": dataclasses.asdict(setup.csp_contact),
    }
