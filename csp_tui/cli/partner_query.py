"""A search over the directory as a command line names it: words and filters."""

from __future__ import annotations

import argparse
import difflib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.partner import Facet, PartnerQuery
from csp_tui.domain.text import fold
from csp_tui.domain.wording import quoted, say
from csp_tui.i18n import gettext as _

if TYPE_CHECKING:
    from csp_tui.cli.parser import Parser
    from csp_tui.services.workbench import Workbench


def add_query(parser: Parser) -> None:
    """Let a command search partners."""
    parser.add_argument(
        "text",
        nargs="*",
        metavar=_("TEXT"),
        help=_(
            "part of a name, the beginning of a tenant ID, a city, an MPN ID, or several tenant IDs"
        ),
    )
    add_filters(parser)


def add_filters(parser: Parser) -> None:
    """Let a command filter partners."""
    filters = (
        ("--country", "countries", "CC", _("only this country; repeat it for any of several")),
        (
            "--competency",
            "competencies",
            _("NAME"),
            _("only this competency, which a partner must have; repeat it for any of several"),
        ),
        (
            "--skill",
            "skills",
            _("NAME"),
            _("only this skill, which a partner must have; repeat it for any of several"),
        ),
    )
    for name, dest, metavar, purpose in filters:
        parser.add_argument(
            name, dest=dest, metavar=metavar, action="append", default=[], help=purpose
        )


def read_query(workbench: Workbench, args: argparse.Namespace) -> PartnerQuery:
    """The search that a command line names.

    A filter value is taken in any letter case. One that no partner in the directory has is refused
    with the nearest ones rather than answered with an empty list, because it is mostly a typing
    error.

    Raises:
        InvalidInput: No partner has a value that is filtered by.
    """
    return PartnerQuery(
        text=" ".join(args.text),
        countries=frozenset(_countries(workbench, args.countries)),
        competencies=frozenset(_known(workbench, Facet.COMPETENCY, args.competencies)),
        skills=frozenset(_known(workbench, Facet.SKILL, args.skills)),
    )


def _countries(workbench: Workbench, words: Iterable[str]) -> Iterator[str]:
    """Country codes, which may also be written as a market's English name."""
    names = workbench.regions.countries
    codes = {code.casefold(): code for code in names} | {
        fold(name): code for code, name in names.items()
    }
    for word in words:
        code = codes.get(word.strip().casefold()) or codes.get(fold(word))
        if code is None:
            # The directory may know countries that the CSP program's table lacks.
            yield from _known(workbench, Facet.COUNTRY, [word])
        else:
            yield code


def _known(workbench: Workbench, facet: Facet, words: Sequence[str]) -> Iterator[str]:
    """The directory's own spelling of facet values, whatever letter case was typed.

    Raises:
        InvalidInput: No partner has such a value; the nearest ones are named.
    """
    if not words:
        return
    values = (found.value for found in workbench.directory.facets(PartnerQuery(), facet))
    known = {_key(value): value for value in values}
    for word in words:
        value = known.get(_key(word))
        if value is None:
            raise _unknown(facet, word, known)
        yield value


def _key(word: str) -> str:
    # Punctuation counts here, or C++ and C# would be one skill.
    return unicodedata.normalize("NFKC", word).casefold().strip()


def _unknown(facet: Facet, word: str, known: dict[str, str]) -> InvalidInput:
    messages = {
        Facet.COUNTRY: say("There is no country {value}.", value=quoted(word)),
        Facet.COMPETENCY: say("No partner has the competency {value}.", value=quoted(word)),
        Facet.SKILL: say("No partner has the skill {value}.", value=quoted(word)),
    }
    near = [known[key] for key in difflib.get_close_matches(_key(word), known, n=3, cutoff=0.5)]
    if near:
        step = say("Did you mean: {names}?", names=", ".join(near))
    elif facet is Facet.COUNTRY:
        step = say("Use a country code of two letters, like FR.")
    else:
        step = say("Remove the filter to see the values of the partners found.")
    return InvalidInput(messages[facet], step, field=facet.value)
