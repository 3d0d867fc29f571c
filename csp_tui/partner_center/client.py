"""Calls of the Product Ingestion API: tokens, retries, pages and errors in one place."""

from __future__ import annotations

import email.utils
import json
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol
from urllib.parse import urlencode, urljoin, urlsplit

from csp_tui.domain.errors import AnswerLost, RemoteMissing, RemoteProblem
from csp_tui.domain.text import clean
from csp_tui.domain.wording import Message, say
from csp_tui.partner_center.endpoints import INGESTION
from csp_tui.partner_center.wire import (
    HttpRequest,
    HttpResponse,
    Transport,
    TransportError,
    reason_words,
)

Json = dict[str, Any]
READ_SECONDS, WRITE_SECONDS = 30.0, 60.0
ANSWER_LIMIT = 20_000_000
TRIES = 4
_PAGES = 2_000
_WAIT_AT_MOST = 120.0
_TRANSIENT = (408, 500, 502, 503, 504)
USER_AGENT = "csp-tui"


class TokenSource(Protocol):
    """Where access tokens come from."""

    def token(self, *, renew: bool = False) -> str:
        """An access token.

        Args:
            renew: Whether the last one was refused.

        Raises:
            RemoteProblem: Signing in failed.
        """


class ApiClient:
    """Calls one API; safe to use from several threads.

    Args:
        transport: Sends requests.
        tokens: Where access tokens come from.
        base: The address that paths are below.
        parameters: Parameters of every call, such as ``$version``.
        sleep: Waits some seconds.
    """

    def __init__(
        self,
        transport: Transport,
        tokens: TokenSource,
        *,
        base: str = INGESTION,
        parameters: Mapping[str, str] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._transport = transport
        self._tokens = tokens
        self._base = base
        self._parameters = dict(parameters or {})
        self._sleep = sleep
        self._slow = threading.Event()
        self._one_at_a_time = threading.Lock()

    def address(self, path: str, **parameters: str) -> str:
        """The whole address of a call."""
        return f"{self._base}/{path}?{urlencode({**parameters, **self._parameters})}"

    def get(self, path: str, **parameters: str) -> Json:
        """Read a document, again where it failed for a passing reason.

        Raises:
            RemoteMissing: There is no such thing.
            RemoteProblem: It cannot be read.
        """
        return self._read(self.address(path, **parameters))

    def pages(self, path: str, **parameters: str) -> Iterator[Json]:
        """The objects of all pages of a list.

        Raises:
            RemoteProblem: A page cannot be read, or the links do not end.
        """
        url = self.address(path, **parameters)
        seen = set()
        for number in range(_PAGES):
            try:
                page = self._read(url)
            except RemoteMissing:
                if number == 0:
                    raise
                # The last link of the older API sometimes leads nowhere.
                return
            values = page.get("value")
            for value in values if isinstance(values, list) else ():
                if isinstance(value, dict):
                    yield value
            link = page.get("@nextLink") or page.get("nextLink") or page.get("@odata.nextLink")
            if not isinstance(link, str) or not link:
                return
            url = self._followed(link, url)
            if url in seen:
                break
            seen.add(url)
        raise RemoteProblem(
            say("The list of Partner Center does not end."), say("Try again later.")
        )

    def post(self, url: str, body: object) -> HttpResponse:
        """Send a write, once; it is sent again only where it was certainly not accepted.

        Raises:
            AnswerLost: It may have been accepted.
            RemoteProblem: It was not accepted.
        """
        content = json.dumps(body).encode()
        for attempt in range(TRIES):
            try:
                response = self._sent("POST", url, content, WRITE_SECONDS)
            except TransportError as error:
                if error.not_sent:
                    raise unreachable(error) from error
                raise _lost(error.reason) from error
            if response.status == 429 and attempt < TRIES - 1:
                self._pause(response, attempt)
                continue
            if response.status in _TRANSIENT:
                raise _lost(f"HTTP {response.status}")
            if response.status >= 300:
                raise problem_of(response)
            return response
        raise _busy()

    def _read(self, url: str) -> Json:
        reason = ""
        for attempt in range(TRIES):
            try:
                response = self._gently(url)
            except TransportError as error:
                if error.too_large:
                    raise _too_large() from error
                reason = error.reason
                if attempt == TRIES - 1:
                    raise unreachable(error) from error
                self._pause(None, attempt)
                continue
            if response.status == 429 or response.status in _TRANSIENT:
                reason = f"HTTP {response.status}"
                if attempt < TRIES - 1:
                    self._pause(response, attempt)
                continue
            if response.status >= 300:
                raise problem_of(response)
            try:
                document = response.document()
            except (ValueError, RecursionError):
                document = None
            if isinstance(document, dict):
                return document
            reason = "the response is not a JSON object"
            if attempt < TRIES - 1:
                self._pause(None, attempt)
        raise _busy() if "429" in reason else unreachable(TransportError(reason))

    def _gently(self, url: str) -> HttpResponse:
        """Send a read; after a first “too many requests”, one at a time."""
        if not self._slow.is_set():
            return self._sent("GET", url, b"", READ_SECONDS)
        with self._one_at_a_time:
            return self._sent("GET", url, b"", READ_SECONDS)

    def _sent(self, method: str, url: str, body: bytes, seconds: float) -> HttpResponse:
        """Send a request; a token that was refused is renewed once."""
        response = self._try(method, url, body, seconds, self._tokens.token())
        if response.status != 401:
            return response
        return self._try(method, url, body, seconds, self._tokens.token(renew=True))

    def _try(self, method: str, url: str, body: bytes, seconds: float, token: str) -> HttpResponse:
        headers = {
            "Authorization": f"Bearer {token}",
            "Accept": "application/json",
            "User-Agent": USER_AGENT,
        }
        if body:
            headers["Content-Type"] = "application/json"
        request = HttpRequest(method, url, headers, body)
        return self._transport.send(request, deadline=seconds, limit=ANSWER_LIMIT)

    def _pause(self, response: HttpResponse | None, attempt: int) -> None:
        wait = None
        if response is not None and response.status == 429:
            self._slow.set()
            wait = retry_after(response.headers.get("retry-after", ""))
        if wait is None:
            wait = 2.0**attempt * (0.75 + random.random() / 2)
        self._sleep(min(wait, _WAIT_AT_MOST))

    def _followed(self, link: str, current: str) -> str:
        """The address of the next page, which must be on the same host."""
        base = urlsplit(self._base)
        root = f"{base.scheme}://{base.netloc}/"
        url = urljoin(current if link.startswith("?") else root, link)
        parts = urlsplit(url)
        if (parts.scheme, parts.netloc) != (base.scheme, base.netloc):
            raise RemoteProblem(
                say("Partner Center links to another host; the link was not followed."),
                say("Try again later."),
            )
        return url


def retry_after(text: str) -> float | None:
    """How many seconds to wait, None where the header says nothing that can be used."""
    text = text.strip()
    if text.isdigit() and len(text) < 12:
        return float(text)
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def error_texts(response: HttpResponse) -> tuple[tuple[str, ...], str]:
    """The codes and the text of an error in any of the forms that the services use."""
    try:
        document = response.document()
    except (ValueError, RecursionError):
        return (), ""
    codes: list[str] = []
    texts: list[str] = []

    def collect(value: object, depth: int = 0) -> None:
        if not isinstance(value, dict) or depth > 4:
            return
        for key, target in (("code", codes), ("message", texts), ("title", texts)):
            if isinstance(value.get(key), str):
                target.append(clean(value[key])[:300])
        collect(value.get("error"), depth + 1)
        details = value.get("details")
        for one in details if isinstance(details, list) else ():
            collect(one, depth + 1)

    collect(document)
    return tuple(codes), " – ".join(dict.fromkeys(texts))[:600]


_SET_UP = say(
    "Check in Partner Center, under Account settings > User management > Microsoft Entra "
    "applications, that the application is listed and has the role Manager."
)


def problem_of(response: HttpResponse) -> RemoteProblem:
    """What an answer says is wrong."""
    codes, text = error_texts(response)
    status = response.status
    what, step = _explained(status, codes, text)
    kind = RemoteMissing if status == 404 else RemoteProblem
    return kind(what, step, status=status, codes=codes)


def _explained(status: int, codes: tuple[str, ...], text: str) -> tuple[Message, Message | None]:
    said = text or f"HTTP {status}"
    if status in (401, 403):
        return say("Partner Center refuses this application: {details}", details=said), _SET_UP
    if status == 404:
        return say("Partner Center does not find it: {details}", details=said), None
    if status in (409, 423):
        return (
            say("Partner Center is still working on this offer: {details}", details=said),
            say("Wait until its publication or job is finished, then try again."),
        )
    if 300 <= status < 400:
        return (
            say("Partner Center redirects to another address; it was not followed."),
            say("Check that no proxy asks for a sign-in."),
        )
    if "could not be accessed" in text:
        return (
            say(
                "Partner Center does not know the version of the data format: {details}",
                details=said,
            ),
            say("Update the program, or sign in again with another --api-version."),
        )
    if "schemaValidationError" in codes:
        return (
            say("Partner Center does not accept the form of the request: {details}", details=said),
            say(
                "If the list of the offer was empty, sign in again with another --item-shape "
                "(id or resourceId)."
            ),
        )
    return say("Partner Center refuses the request: {details}", details=said), None


def unreachable(error: TransportError) -> RemoteProblem:
    """What to say where no whole answer came."""
    return RemoteProblem(
        say("Partner Center could not be reached: {reason}.", reason=reason_words(error.reason)),
        say("Check the network connection and the proxy, then try again."),
    )


def _too_large() -> RemoteProblem:
    return RemoteProblem(
        say(
            "The response from Partner Center is larger than {size} MB.", size=ANSWER_LIMIT // 10**6
        ),
        say("It was not read. Report this if it happens again."),
    )


def _busy() -> RemoteProblem:
    return RemoteProblem(
        say("Partner Center asks to send fewer requests."), say("Try again in a few minutes.")
    )


def _lost(reason: str) -> AnswerLost:
    return AnswerLost(
        say(
            "The request was sent, but its response was lost ({reason}), so it is not known yet "
            "whether it was accepted.",
            reason=reason_words(reason),
        ),
        say("It is not sent again. Check it with: csp-tui partner-center jobs resume"),
    )
