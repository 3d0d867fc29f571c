"""Filters of a partner search as people write them: checked, in the directory's own spelling."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from csp_tui.domain.errors import FieldChecks, InvalidInput
from csp_tui.domain.partner import Facet, PartnerQuery
from csp_tui.domain.text import fold
from csp_tui.domain.wording import quoted, say

if TYPE_CHECKING:
    from csp_tui.domain.regions import RegionTable
    from csp_tui.services.directory import DirectoryService

_NOTHING = PartnerQuery()


def checked_query(
    regions: RegionTable,
    directory: DirectoryService,
    text: str,
    *,
    countries: Sequence[str] = (),
    competencies: Sequence[str] = (),
    skills: Sequence[str] = (),
    stored: PartnerQuery = _NOTHING,
) -> PartnerQuery:
    """The search that someone has written.

    A filter value is taken in any letter case. One that no partner in the directory has is refused
    with the nearest ones rather than answered with an empty list, because it is mostly a typing
    error.

    Args:
        regions: The CSP program's markets.
        directory: The partner directory.
        text: Part of a name, or tenant IDs.
        countries: Codes or English names of countries.
        competencies: Names of competencies.
        skills: Names of skills.
        stored: A search whose values are taken even that no partner has now.

    Raises:
        InvalidInput: No partner has a value; the field is the name of the filter, and ``others``
            are the errors of other filters.
    """
    fields = FieldChecks()
    none: frozenset[str] = frozenset()

    def known(facet: Facet, words: Sequence[str]) -> frozenset[str]:
        return frozenset(_known(directory, facet, words, stored.values(facet)))

    query = PartnerQuery(
        text=text,
        countries=fields.check(
            lambda: frozenset(_countries(regions, directory, countries, stored)), none
        ),
        competencies=fields.check(lambda: known(Facet.COMPETENCY, competencies), none),
        skills=fields.check(lambda: known(Facet.SKILL, skills), none),
    )
    fields.require_valid()
    return query


def _countries(
    regions: RegionTable,
    directory: DirectoryService,
    words: Iterable[str],
    stored: PartnerQuery,
) -> Iterator[str]:
    """Country codes, which may also be written as a market's English name."""
    names = regions.countries
    codes = {code.casefold(): code for code in names} | {
        fold(name): code for code, name in names.items()
    }
    for word in words:
        code = codes.get(word.strip().casefold()) or codes.get(fold(word))
        if code is None:
            # The directory may know countries that the CSP program's table lacks.
            yield from _known(directory, Facet.COUNTRY, [word], stored.countries)
        else:
            yield code


def _known(
    directory: DirectoryService, facet: Facet, words: Sequence[str], stored: Collection[str]
) -> Iterator[str]:
    """The directory's own spelling of facet values, whatever letter case was typed.

    Raises:
        InvalidInput: No partner has such a value; the nearest ones are named.
    """
    if not words:
        return
    values = (found.value for found in directory.search.facets(PartnerQuery(), facet))
    known = {_key(value): value for value in (*stored, *values)}
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
        step = say("Use a two-letter country code, such as FR.")
    else:
        step = say("Use one that partners in the directory have, or leave it out.")
    return InvalidInput(messages[facet], step, field=facet.value)
