"""Resales lock what the program locks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from csp_tui.domain.clock import FixedClock
from csp_tui.domain.errors import InvalidInput, NotFound, RuleRefusal
from csp_tui.domain.import_rows import ResaleEntry, ResalesFile
from csp_tui.services.offers import SetupEdit
from csp_tui.services.workbench import Workbench
from tests.conftest import ALL, SOME, tenant


def test_no_one_resells_what_was_never_published(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    with pytest.raises(RuleRefusal) as caught:
        stocked.resales.record(offer(SOME, (1,), live=False), tenant(1))
    assert caught.value.verdict.rule == "R25"


def test_recording_twice_is_recorded_once(stocked: Workbench, offer: Callable[..., str]) -> None:
    name = offer(SOME, (1,))
    assert stocked.resales.record(name, tenant(1), on=date(2026, 3, 1))
    assert not stocked.resales.record(name, tenant(1).upper())
    rows = stocked.resales.rows(name)
    assert [(row.tenant_id, row.first_sold_on) for row in rows] == [(tenant(1), date(2026, 3, 1))]
    assert stocked.offers.show(name).resold == 1


def test_several_are_recorded_in_one_step(stocked: Workbench, offer: Callable[..., str]) -> None:
    name = offer(ALL, resold=(1,))
    entries = len(stocked.history.entries(name))
    day = date(2026, 3, 1)
    assert stocked.resales.record_all(name, [tenant(1), tenant(2), tenant(3).upper()], on=day) == 2
    rows = stocked.resales.rows(name)
    assert {row.tenant_id: row.first_sold_on for row in rows} == {
        tenant(number): day for number in (1, 2, 3)
    }
    assert len(stocked.history.entries(name)) == entries + 1
    with pytest.raises(InvalidInput):
        stocked.resales.record_all(name, [tenant(4), "nobody"])
    assert len(stocked.resales.rows(name)) == 3


def test_a_mistake_can_be_undone(stocked: Workbench, offer: Callable[..., str]) -> None:
    name = offer(SOME, (1,), resold=(1,))
    stocked.resales.remove(name, tenant(1))
    assert stocked.offers.show(name).resold == 0
    with pytest.raises(NotFound):
        stocked.resales.remove(name, tenant(1))


def test_a_file_is_previewed_then_recorded(stocked: Workbench, offer: Callable[..., str]) -> None:
    name = offer(SOME, (1, 2), resold=(1,))
    offer(SOME, live=False, offer_id="contoso-draft")
    file = ResalesFile(
        entries=[
            ResaleEntry(2, name, tenant(1)),
            ResaleEntry(3, name, tenant(2), date(2026, 5, 2)),
            ResaleEntry(4, name, tenant(2), date(2026, 5, 1)),
            ResaleEntry(5, "contoso-draft", tenant(2)),
            ResaleEntry(6, "contoso-none", tenant(2)),
        ]
    )
    preview = stocked.resales.preview(file)
    assert (preview.added, preview.already) == (1, 1)
    assert [reject.line for reject in preview.rejects] == [5, 6]
    assert stocked.offers.show(name).resold == 1
    assert stocked.resales.import_resales(file) == preview
    days = {row.tenant_id: row.first_sold_on for row in stocked.resales.rows(name)}
    assert days[tenant(2)] == date(2026, 5, 1)


def test_a_sale_in_the_future_is_rejected_everywhere(
    stocked: Workbench, offer: Callable[..., str], clock: FixedClock
) -> None:
    name = offer(SOME, (1, 2))
    tomorrow = clock.now().astimezone().date() + timedelta(days=1)
    for call in (
        lambda: stocked.resales.date_question(name, tomorrow),
        lambda: stocked.resales.record(name, tenant(1), on=tomorrow),
    ):
        with pytest.raises(InvalidInput, match="future") as caught:
            call()
        assert caught.value.field == "on"
    rows = [ResaleEntry(2, name, tenant(1), tomorrow), ResaleEntry(3, name, tenant(2))]
    file = ResalesFile(entries=rows)
    assert [reject.value for reject in stocked.resales.preview(file).rejects] == [str(tomorrow)]
    assert stocked.resales.import_resales(file).added == 1
    assert [row.tenant_id for row in stocked.resales.rows(name)] == [tenant(2)]


def test_a_sale_before_the_first_publication_is_asked_about_and_imported_with_a_warning(
    stocked: Workbench, offer: Callable[..., str], clock: FixedClock
) -> None:
    name = offer(SOME, (1, 2))
    published = clock.now().astimezone().date()
    clock.moment += timedelta(days=30)
    stocked.offers.edit(name, SetupEdit(name="Other"))
    stocked.offers.publish(name)
    early = published - timedelta(days=1)
    assert str(published) in str(stocked.resales.date_question(name, early))
    assert stocked.resales.date_question(name, published) is None
    assert stocked.resales.date_question(name, None) is None
    entries = [ResaleEntry(2, name, tenant(1), early), ResaleEntry(3, name, tenant(2), published)]
    assert stocked.resales.import_resales(ResalesFile(entries=entries)).early == 1


def test_a_resale_that_someone_else_has_dated_since_is_not_removed_unseen(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1,))
    stocked.resales.record(name, tenant(1), on=date(2026, 11, 2))
    (seen,) = stocked.resales.rows(name)
    stocked.resales.record(name, tenant(1), on=date(2026, 11, 1))
    with pytest.raises(InvalidInput, match="2026-11-02 is now 2026-11-01"):
        stocked.resales.remove(name, tenant(1), seen=seen)
    (now,) = stocked.resales.rows(name)
    stocked.resales.remove(name, tenant(1), seen=now)
    assert stocked.resales.rows(name) == []
