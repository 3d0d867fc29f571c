"""Support requests through the command line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from .conftest import ALPINE, FABRIKAM, CommandLine

CONTACT = ("--contact-name", "Ada King", "--contact-email", "ada@example.com")


@pytest.fixture
def offer(cli: CommandLine) -> str:
    cli.directory()
    return cli.offer("some", live=True, partners=(ALPINE, FABRIKAM))


def test_new_has_the_promised_shape(cli: CommandLine, offer: str) -> None:
    request = cli.json("requests", "new", offer, "--remove", ALPINE)
    for name in ("created_at", "updated_at"):
        moment = datetime.fromisoformat(request.pop(name))
        assert moment.utcoffset() == UTC.utcoffset(None)
    assert "Alpine Cloud SARL" in request.pop("description")
    assert request == {
        "id": 1,
        "offer_id": offer,
        "kind": "deauthorize",
        "change_to": None,
        "tenant_ids": [ALPINE],
        "status": "draft",
        "ticket": None,
        "selections": {
            "product_family": "Cloud and Online Services",
            "product": "Marketplace Publisher",
            "product_version": "Live offer management",
            "category": "SaaS apps",
            "problem": "Update existing offer",
        },
        "title": "Deauthorize CSP",
        "contact": {"name": "", "email": "", "phone": ""},
        "severity": "moderate",
        "language": "en",
    }


def test_texts_are_in_the_language_it_was_made_in(cli: CommandLine, offer: str) -> None:
    made = cli("requests", "new", offer, "--change-to", "all", "--json", lang="fr").json
    assert made["title"] == "Supprimer l’autorisation CSP"
    assert made["selections"]["problem"] == "Mettre à jour l’offre existante"
    assert (made["kind"], made["change_to"], made["status"]) == ("change-option", "all", "draft")
    assert cli.json("requests", "show", "1") == {
        **made,
        "out_of_date": None,
        "submitted_at": None,
    }


def test_whole_way_of_a_removal(cli: CommandLine, offer: str) -> None:
    details = ("--title", "Please", "--description", "Two\nlines", "--severity", "CRITICAL")
    made = cli.json("requests", "new", offer, "--remove", ALPINE, *CONTACT, *details)
    assert made["contact"] == {"name": "Ada King", "email": "ada@example.com", "phone": ""}
    assert (made["title"], made["description"], made["severity"]) == (
        "Please",
        "Two\nlines",
        "critical",
    )
    assert cli.json("audience", "show", offer)["next"] == "request"
    edited = cli.json("requests", "edit", "#1", "--contact-phone", "+44 1")
    assert edited["contact"]["phone"] == "+44 1"
    submitted = cli.json("requests", "submit", "1")
    assert (submitted["status"], submitted["ticket"]) == ("submitted", None)
    assert cli.json("requests", "submit", "1", "--ticket", " 2603 ")["ticket"] == "2603"
    completed = cli.json("requests", "complete", "1")
    assert completed["status"] == "completed"
    shown = cli.json("audience", "show", offer)
    for audience in ("draft", "live"):
        assert [one["tenant_id"] for one in shown[audience]["partners"]] == [FABRIKAM]
    (listed,) = cli.json("requests", "list")
    assert listed == completed
    seen = cli.json("requests", "show", "1")
    assert seen.pop("submitted_at") >= completed["created_at"]
    assert seen == {**completed, "out_of_date": None}


def test_declined_and_withdrawn_change_no_audience(cli: CommandLine, offer: str) -> None:
    before = cli.json("audience", "show", offer)["live"]
    cli.ok("requests", "new", offer, "--remove", ALPINE, *CONTACT)
    cli.ok("requests", "new", offer, "--remove", FABRIKAM)
    cli.ok("requests", "submit", "1")
    assert cli.json("requests", "decline", "1")["status"] == "declined"
    assert cli.json("requests", "withdraw", "2")["status"] == "withdrawn"
    assert cli.json("audience", "show", offer)["live"] == before
    assert [one["id"] for one in cli.json("requests", "list", "--offer", offer)] == [2, 1]


def test_text_is_what_goes_into_the_form(cli: CommandLine, offer: str) -> None:
    cli.ok("requests", "new", offer, "--remove", ALPINE, *CONTACT)
    text = cli.ok("requests", "text", "1").out
    assert "Select the product version: Live offer management\n" in text
    assert f"- Alpine Cloud SARL, tenant ID {ALPINE}\n" in text
    assert "Contact: Ada King, ada@example.com\n" in text


def test_people_read_tables(cli: CommandLine, offer: str) -> None:
    assert "No support requests" in cli.ok("requests", "list").err
    made = cli.ok("requests", "new", offer, "--remove", ALPINE, FABRIKAM)
    assert made.out == ""
    assert "requests edit 1 --contact-name NAME --contact-email EMAIL" in made.err
    assert "requests edit 1 --contact-name NAME" in cli("requests", "submit", "1").err
    assert "deauthorize 2 partners" in cli.ok("requests", "list").out
    shown = cli.ok("requests", "show", "1").out
    cli.ok("requests", "withdraw", "1")
    full = cli.ok("requests", "new", offer, "--change-to", "all", *CONTACT)
    assert "requests submit 2" in full.err
    assert "Cloud and Online Services" in shown
    assert ALPINE in shown


def test_a_resale_in_between_stops_the_completion(cli: CommandLine, offer: str) -> None:
    cli.ok("requests", "new", offer, "--remove", ALPINE, *CONTACT)
    cli.ok("requests", "submit", "1")
    cli.ok("resales", "record", offer, ALPINE)
    before = cli.dump()
    outcome = cli("requests", "complete", "1")
    assert (outcome.code, "(R30)" in outcome.err) == (1, True)
    assert cli.dump() == before


def test_no_request_where_none_is_needed(cli: CommandLine) -> None:
    offer = cli.offer("none", live=True)
    before = cli.dump()
    outcome = cli("requests", "new", offer, "--change-to", "all")
    assert (outcome.code, "(R43)" in outcome.err) == (1, True)
    assert "No support request is needed" in outcome.err
    assert cli.dump() == before


@pytest.mark.parametrize(
    "words",
    [
        ("new", "contoso-backup"),
        ("new", "contoso-backup", "--remove"),
        ("new", "contoso-backup", "--remove", ALPINE, "--change-to", "all"),
        ("new", "contoso-backup", "--remove", ALPINE, "--authorize", FABRIKAM),
        ("new", "contoso-backup", "--change-to", "all", "--authorize", FABRIKAM),
        ("new", "contoso-backup", "--change-to", "most"),
        ("new", "contoso-backup", "--remove", "90000000-0000-4000-8000-0000000000ff"),
        ("new", "contoso-backup", "--remove", FABRIKAM, "--severity", "huge"),
        ("new", "no-such-offer", "--change-to", "all"),
        ("list", "--offer", "no-such-offer"),
        ("show", "2"),
        ("show", "one"),
        ("show", "9" * 30),
        ("text", "2"),
        ("edit", "2", "--title", "T"),
        ("submit", "1"),
        ("submit", "1", "--ticket", "9" * 61),
        ("complete", "1"),
        ("decline", "1"),
        ("withdraw", "2"),
    ],
)
def test_bad_input_ends_with_2_and_changes_nothing(
    cli: CommandLine, offer: str, words: tuple[str, ...]
) -> None:
    cli.ok("requests", "new", offer, "--remove", ALPINE)
    before = cli.dump()
    outcome = cli("requests", *words)
    assert outcome.code == 2, outcome.err
    assert outcome.out == ""
    assert "Next: " in outcome.err
    assert cli.dump() == before


def test_a_contradicting_request_is_refused_with_its_rule(cli: CommandLine, offer: str) -> None:
    cli.ok("requests", "new", offer, "--remove", ALPINE)
    before = cli.dump()
    for words in (("--remove", ALPINE), ("--change-to", "OptOut")):
        outcome = cli("requests", "new", offer, *words)
        assert outcome.code == 1
        assert "Support request 1 (draft)" in outcome.err
        assert "(R44)" in outcome.err
        assert "Next: Continue with support request 1, or withdraw it first." in outcome.err
    assert cli.dump() == before


def test_an_outdated_request_says_so_and_is_updated(cli: CommandLine) -> None:
    cli.directory()
    offer = cli.offer("all", live=True)
    cli.ok("requests", "new", offer, "--change-to", "PartialOptIn", "--authorize", ALPINE, *CONTACT)
    cli.ok("resales", "record", offer, FABRIKAM)
    shown = cli("requests", "show", "1")
    assert "Out of date" in shown.out
    assert "(R41)" in shown.out
    assert "requests update 1" in shown.out
    assert cli.json("requests", "show", "1")["out_of_date"]["rule"] == "R41"
    before = cli.dump()
    refused = cli("requests", "submit", "1")
    assert refused.code == 1
    assert "Next: Update the text of the request, or withdraw it." in refused.err
    assert cli.dump() == before
    assert "Fabrikam" in cli.json("requests", "update", "1")["description"]
    assert cli.json("requests", "show", "1")["out_of_date"] is None
    cli.ok("requests", "submit", "1")
    cli.ok("resales", "record", offer, "90000000-0000-4000-8000-0000000000ff")
    late = cli("requests", "complete", "1")
    assert late.code == 1
    assert "Next: Withdraw the request here and in Partner Center" in late.err
    assert cli("requests", "update", "1").code == 2


def test_a_new_request_starts_with_the_contact_in_the_settings(
    cli: CommandLine, offer: str
) -> None:
    assert cli("settings", "set", "contact_email", "nobody").code == 2
    for name, value in (("contact_name", "Ada King"), ("contact_email", "ada@example.com")):
        assert cli("settings", "set", name, value).code == 0
    request = cli.json("requests", "new", offer, "--remove", ALPINE)
    assert request["contact"] == {"name": "Ada King", "email": "ada@example.com", "phone": ""}
    other = cli.json("requests", "new", offer, "--remove", FABRIKAM, "--contact-name", "Ben")
    assert other["contact"] == {"name": "Ben", "email": "", "phone": ""}


def test_an_address_that_could_not_be_submitted_is_refused_at_once(
    cli: CommandLine, offer: str
) -> None:
    cli.ok("requests", "new", offer, "--remove", ALPINE)
    for words in (
        ("edit", "1"),
        ("new", offer, "--change-to", "none"),
    ):
        refused = cli("requests", *words, "--contact-email", "ada at example")
        assert refused.code == 2
        assert "is not an e-mail address" in refused.err
        refused = cli("requests", *words, "--contact-phone", "Joe")
        assert refused.code == 2
        assert "is not a phone number" in refused.err
    contact = cli.json("requests", "show", "1")["contact"]
    assert (contact["email"], contact["phone"]) == ("", "")
    assert len(cli.json("requests", "list")) == 1
