"""Sentences for people, kept untranslated until someone shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_EMPTY: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence in the source language with named values, translated where it is shown.

    Attributes:
        text: The English sentence, also the key of the translation catalogue.
        plural: The English plural, or None where the sentence has no number in it.
        count: The number that chooses between both; available as ``{count}``.
        values: What stands for each ``{name}``; a value may itself be a message.
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


def say(text: str, **values: object) -> Message:
    """Make a message; the text is collected for the catalogues from calls of this name."""
    return Message(text, values=MappingProxyType(values))


def say_n(text: str, plural: str, count: int, **values: object) -> Message:
    """Make a message whose form depends on a number, shown as ``{count}``."""
    return Message(text, plural, count, MappingProxyType(values))
