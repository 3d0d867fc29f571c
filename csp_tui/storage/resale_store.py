"""Which partner has resold what, for a unit of work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlmodel import col, select

from csp_tui.services import ports
from csp_tui.storage.readers import ResaleReader
from csp_tui.storage.tables import ResaleRecord
from csp_tui.storage.writer import Writer


class ResaleStore(Writer, ResaleReader, ports.ResaleStore):
    """Reads and writes resales in a session."""

    def record(
        self, offer_id: str, sales: Mapping[str, date | None]
    ) -> tuple[list[str], list[str]]:
        known = {
            record.tenant_id: record
            for record in self._session.exec(
                select(ResaleRecord)
                .where(ResaleRecord.offer_id == offer_id)
                .order_by(col(ResaleRecord.tenant_id))
            )
        }
        added, dated = [], []
        for tenant, day in sorted(sales.items()):
            text = None if day is None else day.isoformat()
            record = known.get(tenant)
            if record is None:
                self._session.add(
                    ResaleRecord(offer_id=offer_id, tenant_id=tenant, first_sold_on=text)
                )
                added.append(tenant)
            elif record.from_evidence:
                # What only evidence showed is recorded by hand now, and stays without it.
                record.from_evidence = None
                record.first_sold_on = min(filter(None, (text, record.first_sold_on)), default=None)
                added.append(tenant)
            elif text is not None and (record.first_sold_on is None or text < record.first_sold_on):
                record.first_sold_on = text
                dated.append(tenant)
        self._session.flush()
        return added, dated

    def remove(self, offer_id: str, tenant_id: str) -> bool:
        record = self._session.get(ResaleRecord, (offer_id, tenant_id))
        if record is None:
            return False
        self._session.delete(record)
        self._session.flush()
        return True
