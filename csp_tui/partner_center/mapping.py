"""Resources of the API as values of the program, and an audience back as a resource.

What is unknown in a received audience stays in it and is sent back.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.markets import MARKET_CODE
from csp_tui.domain.offer import CspContact, ResellerChannel, Setup
from csp_tui.domain.product import Plan, PlanKind, ProductType, plan_kinds
from csp_tui.domain.remote import RemoteAudience, RemoteProduct
from csp_tui.domain.setup import NAME_LIMIT, checked_email, checked_url
from csp_tui.domain.text import clean
from csp_tui.partner_center.endpoints import SCHEMAS

Json = Mapping[str, Any]
RESELLER_VERSION = "2022-03-01-preview2"
READ_KINDS = (
    "product", "plan", "price-and-availability-plan", "reseller", "listing",
    "commercial-marketplace-setup", "submission",
)  # fmt: skip
"""The resources that are looked at; others can hold passwords and keys and are dropped unread."""
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ID_KEYS = ("id", "resourceId", "tenantId")
_LABEL_KEYS = ("label", "description", "displayName", "name")
_CHANNELS = {
    "all": ResellerChannel.ALL,
    "some": ResellerChannel.SOME,
    "none": ResellerChannel.NONE,
}


def text_of(value: object, limit: int = 200) -> str:
    """A text from outside, cleaned and cut; "" for anything else."""
    return clean(value)[:limit] if isinstance(value, str) else ""


def product_of(body: Json) -> RemoteProduct | None:
    """Which product a ``product`` resource is, None where it has no ID."""
    kind, _, guid = text_of(body.get("id")).partition("/")
    identity = body.get("identity")
    external = identity.get("externalId") if isinstance(identity, dict) else None
    if kind != "product" or not _GUID.fullmatch(guid):
        return None
    return RemoteProduct(
        guid.lower(),
        text_of(external, 60),
        text_of(body.get("type"), 60),
        text_of(body.get("alias"), NAME_LIMIT),
    )


def tree_of(document: Json) -> dict[str, list[dict[str, Any]]]:
    """The resources of a tree by kind, only those that are looked at."""
    found: dict[str, list[dict[str, Any]]] = {}
    resources = document.get("resources")
    for body in resources if isinstance(resources, list) else ():
        if isinstance(body, dict):
            kind = text_of(body.get("id")).partition("/")[0]
            if kind in READ_KINDS:
                found.setdefault(kind, []).append(body)
    return found


def audience_of(body: Json | None) -> RemoteAudience:
    """The audience of a ``reseller`` resource; one that is missing was never set."""
    if body is None:
        return RemoteAudience()
    word = text_of(body.get("resellerChannelState"), 60)
    if word.lower() in ("notset", ""):
        return RemoteAudience()
    channel = _CHANNELS.get(word.lower())
    if channel is None:
        return RemoteAudience(None, {}, word)
    if channel is not ResellerChannel.SOME:
        return RemoteAudience(channel)
    items = body.get("audiences")
    partners: dict[str, str] = {}
    for item in items if isinstance(items, list) else ():
        key = _id_key(item)
        if key is None:
            # A list that cannot be read whole would lose a partner when it is written.
            return RemoteAudience(None, {}, "unreadable list")
        partners[item[key].lower()] = _label(item)
    return RemoteAudience(channel, partners)


def _id_key(item: object) -> str | None:
    """Where in an entry the tenant ID is."""
    if not isinstance(item, dict):
        return None
    for key in (*_ID_KEYS, *item):
        value = item.get(key)
        if isinstance(value, str) and _GUID.fullmatch(value):
            return str(key)
    return None


def _label_key(item: Json) -> str | None:
    return next((key for key in _LABEL_KEYS if isinstance(item.get(key), str)), None)


def _label(item: Json) -> str:
    key = _label_key(item)
    return "" if key is None else text_of(item[key])


def written(
    product: str, received: Json, wished: RemoteAudience, *, item_shape: str
) -> dict[str, Any]:
    """The resource that writes the wanted audience.

    Args:
        product: The product's ID.
        received: The resource as it was read last, {} where there was none.
        wished: The audience.
        item_shape: The form of an entry where none was received: ``id`` or ``resourceId``.
    """
    items = received.get("audiences")
    known = [item for item in items if _id_key(item)] if isinstance(items, list) else []
    body = {
        name: copy.deepcopy(value)
        for name, value in received.items()
        if name not in ("$schema", "id", "resourceName", "validations")
    }
    received_version = text_of(received.get("$schema")).rpartition("/")[2]
    version = max(RESELLER_VERSION, received_version, key=_version_key)
    body["$schema"] = f"{SCHEMAS}/reseller/{version}"
    body["product"] = f"product/{product}"
    body["resellerChannelState"] = wished.channel or "notSet"
    body["audiences"] = []
    if wished.channel is ResellerChannel.SOME:
        kept = {str(item[_id_key(item)]).lower(): item for item in known}
        entry = _maker(known, item_shape)
        for tenant in sorted(wished.partners, key=_as_received(kept)):
            item = kept.get(tenant)
            made = entry(tenant, wished.partners[tenant]) if item is None else copy.deepcopy(item)
            body["audiences"].append(made)
    return body


def _as_received(kept: Mapping[str, object]) -> Callable[[str], tuple[int, str]]:
    """Sorts partners: known ones in the order they came in, then the new ones."""
    order = {tenant: index for index, tenant in enumerate(kept)}
    return lambda tenant: (order.get(tenant, len(order)), tenant)


def _maker(known: Sequence[Json], item_shape: str) -> Callable[[str, str], dict[str, Any]]:
    """Makes entries in the form of those that were received."""
    if not known:
        id_key, label_key = ("id", "label") if item_shape == "id" else ("resourceId", "description")
        return lambda tenant, name: {"type": "tenant", id_key: tenant, label_key: name}
    first = known[0]
    identity, label = _id_key(first), _label_key(first)
    shared = {
        key: value
        for key, value in first.items()
        if key not in (identity, label)
        and all(key in item and item[key] == value for item in known)
        # What only a single entry has may be its own, such as a date.
        and (len(known) > 1 or key in ("type", "kind"))
    }

    def made(tenant: str, name: str) -> dict[str, Any]:
        item: dict[str, Any] = {}
        for key in first:
            if key == identity:
                item[key] = tenant
            elif key == label:
                item[key] = name
            elif key in shared:
                item[key] = copy.deepcopy(shared[key])
        return item

    return made


def _version_key(version: str) -> tuple[str, int]:
    date, _, preview = version.partition("-preview")
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", date) or not (preview.isdigit() or not preview):
        return "", 0
    return date, int(preview or 1_000_000)


def product_type_of(word: str) -> ProductType | None:
    """The type of a word of the API, None where this program does not know it."""
    try:
        return ProductType.parse(word)
    except InvalidInput:
        return None


def setup_of(kind: ProductType, name: str, resources: Mapping[str, Sequence[Json]]) -> Setup:
    """What is entered for an offer, as far as the program knows it.

    Values that cannot be used are left out, so that one of them does not keep an offer away.
    """
    listing: Json = next(iter(resources.get("listing", ())), {})
    selling: Json = next(iter(resources.get("commercial-marketplace-setup", ())), {})
    contact = listing.get("cloudSolutionProviderContact")
    facts = contact if isinstance(contact, dict) else {}
    return Setup(
        name=name or "–",
        transactable=kind is not ProductType.SAAS
        or selling.get("sellThroughMicrosoft", True) is True,
        plans=tuple(_plans(kind, resources)),
        markets=markets_of(resources) or (),
        csp_url=_usable(
            checked_url, text_of(listing.get("cloudSolutionProviderMarketingMaterials"), 2000)
        ),
        csp_contact=CspContact(
            text_of(facts.get("name")),
            _usable(checked_email, text_of(facts.get("email"))),
            text_of(facts.get("phone")),
        ),
    )  # fmt: skip


def markets_of(resources: Mapping[str, Sequence[Json]]) -> tuple[str, ...] | None:
    """Where the plans of a product are sold, taken together.

    Returns:
        Codes of markets, none for all of them, or None where no plan says it.
    """
    found: set[str] = set()
    for price in resources.get("price-and-availability-plan", ()):
        if text_of(price.get("customerMarkets")).lower() == "allmarkets":
            return ()
        markets = price.get("markets")
        if isinstance(markets, list):
            # Codes come in lower case; an empty list says nothing.
            codes = {text_of(code, 10).upper() for code in markets}
            found |= {code for code in codes if MARKET_CODE.fullmatch(code)}
    return tuple(sorted(found)) if found else None


def _usable(check: Callable[[str], str], text: str) -> str:
    try:
        return check(text)
    except InvalidInput:
        return ""


def _plans(kind: ProductType, resources: Mapping[str, Sequence[Json]]) -> Iterable[Plan]:
    licenses: dict[str, str] = {}
    for price in resources.get("price-and-availability-plan", ()):
        pricing = price.get("pricing")
        model = pricing.get("licenseModel") if isinstance(pricing, dict) else None
        licenses[text_of(price.get("plan"))] = text_of(model)
    seen: set[str] = set()
    for body in resources.get("plan", ()):
        identity = body.get("identity")
        external = text_of(identity.get("externalId") if isinstance(identity, dict) else None, 60)
        if not re.fullmatch(r"[a-z0-9_-]{1,50}", external) or external in seen or len(seen) >= 200:
            continue
        seen.add(external)
        license_model = licenses.get(text_of(body.get("id")), "")
        yield Plan(external, _plan_kind(kind, text_of(body.get("subtype")), license_model))


def _plan_kind(kind: ProductType, subtype: str, license_model: str) -> PlanKind:
    words = {
        "managedApplication": PlanKind.MANAGED_APPLICATION,
        "solutionTemplate": PlanKind.SOLUTION_TEMPLATE,
        "byol": PlanKind.BYOL,
        "payAsYouGo": PlanKind.PAY_AS_YOU_GO,
    }
    allowed = plan_kinds(kind)
    for word in (subtype, license_model):
        found = words.get(word)
        if found in allowed and kind is not ProductType.SAAS:
            return found
    return PlanKind.STANDARD if PlanKind.STANDARD in allowed else allowed[0]
