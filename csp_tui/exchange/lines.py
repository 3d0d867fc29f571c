"""Bytes to lines: encoding found from the first bytes, damage kept inside its line."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.wording import say
from csp_tui.exchange.sources import Source

CHUNK = 1 << 18
LONGEST_LINE = 1 << 22
# Lone surrogates cannot come from decoding, so they can stand for what was lost.
UNDECODABLE = "\udc80"
TOO_LONG = "\udbff"

_MARKS = (
    (codecs.BOM_UTF32_LE, None),
    (codecs.BOM_UTF32_BE, None),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def _mark_undecodable(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return UNDECODABLE, error.end


codecs.register_error("csp_tui.mark", _mark_undecodable)


class LineSource:
    """The lines of a file with their ends, in batches of about 256 KB.

    UTF-8 with or without a byte order mark and UTF-16 with one; lines end in LF, CRLF or CR. Bytes
    that cannot be decoded become ``UNDECODABLE`` and lines beyond 4 million characters become
    ``TOO_LONG``, so that one bad line costs no other.

    Attributes:
        bytes_read: How many bytes were read so far.
        damaged: Whether any line so far may hold a NUL, ``UNDECODABLE`` or ``TOO_LONG``.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self.bytes_read = 0
        self.damaged = False

    def batches(self) -> Iterator[list[str]]:
        """Read the file once, from its beginning.

        Raises:
            InvalidInput: It is not text in a known encoding, or the system could not read on.
        """
        chunk = self._read()
        encoding, start = self._encoding(chunk)
        decoder = codecs.getincrementaldecoder(encoding)("strict")
        chunk = chunk[start:]
        pending, skipping = "", False
        while True:
            text = self._decode(decoder, chunk)
            if "\0" in text:
                self.damaged = True
            lines = io.StringIO(pending + text, newline="").readlines()
            pending = ""
            # The last line waits for its end, and a CR for the LF that may follow it.
            if chunk and lines and not lines[-1].endswith("\n"):
                pending = lines.pop()
            if skipping and lines:
                del lines[0]
                skipping = False
            if len(pending) > LONGEST_LINE or skipping:
                if not skipping:
                    self.damaged = skipping = True
                    lines.append(TOO_LONG + "\n")
                pending = pending[-1:]
            if lines:
                yield lines
            if not chunk:
                return
            chunk = self._read()

    def _read(self) -> bytes:
        chunk = self._source.read(CHUNK)
        self.bytes_read += len(chunk)
        return chunk

    def _decode(self, decoder: codecs.IncrementalDecoder, chunk: bytes) -> str:
        state = decoder.getstate()
        try:
            return decoder.decode(chunk, not chunk)
        except UnicodeDecodeError:
            self.damaged = True
            decoder.setstate(state)
            decoder.errors = "csp_tui.mark"
            return decoder.decode(chunk, not chunk)

    def _encoding(self, beginning: bytes) -> tuple[str, int]:
        for mark, encoding in _MARKS:
            if encoding and beginning.startswith(mark):
                return encoding, len(mark)
            if beginning.startswith(mark):
                break
        else:
            if beginning.startswith(b"PK\x03\x04"):
                raise InvalidInput(
                    say(
                        "{path} is a workbook or an archive, not a CSV file.",
                        path=self._source.name,
                    ),
                    say("Open it in the spreadsheet program and save it as CSV UTF-8."),
                    field="file",
                )
            first_line = beginning[:4096].splitlines()[:1]
            if not any(b"\0" in line for line in first_line):
                return "utf-8", 0
        raise not_text(self._source)


def not_text(source: Source) -> InvalidInput:
    """The refusal for a file that holds no text we can read."""
    return InvalidInput(
        say("{path} is not text in UTF-8 or UTF-16.", path=source.name),
        say("Save it again as CSV UTF-8, then read that file."),
        field="file",
    )
