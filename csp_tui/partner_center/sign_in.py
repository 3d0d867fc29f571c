"""Signing in: an application's secret or certificate becomes an access token.

Secrets come from the system's keyring or the environment and are kept nowhere else.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from csp_tui.domain.errors import InvalidInput, RemoteProblem
from csp_tui.domain.remote import Account
from csp_tui.domain.text import clean
from csp_tui.domain.wording import Message, say
from csp_tui.partner_center.client import retry_after, unreachable
from csp_tui.partner_center.endpoints import SIGN_IN
from csp_tui.partner_center.wire import HttpRequest, HttpResponse, Transport, TransportError

SECRET_VARIABLE, TOKEN_VARIABLE = "CSP_TUI_PC_SECRET", "CSP_TUI_PC_TOKEN"
GRAPH_SCOPE = "https://graph.microsoft.com/.default"
OLDER_SCOPE = "https://api.partner.microsoft.com/.default"
_SERVICE = "csp-tui"
_KEY = re.compile(r"-----BEGIN ([A-Z ]*PRIVATE KEY)-----.+?-----END \1-----", re.DOTALL)
_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_SECONDS, _LIMIT = 30.0, 1_000_000
_TRIES, _WAIT_AT_MOST = 4, 60.0


class Secrets:
    """Where the secrets of accounts are.

    Args:
        environment: The variables of the process.
    """

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = os.environ if environment is None else environment

    @property
    def token(self) -> str:
        """A ready access token from the environment, "" where there is none."""
        return self._environment.get(TOKEN_VARIABLE, "").strip()

    def find(self, account: Account) -> str:
        """The secret of an account, "" where there is none."""
        given = self._environment.get(SECRET_VARIABLE, "").strip()
        if given:
            return given
        try:
            import keyring

            return keyring.get_password(_SERVICE, _entry(account)) or ""
        except Exception:
            # Every backend has exceptions of its own; without one there is no secret.
            return ""

    def store(self, account: Account, secret: str) -> None:
        """Keep a secret in the keyring, and read it back.

        Raises:
            InvalidInput: There is no keyring, or it does not keep it.
        """
        problem = InvalidInput(
            say("This system has no keyring that could keep the secret, so it was not stored."),
            say(
                "Set the environment variable {name} to the secret instead, and sign in again "
                "without entering it.",
                name=SECRET_VARIABLE,
            ),
        )
        try:
            import keyring

            keyring.set_password(_SERVICE, _entry(account), secret)
            kept = keyring.get_password(_SERVICE, _entry(account))
        except Exception as error:
            # Its text could hold what was to be stored.
            raise problem from error
        if kept != secret:
            raise problem

    def forget(self, account: Account) -> None:
        """Delete the secret of an account from the keyring."""
        try:
            import keyring

            keyring.delete_password(_SERVICE, _entry(account))
        except Exception:
            return


def _entry(account: Account) -> str:
    return f"{account.tenant_id}/{account.client_id}"


class FixedToken:
    """A token that was given and cannot be renewed.

    Args:
        token: The token.
    """

    def __init__(self, token: str) -> None:
        self._token = token

    def token(self, *, renew: bool = False) -> str:
        """The token.

        Raises:
            RemoteProblem: It was refused.
        """
        if renew:
            raise RemoteProblem(
                say("Partner Center refuses the access token in {name}.", name=TOKEN_VARIABLE),
                say("It is valid for about an hour. Set a new one, or unset it to sign in."),
                status=401,
            )
        return self._token


class PlainTokens:
    """Asks for tokens with a secret, without any package; for the emulator in this process.

    Args:
        transport: Sends requests.
        account: The account.
        secret: Its secret.
        scope: What the tokens are for.
    """

    def __init__(
        self, transport: Transport, account: Account, secret: str, scope: str = GRAPH_SCOPE
    ) -> None:
        self._transport = transport
        self._account = account
        self._secret = secret
        self._scope = scope
        self._token = ""
        self._lock = threading.Lock()

    def token(self, *, renew: bool = False) -> str:
        """A token, asked for when it is first needed.

        Raises:
            RemoteProblem: Signing in failed.
        """
        with self._lock:
            if renew or not self._token:
                form = {
                    "grant_type": "client_credentials",
                    "client_id": self._account.client_id,
                    "client_secret": self._secret,
                    "scope": self._scope,
                }
                url = f"{SIGN_IN}/{self._account.tenant_id}/oauth2/v2.0/token"
                request = HttpRequest("POST", url, {}, urlencode(form).encode())
                try:
                    answer = asked_for_token(self._transport, request)
                    self._token = str(answer.document()["access_token"])
                except TransportError as error:
                    raise unreachable(error) from error
                except (ValueError, KeyError, TypeError) as error:
                    raise _failed(f"HTTP {answer.status}") from error
            return self._token


class MsalTokens:
    """Signs in through MSAL, with a secret or a certificate.

    Args:
        transport: Sends requests.
        account: The account.
        secret: Its secret, "" to use the certificate.
        scope: What the tokens are for.

    Raises:
        ImportError: The extra is not installed.
        InvalidInput: The certificate cannot be read.
    """

    def __init__(
        self, transport: Transport, account: Account, secret: str, scope: str = GRAPH_SCOPE
    ) -> None:
        import msal

        self._msal: Any = msal
        self._transport = transport
        self._account = account
        self._secret = secret
        self._scope = scope
        self._lock = threading.Lock()
        self._application: Any = None
        self._credential: Any = secret or _certificate(account.certificate)

    def token(self, *, renew: bool = False) -> str:
        """A token; it is kept in memory until shortly before it expires.

        Raises:
            RemoteProblem: Signing in failed.
        """
        with self._lock:
            if renew or self._application is None:
                self._application = self._new_application()
            try:
                answer = self._application.acquire_token_for_client(scopes=[self._scope])
            except TransportError as error:
                raise unreachable(error) from error
            except ValueError as error:
                raise _failed(str(error)[:200]) from error
        token = answer.get("access_token") if isinstance(answer, dict) else None
        if not isinstance(token, str):
            text = answer.get("error_description", "") if isinstance(answer, dict) else ""
            raise _failed(clean(str(text))[:300])
        return token

    def _new_application(self) -> Any:
        try:
            return self._msal.ConfidentialClientApplication(
                self._account.client_id,
                authority=f"{SIGN_IN}/{self._account.tenant_id}",
                client_credential=self._credential,
                http_client=_MsalHttp(self._transport),
                instance_discovery=False,
            )
        except TransportError as error:
            raise unreachable(error) from error
        except ValueError as error:
            raise _failed("") from error


def _certificate(path: str) -> Mapping[str, str]:
    try:
        text = Path(path).read_text("ascii")
    except (OSError, UnicodeError) as error:
        raise InvalidInput(
            say("The certificate {path} can't be read.", path=path or "–"),
            say("Give the path of a PEM file with the private key and the certificate."),
            field="certificate",
        ) from error
    key, certificate = _KEY.search(text), _CERTIFICATE.search(text)
    if key is None or certificate is None:
        raise InvalidInput(
            say("{path} does not contain a private key and a certificate.", path=path),
            say("Give a PEM file with both."),
            field="certificate",
        )
    return {"private_key": key[0], "public_certificate": certificate[0]}


def _failed(text: str) -> RemoteProblem:
    message: Message = (
        say("Signing in failed: {details}", details=text) if text else say("Signing in failed.")
    )
    return RemoteProblem(
        message,
        say("Check the tenant ID, the application's ID and its secret or certificate."),
        status=401,
    )


class _MsalAnswer:
    """An answer in the form that MSAL reads."""

    def __init__(self, response: HttpResponse) -> None:
        self.status_code = response.status
        self.text = response.body.decode("utf-8", "replace")
        self.headers = dict(response.headers)

    def raise_for_status(self) -> None:
        if self.status_code >= 400:
            raise ValueError(f"HTTP {self.status_code}")


class _MsalHttp:
    """Lets MSAL use the program's own transport, with its hosts, limits and deadlines."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get(self, url: str, params: Any = None, headers: Any = None, **_more: Any) -> _MsalAnswer:
        query = f"?{urlencode(params)}" if params else ""
        return self._send(HttpRequest("GET", url + query, dict(headers or {})))

    def post(
        self, url: str, params: Any = None, data: Any = None, headers: Any = None, **_more: Any
    ) -> _MsalAnswer:
        body = urlencode(data).encode() if isinstance(data, dict) else (data or "").encode()
        query = f"?{urlencode(params)}" if params else ""
        sent = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        return self._send(HttpRequest("POST", url + query, sent, body))

    def close(self) -> None:
        """Nothing is open."""

    def _send(self, request: HttpRequest) -> _MsalAnswer:
        return _MsalAnswer(asked_for_token(self._transport, request))


def asked_for_token(transport: Transport, request: HttpRequest) -> HttpResponse:
    """Send a request of the sign-in, again where it was not answered or there were too many.

    Asking for a token changes nothing, so that a lost answer is simply asked for again.

    Raises:
        TransportError: There was no answer.
    """
    for attempt in range(_TRIES):
        is_last = attempt == _TRIES - 1
        wait = 0.5 * 2**attempt
        try:
            response = transport.send(request, deadline=_SECONDS, limit=_LIMIT)
        except TransportError:
            if is_last:
                raise
        else:
            if is_last or (response.status != 429 and response.status < 500):
                return response
            named = retry_after(response.headers.get("retry-after", ""))
            wait = wait if named is None else min(named, _WAIT_AT_MOST)
        time.sleep(wait)
    raise TransportError("no response")
