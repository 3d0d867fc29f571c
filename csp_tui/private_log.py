"""The handler of the log file, apart from ``log`` so that no screen waits for its imports."""

from __future__ import annotations

import logging
import os
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from types import TracebackType
from typing import Any

from csp_tui.crash_report import scrubbed, trace_lines


class PrivateFileHandler(RotatingFileHandler):
    """A rotating log file that only its owner can read."""

    def _open(self) -> TextIOWrapper:
        stream = super()._open()
        if hasattr(os, "fchmod"):
            os.fchmod(stream.fileno(), 0o600)
        return stream

    def handleError(self, record: logging.LogRecord) -> None:
        """Ignore errors of writing the log; no traceback belongs on the screen."""


class DatalessFormatter(logging.Formatter):
    """Writes the texts of messages, and of the values filled in only those that are no data.

    Traces are written without local values and source lines.
    """

    def format(self, record: logging.LogRecord) -> str:
        """A line, and the trace below it where there is one."""
        bare = logging.makeLogRecord(record.__dict__)
        bare.args = tuple(_bare(value) for value in _values(record.args))
        # Made by another handler, with what this one leaves out.
        bare.exc_text = None
        return super().format(bare)

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """The trace without data."""
        return "\n".join(trace_lines(ei[1])) if ei[1] is not None else ""


def _values(args: Any) -> tuple[object, ...]:
    if not args:
        return ()
    return args if isinstance(args, tuple) else (args,)


def _bare(value: object) -> object:
    return value if isinstance(value, int | float) else scrubbed(str(value))
