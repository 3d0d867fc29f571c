"""Calls an emulator in the same process: no socket, no extra, and as fast as a function."""

from __future__ import annotations

from urllib.parse import urlsplit

from csp_tui.partner_center.emulator.service import Emulator
from csp_tui.partner_center.wire import HttpRequest, HttpResponse, TransportError


class InProcessTransport:
    """A transport whose other end is an emulator.

    Args:
        emulator: The emulator.
    """

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator

    def send(self, request: HttpRequest, *, deadline: float, limit: int) -> HttpResponse:
        """Ask the emulator.

        Raises:
            TransportError: A failure on demand lost, cut or delayed the answer.
        """
        parts = urlsplit(request.url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        headers = {name.lower(): value for name, value in request.headers.items()}
        answer = self._emulator.handle(request.method, target, headers, request.body)
        if answer.lost or answer.cut is not None:
            raise TransportError("the connection was closed")
        if max(answer.delay, answer.trickle * len(answer.body)) > deadline:
            raise TransportError("no response in time")
        if len(answer.body) > limit:
            raise TransportError("the response is too large", too_large=True)
        lowered = {name.lower(): value for name, value in answer.headers.items()}
        return HttpResponse(answer.status, lowered, answer.body)
