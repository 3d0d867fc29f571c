"""Languages: English is the source, other catalogues are found by gettext beside this module."""

from __future__ import annotations

import gettext as _gettext
import os
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from csp_tui.domain.wording import Listed, Message, Quoted

LANGUAGES = ("en", "fr")
DOMAIN = "csp_tui"
LOCALE_FOLDER = Path(__file__).parent / "locale"

_language = "en"
_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()


def use(language: str) -> None:
    """Switch the language of everything shown from now on.

    Args:
        language: One of ``LANGUAGES``; anything else counts as English.
    """
    global _language, _catalogue
    _language = language if language in LANGUAGES else "en"
    _catalogue = _load(_language)


@lru_cache
def _load(language: str) -> _gettext.NullTranslations:
    if language == "en":
        return _gettext.NullTranslations()
    return _gettext.translation(DOMAIN, LOCALE_FOLDER, languages=[language], fallback=True)


def current() -> str:
    """The language in use, ``en`` or ``fr``."""
    return _language


def preferred(environment: Iterable[str | None] | None = None) -> str:
    """The language that the environment asks for.

    Args:
        environment: Candidates, the strongest first; by default ``CSP_TUI_LANG`` and then the
            locale variables in their usual order.
    """
    if environment is None:
        names = ("CSP_TUI_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
        environment = (os.environ.get(name) for name in names)
    for value in environment:
        if value:
            short = value.replace("-", "_").split("_")[0].split(".")[0].lower()
            return short if short in LANGUAGES else "en"
    return "en"


def gettext(text: str) -> str:
    """Translate a text; imported as ``_`` where texts are shown."""
    return _catalogue.gettext(text) if text else ""


def N_(text: str) -> str:
    """Mark a text for the catalogues that is translated where it is shown."""
    return text


def ngettext(singular: str, plural: str, count: int, **named: object) -> str:
    """Translate a text whose form depends on a number, and put both in by their names."""
    return _catalogue.ngettext(singular, plural, count).format(count=count, **named)


def pgettext(context: str, text: str) -> str:
    """Translate a word that means several things, told apart by its context."""
    return _catalogue.pgettext(context, text)


def day(value: date) -> str:
    """A day as people of the language in use write it: 2026-11-22, in French 22/11/2026."""
    return value.strftime(pgettext("day", "%Y-%m-%d"))


def day_form() -> str:
    """How a day is written in the language in use, as a reader sees it: YYYY-MM-DD."""
    return pgettext("day", "YYYY-MM-DD")


def read_day(text: str) -> date:
    """Read a day as people of the language in use write it, or as ISO 8601.

    Raises:
        ValueError: That is not a day.
    """
    text = text.strip()
    try:
        return date.fromisoformat(text)
    except ValueError:
        # A day alone has no time zone.
        return datetime.strptime(text, pgettext("day", "%Y-%m-%d")).date()


def moment(value: datetime) -> str:
    """A moment to the minute, UTC, as people of the language in use write it."""
    return value.astimezone(UTC).strftime(pgettext("moment", "%Y-%m-%d %H:%M"))


def render(message: Message, language: str | None = None) -> str:
    """Put a message of the domain into a language, by default the one in use."""
    catalogue = _catalogue if language is None else _load(language)
    values = {name: _shown(value, language) for name, value in message.values.items()}
    if message.plural is None:
        return message.fill(catalogue.gettext(message.text), values)
    count = message.count if message.count is not None else 0
    return message.fill(catalogue.ngettext(message.text, message.plural, count), values)


def quote(text: str, language: str | None = None) -> str:
    """Put a text that someone wrote between quotation marks, by default of the language in use."""
    catalogue = _catalogue if language is None else _load(language)
    return Quoted(text).within(catalogue.pgettext("quotation marks", "'{text}'"))


def _shown(value: object, language: str | None) -> str:
    if isinstance(value, Message):
        return render(value, language)
    if isinstance(value, Listed):
        return ", ".join(_shown(one, language) for one in value.values)
    if isinstance(value, datetime):
        return moment(value)
    return quote(value.text, language) if isinstance(value, Quoted) else str(value)
