"""Words as they may have been meant: one letter missing, extra, wrong, or swapped with the next."""

from __future__ import annotations

import re

LETTERS_AT_LEAST = 5
LETTERS_AT_MOST = 60
"""Letters from and up to which a word may have a typing error; no name has longer words."""


def may_be_misspelt(word: str) -> bool:
    """Whether a word is long enough to detect a typing error, and short enough for a word."""
    return LETTERS_AT_LEAST <= len(word) <= LETTERS_AT_MOST


class Misspelling:
    """A word that was typed with one error.

    Args:
        word: The folded word; ``may_be_misspelt`` holds.
    """

    def __init__(self, word: str) -> None:
        self._word = word
        self._meant = re.compile("|".join(self._shapes()))

    def _shapes(self) -> list[str]:
        word = self._word
        shapes = [re.escape(word)]
        for place in range(len(word)):
            before, after = word[:place], word[place + 1 :]
            shapes.append(f"{re.escape(before)}.?{re.escape(after)}")
            if place > 0:
                shapes.append(f"{re.escape(before)}.{re.escape(word[place:])}")
            if after:
                shapes.append(re.escape(before + after[0] + word[place] + after[1:]))
        return shapes

    def is_in(self, word: str) -> bool:
        """Whether a word contains what may have been meant."""
        return self._meant.search(word) is not None

    def traces(self) -> tuple[list[str], list[tuple[str, str]]]:
        """Pieces that a word must have to contain what may have been meant.

        Returns:
            Pieces of three letters or more, one of which is enough, and pairs of pieces, of which
            both are needed.
        """
        word = self._word
        middle = len(word) // 2
        left, right = word[:middle], word[middle:]
        swapped = left[:-1] + right[0] + left[-1] + right[1:]
        pieces = [right, swapped]
        pairs: list[tuple[str, str]] = []
        if middle >= 3:
            pieces.append(left)
        else:
            # An error behind the first two of five letters leaves the third, or the last two, or
            # swaps the third with the fourth.
            pieces += [word[:3], left + word[3]]
            pairs.append((left, word[3:]))
        return pieces, pairs
