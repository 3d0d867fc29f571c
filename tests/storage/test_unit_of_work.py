from __future__ import annotations

import dataclasses
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from csp_tui.domain.clock import FixedClock
from csp_tui.domain.errors import NotFound, StaleOffer, StorageProblem
from csp_tui.domain.history import Action, ListDelta
from csp_tui.domain.offer import Offer, ResellerChannel
from csp_tui.domain.partner import Partner, PartnerQuery
from csp_tui.domain.product import Plan, PlanKind
from csp_tui.domain.regions import RegionTable
from csp_tui.domain.request_basis import RequestBasis
from csp_tui.domain.support import (
    RequestContact,
    RequestKind,
    RequestStatus,
    Selections,
    Severity,
    SupportRequest,
)
from csp_tui.storage.factory import Storage
from csp_tui.storage.location import Memory
from csp_tui.storage.write_guard import SecondConnectionError

NOW = datetime(2026, 8, 1, 9, 30, tzinfo=UTC)
Put = Callable[..., None]
Tenant = Callable[[int], str]
MakeOffer = Callable[..., Offer]
MakePartner = Callable[..., Partner]


def request(offer_id: str, *tenants: str) -> SupportRequest:
    return SupportRequest(
        id=0,
        offer_id=offer_id,
        kind=RequestKind.DEAUTHORIZE,
        change_to=None,
        tenant_ids=tenants,
        status=RequestStatus.DRAFT,
        ticket=None,
        selections=Selections("family", "product", "version", "category", "problem"),
        title="Deauthorize CSP",
        description="Please.\nThanks – “ok”",
        contact=RequestContact("Ann", "ann@example.com", ""),
        severity=Severity.MODERATE,
        language="en",
        step=2,
        created_at=NOW,
        updated_at=NOW,
    )


def test_what_is_not_committed_is_undone(storage: Storage, offer: MakeOffer) -> None:
    with storage.open_unit() as unit:
        unit.offers.add(offer())
        assert unit.offers.find("contoso-backup") is not None

    assert storage.read.offer_rows() == []


def test_what_an_error_interrupts_is_undone(storage: Storage, offer: MakeOffer) -> None:
    def fail() -> None:
        with storage.open_unit() as unit:
            unit.offers.add(offer())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert storage.read.offer_rows() == []


def test_an_offer_comes_back_as_it_was_stored(storage: Storage, offer: MakeOffer) -> None:
    new = offer(name="Zoë’s “Backup” [US] 備份")
    with storage.open_unit() as unit:
        unit.offers.add(new)
        assert unit.offers.get(new.offer_id) == new
        unit.commit()

    assert storage.read.audience_state(new.offer_id).offer == new


def test_a_published_offer_comes_back_as_it_was_stored(storage: Storage, offer: MakeOffer) -> None:
    new = offer()
    elsewhere = timezone(timedelta(hours=2))
    live = dataclasses.replace(
        new,
        live_setup=new.setup,
        setup=dataclasses.replace(new.setup, name="Renamed", plans=()),
        draft_channel=ResellerChannel.NONE,
        live_channel=ResellerChannel.SOME,
        published_at=NOW.astimezone(elsewhere),
    )
    with storage.open_unit() as unit:
        unit.offers.add(new)
        saved = unit.offers.save(live)
        unit.commit()

    assert saved == dataclasses.replace(live, version=2)
    assert storage.read.audience_state(new.offer_id).offer == saved


def test_plans_change_with_their_offer(storage: Storage, offer: MakeOffer, put: Put) -> None:
    put(offer())
    plans = (Plan("a-plan", PlanKind.STANDARD), Plan("new", PlanKind.PAY_AS_YOU_GO))
    with storage.open_unit() as unit:
        old = unit.offers.get("contoso-backup")
        setup = dataclasses.replace(old.setup, plans=plans)
        saved = unit.offers.save(dataclasses.replace(old, setup=setup))
        unit.commit()

    assert saved.setup.plans == plans
    assert storage.read.audience_state("contoso-backup").offer.setup.plans == plans


def test_a_write_on_an_older_version_is_refused(
    storage: Storage, offer: MakeOffer, put: Put
) -> None:
    put(offer())
    with storage.open_unit() as unit:
        seen = unit.offers.get("contoso-backup")
        unit.offers.save(seen)
        unit.commit()

    with storage.open_unit() as unit, pytest.raises(StaleOffer) as caught:
        unit.offers.save(seen)

    assert (caught.value.seen, caught.value.current) == (1, 2)


def test_what_does_not_exist_is_not_found(storage: Storage, offer: MakeOffer) -> None:
    with storage.open_unit() as unit:
        assert unit.offers.find("nothing") is None
        with pytest.raises(NotFound):
            unit.offers.get("nothing")
        with pytest.raises(NotFound):
            unit.offers.delete("nothing")
        with pytest.raises(NotFound):
            unit.offers.save(offer("nothing"))
        with pytest.raises(NotFound):
            unit.requests.get(7)
    with pytest.raises(NotFound):
        storage.read.audience_state("nothing")


def test_an_offer_with_a_used_id_is_a_sentence_and_not_a_traceback(
    storage: Storage, offer: MakeOffer, put: Put
) -> None:
    put(offer())
    rejected = pytest.raises(StorageProblem, match="rejected an invalid value")
    with rejected, storage.open_unit() as unit:
        unit.offers.add(offer())


def test_lists_change_by_their_difference(
    storage: Storage, offer: MakeOffer, put: Put, tenant: Tenant
) -> None:
    put(offer())
    a, b, c, d = map(tenant, (1, 2, 3, 4))
    with storage.open_unit() as unit:
        lists = unit.audiences
        lists.apply("contoso-backup", ListDelta(draft_added=(c, a, b)), {a: "Alpine"})
        lists.apply("contoso-backup", ListDelta(live_added=(a, b, d)), {})
        assert lists.draft_ids("contoso-backup") == [a, b, c]
        assert lists.live_ids("contoso-backup") == [a, b, d]

        lists.apply("contoso-backup", ListDelta(draft_removed=(a, c), live_removed=(b, d)), {})
        members = lists.members("contoso-backup", [d, c, b, a])
        unit.commit()

    assert list(members) == [b, a]
    assert (members[a].in_draft, members[a].in_live, members[a].name) == (False, True, "Alpine")
    assert (members[b].in_draft, members[b].in_live, members[b].name) == (True, False, b)
    assert storage.read.audience_count("contoso-backup") == 2


def test_a_change_of_a_list_and_its_inverse_cancel_out(
    storage: Storage, offer: MakeOffer, put: Put, tenant: Tenant
) -> None:
    put(offer())
    delta = ListDelta(draft_added=(tenant(1), tenant(2)), live_added=(tenant(2), tenant(3)))
    with storage.open_unit() as unit:
        unit.audiences.apply("contoso-backup", delta, {})
        unit.audiences.apply("contoso-backup", delta.inverse, {})
        unit.commit()

    assert storage.read.audience_rows("contoso-backup") == []


def test_a_list_of_twenty_thousand_fits(
    storage: Storage, offer: MakeOffer, put: Put, tenant: Tenant
) -> None:
    put(offer())
    many = tuple(map(tenant, range(20_000)))
    with storage.open_unit() as unit:
        unit.audiences.apply("contoso-backup", ListDelta(draft_added=many), {})
        assert len(unit.audiences.members("contoso-backup", many)) == 20_000
        unit.commit()

    assert storage.read.audience_state("contoso-backup").draft_partners == 20_000


def test_names_come_from_the_directory_then_from_the_list(
    storage: Storage, offer: MakeOffer, partner: MakePartner, put: Put, tenant: Tenant
) -> None:
    put(offer(), partner(1, "Alpine SARL"))
    with storage.open_unit() as unit:
        delta = ListDelta(draft_added=(tenant(1), tenant(2)))
        unit.audiences.apply("contoso-backup", delta, {tenant(1): "Old", tenant(2): "Listed"})
        unit.resales.record("contoso-backup", {tenant(number): None for number in (1, 2, 3)})

        assert unit.directory.names([tenant(1), tenant(2)]) == {tenant(1): "Alpine SARL"}
        assert unit.audiences.resold("contoso-backup") == {
            tenant(1): "Alpine SARL",
            tenant(2): "Listed",
            tenant(3): "",
        }
        members = unit.audiences.members("contoso-backup", [tenant(2)])
        assert (members[tenant(2)].name, members[tenant(2)].resold) == ("Listed", True)


def test_the_earliest_day_of_a_resale_is_kept(
    storage: Storage, offer: MakeOffer, put: Put, tenant: Tenant
) -> None:
    put(offer())
    early, late = date(2026, 1, 2), date(2026, 3, 4)
    with storage.open_unit() as unit:
        record = unit.resales.record
        both = [tenant(1), tenant(2)]
        assert record("contoso-backup", {tenant(2): None, tenant(1): late}) == (both, [])
        assert record("contoso-backup", {tenant(1): early, tenant(2): late}) == ([], both)
        assert record("contoso-backup", {tenant(1): late, tenant(2): None}) == ([], [])
        unit.commit()

    days = {row.tenant_id: row.first_sold_on for row in storage.read.each_resale()}
    assert days == {tenant(1): early, tenant(2): late}

    with storage.open_unit() as unit:
        assert unit.resales.remove("contoso-backup", tenant(1))
        assert not unit.resales.remove("contoso-backup", tenant(1))
        unit.commit()
    assert len(list(storage.read.each_resale("contoso-backup"))) == 1


def test_requests_come_back_as_they_were_stored(
    storage: Storage, offer: MakeOffer, put: Put, tenant: Tenant
) -> None:
    put(offer())
    with storage.open_unit() as unit:
        first = unit.requests.add(request("contoso-backup", tenant(9), tenant(1)))
        second = unit.requests.add(request("contoso-backup", tenant(2)))
        moved = dataclasses.replace(first, status=RequestStatus.SUBMITTED, ticket="T-1", step=3)
        unit.requests.save(moved)
        assert unit.requests.get(first.id) == moved
        assert unit.requests.of_offer("contoso-backup") == [moved, second]
        unit.commit()

    assert (first.id, second.id) == (1, 2)
    assert list(storage.read.each_request()) == [second, moved]
    assert list(storage.read.each_request("another")) == []


def test_history_is_read_backwards_and_outlives_its_offer(
    storage: Storage, offer: MakeOffer, put: Put
) -> None:
    put(offer())
    detail = {"before": {"name": "Zoë"}, "draft": {"added": ["x"]}}
    with storage.open_unit() as unit:
        first = unit.history.append(NOW, "ann", Action.DRAFT_SAVED, "contoso-backup", detail)
        unit.history.append(NOW, "ann", Action.PARTNERS_IMPORTED, None, {})
        unit.offers.delete("contoso-backup")
        last = unit.history.append(NOW, "bob", Action.OFFER_DELETED, "contoso-backup", {})
        unit.commit()

    read = storage.read
    assert [entry.id for entry in read.history()] == [last, last - 1, first]
    assert [entry.id for entry in read.history("contoso-backup")] == [last, first]
    assert [entry.id for entry in read.history(limit=1, before=last)] == [last - 1]
    (entry,) = read.history(before=first + 1)
    assert (entry.at, entry.who, entry.action) == (NOW, "ann", Action.DRAFT_SAVED)
    assert entry.detail == detail


def test_a_second_writer_learns_that_the_file_is_locked(
    storage: Storage, offer: MakeOffer, path: Path, regions: RegionTable, clock: FixedClock
) -> None:
    other = Storage(path, regions, clock, busy_timeout=0.05)
    with storage.open_unit() as unit:
        unit.offers.add(offer())
        with pytest.raises(StorageProblem, match="locked") as caught, other.open_unit():
            pytest.fail("two writers at once")
        assert caught.value.next_step is not None
        # Readers are not kept waiting and see what was committed last.
        assert other.read.offer_rows() == []
        with other.open_read() as reading:
            assert reading.offers.find("contoso-backup") is None
        unit.commit()

    assert len(storage.read.offer_rows()) == 1
    other.close()


@pytest.mark.parametrize("kind", ["file", "memory"])
def test_a_thread_that_writes_uses_no_other_connection(
    path: Path, regions: RegionTable, clock: FixedClock, offer: MakeOffer, kind: str
) -> None:
    storage = Storage(path if kind == "file" else Memory(), regions, clock)
    with storage.open_unit() as unit:
        unit.offers.add(offer())
        uses: tuple[Callable[[], object], ...] = (
            storage.read.offer_rows,
            storage.read.newest_entry,
            lambda: storage.search.find("x"),
            storage.changes.has_changed,
            storage.open_read().__enter__,
            storage.open_unit().__enter__,
        )
        for use in uses:
            with pytest.raises(SecondConnectionError):
                use()
        assert unit.offers.get("contoso-backup").version == 1
        unit.commit()
    assert len(storage.read.offer_rows()) == 1
    storage.close()


def test_a_read_unit_sees_one_state_and_never_waits(
    storage: Storage, offer: MakeOffer, path: Path, regions: RegionTable, clock: FixedClock
) -> None:
    other = Storage(path, regions, clock, busy_timeout=0.05)
    with storage.open_unit() as unit:
        unit.offers.add(offer())
        unit.commit()
    with storage.open_read() as reading:
        assert reading.offers.get("contoso-backup").version == 1
        with other.open_unit() as unit:
            unit.offers.delete("contoso-backup")
            unit.commit()
        assert reading.offers.get("contoso-backup").version == 1
        with pytest.raises(NotFound):
            reading.requests.get(1)
    with storage.open_read() as reading:
        assert reading.offers.find("contoso-backup") is None
    other.close()


def test_a_read_unit_writes_nothing(storage: Storage, offer: MakeOffer) -> None:
    with storage.open_unit() as unit:
        unit.offers.add(offer())
        unit.commit()
    for _time in range(2):
        with storage.open_read() as reading:
            assert reading.directory.stage_matching(PartnerQuery()) == 0
            assert reading.audiences.count_staged("contoso-backup") == 0
            connection = reading.offers._connection  # type: ignore[attr-defined]
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                connection.execute("DELETE FROM offer")


def test_writers_wait_for_each_other_and_lose_nothing(
    path: Path, regions: RegionTable, clock: FixedClock, offer: MakeOffer
) -> None:
    patient = Storage(path, regions, clock, busy_timeout=30)
    with patient.open_unit() as unit:
        unit.offers.add(offer())
        unit.commit()
    problems: list[Exception] = []

    def write() -> None:
        try:
            for _ in range(5):
                with patient.open_unit() as unit:
                    unit.offers.save(unit.offers.get("contoso-backup"))
                    unit.commit()
        except Exception as error:
            problems.append(error)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert problems == []
    assert patient.read.audience_state("contoso-backup").offer.version == 21
    patient.close()


def test_a_full_disk_is_a_sentence_and_undoes_everything(
    storage: Storage, partner: MakePartner, path: Path
) -> None:
    def fill() -> None:
        many = (partner(number, f"Partner {number}") for number in range(2_000))
        with storage.open_draft() as draft:
            draft.stage(many, None)
            plan = draft.compute(replace=False)
            with draft.open_unit() as unit:
                connection = unit.directory._connection
                pages = connection.execute("PRAGMA page_count").fetchone()[0]
                connection.execute(f"PRAGMA max_page_count = {pages}")
                unit.directory.put(plan, None)

    with pytest.raises(StorageProblem, match="full"):
        fill()
    assert storage.database.info().partners == 0


def test_a_read_only_file_is_a_sentence(storage: Storage, offer: MakeOffer, path: Path) -> None:
    def write() -> None:
        with storage.open_unit() as unit:
            unit.directory._connection.execute("PRAGMA query_only = ON")
            unit.offers.add(offer())

    with pytest.raises(StorageProblem, match="read-only"):
        write()


def test_damage_is_a_sentence(storage: Storage, offer: MakeOffer, put: Put, path: Path) -> None:
    put(offer())
    storage.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))

    with pytest.raises(StorageProblem, match="damaged"):
        storage.read.offer_rows()


def test_a_folder_that_cannot_be_made_is_a_sentence(
    tmp_path: Path, regions: RegionTable, clock: FixedClock
) -> None:
    (tmp_path / "file").write_text("")
    blocked = Storage(tmp_path / "file" / "csp.sqlite", regions, clock)

    with pytest.raises(StorageProblem) as caught:
        blocked.read.offer_rows()
    assert caught.value.next_step is not None


def test_a_committed_unit_is_there_for_a_stranger(
    storage: Storage, offer: MakeOffer, put: Put, path: Path
) -> None:
    put(offer())

    stranger = sqlite3.connect(path)
    assert stranger.execute("SELECT offer_id FROM offer").fetchall() == [("contoso-backup",)]
    stranger.close()


def test_the_basis_of_a_request_comes_back_as_it_was_stored(
    storage: Storage, offer: MakeOffer
) -> None:
    basis = RequestBasis.of(ResellerChannel.SOME, ["b-tenant", "a-tenant"])
    with storage.open_unit() as unit:
        unit.offers.add(offer())
        made = unit.requests.add(dataclasses.replace(request("contoso-backup"), basis=basis))
        bare = unit.requests.add(request("contoso-backup"))
        unit.requests.save(dataclasses.replace(made, title="Other"))
        unit.commit()

    found = {one.id: one.basis for one in list(storage.read.each_request())}
    assert found == {made.id: basis, bare.id: None}


def test_entries_of_a_batch_share_the_number_of_its_first(storage: Storage) -> None:
    with storage.open_unit() as unit:
        unit.history.append(NOW, "ada", Action.OFFER_CREATED, "a-1", {})
        unit.history.begin_batch()
        for _number in range(2):
            unit.history.append(NOW, "ada", Action.DRAFT_SAVED, "a-1", {})
        assert [one.id for one in unit.history.batch(2)] == [3, 2]
        unit.commit()
    with storage.open_unit() as unit:
        unit.history.begin_batch()
        unit.history.append(NOW, "ada", Action.DRAFT_SAVED, "a-1", {})
        unit.commit()

    batches = [(one.id, one.batch) for one in storage.read.history()]
    assert batches == [(4, 4), (3, 2), (2, 2), (1, None)]


@pytest.mark.parametrize(
    "fault", [AttributeError("x"), NameError("x"), TypeError("x"), KeyError("x"), ValueError("x")]
)
@pytest.mark.parametrize("unit", ["open_unit", "open_read"])
@pytest.mark.parametrize("kind", ["file", "memory"])
def test_a_program_error_in_a_unit_is_not_called_damage(
    kind: str,
    unit: str,
    fault: Exception,
    path: Path,
    regions: RegionTable,
    clock: FixedClock,
    offer: MakeOffer,
) -> None:
    with closing(Storage(path, regions, clock)) as storage, storage.open_unit() as writing:
        writing.offers.add(offer())
        writing.commit()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    location = path if kind == "file" else Memory(path)
    with closing(Storage(location, regions, clock)) as storage:

        def fail() -> None:
            with getattr(storage, unit)() as opened:
                opened.offers.get("contoso-backup")
                raise fault

        with pytest.raises(type(fault)) as met:
            fail()

    assert met.value is fault
    if isinstance(location, Memory):
        location.close()


@pytest.mark.parametrize("unit", ["open_unit", "open_read"])
def test_a_program_error_is_not_blamed_on_a_damaged_file(
    unit: str, storage: Storage, path: Path, offer: MakeOffer, put: Put
) -> None:
    put(offer())
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE offer SET created_at = '2026-13-41'")

    def fail() -> None:
        with getattr(storage, unit)():
            raise AttributeError("a fault of the program")

    with pytest.raises(AttributeError, match="a fault of the program"):
        fail()
