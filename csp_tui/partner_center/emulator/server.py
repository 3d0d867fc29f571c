"""The emulator on a socket of this computer."""

from __future__ import annotations

import contextlib
import ssl
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from csp_tui.partner_center.emulator.service import Emulator

LOOPBACK = "127.0.0.1"
_BODY_LIMIT = 50_000_000


class EmulatorServer(ThreadingHTTPServer):
    """Serves an emulator, on this computer only.

    Args:
        emulator: The emulator.
        port: The port, 0 for any that is free.
        certificate: A PEM file with certificate and key, to serve TLS.

    Raises:
        OSError: The port is taken.
    """

    daemon_threads = True
    # Clients that connect at once wait for a slow machine instead of being turned away.
    request_queue_size = 128

    def __init__(self, emulator: Emulator, port: int = 0, certificate: Path | None = None) -> None:
        self.emulator = emulator
        super().__init__((LOOPBACK, port), _Handler)
        self._scheme = "http" if certificate is None else "https"
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True)

    @property
    def address(self) -> str:
        """Where it is reached."""
        return f"{self._scheme}://{LOOPBACK}:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no failure."""


class _Handler(BaseHTTPRequestHandler):
    server: EmulatorServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        """Nothing: the emulator keeps its own log, without headers."""

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        try:
            length = int(self.headers.get("Content-Length") or 0)
        except ValueError:
            length = -1
        if not 0 <= length <= _BODY_LIMIT:
            self.send_error(413)
            self.close_connection = True
            return
        body = self.rfile.read(length)
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.server.emulator.handle(self.command, self.path, headers, body)
        if answer.lost:
            self.close_connection = True
            return
        time.sleep(answer.delay)
        with contextlib.suppress(OSError):
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self._write(answer.body if answer.cut is None else answer.body[: answer.cut],
                        answer.trickle)  # fmt: skip
            if answer.cut is not None:
                self.close_connection = True

    def _write(self, body: bytes, trickle: float) -> None:
        if not trickle:
            self.wfile.write(body)
            return
        for place in range(len(body)):
            self.wfile.write(body[place : place + 1])
            self.wfile.flush()
            time.sleep(trickle)
