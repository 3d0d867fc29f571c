"""Which pieces of words are too common to be looked up word by word while typing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

WORD_START = " "
"""Stands before a word in a piece that begins it."""
LONGEST_PIECE = 24
"""Characters of a piece at most, which bounds the work for each character of a word."""
_WORD_COST = 3.0
_PARTNER_COST = 0.03
"""Microseconds that one word, and one partner that has it, take when a piece is looked up."""
_COST_AT_MOST = 5_000.0
"""Microseconds that looking up a piece may take before its partners are stored."""


def common_ngrams(words: Callable[[], Iterable[tuple[str, int]]]) -> set[str]:
    """The pieces of words whose partners are worth storing.

    A piece is only common where all its own pieces are, so the pieces of one length are sought
    among those that continue common ones; this bounds the memory. No piece is longer than
    ``LONGEST_PIECE``, so that the time is proportional to the characters of all words.

    Args:
        words: Reads all words from the beginning, each with how many partners have it.
    """
    chosen: set[str] = set()
    last: set[str] = set()
    for length in range(1, LONGEST_PIECE + 1):
        number: Counter[str] = Counter()
        others: Counter[str] = Counter()
        for word, count in words():
            text = WORD_START + word
            grams: Iterable[str] = [
                text[start : start + length] for start in range(len(text) - length + 1)
            ]
            if last:
                grams = [gram for gram in grams if gram[1:] in last and gram[:-1] in last]
            number.update(grams)
            # Most words of a large directory occur in one name only.
            if count > 1:
                for gram in grams:
                    others[gram] += count - 1
        last = {
            gram
            for gram in number
            if number[gram] * (_WORD_COST + _PARTNER_COST) + others[gram] * _PARTNER_COST
            > _COST_AT_MOST
        }
        if not last:
            break
        chosen |= last - {WORD_START}
    return chosen


def chosen_of(word: str, chosen: set[str], longest: int) -> list[str]:
    """The chosen pieces that a word contains, each once."""
    return [
        gram for length in range(1, longest + 1) for gram in _pieces(word, length) if gram in chosen
    ]


def longest_of(pieces: Sequence[str]) -> list[str]:
    """Those of the pieces of a word that no other of them continues."""
    continued = {piece[1:] for piece in pieces} | {piece[:-1] for piece in pieces}
    return [piece for piece in pieces if piece not in continued]


def continuations(chosen: set[str]) -> dict[str, set[str]]:
    """For each chosen piece those that are longer by one character and contain it.

    A word with a longer piece has the shorter one as well, and so have its partners.
    """
    longer: dict[str, set[str]] = {piece: set() for piece in chosen}
    for piece in chosen:
        for part in (piece[1:], piece[:-1]):
            if part in longer:
                longer[part].add(piece)
    return longer


def _pieces(word: str, length: int) -> set[str]:
    text = WORD_START + word
    return {text[start : start + length] for start in range(len(text) - length + 1)}
