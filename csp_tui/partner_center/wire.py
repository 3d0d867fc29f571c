"""HTTP as values, so that a socket, an emulator in the same process and a test are alike."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field
from typing import Any, Protocol

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.wording import Message, say


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One request.

    Attributes:
        method: GET or POST.
        url: The whole address.
        headers: Headers; names in any letter case.
        body: The content, or nothing.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """One answer, read to its end.

    Attributes:
        status: The status code.
        headers: Headers with lower-case names.
        body: The content.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def document(self) -> Any:
        """The content as JSON.

        Raises:
            ValueError: It is not JSON in UTF-8.
        """
        return json.loads(self.body.decode("utf-8-sig"))


_REASONS = {
    str(one): one
    for one in (
        say("no response"),
        say("no response in time"),
        say("the response is too large"),
        say("the response was cut off"),
        say("the response is not a JSON object"),
        say("the connection was closed"),
        say("the connection was refused"),
        say("the connection failed"),
        say("the certificate is not trusted"),
        say("the name of the host is not known"),
        say("the proxy refused the connection"),
    )
}


def reason_words(reason: str) -> Message | str:
    """Why no whole answer came, in a form that can be put into any language."""
    return _REASONS.get(reason, reason)


class TransportError(Exception):
    """No whole answer came.

    Attributes:
        reason: Why, in a few English words for the log.
        not_sent: Whether the request certainly never left, so that nothing can have changed.
        too_large: Whether the answer was larger than allowed.
    """

    def __init__(self, reason: str, *, not_sent: bool = False, too_large: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.not_sent = not_sent
        self.too_large = too_large


class Transport(Protocol):
    """Sends requests."""

    def send(self, request: HttpRequest, *, deadline: float, limit: int) -> HttpResponse:
        """Send a request and read the whole answer; redirects are never followed.

        Args:
            request: The request.
            deadline: Seconds for all of it.
            limit: Bytes that the answer may have.

        Raises:
            TransportError: No whole answer came in time.
        """
