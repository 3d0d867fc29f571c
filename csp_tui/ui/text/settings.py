"""Settings and their values in words."""

from __future__ import annotations

from csp_tui import i18n
from csp_tui.i18n import gettext as _
from csp_tui.settings.language import chosen_language
from csp_tui.settings.values import Settings

LANGUAGE_NAMES = {"en": "English", "fr": "Français"}
"""Each in its own language, for readers who do not know the current one."""


def setting_title(name: str) -> str:
    """What a setting is called on the screen."""
    titles = {
        "language": _("Language"),
        "theme": _("Colors"),
        "signs": _("Symbols"),
        "animations": _("Blinking and motion"),
        "contact_name": _("Name"),
        "contact_email": _("E-mail"),
        "contact_phone": _("Phone"),
        "keys": _("Keys"),
    }
    return titles.get(name, name)


def setting_hint(name: str) -> str:
    """What a setting is for, in a line."""
    hints = {
        "language": _("Automatic follows your terminal. All screens change immediately."),
        "theme": _("The last two use the colors of your terminal."),
        "signs": _("Use ASCII if lines and marks look broken."),
        "animations": _("Turn this off to send less data over a slow connection."),
    }
    return hints.get(name, "")


def value_title(name: str, value: str) -> str:
    """What one of a setting's values is called on the screen."""
    if name == "language":
        decided = LANGUAGE_NAMES[chosen_language(Settings())]
        automatic = _("Automatic ({language})").format(language=decided)
        return LANGUAGE_NAMES.get(value, automatic)
    titles = {
        ("theme", "csp-dark"): _("Dark"),
        ("theme", "csp-light"): _("Light"),
        ("theme", "ansi-dark"): _("The terminal's own, dark"),
        ("theme", "ansi-light"): _("The terminal's own, light"),
        ("signs", "unicode"): _("All symbols: ─ │ ▸ ✓ …"),
        ("signs", "ascii"): _("ASCII only: - | > x ..."),
        ("animations", "auto"): _("Automatic: off over SSH"),
        ("animations", "on"): _("On"),
        ("animations", "off"): _("Off"),
    }
    return titles.get((name, value), value)


def language_note(settings: Settings) -> str:
    """Why the language is another one than the setting says, or will be; "" if it is not."""
    at_start = chosen_language(settings)
    wanted = settings.language or at_start
    if at_start != wanted:
        return _("CSP_TUI_LANG is set, so the program still starts in {language}.").format(
            language=LANGUAGE_NAMES[at_start]
        )
    if i18n.current() != wanted:
        return _("Now {language}, set by the option --lang.").format(
            language=LANGUAGE_NAMES[i18n.current()]
        )
    return ""


def key_lines() -> list[str]:
    """Every command with its id and keys, as a line for the settings file each."""
    from csp_tui.ui.commands import keymap
    from csp_tui.ui.commands.catalog import ALL_COMMANDS
    from csp_tui.ui.commands.catalog.movements import MOVEMENTS

    found = {name: (",".join(c.keys_now), c.shown_title) for name, c in ALL_COMMANDS.items()}
    for name, movement in MOVEMENTS.items():
        keys = ",".join(keymap.current().keys(name, movement.keys))
        found.setdefault(name, (keys, _(movement.title) if movement.title else ""))
    return [f'"{name}" = "{keys}"  # {title}' for name, (keys, title) in sorted(found.items())]
