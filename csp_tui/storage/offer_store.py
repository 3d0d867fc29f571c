"""The offers of a unit of work."""

from __future__ import annotations

from sqlalchemy import CursorResult, insert
from sqlmodel import col, delete, update

from csp_tui.domain.errors import StaleOffer
from csp_tui.domain.offer import Offer, no_such_offer
from csp_tui.services import ports
from csp_tui.storage.readers import OfferReader
from csp_tui.storage.records import offer_cells
from csp_tui.storage.tables import OfferRecord, PlanRecord
from csp_tui.storage.writer import Writer


class OfferStore(Writer, OfferReader, ports.OfferStore):
    """Reads and writes offers in a session."""

    def add(self, offer: Offer) -> None:
        self._session.add(OfferRecord(**{**offer_cells(offer), "version": 1}))
        self._session.flush()
        self._write_plans(offer)

    def save(self, offer: Offer) -> Offer:
        cells = {**offer_cells(offer), "version": offer.version + 1}
        result = self._session.execute(
            update(OfferRecord)
            .where(
                col(OfferRecord.offer_id) == offer.offer_id,
                col(OfferRecord.version) == offer.version,
            )
            .values(cells)
            .execution_options(synchronize_session=False)
        )
        assert isinstance(result, CursorResult)
        if result.rowcount != 1:
            raise StaleOffer(offer.offer_id, offer.version, self.get(offer.offer_id).version)
        stored = self.get(offer.offer_id)
        if stored.setup.plans == offer.setup.plans:
            return stored
        self._session.execute(
            delete(PlanRecord)
            .where(col(PlanRecord.offer_id) == offer.offer_id)
            .execution_options(synchronize_session=False)
        )
        self._write_plans(offer)
        return self.get(offer.offer_id)

    def delete(self, offer_id: str) -> None:
        record = self._session.get(OfferRecord, offer_id)
        if record is None:
            raise no_such_offer(offer_id)
        self._session.delete(record)
        self._session.flush()

    def _write_plans(self, offer: Offer) -> None:
        plans = [
            {
                "offer_id": offer.offer_id,
                "position": position,
                "plan_id": plan.plan_id,
                "kind": plan.kind.value,
            }
            for position, plan in enumerate(offer.setup.plans)
        ]
        if plans:
            self._session.execute(insert(PlanRecord), plans)
