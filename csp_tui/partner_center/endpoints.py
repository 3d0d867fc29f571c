"""Microsoft's hosts, and the emulator that can stand in their place."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.wording import quoted, say
from csp_tui.partner_center.wire import HttpRequest, HttpResponse, Transport, TransportError

INGESTION = "https://graph.microsoft.com/rp/product-ingestion"
OLDER = "https://api.partner.microsoft.com/v1.0/ingestion"
SIGN_IN = "https://login.microsoftonline.com"
SCHEMAS = "https://schema.mp.microsoft.com/schema"
EMULATOR_VARIABLE = "CSP_TUI_PC_EMULATOR"
_HOSTS = frozenset(
    {
        "graph.microsoft.com",
        "api.partner.microsoft.com",
        "login.microsoftonline.com",
        "schema.mp.microsoft.com",
    }
)


def checked_emulator(text: str) -> str:
    """Check the address of an emulator, which must be on this computer.

    Returns:
        The address without a slash at its end.

    Raises:
        InvalidInput: It is not, or is not an address.
    """
    address = text.strip().rstrip("/")
    try:
        parts = urlsplit(address)
        is_usable = (
            parts.scheme in ("http", "https")
            and parts.hostname in ("127.0.0.1", "localhost", "::1")
            and parts.port is not None
            and not (parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc)
        )
    except ValueError:
        is_usable = False
    if not is_usable:
        raise InvalidInput(
            say(
                "{name} is {value}, which is not an address on this computer.",
                name=EMULATOR_VARIABLE,
                value=quoted(text[:80]),
            ),
            say("Set it to an address such as http://127.0.0.1:8765, or unset it."),
        )
    return address


class OnlyKnownHosts:
    """Lets requests go to Microsoft's hosts only, or to an emulator in their place.

    Args:
        inner: Sends the requests.
        emulator: The address of an emulator, "" for the real hosts.
    """

    def __init__(self, inner: Transport, emulator: str = "") -> None:
        self._inner = inner
        self._emulator = emulator

    def send(self, request: HttpRequest, *, deadline: float, limit: int) -> HttpResponse:
        """Send a request.

        Raises:
            TransportError: It is for another host, or no whole answer came in time.
        """
        parts = urlsplit(request.url)
        if parts.scheme != "https" or parts.netloc not in _HOSTS:
            raise TransportError(f"{parts.netloc} is not a host of Microsoft's", not_sent=True)
        if self._emulator:
            stand_in = urlsplit(self._emulator)
            moved = urlunsplit((stand_in.scheme, stand_in.netloc, parts.path, parts.query, ""))
            request = HttpRequest(request.method, moved, request.headers, request.body)
        return self._inner.send(request, deadline=deadline, limit=limit)
