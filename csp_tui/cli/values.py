"""Words of the command line read as values; a word that cannot be used ends with exit code 2."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from csp_tui.domain import identifiers
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.support import Severity
from csp_tui.domain.wording import quoted, say
from csp_tui.i18n import LANGUAGES

STANDARD = "-"
"""Standard input or output, where a file or tenant IDs can stand."""


class Shell(StrEnum):
    """A shell that can complete the command."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


def language(text: str) -> str:
    """Read a language.

    Raises:
        InvalidInput: The program does not speak it.
    """
    if text not in LANGUAGES:
        raise InvalidInput(
            say("There is no language {value}.", value=quoted(text)),
            say("Choose one of: {names}.", names=", ".join(LANGUAGES)),
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
            say("Choose one of: {names}.", names=", ".join(Shell)),
            field="shell",
        ) from None


def tenant(text: str) -> str:
    """Read a tenant ID, or ``-`` for those on standard input.

    Raises:
        InvalidInput: It is neither.
    """
    return STANDARD if text == STANDARD else identifiers.tenant_id(text)


def option(text: str) -> ResellerChannel:
    """Read one of the three options (R10).

    Raises:
        InvalidInput: It is none of them.
    """
    try:
        return ResellerChannel(text.strip().lower())
    except ValueError:
        raise InvalidInput(
            say("There is no option {value}.", value=quoted(text)),
            say("Choose one of: {names}.", names=", ".join(ResellerChannel)),
            field="option",
        ) from None


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
            say("Choose one of: {names}.", names=", ".join(Severity)),
            field="severity",
        ) from None


def request_number(text: str) -> int:
    """Read a support request's number, written ``12`` or ``#12``.

    Raises:
        InvalidInput: It is not a number.
    """
    digits = text.strip().removeprefix("#")
    # A longer number than a database can hold is nobody's request.
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 18):
        raise InvalidInput(
            say("{value} is not the number of a support request.", value=quoted(text[:80])),
            say("List the support requests to find its number."),
            field="request",
        )
    return int(digits)


def amount(text: str) -> int:
    """Read how many rows to show or skip: zero or more.

    Raises:
        InvalidInput: It is not a whole number from zero.
    """
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 18):
        raise InvalidInput(
            say("{value} is not a number of rows.", value=quoted(text[:80])),
            say("Enter a whole number from 0."),
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
        InvalidInput: It is no number between a second and a day.
    """
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 1 / 60 <= value <= 24 * 60:
        raise InvalidInput(
            say("{value} is no number of minutes.", value=quoted(text[:80])),
            say("Give a number up to 1440, such as 10."),
        )
    return value


def port(text: str) -> int:
    """Read a port, of which 0 is any that is free.

    Raises:
        InvalidInput: It is no number up to 65535.
    """
    if not (text.isascii() and text.isdigit()) or int(text[:6]) > 65535:
        raise InvalidInput(
            say("{value} is no port.", value=quoted(text[:80])),
            say("Give a number up to 65535, such as 8000."),
            field="port",
        )
    return int(text)


def sessions(text: str) -> int:
    """Read how many sessions there may be at once.

    Raises:
        InvalidInput: It is no number from 1 to 1000.
    """
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:5]) <= 1000:
        raise InvalidInput(
            say("{value} is no number of sessions.", value=quoted(text[:80])),
            say("Give a number from 1 to 1000, such as 20."),
        )
    return int(text)
