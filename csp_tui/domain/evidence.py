"""Resale evidence: what files say about who has sold which offer, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.text import clean
from csp_tui.domain.wording import Message, say


class Strength(StrEnum):
    """How sure a piece of evidence is; all but a hint lock what R30, R41 and R42 lock."""

    CERTAIN = "certain"
    GOOD = "good"
    MANUAL = "manual"
    HINT = "hint"


def strength_title(strength: Strength) -> Message:
    """The strength in words."""
    return {
        Strength.CERTAIN: say("certain evidence"),
        Strength.GOOD: say("good evidence"),
        Strength.MANUAL: say("recorded by hand"),
        Strength.HINT: say("only a hint"),
    }[strength]


class FileKind(StrEnum):
    """The files that are recognized, by the names that scripts use."""

    SAAS_SUBSCRIPTIONS = "saas-subscriptions"
    CUSTOMERS = "customers"
    EARNINGS = "earnings"
    TRANSACTION_HISTORY = "transaction-history"
    ORDERS = "orders"
    USAGE = "usage"
    REVENUE = "revenue"
    RESELLER_CONFIGURATION = "reseller-configuration"
    PRIVATE_OFFER = "private-offer"
    PARTNER_RELATIONSHIPS = "partner-relationships"
    PARTNER_DIRECTORY = "partner-directory"
    CRM = "crm"
    TENANT_INFORMATION = "tenant-information"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class KindFacts:
    """What is known of a kind of file.

    Attributes:
        title: What the file is called.
        gives: What an import takes from it.
        source: Where the file comes from.
        strength: Of its evidence; None where the file has partners and no sales.
    """

    title: Message
    gives: Message
    source: Message
    strength: Strength | None


_SALES = say("which partner has sold which offer")
_SOMEONE = say("that some CSP partner has sold an offer")
_PARTNERS = say("partners with their tenant IDs")
_IDS = say("tenant IDs of partners, without their countries")
_NAMES = say("partners, most of them without a tenant ID")
KINDS: Mapping[FileKind, KindFacts] = {
    FileKind.SAAS_SUBSCRIPTIONS: KindFacts(
        say("SaaS fulfillment subscriptions"),
        _SALES,
        say("the response of “list subscriptions” of the SaaS fulfillment API, saved as JSON"),
        Strength.CERTAIN,
    ),
    FileKind.CUSTOMERS: KindFacts(
        say("Customers dashboard"),
        _SALES,
        say("Partner Center, Marketplace insights, Customers; or the dataset ISVCustomer"),
        Strength.GOOD,
    ),
    FileKind.EARNINGS: KindFacts(
        say("Earnings"),
        _SALES,
        say("Partner Center, Earnings, Download report"),
        Strength.GOOD,
    ),
    FileKind.TRANSACTION_HISTORY: KindFacts(
        say("Transaction history"),
        _SALES,
        say("the predecessor of the Earnings report, or the payout API"),
        Strength.GOOD,
    ),
    FileKind.ORDERS: KindFacts(
        say("Orders dashboard"),
        _SOMEONE,
        say("Partner Center, Marketplace insights, Orders; or the dataset ISVOrder"),
        Strength.HINT,
    ),
    FileKind.USAGE: KindFacts(
        say("Usage dashboard"),
        _SOMEONE,
        say("Partner Center, Marketplace insights, Usage; or the dataset ISVUsage"),
        Strength.HINT,
    ),
    FileKind.REVENUE: KindFacts(
        say("Revenue dashboard"),
        _SOMEONE,
        say("Partner Center, Marketplace insights, Revenue; or the dataset ISVRevenue"),
        Strength.HINT,
    ),
    FileKind.RESELLER_CONFIGURATION: KindFacts(
        say("Reseller configuration"),
        _IDS,
        say("the reseller configuration of an offer from the ingestion APIs, saved as JSON"),
        None,
    ),
    FileKind.PRIVATE_OFFER: KindFacts(
        say("Private offer for CSP partners"),
        _IDS,
        say("a private offer of the type cspPromotion, saved as JSON"),
        None,
    ),
    FileKind.PARTNER_RELATIONSHIPS: KindFacts(
        say("Partner relationships"),
        _PARTNERS,
        say("the indirect resellers or providers of a CSP partner, as JSON or CSV"),
        None,
    ),
    FileKind.PARTNER_DIRECTORY: KindFacts(
        say("Public partner directory"),
        _NAMES,
        say("a response of Microsoft's public partner directory, saved as JSON"),
        None,
    ),
    FileKind.CRM: KindFacts(
        say("CRM export"),
        _NAMES,
        say("companies or accounts from HubSpot, Salesforce or Dynamics 365, as CSV"),
        None,
    ),
    FileKind.TENANT_INFORMATION: KindFacts(
        say("Tenant information"),
        say("the tenant ID of a domain, as a suggestion"),
        say("an openid-configuration response, or tenant information of Microsoft Graph, as JSON"),
        None,
    ),
    FileKind.TABLE: KindFacts(
        say("Other table"),
        say("sales or partners, from the columns that you name"),
        say("any CSV file; name its columns with --map"),
        Strength.MANUAL,
    ),
}

TABLE_FIELDS = ("tenant_id", "name", "country", "offer", "date")
"""What the columns of an unknown table can hold, as ``--map`` names it."""


class DayOrder(StrEnum):
    """How dates with slashes are read; without it those that can mean two days are left out."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """A piece of resale evidence as a file has it.

    Attributes:
        line: The line, or the number of the JSON entry, from 1.
        key: The same for the same subscription, order, or offer and partner, in every file.
        alias: Another key that other files know the same order by, "" without one.
        strength: How sure it is.
        offer: The offer's ID or name.
        tenant_id: The partner, "" where the file has only its name, or not even that.
        partner: The partner's name in the file, "" where it has none.
        domain: An Internet domain of the partner, "" where the file has none.
        day: The day of the sale, None where it is not known.
        since: Whether the sale was on that day or later.
        orders: Keys and aliases; the row counts only if one of these orders is known as a sale
            through CSP. Empty where the file itself says so.
    """

    line: int
    key: str
    alias: str = ""
    strength: Strength
    offer: str
    tenant_id: str = ""
    partner: str = ""
    domain: str = ""
    day: date | None = None
    since: bool = False
    orders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPartner:
    """A partner as a file has it; whatever the file lacks is "".

    Attributes:
        line: The line, or the number of the JSON entry, from 1.
        name: Its name.
        tenant_id: Its tenant ID.
        country: ISO 3166-1 alpha-2.
        city: Its city.
        mpn_id: Its partner location ID.
        domain: Its Internet domain.
        competencies: Competencies and designations.
        skills: Skills.
    """

    line: int
    name: str
    tenant_id: str = ""
    country: str = ""
    city: str = ""
    mpn_id: str = ""
    domain: str = ""
    competencies: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TenantHint:
    """What a file or Microsoft says about the tenant of a domain; a suggestion to confirm.

    Attributes:
        line: The number of the entry, from 1.
        domain: The domain, "" where only a name is known.
        tenant_id: The tenant that owns it.
        name: The name of the tenant's organization, "" where it is not said.
    """

    line: int
    domain: str
    tenant_id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceNote:
    """Where a resale is known from.

    Attributes:
        file: The name of the file.
        line: The row of the file.
        strength: How sure it is.
        day: The day of the sale, None where it is not known.
        since: Whether the sale was on that day or later.
    """

    file: str
    line: int
    strength: Strength
    day: date | None = None
    since: bool = False

    @property
    def place(self) -> Message:
        """The file and the row."""
        return say("{file}, row {line}", file=self.file, line=self.line)

    @property
    def sentence(self) -> Message:
        """When it was sold according to what, and how sure that is."""
        facts = {"place": self.place, "strength": strength_title(self.strength)}
        if self.day is None:
            return say("Resold according to {place} ({strength})", **facts)
        if self.since:
            return say(
                "Resold on or after {day} according to {place} ({strength})", day=self.day, **facts
            )
        return say("Resold on {day} according to {place} ({strength})", day=self.day, **facts)


def match_key(name: str) -> str:
    """A name as it is compared: whatever its case and blanks, otherwise exact."""
    return " ".join(clean(name).casefold().split())


def unique_by_name(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """IDs by match key, of the names that occur with one ID only.

    Args:
        named: Names with the ID of each.
    """
    found: dict[str, str] = {}
    several: set[str] = set()
    for name, identifier in named:
        key = match_key(name)
        if found.setdefault(key, identifier) != identifier:
            several.add(key)
    return {key: identifier for key, identifier in found.items() if key and key not in several}
