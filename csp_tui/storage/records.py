"""Between rows and the frozen values of the domain, the same for SQLModel and plain SQL.

A row is anything whose columns are attributes or keys: a table model or a row of the driver.
"""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

from csp_tui.domain.history import Action, Entry
from csp_tui.domain.markets import MARKET_CODE
from csp_tui.domain.offer import CspContact, Offer, ResellerChannel, Setup
from csp_tui.domain.product import Plan, PlanKind, ProductType
from csp_tui.domain.request_basis import RequestBasis
from csp_tui.domain.support import (
    RequestContact,
    RequestKind,
    RequestStatus,
    Selections,
    Severity,
    SupportRequest,
)
from csp_tui.storage.sqlite_errors import UNREADABLE
from csp_tui.storage.unreadable import (
    UnreadableRow,
    reading_row,
    require_signature,
    require_types,
)

OFFER_COLUMNS = """
    offer_id, product_type, name, transactable, markets, csp_url, csp_contact_name,
    csp_contact_email, csp_contact_phone, live_setup, draft_channel, live_channel, version,
    created_at, published_at
"""
_OPTIONAL: tuple[type, ...] = (str, type(None))
_OFFER_TYPES = frozenset(
    (str, str, str, int, markets, str, str, str, str, live, draft, channel, int, str, published)
    for markets, live, draft, channel, published in product(_OPTIONAL, repeat=5)
)
_TYPES = {kind.value: kind for kind in ProductType}
_CHANNELS = {channel.value: channel for channel in ResellerChannel}
_REQUEST: dict[str, type | None] = {
    **dict.fromkeys(("offer_id", "title", "description", "language"), str),
    **dict.fromkeys(("contact_name", "contact_email", "contact_phone"), str),
    **dict.fromkeys(("id", "step"), int),
    "ticket": None,
}
_ENTRY: dict[str, type | None] = {"id": int, "who": str, "offer_id": None}
"""Types of columns that no reader looks into; the others are checked where they are read."""


def columns(row: object) -> Mapping[str, Any]:
    """The columns of a row by name."""
    return dict(row) if isinstance(row, sqlite3.Row) else vars(row)


def moment(text: str) -> datetime:
    """Read a stored moment.

    Raises:
        ValueError: It is none, or not in UTC.
    """
    value = datetime.fromisoformat(text)
    if value.tzinfo is not UTC and value.utcoffset() != timedelta(0):
        raise ValueError(f"{text} is not in UTC")
    return value


def optional_moment(text: str | None) -> datetime | None:
    """Read a stored moment, None where there is none."""
    return None if text is None else moment(text)


def stored_moment(value: datetime) -> str:
    """A moment as it is stored, in UTC."""
    return value.astimezone(UTC).isoformat()


def stored_optional_moment(value: datetime | None) -> str | None:
    """A moment as it is stored, None where there is none."""
    return None if value is None else stored_moment(value)


class SharedValues:
    """Parts that many offers have alike, each made once, as thousands of offers stay in memory."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._contacts: dict[tuple[str, ...], CspContact] = {}
        self._plan: dict[tuple[str, str], Plan] = {}
        self._plans: dict[tuple[Plan, ...], tuple[Plan, ...]] = {}
        self._setups: dict[str, Setup] = {}

    def text(self, text: str) -> str:
        """The same text."""
        return self._texts.setdefault(text, text)

    def contact(self, *texts: str) -> CspContact:
        """The contact with this name, e-mail address and phone number."""
        known = self._contacts.get(texts)
        if known is None:
            known = self._contacts[texts] = CspContact(*texts)
        return known

    def plan(self, offer_id: str, plan_id: str, kind: str) -> Plan:
        """A plan from its row.

        Raises:
            UnreadableRow: A cell holds what this program never writes.
        """
        known = self._plan.get((plan_id, kind))
        if known is None or not isinstance(offer_id, str):
            known = self._plan[plan_id, kind] = plan_value(offer_id, plan_id, kind)
        return known

    def plans(self, plans: Iterable[Plan]) -> tuple[Plan, ...]:
        """These plans in their order."""
        found = tuple(plans)
        return self._plans.setdefault(found, found)

    def live_setup(self, text: str, draft: Setup) -> Setup:
        """A stored setup; the one in draft where nothing differs when it is read."""
        known = self._setups.get(text)
        if known is None:
            read = _setup_value(text)
            known = self._setups[text] = draft if read == draft else read
        return known


def offer_value(row: tuple[Any, ...], plans: Iterable[Plan], shared: SharedValues) -> Offer:
    """An offer from its ``OFFER_COLUMNS`` and its plans in order.

    Raises:
        UnreadableRow: A cell holds what this program never writes.
    """
    require_signature("offer", row, _OFFER_TYPES)
    # There can be thousands, so this takes no step that a good row does not need.
    try:
        return _offer(row, plans, shared)
    except UNREADABLE as error:
        raise UnreadableRow("offer", row[0], error) from error


def _offer(row: tuple[Any, ...], plans: Iterable[Plan], shared: SharedValues) -> Offer:
    offer_id, kind, name, transactable, markets, url, contact, email, phone = row[:9]
    live, draft, channel, version, created, published = row[9:]
    setup = Setup(
        name=name,
        transactable=bool(transactable),
        plans=shared.plans(plans),
        markets=_markets(markets),
        csp_url=shared.text(url),
        csp_contact=shared.contact(contact, email, phone),
    )
    return Offer(
        offer_id=offer_id,
        product_type=_TYPES.get(kind) or ProductType(kind),
        setup=setup,
        live_setup=None if live is None else shared.live_setup(live, setup),
        draft_channel=_channel(draft),
        live_channel=_channel(channel),
        version=version,
        created_at=moment(created),
        published_at=optional_moment(published),
    )


def _channel(text: str | None) -> ResellerChannel | None:
    return None if text is None else _CHANNELS.get(text) or ResellerChannel(text)


def offer_cells(offer: Offer) -> dict[str, Any]:
    """An offer's columns; its plans have rows of their own."""
    setup, contact = offer.setup, offer.setup.csp_contact
    return {
        "offer_id": offer.offer_id,
        "product_type": offer.product_type.value,
        "name": setup.name,
        "transactable": int(setup.transactable),
        "csp_url": setup.csp_url,
        "csp_contact_name": contact.name,
        "csp_contact_email": contact.email,
        "csp_contact_phone": contact.phone,
        "live_setup": None if offer.live_setup is None else _setup_json(offer.live_setup),
        "draft_channel": None if offer.draft_channel is None else offer.draft_channel.value,
        "live_channel": None if offer.live_channel is None else offer.live_channel.value,
        "version": offer.version,
        "created_at": stored_moment(offer.created_at),
        "published_at": stored_optional_moment(offer.published_at),
        "markets": " ".join(setup.markets) or None,
    }


def _markets(text: str | None) -> tuple[str, ...]:
    """The codes of a cell; none, which stands for all markets, where it has no value."""
    return () if text is None else _codes(text.split())


def _codes(codes: Iterable[str]) -> tuple[str, ...]:
    """Stored codes of markets as they are.

    Raises:
        ValueError: One is no code.
    """
    found = tuple(codes)
    if not all(MARKET_CODE.fullmatch(code) for code in found):
        raise ValueError("it is not a market code")
    return found


def _setup_json(setup: Setup) -> str:
    return json.dumps(dataclasses.asdict(setup), ensure_ascii=False)


def _object(text: str) -> dict[str, Any]:
    value = json.loads(text)
    if not isinstance(value, dict):
        raise TypeError("it is not an object")
    return value


def _texts(values: Iterable[str]) -> tuple[str, ...]:
    texts = tuple(values)
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("it is not a text")
    return texts


def _selections(text: str) -> Selections:
    facts = _object(text)
    _texts(facts.values())
    return Selections(**facts)


def _setup_value(text: str) -> Setup:
    facts = _object(text)
    contact = facts["csp_contact"]
    if not isinstance(contact, dict):
        raise TypeError("csp_contact is not an object")
    _texts((facts["name"], facts["csp_url"], *contact.values()))
    return Setup(
        name=facts["name"],
        transactable=bool(facts["transactable"]),
        plans=tuple(Plan(plan["plan_id"], PlanKind(plan["kind"])) for plan in facts["plans"]),
        # Earlier versions stored none: their offers were sold in all markets.
        markets=_codes(facts.get("markets", ())),
        csp_url=facts["csp_url"],
        csp_contact=CspContact(**contact),
    )


def request_value(row: object, tenant_ids: Iterable[str]) -> SupportRequest:
    """A support request from its row and the partners it names, in order.

    Raises:
        UnreadableRow: A cell holds what this program never writes.
    """
    cells = columns(row)
    with reading_row("support_request", cells.get("id")):
        return _request(cells, tenant_ids)


def _request(cells: Mapping[str, Any], tenant_ids: Iterable[str]) -> SupportRequest:
    require_types(cells, _REQUEST)
    change_to, basis = cells["change_to"], cells["basis"]
    return SupportRequest(
        id=cells["id"],
        offer_id=cells["offer_id"],
        kind=RequestKind(cells["kind"]),
        change_to=None if change_to is None else ResellerChannel(change_to),
        tenant_ids=_texts(tenant_ids),
        status=RequestStatus(cells["status"]),
        ticket=cells["ticket"],
        selections=_selections(cells["selections"]),
        title=cells["title"],
        description=cells["description"],
        contact=RequestContact(
            cells["contact_name"], cells["contact_email"], cells["contact_phone"]
        ),
        severity=Severity(cells["severity"]),
        language=cells["language"],
        step=cells["step"],
        created_at=moment(cells["created_at"]),
        updated_at=moment(cells["updated_at"]),
        basis=None if basis is None else RequestBasis.from_facts(_object(basis)),
    )


def request_cells(request: SupportRequest) -> dict[str, Any]:
    """A request's columns without its number; the partners it names have rows of their own."""
    basis = request.basis
    return {
        "offer_id": request.offer_id,
        "kind": request.kind.value,
        "change_to": None if request.change_to is None else request.change_to.value,
        "status": request.status.value,
        "ticket": request.ticket,
        "selections": json.dumps(dataclasses.asdict(request.selections), ensure_ascii=False),
        "title": request.title,
        "description": request.description,
        "contact_name": request.contact.name,
        "contact_email": request.contact.email,
        "contact_phone": request.contact.phone,
        "severity": request.severity.value,
        "language": request.language,
        "step": request.step,
        "created_at": stored_moment(request.created_at),
        "updated_at": stored_moment(request.updated_at),
        "basis": None if basis is None else json.dumps(basis.as_facts()),
    }


def entry_value(row: object) -> Entry:
    """A history entry from its row.

    Raises:
        UnreadableRow: A cell holds what this program never writes.
    """
    cells = columns(row)
    with reading_row("history", cells.get("id")):
        require_types(cells, _ENTRY)
        if not isinstance(cells["batch"], int | None):
            raise TypeError("batch is not a number")
        return Entry(
            id=cells["id"],
            at=moment(cells["at"]),
            who=cells["who"],
            action=Action(cells["action"]),
            offer_id=cells["offer_id"],
            detail=_object(cells["detail"]),
            batch=cells["batch"],
        )


def plan_value(offer_id: str, plan_id: str, kind: str) -> Plan:
    """A plan from its row.

    Raises:
        UnreadableRow: Its kind is none that this program knows.
    """
    with reading_row("plan", f"{offer_id}/{plan_id}"):
        _texts((offer_id, plan_id))
        return Plan(plan_id, PlanKind(kind))
