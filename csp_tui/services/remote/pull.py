"""Pull: reads what Partner Center has, and updates drafts that were not changed here."""

from __future__ import annotations

import dataclasses
import pickle
import zlib
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from csp_tui.domain.errors import NotFound
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.remote import Account, RemoteOffer, RemoteProduct, Unreadable
from csp_tui.domain.wording import say
from csp_tui.services.remote.taking import Found, Taking
from csp_tui.services.remote.views import PullReport, UnreadableProduct

if TYPE_CHECKING:
    from csp_tui.services.context import Context
    from csp_tui.services.remote.accounts import AccountService

_AT_ONCE = 25
"""Offers that are written in one transaction, and that are in memory at the same time."""
_Block = list[RemoteOffer | Unreadable]


@dataclass()
class PulledAccount:
    """What was read of an account and is not applied yet.

    Attributes:
        account: The account.
        listed: All its products, None where only some offers were asked for.
        unreadable: The products that could not be read.
        report: What taking it over would do.
    """

    account: Account
    listed: list[RemoteProduct] | None
    unreadable: list[UnreadableProduct]
    report: PullReport = dataclasses.field(default_factory=PullReport)
    _blocks: list[bytes] = dataclasses.field(default_factory=list)

    def keep(self, block: _Block) -> None:
        """Keep a block, small: an account of large lists is not held as it came."""
        readable = [one for one in block if isinstance(one, RemoteOffer)]
        self.unreadable += (
            UnreadableProduct(one.identity.offer_id or one.identity.product, one.reason)
            for one in block
            if isinstance(one, Unreadable)
        )
        self._blocks.append(zlib.compress(pickle.dumps(readable), 1))

    def blocks(self) -> Iterator[_Block]:
        """What was read, a block at a time."""
        for packed in self._blocks:
            # Packed by this object a moment ago, never read from outside.
            yield pickle.loads(zlib.decompress(packed))


class PullService:
    """Reads an account and applies what changed.

    Args:
        context: Storage, time and the user.
        accounts: Opens accounts.
    """

    def __init__(self, context: Context, accounts: AccountService) -> None:
        self._context = context
        self._accounts = accounts

    def pull(
        self, account: str = "", *, offers: Collection[str] = (), dry_run: bool = False
    ) -> PullReport:
        """Read products and apply what changed; a draft that was changed here stays.

        Args:
            account: The account's name, "" for the only one.
            offers: Only these offers; all without any.
            dry_run: Only say what would happen.

        Raises:
            InvalidInput: There is no such account.
            NotFound: Partner Center has none of an offer that was named.
            RemoteProblem: The account cannot be read; offers that were read before are changed.
        """
        chosen, found, answers, listed = self._begin(account, offers)
        while block := list(islice(answers, _AT_ONCE)):
            self._take(chosen, block, found, dry_run=dry_run)
        gone = () if offers else self._gone(chosen, listed, dry_run=dry_run)
        return _report(found, gone, dry_run=dry_run)

    def read(self, account: str = "", *, offers: Collection[str] = ()) -> PulledAccount:
        """Read products and say what applying them would do; nothing is changed.

        Args:
            account: The account's name, "" for the only one.
            offers: Only these offers; all without any.

        Raises:
            InvalidInput: There is no such account.
            NotFound: Partner Center has none of an offer that was named.
            RemoteProblem: The account cannot be read.
        """
        chosen, found, answers, listed = self._begin(account, offers)
        pulled = PulledAccount(chosen, None if offers else listed, list(found.unreadable))
        while block := list(islice(answers, _AT_ONCE)):
            self._take(chosen, block, found, dry_run=True)
            pulled.keep(block)
        gone = () if offers else self._gone(chosen, listed, dry_run=True)
        pulled.report = _report(found, gone, dry_run=True)
        return pulled

    def take(self, pulled: PulledAccount) -> PullReport:
        """Apply what was read, exactly as it was read; Partner Center is not asked again.

        Args:
            pulled: What ``read`` gave. A draft that was changed here since then is a conflict.

        Raises:
            InvalidInput: The account was removed since then.
        """
        account = self._accounts.find(pulled.account.name)
        found = Found(unreadable=list(pulled.unreadable))
        for block in pulled.blocks():
            self._take(account, block, found, dry_run=False)
        listed = pulled.listed
        gone = () if listed is None else self._gone(account, listed, dry_run=False)
        return _report(found, gone, dry_run=False)

    def _begin(
        self, account: str, offers: Collection[str]
    ) -> tuple[Account, Found, Iterator[RemoteOffer | Unreadable], list[RemoteProduct]]:
        """Open the account, list its products, and begin to read those that are wanted."""
        chosen = self._accounts.find(account)
        remote = self._accounts.open(chosen)
        found = Found()
        listed = list(remote.products())
        wanted = self._distinct(chosen, listed, found)
        if offers:
            missing = set(offers) - {one.offer_id for one in wanted}
            if missing:
                raise NotFound(
                    say("Partner Center has no offer {offer_id}.", offer_id=min(missing)),
                    say("Check the offer ID, and which account it belongs to."),
                    field="offer",
                )
            wanted = [one for one in wanted if one.offer_id in offers]
        return chosen, found, remote.read_all(wanted), listed

    def _distinct(
        self, account: Account, listed: Sequence[RemoteProduct], found: Found
    ) -> list[RemoteProduct]:
        """The products, each offer ID once: two types can share one in Partner Center."""
        with self._context.open_read() as unit:
            linked = {one.product for one in unit.remote.products(account.name)}
        chosen: dict[str, RemoteProduct] = {}
        for product in sorted(listed, key=lambda one: one.product not in linked):
            first = chosen.setdefault(product.offer_id, product)
            if first is not product:
                found.cannot(
                    product,
                    say(
                        "Another product has the same offer ID; this one has the type {type}.",
                        type=product.type_word,
                    ),
                )
        return list(chosen.values())

    def _take(
        self,
        account: Account,
        block: Collection[RemoteOffer | Unreadable],
        found: Found,
        *,
        dry_run: bool,
    ) -> None:
        readable = []
        for one in block:
            if isinstance(one, Unreadable):
                found.cannot(one.identity, one.reason)
            else:
                readable.append(one)
        if dry_run:
            with self._context.open_read() as reading:
                for one in readable:
                    Taking(self._context, reading, account, one, found).look()
            return
        with self._context.open_unit() as unit:
            for one in readable:
                Taking(self._context, unit, account, one, found).take(unit)
            unit.commit()

    def _gone(
        self, account: Account, listed: Sequence[RemoteProduct], *, dry_run: bool
    ) -> tuple[str, ...]:
        """The linked offers whose products are no longer there, and were at the last pull."""
        known = {one.product for one in listed}
        with self._context.open_read() as reading:
            lost = [
                one.offer_id
                for one in reading.remote.products(account.name)
                if one.product not in known and not one.is_gone
            ]
        if not dry_run:
            with self._context.open_unit() as unit:
                for offer_id in lost:
                    link = unit.remote.link(offer_id)
                    if link is not None:
                        unit.remote.save_link(dataclasses.replace(link, is_gone=True))
                current = {one.name: one for one in unit.remote.accounts()}.get(account.name)
                if current is not None:
                    pulled = dataclasses.replace(
                        current, products=len(listed), pulled_at=self._context.clock.now()
                    )
                    unit.remote.save_account(pulled)
                unit.commit()
        return tuple(lost)


def _report(found: Found, gone: Collection[str], *, dry_run: bool) -> PullReport:
    return PullReport(
        new=tuple(sorted(found.new)),
        changed=tuple(sorted(found.changed, key=lambda one: one.offer_id)),
        gone=tuple(gone),
        unchanged=found.unchanged,
        conflicts=tuple(sorted(found.conflicts, key=lambda one: one.offer_id)),
        unreadable=tuple(sorted(found.unreadable, key=lambda one: one.product)),
        dry_run=dry_run,
    )
