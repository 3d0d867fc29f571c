"""Accounts of Partner Center: sign in and out, and whether the program is connected."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from csp_tui.domain.errors import FieldChecks, InvalidInput
from csp_tui.domain.identifiers import tenant_id
from csp_tui.domain.remote import Account, Link, RemoteAudience, SyncState
from csp_tui.domain.wording import Message, quoted, say
from csp_tui.services.offers import setup_facts
from csp_tui.services.remote.linked import linked_offer, linked_offers, without_partners
from csp_tui.services.remote.local import local_live
from csp_tui.services.remote.views import ConnectionStatus, LinkedOffer
from csp_tui.services.remote_port import PlayedPortal

if TYPE_CHECKING:
    from csp_tui.domain.product import ProductType
    from csp_tui.services.context import Context
    from csp_tui.services.read_unit import ReadUnit
    from csp_tui.services.remote_port import Connector, RemoteAccount

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,49}")
DEFAULT = "default"


class AccountService:
    """Keeps accounts and opens them.

    Args:
        context: Storage, time and the user.
        connector: Makes what opens accounts; called when one is opened. It makes None where there
            is no network.

    Attributes:
        selected: The account that the screens show, "" for the first one, until the program ends.
    """

    def __init__(self, context: Context, connector: Callable[[], Connector | None]) -> None:
        self._context = context
        self._make_connector = connector
        self.selected = ""

    @cached_property
    def _connector(self) -> Connector | None:
        return self._make_connector()

    @property
    def is_available(self) -> bool:
        """Whether this session may connect at all."""
        return self._connector is not None

    @property
    def connector(self) -> Connector:
        """Opens accounts.

        Raises:
            InvalidInput: This session has no network.
        """
        if self._connector is None:
            raise InvalidInput(
                say("Partner Center is not available in this session."),
                say("Start csp-tui on your own database to connect."),
            )
        return self._connector

    @property
    def is_emulated(self) -> bool:
        """Whether an emulator stands in for Partner Center, also one at a wrong address."""
        try:
            return self._connector is not None and bool(self._connector.emulator)
        except InvalidInput:
            return True

    @property
    def can_act(self) -> bool:
        """Whether manual steps can be simulated, as in the demo's own Partner Center."""
        return isinstance(self._connector, PlayedPortal)

    def act(self, act: str, offer_id: str) -> None:
        """Simulate a manual step in Partner Center itself.

        Args:
            act: Such as ``sync``.
            offer_id: The offer.

        Raises:
            InvalidInput: It cannot be done, or this is no Partner Center of a demo.
        """
        connector = self.connector
        if not isinstance(connector, PlayedPortal):
            raise InvalidInput(say("This can only be done by hand, in Partner Center itself."))
        connector.act(act, offer_id)

    def accounts(self) -> list[Account]:
        """The accounts by name."""
        with self._context.open_read() as unit:
            return unit.remote.accounts()

    def find(self, name: str = "") -> Account:
        """An account by its name, or the only one.

        Raises:
            InvalidInput: There is none, or several and none was named.
        """
        with self._context.open_read() as unit:
            return chosen_account(unit, name)

    def why_no_sign_in(self) -> Message | None:
        """Why signing in is not possible in this session, None where it is."""
        if self._connector is None:
            return say("Partner Center is not available in this session.")
        if self.can_act:
            return say("The demo has an account of its own and no network.")
        if not self._connector.is_installed:
            return say(
                "The connection needs packages that are not installed. Install them with: "
                "{command}",
                command="pip install 'csp-tui[partner-center]'",
            )
        return None

    def sign_in(
        self, account: Account, secret: str = "", *, emulator: str | None = None
    ) -> Account:
        """Check that an account can be used, then keep it.

        Args:
            account: The account.
            secret: Its secret, "" where it has a certificate or the environment has the secret.
            emulator: The emulator to call from now on, "" for the real service, None to leave it.

        Raises:
            InvalidInput: A field cannot be used, or the secret cannot be kept.
            RemoteProblem: Signing in or reading the first products failed; nothing was kept.
        """
        account = _checked(account)
        connector = self.connector
        before = connector.emulator if emulator is not None else ""
        if emulator is not None:
            connector.use_emulator(emulator)
        try:
            # One product is enough to see that the application is accepted.
            next(iter(connector.connect(account, secret).products()), None)
            if secret:
                connector.store_secret(account, secret)
        except BaseException:
            if emulator is not None:
                connector.use_emulator(before)
            raise
        with self._context.open_unit() as unit:
            known = {one.name: one for one in unit.remote.accounts()}.get(account.name)
            if known is not None and known.tenant_id != account.tenant_id:
                # Products of another tenant are other products.
                unit.remote.delete_account(account.name)
            unit.remote.save_account(account)
            unit.commit()
        return account

    def adopt(
        self, account: Account, product_of: Callable[[str, ProductType], tuple[str, bool]]
    ) -> None:
        """Link every offer as if what is live had just been pulled, for the demo's story.

        Args:
            account: The account, which is kept.
            product_of: The product of an offer, and whether only the older API can write it.
        """
        now = self._context.clock.now()
        rows = self._context.read.offer_rows()
        pulled = dataclasses.replace(account, products=len(rows), pulled_at=now)
        with self._context.open_unit() as unit:
            unit.remote.save_account(pulled)
            for row in rows:
                offer = row.state.offer
                live = local_live(unit, offer)
                product, older = product_of(offer.offer_id, offer.product_type)
                link = Link(
                    offer_id=offer.offer_id,
                    account=account.name,
                    product=product,
                    type_word=offer.product_type.api_name,
                    older=older,
                    base=live or RemoteAudience(),
                    remote=live or RemoteAudience(),
                    live=live,
                    setup=setup_facts(offer.setup),
                    resource={},
                    seen_at=now,
                )
                unit.remote.save_link(link)
            unit.commit()

    def sign_out(self, name: str = "") -> Account:
        """Remove an account, its links and its secret; offers stay as they are.

        Raises:
            InvalidInput: There is no such account, or it has jobs that have not ended.
        """
        with self._context.open_unit() as unit:
            account = chosen_account(unit, name)
            jobs = [one for one in unit.remote.jobs(open_only=True) if one.account == account.name]
            if jobs:
                raise InvalidInput(
                    say(
                        "Job {id} of the account {name} has not ended.",
                        id=jobs[0].id,
                        name=account.name,
                    ),
                    say("Finish it with “jobs resume”, or abandon it with “jobs forget”."),
                )
            unit.remote.delete_account(account.name)
            others = unit.remote.accounts()
            unit.commit()
        application = (account.tenant_id, account.client_id)
        is_shared = any((one.tenant_id, one.client_id) == application for one in others)
        if self._connector is not None and not is_shared:
            self._connector.forget_secret(account)
        return account

    def open(self, account: Account) -> RemoteAccount:
        """Open an account; nothing is sent yet.

        Raises:
            InvalidInput: There is no secret, the extra is missing, or there is no network.
        """
        return self.connector.connect(account)

    def status(self, name: str = "") -> ConnectionStatus:
        """Whether and how the program is connected; asks nothing of the network."""
        with self._context.open_read() as unit:
            accounts = unit.remote.accounts()
            jobs = unit.remote.jobs(open_only=True)
            account = None
            if accounts and (name or len(accounts) == 1):
                account = chosen_account(unit, name)
            elif name:
                chosen_account(unit, name)
            states: Counter[SyncState] = Counter()
            if account is not None:
                states.update(one.state for one in linked_offers(unit, account))
        endpoint = "" if self._connector is None else self._connector.endpoint
        if account is None:
            return ConnectionStatus(endpoint=endpoint, jobs_open=len(jobs), states={})
        return ConnectionStatus(
            account=account.name,
            tenant_id=account.tenant_id,
            client_id=account.client_id,
            endpoint=endpoint,
            signed_in=self._connector is not None and self._connector.has_secret(account),
            products=account.products,
            linked=states.total(),
            pulled_at=account.pulled_at,
            jobs_open=len([job for job in jobs if job.account == account.name]),
            states=states,
        )

    def offers(self, name: str = "") -> list[LinkedOffer]:
        """The linked offers of an account, or of all accounts, by offer ID."""
        with self._context.open_read() as unit:
            accounts = [one for one in unit.remote.accounts() if name in ("", one.name)]
            return [offer for account in accounts for offer in linked_offers(unit, account)]

    def lines(self, name: str) -> list[LinkedOffer]:
        """The linked offers of an account for a list: without partners, which can be many."""
        with self._context.open_read() as unit:
            account = chosen_account(unit, name)
            return [without_partners(one) for one in linked_offers(unit, account)]

    def offer(self, offer_id: str) -> LinkedOffer | None:
        """One linked offer in full, None where it is not linked."""
        with self._context.open_read() as unit:
            return linked_offer(unit, offer_id)

    def probe(self, name: str = "") -> dict[str, object]:
        """What is not documented of the API, found out by reading; no names, no secrets.

        Raises:
            InvalidInput: There is no account.
            RemoteProblem: It cannot be read.
        """
        return self.open(self.find(name)).probe()


def chosen_account(unit: ReadUnit, name: str) -> Account:
    """An account by its name, or the only one.

    Raises:
        InvalidInput: There is none, or several and none was named.
    """
    accounts = unit.remote.accounts()
    for account in accounts:
        if name == account.name or (not name and len(accounts) == 1):
            return account
    if not accounts:
        raise InvalidInput(
            say("No Partner Center account is set up."),
            say("Sign in with: csp-tui partner-center login"),
        )
    names = ", ".join(account.name for account in accounts)
    if name:
        raise InvalidInput(
            say("There is no account {name}.", name=quoted(name)),
            say("Select one of: {names}.", names=names),
            field="account",
        )
    raise InvalidInput(
        say("Several accounts are set up: {names}.", names=names),
        say("Name one with --account."),
        field="account",
    )


def _checked(account: Account) -> Account:
    fields = FieldChecks()
    checked = Account(
        name=fields.check(lambda: _checked_name(account.name), ""),
        tenant_id=fields.check(lambda: _checked_tenant(account.tenant_id), ""),
        client_id=fields.check(lambda: _checked_client(account.client_id), ""),
        certificate=account.certificate,
        api_version=account.api_version,
        item_shape=account.item_shape,
    )
    fields.require_valid()
    return checked


def _checked_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise InvalidInput(
            say("{value} is not a name of an account.", value=quoted(name)),
            say("Use up to 50 lowercase letters, digits, hyphens and underscores."),
            field="account",
        )
    return name


def _checked_tenant(text: str) -> str:
    # A tenant may also be named by its domain, an application only by its ID.
    tenant = text.strip().lower()
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{2,80}", tenant):
        raise InvalidInput(
            say("{value} is not a tenant ID or domain.", value=quoted(text)),
            say("Copy the directory (tenant) ID from Microsoft Entra."),
            field="tenant",
        )
    return tenant


def _checked_client(text: str) -> str:
    try:
        return tenant_id(text)
    except InvalidInput as error:
        raise InvalidInput(
            say("{value} is not an application ID.", value=quoted(text)),
            say("Copy the application (client) ID from Microsoft Entra."),
            field="client",
        ) from error
