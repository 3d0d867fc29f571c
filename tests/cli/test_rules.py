"""Every row of the program's table of changes, through the command line."""

from __future__ import annotations

import shlex

import pytest

from .conftest import ALPINE, FABRIKAM, NORTHWIND, CommandLine

FREE, REFUSED = 0, 1


@pytest.mark.parametrize("option", ["all", "some", "none"])
def test_first_option_is_free(cli: CommandLine, option: str) -> None:
    offer = cli.offer()
    shown = cli.json("audience", "choose", offer, option)
    assert shown["draft"]["reseller_channel"] == option
    assert shown["changes"]["reseller_channel"] == [None, option]


@pytest.mark.parametrize("option", ["all", "some", "none"])
@pytest.mark.parametrize("live", [False, True])
def test_same_option_changes_nothing(cli: CommandLine, option: str, live: bool) -> None:
    offer = cli.offer(option, live=live)
    before = cli.dump()
    outcome = cli("audience", "choose", offer, option)
    assert outcome.code == 0
    assert "already" in outcome.err
    assert cli.dump() == before


@pytest.mark.parametrize(
    ("origin", "target"),
    [
        ("all", "some"),
        ("all", "none"),
        ("some", "all"),
        ("some", "none"),
        ("none", "all"),
        ("none", "some"),
    ],
)
def test_unpublished_offer_moves_freely(cli: CommandLine, origin: str, target: str) -> None:
    offer = cli.offer(origin)
    assert cli.json("audience", "choose", offer, target)["draft"]["reseller_channel"] == target


@pytest.mark.parametrize(
    ("origin", "target", "resold", "rule", "by_request"),
    [
        ("all", "some", False, "R40", True),
        ("all", "some", True, "R40", True),
        ("all", "none", False, "R40", True),
        ("all", "none", True, "R40", True),
        ("some", "all", False, "R42", True),
        ("some", "all", True, "R42", True),
        ("some", "none", False, "R42", True),
        ("some", "none", True, "R42", False),
    ],
)
def test_leaving_a_live_option(
    cli: CommandLine, origin: str, target: str, resold: bool, rule: str, by_request: bool
) -> None:
    cli.directory()
    partners = (ALPINE, FABRIKAM) if origin == "some" else ()
    offer = cli.offer(origin, live=True, partners=partners, resold=(ALPINE,) if resold else ())
    before = cli.dump()
    outcome = cli("audience", "choose", offer, target, "--json")
    assert outcome.code == REFUSED
    assert outcome.out == ""
    assert f"({rule})" in outcome.err.splitlines()[0]
    assert "  Next: " in outcome.err
    ready = f"requests new {offer} --change-to {target}"
    assert (ready in outcome.err) is by_request
    assert cli.dump() == before
    asked = cli(*shlex.split(ready))
    assert asked.code == (FREE if by_request else REFUSED)
    if not by_request:
        assert f"({rule})" in asked.err
        assert cli.dump() == before


def test_leaving_all_names_partners_that_have_resold(cli: CommandLine) -> None:
    cli.directory()
    offer = cli.offer("all", live=True, resold=(ALPINE,))
    assert "Alpine Cloud SARL" in cli("audience", "choose", offer, "some").err
    warned = cli("audience", "choose", offer, "none").err
    assert "Alpine Cloud SARL" in warned
    assert "may be declined" in warned


def test_resold_partner_is_listed_and_locked_after_all_to_some(cli: CommandLine) -> None:
    cli.directory()
    offer = cli.offer("all", live=True, resold=(ALPINE,))
    command = ("requests", "new", offer, "--change-to", "some", "--authorize", FABRIKAM)
    number = str(cli.json(*command)["id"])
    cli.ok("requests", "edit", number, "--contact-name", "Ada", "--contact-phone", "+44 1")
    cli.ok("requests", "submit", number)
    cli.ok("requests", "complete", number)
    shown = cli.json("audience", "show", offer)
    resold = {one["tenant_id"]: one["resold"] for one in shown["live"]["partners"]}
    assert resold == {ALPINE: True, FABRIKAM: False}
    refused = cli("audience", "remove", offer, ALPINE)
    assert refused.code == REFUSED
    assert "(R30)" in refused.err


def test_adding_to_a_live_list_is_free_and_synced(cli: CommandLine) -> None:
    cli.directory()
    offer = cli.offer("some", live=True, partners=(ALPINE,), resold=(ALPINE,))
    shown = cli.json("audience", "add", offer, FABRIKAM.upper())
    assert shown["next"] == "sync"
    assert shown["changes"]["added"] == [FABRIKAM]
    synced = cli.json("audience", "sync", offer)
    assert synced["next"] is None
    assert {one["tenant_id"] for one in synced["live"]["partners"]} == {ALPINE, FABRIKAM}


def test_removing_a_live_partner_takes_a_request(cli: CommandLine) -> None:
    cli.directory()
    offer = cli.offer("some", live=True, partners=(ALPINE, FABRIKAM))
    before = cli.dump()
    outcome = cli("audience", "remove", offer, ALPINE)
    assert outcome.code == REFUSED
    assert "(R31)" in outcome.err
    command = next(
        line.strip() for line in outcome.err.splitlines() if line.strip().startswith("csp-tui --db")
    )
    assert cli.dump() == before
    words = shlex.split(command)
    assert words[:3] == ["csp-tui", "--db", str(cli.database)]
    request = cli.json(*words[3:])
    assert request["kind"] == "deauthorize"
    assert request["tenant_ids"] == [ALPINE]


def test_removing_a_resold_partner_is_refused(cli: CommandLine) -> None:
    cli.directory()
    offer = cli.offer("some", live=True, partners=(ALPINE, FABRIKAM), resold=(ALPINE,))
    before = cli.dump()
    for words in (
        ("audience", "remove", offer, ALPINE, FABRIKAM),
        ("requests", "new", offer, "--remove", ALPINE),
    ):
        outcome = cli(*words)
        assert outcome.code == REFUSED
        assert "(R30)" in outcome.err
        assert "Alpine Cloud SARL" in outcome.err
        assert "requests new" not in outcome.err
        assert cli.dump() == before


def test_removing_an_unsynced_partner_is_free(cli: CommandLine) -> None:
    cli.directory()
    offer = cli.offer("some", live=True, partners=(ALPINE,))
    cli.ok("audience", "add", offer, FABRIKAM)
    shown = cli.json("audience", "remove", offer, FABRIKAM)
    assert shown["removed"] == 1
    assert [one["tenant_id"] for one in shown["draft"]["partners"]] == [ALPINE]


def test_unpublished_list_changes_freely(cli: CommandLine) -> None:
    offer = cli.offer("some", partners=(ALPINE, FABRIKAM))
    shown = cli.json("audience", "remove", offer, ALPINE)
    assert [one["tenant_id"] for one in shown["draft"]["partners"]] == [FABRIKAM]
    assert cli.json("audience", "add", offer, NORTHWIND)["added"] == 1


@pytest.mark.parametrize("target", ["all", "some"])
def test_none_can_be_left_at_any_time(cli: CommandLine, target: str) -> None:
    offer = cli.offer("none", live=True)
    shown = cli.json("audience", "choose", offer, target)
    assert shown["changes"]["reseller_channel"] == ["none", target]
    assert shown["next"] == "publish"
    assert cli.json("offers", "publish", offer)["reseller_channel"]["live"] == target


def test_partners_need_the_second_option(cli: CommandLine) -> None:
    offer = cli.offer("none", live=True)
    before = cli.dump()
    outcome = cli("audience", "add", offer, ALPINE)
    assert outcome.code == REFUSED
    assert "(R12)" in outcome.err
    assert f"audience choose {offer} some" in outcome.err
    assert cli.dump() == before


def test_nothing_to_sync_with_before_publishing(cli: CommandLine) -> None:
    offer = cli.offer("some", partners=(ALPINE,))
    before = cli.dump()
    outcome = cli("audience", "sync", offer)
    assert (outcome.code, "(R25)" in outcome.err) == (REFUSED, True)
    assert cli.dump() == before


def test_publishing_needs_channel_material(cli: CommandLine) -> None:
    cli.ok("offers", "create", "bare-offer", "--type", "saas", "--name", "Bare")
    cli.ok("audience", "choose", "bare-offer", "all")
    before = cli.dump()
    outcome = cli("offers", "publish", "bare-offer")
    assert outcome.code == REFUSED
    assert "(R50)" in outcome.err
    assert "offers edit bare-offer --csp-url URL" in outcome.err
    assert cli.dump() == before


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        (("--type", "consulting-service"), "R2"),
        (("--type", "saas", "--not-transactable"), "R2"),
        (("--type", "container", "--plan", "one:byol"), "R3"),
        (("--type", "azure-application"), "R8"),
    ],
)
def test_ineligible_offers_have_no_option(
    cli: CommandLine, words: tuple[str, ...], rule: str
) -> None:
    cli.ok("offers", "create", "outside", "--name", "Outside", *words)
    before = cli.dump()
    outcome = cli("audience", "choose", "outside", "all")
    assert outcome.code == REFUSED
    assert f"({rule})" in outcome.err
    assert cli.dump() == before
