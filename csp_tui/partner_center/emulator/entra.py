"""Sign-in of applications: discovery and tokens, in Microsoft Entra's form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import parse_qsl

from csp_tui.partner_center.emulator.answers import Answer, Refusal, document
from csp_tui.partner_center.emulator.assertions import AssertionRefused, check
from csp_tui.partner_center.emulator.state import State

HOST = "https://login.microsoftonline.com"
_TOKEN = re.compile(r"/(?P<tenant>[^/]+)/oauth2/(?:v2\.0/)?token/?")
_DISCOVERY = re.compile(r"/(?P<tenant>[^/]+)/v2\.0/\.well-known/openid-configuration")
LIFETIME = 3600


class Entra:
    """Hands out tokens.

    Args:
        state: The account with its applications.

    Attributes:
        lifetime: Seconds that a token is good for.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self.lifetime = LIFETIME

    def answer(self, method: str, path: str, body: bytes) -> Answer | None:
        """Answer a call of sign-in, None where it is none."""
        match = _DISCOVERY.fullmatch(path)
        if match is not None:
            root = f"{HOST}/{match['tenant']}"
            return document(
                {
                    "issuer": f"{root}/v2.0",
                    "authorization_endpoint": f"{root}/oauth2/v2.0/authorize",
                    "token_endpoint": f"{root}/oauth2/v2.0/token",
                    "device_authorization_endpoint": f"{root}/oauth2/v2.0/devicecode",
                }
            )
        match = _TOKEN.fullmatch(path)
        if match is None or method != "POST":
            return None
        return self._token(match["tenant"], dict(parse_qsl(body.decode("ascii", "replace"))))

    def _token(self, tenant: str, form: Mapping[str, str]) -> Answer:
        client = form.get("client_id", "")
        app = self._state.apps.get(client)
        if form.get("grant_type") != "client_credentials":
            return _problem("unsupported_grant_type", 70003, "Only applications sign in here.")
        if not form.get("scope") and not form.get("resource"):
            return _problem("invalid_scope", 70011, "The scope is missing.")
        secret, assertion = form.get("client_secret", ""), form.get("client_assertion", "")
        if app is None:
            if self._state.strict or not client:
                return _problem("unauthorized_client", 700016, "The application was not found.")
        elif tenant != app["tenant"] and self._state.strict:
            return _problem("invalid_request", 90002, "The tenant was not found.")
        elif secret and secret != app["secret"]:
            return _problem("invalid_client", 7000215, "Invalid client secret provided.", 401)
        if not secret and assertion.count(".") != 2:
            return _problem("invalid_client", 7000216, "A secret or an assertion is required.", 401)
        if not secret:
            try:
                self._require_signed(tenant, client, assertion)
            except AssertionRefused as refused:
                return _problem("invalid_client", refused.number, str(refused), 401)
        audience = form.get("resource") or form.get("scope", "").removesuffix("/.default")
        token = f"emulated.{self._state.new_id()}.{audience.rstrip('/').rpartition('/')[2]}"
        self._state.tokens[token] = self._state.clock.now() + timedelta(seconds=self.lifetime)
        return document(
            {"token_type": "Bearer", "expires_in": self.lifetime, "access_token": token}
        )

    def _require_signed(self, tenant: str, client: str, assertion: str) -> None:
        """Require an assertion of the application's certificate.

        Raises:
            AssertionRefused: It is another one, or none is registered and the account is strict.
        """
        certificate = (self._state.apps.get(client) or {}).get("certificate")
        if certificate:
            root = f"{HOST}/{tenant}"
            audiences = (f"{root}/oauth2/v2.0/token", f"{root}/oauth2/token", f"{root}/v2.0")
            check(assertion, str(certificate), client, audiences)
        elif self._state.strict:
            raise AssertionRefused(700027, "No certificate is registered for the application.")

    def require_token(self, authorization: str) -> None:
        """Require a token that is good.

        Raises:
            Refusal: It is missing, unknown or too old.
        """
        kind, _, token = authorization.partition(" ")
        if kind != "Bearer" or not token:
            raise Refusal(401, "unauthorized", "The access token is missing.")
        expires = self._state.tokens.get(token)
        if expires is None:
            if self._state.strict or token.startswith("emulated."):
                raise Refusal(401, "unauthorized", "The access token is not valid.")
        elif expires <= self._state.clock.now():
            raise Refusal(401, "unauthorized", "The access token has expired.")


def _problem(kind: str, number: int, text: str, status: int = 400) -> Answer:
    return document(
        {
            "error": kind,
            "error_description": f"AADSTS{number}: {text}",
            "error_codes": [number],
            "trace_id": "00000000-0000-4000-8000-000000000001",
            "correlation_id": "00000000-0000-4000-8000-000000000002",
        },
        status,
    )
