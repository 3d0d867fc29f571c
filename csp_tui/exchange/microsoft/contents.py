"""What is inside a file: the one table or JSON text of an archive, read from its beginning."""

from __future__ import annotations

import codecs
import io
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from csp_tui.domain.digest import blake2b
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.text import visible
from csp_tui.domain.wording import Message, say
from csp_tui.exchange.closing import Closing
from csp_tui.exchange.sources import cannot_read, open_source

_CHUNK = 1 << 18
_BEGINNING = 4096
_IN_MEMORY = 1 << 25
"""Bytes of a stream that are held in memory; more of them go to a temporary file."""
_ZIP = b"PK\x03\x04"
_TEXT_FILES = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class FileContents(Closing):
    """The bytes of a file that can be read several times.

    Args:
        source: A path, or a binary stream such as standard input, which is copied first.

    Attributes:
        name: What people call the file, without its folder.

    Raises:
        InvalidInput: The file cannot be read, is a workbook, or is an archive of several files.
    """

    def __init__(self, source: str | os.PathLike[str] | IO[bytes]) -> None:
        self._archive: zipfile.ZipFile | None = None
        self._member: zipfile.ZipInfo | None = None
        opened = open_source(source)
        self._label = opened.name
        self.name: str | Message = (
            visible(Path(source).name) if isinstance(source, (str, os.PathLike)) else opened.name
        )
        if opened.owned and opened.size is not None:
            self._file: IO[bytes] = opened.stream
        else:
            # In memory while it is small: a session for strangers has no files.
            copy = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - see ``close``
            self._file = cast("IO[bytes]", copy)
            try:
                while data := opened.read(_CHUNK):
                    self._file.write(data)
            except BaseException:
                self._file.close()
                raise
            finally:
                opened.close()
            self._file.seek(0)
        try:
            if self._file.read(len(_ZIP)) == _ZIP:
                self._open_archive()
        except OSError as error:
            self.close()
            raise cannot_read(self._label, error) from error
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the file."""
        if self._archive is not None:
            self._archive.close()
        self._file.close()

    def stream(self) -> IO[bytes]:
        """The contents from their beginning; several streams don't disturb each other."""
        if self._archive is None or self._member is None:
            return io.BufferedReader(_Stream(self._file, self._label))
        return io.BufferedReader(_Stream(self._archive.open(self._member), self._label))

    def digest(self) -> str:
        """A digest of the contents.

        Raises:
            InvalidInput: The file cannot be read.
        """
        digest = blake2b(digest_size=16)
        stream = self.stream()
        try:
            while data := stream.read(_CHUNK):
                digest.update(data)
        except OSError as error:
            raise cannot_read(self._label, error) from error
        return digest.hexdigest()

    def is_json(self) -> bool:
        """Whether the contents begin as a JSON text does.

        Raises:
            InvalidInput: The file cannot be read.
        """
        try:
            beginning = self.stream().read(_BEGINNING)
        except OSError as error:
            raise cannot_read(self._label, error) from error
        encoding, start = encoding_of(beginning)
        text = beginning[start:].decode(encoding, "ignore").lstrip()
        return text[:1] in ("{", "[") and not text.startswith("[Content")

    def text(self) -> Iterator[str]:
        """The decoded contents in portions.

        Raises:
            InvalidInput: They are not text, or the system could not read on.
        """
        stream = self.stream()
        decoder: codecs.IncrementalDecoder | None = None
        while True:
            try:
                data = stream.read(_CHUNK)
            except OSError as error:
                raise cannot_read(self._label, error) from error
            if decoder is None:
                encoding, start = encoding_of(data)
                decoder = codecs.getincrementaldecoder(encoding)("strict")
                data = data[start:]
            try:
                text = decoder.decode(data, not data)
            except UnicodeDecodeError as error:
                raise InvalidInput(
                    say("{path} is not text in UTF-8 or UTF-16.", path=self._label),
                    say("Save the response again as UTF-8 text, then read that file."),
                    field="file",
                ) from error
            if text:
                yield text
            elif not data:
                return

    def _open_archive(self) -> None:
        try:
            self._archive = zipfile.ZipFile(self._file)
            members = [info for info in self._archive.infolist() if not info.is_dir()]
            names = [info.filename for info in members]
            if any(name == "[Content_Types].xml" or name.startswith("xl/") for name in names):
                raise InvalidInput(
                    say("{path} is a workbook, not a CSV file.", path=self._label),
                    say("Open it in the spreadsheet program and save it as CSV UTF-8."),
                    field="file",
                )
            texts = [info for info in members if info.filename.lower().endswith(_TEXT_FILES)]
            if len(texts) != 1:
                raise InvalidInput(
                    say(
                        "{path} is an archive with {count} tables or JSON files; "
                        "exactly one is needed.",
                        path=self._label,
                        count=len(texts),
                    ),
                    say("Unpack it and import the file that you mean."),
                    field="file",
                )
            self._member = texts[0]
            self._archive.open(self._member).close()
        except (
            zipfile.BadZipFile,
            NotImplementedError,
            RuntimeError,
            ValueError,
            EOFError,
            zlib.error,
        ) as error:
            raise InvalidInput(
                say("The archive {path} is damaged or encrypted.", path=self._label),
                say("Unpack it with another program and import the file inside."),
                field="file",
            ) from error


class _Stream(io.RawIOBase):
    """Hands out bytes under the name of the file, and damage of an archive as an ``OSError``."""

    def __init__(self, stream: IO[bytes], name: str | Message) -> None:
        super().__init__()
        self._stream = stream
        self._place = 0
        self.name = name

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        try:
            # Several streams share the file, each with a place of its own.
            if self._stream.tell() != self._place:
                self._stream.seek(self._place)
            data = self._stream.read(len(target))
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise OSError(str(error)) from error
        self._place += len(data)
        target[: len(data)] = data
        return len(data)


def encoding_of(beginning: bytes) -> tuple[str, int]:
    """The encoding of a text and the length of its byte order mark."""
    for mark, encoding in _MARKS:
        if beginning.startswith(mark):
            return encoding, len(mark)
    return "utf-8", 0
