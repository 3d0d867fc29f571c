"""Sentences for people, kept untranslated until someone shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from csp_tui.domain.quick_dataclass import dataclass

_EMPTY: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence in the source language with named values, translated where it is shown.

    Attributes:
        text: The English sentence, also the key of the translation catalog.
        plural: The English plural, or None where the sentence has no number in it.
        count: The number that chooses between both; available as ``{count}``.
        values: The value of each ``{name}``; a value may itself be a message.
    """

    text: str
    plural: str | None = None
    count: int | None = None
    values: Mapping[str, object] = field(default_factory=lambda: _EMPTY)

    def __str__(self) -> str:
        """The English sentence, for logs and tests; people get it through ``i18n.render``."""
        text = self.text
        if self.plural is not None and self.count != 1:
            text = self.plural
        return self.fill(text, {name: str(value) for name, value in self.values.items()})

    def fill(self, text: str, values: Mapping[str, str]) -> str:
        """Put values into a (translated) text; the values are never read as a format."""
        return text.format_map({"count": self.count, **values})


@dataclass(frozen=True, slots=True)
class Quoted:
    """A text that someone wrote, to be shown between the quotation marks of a language.

    Attributes:
        text: The text; what cannot be printed in it is shown as an escape.
    """

    text: str

    def __str__(self) -> str:
        """The text between quotation marks as English messages have them."""
        return repr(self.text)

    def within(self, marks: str) -> str:
        """The text between a language's quotation marks.

        Args:
            marks: The marks with ``{text}`` between them.
        """
        if marks == STRAIGHT_MARKS:
            return str(self)
        shown = (
            char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
            for char in self.text
        )
        return marks.replace("{text}", "".join(shown))


STRAIGHT_MARKS = "'{text}'"
"""The marks of the source language; in a text that has an apostrophe they are double ones."""


def quoted(text: str) -> Quoted:
    """Put a text that someone wrote between quotation marks, in whichever language it is shown."""
    return Quoted(text)


@dataclass(frozen=True, slots=True)
class Listed:
    """Several values of a message, shown one after the other.

    Attributes:
        values: Texts, or messages that are put into a language one by one.
    """

    values: tuple[object, ...]

    def __str__(self) -> str:
        """The values in English, with commas between them."""
        return ", ".join(map(str, self.values))


def say(text: str, **values: object) -> Message:
    """Make a message; the text is collected for the catalogs from calls of this name."""
    return Message(text, values=MappingProxyType(values))


def say_n(text: str, plural: str, count: int, **values: object) -> Message:
    """Make a message whose form depends on a number, shown as ``{count}``."""
    return Message(text, plural, count, MappingProxyType(values))
