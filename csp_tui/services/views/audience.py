"""What an audience holds, and what changes to it would do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from csp_tui.domain.decisions.publishing import NO_ONE
from csp_tui.domain.quick_dataclass import dataclass

if TYPE_CHECKING:
    from datetime import datetime

    from csp_tui.domain.audience_state import AudienceState, Member, Unlisted
    from csp_tui.domain.evidence import EvidenceNote
    from csp_tui.domain.import_rows import RejectedRow
    from csp_tui.domain.offer import OfferStatus, ResellerChannel
    from csp_tui.domain.regions import Coverage
    from csp_tui.domain.support import SupportRequest
    from csp_tui.domain.verdict import Verdict
    from csp_tui.domain.wording import Message


class AudienceRow(NamedTuple):
    """One partner of an offer's audience; a tuple, as a list can have hundreds of thousands.

    Attributes:
        tenant_id: The partner.
        name: Its name in the directory, else as it was called when it was added, else "".
        country: Country code, "" where it is not in the directory.
        region: The CSP region its customers are in, "" where unknown.
        in_draft: Whether it is on the draft list.
        in_live: Whether it is on the live list.
        resold: Whether it has already resold the offer.
        in_directory: Whether the directory knows it.
        requested: The number of the open support request that asks to remove it, or None.
        evidence: Where its resale is known from, None where it was recorded by hand.
    """

    tenant_id: str
    name: str
    country: str
    region: str
    in_draft: bool
    in_live: bool
    resold: bool
    in_directory: bool
    requested: int | None = None
    evidence: EvidenceNote | None = None


@dataclass(frozen=True, slots=True)
class ListOrder:
    """Which partners of an audience are wanted, and sorted by what.

    Attributes:
        column: ``name``, ``country``, ``region``, ``tenant`` or ``state``; "" for their own order.
        is_reversed: Whether the last one comes first.
        words: Folded words that a partner must have in its name, tenant ID, country, region or
            state, all of them.
        regions: For each country code the region as it is shown.
        states: For each combination of five digits, 1 or 0, the state as it is shown: in draft,
            live, resold, in the directory, removal requested.
        only_live: Whether only partners on the live list are wanted.
    """

    column: str = ""
    is_reversed: bool = False
    words: tuple[str, ...] = ()
    regions: tuple[tuple[str, str], ...] = ()
    states: tuple[tuple[str, str], ...] = ()
    only_live: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceFacts:
    """What is stored of an offer's audience, all of it in one state of the database.

    Attributes:
        state: The offer and its counts.
        draft_countries: Partners on the draft list by country code, if it counts (R12).
        live_countries: The same of the live list.
        open_requests: The offer's open support requests, newest first.
        unlisted: Partners that are waiting to go live and are not in the directory.
        waiting_names: The names of the first few partners that are waiting to go live.
        resales_known_until: When evidence of its resales was last imported, None if never.
    """

    state: AudienceState
    draft_countries: Mapping[str, int]
    live_countries: Mapping[str, int]
    open_requests: tuple[SupportRequest, ...]
    unlisted: Unlisted
    waiting_names: tuple[str, ...]
    resales_known_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceView:
    """An offer's audience without its list of partners.

    Attributes:
        state: The offer and its counts.
        draft_coverage: Regions that the draft opens (R28).
        live_coverage: Regions that are open now.
        next: What comes next: ``publish``, ``sync``, ``request`` or None.
        open_requests: The offer's open support requests.
        unlisted: Partners that are waiting to go live and are not in the directory.
        waiting_names: The names of the first few partners that are waiting to go live.
        resales_known_until: When evidence of its resales was last imported, None if never. Who
            is not known to have resold may have resold since, or by another way.
    """

    state: AudienceState
    draft_coverage: Coverage
    live_coverage: Coverage
    next: str | None
    open_requests: tuple[SupportRequest, ...] = ()
    unlisted: Unlisted = NO_ONE
    waiting_names: tuple[str, ...] = ()
    resales_known_until: datetime | None = None

    @property
    def status(self) -> OfferStatus:
        """Draft or live."""
        return self.state.offer.status

    @property
    def channel(self) -> ResellerChannel | None:
        """The option in draft."""
        return self.state.offer.draft_channel


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What a change of the audience did.

    Attributes:
        state: The state of the audience afterwards.
        added: Partners that joined the draft list.
        already: Partners that were on it already.
        removed: Partners that left it.
        changed: Whether anything was written.
        warnings: What the person should know about the change.
        unlisted: Partners among those that joined it that are not in the directory.
    """

    state: AudienceState
    added: int = 0
    already: int = 0
    removed: int = 0
    changed: bool = True
    warnings: tuple[Message, ...] = ()
    unlisted: Unlisted = NO_ONE


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPreview:
    """What importing a list into an audience does, before or after it is done.

    Attributes:
        offer_id: The offer.
        version: The offer's version that the preview was made on.
        added: Tenant IDs that join the draft list.
        already: How many are on it already.
        removed: Tenant IDs that leave it, with ``replace`` only.
        by_request: Partners that the file does not name and that stay on the list, because
            removing them takes a support request (R31); with ``replace`` only, as the next two.
        resold: Partners that the file does not name and that stay, because they have resold (R30).
        kept: Tenant IDs that stay, because an invalid row names them.
        unlisted: Partners among the added that are not in the directory.
        rejected: How many rows are invalid.
        rejects: The first hundred of them.
        refusal: Why none of it can be done, None where it can.
    """

    offer_id: str
    version: int
    added: tuple[str, ...] = ()
    already: int = 0
    removed: tuple[str, ...] = ()
    by_request: tuple[Member, ...] = ()
    resold: tuple[Member, ...] = ()
    kept: tuple[str, ...] = ()
    unlisted: Unlisted = NO_ONE
    rejected: int = 0
    rejects: tuple[RejectedRow, ...] = ()
    refusal: Verdict | None = None
