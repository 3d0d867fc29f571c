"""The support requests of a unit of work."""

from __future__ import annotations

import dataclasses

from sqlmodel import Session, col, select

from csp_tui.domain.support import SupportRequest, no_such_request
from csp_tui.storage.records import request_cells, request_value
from csp_tui.storage.tables import RequestPartnerRecord, RequestRecord


class RequestStore:
    """Reads and writes support requests in a session.

    Args:
        session: The session of the unit of work.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, request_id: int) -> SupportRequest:
        """Read a request.

        Raises:
            NotFound: There is none with that number.
        """
        return self._value(self._record(request_id))

    def add(self, request: SupportRequest) -> SupportRequest:
        """Store a new request; its ``id`` is ignored and given anew."""
        record = RequestRecord(**request_cells(request))
        self._session.add(record)
        self._session.flush()
        assert record.id is not None
        self._session.add_all(
            RequestPartnerRecord(request_id=record.id, position=position, tenant_id=tenant)
            for position, tenant in enumerate(request.tenant_ids)
        )
        self._session.flush()
        return dataclasses.replace(request, id=record.id)

    def save(self, request: SupportRequest) -> None:
        """Write a request that was read before; offer, kind and partners never change.

        Raises:
            NotFound: There is none with that number.
        """
        record = self._record(request.id)
        for name, value in request_cells(request).items():
            setattr(record, name, value)
        self._session.flush()

    def of_offer(self, offer_id: str) -> list[SupportRequest]:
        """All requests of an offer, oldest first."""
        records = self._session.exec(
            select(RequestRecord)
            .where(RequestRecord.offer_id == offer_id)
            .order_by(col(RequestRecord.id))
        )
        return [self._value(record) for record in records]

    def _record(self, request_id: int) -> RequestRecord:
        record = self._session.get(RequestRecord, request_id)
        if record is None:
            raise no_such_request(request_id)
        return record

    def _value(self, record: RequestRecord) -> SupportRequest:
        tenants = self._session.exec(
            select(RequestPartnerRecord.tenant_id)
            .where(RequestPartnerRecord.request_id == record.id)
            .order_by(col(RequestPartnerRecord.position))
        )
        return request_value(record, tenants)
