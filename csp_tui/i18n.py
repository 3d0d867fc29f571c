"""Languages: English is the source, other catalogs are found by gettext beside this module."""

from __future__ import annotations

import gettext as _gettext
import os
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from csp_tui.domain.wording import Listed, Message, Quoted

LANGUAGES = ("en", "fr")
DOMAIN = "csp_tui"
LOCALE_FOLDER = Path(__file__).parent / "locale"

_language = "en"
_catalog: _gettext.NullTranslations = _gettext.NullTranslations()


def use(language: str) -> None:
    """Switch the language of everything shown from now on.

    Args:
        language: One of ``LANGUAGES``; anything else counts as English.
    """
    global _language, _catalog
    _language = language if language in LANGUAGES else "en"
    _catalog = _load(_language)


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


_IDENTIFIERS = frozenset({"entry", "id", "known", "line", "number", "port", "version"})
"""Places for numbers that name something; all other numbers are counts."""
_PERIOD_AFTER_PLACE = re.compile(r"\{(\w+)\}\.(?!\.)")


class Template(str):
    """A translated text with places for values, filled in as people write.

    Counts have their thousands grouped. A sentence ends with one period, also after a name such as
    “Contoso Inc.”, which brings its own.
    """

    __slots__ = ()

    def format(self, *args: object, **values: object) -> str:
        """Put values into the text.

        Args:
            args: Values of places without a name.
            values: Values by name.
        """
        shown = {name: _counted(name, value) for name, value in values.items()}
        return _one_period(self, shown).format(*args, **shown)


def _counted(name: str, value: object, language: str | None = None) -> object:
    """A value as shown in a text: a count with its thousands grouped, others unchanged."""
    is_count = type(value) is int and name not in _IDENTIFIERS
    return grouped(value, language) if is_count else value  # type: ignore[arg-type]


def _one_period(text: str, values: Mapping[str, object]) -> str:
    """A text without the period after a place whose value ends with a period."""

    def replaced(match: re.Match[str]) -> str:
        ends = str(values.get(match[1], "")).endswith((".", "…"))
        return match[0][:-1] if ends else match[0]

    return _PERIOD_AFTER_PLACE.sub(replaced, str(text))


def gettext(text: str) -> str:
    """Translate a text; imported as ``_`` where texts are shown."""
    return Template(_catalog.gettext(text)) if text else ""


def N_(text: str) -> str:
    """Mark a text for the catalogs that is translated where it is shown."""
    return text


def grouped(count: int, language: str | None = None) -> str:
    """A count with its thousands grouped, by default as the language in use writes it.

    English writes 1,234 and French 1\u202f234, with a narrow space that never breaks.
    """
    text = f"{int(count):,}"
    return text.replace(",", "\u202f") if (language or _language) == "fr" else text


class Number(int):
    """A count that groups its thousands where it is put into a sentence of its own."""

    def __format__(self, spec: str) -> str:
        """The number with its groups; a spec of its own is respected."""
        return super().__format__(spec) if spec else grouped(self)

    def __str__(self) -> str:
        return grouped(self)


def ngettext(singular: str, plural: str, count: int, **named: object) -> str:
    """Translate a text whose form depends on a count, which is put in with its groups."""
    text = Template(_catalog.ngettext(singular, plural, count))
    return text.format(count=grouped(count), **named)


def pgettext(context: str, text: str) -> str:
    """Translate a word that means several things, by its context."""
    return _catalog.pgettext(context, text)


def titled(title: object, text: object) -> str:
    """A text behind its title, with the colon of the language in use."""
    return gettext("{title}: {text}").format(title=title, text=text)


def percent(share: float) -> str:
    """A share as a whole percentage, such as 50% or, in French, 50 %."""
    return gettext("{number}%").format(number=f"{share:.0%}".removesuffix("%"))


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
    catalog = _catalog if language is None else _load(language)
    values = {
        name: _shown(_counted(name, value, language), language)
        for name, value in message.values.items()
    }
    if message.plural is None:
        text = catalog.gettext(message.text)
        return message.fill(_one_period(text, values), values)
    count = message.count if message.count is not None else 0
    values["count"] = grouped(count, language)
    text = catalog.ngettext(message.text, message.plural, count)
    return message.fill(_one_period(text, values), values)


def quote(text: str, language: str | None = None) -> str:
    """Put a text that someone wrote between quotation marks, by default of the language in use."""
    catalog = _catalog if language is None else _load(language)
    return Quoted(text).within(catalog.pgettext("quotation marks", "'{text}'"))


def _shown(value: object, language: str | None) -> str:
    if isinstance(value, Message):
        return render(value, language)
    if isinstance(value, Listed):
        return ", ".join(_shown(one, language) for one in value.values)
    if isinstance(value, datetime):
        return moment(value)
    return quote(value.text, language) if isinstance(value, Quoted) else str(value)
