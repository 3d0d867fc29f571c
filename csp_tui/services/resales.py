"""Resales: which partner has already resold which offer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from csp_tui.domain import identifiers
from csp_tui.domain.errors import InvalidInput, NotFound
from csp_tui.domain.history import Action
from csp_tui.domain.import_rows import (
    REJECTED_ROWS_KEPT,
    NoUsableRow,
    RejectedRow,
    ResaleEntry,
    ResalesFile,
)
from csp_tui.domain.publication import against_resale
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.sale_date import before_publication, require_past
from csp_tui.domain.wording import Message, say
from csp_tui.services.context import Context, Service, require_no_objection
from csp_tui.services.undo_port import ChangeScope
from csp_tui.services.views import ResaleRow, ResalesImport

if TYPE_CHECKING:
    from csp_tui.domain.offer import Offer
    from csp_tui.services.ports import UnitOfWork
    from csp_tui.services.read_unit import ReadUnit


class ResaleService(Service):
    """What a publisher records of resales; they lock what R30, R41 and R42 lock."""

    def rows(self, offer_id: str | None = None) -> list[ResaleRow]:
        """Recorded resales of one offer or of all.

        Raises:
            NotFound: There is no such offer.
        """
        return list(self.each(offer_id))

    def each(self, offer_id: str | None = None) -> Iterator[ResaleRow]:
        """As ``rows``, few in memory at a time.

        Raises:
            NotFound: There is no such offer.
        """
        if offer_id is not None:
            self._context.read.audience_state(offer_id)
        return self._context.read.each_resale(offer_id)

    def date_question(self, offer_id: str, on: date | None) -> Message | None:
        """What to confirm before a resale of this date is recorded by hand, None for nothing.

        Raises:
            InvalidInput: The date is in the future.
        """
        require_past(on, _today(self._context))
        with self._context.open_read() as unit:
            return before_publication(on, _published_on(unit, offer_id))

    def record(self, offer_id: str, tenant_id: str, *, on: date | None = None) -> bool:
        """Record that a partner has resold an offer.

        Returns:
            False where it was recorded already.

        Raises:
            InvalidInput: That is not a tenant ID, or the date is in the future.
            NotFound: There is no such offer.
            RuleRefusal: The offer has never been published, so no partner can have resold it (R25).
        """
        return self.record_all(offer_id, (tenant_id,), on=on) > 0

    def record_all(
        self, offer_id: str, tenant_ids: Collection[str], *, on: date | None = None
    ) -> int:
        """Record that several partners have resold an offer, in one step.

        Returns:
            How many were not recorded yet.

        Raises:
            InvalidInput: One of them is not a tenant ID, or the date is in the future; none is
                recorded.
            NotFound: There is no such offer.
            RuleRefusal: The offer has never been published, so no partner can have resold it (R25).
        """
        require_past(on, _today(self._context))
        sales = {identifiers.tenant_id(tenant): on for tenant in tenant_ids}
        return len(self._context.commit(record_resales, offer_id, sales))

    def remove(self, offer_id: str, tenant_id: str, *, seen: ResaleRow | None = None) -> None:
        """Remove a resale that was recorded by mistake.

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
        self._context.commit(remove_resale, offer_id, tenant_id, seen)

    def preview(self, file: ResalesFile) -> ResalesImport:
        """Say what importing would do, changing nothing.

        Raises:
            InvalidInput: The file has no usable row.
        """
        with self._context.open_read() as unit:
            plan = _plan(unit, file, _today(self._context))
            recorded = {offer_id: unit.resales.days(offer_id) for offer_id in plan.sales}
        new = sum(
            tenant not in recorded[offer_id]
            for offer_id, sales in plan.sales.items()
            for tenant in sales
        )
        return plan.result(new)

    def import_resales(self, file: ResalesFile) -> ResalesImport:
        """Record every usable row of a file, all or nothing; undo reverts it as one.

        Raises:
            InvalidInput: The file has no usable row.
        """
        return self._context.commit(apply_import, file)


def apply_import(unit: UnitOfWork, context: Context, file: ResalesFile) -> ResalesImport:
    """Record every usable row of a file in a unit of work, for several offers as a batch.

    Raises:
        InvalidInput: The file has no usable row.
    """
    plan = _plan(unit, file, _today(context))
    if len(plan.sales) > 1:
        unit.history.begin_batch()
    added = sum(
        len(record_resales(unit, context, offer_id, sales))
        for offer_id, sales in plan.sales.items()
    )
    return plan.result(added)


def record_resales(
    unit: UnitOfWork, context: Context, offer_id: str, sales: Mapping[str, date | None]
) -> list[str]:
    """Record resales by tenant ID in a unit of work; an earlier day replaces a later one or none.

    Returns:
        The tenant IDs that were not recorded before.

    Raises:
        NotFound: There is no such offer.
        RuleRefusal: The offer has never been published, so no partner can have resold it (R25).
    """
    require_no_objection(against_resale(unit.offers.get(offer_id)))
    before = unit.snapshots.capture(ChangeScope(offer_id=offer_id, resales=tuple(sales)))
    added, dated = unit.resales.record(offer_id, sales)
    named = {name: sorted(ids) for name, ids in (("added", added), ("dated", dated)) if ids}
    if named:
        detail: dict[str, Any] = {"resales": named}
        context.record(unit, Action.RESALES_RECORDED, offer_id, detail, before)
    return added


def remove_resale(
    unit: UnitOfWork,
    context: Context,
    offer_id: str,
    tenant_id: str,
    seen: ResaleRow | None = None,
) -> None:
    """Remove a resale that was recorded by mistake, in a unit of work.

    Args:
        unit: The unit of work.
        context: Time and the current user.
        offer_id: The offer.
        tenant_id: The partner.
        seen: The record as the person saw it; None trusts the stored one.

    Raises:
        InvalidInput: Someone else has given the record another day since ``seen``.
        NotFound: There is no such offer or no such record.
    """
    unit.offers.get(offer_id)
    if seen is not None:
        _require_seen(unit, seen)
    _require_by_hand(unit, offer_id, tenant_id)
    before = unit.snapshots.capture(ChangeScope(offer_id=offer_id, resales=(tenant_id,)))
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
    context.record(unit, Action.RESALE_REMOVED, offer_id, detail, before)
    unit.evidence.project(offer_id)


def _require_by_hand(unit: ReadUnit, offer_id: str, tenant_id: str) -> None:
    """Require that someone recorded a resale by hand, if it is recorded at all.

    Raises:
        InvalidInput: Only evidence shows it, which is dismissed and not removed.
    """
    if not unit.resales.is_from_evidence(offer_id, tenant_id):
        return
    item = next(item for item in unit.evidence.items(offer_id, tenant_id))
    raise InvalidInput(
        say("{sentence}. It was not recorded by hand.", sentence=item.note.sentence),
        say(
            "If the file is wrong, dismiss the evidence with a reason: "
            "“csp-tui evidence dismiss {number} --why TEXT”.",
            number=item.id,
        ),
        field="tenant_id",
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a file of resales would record.

    Attributes:
        sales: The earliest day by tenant ID, by offer.
        early: How many usable rows have a sale before the first publication of their offer.
        rejected: How many rows are invalid.
        rejects: The first of them.
    """

    sales: Mapping[str, Mapping[str, date | None]]
    early: int
    rejected: int
    rejects: tuple[RejectedRow, ...]

    def result(self, added: int) -> ResalesImport:
        """What the import does, given how many were not recorded before."""
        named = sum(len(days) for days in self.sales.values())
        return ResalesImport(
            added=added,
            already=named - added,
            offers={offer_id: len(days) for offer_id, days in sorted(self.sales.items())},
            early=self.early,
            rejected=self.rejected,
            rejects=self.rejects,
        )


def _today(context: Context) -> date:
    return context.clock.now().astimezone().date()


def _published_on(unit: ReadUnit, offer_id: str) -> date | None:
    at = unit.history.first_published(offer_id)
    return None if at is None else at.astimezone().date()


def _plan(unit: ReadUnit, file: ResalesFile, today: date) -> _Plan:
    """Check the rows of a file against the offers.

    Raises:
        InvalidInput: The file has no usable row.
    """
    rejects, rejected = list(file.rejects), file.rejected
    sales: dict[str, dict[str, date | None]] = {}
    problems: dict[str, Message | None] = {}
    published: dict[str, date | None] = {}
    early = 0
    for entry in file.entries:
        if entry.offer_id not in problems:
            problems[entry.offer_id] = _problem(unit.offers.find(entry.offer_id))
            published[entry.offer_id] = _published_on(unit, entry.offer_id)
        problem, value, sold_on = problems[entry.offer_id], entry.offer_id, entry.first_sold_on
        if problem is None and sold_on is not None and sold_on > today:
            problem, value = say("the date is in the future"), sold_on.isoformat()
        if problem is not None:
            rejected += 1
            if len(rejects) < REJECTED_ROWS_KEPT:
                rejects.append(RejectedRow(entry.line, value, problem))
            continue
        early += before_publication(sold_on, published[entry.offer_id]) is not None
        _keep_earliest(sales.setdefault(entry.offer_id, {}), entry)
    rejects.sort(key=lambda row: row.line)
    if not sales:
        raise NoUsableRow(rejects, rejected)
    return _Plan(sales, early, rejected, tuple(rejects))


def _require_seen(unit: ReadUnit, seen: ResaleRow) -> None:
    now = unit.resales.days(seen.offer_id).get(seen.tenant_id, seen.first_sold_on)
    if now != seen.first_sold_on:
        raise InvalidInput(
            say(
                "Someone else has changed the date of this resale, so it was not removed: "
                "{before} is now {now}.",
                before=seen.first_sold_on or say("no date"),
                now=now or say("no date"),
            ),
            say("Check the record, and remove it if it is still a mistake."),
            field="first_sold_on",
        )


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
