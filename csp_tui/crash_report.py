"""Reports of unexpected errors: where they come from, without any data."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from traceback import walk_tb
from types import FrameType, TracebackType

from csp_tui.domain.errors import WorkbenchError

HIDDEN = "…"
"""Replaces anything that may be data."""
_FRAMES_AT_MOST = 60
_CHAIN_AT_MOST = 5
_MESSAGE_AT_MOST = 400
_QUOTED = re.compile(
    r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|“[^”]*”|«[^»]*»|‘[^’]*’|`[^`]*`|<[^>]*>|\{.*\}|\[.*\]",
    re.DOTALL,
)
# What SQLAlchemy adds: the statement, and the values that went with it.
_STATEMENT = re.compile(r"\s*[\[(](?:SQL|parameters|Background)\b.*", re.DOTALL)
_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"\(?[a-z_]+(?:[.'][a-z_]+)*(?:\(\))?\)?[.,:;!?]?\)?")
_OWN_WORDS = frozenset(
    (
        *(name for name in dir(builtins) if name[0].isupper()),
        *("NoneType", "SQL", "UNIQUE", "CHECK", "FOREIGN", "KEY", "NOT", "NULL"),
        *("A", "An", "Can", "Can't", "Cannot", "Could", "Error", "Expected", "Invalid", "Missing"),
        *("No", "Not", "Object", "The", "This", "Unable", "Unexpected", "Unknown"),
    )
)


def scrubbed(text: str) -> str:
    """A text without what may be data.

    Quoted values and whatever is not a plain lower-case word or known from Python itself, such
    as names, addresses, tenant IDs, paths and numbers, become ``…``.

    Args:
        text: A message that was written for developers.
    """
    text = _STATEMENT.sub("", text)
    text = _QUOTED.sub(HIDDEN, text)
    words = [
        word if _WORD.fullmatch(word) or word.strip("().,:;!?") in _OWN_WORDS else HIDDEN
        for word in _TOKEN.findall(text)
    ]
    pairs = zip(words, ["", *words], strict=False)
    kept = [word for word, before in pairs if not word == before == HIDDEN]
    return " ".join(kept)[:_MESSAGE_AT_MOST]


def error_kind(error: BaseException) -> str:
    """The name of an error's class, with its module where it is not one of Python's own."""
    kind = type(error)
    if kind.__module__ in ("builtins", "__main__"):
        return kind.__qualname__
    return f"{kind.__module__}.{kind.__qualname__}"


def error_line(error: BaseException) -> str:
    """An error's kind, and its message as far as it holds no data."""
    name = error_kind(error)
    # The sentence of an expected error is the program's own; only what is filled into it is not.
    told = error.message.text if isinstance(error, WorkbenchError) else scrubbed(str(error))
    return f"{name}: {told}" if told else name


def trace_lines(error: BaseException) -> list[str]:
    """Where an error came from: a line each call, without source lines and local values."""
    lines: list[str] = []
    for index, link in enumerate(_chain(error)):
        if index:
            lines.append("which came after")
        frames = [
            f"  {file_of(frame)}:{number} in {frame.f_code.co_qualname}"
            for frame, number in walk_tb(link.__traceback__)
        ]
        if len(frames) > _FRAMES_AT_MOST:
            half = _FRAMES_AT_MOST // 2
            frames[half:-half] = [f"  ({len(frames) - 2 * half} more)"]
        lines.extend([*frames, error_line(link)])
    return lines


def origin(error: BaseException) -> str:
    """The last place in this program that an error came through, "" where there is none."""
    places = [
        f"{file_of(frame)}:{number}"
        for frame, number in walk_tb(error.__traceback__)
        if _module(frame).partition(".")[0] == "csp_tui"
    ]
    return places[-1] if places else ""


def passes_through(trace: TracebackType | None, names: Sequence[str]) -> bool:
    """Whether a traceback goes through a function of one of these names."""
    return any(frame.f_code.co_name in names for frame, _number in walk_tb(trace))


def crash_report(error: BaseException, **facts: str) -> str:
    """What someone who is to find the cause needs, and nothing else.

    It is the same in every language, because its readers are developers. It holds no local
    values, no environment, and of messages only what cannot be data.

    Args:
        error: The error.
        facts: More lines, by their names.
    """
    import platform
    import sqlite3

    known = {
        "csp-tui": _version("csp-tui"),
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        "Textual": _version("textual"),
        "Platform": f"{platform.system()} {platform.release()} {platform.machine()}",
        **facts,
    }
    head = [f"{name}: {value}" for name, value in known.items()]
    return "\n".join([*head, "", *trace_lines(error), ""])


def file_of(frame: FrameType) -> str:
    """A frame's file, from its package on; nothing of the folders of the machine."""
    parts = PurePath(frame.f_code.co_filename).parts
    top = _module(frame).partition(".")[0]
    for place in range(len(parts) - 1, -1, -1):
        if parts[place] == top:
            return "/".join(parts[place:])
    return parts[-1] if parts else HIDDEN


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", ""))


def _version(package: str) -> str:
    if package == "csp-tui":
        from csp_tui import __version__

        return __version__
    # Not above: the log is started every time, and reports are rare.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error and what led to it, the first cause last."""
    link: BaseException | None = error
    for _place in range(_CHAIN_AT_MOST):
        if link is None:
            return
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
