"""What a person typed, turned into the partners that it finds and the order they come in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.search_terms import as_tenant_id, split_terms
from csp_tui.domain.text import fold
from csp_tui.storage.connections import Lease
from csp_tui.storage.rank_sets import RankSets
from csp_tui.storage.spelling import may_be_misspelt
from csp_tui.storage.vocabulary import AFTER_ALL, Vocabulary

_GUID_DIGITS = 32
_DASHES_AFTER = (8, 12, 16, 20)
_HEX = re.compile(r"[0-9a-f]+", re.ASCII)
_BY_TENANTS = (
    "SELECT tenant_id, rank FROM partner WHERE tenant_id IN (SELECT value FROM json_each(?))"
)
_MPN_ID = re.compile(r"[0-9]{4,20}", re.ASCII)
_BY_MPN = "SELECT rank FROM partner WHERE mpn_id >= ? AND mpn_id < ? AND mpn_id <> ''"
# Halves the range of ranks until one is left: names are in the order of ranks.
_PLACE = """
    WITH RECURSIVE range(low, high) AS (
        SELECT 1, :partners + 1
        UNION ALL
        SELECT iif(folded < :text, rank + 1, low), iif(folded < :text, high, rank)
        FROM range JOIN partner ON rank = (low + high) / 2 WHERE low < high
    )
    SELECT low FROM range WHERE low = high
"""
_BY_TENANT = "SELECT rank FROM partner WHERE tenant_id >= ? AND tenant_id < ?"


@dataclass(slots=True)
class TextMatches:
    """The partners that a text finds; the second and third of its tiers only when they are shown.

    Attributes:
        anyone: All of them.
        named_so: Those whose name begins with the text, the name that is the text first.
        words: The words of the text. In the names of those that come next, each begins a word.
        similar: Whether no partner matches the text, so that these are only similar.
        missing: Terms of a list that find no partner.
    """

    anyone: int
    named_so: int = 0
    words: tuple[str, ...] = ()
    similar: bool = False
    missing: tuple[str, ...] = ()
    _second: int | None = None

    def tiers(self, lease: Lease, sets: RankSets) -> Iterator[int]:
        """Sets without common members, in the order in which they are shown.

        Args:
            lease: A connection that sees the state in which the text was searched.
            sets: For the size of the directory.

        Raises:
            Canceled: The search was interrupted.
        """
        first = self.anyone & self.named_so
        yield first
        if self._second is None:
            second = self.anyone & ~first if self.words else 0
            vocabulary = Vocabulary(lease, sets)
            for word in self.words:
                second &= vocabulary.beginning(word)
            self._second = second
        yield self._second
        yield self.anyone & ~(first | self._second)


def text_matches(text: str, lease: Lease, sets: RankSets) -> TextMatches:
    """Find the partners that a text means.

    Words may stand in any order and anywhere in the name or the city; a text that looks like a
    tenant ID or an MPN ID or the beginning of one finds that too. A list of tenant IDs or lines
    finds the partners of each. If no partner matches all of it, words of five letters or more may
    have a typing error.

    Raises:
        Canceled: The search was interrupted.
    """
    terms = split_terms(text)
    if terms:
        return _list_matches(terms, lease, sets)
    folded = fold(text)
    if not folded and not text.strip():
        return TextMatches(sets.everyone)
    vocabulary = Vocabulary(lease, sets)
    # Something may have been typed, but no letter or digit that a name could have.
    anyone = sets.everyone if folded else 0
    words = _words(folded)
    for word in words:
        if not anyone:
            break
        anyone &= vocabulary.containing(word)
    tenants = _tenants(text, lease, sets) | _by_mpn_id(text, lease, sets)
    if anyone or tenants:
        named_so = _named_so(folded, lease, sets) if anyone else 0
        return TextMatches(anyone | tenants, named_so, tuple(words) if anyone else ())
    if any(map(may_be_misspelt, words)):
        anyone = sets.everyone
        # Every word counts here: one that begins a longer word does not begin what was meant by it.
        for word in sorted(set(folded.split()), key=len, reverse=True):
            if not anyone:
                break
            anyone &= vocabulary.similar(word)
    return TextMatches(anyone, similar=bool(anyone))


def _list_matches(terms: tuple[str, ...], lease: Lease, sets: RankSets) -> TextMatches:
    """Find the partners of a list of tenant IDs and names; similar names do not count."""
    rows = lease.rows(_BY_TENANTS, (json.dumps([term for term in terms if as_tenant_id(term)]),))
    known = {row[0]: row[1] for row in rows}
    anyone, missing = sets.of(known.values()), []
    for term in terms:
        if as_tenant_id(term):
            found = term in known
        else:
            matches = text_matches(term, lease, sets)
            found = bool(matches.anyone) and not matches.similar
            anyone |= matches.anyone if found else 0
        if not found:
            missing.append(term)
    return TextMatches(anyone, missing=tuple(missing))


def tenant_prefix(text: str) -> str:
    """The beginning of a tenant ID that a text is, as it is stored, or "".

    From four characters on, with a digit or dash or at least eight characters, so that words such
    as ``face`` are names only. Braces, letter case and missing dashes do not matter.
    """
    bare = text.strip().lower().removeprefix("{").removesuffix("}").strip()
    digits = bare.replace("-", "")
    if len(bare) < 4 or len(digits) > _GUID_DIGITS or not _HEX.fullmatch(digits):
        return ""
    if bare.isalpha() and len(bare) < _DASHES_AFTER[0]:
        return ""
    dashed = ""
    for index, digit in enumerate(digits):
        dashed += f"-{digit}" if index in _DASHES_AFTER else digit
    shapes = [dashed, digits]
    if len(digits) in _DASHES_AFTER:
        shapes.append(f"{dashed}-")
    return dashed if bare in shapes else ""


def _words(folded: str) -> list[str]:
    """The words to look for, the longest first, as they narrow the most.

    A word that begins another one is left out: a partner that matches that one matches it too.
    """
    kept: list[str] = []
    for word in sorted(set(folded.split()), key=lambda word: (-len(word), word)):
        if not any(longer.startswith(word) for longer in kept):
            kept.append(word)
    return kept


def _tenants(text: str, lease: Lease, sets: RankSets) -> int:
    prefix = tenant_prefix(text)
    if not prefix:
        return 0
    # "g" comes after every digit of a tenant ID, so this is a range of the unique index.
    rows = lease.rows(_BY_TENANT, (prefix, f"{prefix}g"))
    return sets.of(row[0] for row in rows)


def _by_mpn_id(text: str, lease: Lease, sets: RankSets) -> int:
    """Whose MPN ID begins with a text of four digits or more."""
    digits = text.strip()
    if not _MPN_ID.fullmatch(digits):
        return 0
    # ":" comes after every digit, so this is a range of the index.
    rows = lease.rows(_BY_MPN, (digits, f"{digits}:"))
    return sets.of(row[0] for row in rows)


def _named_so(folded: str, lease: Lease, sets: RankSets) -> int:
    """Partners whose name begins with a text: one range, because ranks are in name order."""
    first = _place(folded, lease, sets)
    return sets.span(first, _place(folded + AFTER_ALL, lease, sets))


def _place(folded: str, lease: Lease, sets: RankSets) -> int:
    """The lowest rank whose name does not come before a text."""
    rank: int = lease.rows(_PLACE, {"partners": sets.partners, "text": folded})[0][0]
    return rank
