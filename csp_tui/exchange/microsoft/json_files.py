"""Responses of Microsoft's services, saved as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.evidence import EvidenceRow, FileKind, FoundPartner, Strength, TenantHint
from csp_tui.domain.identifiers import tenant_id, tenant_ids_in
from csp_tui.domain.wording import say
from csp_tui.exchange.cells import tidy
from csp_tui.exchange.microsoft.cells import country_code, domain_of, known
from csp_tui.exchange.microsoft.json_stream import Path
from csp_tui.exchange.microsoft.reading import Row, RowReader, optional_tenant

Json = Mapping[str, Any]
Value = tuple[Path, Any]
_STARTED = ("Subscribed", "Suspended", "Unsubscribed")
_DATED = ("Subscribed", "Suspended")
_DEPTH = 8
NO_DOMAIN = say("The response does not name the domain that was asked about.")
"""Why a saved answer cannot be used that does not name its domain, which someone then has to."""


class SubscriptionRows(RowReader[Json]):
    """SaaS subscriptions, which name the tenant of their purchaser.

    For an offer that a CSP partner has sold, purchaser and beneficiary differ and customers may
    only read; anything between that and a direct purchase is a hint.

    Args:
        values: The values of the JSON text.
        today: The present day.
    """

    def __init__(self, values: Iterable[Value], today: date) -> None:
        super().__init__(FileKind.SAAS_SUBSCRIPTIONS, today)
        self._values = values

    def _records(self) -> Iterator[Json]:
        return _subscriptions(self._values)

    def _label(self, subscription: Json) -> str:
        return _text(subscription, "id")

    def _row(self, subscription: Json) -> EvidenceRow | None:
        purchaser, beneficiary = (
            _part(subscription, "purchaser"),
            _part(subscription, "beneficiary"),
        )
        tenant = tenant_id(_text(purchaser, "tenantId"))
        offer, number = _text(subscription, "offerId"), _text(subscription, "id").lower()
        if not offer or not number:
            raise InvalidInput(say("The subscription has no ID or no offer ID."))
        differs = tenant != _text(beneficiary, "tenantId").lower()
        only_read = subscription.get("allowedCustomerOperations") == ["Read"]
        status = _text(subscription, "saasSubscriptionStatus")
        if not differs and not only_read:
            return None
        is_sale = (
            differs and only_read and status in _STARTED and subscription.get("isTest") is not True
        )
        start = _text(_part(subscription, "term"), "startDate") if status in _DATED else ""
        return EvidenceRow(
            line=self.rows,
            key=f"subscription:{number}",
            strength=Strength.CERTAIN if is_sale else Strength.HINT,
            offer=offer,
            tenant_id=tenant,
            domain=domain_of(_text(purchaser, "emailId")),
            day=_day(start),
        )


class PartnerRows(RowReader[Json]):
    """Partners, or facts on tenants, out of a JSON text that is held whole.

    Args:
        kind: What kind of file it is.
        documents: The objects of the text.
        today: The present day.
        domain: The domain that an openid-configuration answer is about, "" where it is unknown.
    """

    def __init__(
        self, kind: FileKind, documents: Iterable[Json], today: date, domain: str = ""
    ) -> None:
        super().__init__(kind, today)
        self._documents = documents
        self._domain = domain

    def _label(self, item: Json) -> str:
        return _text(item, "name") or _text(item, "id")

    def _records(self) -> Iterator[Json]:
        for document in self._documents:
            match self.kind:
                case FileKind.RESELLER_CONFIGURATION:
                    yield from _objects(document.get("audiences"))
                    for tenant in _list(document.get("tenantIds")):
                        yield {"id": tenant}
                case FileKind.PRIVATE_OFFER:
                    yield from _objects(document.get("beneficiaries"))
                case FileKind.PARTNER_RELATIONSHIPS | FileKind.PARTNER_DIRECTORY:
                    matching = _part(document, "matchingPartners")
                    yield from _objects(matching.get("items", document.get("items")))
                    if "partnerDetails" in document:
                        yield {
                            **_part(document, "partnerDetails"),
                            "location": next(_objects(document.get("allLocations")), {}),
                        }
                    elif _is_relationship(document):
                        yield document
                case _:
                    yield document

    def _row(self, item: Json) -> Row | None:
        match self.kind:
            case FileKind.RESELLER_CONFIGURATION:
                if _text(item, "type") not in ("", "tenant"):
                    return None
                return self._partner(item, _text(item, "label"))
            case FileKind.PRIVATE_OFFER:
                return self._partner(item, _text(item, "description"))
            case FileKind.PARTNER_RELATIONSHIPS:
                return self._partner(
                    item,
                    _text(item, "name"),
                    country=country_code(_text(item, "location")),
                    mpn_id=_text(item, "mpnId"),
                )
            case FileKind.PARTNER_DIRECTORY:
                return self._listed(item)
            case _:
                return self._tenant(item)

    def _partner(
        self, item: Json, name: str, *, country: str = "", mpn_id: str = ""
    ) -> FoundPartner:
        tenant = optional_tenant(_text(item, "id"))
        if not tenant and not name:
            raise InvalidInput(say("The partner has no name."), field="name")
        return FoundPartner(
            line=self.rows, name=name, tenant_id=tenant, country=country, mpn_id=mpn_id
        )

    def _listed(self, item: Json) -> FoundPartner:
        """A company of the public directory, whose ID is never taken for a tenant ID."""
        name = _text(item, "name")
        if not name:
            raise InvalidInput(say("The partner has no name."), field="name")
        address = _part(_part(item, "location"), "address")
        return FoundPartner(
            line=self.rows,
            name=name,
            country=country_code(_text(address, "country")),
            city=_text(address, "city"),
            domain=domain_of(_text(item, "url")),
            competencies=_texts(item.get("competencies")),
            skills=_texts(item.get("solutions")),
        )

    def _tenant(self, item: Json) -> TenantHint:
        if "tenantId" in item:
            return TenantHint(
                line=self.rows,
                domain=domain_of(_text(item, "defaultDomainName")) or self._domain,
                tenant_id=tenant_id(_text(item, "tenantId")),
                name=_text(item, "displayName"),
            )
        if "error" in item:
            raise InvalidInput(
                say("Microsoft knows no tenant for this domain: {why}", why=_text(item, "error"))
            )
        if not self._domain:
            raise InvalidInput(
                NO_DOMAIN,
                field="domain",
            )
        return TenantHint(line=self.rows, domain=self._domain, tenant_id=tenant_of_answer(item))


def tenant_of_answer(answer: Json) -> str:
    """The tenant ID in an openid-configuration answer.

    Raises:
        InvalidInput: It has none, names two, or comes from a national cloud.
    """
    cloud = _text(answer, "cloud_instance_name")
    if cloud and cloud != "microsoftonline.com":
        raise InvalidInput(
            say("The domain belongs to the national cloud {cloud}, not to CSP.", cloud=cloud)
        )
    found: set[str] = set()
    for name in ("issuer", "token_endpoint"):
        url = urlsplit(_text(answer, name)) if _text(answer, name).startswith("https://") else None
        if url is not None:
            found |= tenant_ids_in(url.path)
    if len(found) != 1:
        raise InvalidInput(say("The response does not name exactly one tenant."))
    return found.pop()


def kind_of_document(document: Json) -> FileKind | None:
    """What an object of a saved answer is, None for an unknown one."""
    schema = _text(document, "$schema")
    if "offerId" in document and "purchaser" in document:
        return FileKind.SAAS_SUBSCRIPTIONS
    if "subscriptions" in document or "offerId" in _part(document, "subscription"):
        return FileKind.SAAS_SUBSCRIPTIONS
    if "resellerChannelState" in document or "/schema/reseller/" in schema:
        return FileKind.RESELLER_CONFIGURATION
    if _text(document, "privateOfferType") == "cspPromotion" and "beneficiaries" in document:
        return FileKind.PRIVATE_OFFER
    if "matchingPartners" in document or "partnerDetails" in document:
        return FileKind.PARTNER_DIRECTORY
    if _is_relationship(next(_objects(document.get("items")), document)):
        return FileKind.PARTNER_RELATIONSHIPS
    if "issuer" in document or "AADSTS" in _text(document, "error_description"):
        return FileKind.TENANT_INFORMATION
    if "tenantId" in document and ("displayName" in document or "defaultDomainName" in document):
        return FileKind.TENANT_INFORMATION
    return None


def whole_documents(values: Iterable[Any]) -> Iterator[Json]:
    """The objects of a text that are of a known kind, or contain one, the outermost of each."""
    for value in values:
        yield from _known_inside(value, 0)


def _known_inside(value: Any, depth: int) -> Iterator[Json]:
    if isinstance(value, Mapping):
        if kind_of_document(value) is not None:
            yield value
        elif depth < _DEPTH:
            for member in value.values():
                yield from _known_inside(member, depth + 1)
    elif isinstance(value, list) and depth < _DEPTH:
        for member in value:
            yield from _known_inside(member, depth + 1)


def _subscriptions(values: Iterable[Value]) -> Iterator[Json]:
    """The subscriptions of pages, arrays, lines and single answers."""
    for _path, value in values:
        yield from _subscriptions_in(value, 0)


def _subscriptions_in(value: Any, depth: int) -> Iterator[Json]:
    if isinstance(value, list) and depth < _DEPTH:
        for member in value:
            yield from _subscriptions_in(member, depth + 1)
    elif isinstance(value, Mapping):
        if "offerId" in value and "purchaser" in value:
            yield value
        elif "subscriptions" in value:
            yield from _subscriptions_in(value["subscriptions"], depth + 1)
        elif "subscription" in value:
            yield from _subscriptions_in(value["subscription"], depth + 1)


def _is_relationship(item: Json) -> bool:
    return "relationshipType" in item and "name" in item


def _part(value: Json, name: str) -> Json:
    part = value.get(name)
    return part if isinstance(part, Mapping) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _objects(value: Any) -> Iterator[Json]:
    return (item for item in _list(value) if isinstance(item, Mapping))


def _texts(value: Any) -> tuple[str, ...]:
    texts = (tidy(item) for item in _list(value) if isinstance(item, str))
    return tuple(dict.fromkeys(text for text in texts if text))


def _text(value: Json, name: str) -> str:
    text = value.get(name)
    if isinstance(text, bool) or not isinstance(text, (str, int)):
        return ""
    return known(str(text))


def _day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date() if text else None
    except ValueError:
        return None
