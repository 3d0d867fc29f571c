"""Keys as people read them and as Textual names them."""

from __future__ import annotations

from functools import cache

from csp_tui.i18n import N_, gettext

_KEY_NAMES = {
    "escape": N_("esc"),
    "question_mark": "?",
    "slash": "/",
    "delete": N_("del"),
    "backspace": N_("backspace"),
    "enter": N_("enter"),
    "space": N_("space"),
    "tab": N_("tab"),
    "home": N_("home"),
    "end": N_("end"),
    "plus": "+",
    "minus": "-",
    "comma": ",",
    "colon": ":",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
    "pagedown": N_("pgdn"),
    "pageup": N_("pgup"),
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}
_MODIFIERS = ("ctrl+", "shift+", "alt+", "meta+", "super+", "hyper+")


def key_name(key: str) -> str:
    """A key as people read it: ``^p`` for ctrl+p, ``F2``, ``esc``."""
    if key.startswith("ctrl+"):
        return "^" + key_name(key.removeprefix("ctrl+"))
    for modifier in _MODIFIERS:
        if key.startswith(modifier):
            return modifier + key_name(key.removeprefix(modifier))
    if key.startswith("f") and key[1:].isdigit():
        return key.upper()
    if key in _KEY_NAMES:
        name = _KEY_NAMES[key]
        return gettext(name)
    return _character(key) or key


def split_keys(text: str) -> tuple[str, ...]:
    """The keys of a text with commas between them, each as Textual names it, none twice.

    Args:
        text: Such as ``n, ctrl+n, ?``.
    """
    named = (_named(part.strip()) for part in text.split(",") if part.strip())
    return tuple(dict.fromkeys(named))


def is_key(key: str) -> bool:
    """Whether a key exists, to find misspelled ones."""
    for modifier in _MODIFIERS:
        if key.startswith(modifier):
            return is_key(key.removeprefix(modifier))
    return len(key) == 1 or key in _known() or _character(key) is not None


def is_typed(key: str) -> bool:
    """Whether the key types a character into a field."""
    return key == "space" or len(key) == 1 or ("+" not in key and key not in _untyped())


def _named(key: str) -> str:
    head, plus, last = key.rpartition("+")
    if len(key) > 1 and plus and last:
        return f"{head.lower()}+{_named(last.lower())}"
    if len(key) == 1:
        from csp_tui.ui.terminal.textual_private import character_to_key

        return character_to_key(key)
    return key.lower() if key.lower() in _known() else key


# Textual's tables are imported where they are used: command IDs are also read without it.


def _character(key: str) -> str | None:
    from textual.keys import key_to_character

    return key_to_character(key)


@cache
def _untyped() -> frozenset[str]:
    """Keys that type no character."""
    from textual.keys import Keys

    return frozenset(key.value for key in Keys) - {"space"}


@cache
def _known() -> frozenset[str]:
    from textual.keys import KEY_ALIASES, KEY_NAME_REPLACEMENTS

    return frozenset({*_untyped(), *KEY_ALIASES, *KEY_NAME_REPLACEMENTS.values(), "space"})
