"""Opens accounts: the real service, an emulator on this computer, or one in this process."""

from __future__ import annotations

import importlib.util
import os
import time
from collections.abc import Callable, Mapping

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.remote import Account
from csp_tui.domain.wording import say
from csp_tui.partner_center.account import IngestionAccount
from csp_tui.partner_center.client import ApiClient, TokenSource
from csp_tui.partner_center.endpoints import (
    EMULATOR_VARIABLE,
    INGESTION,
    OLDER,
    OnlyKnownHosts,
    checked_emulator,
)
from csp_tui.partner_center.older import OlderApi
from csp_tui.partner_center.sign_in import (
    GRAPH_SCOPE,
    OLDER_SCOPE,
    SECRET_VARIABLE,
    FixedToken,
    MsalTokens,
    PlainTokens,
    Secrets,
)
from csp_tui.partner_center.wire import Transport
from csp_tui.services import remote_port

POLL_SECONDS, EMULATOR_POLL_SECONDS = 60.0, 0.2


class NetworkConnector(remote_port.Connector):
    """Opens accounts over the network.

    Args:
        environment: The variables of the process.
        sleep: Waits some seconds.
    """

    def __init__(
        self,
        environment: Mapping[str, str] | None = None,
        *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._environment = os.environ if environment is None else environment
        self._secrets = Secrets(self._environment)
        self._sleep = sleep
        self._chosen: str | None = None

    @property
    def is_installed(self) -> bool:
        return all(importlib.util.find_spec(name) for name in ("msal", "requests", "keyring"))

    @property
    def emulator(self) -> str:
        if self._chosen is not None:
            return self._chosen
        text = self._environment.get(EMULATOR_VARIABLE, "").strip()
        return checked_emulator(text) if text else ""

    def use_emulator(self, address: str) -> None:
        text = address.strip()
        self._chosen = checked_emulator(text) if text else ""

    @property
    def endpoint(self) -> str:
        return self.emulator or INGESTION

    def has_secret(self, account: Account) -> bool:
        """Whether there is a token, a secret or a certificate to sign in with."""
        return bool(
            self._secrets.token
            or (account.certificate and os.path.isfile(account.certificate))
            or self._secrets.find(account)
        )

    def store_secret(self, account: Account, secret: str) -> None:
        self._secrets.store(account, secret)

    def forget_secret(self, account: Account) -> None:
        self._secrets.forget(account)

    def connect(self, account: Account, secret: str = "") -> IngestionAccount:
        emulator = self.emulator
        try:
            from csp_tui.partner_center.internet import InternetTransport

            transport = OnlyKnownHosts(InternetTransport(direct=bool(emulator)), emulator)
            tokens = self._tokens(transport, account, secret, GRAPH_SCOPE)
            older_tokens = self._tokens(transport, account, secret, OLDER_SCOPE)
        except ImportError as error:
            raise extra_missing() from error
        return opened(
            account,
            transport,
            tokens,
            older_tokens,
            endpoint=self.endpoint,
            poll_seconds=EMULATOR_POLL_SECONDS if emulator else POLL_SECONDS,
            sleep=self._sleep,
        )

    def _tokens(
        self, transport: Transport, account: Account, secret: str, scope: str
    ) -> TokenSource:
        if secret:
            return MsalTokens(transport, account, secret, scope)
        if self._secrets.token:
            return FixedToken(self._secrets.token)
        if account.certificate:
            return MsalTokens(transport, account, "", scope)
        secret = self._secrets.find(account)
        if not secret:
            raise InvalidInput(
                say("There is no secret to sign in to the account {name}.", name=account.name),
                say(
                    "Sign in again with: csp-tui partner-center login, or set {name}.",
                    name=SECRET_VARIABLE,
                ),
            )
        return MsalTokens(transport, account, secret, scope)


class LocalConnector(remote_port.Connector):
    """Opens one account through a transport that needs no network and no extra.

    Args:
        transport: Leads to an emulator in this process.
        secret: The secret of its application.
        sleep: Waits some seconds.
    """

    endpoint = "emulator"
    emulator = ""
    is_installed = True

    def __init__(
        self, transport: Transport, secret: str, *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._transport = OnlyKnownHosts(transport)
        self._secret = secret
        self._sleep = sleep

    def has_secret(self, account: Account) -> bool:
        """Always: the account is invented."""
        return True

    def store_secret(self, account: Account, secret: str) -> None:
        """Nothing: the account is invented."""

    def forget_secret(self, account: Account) -> None:
        """Nothing: the account is invented."""

    def use_emulator(self, address: str) -> None:
        """Nothing: there is one already."""

    def connect(self, account: Account, secret: str = "") -> IngestionAccount:
        secret = secret or self._secret
        return opened(
            account,
            self._transport,
            PlainTokens(self._transport, account, secret),
            PlainTokens(self._transport, account, secret, OLDER_SCOPE),
            endpoint=self.endpoint,
            poll_seconds=EMULATOR_POLL_SECONDS,
            sleep=self._sleep,
        )


def opened(
    account: Account,
    transport: Transport,
    tokens: TokenSource,
    older_tokens: TokenSource,
    *,
    endpoint: str,
    poll_seconds: float,
    sleep: Callable[[float], None],
) -> IngestionAccount:
    """Put an account together."""
    parameters = {"$version": account.api_version}
    client = ApiClient(transport, tokens, parameters=parameters, sleep=sleep)
    older = ApiClient(transport, older_tokens, base=OLDER, sleep=sleep)
    return IngestionAccount(
        account, client, OlderApi(older), endpoint=endpoint, poll_seconds=poll_seconds
    )


def extra_missing() -> InvalidInput:
    """What to say where the packages of the connection are not installed."""
    return InvalidInput(
        say("The connection to Partner Center needs packages that are not installed."),
        say("Install them with: pip install 'csp-tui[partner-center]'"),
    )
