"""What a person typed and ticked, turned into SQL; the one place where search text is quoted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from csp_tui.domain.partner import Facet, PartnerQuery
from csp_tui.domain.text import fold
from csp_tui.storage.connections import Lease
from csp_tui.storage.facet_codes import facet_key

_GRAM = 3
"""Letters of a word from which the index can find it; shorter ones are looked for in the name."""
_WORDS_AT_MOST = 200
_GUID_DIGITS = 32
_DASHES_AFTER = (8, 12, 16, 20)
_HEX = re.compile(r"[0-9a-f]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Found:
    """The ranks of the partners that match, as SQL.

    Attributes:
        sql: A SELECT of ``place``, the ranks in no promised order; "" where everyone matches.
        parameters: The values of its question marks.
    """

    sql: str
    parameters: tuple[object, ...]


NOBODY = Found("SELECT 0 AS place WHERE 0", ())
EVERYONE = Found("", ())


def found(query: PartnerQuery, lease: Lease) -> Found:
    """Say in SQL which partners match a query.

    Words may stand in any order and anywhere in the name; a text that looks like a tenant ID or
    its beginning finds that too. Values of one facet are alternatives, facets narrow each other.

    Raises:
        Cancelled: The search was interrupted.
    """
    codes = [_codes(query, facet, lease) for facet in Facet if query.values(facet)]
    if not all(codes):
        return NOBODY
    folded = fold(query.text)
    by_name = _by_name(folded, codes)
    prefix = tenant_prefix(query.text)
    if prefix:
        by_tenant = _by_tenant(prefix, codes)
        if not folded:
            return by_tenant
        return Found(
            f"{by_name.sql} UNION {by_tenant.sql}", by_name.parameters + by_tenant.parameters
        )
    if query.text.strip() and not folded:
        # Something was typed, but no letter or digit that a name could have.
        return NOBODY
    return by_name


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
    for place, digit in enumerate(digits):
        dashed += f"-{digit}" if place in _DASHES_AFTER else digit
    shapes = [dashed, digits]
    if len(digits) in _DASHES_AFTER:
        shapes.append(f"{dashed}-")
    return dashed if bare in shapes else ""


def quoted(text: str) -> str:
    """A text as one phrase of the index's query language, whatever is in it."""
    return '"' + text.replace('"', '""') + '"'


def _words(folded: str) -> list[str]:
    """The words to look for, without those that are part of another one."""
    words = sorted(set(folded.split()), key=len, reverse=True)
    kept: list[str] = []
    for word in words:
        if not any(word in longer for longer in kept):
            kept.append(word)
    return kept


def _codes(query: PartnerQuery, facet: Facet, lease: Lease) -> list[str]:
    codes: list[str] = []
    for value in sorted(query.values(facet)):
        rows = lease.rows(
            "SELECT code FROM facet WHERE kind = ? AND key = ?", (facet.value, facet_key(value))
        )
        codes += [row["code"] for row in rows]
    return codes


def _by_name(folded: str, codes: list[list[str]]) -> Found:
    words = _words(folded)
    if len(words) > _WORDS_AT_MOST:
        return NOBODY
    terms = [f"name : {quoted(word)}" for word in words if len(word) >= _GRAM]
    terms += [f"facets : ({' OR '.join(map(quoted, choice))})" for choice in codes]
    short = [word for word in words if len(word) < _GRAM]
    in_name = " AND ".join(["instr(partner.folded, ?) > 0"] * len(short))
    if not terms:
        if not short:
            return EVERYONE
        return Found(f"SELECT rank AS place FROM partner WHERE {in_name}", tuple(short))
    match = " AND ".join(terms)
    if not short:
        return Found(
            "SELECT rowid AS place FROM partner_index WHERE partner_index MATCH ?", (match,)
        )
    # CROSS JOIN keeps the index first: few names are looked at, and none that cannot match.
    return Found(
        "SELECT partner.rank AS place FROM partner_index "
        "CROSS JOIN partner ON partner.rank = partner_index.rowid "
        f"WHERE partner_index MATCH ? AND {in_name}",
        (match, *short),
    )


def _by_tenant(prefix: str, codes: list[list[str]]) -> Found:
    # "g" comes after every digit of a tenant ID, so this is a range of the unique index.
    conditions = ["tenant_id >= ?", "tenant_id < ?"]
    parameters: list[object] = [prefix, f"{prefix}g"]
    for choice in codes:
        conditions.append("(" + " OR ".join(["instr(codes, ?) > 0"] * len(choice)) + ")")
        parameters += choice
    return Found(
        f"SELECT rank AS place FROM partner WHERE {' AND '.join(conditions)}", tuple(parameters)
    )
