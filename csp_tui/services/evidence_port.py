"""Resale evidence as services return it, and what they need from storage for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from csp_tui.domain.evidence import (
    EvidenceNote,
    EvidenceRow,
    FileKind,
    FoundPartner,
    Strength,
    TenantHint,
)
from csp_tui.domain.quick_dataclass import dataclass

if TYPE_CHECKING:
    from csp_tui.domain.import_rows import RejectedRow
    from csp_tui.services.views import DirectoryImport

FoundRow = EvidenceRow | FoundPartner | TenantHint
Progress = Callable[[int], None]
"""Called with the rows done so far; raises ``Canceled`` to stop the job."""


class EvidenceRows(Protocol):
    """The rows of a recognized file, with what was counted while they were read.

    Attributes:
        kind: What kind of file it is.
        rows: How many rows were read so far.
        skipped: How many of them are no sale by a CSP partner, or no CSP partner.
        unclear_days: How many dates can mean two days and were left out.
        rejected: How many rows could not be used.
    """

    kind: FileKind
    rows: int
    skipped: int
    unclear_days: int
    rejected: int

    @property
    def rejects(self) -> list[RejectedRow]:
        """The first hundred invalid rows."""

    def __iter__(self) -> Iterator[FoundRow]:
        """The usable rows, read once."""


@dataclass(frozen=True, slots=True)
class NameCount:
    """A name of a file that has no ID here yet.

    Attributes:
        name: The name.
        rows: How many rows have it.
        domain: An Internet domain that goes with it, "" where none is known.
    """

    name: str
    rows: int
    domain: str = ""


@dataclass(frozen=True, slots=True)
class RecordedEvidence:
    """What new evidence says of an offer.

    Attributes:
        offer_id: The offer.
        tenant_id: The partner, None where only some CSP partner is known to have sold it.
        strength: How sure it is.
    """

    offer_id: str
    tenant_id: str | None
    strength: Strength


@dataclass(frozen=True, slots=True)
class StagedEvidence:
    """What importing the staged rows of a file would do.

    Attributes:
        new: Pieces of evidence that no earlier file had.
        known: Pieces that an earlier file had.
        unlinked: Pieces that name a customer but no order known as sold through CSP; left out.
        early: New pieces with a sale before the first publication of their offer here.
        unmatched: Partners without a tenant ID, the most frequent first.
        unmatched_offers: Offers that are not here, the most frequent first.
        recorded: What the new pieces say, in the order of offers; at most the first 10,000.
    """

    new: int = 0
    known: int = 0
    unlinked: int = 0
    early: int = 0
    unmatched: tuple[NameCount, ...] = ()
    unmatched_offers: tuple[NameCount, ...] = ()
    recorded: tuple[RecordedEvidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceImport:
    """What importing a file did, or would do.

    Attributes:
        kind: What kind of file it is.
        file: Its name.
        rows: How many rows it has.
        skipped: How many of them are no sale by a CSP partner, or no CSP partner.
        unclear_days: Dates that can mean two days and were left out.
        evidence: What importing its evidence would do.
        partners: What it did to the partner directory, None for a file without partners.
        waiting: New partners that wait to be identified, because they have no tenant ID.
        countryless: New partners that have a tenant ID but no country, which the directory needs.
        hints: Tenant IDs that it suggests.
        rejected: Rows that could not be used.
        rejects: The first hundred of them.
    """

    kind: FileKind
    file: str
    rows: int = 0
    skipped: int = 0
    unclear_days: int = 0
    evidence: StagedEvidence = field(default_factory=StagedEvidence)
    partners: DirectoryImport | None = None
    waiting: int = 0
    countryless: int = 0
    hints: tuple[TenantHint, ...] = ()
    rejected: int = 0
    rejects: tuple[RejectedRow, ...] = ()

    @property
    def new(self) -> int:
        """Pieces of evidence, or partners, that were not known before."""
        added = 0 if self.partners is None else self.partners.added
        return self.evidence.new + added + self.waiting + self.countryless + len(self.hints)

    @property
    def known(self) -> int:
        """Pieces of evidence, or partners, that were known before."""
        partners = self.partners
        return self.evidence.known + (
            0 if partners is None else partners.unchanged + partners.updated
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceItem:
    """A stored piece of evidence.

    Attributes:
        id: Its number.
        kind: The kind of its file.
        file: The name of its file.
        line: The row.
        imported_at: When the file was imported, UTC.
        strength: How sure it is.
        offer: The offer's ID or name in the file.
        offer_id: The offer, None while it is not matched.
        partner: The partner's name in the file, "" where it has none.
        tenant_id: The partner, None while it is not matched or not known.
        name: The partner's name in the directory, "" where it is not in there.
        day: The day of the sale.
        since: Whether the sale was on that day or later.
        dismissed: Why it was dismissed, None while it counts.
    """

    id: int
    kind: FileKind
    file: str
    line: int
    imported_at: datetime
    strength: Strength
    offer: str
    offer_id: str | None
    partner: str
    tenant_id: str | None
    name: str
    day: date | None
    since: bool
    dismissed: str | None

    @property
    def note(self) -> EvidenceNote:
        """Where the resale is known from."""
        return EvidenceNote(self.file, self.line, self.strength, self.day, self.since)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A partner that may be meant by a name.

    Attributes:
        tenant_id: The partner.
        name: Its name, "" where only its domain is known.
        source: Where the suggestion comes from: ``directory``, ``domain`` or ``file``.
    """

    tenant_id: str
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class UnmatchedName:
    """A name to match by hand: who or what is meant.

    Attributes:
        kind: ``partner`` or ``offer``.
        name: The name in the files.
        pieces: Pieces of evidence that have it; 0 for a partner to identify without any.
        domain: An Internet domain that goes with it, "" where none is known.
        country: The country that a file names, "" where none does.
        tenant_id: The tenant ID, where only the country is missing; else None.
    """

    kind: str
    name: str
    pieces: int
    domain: str = ""
    country: str = ""
    tenant_id: str | None = None

    @property
    def needs_partner(self) -> bool:
        """Whether it is not known which partner is meant."""
        return self.kind == "partner" and self.tenant_id is None


class StagedReader(Protocol):
    """Rows of a file in temporary tables, and what importing them would do."""

    def stage_evidence(self, rows: Iterable[EvidenceRow], progress: Progress | None) -> int:
        """Read evidence into the temporary table in bounded memory; return the number of rows."""

    def staged(self) -> StagedEvidence:
        """What importing the staged evidence would do; nothing is written."""


class EvidenceReader(StagedReader, Protocol):
    """Reads evidence."""

    def items(
        self, offer_id: str | None = None, tenant_id: str | None = None
    ) -> Iterator[EvidenceItem]:
        """Evidence of one offer or all, the strongest of each partner first."""

    def get(self, number: int) -> EvidenceItem:
        """One piece of evidence.

        Raises:
            NotFound: There is none with that number.
        """

    def unmatched(self) -> Sequence[UnmatchedName]:
        """Names to match by hand, the most frequent first; then partners to identify."""

    def waiting(self, name: str) -> Sequence[FoundPartner]:
        """The partners to identify that have this name."""

    def suggestions(self, name: str, domain: str) -> Sequence[Suggestion]:
        """Tenants that go with a name or a domain according to files or Microsoft."""

    def match_of(self, kind: str, name: str) -> str | None:
        """What a name was matched to by hand, None if nothing yet."""

    def is_named(self, kind: str, name: str) -> bool:
        """Whether a file has a name."""

    def has_pieces(self, name: str) -> bool:
        """Whether a piece of evidence names a partner so."""

    def is_imported(self, digest: str) -> bool:
        """Whether a file with these contents was imported before, and not undone."""

    def mappings(self) -> Mapping[str, Mapping[str, str]]:
        """The remembered columns of unknown tables, by header."""

    def known_until(self, offer_id: str) -> datetime | None:
        """When evidence that names partners was last imported, None if never."""


class EvidenceStore(EvidenceReader, Protocol):
    """Writes evidence; what is recorded as resold follows from it."""

    def add_import(self, kind: FileKind, file: str, digest: str, at: datetime, rows: int) -> int:
        """Note that a file was imported at a moment (UTC); the number of the import."""

    def put_evidence(self, number: int) -> None:
        """Store the staged evidence that no earlier file had, as part of an import."""

    def put_partners(self, number: int, partners: Iterable[FoundPartner]) -> int:
        """Store partners to identify that are not known yet; how many were new."""

    def put_hints(self, number: int, hints: Iterable[TenantHint]) -> None:
        """Store suggestions of tenant IDs."""

    def remember(self, header: str, columns: Mapping[str, str]) -> None:
        """Remember the columns of a table by its header."""

    def set_active(self, number: int, *, active: bool) -> None:
        """Count the evidence of an import, or stop counting it."""

    def set_match(self, kind: str, name: str, target: str | None) -> None:
        """Set or forget what a name means, for earlier and later files alike.

        Args:
            kind: ``partner`` or ``offer``.
            name: The name in the files.
            target: The tenant ID or offer ID, None to forget it.
        """

    def set_dismissed(self, number: int, why: str | None) -> None:
        """Dismiss a piece of evidence, or let it count again."""

    def project(self, offer_id: str | None = None) -> None:
        """Match the names that can be matched now, and bring the recorded resales in line.

        Resales of one offer or of all then follow from the evidence.
        """
