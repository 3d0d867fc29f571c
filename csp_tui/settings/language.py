"""Which language the program speaks."""

from __future__ import annotations

import os

from csp_tui import i18n
from csp_tui.settings.values import Settings


def chosen_language(settings: Settings, option: str = "") -> str:
    """The language to use: option, ``CSP_TUI_LANG``, settings file, locale, in this order.

    Args:
        settings: What the person has set.
        option: What ``--lang`` says, "" where it is not given.
    """
    if option in i18n.LANGUAGES:
        return option
    locale = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return i18n.preferred([os.environ.get("CSP_TUI_LANG"), settings.language, *locale])
