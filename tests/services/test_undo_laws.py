"""Whatever was done, taking everything back that can be leads to where it began."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from csp_tui.bootstrap import open_workbench
from csp_tui.domain.clock import FixedClock
from csp_tui.domain.errors import WorkbenchError
from csp_tui.domain.history import Action
from csp_tui.domain.partner import Partner, PartnerQuery
from csp_tui.domain.product import Plan, ProductType
from csp_tui.domain.undoing import KEPT_IMPORTS
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.offers import SetupEdit
from csp_tui.services.request_details import RequestDetails
from csp_tui.services.workbench import Workbench
from csp_tui.storage.connections import connect
from csp_tui.storage.location import DatabaseLocation, Memory
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
    st.tuples(st.just("fill-in"), st.integers(0, 1), st.sampled_from("abc")),
    st.tuples(st.sampled_from(["submit", "complete", "decline", "withdraw"]), st.integers(0, 1)),
    st.tuples(st.just("partners"), rows, st.booleans()),
    st.tuples(st.just("undo"), st.none() | offers),
    st.tuples(st.just("redo"), st.none() | offers),
)
FIRST = OFFERS[0]
DAY = date(2026, 1, 3)
LIVE: tuple[Deed, ...] = (("create", FIRST), ("draft", FIRST, SOME, tenant(1), tenant(3)))
PUBLISHED = (
    *LIVE,
    ("take-list", FIRST, frozenset({tenant(2), tenant(4)}), True),
    ("publish", FIRST),
)
TO_ALL = (("create", FIRST), ("draft", FIRST, ALL, tenant(1), tenant(3)), ("publish", FIRST))
ANSWERED = (("submit", 0), ("complete", 0))
EPISODES: tuple[tuple[Deed, ...], ...] = (
    PUBLISHED,
    TO_ALL,
    (("ask-removal", FIRST, tenant(2)), *ANSWERED),
    (("ask-option", FIRST, SOME), *ANSWERED),
    (("ask-option", FIRST, ALL), *ANSWERED),
    (("ask-option", FIRST, NONE), *ANSWERED),
    (("fill-in", 0, "a"), ("fill-in", 0, "b"), ("fill-in", 0, "c")),
    (("matching", FIRST), ("take-list", FIRST, frozenset({tenant(4)}), False)),
    (("undo", None), ("undo", None), ("redo", None)),
)
MANY = st.lists(
    DEEDS.map(lambda deed: (deed,)) | st.sampled_from(EPISODES), min_size=5, max_size=18
)
BEGIN = st.sampled_from([PUBLISHED, TO_ALL, LIVE, ()])
# What chance seldom strings together.
TOLD = (
    *EPISODES[2:3],
    (("draft", FIRST, None, tenant(3), tenant(9)), ("ask-removal", FIRST, tenant(4))),
    EPISODES[6],
    (("submit", 0), ("withdraw", 0), ("ask-removal", FIRST, tenant(4)), ("submit", 0)),
    (("decline", 0), ("resold", FIRST, tenant(1), None), ("resold", FIRST, tenant(1), DAY)),
    (("not-resold", FIRST, tenant(1)), ("partners", [2, 7, 8], False), ("edit", FIRST, "New")),
    (("undo", None), ("undo", FIRST), ("undo", FIRST), ("redo", None), ("matching", FIRST)),
    (("partners", [0], True), ("create", OFFERS[1]), ("draft", OFFERS[1], ALL, "", "")),
    (("delete", OFFERS[1]), ("create", OFFERS[1]), ("undo", None), ("redo", None)),
)
OPENED = (EPISODES[3], (("ask-option", FIRST, ALL),), *TOLD[1:5], ANSWERED, *TOLD[5:])


def do(workbench: Workbench, deed: Deed) -> None:
    """Make one change; what the rules refuse is no change."""
    support = workbench.support
    match deed:
        case ("create", offer_id):
            workbench.offers.create(offer_id, ProductType.SAAS, LISTED)
        case ("edit", offer_id, name):
            plans = (Plan.parse(f"{name[:3].lower()}:standard"), *LISTED.plans)
            workbench.offers.edit(offer_id, SetupEdit(name=name, plans=plans))
        case ("delete", offer_id):
            workbench.offers.delete(offer_id)
        case ("draft", offer_id, channel, add, remove):
            if channel in (ALL, NONE):
                edit = AudienceEdit(channel)
            else:
                edit = AudienceEdit(channel, (add,), (remove,), labels={add: "Called so"})
            workbench.audience.save_draft(offer_id, edit)
        case ("take-list", offer_id, members, joins):
            listed = tuple(sorted(members))
            edit = AudienceEdit(add=listed) if joins else AudienceEdit(remove=listed)
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
            support.create_removal(offer_id, (member,), language="en", details=ASKED)
        case ("ask-option", offer_id, option):
            support.create_option_change(offer_id, option, language="en", details=ASKED)
        case ("fill-in", place, text):
            support.edit(request(workbench, place), RequestDetails(description=text, step=2))
        case (("submit" | "complete" | "decline" | "withdraw") as verb, place):
            getattr(support, verb)(request(workbench, place))
        case ("stock",):
            workbench.directory.import_partners(PARTNERS)
        case ("partners", numbers, replace):
            if sum(entry.action is Action.PARTNERS_IMPORTED for entry in entries(workbench)) < 3:
                new = [
                    Partner(tenant_id=tenant(n), name=f"P{n}{numbers}", country="FR")
                    for n in numbers
                ]
                workbench.directory.import_partners(new, replace=replace)


def request(workbench: Workbench, place: int) -> int:
    """The number of a support request, counted from the newest."""
    found = workbench.support.rows()
    return found[place].id if place < len(found) else 0


def entries(workbench: Workbench) -> list[Any]:
    return workbench.history.entries(limit=10_000)


KINDS = st.sampled_from(["file", "memory"])
"""Of what kind the database is."""


def state(path: DatabaseLocation) -> State:
    """Everything that is stored of each offer and of the directory, but versions and moments."""
    found: State = {}
    with closing(connect(path)) as connection:
        for offer_id in OFFERS:
            found[offer_id] = [
                connection.execute(query, (offer_id,)).fetchall()
                for query in (
                    (
                        "SELECT product_type, name, transactable, live_setup, draft_channel, "
                        "live_channel, created_at, published_at FROM offer WHERE offer_id = ?"
                    ),
                    'SELECT * FROM "plan" WHERE offer_id = ? ORDER BY position',
                    "SELECT * FROM audience_member WHERE offer_id = ? ORDER BY tenant_id",
                    "SELECT * FROM resale WHERE offer_id = ? ORDER BY tenant_id",
                    (
                        "SELECT id, kind, change_to, status, ticket, title, description, language "
                        "FROM support_request WHERE offer_id = ? ORDER BY id"
                    ),
                    (
                        "SELECT request_partner.* FROM request_partner JOIN support_request "
                        "ON id = request_id WHERE offer_id = ? ORDER BY 1, 2"
                    ),
                )
            ]
        found[None] = [
            connection.execute("SELECT * FROM partner ORDER BY rank").fetchall(),
            connection.execute("SELECT kind, key, partners, ranks FROM facet").fetchall(),
            connection.execute("SELECT word, partners, ranks FROM partner_word").fetchall(),
        ]
    return found


@contextmanager
def copied(empty_without_log: Path, kind: str) -> Iterator[DatabaseLocation]:
    """A database of its own of either kind."""
    if kind == "memory":
        with closing(Memory(empty_without_log)) as memory:
            yield memory
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "law.sqlite"
        shutil.copy(empty_without_log, path)
        yield path


@contextmanager
def opened(path: DatabaseLocation) -> Iterator[Workbench]:
    workbench = open_workbench(path, clock=FixedClock(NOW), who="tester")
    try:
        yield workbench
    finally:
        workbench.close()


class Witness:
    """Carries out commands, and remembers the state before each change."""

    def __init__(
        self, workbench: Workbench, path: DatabaseLocation, before: dict[int, Any]
    ) -> None:
        self.workbench = workbench
        self.path = path
        self.before = before

    def do(self, deed: Deed) -> None:
        """Make a change, and note what was before each entry that it writes."""
        found = state(self.path)
        newest = self.newest()
        try:
            match deed:
                case ("undo", offer_id):
                    self.undo(offer_id)
                case ("redo", offer_id):
                    self.redo(offer_id)
                case _:
                    do(self.workbench, deed)
        except WorkbenchError:
            return
        for entry in self.workbench.history.entries(limit=5):
            if entry.id > newest:
                self.before[entry.id] = found[entry.offer_id]

    def newest(self) -> int:
        return max((entry.id for entry in self.workbench.history.entries(limit=1)), default=0)

    def undo(self, offer_id: str | None = None) -> bool:
        """Take one step back, which must lead to what its change found."""
        step = self.workbench.undo.preview(offer_id).step
        if step is None:
            return False
        self.workbench.undo.undo(offer_id)
        assert state(self.path)[step.entry.offer_id] == self.before[step.ids[-1]], step.entry
        return True

    def redo(self, offer_id: str | None = None) -> bool:
        """Redo one step, which must lead to the state before the undo."""
        step = self.workbench.undo.redo_preview(offer_id)
        if step is None:
            return False
        undone = step.entry
        self.workbench.undo.redo(offer_id)
        assert state(self.path)[undone.offer_id] == self.before[undone.id], undone
        return True

    def undo_all(self) -> int:
        """Undo everything that can be undone; returns how many steps."""
        steps = 0
        while self.workbench.undo.last() is not None:
            newest = self.newest()
            self.do(("undo", None))
            assert self.newest() > newest
            steps += 1
        return steps


@settings(max_examples=10)
@given(begin=BEGIN, episodes=MANY, reopened=st.booleans(), kind=KINDS)
@example(begin=PUBLISHED, episodes=list(TOLD), reopened=True, kind="file")
@example(begin=TO_ALL, episodes=list(OPENED), reopened=False, kind="memory")
def test_every_step_back_leads_to_what_its_change_found(
    empty_without_log: Path,
    begin: tuple[Deed, ...],
    episodes: list[tuple[Deed, ...]],
    reopened: bool,
    kind: str,
) -> None:
    with copied(empty_without_log, kind) as path:
        origin = state(path)
        before: dict[int, Any] = {}
        with opened(path) as workbench:
            witness = Witness(workbench, path, before)
            witness.do(("stock",))
            for deed in (deed for episode in (begin, *episodes) for deed in episode):
                witness.do(deed)
                newest = workbench.history.entries(limit=1)[0]
                if newest.action in BARRIERS:
                    origin[newest.offer_id] = state(path)[newest.offer_id]
            reached = state(path)
            if not reopened:
                go_back_and_forth(witness, origin, reached)
        if reopened:
            with opened(path) as workbench:
                go_back_and_forth(Witness(workbench, path, before), origin, reached)


def go_back_and_forth(witness: Witness, origin: State, reached: State) -> None:
    """Undo everything that can be undone, then redo it."""
    steps = witness.undo_all()
    assert state(witness.path) == origin
    for _ in range(steps):
        assert witness.redo()
    assert state(witness.path) == reached
    assert witness.workbench.database.check().ok


def test_only_the_newest_imports_of_the_directory_can_be_undone(workbench: Workbench) -> None:
    for number in range(KEPT_IMPORTS + 2):
        workbench.directory.import_partners(
            [Partner(tenant_id=tenant(n), name=f"Name {number}", country="FR") for n in range(5)]
        )
    for _ in range(KEPT_IMPORTS):
        workbench.undo.undo()
    preview = workbench.undo.preview()
    assert preview.step is None
    assert preview.blocked is not None
    assert workbench.directory.show(tenant(0)).name == "Name 1"
    for _ in range(KEPT_IMPORTS):
        workbench.undo.redo()
    assert workbench.directory.show(tenant(0)).name == f"Name {KEPT_IMPORTS + 1}"
