"""Resales: which partner has already resold which offer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from csp_tui.domain import identifiers
from csp_tui.domain.errors import InvalidInput, NotFound
from csp_tui.domain.history import Action
from csp_tui.domain.intake import Reject, ResaleEntry, ResalesFile
from csp_tui.domain.offer import Offer
from csp_tui.domain.publication import against_resale
from csp_tui.domain.wording import Message, say
from csp_tui.services.context import Context, require_none
from csp_tui.services.inverse_port import Touched
from csp_tui.services.ports import UnitOfWork
from csp_tui.services.views import ResaleRow, ResalesImport


class ResaleService:
    """What a publisher records of resales; they lock what R30, R41 and R42 lock.

    Args:
        context: Storage, time and who is at work.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    def rows(self, offer_id: str | None = None) -> list[ResaleRow]:
        """Recorded resales of one offer or of all.

        Raises:
            NotFound: There is no such offer.
        """
        if offer_id is not None:
            self._context.read.standing(offer_id)
        return self._context.read.resales(offer_id)

    def record(self, offer_id: str, tenant_id: str, *, on: date | None = None) -> bool:
        """Record that a partner has resold an offer.

        Returns:
            False where it was recorded already.

        Raises:
            InvalidInput: That is not a tenant ID.
            NotFound: There is no such offer.
            RuleRefusal: The offer has never been published, so nobody can have resold it (R25).
        """
        return self.record_all(offer_id, (tenant_id,), on=on) > 0

    def record_all(
        self, offer_id: str, tenant_ids: Collection[str], *, on: date | None = None
    ) -> int:
        """Record that several partners have resold an offer, in one step.

        Returns:
            How many were not recorded yet.

        Raises:
            InvalidInput: One of them is not a tenant ID; none is recorded.
            NotFound: There is no such offer.
            RuleRefusal: The offer has never been published, so nobody can have resold it (R25).
        """
        sales = {identifiers.tenant_id(tenant): on for tenant in tenant_ids}
        with self._context.open_unit() as unit:
            offer = unit.offers.get(offer_id)
            require_none(against_resale(offer))
            added = self._write(unit, offer_id, sales)
            unit.commit()
        return len(added)

    def remove(self, offer_id: str, tenant_id: str, *, seen: ResaleRow | None = None) -> None:
        """Take back a resale that was recorded by mistake.

        Args:
            offer_id: The offer.
            tenant_id: The partner.
            seen: The record as the person saw it; None trusts the stored one.

        Raises:
            InvalidInput: That is not a tenant ID, or someone else has given the record another
                day since ``seen``.
            NotFound: There is no such offer or no such record.
        """
        tenant_id = identifiers.tenant_id(tenant_id)
        context = self._context
        with context.open_unit() as unit:
            unit.offers.get(offer_id)
            if seen is not None:
                self._require_seen(seen)
            before = unit.inverses.take(Touched(offer_id=offer_id, resales=(tenant_id,)))
            if not unit.resales.remove(offer_id, tenant_id):
                raise NotFound(
                    say(
                        "No resale of {offer_id} by {tenant} is recorded.",
                        offer_id=offer_id,
                        tenant=tenant_id,
                    ),
                    say("List the recorded resales of the offer to find the one you mean."),
                    field="tenant_id",
                )
            detail = {"resales": {"removed": [tenant_id]}}
            context.note(unit, Action.RESALE_REMOVED, offer_id, detail, before)
            unit.commit()

    def _require_seen(self, seen: ResaleRow) -> None:
        rows = self._context.read.resales(seen.offer_id)
        now = next((row for row in rows if row.tenant_id == seen.tenant_id), seen)
        if now.first_sold_on != seen.first_sold_on:
            raise InvalidInput(
                say(
                    "Someone else has given this resale another day since you looked, so it was "
                    "not taken back: {before} is {now} now.",
                    before=seen.first_sold_on or say("no day"),
                    now=now.first_sold_on or say("no day"),
                ),
                say("Look at the record, and take it back if it is still a mistake."),
                field="first_sold_on",
            )

    def preview(self, file: ResalesFile) -> ResalesImport:
        """Say what importing would do, changing nothing."""
        with self._context.open_unit() as unit:
            return self._run(unit, file)

    def import_resales(self, file: ResalesFile) -> ResalesImport:
        """Record every usable row of a file, all in one step."""
        with self._context.open_unit() as unit:
            result = self._run(unit, file)
            unit.commit()
        return result

    def _run(self, unit: UnitOfWork, file: ResalesFile) -> ResalesImport:
        rejects = list(file.rejects)
        sales: dict[str, dict[str, date | None]] = {}
        problems: dict[str, Message | None] = {}
        for entry in file.entries:
            if entry.offer_id not in problems:
                problems[entry.offer_id] = _problem(unit.offers.find(entry.offer_id))
            problem = problems[entry.offer_id]
            if problem is not None:
                rejects.append(Reject(entry.line, entry.offer_id, problem))
                continue
            _keep_earliest(sales.setdefault(entry.offer_id, {}), entry)
        added = sum(len(self._write(unit, offer_id, days)) for offer_id, days in sales.items())
        named = sum(len(days) for days in sales.values())
        return ResalesImport(
            added=added,
            already=named - added,
            rejects=tuple(sorted(rejects, key=lambda reject: reject.line)),
        )

    def _write(
        self, unit: UnitOfWork, offer_id: str, sales: Mapping[str, date | None]
    ) -> list[str]:
        before = unit.inverses.take(Touched(offer_id=offer_id, resales=tuple(sales)))
        added, dated = unit.resales.record(offer_id, sales)
        named = {name: sorted(ids) for name, ids in (("added", added), ("dated", dated)) if ids}
        if named:
            detail: dict[str, Any] = {"resales": named}
            self._context.note(unit, Action.RESALES_RECORDED, offer_id, detail, before)
        return added


def _problem(offer: Offer | None) -> Message | None:
    if offer is None:
        return say("there is no offer with this ID")
    if against_resale(offer) is not None:
        return say("the offer has never been published")
    return None


def _keep_earliest(days: dict[str, date | None], entry: ResaleEntry) -> None:
    known, day = days.get(entry.tenant_id), entry.first_sold_on
    if entry.tenant_id not in days or known is None or (day is not None and day < known):
        days[entry.tenant_id] = day if day is not None else known
