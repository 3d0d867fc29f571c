from __future__ import annotations

import sqlite3

import pytest

TENANT = "3f2a0c4e-1b5d-4c1e-9a77-0c6b6f2d9c1e"
OTHER = "77b00c4e-1b5d-4c1e-9a77-0c6b6f2d12aa"
MOMENT = "2026-08-01T09:30:00+00:00"
OFFER = {
    "offer_id": "an-offer",
    "product_type": "saas",
    "name": "An offer",
    "transactable": 1,
    "csp_url": "",
    "csp_contact_name": "",
    "csp_contact_email": "",
    "csp_contact_phone": "",
    "live_setup": None,
    "draft_channel": None,
    "live_channel": None,
    "version": 1,
    "created_at": MOMENT,
    "published_at": None,
}
PLAN = {"offer_id": "an-offer", "position": 0, "plan_id": "gold", "kind": "standard"}
MEMBER = {
    "offer_id": "an-offer",
    "tenant_id": TENANT,
    "label": "",
    "in_draft": 1,
    "in_live": 0,
}
RESALE = {"offer_id": "an-offer", "tenant_id": TENANT, "first_sold_on": None}
REQUEST = {
    "offer_id": "an-offer",
    "kind": "deauthorize",
    "change_to": None,
    "status": "draft",
    "ticket": None,
    "selections": "{}",
    "title": "",
    "description": "",
    "contact_name": "",
    "contact_email": "",
    "contact_phone": "",
    "severity": "moderate",
    "language": "en",
    "step": 1,
    "created_at": MOMENT,
    "updated_at": MOMENT,
}
NAMED = {"request_id": 1, "position": 0, "tenant_id": TENANT}
ENTRY = {"at": MOMENT, "who": "ann", "action": "offer-created", "offer_id": None, "detail": "{}"}
PARTNER = {
    "tenant_id": TENANT,
    "name": "Contoso",
    "folded": "contoso",
    "country": "FR",
    "type": None,
    "mpn_id": "",
    "city": "",
    "competencies": "",
    "skills": "",
}
FACET = {"kind": "country", "key": "fr", "value": "FR", "partners": 1, "ranks": b""}
WORD = {"word": "contoso", "partners": 1, "ranks": b""}
GRAM = {"gram": "c", "partners": 1, "ranks": b""}
SOUND = {
    "offer": OFFER,
    "plan": PLAN,
    "audience_member": MEMBER,
    "resale": RESALE,
    "support_request": REQUEST,
    "request_partner": NAMED,
    "history": ENTRY,
    "partner": PARTNER,
    "facet": FACET,
    "partner_word": WORD,
    "partner_gram": GRAM,
}

PARENTS = {
    "plan": ("offer",),
    "audience_member": ("offer",),
    "resale": ("offer",),
    "support_request": ("offer",),
    "request_partner": ("offer", "support_request"),
}


def insert(connection: sqlite3.Connection, table: str, cells: dict[str, object]) -> None:
    names, marks = ", ".join(cells), ", ".join("?" * len(cells))
    connection.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', tuple(cells.values()))


@pytest.fixture
def filled(raw: sqlite3.Connection) -> sqlite3.Connection:
    """One sound row in every table."""
    for table, cells in SOUND.items():
        insert(raw, table, cells)
    return raw


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        ("offer", {"offer_id": "ab"}),
        ("offer", {"offer_id": "a" * 51}),
        ("offer", {"offer_id": "An-Offer"}),
        ("offer", {"offer_id": "-offer"}),
        ("offer", {"offer_id": "an offer"}),
        ("offer", {"product_type": "game"}),
        ("offer", {"name": ""}),
        ("offer", {"name": "x" * 121}),
        ("offer", {"name": None}),
        ("offer", {"transactable": 2}),
        ("offer", {"transactable": 0, "product_type": "container"}),
        ("offer", {"draft_channel": "some people"}),
        ("offer", {"live_channel": "all"}),
        ("offer", {"published_at": MOMENT}),
        ("offer", {"live_setup": "{}"}),
        ("offer", {"live_setup": "{", "published_at": MOMENT}),
        ("offer", {"version": 0}),
        ("offer", {"version": "one"}),
        ("offer", {"created_at": "yesterday"}),
        ("offer", {"created_at": "2026-08-01T09:30:00+02:00"}),
        ("plan", {"position": -1, "plan_id": "b"}),
        ("plan", {"position": 1, "plan_id": "Gold"}),
        ("plan", {"position": 1, "plan_id": "b", "kind": "free"}),
        ("plan", {"offer_id": "no-offer"}),
        ("audience_member", {"tenant_id": TENANT.upper()}),
        ("audience_member", {"tenant_id": TENANT[:-1]}),
        ("audience_member", {"tenant_id": OTHER, "in_draft": 0}),
        ("audience_member", {"tenant_id": OTHER, "in_live": 2}),
        ("audience_member", {"offer_id": "no-offer"}),
        ("resale", {"offer_id": "no-offer"}),
        ("resale", {"tenant_id": OTHER, "first_sold_on": "1 May"}),
        ("support_request", {"change_to": "all"}),
        ("support_request", {"kind": "change-option"}),
        ("support_request", {"kind": "change-option", "change_to": "both"}),
        ("support_request", {"status": "lost"}),
        ("support_request", {"ticket": "T1"}),
        ("support_request", {"status": "submitted", "ticket": ""}),
        ("support_request", {"selections": "{"}),
        ("support_request", {"severity": "huge"}),
        ("support_request", {"language": "de"}),
        ("support_request", {"step": 4}),
        ("support_request", {"offer_id": "no-offer"}),
        ("request_partner", {"request_id": 9}),
        ("history", {"action": "Offer created"}),
        ("history", {"detail": "[]"}),
        ("history", {"detail": "nothing"}),
        ("partner", {"tenant_id": OTHER, "country": "fr"}),
        ("partner", {"tenant_id": OTHER, "country": "FRA"}),
        ("partner", {"tenant_id": OTHER, "type": "friend"}),
        ("facet", {"key": "de", "partners": 0}),
        ("facet", {"key": "de", "ranks": "1"}),
        ("facet", {"key": "de", "kind": "color"}),
        ("partner_word", {"word": "other", "partners": 0}),
        ("partner_gram", {"gram": "o", "partners": 0}),
    ],
)
def test_a_wrong_row_is_refused(
    raw: sqlite3.Connection, table: str, changes: dict[str, object]
) -> None:
    for parent in PARENTS.get(table, ()):
        insert(raw, parent, SOUND[parent])

    with pytest.raises(sqlite3.IntegrityError):
        insert(raw, table, {**SOUND[table], **changes})

    insert(raw, table, SOUND[table])


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        ("offer", {}),
        ("plan", {"position": 1}),
        ("plan", {"plan_id": "silver"}),
        ("audience_member", {}),
        ("resale", {}),
        ("request_partner", {"position": 1}),
        ("request_partner", {"tenant_id": OTHER}),
        ("partner", {"rank": 2}),
        ("facet", {"value": "France"}),
        ("partner_word", {"id": 2}),
        ("partner_gram", {}),
    ],
)
def test_what_is_there_once_is_not_there_twice(
    filled: sqlite3.Connection, table: str, changes: dict[str, object]
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        insert(filled, table, {**SOUND[table], **changes})


def test_deleting_an_offer_takes_what_it_owns_and_leaves_its_history(
    filled: sqlite3.Connection,
) -> None:
    insert(filled, "history", {**ENTRY, "offer_id": "an-offer"})

    filled.execute("DELETE FROM offer")

    for table in ("plan", "audience_member", "resale", "support_request", "request_partner"):
        assert filled.execute(f'SELECT count(*) FROM "{table}"').fetchone() == (0,)
    assert filled.execute("SELECT count(*) FROM history").fetchone() == (2,)


def test_the_directory_has_one_row_about_itself(raw: sqlite3.Connection) -> None:
    assert raw.execute("SELECT id, partners, revision, digest FROM directory").fetchall() == [
        (1, 0, 0, "")
    ]
    for wrong in ("UPDATE directory SET id = 2", "UPDATE directory SET partners = -1"):
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute(wrong)


@pytest.mark.parametrize("statement", ["DELETE FROM history", "UPDATE history SET who = 'bob'"])
def test_history_is_only_added_to(filled: sqlite3.Connection, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="history is never"):
        filled.execute(statement)


def test_a_request_number_is_never_given_twice(filled: sqlite3.Connection) -> None:
    filled.execute("DELETE FROM support_request")
    insert(filled, "support_request", REQUEST)

    assert filled.execute("SELECT id FROM support_request").fetchone() == (2,)
