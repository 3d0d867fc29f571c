"""The tables as SQLModel sees them: what can be stored, without any rule of the CSP program.

Table models are not validated; wrong states are kept out by the constraints, and rows become
frozen values of the domain inside the session (``records``). Moments are ISO 8601 texts in UTC,
truth values 0 or 1, and the tables are strict, so that a column holds its type and nothing else.
Tables that are read and written by plain SQL only, like the directory with its search index and
the saved plans, have no model here and are defined by the migrations.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.product import PlanKind, ProductType
from csp_tui.domain.support import RequestKind, RequestStatus, Severity

_STRICT: dict[str, Any] = {"sqlite_strict": True}
_BY_KEY: dict[str, Any] = {"sqlite_strict": True, "sqlite_with_rowid": False}


def _check(name: str, condition: str) -> CheckConstraint:
    return CheckConstraint(condition, name=name)


def _one_of(name: str, column: str, kind: type[StrEnum]) -> CheckConstraint:
    values = ", ".join(f"'{member.value}'" for member in kind)
    return _check(name, f"{column} IN ({values})")


def _tenant(name: str, column: str = "tenant_id") -> CheckConstraint:
    return _check(name, f"length({column}) = 36 AND {column} NOT GLOB '*[^0-9a-f-]*'")


def _moment(name: str, column: str) -> CheckConstraint:
    return _check(name, f"{column} GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T*+00:00'")


def _owned_by(target: str) -> ForeignKey:
    return ForeignKey(target, ondelete="CASCADE")


class OfferRecord(SQLModel, table=True):
    """An offer with its draft; ``live_setup`` is the published setup as JSON.

    ``markets`` has the codes of the markets where it is sold, with a blank between them; without a
    value they are all. New columns come last, because kept rows (``InverseRecord``) list cells in
    the order of columns.
    """

    __tablename__ = "offer"
    __table_args__: ClassVar[Any] = (
        _check(
            "offer_id_shape",
            "length(offer_id) BETWEEN 3 AND 50 AND offer_id GLOB '[a-z0-9]*' "
            "AND offer_id NOT GLOB '*[^a-z0-9_-]*'",
        ),
        _one_of("offer_product_type", "product_type", ProductType),
        _check("offer_name", "length(name) BETWEEN 1 AND 120"),
        _check(
            "offer_transactable",
            "transactable IN (0, 1) AND (transactable = 1 OR product_type = 'saas')",
        ),
        _one_of("offer_draft_channel", "draft_channel", ResellerChannel),
        _one_of("offer_live_channel", "live_channel", ResellerChannel),
        _check("offer_live_setup", "live_setup IS NULL OR json_valid(live_setup)"),
        _check(
            "offer_never_published",
            "(live_setup IS NULL) = (published_at IS NULL) "
            "AND (live_setup IS NOT NULL OR live_channel IS NULL)",
        ),
        _check("offer_version", "version >= 1"),
        _moment("offer_created_at", "created_at"),
        _moment("offer_published_at", "published_at"),
        _STRICT,
    )

    offer_id: str = Field(primary_key=True, sa_type=Text)
    product_type: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    transactable: int = Field(sa_type=Integer)
    csp_url: str = Field(sa_type=Text)
    csp_contact_name: str = Field(sa_type=Text)
    csp_contact_email: str = Field(sa_type=Text)
    csp_contact_phone: str = Field(sa_type=Text)
    live_setup: str | None = Field(sa_type=Text)
    draft_channel: str | None = Field(sa_type=Text)
    live_channel: str | None = Field(sa_type=Text)
    version: int = Field(sa_type=Integer)
    created_at: str = Field(sa_type=Text)
    published_at: str | None = Field(sa_type=Text)
    markets: str | None = Field(
        default=None,
        sa_type=Text,
        sa_column_args=[
            _check(
                "offer_markets",
                "markets IS NULL OR (markets GLOB '[A-Z][A-Z]*' "
                "AND markets NOT GLOB '*[^A-Z ]*' AND length(markets) <= 3000)",
            )
        ],
    )


class PlanRecord(SQLModel, table=True):
    """A plan of an offer's draft setup, in the publisher's order."""

    __tablename__ = "plan"
    __table_args__: ClassVar[Any] = (
        _check("plan_position", "position >= 0"),
        _check(
            "plan_id_shape",
            "length(plan_id) BETWEEN 1 AND 50 AND plan_id NOT GLOB '*[^a-z0-9_-]*'",
        ),
        _one_of("plan_kind", "kind", PlanKind),
        UniqueConstraint("offer_id", "plan_id", name="plan_once"),
        _BY_KEY,
    )

    offer_id: str = Field(
        primary_key=True, sa_type=Text, sa_column_args=[_owned_by("offer.offer_id")]
    )
    position: int = Field(primary_key=True, sa_type=Integer)
    plan_id: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)


class MemberRecord(SQLModel, table=True):
    """A partner on the draft list, the live list or both; on neither it has no row.

    One that came with all who matched a search keeps the number of that history entry, so that
    the whole step can be undone in one statement. One that came through a partner list keeps the
    name of the list, so that it can leave with it.
    """

    __tablename__ = "audience_member"
    __table_args__: ClassVar[Any] = (
        _tenant("audience_member_tenant"),
        _check("audience_member_lists", "in_draft IN (0, 1) AND in_live IN (0, 1)"),
        _check("audience_member_somewhere", "in_draft OR in_live"),
        Index("audience_member_tally", "offer_id", "in_draft", "in_live"),
        _BY_KEY,
    )

    offer_id: str = Field(
        primary_key=True, sa_type=Text, sa_column_args=[_owned_by("offer.offer_id")]
    )
    tenant_id: str = Field(primary_key=True, sa_type=Text)
    label: str = Field(sa_type=Text)
    in_draft: int = Field(sa_type=Integer)
    in_live: int = Field(sa_type=Integer)
    added_by: int | None = Field(default=None, sa_type=Integer)
    list_name: str | None = Field(default=None, sa_type=Text)


class ListRecord(SQLModel, table=True):
    """A named partner list: fixed, or defined by a search, which ``query`` holds as JSON."""

    __tablename__ = "partner_list"
    __table_args__: ClassVar[Any] = (
        _check(
            "partner_list_name",
            "length(name) BETWEEN 1 AND 50 AND name GLOB '[a-z0-9]*' "
            "AND name NOT GLOB '*[^a-z0-9-]*'",
        ),
        _check("partner_list_title", "length(title) <= 120"),
        _check(
            "partner_list_query",
            '"query" IS NULL OR (json_valid("query") AND json_type("query") = \'object\')',
        ),
        _moment("partner_list_created_at", "created_at"),
        _moment("partner_list_updated_at", "updated_at"),
        _BY_KEY,
    )

    name: str = Field(primary_key=True, sa_type=Text)
    title: str = Field(sa_type=Text)
    query: str | None = Field(default=None, sa_type=Text)
    created_at: str = Field(sa_type=Text)
    updated_at: str = Field(sa_type=Text)


class ListMemberRecord(SQLModel, table=True):
    """A partner of a fixed list."""

    __tablename__ = "partner_list_member"
    __table_args__: ClassVar[Any] = (_tenant("partner_list_member_tenant"), _BY_KEY)

    list_name: str = Field(
        primary_key=True, sa_type=Text, sa_column_args=[_owned_by("partner_list.name")]
    )
    tenant_id: str = Field(primary_key=True, sa_type=Text)
    label: str = Field(sa_type=Text)


class FollowerRecord(SQLModel, table=True):
    """An offer that follows a partner list."""

    __tablename__ = "list_follower"
    __table_args__: ClassVar[Any] = (Index("list_follower_offer", "offer_id"), _BY_KEY)

    list_name: str = Field(
        primary_key=True, sa_type=Text, sa_column_args=[_owned_by("partner_list.name")]
    )
    offer_id: str = Field(
        primary_key=True, sa_type=Text, sa_column_args=[_owned_by("offer.offer_id")]
    )


class ResaleRecord(SQLModel, table=True):
    """A partner that has resold an offer.

    ``from_evidence`` is 1 where only imported evidence says so; that record comes and goes with it.
    """

    __tablename__ = "resale"
    __table_args__: ClassVar[Any] = (
        _tenant("resale_tenant"),
        _check(
            "resale_day",
            "first_sold_on GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'",
        ),
        _BY_KEY,
    )

    offer_id: str = Field(
        primary_key=True, sa_type=Text, sa_column_args=[_owned_by("offer.offer_id")]
    )
    tenant_id: str = Field(primary_key=True, sa_type=Text)
    first_sold_on: str | None = Field(sa_type=Text)
    from_evidence: int | None = Field(
        default=None,
        sa_type=Integer,
        sa_column_args=[
            _check("resale_from_evidence", "from_evidence IS NULL OR from_evidence = 1")
        ],
    )


class RequestRecord(SQLModel, table=True):
    """A support request; its number is never given twice.

    ``basis`` is a JSON object with the state of the offer that the request was made for. New
    columns come last, because kept rows (``InverseRecord``) list cells in the order of columns.
    """

    __tablename__ = "support_request"
    __table_args__: ClassVar[Any] = (
        _one_of("support_request_kind", "kind", RequestKind),
        _one_of("support_request_change_to", "change_to", ResellerChannel),
        _check("support_request_asks", "(change_to IS NULL) = (kind = 'deauthorize')"),
        _one_of("support_request_status", "status", RequestStatus),
        _check(
            "support_request_ticket",
            "ticket IS NULL OR (status <> 'draft' AND length(ticket) BETWEEN 1 AND 60)",
        ),
        _check("support_request_selections", "json_valid(selections)"),
        _one_of("support_request_severity", "severity", Severity),
        _check("support_request_language", "language IN ('en', 'fr')"),
        _check("support_request_step", "step BETWEEN 1 AND 3"),
        _moment("support_request_created_at", "created_at"),
        _moment("support_request_updated_at", "updated_at"),
        Index("support_request_offer", "offer_id", "status"),
        {"sqlite_autoincrement": True, **_STRICT},
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Integer)
    offer_id: str = Field(sa_type=Text, sa_column_args=[_owned_by("offer.offer_id")])
    kind: str = Field(sa_type=Text)
    change_to: str | None = Field(sa_type=Text)
    status: str = Field(sa_type=Text)
    ticket: str | None = Field(sa_type=Text)
    selections: str = Field(sa_type=Text)
    title: str = Field(sa_type=Text)
    description: str = Field(sa_type=Text)
    contact_name: str = Field(sa_type=Text)
    contact_email: str = Field(sa_type=Text)
    contact_phone: str = Field(sa_type=Text)
    severity: str = Field(sa_type=Text)
    language: str = Field(sa_type=Text)
    step: int = Field(sa_type=Integer)
    created_at: str = Field(sa_type=Text)
    updated_at: str = Field(sa_type=Text)
    basis: str | None = Field(
        default=None,
        sa_type=Text,
        sa_column_args=[
            _check(
                "support_request_basis",
                "basis IS NULL OR (json_valid(basis) AND json_type(basis) = 'object')",
            )
        ],
    )


class RequestPartnerRecord(SQLModel, table=True):
    """A partner that a support request names, in its order."""

    __tablename__ = "request_partner"
    __table_args__: ClassVar[Any] = (
        _tenant("request_partner_tenant"),
        _check("request_partner_position", "position >= 0"),
        UniqueConstraint("request_id", "tenant_id", name="request_partner_once"),
        _BY_KEY,
    )

    request_id: int = Field(
        primary_key=True, sa_type=Integer, sa_column_args=[_owned_by("support_request.id")]
    )
    position: int = Field(primary_key=True, sa_type=Integer)
    tenant_id: str = Field(sa_type=Text)


class HistoryRecord(SQLModel, table=True):
    """A change that was made; it outlives its offer, so it does not refer to it by key.

    Entries that were made together, and are undone together, share a ``batch``: the number of the
    first of them. An entry of its own has none.
    """

    __tablename__ = "history"
    __table_args__: ClassVar[Any] = (
        _moment("history_at", "at"),
        # Any word: the log gains actions more often than the file gains tables.
        _check("history_action", "action GLOB '[a-z]*' AND action NOT GLOB '*[^a-z-]*'"),
        _check("history_detail", "json_valid(detail) AND json_type(detail) = 'object'"),
        Index("history_offer", "offer_id", "id"),
        Index("history_batch", "batch"),
        {"sqlite_autoincrement": True, **_STRICT},
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Integer)
    at: str = Field(sa_type=Text)
    who: str = Field(sa_type=Text)
    action: str = Field(sa_type=Text)
    offer_id: str | None = Field(sa_type=Text)
    detail: str = Field(sa_type=Text)
    batch: int | None = Field(default=None, sa_type=Integer)
