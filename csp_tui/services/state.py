"""The present state as it is exported, and a desired state compared with what exists."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.partner_list import no_such_list, query_facts
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.wording import Message, say
from csp_tui.services.context import Service

if TYPE_CHECKING:
    from csp_tui.domain.desired import DesiredState
    from csp_tui.services.read_unit import ReadUnit

SOME = ResellerChannel.SOME


@dataclass(frozen=True, slots=True)
class NamedPartner:
    """A partner with its name, or ""."""

    tenant_id: str
    name: str


@dataclass(frozen=True, slots=True)
class ExportedList:
    """A partner list as a state file has it.

    Attributes:
        name: Its name.
        title: Its title, or "".
        query: The search that defines it, None for a fixed list.
        partners: The partners of a fixed list in tenant ID order.
    """

    name: str
    title: str
    query: Mapping[str, Any] | None
    partners: Collection[NamedPartner] = ()


@dataclass(frozen=True, slots=True)
class ExportedOffer:
    """An offer as a state file has it.

    Attributes:
        offer_id: The offer.
        name: Its name.
        channel: The option, None where none is selected.
        has_list: Whether the option has a list.
        lists: Names of the lists that it follows.
        partners: Partners on the list that are in none of those, in tenant ID order.
        without: Members of those lists that are not on the list.
        note: Why it is not exported, None where it is.
    """

    offer_id: str
    name: str
    channel: ResellerChannel | None = None
    has_list: bool = False
    lists: tuple[str, ...] = ()
    partners: Collection[NamedPartner] = ()
    without: Collection[NamedPartner] = ()
    note: Message | None = None


@dataclass(frozen=True, slots=True)
class MissingThing:
    """Something that a desired state names and that does not exist.

    Attributes:
        path: Where in the file it is named.
        message: What is missing.
    """

    path: tuple[str, ...]
    message: Message


class StateService(Service):
    """Exports the present state and checks a desired one."""

    @contextmanager
    def export(
        self, offer_ids: Collection[str] = (), *, live: bool = False
    ) -> Iterator[tuple[Iterable[ExportedList], Iterable[ExportedOffer]]]:
        """The present state, all of it of one moment; one offer at a time is in memory.

        Args:
            offer_ids: The offers; all where there are none.
            live: Whether what is live is exported instead of the drafts.

        Yields:
            The lists that the offers follow, or all where all offers are exported, and the offers.

        Raises:
            NotFound: There is no such offer.
        """
        with self._context.open_read() as unit:
            wanted = tuple(dict.fromkeys(offer_ids))
            for offer_id in wanted:
                unit.offers.get(offer_id)
            ids = wanted or tuple(offer.offer_id for offer in unit.offers.all())
            followed = {} if live else unit.lists.followed()
            names = {name for offer_id in ids for name in followed.get(offer_id, ())}
            if not wanted and not live:
                names.update(listed.name for listed in unit.lists.all())
            yield (
                (_list(unit, name) for name in sorted(names)),
                (_offer(unit, one, followed.get(one, []), live=live) for one in sorted(ids)),
            )

    def missing(self, desired: DesiredState) -> list[MissingThing]:
        """What a desired state names and what does not exist."""
        with self._context.open_read() as unit:
            states = unit.offers.states([wish.offer_id for wish in desired.offers])
            lists = {listed.name for listed in unit.lists.all()}
            lists.update(wish.name for wish in desired.lists)
        found = []
        for wish in desired.offers:
            if wish.offer_id not in states:
                message = say("There is no offer {offer_id}.", offer_id=wish.offer_id)
                found.append(MissingThing(("offers", wish.offer_id), message))
            for name in wish.lists:
                if name not in lists:
                    message = no_such_list(name).message
                    found.append(MissingThing(("offers", wish.offer_id, "lists"), message))
        return found

    def unknown_partners(self, desired: DesiredState) -> int:
        """How many partners a desired state names that the directory does not have, each once."""
        named = itertools.chain(
            *(wish.partners for wish in desired.lists if wish.partners is not None),
            *(offer.partners for offer in desired.offers),
        )
        with self._context.open_read() as unit:
            return unit.planning.unknown(unit.planning.add_set(named))


def _list(unit: ReadUnit, name: str) -> ExportedList:
    listed = unit.lists.get(name)
    if listed.query is not None:
        return ExportedList(name, listed.title, query_facts(listed.query))
    partners = sorted(
        (
            NamedPartner(row[0], "" if row[1] == row[0] else row[1])
            for row in unit.lists.members(name)
        ),
        key=lambda partner: partner.tenant_id,
    )
    return ExportedList(name, listed.title, None, partners)


def _offer(unit: ReadUnit, offer_id: str, lists: Collection[str], *, live: bool) -> ExportedOffer:
    offer = unit.offers.get(offer_id)
    name = offer.setup.name
    state = unit.audiences.state(offer)
    if not state.eligibility.eligible:
        note = say("{name}: {reason}", name=name, reason=state.eligibility.reason)
        return ExportedOffer(offer_id, name, note=note)
    if live and not offer.is_live:
        return ExportedOffer(offer_id, name, note=say("{name}: not published yet", name=name))
    channel = offer.live_channel if live else offer.draft_channel
    if channel is not SOME:
        return ExportedOffer(offer_id, name, channel)
    draft_only, both, live_only = unit.planning.places(offer_id)
    on_list = both | (live_only if live else draft_only)
    members: set[str] = set()
    for one in lists:
        members |= _members(unit, one)
    partners, without = sorted(on_list - members), sorted(members - on_list)
    known = unit.audiences.members(offer_id, partners)
    names = {tenant: member.name for tenant, member in known.items() if member.name != tenant}
    names |= unit.directory.names(without)
    return ExportedOffer(
        offer_id,
        name,
        channel,
        True,
        tuple(lists),
        [NamedPartner(tenant, names.get(tenant, "")) for tenant in partners],
        [NamedPartner(tenant, names.get(tenant, "")) for tenant in without],
    )


def _members(unit: ReadUnit, name: str) -> frozenset[str]:
    listed = unit.lists.get(name)
    if listed.query is None:
        return frozenset(unit.lists.ids(name))
    unit.directory.stage_matching(listed.query)
    return unit.planning.ids(unit.planning.add_staged())
