"""The support requests of a unit of work."""

from __future__ import annotations

import dataclasses

from csp_tui.domain.support import SupportRequest, no_such_request
from csp_tui.services import ports
from csp_tui.storage.readers import RequestReader
from csp_tui.storage.records import request_cells
from csp_tui.storage.tables import RequestPartnerRecord, RequestRecord
from csp_tui.storage.writer import Writer


class RequestStore(Writer, RequestReader, ports.RequestStore):
    """Reads and writes support requests in a session."""

    def add(self, request: SupportRequest) -> SupportRequest:
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
        record = self._record(request.id)
        for name, value in request_cells(request).items():
            setattr(record, name, value)
        self._session.flush()

    def _record(self, request_id: int) -> RequestRecord:
        # Undoing writes past the session, so what it remembers is read again.
        record = self._session.get(RequestRecord, request_id, populate_existing=True)
        if record is None:
            raise no_such_request(request_id)
        return record
