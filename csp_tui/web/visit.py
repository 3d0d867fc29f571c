"""A visitor's own session: a process of the workbench, as long as the page is open."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shlex
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Sequence
from typing import Literal, TypeVar

from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from csp_tui.i18n import gettext as _

LARGEST = (500, 300)
"""Columns and rows of the largest window; a page that asks for more gets these."""
WAITING_AT_MOST = 8 * 1024 * 1024
"""Bytes that a program may leave unread; no person sends more."""
_PATIENCE = 5.0
_SLOWEST = 30.0
"""Seconds that a page may take to receive one packet."""
_EXPLAINED = (0, 3)
"""Exit codes of a program that has exited on request, or said why it could not start."""
_Sent = TypeVar("_Sent", bytes, str)
_NOT_INHERITED = ("NO_COLOR", "COLUMNS", "LINES", "FORCE_COLOR")


class Visit(AppService):
    """One process of the workbench behind one page.

    Args:
        words: The command that runs it, without a shell.
        socket: The connection to the page.
        downloads: Hands files to the browser.
    """

    def __init__(
        self, words: Sequence[str], socket: web.WebSocketResponse, downloads: DownloadManager
    ) -> None:
        super().__init__(
            shlex.join(words),
            write_bytes=self._paint,
            write_str=self._tell,
            close=self._send_exit_message,
            download_manager=downloads,
        )
        self._words = words
        self._socket = socket
        self._ending: asyncio.Task[None] | None = None
        self._stuck = asyncio.Event()
        self._exit_message = ""
        self._was_asked = False

    async def begin(self, width: object, height: object) -> None:
        """Start the program in a window of a size that a page names.

        Raises:
            OSError: The system cannot start another program.
        """
        await self.start(*size_of(width, height))

    async def over(self) -> None:
        """Wait until the program has ended, or must end because its page is gone."""
        if self._task is not None:
            stuck = asyncio.ensure_future(self._stuck.wait())
            try:
                await asyncio.wait([self._task, stuck], return_when=asyncio.FIRST_COMPLETED)
            finally:
                stuck.cancel()

    async def resize(self, width: object, height: object) -> None:
        """Give the program another size."""
        await self.set_terminal_size(*size_of(width, height))

    async def end(self, why: str = "") -> None:
        """End the program, which keeps what was typed; it is killed where it does not.

        Args:
            why: A sentence for the page, where the program itself has none.
        """
        if self._ending is None:
            self._exit_message = self._exit_message or why
            self._ending = asyncio.create_task(self._end())
        await asyncio.shield(self._ending)

    @property
    def exit_message(self) -> str:
        """Why it has ended, "" where there is nothing to say of it."""
        if not self._exit_message and self._process is not None and not self._was_asked:
            code = self._process.returncode
            return "" if code in _EXPLAINED else _("Something unexpected went wrong.")
        return self._exit_message

    async def send_bytes(self, data: bytes) -> bool:
        """Hand on what was typed, without waiting until the program takes it."""
        return self._pass_on(b"D", data)

    async def send_meta(self, data: dict[str, str | int | bool | None]) -> bool:
        """Hand on what the page or the server has to say, without waiting."""
        return self._pass_on(b"M", json.dumps(data).encode())

    def _pass_on(self, kind: Literal[b"D", b"M"], payload: bytes) -> bool:
        # A thread waiting here does not notice that the page is gone.
        if self.stdin.is_closing() or self._stuck.is_set():
            return False
        if self._unread() > WAITING_AT_MOST:
            self._give_up(_("The session received more data than it can handle, so it ends here."))
            return False
        self.stdin.write(self.encode_packet(kind, payload))
        return True

    def _unread(self) -> int:
        return self.stdin.transport.get_write_buffer_size()

    def _give_up(self, why: str) -> None:
        self._exit_message = self._exit_message or why
        self._stuck.set()

    async def on_meta(self, data: bytes) -> None:
        """Take a packet of the program's; its last words are for the page."""
        match json.loads(data):
            case {"type": "exit_message", "text": str(text)}:
                self._exit_message = text
            case _:
                await super().on_meta(data)

    async def _end(self) -> None:
        process = self._process
        if process is None:
            return
        self._was_asked = self._task is not None and not self._task.done()
        await self._download_manager.cancel_app_downloads(app_service_id=self.app_service_id)
        # After what is still unread, a message would come too late.
        is_notified = not self._unread() and await self.send_meta({"type": "quit"})
        for number in (signal.SIGTERM, signal.SIGKILL):
            if is_notified:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(process.wait(), _PATIENCE)
                    break
            _signal(process, number)
            is_notified = True
        await process.wait()
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        environment = super()._build_environment(width, height)
        for name in list(environment):
            if name in _NOT_INHERITED:
                del environment[name]
        return {
            **environment,
            "COLUMNS": str(width),
            "TERM": "xterm-256color",
            # A page can show every character, whatever the server's own terminal can.
            "PYTHONUTF8": "1",
        }

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        # Without a shell, and in a group of its own, which a Ctrl-C at the server does not reach.
        self._process = process = await asyncio.create_subprocess_exec(
            *self._words,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=self._build_environment(width, height),
            start_new_session=os.name == "posix",
        )
        self._stdin = process.stdin
        return process

    async def _paint(self, data: bytes) -> None:
        await self._send(self._socket.send_bytes, data)

    async def _tell(self, text: str) -> None:
        await self._send(self._socket.send_str, text)

    async def _send(self, send: Callable[[_Sent], Awaitable[None]], content: _Sent) -> None:
        # What a page that is gone does not get is dropped, so that the program can end.
        if self._socket.closed or self._stuck.is_set():
            return
        try:
            async with asyncio.timeout(_SLOWEST):
                await send(content)
        except ConnectionError:
            return
        except TimeoutError:
            self._stuck.set()

    async def _send_exit_message(self) -> None:
        """The end is seen from the end of the process, after all that it had to say."""


def size_of(width: object, height: object) -> tuple[int, int]:
    """The size of a window that a page names, kept within bounds."""
    return _side(width, 80, LARGEST[0]), _side(height, 24, LARGEST[1])


def command(*words: str) -> list[str]:
    """This program's own command line, run by this interpreter."""
    return [sys.executable, "-m", "csp_tui", *words]


def _side(value: object, usual: int, largest: int) -> int:
    try:
        number = int(value) if isinstance(value, int | str) else usual
    except ValueError:
        number = usual
    return min(max(number, 1), largest)


def _signal(process: Process, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        if os.name == "posix":
            os.killpg(process.pid, number)
        else:
            process.terminate()
