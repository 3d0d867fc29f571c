"""Folding many names, most of whose words come by again and again."""

from __future__ import annotations

from csp_tui.domain.text import fold

_KEPT_AT_MOST = 100_000


class NameFolder:
    """Does what ``domain.text.fold`` does, word by word, and remembers the words.

    Folding never looks across a space, so a name is folded where its words are.
    """

    def __init__(self) -> None:
        self._folded: dict[str, str] = {}

    def fold(self, name: str) -> str:
        """The folded name."""
        folded = self._folded
        try:
            return "".join([folded[word] for word in name.split()])[1:]
        except KeyError:
            return "".join(map(self._learn, name.split()))[1:]

    def _learn(self, word: str) -> str:
        known = self._folded.get(word)
        if known is None:
            if len(self._folded) > _KEPT_AT_MOST:
                self._folded.clear()
            plain = fold(word)
            # A symbol on its own is dropped with the space before it.
            known = self._folded[word] = f" {plain}" if plain else ""
        return known
