"""Names that a directory file would change, and those of them that look damaged."""

from __future__ import annotations

import re
from collections.abc import Iterable

from csp_tui.domain.quick_dataclass import dataclass

RENAMES_KEPT = 100
"""How many changed names are shown; the others are only counted."""
# UTF-8 that was read as Windows-1252 or Latin-1: a leading byte, then bytes from 80 to BF.
_DOUBLE_DECODED = re.compile("[ÂÃÄÅâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_LOST = re.compile("[?\ufffd]")


@dataclass(frozen=True, slots=True)
class Rename:
    """A partner whose name would change.

    Attributes:
        tenant_id: The partner.
        before: Its name in the directory.
        after: Its name in the file.
        is_damaged: Whether letters of the old name look lost or wrongly decoded in the new one.
    """

    tenant_id: str
    before: str
    after: str
    is_damaged: bool


@dataclass(frozen=True, slots=True)
class NameChanges:
    """The names that an import changes.

    Attributes:
        count: How many they are.
        damaged: How many of them look damaged.
        renames: The first hundred, those that look damaged first.
    """

    count: int = 0
    damaged: int = 0
    renames: tuple[Rename, ...] = ()


NO_NAME_CHANGES = NameChanges()


def looks_damaged(before: str, after: str) -> bool:
    """Whether a new name has ``?``, U+FFFD or double-decoded text where the old one has letters."""
    for damage in (_LOST, _DOUBLE_DECODED):
        if len(damage.findall(after)) > len(damage.findall(before)):
            return any(map(str.isalpha, before))
    return False


def collect_name_changes(changes: Iterable[tuple[str, str, str]]) -> NameChanges:
    """Count changed names and keep the first of them, in memory that does not grow.

    Args:
        changes: Tenant ID, old name and new name of each.
    """
    count = damaged = 0
    first: list[Rename] = []
    first_damaged: list[Rename] = []
    for tenant_id, before, after in changes:
        rename = Rename(tenant_id, before, after, looks_damaged(before, after))
        count += 1
        damaged += rename.is_damaged
        kept = first_damaged if rename.is_damaged else first
        if len(kept) < RENAMES_KEPT:
            kept.append(rename)
    return NameChanges(count, damaged, tuple([*first_damaged, *first][:RENAMES_KEPT]))
