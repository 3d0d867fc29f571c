"""Sends requests over the network, with the package ``requests`` of the extra."""

from __future__ import annotations

import queue
import threading
import time
from typing import Any

from csp_tui.partner_center.wire import HttpRequest, HttpResponse, TransportError

_CONNECT, _PIECE = 10.0, 65_536


class InternetTransport:
    """Sends requests, each with one deadline for all of it and a limit of its answer's size.

    Proxies and certificates of a company come from the usual variables (``HTTPS_PROXY``,
    ``REQUESTS_CA_BUNDLE``). Redirects are not followed, and no ``.netrc`` is read.

    Args:
        direct: Whether to use no proxy, as for an emulator on this computer.

    Raises:
        ImportError: The extra is not installed.
    """

    def __init__(self, *, direct: bool = False) -> None:
        import requests

        self._requests: Any = requests
        self._direct = direct
        self._local = threading.local()

    def send(self, request: HttpRequest, *, deadline: float, limit: int) -> HttpResponse:
        """Send a request and read the whole answer.

        Raises:
            TransportError: No whole answer came in time.
        """
        answers: queue.SimpleQueue[HttpResponse | TransportError] = queue.SimpleQueue()
        session = self._session()
        # A server that sends a byte now and then keeps a socket's own time limits from ending it,
        # so the deadline is kept here; the thread ends with its socket.
        worker = threading.Thread(
            target=lambda: answers.put(self._answer(session, request, deadline, limit)),
            name="partner-center",
            daemon=True,
        )
        worker.start()
        try:
            answer = answers.get(timeout=deadline)
        except queue.Empty:
            self._local.session = None
            raise TransportError("no response in time") from None
        if isinstance(answer, TransportError):
            raise answer
        return answer

    def _session(self) -> Any:
        session = getattr(self._local, "session", None)
        if session is None:
            session = self._requests.Session()
            session.trust_env = not self._direct
            # Without an authentication of its own, a .netrc would replace the token.
            session.auth = lambda prepared: prepared
            # Even a redirect that is not followed would be read whole by the package.
            session.get_redirect_target = lambda _response: None
            self._local.session = session
        return session

    def _answer(
        self, session: Any, request: HttpRequest, deadline: float, limit: int
    ) -> HttpResponse | TransportError:
        exceptions = self._requests.exceptions
        end = time.monotonic() + deadline
        try:
            with session.request(
                request.method,
                request.url,
                headers=dict(request.headers),
                data=request.body or None,
                allow_redirects=False,
                stream=True,
                timeout=(min(_CONNECT, deadline), deadline),
            ) as response:
                body = bytearray()
                while piece := response.raw.read1(_PIECE, decode_content=True):
                    body += piece
                    if len(body) > limit:
                        return TransportError("the response is too large", too_large=True)
                    if time.monotonic() > end:
                        return TransportError("no response in time")
                promised = response.headers.get("Content-Length")
                encoded = response.headers.get("Content-Encoding")
                if promised and promised.isdigit() and not encoded and len(body) < int(promised):
                    return TransportError("the response was cut off")
                headers = {name.lower(): value for name, value in response.headers.items()}
                return HttpResponse(response.status_code, headers, bytes(body))
        except (exceptions.ProxyError, exceptions.SSLError, exceptions.ConnectTimeout) as error:
            return TransportError(_brief(error), not_sent=True)
        except exceptions.ConnectionError as error:
            refused = "NewConnectionError" in repr(error) or "NameResolution" in repr(error)
            return TransportError(_brief(error), not_sent=refused)
        except Exception as error:
            # Whatever else the packages below raise, such as urllib3's own errors while reading.
            return TransportError(_brief(error))


def _brief(error: Exception) -> str:
    """What failed, without addresses or anything else of the request."""
    text = repr(error)
    for sign, words in (
        ("CERTIFICATE_VERIFY_FAILED", "the certificate is not trusted"),
        ("NameResolution", "the name of the host is not known"),
        ("NewConnectionError", "the connection was refused"),
        ("ProxyError", "the proxy refused the connection"),
        ("imeout", "no response in time"),
        ("IncompleteRead", "the response was cut off"),
        ("RemoteDisconnected", "the connection was closed"),
        ("ConnectionReset", "the connection was closed"),
    ):
        if sign in text:
            return words
    return "the connection failed"
