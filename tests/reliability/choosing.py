"""Which move comes next: chosen by chance among those that the rules allow."""

from __future__ import annotations

import random
from collections.abc import Iterator

from .ledger import Ledger, Move, OfferFacts

WEIGHTS = {
    "create": 3,
    "edit": 2,
    "delete": 1,
    "choose": 4,
    "add": 6,
    "remove": 3,
    "matching": 3,
    "listing": 4,
    "publish": 6,
    "sync": 5,
    "undo": 4,
    "resales": 3,
    "begin": 5,
    "begin_end": 1,
    "submit": 6,
    "complete": 8,
    "withdraw": 1,
    "import": 3,
    "backup": 2,
    "restore": 2,
    "migrate": 2,
    "upgrade": 2,
    "found": 2,
    "daily": 2,
}
"""How often each kind of move is made where it is possible."""
COUNTRIES = ("FR", "DE", "GB", "CA", "JP")
_OFFERS_AT_MOST = 6
_BACKUPS_AT_MOST = 12


def tenant(number: int) -> str:
    """A tenant ID."""
    return f"{number:08x}-1b5d-4c1e-9a77-0c6b6f2d9c1e"


def next_move(ledger: Ledger, chance: random.Random, kinds: frozenset[str]) -> Move:
    """A move that must succeed, the same for the same ledger and chance.

    Args:
        ledger: What the database holds.
        chance: Decides.
        kinds: Kinds that the moves should be of; others are made only to get there.
    """
    possible = list(_possible(ledger, chance))
    wanted = [move for move in possible if move.kind in kinds]
    if wanted and chance.random() < 0.7:
        possible = wanted
    return chance.choices(possible, [WEIGHTS[move.kind] for move in possible])[0]


def can_come_next(ledger: Ledger, chance: random.Random, kind: str) -> bool:
    """Whether a move of a kind is among those that may come next.

    Args:
        ledger: What the database holds.
        chance: Decides, such as which offer is looked at.
        kind: The kind of move.
    """
    return any(move.kind == kind for move in _possible(ledger, chance))


def _possible(ledger: Ledger, chance: random.Random) -> Iterator[Move]:
    facts, serial = ledger.facts, ledger.serial
    offers = sorted(facts.offers)
    yield _import(ledger, chance)
    if len(offers) < _OFFERS_AT_MOST:
        yield Move("create", {"offer": f"offer-{serial}", "name": f"Offer {serial}"})
    if len(ledger.backups) < _BACKUPS_AT_MOST:
        yield Move("backup", {"file": f"backup-{serial}.sqlite"})
    if ledger.backups:
        yield Move("restore", {"file": chance.choice(list(ledger.backups))})
    yield Move("migrate", {})
    yield Move("upgrade", {})
    yield Move("found", {})
    yield Move("daily", {})
    if ledger.before is not None:
        offer, before = ledger.before
        yield Move("undo", {"offer": offer, "before": before})
    if offers:
        yield from _for_offer(ledger, chance.choice(offers), chance)
    for number, request in enumerate(facts.requests, start=1):
        if request.status not in ("draft", "submitted"):
            continue
        yield Move("withdraw", {"number": number})
        # One that is out of date is refused.
        if _can_complete(ledger, number):
            step = "submit" if request.status == "draft" else "complete"
            yield Move(step, {"number": number})


def _import(ledger: Ledger, chance: random.Random) -> Move:
    first = chance.randrange(200)
    rows = {
        tenant(number): (f"Partner {number} of {ledger.serial}", chance.choice(COUNTRIES))
        for number in range(first, first + chance.randrange(20, 400))
    }
    return Move("import", {"rows": rows, "replace": chance.random() < 0.5})


def _for_offer(ledger: Ledger, offer: str, chance: random.Random) -> Iterator[Move]:
    facts = ledger.facts.offers[offer]
    is_live = facts.live_name is not None
    yield Move("edit", {"offer": offer, "name": f"Offer, named at {ledger.serial}"})
    if not is_live:
        if not any(request.offer_id == offer for request in ledger.facts.requests):
            yield Move("delete", {"offer": offer})
        channel = chance.choice(("all", "some", "some", "some", "none"))
        if channel != facts.draft_channel:
            yield Move("choose", {"offer": offer, "channel": channel})
    if facts.draft_channel is not None and _has_news(facts):
        yield Move("publish", {"offer": offer})
    if facts.draft_channel == "some":
        yield from _for_list(ledger, offer, facts, chance)
    open_requests = [
        request
        for request in ledger.facts.requests
        if request.offer_id == offer and request.status in ("draft", "submitted")
    ]
    # The text of a request for another option names who has resold.
    names_resellers = any(request.kind != "deauthorize" for request in open_requests)
    if is_live and facts.live_channel != "none" and not names_resellers:
        buyers = sorted(facts.live - facts.resold) or [tenant(500 + ledger.serial)]
        yield Move("resales", {"offer": offer, "tenants": tuple(buyers[:2])})
    if is_live and not open_requests:
        leaving = tuple(sorted(facts.live - facts.resold))[:3]
        if facts.live_channel == "some" and leaving:
            yield Move("begin", {"offer": offer, "tenants": leaving})
        if facts.live_channel == "all":
            yield Move("begin_end", {"offer": offer})


def _has_news(facts: OfferFacts) -> bool:
    live = facts.live_channel, facts.live_name, facts.live
    return live != (facts.draft_channel, facts.name, facts.draft)


def _for_list(
    ledger: Ledger, offer: str, facts: OfferFacts, chance: random.Random
) -> Iterator[Move]:
    joining = tuple({tenant(chance.randrange(600)) for _ in range(chance.randrange(1, 30))})
    if set(joining) - facts.draft:
        yield Move("add", {"offer": offer, "tenants": joining})
        yield Move("listing", {"offer": offer, "tenants": joining})
    country = chance.choice(COUNTRIES)
    found = {known for known, (_n, home) in ledger.facts.directory.items() if home == country}
    if found - facts.draft:
        yield Move("matching", {"offer": offer, "country": country})
    free = sorted(facts.draft - facts.live)
    if free:
        yield Move("remove", {"offer": offer, "tenants": tuple(free[:5])})
    if facts.live_channel == "some" and facts.draft - facts.live:
        yield Move("sync", {"offer": offer})


def _can_complete(ledger: Ledger, number: int) -> bool:
    request = ledger.facts.requests[number - 1]
    offer = ledger.facts.offers[request.offer_id]
    if request.kind != "deauthorize":
        return offer.live_channel == "all" and offer.draft_channel == "all"
    return set(request.tenants) <= offer.live - offer.resold
