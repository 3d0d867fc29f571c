"""Offers: create, edit, publish, delete."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from csp_tui.domain import identifiers
from csp_tui.domain.audience import Change, Publish, decide
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.history import Action, ListDelta
from csp_tui.domain.offer import CspContact, Offer, ResellerChannel, Setup
from csp_tui.domain.product import Plan, ProductType
from csp_tui.domain.publication import against_deletion, against_setup
from csp_tui.domain.setup import checked_setup
from csp_tui.domain.standing import Standing
from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.domain.wording import say
from csp_tui.services.context import Context, require, require_none, require_version
from csp_tui.services.going_live import make_live
from csp_tui.services.inverse_port import Image, Touched
from csp_tui.services.ports import UnitOfWork
from csp_tui.services.views import OfferRow


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupEdit:
    """The fields of a setup that change; None leaves a field as it is."""

    name: str | None = None
    transactable: bool | None = None
    plans: tuple[Plan, ...] | None = None
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
            csp_url=setup.csp_url if self.csp_url is None else self.csp_url,
            csp_contact=CspContact(
                contact.name if self.csp_contact_name is None else self.csp_contact_name,
                contact.email if self.csp_contact_email is None else self.csp_contact_email,
                contact.phone if self.csp_contact_phone is None else self.csp_contact_phone,
            ),
        )


class OfferService:
    """What a publisher does with offers.

    Args:
        context: Storage, time and who is at work.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    def rows(self) -> list[OfferRow]:
        """All offers in the order of their names."""
        return self._context.read.offer_rows()

    def show(self, offer_id: str) -> Standing:
        """One offer with the counts of its audience.

        Raises:
            NotFound: There is none with that ID.
        """
        return self._context.read.standing(offer_id)

    def consult(self, offer_id: str, change: Change) -> Verdict:
        """Ask what the rules say to a change, without making it.

        Raises:
            NotFound: There is none with that ID.
        """
        return decide(self.show(offer_id), change)

    def create(self, offer_id: str, product_type: ProductType, setup: Setup) -> Offer:
        """Create an offer in draft, with no option chosen (R1).

        Raises:
            InvalidInput: The ID is taken or a field cannot be used.
        """
        context = self._context
        offer = Offer(
            offer_id=identifiers.offer_id(offer_id),
            product_type=product_type,
            setup=checked_setup(product_type, setup),
            created_at=context.clock.now(),
        )
        with context.open_unit() as unit:
            if unit.offers.find(offer.offer_id) is not None:
                raise InvalidInput(
                    say("There is already an offer {offer_id}.", offer_id=offer.offer_id),
                    say("Choose another offer ID, or edit the offer that has it."),
                    field="offer_id",
                )
            unit.offers.add(offer)
            after = {"type": product_type.value, **setup_facts(offer.setup)}
            nothing = Image(Touched(offer_id=offer.offer_id, whole=True))
            self._write(unit, Action.OFFER_CREATED, offer.offer_id, {"after": after}, nothing)
            unit.commit()
        return offer

    def edit(self, offer_id: str, edit: SetupEdit, *, version: int | None = None) -> Offer:
        """Change an offer's setup in draft; a live offer shows it after the next publish.

        Raises:
            InvalidInput: A field cannot be used.
            NotFound: There is no such offer.
            RuleRefusal: An offer in the CSP channel would become ineligible (R2), or a live one
                would lose what R50 asks for.
            StaleOffer: The offer has changed since ``version``.
        """
        with self._context.open_unit() as unit:
            offer = unit.offers.get(offer_id)
            require_version(offer, version)
            setup = checked_setup(offer.product_type, edit.applied_to(offer.setup))
            if setup == offer.setup:
                return offer
            require_none(against_setup(offer, setup))
            before, after = setup_facts(offer.setup), setup_facts(setup)
            image = unit.inverses.take(Touched(offer_id=offer_id, offer=True))
            saved = unit.offers.save(dataclasses.replace(offer, setup=setup))
            changed = [name for name in after if before[name] != after[name]]
            self._write(
                unit,
                Action.OFFER_EDITED,
                offer_id,
                {
                    "before": {name: before[name] for name in changed},
                    "after": {name: after[name] for name in changed},
                },
                image,
            )
            unit.commit()
        return saved

    def publish(self, offer_id: str, *, version: int | None = None) -> Verdict:
        """Make the whole draft live: setup, option and list (R25).

        Returns:
            The rules' answer; its warnings are for the person. With nothing to publish the
            outcome is ``no-change`` and nothing is written.

        Raises:
            NotFound: There is no such offer.
            RuleRefusal: The rules refuse it, as with R50.
            StaleOffer: The offer has changed since ``version``.
        """
        with self._context.open_unit() as unit:
            offer = unit.offers.get(offer_id)
            require_version(offer, version)
            verdict = require(unit.audiences.standing(offer), Publish())
            if verdict.outcome is Outcome.NO_CHANGE:
                return verdict
            if offer.draft_channel is ResellerChannel.SOME:
                lists = make_live(unit, offer_id)
            else:
                # A list that was kept while another option was tried ends with its publication.
                delta = ListDelta(
                    draft_removed=tuple(unit.audiences.draft_ids(offer_id)),
                    live_removed=tuple(unit.audiences.live_ids(offer_id)),
                )
                unit.audiences.apply(offer_id, delta, {})
                lists = delta.as_detail()
            unit.offers.save(
                dataclasses.replace(
                    offer,
                    live_setup=offer.setup,
                    live_channel=offer.draft_channel,
                    published_at=self._context.clock.now(),
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
            self._write(
                unit,
                Action.OFFER_PUBLISHED,
                offer_id,
                {"before": before, "after": after, **lists},
            )
            unit.inverses.forget(offer_id)
            unit.commit()
        return verdict

    def delete(self, offer_id: str, *, version: int | None = None) -> None:
        """Delete an offer that has never been published; its history stays.

        Raises:
            InvalidInput: The offer is or was live.
            NotFound: There is no such offer.
            StaleOffer: The offer has changed since ``version``.
        """
        with self._context.open_unit() as unit:
            offer = unit.offers.get(offer_id)
            require_version(offer, version)
            require_none(against_deletion(offer))
            before = {
                "type": offer.product_type.value,
                "reseller_channel": offer.draft_channel,
                **setup_facts(offer.setup),
            }
            delta = ListDelta(draft_removed=tuple(unit.audiences.draft_ids(offer_id)))
            image = unit.inverses.take(Touched(offer_id=offer_id, whole=True))
            unit.offers.delete(offer_id)
            detail = {"before": before, **delta.as_detail()}
            self._write(unit, Action.OFFER_DELETED, offer_id, detail, image)
            unit.commit()

    def _write(
        self,
        unit: UnitOfWork,
        action: Action,
        offer_id: str,
        detail: dict[str, Any],
        before: Image | None = None,
    ) -> None:
        self._context.note(unit, action, offer_id, detail, before)


def setup_facts(setup: Setup) -> dict[str, Any]:
    """A setup as plain JSON values, as history and command line show it."""
    return {
        "name": setup.name,
        "transactable": setup.transactable,
        "plans": [{"plan_id": plan.plan_id, "kind": plan.kind.value} for plan in setup.plans],
        "csp_url": setup.csp_url,
        "csp_contact": dataclasses.asdict(setup.csp_contact),
    }
