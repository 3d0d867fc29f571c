"""The database in memory: shared by the threads of a process, bounded, and never on a disk."""

from __future__ import annotations

import threading
from contextlib import closing

import pytest

from csp_tui.bootstrap import demo_workbench, open_workbench
from csp_tui.domain.errors import DatabaseClosed, StorageProblem
from csp_tui.domain.offer import ResellerChannel, Setup
from csp_tui.domain.partner import Partner, PartnerQuery
from csp_tui.domain.product import ProductType
from csp_tui.services.audience import AudienceEdit
from csp_tui.storage.location import Memory
from tests.conftest import tenant


def test_two_of_them_know_nothing_of_each_other() -> None:
    with closing(Memory()) as one, closing(Memory()) as other:
        first, second = open_workbench(one, who="a"), open_workbench(other, who="b")
        first.offers.create("contoso-one", ProductType.SAAS, Setup(name="One"))
        assert [row.state.offer.offer_id for row in first.offers.rows()] == ["contoso-one"]
        assert second.offers.rows() == []
        first.close()
        # It can be opened again: it ends with its memory, not with a connection.
        assert len(first.offers.rows()) == 1
        first.close()
        second.close()


def test_a_read_after_its_end_says_so() -> None:
    with demo_workbench() as demo:
        assert demo.offers.rows()
    with pytest.raises(DatabaseClosed, match="closed while it was in use"):
        demo.offers.rows()


def test_all_matches_are_added_undone_and_searched() -> None:
    with demo_workbench() as demo:
        query = PartnerQuery(countries=frozenset({"FR"}))
        count = demo.directory.search.count(query)
        before = len(demo.audience.rows("contoso-assembly"))
        added = demo.audience.add_matching("contoso-assembly", query).added
        assert 0 < added <= count
        assert len(demo.audience.rows("contoso-assembly")) == before + added
        assert demo.database.check().ok


def test_readers_and_writers_of_many_threads_wait_for_each_other() -> None:
    with demo_workbench() as demo:
        failures: list[Exception] = []

        def write(number: int) -> None:
            try:
                offer_id = f"contoso-thread-{number}"
                demo.offers.create(offer_id, ProductType.SAAS, Setup(name=offer_id))
                demo.audience.save_draft(offer_id, AudienceEdit(channel=ResellerChannel.ALL))
            except Exception as error:
                failures.append(error)

        def read() -> None:
            try:
                for letter in "aeinorst":
                    demo.directory.search.page(PartnerQuery(text=letter), limit=50)
                    demo.offers.rows()
            except Exception as error:
                failures.append(error)

        threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
        threads += [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert len(demo.offers.rows()) == 17


def test_a_full_one_says_so_changes_nothing_and_can_still_be_read() -> None:
    with demo_workbench(at_most=1_500_000) as demo:
        before = demo.directory.search.count(PartnerQuery())
        many = [
            Partner(tenant_id=tenant(number), name=f"Partner {number}", country="FR")
            for number in range(6_000)
        ]
        with pytest.raises(StorageProblem, match="full") as full:
            demo.directory.import_partners(many)
        assert full.value.next_step is not None
        assert "Reset" in full.value.next_step.text
        assert demo.directory.search.count(PartnerQuery()) == before
        assert demo.database.info().size_bytes <= 1_500_000
        assert demo.database.check().ok
        assert demo.offers.rows()
