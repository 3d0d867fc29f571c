"""The settings, each declared once: its values, its default and what it is for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, fields
from types import MappingProxyType
from typing import Any

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.wording import Message, say

DARK_THEME = "csp-dark"
THEMES = (DARK_THEME, "csp-light", "ansi-dark", "ansi-light")
"""Our own themes, and Textual's two that use the terminal's colors."""
KEYS = "keys"
"""The table of keys; one entry is named by it, a dot and the id of a command."""
RENAMED_COMMANDS = MappingProxyType({"resales.take_back": "resales.remove"})
"""Command IDs of earlier versions and what they are now; files that have them keep working."""
CONTACT_EMAIL = '"ada@example.com"'
KEYS_EXAMPLE = 'offers.new = "n,ctrl+n"'


def _setting(
    default: object,
    explanation: Message,
    choices: tuple[str, ...] = (),
    check: Callable[[str], object] | None = None,
) -> Any:
    about = {"explanation": explanation, "choices": choices, "check": check}
    if isinstance(default, Mapping):
        return field(default_factory=lambda: default, metadata=about)
    return field(default=default, metadata=about)


def _check_email(text: str) -> None:
    # Loaded with the first address, because most people have set none.
    from csp_tui.domain.setup import checked_email

    checked_email(text)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the person has set; a setting that is added here is known to file and screen.

    Attributes:
        language: ``en``, ``fr``, or "" where the environment decides.
        theme: The name of a theme.
        signs: ``unicode``, or ``ascii`` for terminals that draw no other symbols.
        animations: ``on``, ``off``, or ``auto`` for off over SSH and on elsewhere.
        contact_name: The name of the contact of new support requests; "" for the last one used.
        contact_email: The contact's e-mail address.
        contact_phone: The contact's phone number.
        keys: Keys with commas between them for the id of a command; "" takes its key away.
    """

    language: str = _setting(
        "",
        say(
            "The language: {english} or {french}; {none} follows the environment. The option "
            "--lang and CSP_TUI_LANG override it.",
            english='"en"',
            french='"fr"',
            none='""',
        ),
        ("", "en", "fr"),
    )
    theme: str = _setting(
        DARK_THEME,
        say(
            "The colors: {names}. The last two use the colors of your terminal.",
            names=", ".join(f'"{name}"' for name in THEMES),
        ),
        THEMES,
    )
    signs: str = _setting(
        "unicode",
        say(
            "The symbols for lines and marks: {unicode}, or {ascii} if your terminal or font "
            "lacks some of them.",
            unicode='"unicode"',
            ascii='"ascii"',
        ),
        ("unicode", "ascii"),
    )
    animations: str = _setting(
        "auto",
        say(
            "Blinking and motion: {on}, {off}, or {auto}, which turns them off over SSH to send "
            "less data.",
            on='"on"',
            off='"off"',
            auto='"auto"',
        ),
        ("auto", "on", "off"),
    )
    contact_name: str = _setting(
        "",
        say("The contact for Microsoft support: new support requests start with this name."),
    )
    contact_email: str = _setting(
        "",
        say("The e-mail address of that contact, for example {example}.", example=CONTACT_EMAIL),
        check=_check_email,
    )
    contact_phone: str = _setting(
        "",
        say(
            "The phone number of that contact. If all three are empty, the contact of the last "
            "request is used."
        ),
    )
    keys: Mapping[str, str] = _setting(
        MappingProxyType({}),
        say(
            "Other keys for commands: a command's ID, then its keys, separated by commas. "
            "{nothing} removes a command's keys. For example: {example}",
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
        check: Raises ``InvalidInput`` for a text that cannot be used, None where any can.
    """

    name: str
    default: object
    choices: tuple[str, ...]
    explanation: Message
    check: Callable[[str], object] | None = None

    @property
    def is_text(self) -> bool:
        """Whether it takes any text, not one of a few values."""
        return not self.choices and not self.is_table

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
            one.metadata["check"],
        )
        for one in fields(Settings)
    }


SETTINGS: Mapping[str, Setting] = MappingProxyType(_declared())
"""Every setting by its name, in the order in which the file and the screen show them."""
