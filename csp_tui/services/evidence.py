"""Resale evidence: read it, match its names, dismiss what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from csp_tui.domain import identifiers
from csp_tui.domain.errors import BusyDirectory, InvalidInput
from csp_tui.domain.partner import PartnerQuery
from csp_tui.domain.wording import say
from csp_tui.services.context import SearchingService
from csp_tui.services.directory import apply_plan
from csp_tui.services.directory_port import ATTEMPTS
from csp_tui.services.evidence_changes import NO_COUNTRY, dismiss, set_match
from csp_tui.services.evidence_port import (
    EvidenceItem,
    Suggestion,
    UnmatchedName,
)
from csp_tui.services.partner_merge import complete

if TYPE_CHECKING:
    pass

_SUGGESTED_AT_MOST = 5
_LEAST_WORD = 3


class EvidenceService(SearchingService):
    """What a publisher does with the evidence that was imported."""

    def items(
        self, offer_id: str | None = None, tenant_id: str | None = None
    ) -> Sequence[EvidenceItem]:
        """Evidence of one offer or all, the strongest of each partner first.

        Raises:
            NotFound: There is no such offer.
        """
        with self._context.open_read() as unit:
            if offer_id is not None:
                unit.offers.get(offer_id)
            return list(unit.evidence.items(offer_id, tenant_id))

    def unmatched(self) -> Sequence[UnmatchedName]:
        """Names to match by hand, the most frequent first; then partners to identify."""
        with self._context.open_read() as unit:
            return unit.evidence.unmatched()

    def known_until(self, offer_id: str) -> datetime | None:
        """When evidence that names partners was last imported, None if never."""
        with self._context.open_read() as unit:
            return unit.evidence.known_until(offer_id)

    def mappings(self) -> Mapping[str, Mapping[str, str]]:
        """The remembered columns of unknown tables, by header."""
        with self._context.open_read() as unit:
            return unit.evidence.mappings()

    def suggestions(self, name: str, domain: str = "") -> Sequence[Suggestion]:
        """Partners that may be meant by a name: by domain or file, then by a similar name."""
        with self._context.open_read() as unit:
            found = list(unit.evidence.suggestions(name, domain))
        words = [word for word in name.split() if len(word) >= _LEAST_WORD]
        for text in dict.fromkeys((name, " ".join(words[:2]), *words[:1])):
            if not text or len(found) >= _SUGGESTED_AT_MOST:
                break
            rows = self._search.page(PartnerQuery(text=text), limit=_SUGGESTED_AT_MOST)
            known = {one.tenant_id for one in found}
            found += [
                Suggestion(row.tenant_id, row.name, "directory")
                for row in rows
                if row.tenant_id not in known
            ]
        return found[:_SUGGESTED_AT_MOST]

    def match(self, name: str, tenant_id: str) -> bool:
        """Say which partner a name of the files means, for earlier and later files alike.

        A partner that was waiting for its tenant ID joins the directory if its country is known.

        Returns:
            False where that was said before.

        Raises:
            InvalidInput: That is not a tenant ID, or it was known and only the country is missing.
            NotFound: No file has that name.
        """
        tenant_id = identifiers.tenant_id(tenant_id)
        context = self._context
        with context.open_read() as reading:
            waiting = list(reading.evidence.waiting(name))
            has_pieces = reading.evidence.has_pieces(name)
        if waiting and all(one.tenant_id for one in waiting) and not has_pieces:
            raise InvalidInput(
                NO_COUNTRY,
                say("Import a file with its country: csp-tui partners import FILE"),
                field="name",
            )
        partner = complete(waiting, tenant_id)
        if partner is None or self._search.find(tenant_id) is not None:
            return context.commit(set_match, "partner", name, tenant_id)
        with context.open_draft() as draft:
            draft.stage([partner], None)
            for _attempt in range(ATTEMPTS):
                plan = draft.compute(replace=False)
                with draft.open_unit() as unit:
                    unit.history.begin_batch()
                    is_new = set_match(unit, context, "partner", name, tenant_id)
                    if apply_plan(unit, context, plan, replace=False):
                        unit.commit()
                        return is_new
        raise BusyDirectory

    def match_offer(self, name: str, offer_id: str) -> bool:
        """Say which offer a name of the files means, for earlier and later files alike.

        Returns:
            False where that was said before.

        Raises:
            NotFound: There is no such offer, or no file has that name.
        """
        with self._context.open_unit() as unit:
            unit.offers.get(offer_id)
            is_new = set_match(unit, self._context, "offer", name, offer_id)
            unit.commit()
        return is_new

    def dismiss(self, number: int, why: str) -> EvidenceItem:
        """Dismiss a piece of evidence that is wrong, so that it no longer counts.

        Returns:
            The evidence as it was.

        Raises:
            InvalidInput: There is no reason, or the evidence is dismissed already.
            NotFound: There is no such evidence.
        """
        return self._context.commit(dismiss, number, why)
