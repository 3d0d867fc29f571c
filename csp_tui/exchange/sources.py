"""Where a file comes from: opened with clear errors, and named for people."""

from __future__ import annotations

import os
import stat
from dataclasses import field
from pathlib import Path
from typing import IO

from csp_tui.domain.digest import blake2b
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.text import visible
from csp_tui.domain.wording import Message, say

_CHUNK = 1 << 20


def _new_digest() -> blake2b:
    return blake2b(digest_size=16)


@dataclass(frozen=True, slots=True)
class Source:
    """An open stream of bytes.

    Attributes:
        stream: What is read.
        name: What people call it: its path, or standard input.
        size: How many bytes it holds, None where that is not known before its end.
        owned: Whether this program opened it and has to close it.
        digest: Of all that was read so far.
    """

    stream: IO[bytes]
    name: str | Message
    size: int | None
    owned: bool
    digest: blake2b = field(default_factory=_new_digest)

    def read(self, size: int) -> bytes:
        """Read up to ``size`` bytes; b"" is the end.

        Raises:
            InvalidInput: The system could not read on.
        """
        try:
            data = self.stream.read(size)
        except OSError as error:
            raise cannot_read(self.name, error) from error
        self.digest.update(data)
        return data

    def digest_ahead(self) -> str:
        """The digest of the whole file before it is read, "" where it can be read only once.

        Raises:
            InvalidInput: The system could not read it.
        """
        if self.size is None:
            return ""
        digest = _new_digest()
        try:
            place = self.stream.tell()
            self.stream.seek(0)
            while data := self.stream.read(_CHUNK):
                digest.update(data)
            self.stream.seek(place)
        except OSError as error:
            raise cannot_read(self.name, error) from error
        return digest.hexdigest()

    def close(self) -> None:
        """Close the stream if it was opened here."""
        if self.owned:
            self.stream.close()


def open_source(source: str | os.PathLike[str] | IO[bytes]) -> Source:
    """Open a path for reading, or take a stream that is open already.

    Raises:
        InvalidInput: There is no such file, it is a folder, or it may not be read.
    """
    if not isinstance(source, (str, os.PathLike)):
        return Source(source, _stream_name(source), None, owned=False)
    path = Path(source)
    name = visible(str(path))
    try:
        stream = path.open("rb")
    except (OSError, ValueError) as error:
        raise cannot_read(name, error) from error
    facts = os.fstat(stream.fileno())
    return Source(stream, name, facts.st_size if stat.S_ISREG(facts.st_mode) else None, owned=True)


def cannot_read(name: str | Message, error: Exception) -> InvalidInput:
    """The refusal for a file that the system does not let us read."""
    if isinstance(error, FileNotFoundError):
        return InvalidInput(
            say("There is no file {path}.", path=name),
            say("Check the path and the spelling of the file's name."),
            field="file",
        )
    if isinstance(error, IsADirectoryError):
        return InvalidInput(
            say("{path} is a folder, not a file.", path=name),
            say("Name a CSV file inside it."),
            field="file",
        )
    if isinstance(error, PermissionError):
        return InvalidInput(
            say("You don't have permission to read {path}.", path=name),
            say("Ask for permission to read the file, or copy it to a folder of your own."),
            field="file",
        )
    return InvalidInput(
        say("{path} cannot be read: {cause}.", path=name, cause=cause(error)),
        say("Check that the file and its disk are available, then try again."),
        field="file",
    )


def cause(error: Exception) -> str:
    """What the system says about an error, without its number and path."""
    return getattr(error, "strerror", None) or str(error)


def _stream_name(stream: IO[bytes]) -> str | Message:
    name = getattr(stream, "name", None)
    if isinstance(name, str) and not (name.startswith("<") and name.endswith(">")):
        return visible(name)
    return say("standard input")
