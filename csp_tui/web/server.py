"""The server: one page, one process of the workbench for every visitor who opens it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import re
import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import parse_qs

from aiohttp import WSMsgType, web
from textual_serve.download_manager import DownloadManager

from csp_tui.i18n import gettext as _
from csp_tui.web import pages
from csp_tui.web.access import Access
from csp_tui.web.connections import Connections, ErrorReports, limits_for
from csp_tui.web.visit import Visit

_LOG = logging.getLogger(__name__)
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

LARGEST_MESSAGE = 2 * 1024 * 1024
"""Bytes that a page may send in one message, as when a list is pasted."""
_LARGEST_FORM = 16 * 1024
_FIELDS = 4
_HEADERS_WITHIN = 10.0
"""Seconds until the headers of a request have arrived, and that a connection may be idle."""
_FORM_WITHIN = 10.0
_UNREAD_BODY_WITHIN = 2.0
_SLOWEST_DOWNLOAD = 30.0
"""Seconds that a browser may take to receive one piece of a download."""
_LEAVE_TAKING = 3.0
_HEARTBEAT = 15.0
_AFTER_A_WRONG_TOKEN = 1.0
_GUESSES_AT_ONCE = 10
_ACCEPTED_AT_ONCE, _WAITING_TO_BE_ACCEPTED = 32, 1024
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_HEADERS = {
    "Server": "csp-tui",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), clipboard-read=()",
}


class WebServer:
    """Serves the workbench.

    Args:
        access: Who may come in.
        words: The command that runs a visitor's session, without a shell.
        at_most: Maximum number of concurrent sessions.
    """

    def __init__(self, access: Access, words: Sequence[str], *, at_most: int) -> None:
        self._access = access
        self._words = words
        self._at_most = at_most
        self._places_taken = 0
        self._visits: set[Visit] = set()
        self._downloads = DownloadManager()
        self._begun_downloads: set[str] = set()
        self._guessing = asyncio.Lock()
        self._guesses = 0
        self._connections: Connections | None = None

    def application(self) -> web.Application:
        """What answers requests."""
        app = web.Application(
            middlewares=[self._with_headers, self._guard], client_max_size=_LARGEST_FORM
        )
        app.add_routes(
            [
                web.get("/", self._show_page),
                web.post("/enter", self._enter),
                web.get("/ws", self._receive),
                web.get("/download/{key}", self._download),
                web.get("/static/{name}", self._send_static),
            ]
        )
        app.on_shutdown.append(self._end_visits)
        return app

    async def run(self, started: Callable[[int], None], stop: asyncio.Event) -> None:
        """Serve until stopped, then end all sessions.

        Args:
            started: Called with the port as soon as requests are taken.
            stop: Set to end.

        Raises:
            OSError: The address cannot be listened on.
        """
        # Requests are logged nowhere: their addresses can hold the token.
        runner = web.AppRunner(
            self.application(),
            access_log=None,
            shutdown_timeout=15,
            keepalive_timeout=_HEADERS_WITHIN,
            lingering_time=_UNREAD_BODY_WITHIN,
        )
        await runner.setup()
        assert runner.server is not None
        limits = limits_for(self._at_most, is_proxied=bool(self._access.public_url))
        self._connections = Connections(runner.server, limits)
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(ErrorReports(self._connections))
        try:
            listening = await loop.create_server(
                self._connections,
                self._access.host,
                self._access.port,
                backlog=_ACCEPTED_AT_ONCE,
            )
            with contextlib.closing(listening):
                _lengthen_queues(listening)
                started(listening.sockets[0].getsockname()[1])
                await stop.wait()
        finally:
            await runner.cleanup()

    def _long_lived(self, request: web.Request) -> contextlib.AbstractContextManager[None]:
        """Exempt a request's connection from the limits for unauthenticated clients."""
        if self._connections is None:
            return contextlib.nullcontext()
        return self._connections.long_lived(request.transport)

    @web.middleware
    async def _with_headers(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        try:
            response = await handler(request)
        except web.HTTPException as error:
            response = _page(pages.refused(_("There is nothing here.")), error.status)
        except web.RequestPayloadError:
            # A body that is not what its headers say, as one packed in another way.
            response = _page(pages.refused(_("The server cannot read this request.")), 400)
        except (asyncio.CancelledError, ConnectionError):
            raise
        except Exception as error:
            _LOG.error("unexpected error of the server", exc_info=error)
            response = _page(pages.refused(_("Something unexpected went wrong.")), 500)
        if not response.prepared:
            response.headers.update(self._headers(request))
        return response

    def _headers(self, request: web.Request) -> dict[str, str]:
        policy = (
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
            "font-src 'self'; img-src 'self' data:; "
            f"connect-src 'self' ws://{request.host} wss://{request.host}; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
        static = request.path.startswith("/static/")
        kept = "private, no-cache" if static else "no-store"
        return {**_HEADERS, "Content-Security-Policy": policy, "Cache-Control": kept}

    @web.middleware
    async def _guard(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        if not self._access.knows_host(request.host):
            return _page(pages.refused(_("This server does not serve that host name.")), 403)
        if request.path == "/enter":
            return await handler(request)
        if self._access.token and request.path == "/" and "token" in request.query:
            return await self._take_token(request.query["token"])
        if not self._access.admits(request.cookies.get(self._access.cookie, "")):
            return _page(pages.ask_token(wrong=False), 403)
        return await handler(request)

    async def _enter(self, request: web.Request) -> web.StreamResponse:
        if not self._access.is_own_page(request.headers.get("Origin", ""), request.host):
            raise web.HTTPForbidden
        try:
            async with asyncio.timeout(_FORM_WITHIN):
                body = await request.read()
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        except RuntimeError as error:
            # aiohttp has no error of its own for a connection that ends in the middle of a body.
            if request.transport is None or request.transport.is_closing():
                raise ConnectionResetError from error
            raise
        try:
            form = parse_qs(body.decode("utf-8", "replace"), max_num_fields=_FIELDS)
            (token,) = form["token"]
        except (KeyError, ValueError):
            # The page's own form sends exactly one token.
            return _page(pages.ask_token(wrong=False), 400)
        return await self._take_token(token)

    async def _take_token(self, token: str) -> web.StreamResponse:
        if not self._access.opens(token):
            return await self._refuse_guess()
        response = _page(pages.welcome())
        response.set_cookie(
            self._access.cookie,
            self._access.cookie_value,
            httponly=True,
            samesite="Strict",
            secure=self._access.is_encrypted,
        )
        return response

    async def _refuse_guess(self) -> web.StreamResponse:
        """Answer wrong tokens one after the other, however many arrive together."""
        if self._guesses >= _GUESSES_AT_ONCE:
            return _page(pages.too_many_guesses(), 429)
        self._guesses += 1
        try:
            async with self._guessing:
                await asyncio.sleep(_AFTER_A_WRONG_TOKEN)
        finally:
            self._guesses -= 1
        return _page(pages.ask_token(wrong=True), 403)

    async def _show_page(self, _request: web.Request) -> web.StreamResponse:
        if self._places_taken >= self._at_most:
            return _page(pages.full(), 503)
        return _page(pages.workbench())

    async def _send_static(self, request: web.Request) -> web.StreamResponse:
        file = pages.static_file(request.match_info["name"])
        if file is None:
            raise web.HTTPNotFound
        # Not web.FileResponse: a connection that ends while the system sends a file (sendfile)
        # leaves asyncio waiting for its number, which the next connection may be given.
        if any(known.value == file.version for known in request.if_none_match or ()):
            response = web.Response(status=304)
        else:
            response = web.Response(body=file.content, headers={"Content-Type": file.kind})
        response.etag = file.version
        return response

    async def _download(self, request: web.Request) -> web.StreamResponse:
        key = request.match_info["key"]
        try:
            known = await self._downloads.get_download_metadata(key)
        except KeyError:
            raise web.HTTPNotFound from None
        if key in self._begun_downloads:
            raise web.HTTPNotFound
        self._begun_downloads.add(key)
        name = _UNSAFE.sub("-", known.file_name).strip("-.") or "text.txt"
        kind = "text/csv" if name.endswith(".csv") else "text/plain"
        response = web.StreamResponse(
            headers={
                **self._headers(request),
                "Content-Type": f"{kind}; charset=utf-8",
                "Content-Disposition": f'attachment; filename="{name}"',
            }
        )
        try:
            with self._long_lived(request):
                await response.prepare(request)
                async for chunk in self._downloads.download(key):
                    async with asyncio.timeout(_SLOWEST_DOWNLOAD):
                        await response.write(chunk)
                await response.write_eof()
        except TimeoutError:
            # A part of a file must not look like the whole of it.
            if request.transport is not None:
                request.transport.abort()
        finally:
            self._begun_downloads.discard(key)
        return response

    async def _receive(self, request: web.Request) -> web.StreamResponse:
        if not self._access.is_own_page(request.headers.get("Origin", ""), request.host):
            raise web.HTTPForbidden
        if self._places_taken >= self._at_most:
            raise web.HTTPServiceUnavailable
        self._places_taken += 1
        try:
            with self._long_lived(request):
                return await self._host(request)
        finally:
            self._places_taken -= 1

    async def _host(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(heartbeat=_HEARTBEAT, max_msg_size=LARGEST_MESSAGE)
        await socket.prepare(request)
        visit = Visit(self._words, socket, self._downloads)
        self._visits.add(visit)
        try:
            await visit.begin(request.query.get("width"), request.query.get("height"))
            ways_to_end = [
                asyncio.ensure_future(way) for way in (_listen(socket, visit), visit.over())
            ]
            try:
                await asyncio.wait(ways_to_end, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for way in ways_to_end:
                    way.cancel()
                await asyncio.gather(*ways_to_end, return_exceptions=True)
        finally:
            await visit.end()
            self._visits.discard(visit)
            with contextlib.suppress(ConnectionError, TimeoutError):
                async with asyncio.timeout(_LEAVE_TAKING):
                    if visit.exit_message and not socket.closed:
                        await socket.send_json(["exit_message", visit.exit_message])
                    await socket.close()
        return socket

    async def _end_visits(self, _app: web.Application) -> None:
        why = _("The server was stopped.")
        await asyncio.gather(*(visit.end(why) for visit in list(self._visits)))


async def _listen(socket: web.WebSocketResponse, visit: Visit) -> None:
    """Pass on what the page sends until it is gone; what makes no sense is left out."""
    async for message in socket:
        if message.type != WSMsgType.TEXT:
            continue
        try:
            parts = json.loads(message.data)
        except (ValueError, RecursionError):
            # Text that is not JSON, or endlessly nested lists.
            continue
        match parts:
            case ["stdin", str(text)]:
                await visit.send_bytes(text.encode("utf-8", "replace"))
            case ["resize", {"width": width, "height": height}]:
                await visit.resize(width, height)
            case ["ping", str(mark)]:
                await socket.send_json(["pong", mark[:40]])
            case ["blur"]:
                await visit.blur()
            case ["focus"]:
                await visit.focus()


def _lengthen_queues(server: asyncio.Server) -> None:
    """Let more connections wait in the system than are accepted in one step.

    asyncio takes one number for both. Accepting many at once needs as many files, and with a short
    queue a visitor behind a burst of connections waits a second until the browser tries again.
    """
    if os.name != "posix":
        return
    for listening in server.sockets:
        with socket.socket(fileno=os.dup(listening.fileno())) as same:
            same.listen(_WAITING_TO_BE_ACCEPTED)


def _page(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8")


def quiet_libraries() -> None:
    """Keep the libraries from writing of requests, whose addresses can hold the token."""
    for name in ("aiohttp", "textual-serve"):
        logger: Any = logging.getLogger(name)
        logger.propagate = False
        logger.handlers[:] = [logging.NullHandler()]
