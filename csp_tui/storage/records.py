"""Between rows and the frozen values of the domain, the same for SQLModel and plain SQL.

A row is anything whose columns are attributes or keys: a table model or a row of the driver.
"""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from csp_tui.domain.history import Action, Entry
from csp_tui.domain.offer import CspContact, Offer, ResellerChannel, Setup
from csp_tui.domain.product import Plan, PlanKind, ProductType
from csp_tui.domain.support import (
    RequestContact,
    RequestKind,
    RequestStatus,
    Selections,
    Severity,
    SupportRequest,
)
from csp_tui.storage.unreadable import reading_row


def columns(row: object) -> Mapping[str, Any]:
    """The columns of a row by name."""
    return dict(row) if isinstance(row, sqlite3.Row) else vars(row)


def moment(text: str) -> datetime:
    """Read a stored moment."""
    return datetime.fromisoformat(text)


def stored_moment(value: datetime) -> str:
    """A moment as it is stored, in UTC."""
    return value.astimezone(UTC).isoformat()


def offer_value(row: object, plans: Iterable[Plan]) -> Offer:
    """An offer from its row and its plans in order.

    Raises:
        UnreadableRow: A cell holds what this program never writes.
    """
    cells = columns(row)
    with reading_row("offer", cells.get("offer_id")):
        return _offer(cells, plans)


def _offer(cells: Mapping[str, Any], plans: Iterable[Plan]) -> Offer:
    live = cells["live_setup"]
    draft, channel = cells["draft_channel"], cells["live_channel"]
    published = cells["published_at"]
    return Offer(
        offer_id=cells["offer_id"],
        product_type=ProductType(cells["product_type"]),
        setup=Setup(
            name=cells["name"],
            transactable=bool(cells["transactable"]),
            plans=tuple(plans),
            csp_url=cells["csp_url"],
            csp_contact=CspContact(
                cells["csp_contact_name"], cells["csp_contact_email"], cells["csp_contact_phone"]
            ),
        ),
        live_setup=None if live is None else _setup_value(live),
        draft_channel=None if draft is None else ResellerChannel(draft),
        live_channel=None if channel is None else ResellerChannel(channel),
        version=cells["version"],
        created_at=moment(cells["created_at"]),
        published_at=None if published is None else moment(published),
    )


def offer_cells(offer: Offer) -> dict[str, Any]:
    """An offer's columns; its plans have rows of their own."""
    setup, contact = offer.setup, offer.setup.csp_contact
    published = offer.published_at
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
        "published_at": None if published is None else stored_moment(published),
    }


def _setup_json(setup: Setup) -> str:
    return json.dumps(dataclasses.asdict(setup), ensure_ascii=False)


def _setup_value(text: str) -> Setup:
    facts = json.loads(text)
    return Setup(
        name=facts["name"],
        transactable=facts["transactable"],
        plans=tuple(Plan(plan["plan_id"], PlanKind(plan["kind"])) for plan in facts["plans"]),
        csp_url=facts["csp_url"],
        csp_contact=CspContact(**facts["csp_contact"]),
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
    change_to = cells["change_to"]
    return SupportRequest(
        id=cells["id"],
        offer_id=cells["offer_id"],
        kind=RequestKind(cells["kind"]),
        change_to=None if change_to is None else ResellerChannel(change_to),
        tenant_ids=tuple(tenant_ids),
        status=RequestStatus(cells["status"]),
        ticket=cells["ticket"],
        selections=Selections(**json.loads(cells["selections"])),
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
    )


def request_cells(request: SupportRequest) -> dict[str, Any]:
    """A request's columns without its number; the partners it names have rows of their own."""
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
    }


def entry_value(row: object) -> Entry:
    """A history entry from its row.

    Raises:
        UnreadableRow: A cell holds what this program never writes.
    """
    cells = columns(row)
    with reading_row("history", cells.get("id")):
        return Entry(
            id=cells["id"],
            at=moment(cells["at"]),
            who=cells["who"],
            action=Action(cells["action"]),
            offer_id=cells["offer_id"],
            detail=json.loads(cells["detail"]),
        )


def plan_value(offer_id: str, plan_id: str, kind: str) -> Plan:
    """A plan from its row.

    Raises:
        UnreadableRow: Its kind is none that this program knows.
    """
    with reading_row("plan", f"{offer_id}/{plan_id}"):
        return Plan(plan_id, PlanKind(kind))
