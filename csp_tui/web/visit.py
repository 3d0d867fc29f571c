"""A visitor's own session: a process of the workbench, as long as the page is open."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shlex
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence

from aiohttp.web import WebSocketResponse
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

LARGEST = (500, 300)
"""Columns and rows of the largest window; a page that asks for more gets these."""
_PATIENCE = 5.0
_NOT_INHERITED = ("NO_COLOR", "COLUMNS", "LINES", "FORCE_COLOR")


class Visit(AppService):
    """One process of the workbench behind one page.

    Args:
        words: The command that runs it, without a shell.
        socket: The connection to the page.
        downloads: Hands files to the browser.
    """

    def __init__(
        self, words: Sequence[str], socket: WebSocketResponse, downloads: DownloadManager
    ) -> None:
        super().__init__(
            shlex.join(words),
            write_bytes=self._paint,
            write_str=self._tell,
            close=self._say_goodbye,
            download_manager=downloads,
        )
        self._words = words
        self._socket = socket
        self._ending: asyncio.Task[None] | None = None

    async def begin(self, width: object, height: object) -> None:
        """Start the program in a window of a size that a page names.

        Raises:
            OSError: The system starts no more programs.
        """
        await self.start(*size_of(width, height))

    async def over(self) -> None:
        """Wait until the program has ended, for whatever reason."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def resize(self, width: object, height: object) -> None:
        """Give the program another size."""
        await self.set_terminal_size(*size_of(width, height))

    async def end(self) -> None:
        """End the program, which keeps what was typed; it is killed where it does not."""
        if self._ending is None:
            self._ending = asyncio.create_task(self._end())
        await asyncio.shield(self._ending)

    async def _end(self) -> None:
        process = self._process
        if process is None:
            return
        await self._download_manager.cancel_app_downloads(app_service_id=self.app_service_id)
        with contextlib.suppress(TimeoutError, OSError):
            await asyncio.wait_for(self.send_meta({"type": "quit"}), 1)
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), _PATIENCE)
                break
            _signal(process, number)
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
            # A page can show every sign, whatever the server's own terminal can.
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
        # What a page that is gone does not get is dropped, so that the program can end.
        if not self._socket.closed:
            with contextlib.suppress(ConnectionError):
                await self._socket.send_bytes(data)

    async def _tell(self, text: str) -> None:
        if not self._socket.closed:
            with contextlib.suppress(ConnectionError):
                await self._socket.send_str(text)

    async def _say_goodbye(self) -> None:
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
