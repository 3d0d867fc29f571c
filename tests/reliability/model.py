"""What the workbench must hold after each verb, as plain values and without a database.

Written from the programme's rules and not from the services: who may do what is decided here once
more, so that a mistake would have to be made twice to go unseen.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum, auto

from csp_tui.domain.offer import ResellerChannel, Setup
from csp_tui.domain.product import ProductType
from csp_tui.domain.undoing import KEPT_IMPORTS

from .laws import CHANNEL, NONE, SOME, Audience

DIRECTORY = "the directory"
"""Stands where an offer's ID does, for what is done to the directory."""


class Answer(Enum):
    """What becomes of a verb."""

    DONE = auto()
    NOTHING = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class Request:
    """A support request: for partners to leave, or for an option."""

    leaving: frozenset[str] = frozenset()
    option: ResellerChannel | None = None
    joining: frozenset[str] = frozenset()
    status: str = "draft"

    @property
    def is_open(self) -> bool:
        return self.status in ("draft", "submitted")


@dataclass(frozen=True, slots=True)
class Part:
    """All that is known of one offer; ``audience`` is None while there is no such offer."""

    audience: Audience | None = None
    requests: dict[int, Request] = field(default_factory=dict)


@dataclass(slots=True)
class Steps:
    """What can be taken back and made again, each as what was there, with its place in time."""

    back: list[tuple[int, Part | dict[str, str]]] = field(default_factory=list)
    again: list[tuple[int, int, Part | dict[str, str]]] = field(default_factory=list)


class Model:
    """Offers, requests and a directory; each verb says what has to become of it."""

    def __init__(self) -> None:
        self.parts: dict[str, Part] = {}
        self.directory: dict[str, str] = {}
        self._steps: dict[str, Steps] = {}
        self._time = 0

    def audience(self, offer: str) -> Audience | None:
        """An offer as it is, None where there is none."""
        return self.parts.get(offer, Part()).audience

    def create(self, offer: str, kind: ProductType, setup: Setup) -> Answer:
        if self.audience(offer) is not None:
            return Answer.REFUSED
        return self._set(offer, Audience(kind=kind, setup=setup))

    def edit(self, offer: str, setup: Setup) -> Answer:
        at = self.audience(offer)
        if at is None:
            return Answer.REFUSED
        if setup == at.setup:
            return Answer.NOTHING
        edited = dataclasses.replace(at, setup=setup)
        in_channel = at.chosen in CHANNEL or at.live_option in CHANNEL
        if in_channel and not edited.is_eligible:
            return Answer.REFUSED
        return self._set(offer, edited)

    def delete(self, offer: str) -> Answer:
        at = self.audience(offer)
        if at is None or at.is_published:
            return Answer.REFUSED
        return self._set(offer, None)

    def save_draft(
        self,
        offer: str,
        option: ResellerChannel | None,
        add: frozenset[str],
        remove: frozenset[str],
    ) -> Answer:
        at = self.audience(offer)
        if at is None:
            return Answer.REFUSED
        add = add - remove
        if option is not None:
            if not at.is_eligible or not _may_choose(at, option):
                return Answer.REFUSED
            chosen = option
        else:
            chosen = at.chosen  # type: ignore[assignment]
        if (add or remove) and not (at.is_eligible and chosen is SOME):
            return Answer.REFUSED
        if remove & at.draft & at.live:
            return Answer.REFUSED
        after = dataclasses.replace(at, chosen=chosen, draft=(at.draft | add) - remove)
        return Answer.NOTHING if after == at else self._set(offer, after)

    def publish(self, offer: str) -> Answer:
        at = self.audience(offer)
        if at is None:
            return Answer.REFUSED
        if at.is_published and not at.waits:
            return Answer.NOTHING
        if at.chosen in CHANNEL and not (at.is_eligible and at.has_material):
            return Answer.REFUSED
        return self._set(offer, at.published(), for_good=True)

    def sync(self, offer: str) -> Answer:
        at = self.audience(offer)
        if at is None or not at.is_eligible or at.live_option is not SOME:
            return Answer.REFUSED
        if at.draft <= at.live:
            return Answer.NOTHING
        return self._set(offer, at.synced(), for_good=True)

    def resell(self, offer: str, tenants: Collection[str]) -> Answer:
        at = self.audience(offer)
        if at is None or not at.is_published:
            return Answer.REFUSED
        after = dataclasses.replace(at, resold=at.resold.union(tenants))
        return Answer.NOTHING if after == at else self._set(offer, after)

    def take_resale_back(self, offer: str, tenant: str) -> Answer:
        at = self.audience(offer)
        if at is None or tenant not in at.resold:
            return Answer.REFUSED
        return self._set(offer, dataclasses.replace(at, resold=at.resold - {tenant}))

    def may_ask_removal(self, offer: str, tenants: frozenset[str]) -> bool:
        at = self.audience(offer)
        if at is None or at.live_option is not SOME or not tenants <= at.live:
            return False
        asked = any(
            one.is_open and one.leaving & tenants for one in self.parts[offer].requests.values()
        )
        return not asked and not tenants & at.resold

    def may_ask_option(self, offer: str, option: ResellerChannel) -> bool:
        at = self.audience(offer)
        if at is None or at.live_option not in CHANNEL or option is at.live_option:
            return False
        asked = any(
            one.is_open and one.option is option for one in self.parts[offer].requests.values()
        )
        return not asked and not (at.live_option is SOME and option is NONE and at.resold)

    def ask(self, offer: str, number: int, request: Request) -> Answer:
        return self._request(offer, number, request)

    def submit(self, number: int) -> Answer:
        return self._move(number, "submitted", ("draft",))

    def decline(self, number: int) -> Answer:
        return self._move(number, "declined", ("submitted",))

    def withdraw(self, number: int) -> Answer:
        return self._move(number, "withdrawn", ("draft", "submitted"))

    def complete(self, number: int) -> Answer:
        offer, request = self._find(number)
        at = self.audience(offer)
        if at is None or request is None or request.status != "submitted":
            return Answer.REFUSED
        if request.option is None:
            if at.live_option is not SOME or request.leaving & at.live & at.resold:
                return Answer.REFUSED
            gone = request.leaving & at.live
            after = dataclasses.replace(at, draft=at.draft - gone, live=at.live - gone)
        else:
            option = request.option
            if at.live_option not in CHANNEL or option is at.live_option:
                return Answer.REFUSED
            if at.live_option is SOME and option is NONE and at.resold:
                return Answer.REFUSED
            listed = request.joining | at.resold if option is SOME else frozenset()
            after = dataclasses.replace(
                at, chosen=option, live_option=option, draft=listed, live=listed
            )
        done = dataclasses.replace(request, status="completed")
        requests = {**self.parts[offer].requests, number: done}
        return self._keep(offer, Part(after, requests))

    def take_directory(self, rows: dict[str, str], *, replace: bool) -> Answer:
        if replace and not rows:
            return Answer.REFUSED
        after = rows if replace else {**self.directory, **rows}
        if after == self.directory:
            return Answer.NOTHING
        return self._keep(DIRECTORY, after)

    def undo(self, offer: str | None) -> Answer:
        """Take the newest step back, of one offer or of all."""
        tops = [
            (steps.back[-1][0], name)
            for name, steps in self._steps.items()
            if steps.back and offer in (None, name)
        ]
        if not tops:
            return Answer.REFUSED
        _moment, name = max(tops)
        steps = self._steps[name]
        moment, before = steps.back.pop()
        self._time += 1
        steps.again.append((self._time, moment, self._now(name)))
        self._put(name, before)
        return Answer.DONE

    def redo(self, offer: str | None) -> Answer:
        """Make the step again that was taken back last."""
        tops = [
            (steps.again[-1][0], name)
            for name, steps in self._steps.items()
            if steps.again and offer in (None, name)
        ]
        if not tops:
            return Answer.REFUSED
        _moment, name = max(tops)
        steps = self._steps[name]
        _undone, moment, after = steps.again.pop()
        steps.back.append((moment, self._now(name)))
        self._put(name, after)
        return Answer.DONE

    def _find(self, number: int) -> tuple[str, Request | None]:
        for offer, part in self.parts.items():
            if number in part.requests:
                return offer, part.requests[number]
        return "", None

    def _move(self, number: int, status: str, origins: tuple[str, ...]) -> Answer:
        offer, request = self._find(number)
        if request is None or request.status not in origins:
            return Answer.REFUSED
        return self._request(offer, number, dataclasses.replace(request, status=status))

    def _request(self, offer: str, number: int, request: Request) -> Answer:
        part = self.parts[offer]
        return self._keep(offer, Part(part.audience, {**part.requests, number: request}))

    def _set(self, offer: str, after: Audience | None, *, for_good: bool = False) -> Answer:
        requests = self.parts.get(offer, Part()).requests
        return self._keep(offer, Part(after, requests), for_good=for_good)

    def _keep(self, name: str, after: Part | dict[str, str], *, for_good: bool = False) -> Answer:
        steps = self._steps.setdefault(name, Steps())
        self._time += 1
        steps.again.clear()
        steps.back.append((self._time, self._now(name)))
        if for_good:
            # What Partner Center was told cannot be taken back, nor anything before it.
            steps.back.clear()
        if name == DIRECTORY:
            del steps.back[:-KEPT_IMPORTS]
        self._put(name, after)
        return Answer.DONE

    def _now(self, name: str) -> Part | dict[str, str]:
        return self.directory if name == DIRECTORY else self.parts.get(name, Part())

    def _put(self, name: str, what: Part | dict[str, str]) -> None:
        if isinstance(what, Part):
            self.parts[name] = what
        else:
            self.directory = what


def _may_choose(at: Audience, option: ResellerChannel) -> bool:
    """The table of the options, row by row (csp-rules section 5)."""
    if option is at.chosen or not at.is_published or option is at.live_option:
        return True
    return at.live_option in (None, NONE)
