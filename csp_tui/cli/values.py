"""Arguments parsed into values; an invalid one ends with exit code 2."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from csp_tui.domain import identifiers
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.support import Severity
from csp_tui.domain.wording import quoted, say
from csp_tui.i18n import LANGUAGES

STANDARD = "-"
"""Standard input or output, where a file or tenant IDs can stand."""


_DAYS_AT_MOST = 365_000
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
"""Separators of cells by the names that a shell does not need to quote."""


class Shell(StrEnum):
    """A shell that can complete the command."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


def language(text: str) -> str:
    """Read a language.

    Raises:
        InvalidInput: The program is not translated into it.
    """
    if text not in LANGUAGES:
        raise InvalidInput(
            say("There is no language {value}.", value=quoted(text)),
            say("Select one of: {names}.", names=", ".join(LANGUAGES)),
        )
    return text


def shell(text: str) -> Shell:
    """Read the name of a shell.

    Raises:
        InvalidInput: There is no completion for it.
    """
    try:
        return Shell(text.strip().lower())
    except ValueError:
        raise InvalidInput(
            say("There is no completion for {value}.", value=quoted(text[:80])),
            say("Select one of: {names}.", names=", ".join(Shell)),
            field="shell",
        ) from None


def tenants(text: str) -> tuple[str, ...]:
    """Read one or several tenant IDs, or ``-`` for those on standard input.

    Raises:
        InvalidInput: It is neither.
    """
    if text == STANDARD:
        return (STANDARD,)
    # A word without any ID is refused for what it is.
    return tuple(identifiers.split_tenant_ids(text)) or (identifiers.tenant_id(text),)


def separator(text: str) -> str:
    """Read what separates cells: a comma, a semicolon or a tab, also by its name.

    Raises:
        InvalidInput: It is none of them.
    """
    known = {",": ",", ";": ";", "\t": "\t", "\\t": "\t"} | SEPARATORS
    if text.casefold() not in known:
        raise InvalidInput(
            say("{value} is not a separator.", value=quoted(text[:80])),
            say("Select one of: {names}.", names=", ".join(SEPARATORS)),
            field="separator",
        )
    return known[text.casefold()]


def severity(text: str) -> Severity:
    """Read how urgent a request is.

    Raises:
        InvalidInput: It is none of the severities.
    """
    try:
        return Severity(text.strip().lower())
    except ValueError:
        raise InvalidInput(
            say("There is no severity {value}.", value=quoted(text)),
            say("Select one of: {names}.", names=", ".join(Severity)),
            field="severity",
        ) from None


def request_number(text: str) -> int:
    """Read a support request's number, written ``12`` or ``#12``.

    Raises:
        InvalidInput: It is not a number.
    """
    digits = text.strip().removeprefix("#")
    # A number longer than a database can hold is never a request's.
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 18):
        raise InvalidInput(
            say("{value} is not the number of a support request.", value=quoted(text[:80])),
            say("List the support requests to find its number."),
            field="request",
        )
    return int(digits)


def evidence_number(text: str) -> int:
    """Read the number of a piece of evidence.

    Raises:
        InvalidInput: It is not a number.
    """
    digits = text.strip().removeprefix("#")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 18):
        raise InvalidInput(
            say("{value} is not the number of a piece of evidence.", value=quoted(text[:80])),
            say("“csp-tui evidence list” shows the numbers."),
            field="evidence",
        )
    return int(digits)


def amount(text: str) -> int:
    """Read how many there are of something: zero or more.

    Raises:
        InvalidInput: It is not a whole number from zero.
    """
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 18):
        raise InvalidInput(
            say("{value} is not a whole number.", value=quoted(text[:80])),
            say("Enter a whole number from 0."),
        )
    return int(digits)


def days(text: str) -> int:
    """Read a number of days, at most the 10,000 years that there can be.

    Raises:
        InvalidInput: It is not a whole number from zero, or too large.
    """
    count = amount(text)
    if count > _DAYS_AT_MOST:
        raise InvalidInput(
            say("{value} is too many days.", value=quoted(text[:80])),
            say("Enter a number up to {limit}.", limit=_DAYS_AT_MOST),
        )
    return count


def entry_number(text: str) -> int:
    """Read the number of a history entry.

    Raises:
        InvalidInput: It is not a number.
    """
    digits = text.strip().removeprefix("#")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 18):
        raise InvalidInput(
            say("{value} is not the number of a history entry.", value=quoted(text[:80])),
            say("“csp-tui history --json” shows the numbers."),
            field="entry",
        )
    return int(digits)


def day(text: str) -> date:
    """Read a day written ``2026-03-01``.

    Raises:
        InvalidInput: There is no such day.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidInput(
            say("{value} is not a date.", value=quoted(text[:80])),
            say("Write it as year, month and day, like 2026-03-01."),
            field="on",
        ) from None


def minutes(text: str) -> float:
    """Read how long something lasts, in minutes.

    Raises:
        InvalidInput: It is not a number between a second and a day.
    """
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 1 / 60 <= value <= 24 * 60:
        raise InvalidInput(
            say("{value} is not a valid number of minutes.", value=quoted(text[:80])),
            say("Enter a number up to 1440, such as 10."),
        )
    return value


def port(text: str) -> int:
    """Read a port, of which 0 is any that is free.

    Raises:
        InvalidInput: It is not a number up to 65535.
    """
    if not (text.isascii() and text.isdigit()) or int(text[:6]) > 65535:
        raise InvalidInput(
            say("{value} is not a valid port.", value=quoted(text[:80])),
            say("Enter a number up to 65535, such as 8000."),
            field="port",
        )
    return int(text)


def sessions(text: str) -> int:
    """Read the maximum number of concurrent sessions.

    Raises:
        InvalidInput: It is not a number from 1 to 1000.
    """
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:5]) <= 1000:
        raise InvalidInput(
            say("{value} is not a valid number of sessions.", value=quoted(text[:80])),
            say("Enter a number from 1 to 1000, such as 20."),
        )
    return int(text)
