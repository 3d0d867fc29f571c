"""The words of all names: which of them contain a text, and whose names have them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from csp_tui.storage.common_ngrams import WORD_START
from csp_tui.storage.connections import Lease
from csp_tui.storage.rank_sets import RankSets
from csp_tui.storage.spelling import Misspelling, may_be_misspelt

AFTER_ALL = "\U0010ffff"
"""Comes after every letter, so that a text with it ends the range of what begins with the text."""
_GRAM = 3
"""Letters of the pieces in the index of words."""
_BLOBS_AT_ONCE = 20_000
_CONTAINING = """
    SELECT id, word FROM partner_word
    WHERE id IN (SELECT rowid FROM word_index WHERE word_index MATCH ?)
"""
_RANKS_CONTAINING = _CONTAINING.replace("id, word", "ranks", 1)
_RANKS = "SELECT ranks FROM partner_word WHERE id IN ({})"
_BEGINNING = "SELECT ranks FROM partner_word WHERE word >= ? AND word < ?"


def quoted(text: str) -> str:
    """A text as one phrase of the index's query language, whatever is in it."""
    return '"' + text.replace('"', '""') + '"'


class Vocabulary:
    """Looks words up in one state of the directory.

    Args:
        lease: The connection.
        sets: For the size of the directory.
    """

    def __init__(self, lease: Lease, sets: RankSets) -> None:
        self._lease = lease
        self._sets = sets

    def containing(self, word: str) -> int:
        """Whose name contains a folded word, or a part of one.

        Raises:
            Canceled: The search was interrupted.
        """
        stored = self._stored(word)
        return self._look_up(word) if stored is None else stored

    def beginning(self, word: str) -> int:
        """In whose name a word begins with a folded word, or a part of one.

        Raises:
            Canceled: The search was interrupted.
        """
        stored = self._stored(WORD_START + word)
        if stored is not None:
            return stored
        rows = self._lease.each(_BEGINNING, (word, word + AFTER_ALL))
        return self._sets.union(row[0] for row in rows)

    def similar(self, word: str) -> int:
        """Whose name contains a word, or what it may have been meant to be.

        Raises:
            Canceled: The search was interrupted.
        """
        if not may_be_misspelt(word):
            return self.containing(word)
        misspelling = Misspelling(word)
        pieces, pairs = misspelling.traces()
        terms = [quoted(piece) for piece in pieces]
        for pair in pairs:
            both = [self._any_with(piece) for piece in pair]
            if all(both):
                terms.append(" AND ".join(f"({one})" for one in both))
        return self._union(
            number
            for number, found in self._lease.rows(
                _CONTAINING, (" OR ".join(f"({term})" for term in terms),)
            )
            if misspelling.is_in(found)
        )

    def _stored(self, gram: str) -> int | None:
        rows = self._lease.rows("SELECT ranks FROM partner_gram WHERE gram = ?", (gram,))
        return self._sets.union([rows[0][0]]) if rows else None

    def _look_up(self, word: str) -> int:
        match = quoted(word) if len(word) >= _GRAM else self._any_with(word)
        if not match:
            return 0
        return self._sets.union(row[0] for row in self._lease.each(_RANKS_CONTAINING, (match,)))

    def _any_with(self, letters: str) -> str:
        """An expression for the words that contain one or two letters, "" where there is none."""
        terms = self._lease.rows(
            "SELECT term FROM word_index_terms WHERE term >= ? AND term < ?",
            (letters, letters + AFTER_ALL),
        )
        return " OR ".join(quoted(term) for (term,) in terms)

    def _union(self, numbers: Iterable[int]) -> int:
        """Whose names have any of these words."""
        bits = 0
        rest = iter(numbers)
        while some := list(itertools.islice(rest, _BLOBS_AT_ONCE)):
            # Numbers of rows, not what a person typed; as parameters they would hit a limit.
            rows = self._lease.each(_RANKS.format(",".join(map(str, some))))
            bits |= self._sets.union(row[0] for row in rows)
        return bits
