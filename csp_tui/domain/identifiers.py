"""Offer IDs, plan IDs and tenant IDs: what they look like and how they are cleaned."""

from __future__ import annotations

import re
from collections.abc import Sequence

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.wording import quoted, say

OFFER_ID = re.compile(r"[a-z0-9][a-z0-9_-]{2,49}", re.ASCII)
PLAN_ID = re.compile(r"[a-z0-9_-]{1,50}", re.ASCII)
_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII)
_GUID_INSIDE = re.compile(rf"(?<![0-9a-f-]){_GUID.pattern}(?![0-9a-f-])", re.ASCII)
_BETWEEN_IDS = re.compile(r"[\s,;\0]+")
_NIL = "00000000-0000-0000-0000-000000000000"
_DIGITS_AS_ZERO = bytes.maketrans(b"123456789abcdef", b"0" * 15)


def offer_id(text: str) -> str:
    """Check an offer's external ID.

    Raises:
        InvalidInput: It is not 3 to 50 of ``a-z 0-9 - _`` beginning with a letter or digit.
    """
    text = text.strip()
    if not OFFER_ID.fullmatch(text):
        raise InvalidInput(
            say("{value} is not an offer ID.", value=quoted(text)),
            say(
                "Use 3 to 50 lowercase letters, digits, hyphens and underscores, beginning with a "
                "letter or digit."
            ),
            field="offer_id",
        )
    return text


def plan_id(text: str) -> str:
    """Check a plan's ID.

    Raises:
        InvalidInput: It is not 1 to 50 of ``a-z 0-9 - _``.
    """
    text = text.strip()
    if not PLAN_ID.fullmatch(text):
        raise InvalidInput(
            say("{value} is not a plan ID.", value=quoted(text)),
            say("Use 1 to 50 lowercase letters, digits, hyphens and underscores."),
            field="plan",
        )
    return text


def tenant_id(text: str) -> str:
    """Read a Microsoft Entra tenant ID: a GUID in any case, with or without braces.

    Returns:
        The GUID in lower case without braces, as it is stored.

    Raises:
        InvalidInput: It is not a GUID, or it is the nil GUID, which no tenant has.
    """
    bare = text.strip().lower()
    if bare.startswith("{") and bare.endswith("}"):
        bare = bare[1:-1].strip()
    if not _GUID.fullmatch(bare):
        raise InvalidInput(
            say("{value} is not a tenant ID.", value=quoted(text[:80])),
            say(
                "A Microsoft Entra tenant ID looks like "
                "3f2a0c4e-1b5d-4c1e-9a77-0c6b6f2d9c1e; search partners by name to find it."
            ),
            field="tenant_id",
        )
    if bare == _NIL:
        raise InvalidInput(
            say("The tenant ID of all zeros is not a real tenant."),
            say("Search the partner by name to find its tenant ID."),
            field="tenant_id",
        )
    return bare


def are_stored_tenant_ids(texts: Sequence[str]) -> bool:
    """Whether all of these are tenant IDs exactly as they are stored.

    They are checked together, which takes a fraction of the time of ``tenant_id`` for each.
    """
    if not set(map(len, texts)) <= {len(_NIL)} or _NIL in texts:
        return False
    joined = "".join(texts)
    return joined.isascii() and (
        joined.encode().translate(_DIGITS_AS_ZERO) == _NIL.encode() * len(texts)
    )


def tenant_ids_in(text: str) -> set[str]:
    """Every tenant ID in a text, as it is stored."""
    return set(_GUID_INSIDE.findall(text.lower())) - {_NIL}


def split_tenant_ids(text: str) -> list[str]:
    """Read tenant IDs with white space, commas, semicolons or NUL characters between them.

    Raises:
        InvalidInput: One of them is not a tenant ID.
    """
    return [tenant_id(word) for word in _BETWEEN_IDS.split(text) if word]
