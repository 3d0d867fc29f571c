"""What can be set, each setting declared once: its values, its default and what it is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

from csp_tui.domain.wording import Message, say

DARK_THEME = "csp-dark"
THEMES = (DARK_THEME, "csp-light", "ansi-dark", "ansi-light")
"""Ours, and Textual's two that use the terminal's own colours."""
KEYS = "keys"
"""The table of keys; one entry is named by it, a dot and the id of a command."""
KEYS_EXAMPLE = 'offers.new = "n,ctrl+n"'


def _setting(default: object, explanation: Message, choices: tuple[str, ...] = ()) -> Any:
    about = {"explanation": explanation, "choices": choices}
    if isinstance(default, Mapping):
        return field(default_factory=lambda: default, metadata=about)
    return field(default=default, metadata=about)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the person has set; a setting that is added here is known to file and screen.

    Attributes:
        language: ``en``, ``fr``, or "" where the environment decides.
        theme: The name of a theme.
        signs: ``unicode``, or ``ascii`` for terminals that draw no other signs.
        animations: ``on``, ``off``, or ``auto`` for off over SSH and on elsewhere.
        keys: Keys with commas between them for the id of a command; "" takes its key away.
    """

    language: str = _setting(
        "",
        say(
            "The language: {english} or {french}; {none} leaves it to the environment. "
            "The option --lang and CSP_TUI_LANG come before it.",
            english='"en"',
            french='"fr"',
            none='""',
        ),
        ("", "en", "fr"),
    )
    theme: str = _setting(
        DARK_THEME,
        say(
            "The colours: {names}. The last two are those of your terminal.",
            names=", ".join(f'"{name}"' for name in THEMES),
        ),
        THEMES,
    )
    signs: str = _setting(
        "unicode",
        say(
            "The signs for lines and marks: {unicode}, or {ascii} for terminals and fonts that "
            "lack others.",
            unicode='"unicode"',
            ascii='"ascii"',
        ),
        ("unicode", "ascii"),
    )
    animations: str = _setting(
        "auto",
        say(
            "Blinking and motion: {on}, {off}, or {auto}, which leaves them out over SSH, where "
            "every blink is sent through the line.",
            on='"on"',
            off='"off"',
            auto='"auto"',
        ),
        ("auto", "on", "off"),
    )
    keys: Mapping[str, str] = _setting(
        MappingProxyType({}),
        say(
            "Other keys for commands: a command's id, then its keys with commas between them. "
            "{nothing} takes a command's keys away. For example: {example}",
            nothing='""',
            example=KEYS_EXAMPLE,
        ),
    )


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    Attributes:
        name: Its name in the file.
        default: What holds where nothing is set; its type is the setting's type.
        choices: The values that are allowed, or none where any of the type is.
        explanation: What it is for, in a sentence or two.
    """

    name: str
    default: object
    choices: tuple[str, ...]
    explanation: Message

    @property
    def is_table(self) -> bool:
        """Whether it is a table of names and texts in the file."""
        return isinstance(self.default, Mapping)


def _declared() -> dict[str, Setting]:
    defaults = Settings()
    return {
        one.name: Setting(
            one.name,
            getattr(defaults, one.name),
            one.metadata["choices"],
            one.metadata["explanation"],
        )
        for one in fields(Settings)
    }


SETTINGS: Mapping[str, Setting] = MappingProxyType(_declared())
"""Every setting by its name, in the order in which the file and the screen show them."""
