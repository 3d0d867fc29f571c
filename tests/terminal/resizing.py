"""A window that is dragged about, dialogs open, while someone types and the terminal answers."""

from __future__ import annotations

import random
import sys

from .terminal import terminal

SMALL = (1, 1), (2, 1), (1, 30), (300, 1), (59, 19), (60, 20), (300, 100)
ANSWERS = "\x1b[?1;2c\x1b]11;rgb:0000/0000/0000\x07\x1bP>|XTerm(380)\x1b\\"


def sizes(number: int, seed: int) -> list[tuple[int, int]]:
    """Sizes from one cell to 300 by 100, a fifth of them at the edges."""
    chance = random.Random(seed)
    drawn = [(chance.randint(1, 300), chance.randint(1, 100)) for _ in range(number)]
    return [chance.choice(SMALL) if chance.random() < 0.2 else size for size in drawn]


PLACES = (
    # The offer ID follows the name a moment later; the blank ends it.
    ("nContoso Sea", "contoso-sea ", "Contoso Sea"),
    ("3/alpine", "61 partners found", "alpine"),
)


def storm(keys: str, page: str, typed: str) -> None:
    """Change sizes a hundred times while the terminal sends unexpected replies.

    Args:
        keys: What leads to a field and fills it.
        page: What the text leads to, and nothing longer does; it comes last.
        typed: What is in the field then.

    Raises:
        AssertionError: The screen, its cursor or what was typed is not what it was.
    """
    with terminal("demo") as opened:
        opened.wait("13 offers")
        opened.type(keys)
        opened.wait(page, typed)
        # Nothing of the list that the text leads to comes later than this.
        opened.type("x")
        opened.wait(f"{typed}x")
        opened.type("\x7f")
        opened.wait(page, typed, gone=f"{typed}x")
        before, place = opened.screen, opened.at_cursor
        for number, (columns, rows) in enumerate(sizes(100, len(keys))):
            opened.resize(columns, rows)
            opened.strike(ANSWERS)
            if number % 20 == 10:
                # One that is looked at, so that not all sizes are met as one.
                opened.resize(58, 18)
                opened.wait("58", "18")
        sent = len(opened.raw)
        opened.resize(80, 24)
        opened.wait_until(lambda: len(opened.raw) > sent, "a frame")
        opened.wait_until(lambda: opened.screen == before, f"the screen\n{before}\n")
        opened.wait_until(lambda: opened.at_cursor == place, f"the cursor at {place!r}")
        opened.type("y")
        opened.wait(f"{typed}y")
        assert b"Traceback" not in opened.raw


if __name__ == "__main__":
    for place in PLACES:
        storm(*place)
        sys.stdout.write(f"{place[1]}: well\n")
