"""What services hand out for showing: flat, frozen, read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from csp_tui.domain.intake import Reject
from csp_tui.domain.offer import OfferStatus, ResellerChannel
from csp_tui.domain.partner import Facet
from csp_tui.domain.regions import Coverage
from csp_tui.domain.standing import Standing
from csp_tui.domain.support import SupportRequest
from csp_tui.domain.wording import Message


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One line of the list of offers.

    Attributes:
        standing: The offer and where its audience stands.
        open_requests: Support requests that are draft or submitted.
    """

    standing: Standing
    open_requests: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceRow:
    """One partner of an offer's audience.

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


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceView:
    """An offer's audience without its list of partners.

    Attributes:
        standing: The offer and its counts.
        draft_coverage: Regions that the draft opens (R28).
        live_coverage: Regions that are open now.
        next: What comes next: ``publish``, ``sync``, ``request`` or None.
        open_requests: The offer's open support requests.
    """

    standing: Standing
    draft_coverage: Coverage
    live_coverage: Coverage
    next: str | None
    open_requests: tuple[SupportRequest, ...] = ()

    @property
    def status(self) -> OfferStatus:
        """Draft or live."""
        return self.standing.offer.status

    @property
    def channel(self) -> ResellerChannel | None:
        """The option in draft."""
        return self.standing.offer.draft_channel


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What a change of the audience did.

    Attributes:
        standing: Where the audience stands afterwards.
        added: Partners that joined the draft list.
        already: Partners that were on it already.
        removed: Partners that left it.
        changed: Whether anything was written.
    """

    standing: Standing
    added: int = 0
    already: int = 0
    removed: int = 0
    changed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPreview:
    """What importing a list into an audience does, before or after it is done.

    Attributes:
        offer_id: The offer.
        version: The offer's version that the preview was made on.
        added: Tenant IDs that join the draft list.
        already: How many are on it already.
        removed: Tenant IDs that leave it, with ``replace`` only.
        unknown: Tenant IDs among the added that are not in the directory.
        rejects: Rows that cannot be used.
    """

    offer_id: str
    version: int
    added: tuple[str, ...] = ()
    already: int = 0
    removed: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    rejects: tuple[Reject, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerRow:
    """One line of the search results.

    Attributes:
        tenant_id: The partner.
        name: Its name.
        country: Country code.
        region: CSP region, "" where unknown.
        competencies: Earned competencies.
        skills: Free-form skills.
        type: Partner type by its file name, or "".
    """

    tenant_id: str
    name: str
    country: str
    region: str
    competencies: tuple[str, ...]
    skills: tuple[str, ...]
    type: str


@dataclass(frozen=True, slots=True)
class Total:
    """How many match.

    Attributes:
        count: The number counted.
        exact: False where there are more than that.
    """

    count: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value to filter by, with the partners it would give in the search at hand."""

    facet: Facet
    value: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryImport:
    """What importing a directory file did or would do.

    Attributes:
        added: New partners.
        updated: Partners with other data than before.
        unchanged: Partners that stay as they are.
        removed: Partners that are no longer in the directory (with ``replace`` only).
        cleaned: Cells that were cleaned.
        rejected: Rows that could not be used.
        rejects: The first hundred of them.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    cleaned: int = 0
    rejected: int = 0
    rejects: tuple[Reject, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResaleRow:
    """A recorded resale.

    Attributes:
        offer_id: The offer.
        tenant_id: The partner that has resold it.
        name: The partner's name, "" where unknown.
        first_sold_on: The day of the first sale, None where not said.
    """

    offer_id: str
    tenant_id: str
    name: str
    first_sold_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResalesImport:
    """What importing resales did or would do.

    Attributes:
        added: Resales that were not recorded yet.
        already: Resales that were.
        rejects: Rows that cannot be used.
    """

    added: int = 0
    already: int = 0
    rejects: tuple[Reject, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionFigure:
    """What one region has of an offer's audience.

    Attributes:
        region: Its English name.
        markets: How many markets it holds.
        draft: Partners on the draft list with their country in it.
        live: Partners on the live list.
        opened_in_draft: Whether the draft opens it: one authorized partner there does (R28).
        opened_live: Whether it is open now.
    """

    region: str
    markets: int
    draft: int
    live: int
    opened_in_draft: bool
    opened_live: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceRegions:
    """An offer's audience by region.

    Attributes:
        regions: Every region of the programme, in name order.
        draft_channel: The option in draft.
        live_channel: The option that is live.
        draft_unplaced: Partners on the draft list whose region nobody knows.
        live_unplaced: The same of the live list.
    """

    regions: tuple[RegionFigure, ...]
    draft_channel: ResellerChannel | None
    live_channel: ResellerChannel | None
    draft_unplaced: int = 0
    live_unplaced: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerFigure:
    """How many offers a partner has resold; the name is "" where nobody knows it."""

    tenant_id: str
    name: str
    offers: int


@dataclass(frozen=True, slots=True)
class MonthFigure:
    """How many partners made their first sale of an offer in a month, named by its first day."""

    month: date
    resales: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResaleFigures:
    """Resales in figures.

    Attributes:
        resales: Recorded resales: an offer and a partner each.
        partners: Partners that have resold something.
        top: Those with the most offers first, then in the order of their names. Of one offer's
            partners, all offers count that they have resold.
        months: The newest months, without gaps.
        earlier: Resales in months before those.
        undated: Resales without a day.
    """

    resales: int
    partners: int
    top: tuple[PartnerFigure, ...] = ()
    months: tuple[MonthFigure, ...] = ()
    earlier: int = 0
    undated: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseInfo:
    """Facts on the database file; sizes in bytes."""

    path: str
    exists: bool
    schema: str
    offers: int
    partners: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class DatabaseCheck:
    """Whether the file is sound, and what is wrong with it if not.

    Attributes:
        ok: Whether nothing is wrong.
        problems: What is wrong, in the language in use.
        needs_backup: Whether only a backup heals it; what else is wrong says what does.
    """

    ok: bool
    problems: tuple[str, ...] = ()
    needs_backup: bool = False


@dataclass(frozen=True, slots=True)
class BackupFile:
    """An automatic backup.

    Attributes:
        path: The file.
        at: When it was made, in UTC.
        size_bytes: Its size.
    """

    path: str
    at: datetime
    size_bytes: int


@dataclass(frozen=True, slots=True)
class WaysOn:
    """What can be done with a database that could not be opened.

    Attributes:
        backups: The automatic backups that may take its place, newest first; not yet checked.
        why_not_restore: Why none may, None where one may.
        why_not_read: Why it cannot be opened only to be read either, None where it can.
    """

    backups: tuple[BackupFile, ...] = ()
    why_not_restore: Message | None = None
    why_not_read: Message | None = None
