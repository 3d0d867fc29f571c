"""Which language the program uses, and which setting decided it."""

from __future__ import annotations

import os

from csp_tui import i18n
from csp_tui.settings.origin import Origin
from csp_tui.settings.values import Settings

VARIABLE = "CSP_TUI_LANG"
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")


def chosen_language(settings: Settings, option: str = "") -> str:
    """The language to use: option, ``CSP_TUI_LANG``, settings file, locale, in this order.

    Args:
        settings: What the person has set.
        option: What ``--lang`` says, "" where it is not given.
    """
    if option in i18n.LANGUAGES:
        return option
    locale = (os.environ.get(name) for name in _LOCALE)
    return i18n.preferred([os.environ.get(VARIABLE), settings.language, *locale])


def language_origin(settings: Settings, option: str = "") -> Origin:
    """What decided the language that ``chosen_language`` answers.

    Args:
        settings: What the person has set.
        option: What ``--lang`` says, "" where it is not given.
    """
    if option in i18n.LANGUAGES:
        return Origin("option", "--lang")
    if os.environ.get(VARIABLE):
        return Origin("environment", VARIABLE)
    if settings.language:
        return Origin("file")
    locale = next((name for name in _LOCALE if os.environ.get(name)), "")
    return Origin("environment", locale) if locale else Origin("default")
