"""What comes at the app in a storm: keys, pastes, clicks, wheels and windows that change size."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from tests.nasty import SNIPPETS

Gust = tuple[str, Any]
"""What is done, and with what; as ``("key", "f1")`` or ``("pause", None)``."""

MOVES = ("up", "down", "left", "right", "home", "end", "pageup", "pagedown")
FIELDS = ("tab", "tab", "shift+tab")
ANSWERS = ("enter", "enter", "enter", "space", "space", "f2", "escape", "delete", "backspace")
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
SIGNS = (
    *("comma", "slash", "question_mark", "colon", "full_stop", "semicolon", "minus", "plus"),
    *("left_square_bracket", "right_square_bracket", "dollar_sign", "at", "equals_sign"),
    *("quotation_mark", "apostrophe", "tilde", "asterisk", "less_than_sign", "number_sign"),
)
FUNCTIONS = tuple(f"f{number}" for number in range(1, 13))
CONTROLS = (
    *(f"ctrl+{letter}" for letter in "abcdefghijklmnoprstuvwxyz"),
    *("ctrl+home", "ctrl+end", "ctrl+left", "ctrl+right", "ctrl+space", "ctrl+delete"),
    *("shift+up", "shift+down", "shift+left", "shift+right", "alt+a", "ctrl+pageup"),
)
LEAVING = frozenset({"ctrl+q"})
SIZES = ((80, 24), (80, 24), (120, 40), (60, 20), (61, 21), (79, 24), (200, 60), (40, 10), (1, 1))
PLACES = ("1", "2", "3", "4")
_KINDS = {
    "move": 26,
    "answer": 22,
    "field": 10,
    "letter": 14,
    "place": 4,
    "sign": 3,
    "function": 3,
    "control": 4,
    "command": 4,
    "here": 9,
    "visit": 2,
    "someone": 1,
    "word": 3,
    "nasty": 2,
    "click": 5,
    "wheel": 2,
    "resize": 1,
}


class Gusts:
    """The storm of one seed, which is the same every time.

    Args:
        seed: Decides everything.
        words: Texts that mean something here: names, paths, identifiers.
        commands: Titles of commands, to be run from the palette.
    """

    def __init__(self, seed: int, words: tuple[str, ...], commands: tuple[str, ...]) -> None:
        self._chance = random.Random(seed)
        self._words = words
        self._commands = commands

    def __iter__(self) -> Iterator[Gust]:
        while True:
            yield from self._next()

    def burst(self) -> int:
        """How much comes at once, before the app has answered any of it."""
        return self._chance.choice((1, 1, 1, 1, 2, 3, 5, 12))

    def _next(self) -> Iterator[Gust]:
        chance = self._chance
        kind = chance.choices(list(_KINDS), list(_KINDS.values()))[0]
        match kind:
            case "move":
                key = chance.choice(MOVES)
                yield from (("key", key) for _again in range(chance.choice((1, 1, 2, 4))))
            case "answer":
                yield "key", chance.choice(ANSWERS)
            case "field":
                yield "key", chance.choice(FIELDS)
            case "letter":
                yield "key", chance.choice(LETTERS)
            case "place":
                yield "key", chance.choice(PLACES)
            case "sign":
                yield "key", chance.choice(SIGNS)
            case "function":
                yield "key", chance.choice(FUNCTIONS)
            case "control":
                yield "key", chance.choice(CONTROLS)
            case "command":
                yield "key", "ctrl+p"
                yield "paste", chance.choice(self._commands)
                # Most people look before they press Enter; some do not.
                if chance.random() < 0.8:
                    yield "pause", None
                yield "key", "enter"
            case "here":
                yield "here", chance.random()
                yield "pause", None
            case "visit":
                yield "visit", chance.random()
                yield "pause", None
            case "someone":
                yield "someone", chance.randrange(1000)
            case "word":
                yield "paste", chance.choice(self._words)
            case "nasty":
                yield "paste", chance.choice(SNIPPETS)
            case "click":
                yield "click", (chance.random(), chance.random(), chance.choice((1, 1, 1, 3)))
            case "wheel":
                yield "wheel", (chance.random(), chance.random(), chance.choice((-1, 1)))
            case "resize":
                yield "resize", chance.choice(SIZES)
