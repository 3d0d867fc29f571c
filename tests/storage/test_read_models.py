from __future__ import annotations

import dataclasses
import itertools
import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from csp_tui.domain.history import Action, ListDelta
from csp_tui.domain.offer import Offer, ResellerChannel
from csp_tui.domain.partner import Partner
from csp_tui.domain.support import (
    RequestContact,
    RequestKind,
    RequestStatus,
    Selections,
    Severity,
    SupportRequest,
)
from csp_tui.storage import audience_order
from csp_tui.storage.factory import Storage

NOW = datetime(2026, 8, 1, 9, 30, tzinfo=UTC)
Put = Callable[..., None]
Tenant = Callable[[int], str]
MakeOffer = Callable[..., Offer]
MakePartner = Callable[..., Partner]


def fill(storage: Storage, tenant: Tenant) -> None:
    with storage.open_unit() as unit:
        delta = ListDelta(
            draft_added=tuple(map(tenant, (1, 2, 3))), live_added=tuple(map(tenant, (2, 3, 4)))
        )
        unit.audiences.apply("contoso-backup", delta, {tenant(4): "alpha (left)"})
        unit.resales.record("contoso-backup", {tenant(3): None, tenant(8): None})
        unit.commit()


def test_rows_of_an_audience_come_in_the_order_of_folded_names(
    storage: Storage, offer: MakeOffer, partner: MakePartner, put: Put, tenant: Tenant
) -> None:
    put(offer(), partner(1, "Éclair", "DE"), partner(2, "zebra"), partner(3, "Öst", "XX"))
    fill(storage, tenant)

    rows = storage.read.audience_rows("contoso-backup")

    assert [(row.name, row.country, row.region) for row in rows] == [
        ("alpha (left)", "", ""),
        ("Éclair", "DE", "Europe"),
        ("Öst", "XX", ""),
        ("zebra", "FR", "Europe"),
    ]
    assert [(row.in_draft, row.in_live) for row in rows] == [
        (False, True),
        (True, False),
        (True, True),
        (True, True),
    ]
    assert [row.resold for row in rows] == [False, False, True, False]
    assert [row.in_directory for row in rows] == [False, True, True, True]
    read = storage.read
    assert read.audience_rows("contoso-backup", offset=1, limit=2) == rows[1:3]
    assert read.audience_rows("contoso-backup", offset=3, limit=9) == rows[3:]
    assert read.audience_count("contoso-backup") == 4
    assert read.countries("contoso-backup", live=False) == {"DE": 1, "FR": 1, "XX": 1}
    assert read.countries("contoso-backup", live=True) == {"": 1, "FR": 1, "XX": 1}


def test_read_models_and_units_of_work_agree(
    storage: Storage, offer: MakeOffer, partner: MakePartner, put: Put, tenant: Tenant
) -> None:
    put(offer(), offer("another-offer", "Another"), partner(3, "Öst"))
    fill(storage, tenant)

    with storage.open_unit() as unit:
        told = [
            unit.audiences.state(unit.offers.get(offer_id))
            for offer_id in ("another-offer", "contoso-backup")
        ]

    assert [row.state for row in storage.read.offer_rows()] == told
    assert [storage.read.audience_state(one.offer.offer_id) for one in told] == told
    state = told[1]
    assert (state.draft_partners, state.live_partners, state.additions) == (3, 3, 1)
    assert state.resold == 2
    assert state.resold_names == (tenant(8), "Öst")


def test_offers_come_in_the_order_of_folded_names(
    storage: Storage, offer: MakeOffer, put: Put
) -> None:
    names = {
        "offer-1": "zebra",
        "offer-2": "Éclair",
        "offer-10": "alpha",
        "offer-9": "Alpha",
        "offer-4": "Alpha 10",
        "offer-5": "alpha  9",
    }
    put(*(offer(offer_id, name) for offer_id, name in names.items()))

    shown = [row.state.offer.offer_id for row in storage.read.offer_rows()]
    # Of those with one name, the ID decides.
    assert shown == ["offer-9", "offer-10", "offer-5", "offer-4", "offer-2", "offer-1"]


def test_open_requests_are_counted_and_named(
    storage: Storage, offer: MakeOffer, put: Put, tenant: Tenant
) -> None:
    put(offer())
    fill(storage, tenant)

    def ask(status: RequestStatus, *tenants: str) -> int:
        with storage.open_unit() as unit:
            request = unit.requests.add(
                SupportRequest(
                    id=0,
                    offer_id="contoso-backup",
                    kind=RequestKind.DEAUTHORIZE,
                    change_to=None,
                    tenant_ids=tenants,
                    status=status,
                    ticket=None,
                    selections=Selections("", "", "", "", ""),
                    title="",
                    description="",
                    contact=RequestContact(),
                    severity=Severity.MINIMAL,
                    language="fr",
                    step=1,
                    created_at=NOW,
                    updated_at=NOW,
                )
            )
            unit.commit()
        return request.id

    ask(RequestStatus.WITHDRAWN, tenant(3))
    draft = ask(RequestStatus.DRAFT, tenant(2))
    submitted = ask(RequestStatus.SUBMITTED, tenant(4))

    assert storage.read.offer_rows()[0].open_requests == 2
    requested = {
        row.tenant_id: row.requested for row in storage.read.audience_rows("contoso-backup")
    }
    assert requested == {
        tenant(1): None,
        tenant(2): draft,
        tenant(3): None,
        tenant(4): submitted,
    }


def test_resales_come_in_the_order_of_offer_and_partner_name(
    storage: Storage, offer: MakeOffer, partner: MakePartner, put: Put, tenant: Tenant
) -> None:
    put(
        offer("offer-1", "Zebra"),
        offer("offer-2", "alpha"),
        partner(1, "Öst"),
        partner(2, "Alpine"),
    )
    with storage.open_unit() as unit:
        unit.resales.record("offer-1", {tenant(1): None, tenant(2): None, tenant(3): None})
        unit.resales.record("offer-2", {tenant(1): None})
        unit.commit()

    rows = [(row.offer_id, row.name) for row in storage.read.each_resale()]
    assert rows == [("offer-2", "Öst"), ("offer-1", ""), ("offer-1", "Alpine"), ("offer-1", "Öst")]
    assert len(list(storage.read.each_resale("offer-2"))) == 1


def test_many_threads_read_at_once(storage: Storage, offer: MakeOffer, put: Put) -> None:
    put(offer())
    together = threading.Barrier(8)
    seen: list[int] = []

    def read() -> None:
        together.wait()
        for _ in range(20):
            seen.append(len(storage.read.offer_rows()))

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == [1] * 160


def test_a_closed_storage_leaves_one_file_and_opens_again(
    storage: Storage, offer: MakeOffer, put: Put
) -> None:
    put(offer())
    storage.read.offer_rows()
    storage.close()

    folder = storage._path.parent
    assert [file.name for file in folder.iterdir()] == ["csp.sqlite"]
    assert len(storage.read.offer_rows()) == 1


@pytest.mark.parametrize("strangers_at_most", [0, 2_000])
def test_pages_and_whole_lists_have_the_order_of_names_with_strangers_among_them(
    storage: Storage,
    put: Put,
    offer: MakeOffer,
    partner: MakePartner,
    tenant: Callable[[int], str],
    monkeypatch: pytest.MonkeyPatch,
    strangers_at_most: int,
) -> None:
    monkeypatch.setattr(audience_order, "STRANGERS_AT_MOST", strangers_at_most)
    names = [f"Partner {chr(65 + number * 7 % 26)}{number % 3}" for number in range(60)]
    lands = ("FR", "DE", "JP")
    put(offer(), *(partner(n, names[n], lands[n % 3]) for n in range(0, 60, 2)))
    on_draft = tuple(tenant(number) for number in range(60) if number % 5)
    labels = {tenant(number): name for number, name in enumerate(names)}
    delta = ListDelta(draft_added=on_draft, live_added=tuple(map(tenant, range(20))))
    with storage.open_unit() as unit:
        unit.audiences.apply("contoso-backup", delta, labels)
        unit.commit()

    whole = storage.read.audience_rows("contoso-backup")
    assert [row.name for row in whole] == sorted(row.name for row in whole)
    for size in (1, 7, 100):
        paged = [
            row
            for offset in range(0, len(whole), size)
            for row in storage.read.audience_rows("contoso-backup", offset=offset, limit=size)
        ]
        assert paged == whole
    assert storage.read.audience_rows("contoso-backup", offset=len(whole), limit=5) == []
    lists = list(storage.read.audience_lists("contoso-backup"))
    assert [row for is_live, row in lists if not is_live] == [r for r in whole if r.in_draft]
    assert [row for is_live, row in lists if is_live] == [row for row in whole if row.in_live]
    exported = list(storage.read.exported("contoso-backup"))
    assert exported == [(row.tenant_id, row.name) for row in whole if row.in_draft]
    for live, looked_up_at_most in itertools.product((False, True), (0, 3_000)):
        monkeypatch.setattr(audience_order, "LOOKED_UP_AT_MOST", looked_up_at_most)
        countries = Counter(row.country for row in whole if (row.in_live if live else row.in_draft))
        assert storage.read.countries("contoso-backup", live=live) == countries


def test_offers_that_have_parts_alike_keep_their_own(
    storage: Storage, offer: MakeOffer, put: Put
) -> None:
    one, other = offer(), offer("another-offer", "Another")
    never_published = dataclasses.replace(
        offer("third-offer", "Third"), setup=one.setup, live_setup=None
    )
    published = {"live_setup": one.setup, "live_channel": ResellerChannel.ALL, "published_at": NOW}
    same, differing = dataclasses.replace(one, **published), dataclasses.replace(other, **published)
    put(same, differing, never_published)

    known = {row.state.offer.offer_id: row.state.offer for row in storage.read.offer_rows()}

    assert known == {shown.offer_id: shown for shown in (same, differing, never_published)}
    assert not known[one.offer_id].setup_changed
    assert known[other.offer_id].setup_changed
    contacts = {id(shown.setup.csp_contact) for shown in known.values()}
    assert len(contacts) == 1


def test_the_order_follows_every_change(
    storage: Storage, put: Put, offer: MakeOffer, partner: MakePartner, tenant: Callable[[int], str]
) -> None:
    def page() -> list[str]:
        return [r.name for r in storage.read.audience_rows("contoso-backup", offset=0, limit=9)]

    put(offer(), partner(1, "Alpine"), partner(2, "Birch"))
    for number, expected in ((2, ["Birch"]), (1, ["Alpine", "Birch"])):
        with storage.open_unit() as unit:
            delta = ListDelta(draft_added=(tenant(number),))
            unit.audiences.apply("contoso-backup", delta, {})
            unit.history.append(NOW, "ada", Action.DRAFT_SAVED, "contoso-backup", {})
            unit.commit()
        assert page() == expected
        state = storage.read.audience_facts("contoso-backup").state
        assert state == storage.read.audience_state("contoso-backup")
        assert (state.draft_partners, state.additions) == (len(expected), len(expected))
    put(partner(1, "Zebra"), partner(2, "Birch"))
    assert page() == ["Birch", "Zebra"]
