"""The audience from the first choice to the sync, as a publisher does it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import partial

import pytest

from csp_tui.domain.audience_state import Unlisted
from csp_tui.domain.errors import InvalidInput, NotFound, RuleRefusal, StaleOffer
from csp_tui.domain.history import Action
from csp_tui.domain.history_words import summarize
from csp_tui.domain.import_rows import AudienceEntry, AudienceFile, RejectedRow, ResalesFile
from csp_tui.domain.offer import Setup
from csp_tui.domain.partner import Partner, PartnerQuery
from csp_tui.domain.product import ProductType
from csp_tui.domain.text import fold
from csp_tui.domain.verdict import Outcome
from csp_tui.domain.wording import say
from csp_tui.i18n import render
from csp_tui.services.audience import AudienceEdit, apply_edit
from csp_tui.services.import_report import audience_summary
from csp_tui.services.request_details import RequestDetails
from csp_tui.services.views import AudienceRow, ListOrder
from csp_tui.services.workbench import Workbench
from tests.conftest import ALL, NONE, PARTNERS, SOME, tenant


def on_lists(workbench: Workbench, offer_id: str) -> tuple[set[str], set[str]]:
    rows = workbench.audience.rows(offer_id)
    return {r.tenant_id for r in rows if r.in_draft}, {r.tenant_id for r in rows if r.in_live}


def test_publish_makes_the_draft_list_live(stocked: Workbench, offer: Callable[..., str]) -> None:
    name = offer(SOME, (1, 2))
    draft, live = on_lists(stocked, name)
    assert draft == live == {tenant(1), tenant(2)}
    view = stocked.audience.show(name)
    assert view.next is None
    assert view.live_coverage.regions == ("Europe",)


def test_added_partners_wait_and_sync_makes_only_them_live(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1,))
    from csp_tui.services.offers import SetupEdit

    stocked.offers.edit(name, SetupEdit(name="Contoso Backup 2"))
    stocked.audience.save_draft(name, AudienceEdit(add=(tenant(2), tenant(3))))
    assert on_lists(stocked, name)[1] == {tenant(1)}
    verdict = stocked.audience.sync(name)
    assert verdict.outcome is Outcome.ALLOWED
    assert on_lists(stocked, name)[1] == {tenant(1), tenant(2), tenant(3)}
    offer_now = stocked.offers.show(name).offer
    assert offer_now.setup_changed
    assert offer_now.live_setup is not None
    assert offer_now.live_setup.name == "Contoso Backup"


def test_sync_with_nothing_waiting_writes_nothing(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1,))
    before = stocked.history.entries(name)
    assert stocked.audience.sync(name).outcome is Outcome.NO_CHANGE
    assert stocked.history.entries(name) == before


def test_whether_partners_are_on_the_draft_list_is_read_for_those_alone(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1, 2, 3))
    asked = [tenant(1), tenant(3), tenant(5)]
    assert stocked.audience.on_draft(name, asked) == {tenant(1), tenant(3)}
    assert stocked.audience.on_draft(name, []) == frozenset()


def test_adding_twice_adds_once(stocked: Workbench, offer: Callable[..., str]) -> None:
    name = offer(SOME, (1,), live=False)
    result = stocked.audience.save_draft(
        name, AudienceEdit(add=(tenant(1), tenant(2), tenant(2).upper()))
    )
    assert (result.added, result.already) == (1, 1)


def test_a_partner_not_synced_yet_leaves_freely(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1,))
    stocked.audience.save_draft(name, AudienceEdit(add=(tenant(2),)))
    result = stocked.audience.save_draft(name, AudienceEdit(remove=(tenant(2),)))
    assert result.removed == 1
    assert on_lists(stocked, name)[0] == {tenant(1)}


@pytest.mark.parametrize(("resold", "rule"), [((), "R31"), ((1,), "R30")])
def test_a_live_partner_does_not_leave_by_the_draft(
    stocked: Workbench, offer: Callable[..., str], resold: tuple[int, ...], rule: str
) -> None:
    name = offer(SOME, (1, 2), resold=resold)
    before = stocked.history.entries()
    with pytest.raises(RuleRefusal) as caught:
        stocked.audience.save_draft(name, AudienceEdit(add=(tenant(3),), remove=(tenant(1),)))
    assert caught.value.verdict.rule == rule
    assert on_lists(stocked, name) == ({tenant(1), tenant(2)}, {tenant(1), tenant(2)})
    assert stocked.history.entries() == before


def test_a_list_tried_with_another_option_is_kept_until_published(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1, 2), live=False)
    stocked.audience.save_draft(name, AudienceEdit(channel=ALL))
    stocked.audience.save_draft(name, AudienceEdit(channel=SOME))
    assert on_lists(stocked, name)[0] == {tenant(1), tenant(2)}
    stocked.audience.save_draft(name, AudienceEdit(channel=ALL))
    stocked.offers.publish(name)
    assert on_lists(stocked, name) == (set(), set())


def test_none_to_specific_waits_for_publish_not_for_sync(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(NONE)
    stocked.audience.save_draft(name, AudienceEdit(channel=SOME, add=(tenant(4),)))
    assert stocked.audience.show(name).next == "publish"
    with pytest.raises(RuleRefusal):
        stocked.audience.sync(name)
    stocked.offers.publish(name)
    assert on_lists(stocked, name)[1] == {tenant(4)}


def test_partners_need_the_second_option(stocked: Workbench, offer: Callable[..., str]) -> None:
    name = offer(ALL, live=False)
    with pytest.raises(RuleRefusal) as caught:
        stocked.audience.save_draft(name, AudienceEdit(add=(tenant(1),)))
    assert caught.value.verdict.rule == "R12"


def test_a_change_on_an_old_version_is_refused(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, live=False)
    seen = stocked.offers.show(name).offer.version
    stocked.audience.save_draft(name, AudienceEdit(add=(tenant(1),)), version=seen)
    with pytest.raises(StaleOffer) as caught:
        stocked.audience.save_draft(name, AudienceEdit(add=(tenant(2),)), version=seen)
    assert (caught.value.seen, caught.value.current) == (seen, seen + 1)
    assert on_lists(stocked, name)[0] == {tenant(1)}


def test_a_change_that_changes_nothing_writes_nothing(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1,), live=False)
    before = stocked.offers.show(name).offer.version, stocked.history.entries()
    result = stocked.audience.save_draft(name, AudienceEdit(channel=SOME, add=(tenant(1),)))
    assert not result.changed
    assert (stocked.offers.show(name).offer.version, stocked.history.entries()) == before


def test_unknown_offers_and_bad_ids_are_explained(stocked: Workbench) -> None:
    with pytest.raises(NotFound):
        stocked.audience.save_draft("nowhere-at-all", AudienceEdit(channel=ALL))
    with pytest.raises(NotFound):
        stocked.audience.show("nowhere-at-all")


def test_a_bad_tenant_id_changes_nothing(stocked: Workbench, offer: Callable[..., str]) -> None:
    name = offer(SOME, live=False)
    with pytest.raises(InvalidInput):
        stocked.audience.save_draft(name, AudienceEdit(add=(tenant(1), "nobody")))
    assert on_lists(stocked, name)[0] == set()


def test_history_holds_before_and_after(stocked: Workbench, offer: Callable[..., str]) -> None:
    name = offer(NONE)
    stocked.audience.save_draft(name, AudienceEdit(channel=SOME, add=(tenant(2),)))
    entry = stocked.history.entries(name)[0]
    assert entry.action is Action.DRAFT_SAVED
    assert entry.who == "tester"
    assert entry.detail["before"] == {"reseller_channel": "none"}
    assert entry.detail["after"] == {"reseller_channel": "some"}
    assert entry.detail["draft"] == {"added": [tenant(2)]}


def test_a_replaced_directory_never_takes_partners_off_a_list(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1, 2))
    stocked.directory.import_partners([PARTNERS[4]], replace=True)
    rows = stocked.audience.rows(name)
    assert [(row.name, row.in_live, row.in_directory) for row in rows] == [
        ("Alpine Cloud SARL", True, False),
        ("Fabrikam Ltd", True, False),
    ]


def test_import_is_previewed_then_done_as_shown(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1, 2), live=False)
    file = AudienceFile(
        entries=[AudienceEntry(2, tenant(2)), AudienceEntry(3, tenant(9), "Nobody knows")]
    )
    service = stocked.audience_import
    preview = service.preview(name, file, replace=True)
    assert preview.added == (tenant(9),)
    assert (preview.already, preview.removed) == (1, (tenant(1),))
    assert preview.unlisted == Unlisted(1, ("Nobody knows",))
    assert on_lists(stocked, name)[0] == {tenant(1), tenant(2)}
    service.run(preview, file)
    assert on_lists(stocked, name)[0] == {tenant(2), tenant(9)}
    assert stocked.history.entries(name)[0].action is Action.AUDIENCE_IMPORTED
    assert {row.name for row in stocked.audience.rows(name)} == {"Fabrikam Ltd", "Nobody knows"}


def test_a_replacing_import_keeps_locked_partners(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1, 2), resold=(1,))
    stocked.audience.save_draft(name, AudienceEdit(add=(tenant(4), tenant(5))))
    file = AudienceFile(entries=[AudienceEntry(2, tenant(3))], named={tenant(5), tenant(8)})
    service = stocked.audience_import
    preview = service.preview(name, file, replace=True)
    assert preview.added == (tenant(3),)
    assert preview.removed == (tenant(4),)
    assert [member.tenant_id for member in preview.by_request] == [tenant(2)]
    assert [member.tenant_id for member in preview.resold] == [tenant(1)]
    assert preview.kept == (tenant(5),)
    assert str(audience_summary(preview)) == (
        "1 added, 1 removed, 1 needs a support request, 1 has resold and stays, "
        "1 stays because its row is invalid."
    )
    service.run(preview, file)
    assert on_lists(stocked, name)[0] == {tenant(1), tenant(2), tenant(3), tenant(5)}


def test_an_import_under_another_option_is_refused_before_it_is_promised(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(ALL, live=False)
    file = AudienceFile(entries=[AudienceEntry(2, tenant(3))])
    preview = stocked.audience_import.preview(name, file)
    for attempt in (
        lambda: stocked.audience_import.require_allowed(preview),
        lambda: stocked.audience_import.run(preview, file),
    ):
        with pytest.raises(RuleRefusal) as caught:
            attempt()
        assert caught.value.verdict.rule == "R12"


@pytest.mark.parametrize("replace", [False, True])
def test_a_file_without_one_usable_row_changes_nothing(
    stocked: Workbench, offer: Callable[..., str], replace: bool
) -> None:
    name = offer(SOME, (1,), live=False)
    for file in (AudienceFile(), AudienceFile(rejects=[RejectedRow(2, "x", say("bad"))])):
        with pytest.raises(InvalidInput, match="so nothing was changed"):
            stocked.audience_import.preview(name, file, replace=replace)
    with pytest.raises(InvalidInput, match="so nothing was changed"):
        stocked.directory.import_partners([], replace=replace)
    with pytest.raises(InvalidInput, match="so nothing was changed"):
        stocked.resales.import_resales(ResalesFile())
    assert on_lists(stocked, name)[0] == {tenant(1)}


def test_an_import_on_a_list_that_changed_since_then_is_refused(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1,), live=False)
    file = AudienceFile(entries=[AudienceEntry(2, tenant(2))])
    preview = stocked.audience_import.preview(name, file)
    stocked.audience.save_draft(name, AudienceEdit(add=(tenant(3),)))
    with pytest.raises(StaleOffer):
        stocked.audience_import.run(preview, file)


def test_export_gives_the_draft_list_by_name(stocked: Workbench, offer: Callable[..., str]) -> None:
    name = offer(SOME, (2, 1), live=False)
    assert list(stocked.audience.export(name)) == [
        (tenant(1), "Alpine Cloud SARL"),
        (tenant(2), "Fabrikam Ltd"),
    ]


def test_an_offer_in_the_channel_stays_eligible(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    from csp_tui.services.offers import SetupEdit

    name = offer(ALL)
    with pytest.raises(RuleRefusal) as caught:
        stocked.offers.edit(name, SetupEdit(transactable=False))
    assert caught.value.verdict.rule == "R2"


def test_publishing_without_marketing_material_is_refused(stocked: Workbench) -> None:
    stocked.offers.create("bare-offer", ProductType.SAAS, Setup(name="Bare"))
    stocked.audience.save_draft("bare-offer", AudienceEdit(channel=ALL))
    with pytest.raises(RuleRefusal) as caught:
        stocked.offers.publish("bare-offer")
    assert caught.value.verdict.rule == "R50"
    assert not stocked.offers.show("bare-offer").offer.is_live


def test_a_live_offer_cannot_be_deleted_and_a_draft_can(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    with pytest.raises(RuleRefusal):
        stocked.offers.delete(offer(ALL))
    draft = offer(SOME, (1,), live=False, offer_id="contoso-draft")
    stocked.offers.delete(draft)
    assert draft not in {row.state.offer.offer_id for row in stocked.offers.rows()}
    assert stocked.history.entries(draft)[0].action is Action.OFFER_DELETED


def test_an_offer_id_is_used_once(stocked: Workbench, offer: Callable[..., str]) -> None:
    name = offer(live=False)
    with pytest.raises(InvalidInput) as caught:
        stocked.offers.create(name, ProductType.SAAS, Setup(name="Again"))
    assert caught.value.field == "offer_id"


def test_rows_page_through_every_partner_once(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1, 2, 3, 4, 5, 6), live=False)
    whole = stocked.audience.rows(name)
    paged = [
        row for start in range(6) for row in stocked.audience.rows(name, offset=start, limit=1)
    ]
    assert paged == whole
    assert len({row.tenant_id for row in whole}) == stocked.audience.count(name) == 6
    assert stocked.offers.show(name).listed == 6
    stocked.offers.publish(name)
    stocked.audience.save_draft(name, AudienceEdit(add=(tenant(7),)))
    state = stocked.offers.show(name)
    assert (state.live_partners, state.listed) == (6, stocked.audience.count(name)) == (6, 7)


def test_one_edit_saves_option_names_searches_and_removals_with_one_undo(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(NONE)
    stocked.audience.save_draft(name, AudienceEdit(channel=SOME, add=(tenant(1), tenant(9))))
    before = stocked.audience.rows(name)
    edit = AudienceEdit(
        add=(tenant(8), tenant(2)),
        remove=(tenant(1), tenant(9), tenant(3)),
        labels={tenant(8): "Unknown"},
        queries=(PartnerQuery(), PartnerQuery(text="fabrikam")),
    )
    result = stocked.audience.save_draft(name, edit)
    everyone = {partner.tenant_id for partner in PARTNERS}
    assert on_lists(stocked, name)[0] == (everyone | {tenant(8)}) - {tenant(1), tenant(3)}
    assert (result.added, result.removed) == (len(everyone) - 1, 2)
    (entry, *_older) = stocked.history.entries(name)
    assert render(summarize(entry)) == (f"Saved draft: {len(everyone) - 1} added, 2 removed")
    assert stocked.undo.undo(name).entry.id == entry.id
    assert stocked.audience.rows(name) == before
    stocked.undo.redo(name)
    assert on_lists(stocked, name)[0] == (everyone | {tenant(8)}) - {tenant(1), tenant(3)}


def test_a_search_that_adds_no_one_is_no_change(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1,), live=False)
    entries = stocked.history.entries(name)
    edit = AudienceEdit(queries=(PartnerQuery(text="alpine"), PartnerQuery(text="zzzz")))
    assert not stocked.audience.save_draft(name, edit).changed
    assert stocked.history.entries(name) == entries


def test_a_search_is_refused_where_partners_cannot_be_selected(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(NONE)
    with pytest.raises(RuleRefusal):
        stocked.audience.save_draft(name, AudienceEdit(queries=(PartnerQuery(),)))
    assert on_lists(stocked, name)[0] == set()


def test_names_are_those_of_members_that_have_one(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1, 2, 999_999), live=False)
    known = {row.tenant_id: row.name for row in stocked.audience.rows(name) if row.name}

    assert set(known) == {tenant(1), tenant(2)}
    assert stocked.audience.names(name, [*map(tenant, (1, 2, 3, 999_999))]) == known


def test_completing_for_a_long_list_counts_leaving_partners_and_is_undone(
    stocked: Workbench, offer: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csp_tui.services.request_rules.NAMED_AT_MOST", 1)
    name = offer(SOME, (1, 2))
    before = stocked.audience.rows(name)
    details = RequestDetails(contact_name="Ada", contact_email="ada@example.com")
    request = stocked.support.create_option_change(name, NONE, language="en", details=details)
    stocked.support.submit(request.id, "2611160001")
    stocked.support.complete(request.id)

    assert on_lists(stocked, name) == (set(), set())
    (entry, *_) = stocked.history.entries(name)
    assert entry.detail["draft"] == entry.detail["live"] == {"removed_count": 2}
    stocked.undo.undo(name)
    assert stocked.audience.rows(name) == before


STATES = tuple((f"{at:05b}", "sold" if f"{at:05b}"[2] == "1" else "free") for at in range(32))
REGIONS = (("FR", "Europe"), ("DE", "Europe"), ("US", "États-Unis"), ("JP", "Asie"))


ORDERS = [
    ListOrder(column, is_reversed, words, REGIONS, STATES)
    for words in ((), ("a",), ("e", "s"), ("europe",), ("etats",), ("sold",))
    for is_reversed in (False, True)
    for column in ("", "name", "country", "region", "tenant", "state")
]


def test_the_store_sorts_and_finds_as_a_list_in_memory_does(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1, 2, 3, 4))
    stocked.resales.record(name, tenant(2))
    stocked.audience.save_draft(name, AudienceEdit(add=(tenant(900),)))
    whole = stocked.audience.rows(name)
    region, state = dict(REGIONS), dict(STATES)

    def texts(row: AudienceRow) -> dict[str, str]:
        flags = (row.in_draft, row.in_live, row.resold, row.in_directory, row.requested is not None)
        return {
            "name": row.name,
            "country": row.country,
            "region": region.get(row.country, ""),
            "tenant": row.tenant_id,
            "state": state["".join(str(int(flag)) for flag in flags)],
        }

    def key(row: AudienceRow, column: str) -> tuple[bool, str]:
        text = texts(row)[column]
        return not text, fold(text) if column == "name" else text

    for order in ORDERS:
        expected = [
            row
            for row in whole
            if all(word in fold(" ".join(texts(row).values())) for word in order.words)
        ]
        if order.column:
            expected.sort(key=partial(key, column=order.column), reverse=order.is_reversed)
        assert stocked.audience.count(name, order) == len(expected), order
        assert stocked.audience.rows(name, order=order) == expected, order
        pages = [stocked.audience.rows(name, offset=at, limit=2, order=order) for at in (0, 2, 4)]
        assert [row for page in pages for row in page] == expected, order


def test_saving_reads_the_partners_that_it_concerns_once(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1, 2), live=False)
    edit = AudienceEdit(add=(tenant(3),), remove=(tenant(1),))
    context = stocked.audience._context
    statements: list[str] = []
    with context.open_unit() as unit:
        connection: sqlite3.Connection = unit.audiences._connection  # type: ignore[attr-defined]
        connection.set_trace_callback(statements.append)
        apply_edit(unit, context, "contoso-backup", edit)
        connection.set_trace_callback(None)
        unit.commit()
    reads = [one for one in statements if one.lstrip().startswith("SELECT")]
    of_partners = [one for one in reads if tenant(1) in one and "audience_member" in one]
    assert len(of_partners) == 1, of_partners
    stocked.undo.undo("contoso-backup")
    assert on_lists(stocked, "contoso-backup")[0] == {tenant(1), tenant(2)}


def test_the_live_list_comes_in_the_order_of_the_whole(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    partners = [
        Partner(tenant_id=tenant(number), name=f"Partner {number * 7919 % 300}", country="DE")
        for number in range(20, 320)
    ]
    stocked.directory.import_partners(partners)
    outside = [tenant(90_000 + number) for number in range(9)]
    labels = {one: f"Partner {number}00 outside" for number, one in enumerate(outside)}
    add = (*(tenant(number) for number in range(20, 200)), *outside)
    offer_id = offer(SOME, (), live=False)
    stocked.audience.save_draft(offer_id, AudienceEdit(add=add[::2], labels=labels))
    stocked.offers.publish(offer_id)
    stocked.audience.save_draft(offer_id, AudienceEdit(add=add[1::2], labels=labels))
    audience, live = stocked.audience, ListOrder(only_live=True)

    whole = audience.rows(offer_id)
    wanted = [row for row in whole if row.in_live]
    assert len(wanted) == audience.count(offer_id, live) == 95
    assert len(whole) == 189
    for offset in (0, 40, 90):
        rows = audience.rows(offer_id, offset=offset, limit=30, order=live)
        assert rows == wanted[offset : offset + 30]
        assert audience.place(offer_id, rows[0].tenant_id, live) == offset
    backwards = ListOrder("name", is_reversed=True, only_live=True)
    assert audience.rows(offer_id, offset=0, limit=95, order=backwards) == wanted[::-1]
