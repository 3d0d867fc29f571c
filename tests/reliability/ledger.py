"""What a database must hold, kept in plain Python beside it."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any


@dataclass
class OfferFacts:
    """An offer as the ledger knows it."""

    name: str
    draft_channel: str | None = None
    live_channel: str | None = None
    live_name: str | None = None
    draft: set[str] = field(default_factory=set)
    live: set[str] = field(default_factory=set)
    resold: set[str] = field(default_factory=set)


@dataclass
class RequestFacts:
    """A support request as the ledger knows it."""

    offer_id: str
    kind: str
    tenants: tuple[str, ...]
    status: str = "draft"


@dataclass
class Facts:
    """Everything that a person would miss if it were gone.

    Attributes:
        offers: By offer ID.
        requests: In the order of their numbers.
        directory: Name and country by tenant ID.
        history: How many changes were noted, each in one row.
    """

    offers: dict[str, OfferFacts] = field(default_factory=dict)
    requests: list[RequestFacts] = field(default_factory=list)
    directory: dict[str, tuple[str, str]] = field(default_factory=dict)
    history: int = 0

    def copy(self) -> Facts:
        """Facts that change no more with these."""
        return copy.deepcopy(self)


@dataclass(frozen=True)
class Move:
    """An action of a user.

    Attributes:
        kind: Which verb of ``Ledger`` and of ``doing.DOERS``.
        words: What it is done with.
    """

    kind: str
    words: dict[str, Any]


class Ledger:
    """The facts after every move that was acknowledged.

    Attributes:
        facts: What the database holds now.
        before: What it held before the last change of a draft, which can be undone; else None.
        backups: What each backup holds, by its file name.
        serial: Counts new names.
    """

    def __init__(self) -> None:
        self.facts = Facts()
        self.before: tuple[str, Facts] | None = None
        self.backups: dict[str, Facts] = {}
        self.serial = 0

    def copy(self) -> Ledger:
        """A ledger that changes no more with this one."""
        return copy.deepcopy(self)

    def do(self, move: Move) -> None:
        """Note what a move does when it is done whole."""
        self.serial += 1
        before, self.before = self.facts.copy(), None
        getattr(self, f"_{move.kind}")(**move.words)
        if move.kind in ("choose", "add", "remove", "matching", "listing"):
            self.before = move.words["offer"], before

    def _create(self, offer: str, name: str) -> None:
        self.facts.offers[offer] = OfferFacts(name)
        self.facts.history += 1

    def _edit(self, offer: str, name: str) -> None:
        self.facts.offers[offer].name = name
        self.facts.history += 1

    def _delete(self, offer: str) -> None:
        del self.facts.offers[offer]
        self.facts.history += 1

    def _choose(self, offer: str, channel: str) -> None:
        self.facts.offers[offer].draft_channel = channel
        self.facts.history += 1

    def _add(self, offer: str, tenants: tuple[str, ...]) -> None:
        self.facts.offers[offer].draft |= set(tenants)
        self.facts.history += 1

    def _remove(self, offer: str, tenants: tuple[str, ...]) -> None:
        self.facts.offers[offer].draft -= set(tenants)
        self.facts.history += 1

    def _matching(self, offer: str, country: str) -> None:
        self.facts.offers[offer].draft |= {
            tenant for tenant, (_name, home) in self.facts.directory.items() if home == country
        }
        self.facts.history += 1

    def _listing(self, offer: str, tenants: tuple[str, ...]) -> None:
        self._add(offer, tenants)

    def _publish(self, offer: str) -> None:
        facts = self.facts.offers[offer]
        if facts.draft_channel != "some":
            facts.draft.clear()
        facts.live = set(facts.draft)
        facts.live_channel, facts.live_name = facts.draft_channel, facts.name
        self.facts.history += 1

    def _sync(self, offer: str) -> None:
        facts = self.facts.offers[offer]
        facts.live |= facts.draft
        self.facts.history += 1

    def _undo(self, offer: str, before: Facts) -> None:
        noted = self.facts.history + 1
        self.facts = before.copy()
        self.facts.history = noted

    def _resales(self, offer: str, tenants: tuple[str, ...]) -> None:
        self.facts.offers[offer].resold |= set(tenants)
        self.facts.history += 1

    def _begin(self, offer: str, tenants: tuple[str, ...]) -> None:
        self.facts.requests.append(RequestFacts(offer, "deauthorize", tenants))
        self.facts.history += 1

    def _begin_end(self, offer: str) -> None:
        self.facts.requests.append(RequestFacts(offer, "change-option", ()))
        self.facts.history += 1

    def _submit(self, number: int) -> None:
        self.facts.requests[number - 1].status = "submitted"
        self.facts.history += 1

    def _complete(self, number: int) -> None:
        request = self.facts.requests[number - 1]
        request.status = "completed"
        offer = self.facts.offers[request.offer_id]
        if request.kind == "deauthorize":
            offer.draft -= set(request.tenants)
            offer.live -= set(request.tenants)
        else:
            offer.draft_channel = offer.live_channel = "none"
        self.facts.history += 1

    def _withdraw(self, number: int) -> None:
        self.facts.requests[number - 1].status = "withdrawn"
        self.facts.history += 1

    def _import(self, rows: dict[str, tuple[str, str]], replace: bool) -> None:
        self.facts.directory = dict(rows) if replace else {**self.facts.directory, **rows}
        self.facts.history += 1

    def _backup(self, file: str) -> None:
        self.backups[file] = self.facts.copy()

    def _restore(self, file: str) -> None:
        self.facts = self.backups[file].copy()

    def _migrate(self) -> None:
        """The facts stay; only what the file is written in changes."""

    def _upgrade(self) -> None:
        """As ``_migrate``."""

    def _found(self) -> None:
        """Another file is made; this one stays as it is."""

    def _daily(self) -> None:
        """As ``_found``."""
