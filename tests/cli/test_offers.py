"""Offers through the command line."""

from __future__ import annotations

import pytest

from csp_tui.domain.product import ProductType

from .conftest import ALPINE, CommandLine

LINE_KEYS = {
    "offer_id",
    "name",
    "type",
    "status",
    "csp",
    "reseller_channel",
    "partners",
    "has_changes",
}
SHOW_KEYS = LINE_KEYS | {"plans", "markets", "csp_url", "csp_contact", "transactable"}


def test_empty_list_is_friendly(cli: CommandLine) -> None:
    outcome = cli.ok("offers", "list")
    assert outcome.out == ""
    assert "No offers yet" in outcome.err
    assert f"csp-tui --db {cli.database} offers create" in outcome.err
    assert cli.json("offers", "list") == []


def test_create_prints_the_offer(cli: CommandLine) -> None:
    created = cli.json(
        *("offers", "create", "contoso-vm", "--type", "virtual-machine", "--name", "  VM  "),
        *("--plan", "gold:byol", "--plan", "silver:pay-as-you-go"),
        *("--csp-url", "https://example.com", "--csp-contact-name", "Ada"),
        *("--csp-contact-email", "a@example.com", "--csp-contact-phone", "1"),
    )
    assert created == {
        "offer_id": "contoso-vm",
        "name": "VM",
        "type": "virtual-machine",
        "status": "draft",
        "csp": {"eligible": True, "reason": None, "default_plans": ["gold"]},
        "reseller_channel": {"draft": None, "live": None},
        "partners": {"draft": 0, "live": 0},
        "has_changes": True,
        "plans": [
            {"plan_id": "gold", "kind": "byol"},
            {"plan_id": "silver", "kind": "pay-as-you-go"},
        ],
        "markets": None,
        "csp_url": "https://example.com",
        "csp_contact": {"name": "Ada", "email": "a@example.com", "phone": "1"},
        "transactable": True,
    }
    assert cli.json("offers", "show", "contoso-vm") == created
    (line,) = cli.json("offers", "list")
    assert line == {key: created[key] for key in LINE_KEYS}


@pytest.mark.parametrize("kind", list(ProductType))
def test_every_product_type_can_be_created(cli: CommandLine, kind: ProductType) -> None:
    created = cli.json("offers", "create", "any-type", "--type", kind.value, "--name", "Any")
    assert created["type"] == kind.value
    assert set(created) == SHOW_KEYS
    assert (created["csp"]["reason"] is None) is created["csp"]["eligible"]


def test_markets_are_set_and_shown(cli: CommandLine) -> None:
    create = ("offers", "create", "saas-1", "--type", "saas", "--name", "S")
    assert cli.json(*create)["markets"] is None
    assert "all markets" in cli.ok("offers", "show", "saas-1").out
    edited = cli.json("offers", "edit", "saas-1", "--markets", "fr, de;US")
    assert edited["markets"] == ["DE", "FR", "US"]
    assert "DE, FR, US" in cli.ok("offers", "show", "saas-1").out
    refused = cli("offers", "edit", "saas-1", "--markets", "FR,XX")
    assert (refused.code, "'XX' is not a market" in refused.err) == (2, True)
    assert cli("offers", "edit", "saas-1", "--markets", "").code == 2
    cli.ok("undo", "--yes")
    assert cli.json("offers", "show", "saas-1")["markets"] is None
    cli.ok("offers", "edit", "saas-1", "--markets", "JP")
    assert cli.json("offers", "edit", "saas-1", "--markets", "all")["markets"] is None


def test_reason_says_why_not_in_english_only(cli: CommandLine) -> None:
    cli.ok("offers", "create", "saas-1", "--type", "saas", "--name", "S", "--not-transactable")
    english = cli("offers", "show", "saas-1", "--json")
    french = cli("offers", "show", "saas-1", "--json", lang="fr")
    assert english.out == french.out
    assert english.json["transactable"] is False
    assert "sells through Microsoft" in english.json["csp"]["reason"]


def test_edit_changes_only_what_is_named(cli: CommandLine) -> None:
    before = cli.json("offers", "show", cli.offer())
    after = cli.json("offers", "edit", "contoso-backup", "--csp-contact-phone", "+44 20")
    contact = {**before["csp_contact"], "phone": "+44 20"}
    assert after == {**before, "csp_contact": contact}


def test_edit_turns_selling_and_plans_on_and_off(cli: CommandLine) -> None:
    cli.offer()
    first = cli.json(
        "offers", "edit", "contoso-backup", "--not-transactable", "--plan", "a:standard"
    )
    assert (first["transactable"], len(first["plans"])) == (False, 1)
    second = cli.json("offers", "edit", "contoso-backup", "--transactable", "--no-plans")
    assert (second["transactable"], second["plans"]) == (True, [])


def test_edit_without_difference_writes_nothing(cli: CommandLine) -> None:
    cli.offer()
    before = cli.dump()
    assert (
        "Nothing changed"
        in cli.ok("offers", "edit", "contoso-backup", "--name", "Contoso Backup").err
    )
    assert cli.dump() == before


def test_publish_and_publish_again(cli: CommandLine) -> None:
    offer = cli.offer("some", partners=(ALPINE,))
    assert cli.json("offers", "list")[0]["partners"] == {"draft": 1, "live": 0}
    published = cli.json("offers", "publish", offer)
    assert published["status"] == "live"
    assert published["reseller_channel"] == {"draft": "some", "live": "some"}
    assert published["partners"] == {"draft": 1, "live": 1}
    assert published["has_changes"] is False
    before = cli.dump()
    assert "Nothing to publish" in cli.ok("offers", "publish", offer).err
    assert cli.dump() == before


def test_publishing_an_empty_list_warns(cli: CommandLine) -> None:
    outcome = cli.ok("offers", "publish", cli.offer("some"), "--json")
    assert outcome.json["status"] == "live"
    assert "Note: No partner is selected" in outcome.err


def test_counts_are_those_that_have_effect(cli: CommandLine) -> None:
    offer = cli.offer("some", partners=(ALPINE,))
    cli.ok("audience", "choose", offer, "all")
    assert cli.json("offers", "show", offer)["partners"] == {"draft": 0, "live": 0}


def test_delete_only_while_never_published(cli: CommandLine) -> None:
    offer = cli.offer()
    assert cli.json("offers", "delete", offer) == {"offer_id": offer, "deleted": True}
    assert cli.json("offers", "list") == []
    cli.offer("none", live=True)
    before = cli.dump()
    outcome = cli("offers", "delete", offer)
    assert (outcome.code, "(R25)" in outcome.err) == (1, True)
    assert cli.dump() == before


def test_people_read_a_table_and_facts(cli: CommandLine) -> None:
    cli.offer("all", live=True)
    heading, line = cli.ok("offers", "list").out.splitlines()
    assert heading.split() == [
        "Offer",
        "ID",
        "Name",
        "Type",
        "Status",
        "Option",
        "Partners",
        "Changes",
    ]
    assert line.startswith("contoso-backup  Contoso Backup  saas  live")
    shown = cli.ok("offers", "show", "contoso-backup").out
    assert "Any partner in the CSP program" in shown
    assert "ada@example.com" in shown


@pytest.mark.parametrize(
    "words",
    [
        ("create", "contoso-backup", "--type", "saas", "--name", "Taken"),
        ("create", "x", "--type", "saas", "--name", "Short ID"),
        ("create", "new-offer", "--type", "no-such-type", "--name", "N"),
        ("create", "new-offer", "--type", "saas", "--name", "   "),
        ("create", "new-offer", "--type", "saas"),
        ("create", "new-offer", "--type", "saas", "--name", "N", "--plan", "gold"),
        ("create", "new-offer", "--type", "saas", "--name", "N", "--plan", "gold:byol"),
        ("create", "new-offer", "--type", "container", "--name", "N", "--not-transactable"),
        ("edit", "contoso-backup", "--csp-url", "ftp://example.com"),
        ("edit", "contoso-backup", "--csp-contact-email", "nobody"),
        ("edit", "contoso-backup", "--type", "saas"),
        ("edit", "contoso-backup", "--plan", "a:standard", "--no-plans"),
        ("edit", "no-such-offer", "--name", "N"),
        ("show", "no-such-offer"),
        ("publish", "no-such-offer"),
        ("delete", "no-such-offer"),
        ("frobnicate",),
        (),
    ],
)
def test_bad_input_ends_with_2_and_changes_nothing(
    cli: CommandLine, words: tuple[str, ...]
) -> None:
    cli.offer()
    before = cli.dump()
    outcome = cli("offers", *words)
    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err.startswith("csp-tui: ")
    assert "Next: " in outcome.err
    assert cli.dump() == before


def test_offers_are_listed_in_natural_order(cli: CommandLine) -> None:
    for name in ("Offer 10", "offer 2", "Offer 1"):
        offer_id = name.lower().replace(" ", "-")
        cli.ok("offers", "create", offer_id, "--type", "saas", "--name", name)
    listed = [offer["name"] for offer in cli.json("offers", "list")]
    assert listed == ["Offer 1", "offer 2", "Offer 10"]


@pytest.mark.parametrize(
    "words",
    [
        ("history", "--offer"),
        ("undo", "--offer"),
        ("redo", "--offer"),
        ("report", "changes", "--from", "2026-01-01", "--offer"),
        ("report", "audience", "--on", "2026-01-01"),
        ("report", "coverage"),
        ("evidence", "list", "--offer"),
        ("evidence", "match-offer", "Name"),
        ("resales", "list", "--offer"),
        ("requests", "list", "--offer"),
        ("requests", "new", "--change-to", "none"),
        ("state", "export"),
        ("figures",),
        ("compare", "contoso-backup"),
        ("bulk", "publish", "--offers"),
        ("offers", "show"),
        ("audience", "show"),
        ("audience", "undo"),
        ("audience", "sync"),
    ],
)
def test_an_offer_that_never_was_is_refused(cli: CommandLine, words: tuple[str, ...]) -> None:
    cli.offer("some")
    outcome = cli(*words, "no-such-offer")
    assert (outcome.code, outcome.out) == (2, "")
    assert "There is no offer no-such-offer." in outcome.err


def test_the_history_of_a_deleted_offer_stays(cli: CommandLine) -> None:
    offer = cli.offer("some")
    cli.ok("offers", "delete", offer)
    assert cli("history", "--offer", offer, "--json").json != []
    assert cli("history", "--offer", offer, "--limit", "0").code == 0
    assert cli("report", "changes", "--from", "2026-01-01", "--offer", offer).code == 0
