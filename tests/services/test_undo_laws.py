"""Whatever was done, taking everything back that can be leads to where it began."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from csp_tui.bootstrap import open_workbench
from csp_tui.domain.clock import FixedClock
from csp_tui.domain.errors import WorkbenchError
from csp_tui.domain.history import Action
from csp_tui.domain.partner import Partner, PartnerQuery
from csp_tui.domain.product import ProductType
from csp_tui.domain.undoing import KEPT_IMPORTS
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.offers import SetupEdit
from csp_tui.services.request_details import RequestDetails
from csp_tui.services.workbench import Workbench
from tests.conftest import ALL, LISTED, NONE, NOW, PARTNERS, SOME, tenant

OFFERS = ("first-offer", "second-offer")
BARRIERS = (Action.OFFER_PUBLISHED, Action.AUDIENCE_SYNCED)
ASKED = RequestDetails(
    title="Please", description="Do it", contact_name="Ann", contact_email="ann@contoso.example"
)
State = dict[str | None, Any]
Deed = tuple[Any, ...]

offers = st.sampled_from(OFFERS)
tenants = st.integers(1, 4).map(tenant)
days = st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 5))
options = st.sampled_from([ALL, SOME, NONE])
rows = st.lists(st.integers(0, 9), max_size=4)
DEEDS = st.one_of(
    st.tuples(st.just("create"), offers),
    st.tuples(st.just("edit"), offers, st.sampled_from(["Other name", "Third name"])),
    st.tuples(st.just("delete"), offers),
    st.tuples(st.just("draft"), offers, st.none() | options, tenants, tenants),
    st.tuples(st.just("take-list"), offers, st.frozensets(tenants), st.booleans()),
    st.tuples(st.just("matching"), offers),
    st.tuples(st.just("publish"), offers),
    st.tuples(st.just("sync"), offers),
    st.tuples(st.just("resold"), offers, tenants, days),
    st.tuples(st.just("not-resold"), offers, tenants),
    st.tuples(st.just("ask-removal"), offers, tenants),
    st.tuples(st.just("ask-option"), offers, options),
    st.tuples(st.just("fill-in"), st.integers(1, 3), st.sampled_from("abc")),
    st.tuples(st.sampled_from(["submit", "complete", "decline", "withdraw"]), st.integers(1, 3)),
    st.tuples(st.just("partners"), rows, st.booleans()),
    st.tuples(st.just("undo"), st.none() | offers),
    st.tuples(st.just("redo"), st.none() | offers),
)
LIVE: list[Deed] = [
    ("create", OFFERS[0]),
    ("draft", OFFERS[0], SOME, tenant(1), tenant(2)),
    ("publish", OFFERS[0]),
]


def do(workbench: Workbench, deed: Deed) -> None:
    """Make one change; what the rules refuse is no change."""
    support = workbench.support
    match deed:
        case ("create", offer_id):
            workbench.offers.create(offer_id, ProductType.SAAS, LISTED)
        case ("edit", offer_id, name):
            workbench.offers.edit(offer_id, SetupEdit(name=name))
        case ("delete", offer_id):
            workbench.offers.delete(offer_id)
        case ("draft", offer_id, channel, add, remove):
            edit = AudienceEdit(channel, (add,), (remove,), labels={add: "Called so"})
            workbench.audience.save_draft(offer_id, edit)
        case ("take-list", offer_id, members, joins):
            edit = AudienceEdit(**{"add" if joins else "remove": tuple(sorted(members))})
            workbench.audience.save_draft(offer_id, edit, action=Action.AUDIENCE_IMPORTED)
        case ("matching", offer_id):
            workbench.audience.add_matching(offer_id, PartnerQuery())
        case ("publish", offer_id):
            workbench.offers.publish(offer_id)
        case ("sync", offer_id):
            workbench.audience.sync(offer_id)
        case ("resold", offer_id, member, day):
            workbench.resales.record(offer_id, member, on=day)
        case ("not-resold", offer_id, member):
            workbench.resales.remove(offer_id, member)
        case ("ask-removal", offer_id, member):
            support.begin_removal(offer_id, (member,), language="en", details=ASKED)
        case ("ask-option", offer_id, option):
            support.begin_option_change(offer_id, option, language="en", details=ASKED)
        case ("fill-in", number, text):
            support.edit(number, RequestDetails(description=text, step=2))
        case (("submit" | "complete" | "decline" | "withdraw") as verb, number):
            getattr(support, verb)(number)
        case ("partners", numbers, replace):
            if sum(entry.action is Action.PARTNERS_IMPORTED for entry in entries(workbench)) < 3:
                new = [
                    Partner(tenant_id=tenant(n), name=f"P{n}{numbers}", country="FR")
                    for n in numbers
                ]
                workbench.directory.import_partners(new, replace=replace)
        case ("undo", offer_id):
            workbench.undo.undo(offer_id)
        case ("redo", offer_id):
            workbench.undo.redo(offer_id)


def entries(workbench: Workbench) -> list[Any]:
    return workbench.history.entries(limit=10_000)


def state(path: Path) -> State:
    """Everything that is stored of each offer and of the directory, but versions and moments."""
    found: State = {}
    with closing(sqlite3.connect(path)) as connection:
        for offer_id in OFFERS:
            found[offer_id] = [
                connection.execute(query, (offer_id,)).fetchall()
                for query in (
                    "SELECT product_type, name, transactable, live_setup, draft_channel, "
                    "live_channel, created_at, published_at FROM offer WHERE offer_id = ?",
                    'SELECT * FROM "plan" WHERE offer_id = ? ORDER BY position',
                    "SELECT * FROM audience_member WHERE offer_id = ? ORDER BY tenant_id",
                    "SELECT * FROM resale WHERE offer_id = ? ORDER BY tenant_id",
                    "SELECT id, kind, change_to, status, ticket, title, description, language "
                    "FROM support_request WHERE offer_id = ? ORDER BY id",
                    "SELECT request_partner.* FROM request_partner JOIN support_request ON id = "
                    "request_id WHERE offer_id = ? ORDER BY 1, 2",
                )
            ]
        found[None] = [
            connection.execute("SELECT * FROM partner ORDER BY rank").fetchall(),
            connection.execute("SELECT kind, key, partners, ranks FROM facet").fetchall(),
            connection.execute("SELECT word, partners, ranks FROM partner_word").fetchall(),
        ]
    return found


@contextmanager
def opened(path: Path) -> Iterator[Workbench]:
    workbench = open_workbench(path, clock=FixedClock(NOW), who="tester")
    try:
        yield workbench
    finally:
        workbench.close()


def undo_all(workbench: Workbench) -> int:
    return repeat(workbench.undo.undo, lambda: workbench.undo.last() is not None)


def redo_all(workbench: Workbench) -> int:
    return repeat(workbench.undo.redo, lambda: workbench.undo.last_undone() is not None)


def repeat(act: Callable[[], object], possible: Callable[[], bool]) -> int:
    times = 0
    while possible():
        act()
        times += 1
    return times


@settings(max_examples=40)
@given(deeds=st.lists(DEEDS, min_size=3, max_size=30), begin=st.booleans(), again=st.booleans())
def test_taking_all_back_leads_to_where_it_began(
    empty_database: Path, deeds: list[Deed], begin: bool, again: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "law.sqlite"
        shutil.copy(empty_database, path)
        with opened(path) as workbench:
            origin = state(path)
            workbench.directory.import_partners(PARTNERS)
            for deed in [*LIVE, *deeds] if begin else deeds:
                known = workbench.history.entries(limit=1)
                try:
                    do(workbench, deed)
                except WorkbenchError:
                    continue
                newest = workbench.history.entries(limit=1)[0]
                if newest.action in BARRIERS and [newest] != known:
                    origin[newest.offer_id] = state(path)[newest.offer_id]
            reached = state(path)
            if not again:
                taken = undo_all(workbench)
        if again:
            with opened(path) as workbench:
                taken = undo_all(workbench)
        assert state(path) == origin
        with opened(path) as workbench:
            assert redo_all(workbench) >= taken
            if not any(deed[0] in ("undo", "redo") for deed in deeds):
                assert state(path) == reached
            assert workbench.database.check().ok
            undo_all(workbench)
        assert state(path) == origin


def test_only_the_newest_imports_of_the_directory_can_be_taken_back(workbench: Workbench) -> None:
    for number in range(KEPT_IMPORTS + 2):
        workbench.directory.import_partners(
            [Partner(tenant_id=tenant(n), name=f"Name {number}", country="FR") for n in range(5)]
        )
    for _ in range(KEPT_IMPORTS):
        workbench.undo.undo()
    outlook = workbench.undo.outlook()
    assert outlook.step is None
    assert outlook.blocked is not None
    assert workbench.directory.show(tenant(0)).name == "Name 1"
    assert redo_all(workbench) == KEPT_IMPORTS
    assert workbench.directory.show(tenant(0)).name == f"Name {KEPT_IMPORTS + 1}"
