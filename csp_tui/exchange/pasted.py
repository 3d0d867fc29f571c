"""Pasted text as a source of rows, which can be read several times."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import IO

from csp_tui.domain.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Pasted:
    """A text to import.

    Attributes:
        text: The lines of a CSV file; possibly hostile.
        name: What people call it, in their language.
    """

    text: str
    name: str

    def __str__(self) -> str:
        return self.name

    def open(self) -> IO[bytes]:
        """The text from its beginning, as UTF-8."""
        return _Stream(self)


class _Stream(io.BytesIO):
    """The bytes of a text, by the name that complaints about them use."""

    def __init__(self, pasted: Pasted) -> None:
        super().__init__(pasted.text.encode("utf-8", "replace"))
        self.name = pasted.name


def readable(source: Path | Pasted) -> str | os.PathLike[str] | IO[bytes]:
    """What the readers of files take: a path as it is, or a pasted text from its beginning.

    Args:
        source: What is imported.
    """
    return source.open() if isinstance(source, Pasted) else source
