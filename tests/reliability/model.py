"""What the workbench must hold after each verb, as plain values and without a database.

Written from the program's rules and not from the services: who may do what is decided here once
more, so that a mistake would have to be made twice to go unseen.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from csp_tui.domain.offer import ResellerChannel, Setup
from csp_tui.domain.product import ProductType
from csp_tui.domain.undoing import KEPT_IMPORTS

from .laws import CHANNEL, NONE, SOME, Audience

DIRECTORY = "the directory"
"""Stands where an offer's ID does, for what is done to the directory."""


class Answer(Enum):
    """The result of a verb."""

    DONE = auto()
    NOTHING = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class Request:
    """A support request: for partners to leave, or for an option.

    Attributes:
        leaving: The partners to deauthorize.
        option: The option to change to, None when partners leave.
        joining: The partners to authorize under it.
        status: Its state.
        live_option: The option that was live when it was written.
        resold: The partners that it names as having resold.
    """

    leaving: frozenset[str] = frozenset()
    option: ResellerChannel | None = None
    joining: frozenset[str] = frozenset()
    status: str = "draft"
    live_option: ResellerChannel | None = None
    resold: frozenset[str] = frozenset()

    @property
    def is_open(self) -> bool:
        return self.status in ("draft", "submitted")


@dataclass(frozen=True, slots=True)
class Part:
    """All that is known of one offer; ``audience`` is None while there is no such offer."""

    audience: Audience | None = None
    requests: dict[int, Request] = field(default_factory=dict)


State = Part | dict[str, str]


@dataclass(slots=True)
class Steps:
    """What can be undone and redone, each as the earlier state, with its place in time.

    Changes of several offers with the same place in time are one step.
    """

    back: list[tuple[int, State]] = field(default_factory=list)
    again: list[tuple[int, int, State]] = field(default_factory=list)


class Model:
    """Offers, requests and a directory; each verb says what its result must be."""

    def __init__(self) -> None:
        self.parts: dict[str, Part] = {}
        self._imports: list[int] = []
        self.directory: dict[str, str] = {}
        self._steps: dict[str, Steps] = {}
        self._time = 0
        self._batches: dict[int, set[str]] = {}

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

    def resell_together(self, sales: list[tuple[str, str]]) -> Answer:
        """Record resales of one or more offers as one step; sales of unpublished ones do not count.

        A file needs one valid row.
        """
        self._time += 1
        moment = self._time
        answers, changed = set(), set()
        for offer in dict.fromkeys(name for name, _one in sales):
            answer = self.resell(offer, [one for name, one in sales if name == offer])
            answers.add(answer)
            if answer is Answer.DONE:
                changed.add(offer)
                _time, before = self._steps[offer].back.pop()
                self._steps[offer].back.append((moment, before))
        if len(changed) > 1:
            self._batches[moment] = changed
        return next(one for one in Answer if one in answers)

    def remove_resale_record(self, offer: str, tenant: str) -> Answer:
        at = self.audience(offer)
        if at is None or tenant not in at.resold:
            return Answer.REFUSED
        return self._set(offer, dataclasses.replace(at, resold=at.resold - {tenant}))

    def may_ask_removal(self, offer: str, tenants: frozenset[str]) -> bool:
        at = self.audience(offer)
        if at is None or at.live_option is not SOME or not tenants <= at.live:
            return False
        contradicted = any(
            one.is_open and (one.option is not None or one.leaving & tenants)
            for one in self.parts[offer].requests.values()
        )
        return not contradicted and not tenants & at.resold

    def may_ask_option(self, offer: str, option: ResellerChannel) -> bool:
        at = self.audience(offer)
        if at is None or at.live_option not in CHANNEL or option is at.live_option:
            return False
        contradicted = any(one.is_open for one in self.parts[offer].requests.values())
        return not contradicted and not (at.live_option is SOME and option is NONE and at.resold)

    def ask(self, offer: str, number: int, request: Request) -> Answer:
        at = self.audience(offer)
        assert at is not None
        return self._request(offer, number, _written(request, at))

    def update_text(self, number: int) -> Answer:
        offer, request = self._find(number)
        at = self.audience(offer)
        if at is None or request is None or request.status != "draft":
            return Answer.REFUSED
        updated = _written(request, at)
        if _is_out_of_date(updated, at):
            return Answer.REFUSED
        return Answer.NOTHING if updated == request else self._request(offer, number, updated)

    def submit(self, number: int) -> Answer:
        offer, request = self._find(number)
        at = self.audience(offer)
        if at is not None and request is not None and _is_out_of_date(request, at):
            return Answer.REFUSED
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
        if _is_out_of_date(request, at):
            return Answer.REFUSED
        if request.option is None:
            gone = request.leaving
            after = dataclasses.replace(at, draft=at.draft - gone, live=at.live - gone)
        else:
            option = request.option
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
        """Undo the newest step, of one offer or of all."""
        tops = {
            name: steps.back[-1][0]
            for name, steps in self._steps.items()
            if steps.back and offer in (None, name)
        }
        step = self._newest_whole(tops, {n: s.back for n, s in self._steps.items() if s.back})
        if step is None:
            return Answer.REFUSED
        self._time += 1
        for name in step:
            steps = self._steps[name]
            moment, before = steps.back.pop()
            steps.again.append((self._time, moment, self._now(name)))
            self._put(name, before)
        if len(step) > 1:
            self._batches[self._time] = set(step)
        return Answer.DONE

    def redo(self, offer: str | None) -> Answer:
        """Redo the step that was undone last."""
        tops = {
            name: steps.again[-1][0]
            for name, steps in self._steps.items()
            if steps.again and offer in (None, name)
        }
        step = self._newest_whole(tops, {n: s.again for n, s in self._steps.items() if s.again})
        if step is None:
            return Answer.REFUSED
        for name in step:
            steps = self._steps[name]
            _undone, moment, after = steps.again.pop()
            steps.back.append((moment, self._now(name)))
            self._put(name, after)
        return Answer.DONE

    def _newest_whole(
        self, tops: dict[str, int], stacks: Mapping[str, Sequence[tuple[Any, ...]]]
    ) -> set[str] | None:
        """The names of the newest step whose changes are all the newest of their offers.

        Args:
            tops: The place in time of the newest change of each name that may be meant.
            stacks: The changes of every name, by name.
        """
        while tops:
            moment, name = max((moment, name) for name, moment in tops.items())
            names = self._batches.get(moment, {name})
            if all(one in stacks and stacks[one][-1][0] == moment for one in names):
                return names
            # One of its offers cannot go back that far, so none of them can.
            tops = {one: at for one, at in tops.items() if one not in names}
        return None

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
            # What Partner Center was told cannot be undone, nor anything before it.
            steps.back.clear()
        if name == DIRECTORY:
            # Imports that were undone count as well.
            self._imports.append(self._time)
            kept = self._imports[-KEPT_IMPORTS:]
            steps.back = [step for step in steps.back if step[0] in kept]
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


def _written(request: Request, at: Audience) -> Request:
    """The request with a text for the present state."""
    named = at.resold if request.option in (SOME, NONE) else frozenset()
    return dataclasses.replace(request, live_option=at.live_option, resold=named)


def _is_out_of_date(request: Request, at: Audience) -> bool:
    """Whether the text of a request no longer says what is true."""
    if request.option is None:
        return (
            at.live_option is not SOME
            or not request.leaving <= at.live
            or bool(request.leaving & at.resold)
        )
    if request.live_option is not at.live_option:
        return True
    if at.live_option not in CHANNEL or request.option is at.live_option:
        return True
    if at.live_option is SOME and request.option is NONE and at.resold:
        return True
    return request != _written(request, at)
