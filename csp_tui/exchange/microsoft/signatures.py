"""How each table is recognized by its header, and which of its columns hold what.

Titles are compared without case and without everything but letters and digits, which unites the
spellings of the portal, of the programmatic reports and of the documentation. A report may have
only the columns that someone selected, so that a few of them have to be enough.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import field, replace

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.evidence import FileKind
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.wording import Message, say

_NOT_COMPARED = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Signature:
    """A kind of table.

    Attributes:
        kind: The kind; None for a file that is recognized to be refused.
        needs: Titles that it has.
        lacks: Titles that it does not have.
        only: Whether it has no other columns.
        columns: Titles by field, the preferred one first.
        key: The field that every row needs.
        is_sure: Whether other files are unlikely to look like this.
        refusal: Why it is refused, and what to do instead.
    """

    kind: FileKind | None
    needs: frozenset[str]
    lacks: frozenset[str] = frozenset()
    only: bool = False
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    key: str = "offer"
    is_sure: bool = True
    refusal: tuple[Message, Message] | None = None

    def fits(self, titles: Collection[str]) -> bool:
        """Whether a header with these titles, as ``compared``, is of this kind."""
        names = set(titles)
        if self.only and names != self.needs:
            return False
        return self.needs <= names and not self.lacks & names


_EARNINGS = {
    "offer": ("parentproductname", "productname"),
    "product": ("productname",),
    "partner": ("resellername",),
    "customer": ("customername",),
    "publisher": ("participantname",),
    "earner": ("earningparticipantname",),
    "program": ("programname",),
    "asset": ("assetid",),
    "order": ("orderid",),
    "item": ("lineitemid",),
    "day": ("transactiondate",),
}
_CHANNEL = ("azurelicensetype", "saleschannel")
_CRM_COLUMNS = {
    "name": ("companyname", "accountname", "name"),
    "tenant_id": ("tenantid", "microsofttenantid", "entratenantid", "csptenantid"),
    "country": (
        "countryregion",
        "billingcountry",
        "billingcountrycode",
        "address1countryregion",
        "country",
    ),
    "city": ("city", "billingcity", "address1city"),
    "domain": ("companydomainname", "website", "websiteurl", "domain", "domainname"),
}
_DIRECTORY_KEY = "name"
_ASK_AUDIENCE = say("To import an audience, use “csp-tui audience import” or the offer's page.")

SIGNATURES: tuple[Signature, ...] = (
    Signature(
        FileKind.TRANSACTION_HISTORY,
        frozenset({"earningid", "transactionid", "participantid"}),
        lacks=frozenset({"earningparticipantid"}),
        columns=_EARNINGS,
    ),
    Signature(
        FileKind.EARNINGS,
        frozenset({"earningid", "transactionid", "participantid", "earningparticipantid"}),
        columns=_EARNINGS,
    ),
    Signature(
        None,
        frozenset({"participantid", "totalpayment", "paymentdate"}),
        refusal=(
            say("{path} lists payments, which name neither offers nor resellers."),
            say("Download the report “Earnings” instead of “Payments”, and import that."),
        ),
    ),
    Signature(
        FileKind.CUSTOMERS,
        frozenset({"providername", "dateacquired", "azurelicensetype"}),
        columns={
            "offer": ("offername",),
            "offer_id": ("offerid",),
            "partner": ("providername",),
            "email": ("provideremail",),
            "channel": _CHANNEL,
            "day": ("dateacquired",),
        },
    ),
    Signature(
        FileKind.USAGE,
        frozenset({"usagedate", "offername"}),
        columns={
            "offer": ("offername",),
            "offer_id": ("offerid",),
            "channel": _CHANNEL,
            "day": ("usagedate",),
        },
    ),
    Signature(
        FileKind.ORDERS,
        frozenset({"orderpurchasedate", "offername"}),
        columns={
            "offer": ("offername",),
            "offer_id": ("offerid",),
            "channel": _CHANNEL,
            "asset": ("assetid", "orderid"),
            "record": ("purchaserecordid",),
            "item": ("purchaserecordlineitemid",),
            "day": ("orderpurchasedate",),
        },
    ),
    Signature(
        FileKind.REVENUE,
        frozenset({"saleschannel", "offername"}),
        columns={
            "offer": ("offername",),
            "offer_id": ("offerid",),
            "channel": ("saleschannel", "azurelicensetype"),
            "asset": ("assetid",),
            "record": ("purchaserecordid",),
            "item": ("lineitemid",),
            "day": ("monthstartdate", "termstartdate"),
        },
    ),
    Signature(
        None,
        frozenset({"microsoftid", "primarydomainname", "relationship"}),
        refusal=(
            say(
                "{path} is a CSP partner's list of its customers. Customers are neither partners "
                "nor evidence of a sale of your offers."
            ),
            say("Ask the partner for its partner relationships, or import another file."),
        ),
    ),
    Signature(
        None,
        frozenset({"id", "description", "type"}),
        only=True,
        refusal=(
            say(
                "{path} is an audience: of a private plan, where it lists customers, or one that "
                "csp-tui has exported. It says nothing about sales."
            ),
            _ASK_AUDIENCE,
        ),
    ),
    Signature(
        FileKind.PARTNER_RELATIONSHIPS,
        frozenset({"mpnid", "partnerid", "relationshiptype"}),
        columns={
            "name": ("name",),
            "tenant_id": ("partnerid",),
            "country": ("location",),
            "mpn_id": ("mpnid",),
            "relationship": ("relationshiptype",),
        },
        key=_DIRECTORY_KEY,
    ),
    Signature(
        FileKind.CRM,
        frozenset({"donotmodifyaccount", "accountname"}),
        columns=_CRM_COLUMNS,
        key=_DIRECTORY_KEY,
    ),
    Signature(
        FileKind.CRM,
        frozenset({"recordid", "companyname"}),
        columns=_CRM_COLUMNS,
        key=_DIRECTORY_KEY,
    ),
    Signature(
        FileKind.CRM,
        frozenset({"accountname"}),
        columns=_CRM_COLUMNS,
        key=_DIRECTORY_KEY,
        is_sure=False,
    ),
    # The Default report in its summarized form has no earning ID.
    Signature(
        FileKind.EARNINGS,
        frozenset({"resellername", "productname"}),
        columns=_EARNINGS,
        is_sure=False,
    ),
)

TABLE_TITLES = {
    "offer": ("offerid", "offer", "offername"),
    "tenant_id": (
        "tenantid",
        "partnertenantid",
        "csptenantid",
        "microsoftentratenantid",
        "azureadtenantid",
    ),
    "name": ("name", "partner", "partnername", "companyname", "displayname", "description"),
    "country": ("country", "countrycode", "countryregion"),
    "date": ("firstsoldon", "date", "soldon", "saledate"),
}
"""Titles that say by themselves what a column of an unknown table holds."""


def compared(title: str) -> str:
    """A title as titles are compared."""
    return _NOT_COMPARED.sub("", title.lower())


def signature_of(titles: Sequence[str]) -> Signature | None:
    """The first signature that a header fits, None for an unknown one."""
    names = [compared(title) for title in titles]
    return next((one for one in SIGNATURES if one.fits(names)), None)


def signature_for(kind: FileKind) -> Signature | None:
    """The signature of a kind that someone named, None where the kind is no table with one."""
    return next((one for one in SIGNATURES if one.kind is kind), None)


def places_of(titles: Sequence[str], columns: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Where the columns of a kind are in a header, by field, from 0."""
    names = [compared(title) for title in titles]
    found: dict[str, int] = {}
    for name, wanted in columns.items():
        place = next((names.index(title) for title in wanted if title in names), None)
        if place is not None:
            found[name] = place
    return found


def refused(signature: Signature, path: object) -> InvalidInput:
    """The refusal of a file that is recognized as one that proves nothing."""
    assert signature.refusal is not None
    message, step = signature.refusal
    return InvalidInput(replace(message, values={"path": path}), step, field="file")
