"""Named partner lists: fixed, or defined by a search, and how offers differ from them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from csp_tui.domain.errors import InvalidInput, NotFound
from csp_tui.domain.partner import PartnerQuery
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.text import clean
from csp_tui.domain.wording import Listed, Message, quoted, say, say_n

LIST_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,49}", re.ASCII)
TITLE_LIMIT = 120
"""Characters of a list's title."""
_PARTS = ("text", "countries", "competencies", "skills")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerList:
    """A named list of partners.

    Attributes:
        name: Its name, which commands and files use.
        title: What people call it, or "".
        query: The search that defines it, None for a fixed list.
        created_at: When it was made, UTC.
        updated_at: When it last changed, UTC.
    """

    name: str
    title: str = ""
    query: PartnerQuery | None = None
    created_at: datetime
    updated_at: datetime

    @property
    def kind(self) -> str:
        """``fixed`` or ``search``."""
        return "fixed" if self.query is None else "search"


@dataclass(frozen=True, slots=True)
class Drift:
    """How an offer's draft differs from a list that it follows.

    Attributes:
        list_name: The list.
        offer_id: The offer.
        missing: Members of the list that are not on the offer's draft.
        extra: Partners that came through the list and have left it.
    """

    list_name: str
    offer_id: str
    missing: int
    extra: int

    @property
    def has_drifted(self) -> bool:
        """Whether the draft differs from the list."""
        return bool(self.missing or self.extra)

    @property
    def difference(self) -> Message:
        """How many partners are missing and extra, in words; a zero is left out."""
        counts = (
            say_n("{count} missing", "{count} missing", self.missing),
            say_n("{count} extra", "{count} extra", self.extra),
        )
        return say("{changes}", changes=Listed(tuple(one for one in counts if one.count)))


def checked_list_name(text: str) -> str:
    """Check the name of a list.

    Raises:
        InvalidInput: It can't be one.
    """
    name = text.strip()
    if not LIST_NAME.fullmatch(name):
        raise InvalidInput(
            say("{value} can't be the name of a list.", value=quoted(text[:80]))
            if name
            else say("The list has no name."),
            say("Use up to 50 lowercase letters, digits and hyphens, such as eu-distributors."),
            field="name",
        )
    return name


def checked_title(text: str) -> str:
    """Clean the title of a list.

    Raises:
        InvalidInput: It is too long.
    """
    title = clean(text).strip().replace("\n", " ")
    if len(title) > TITLE_LIMIT:
        raise InvalidInput(
            say("The title of the list is too long."),
            say("Use at most {count} characters.", count=TITLE_LIMIT),
            field="title",
        )
    return title


def no_such_list(name: str) -> NotFound:
    """The refusal for a list that does not exist."""
    return NotFound(
        say("There is no partner list {name}.", name=quoted(name[:80])),
        say("Look up its name among the partner lists."),
        field="name",
    )


def query_facts(query: PartnerQuery) -> dict[str, Any]:
    """A search as plain values, the same for the same search."""
    return {
        "text": query.text,
        "countries": sorted(query.countries),
        "competencies": sorted(query.competencies),
        "skills": sorted(query.skills),
    }


def query_of(facts: Mapping[str, Any]) -> PartnerQuery:
    """Read a search from plain values.

    Raises:
        TypeError: A value is of another type.
    """
    text = facts.get("text", "")
    values = {name: tuple(facts.get(name, ())) for name in _PARTS[1:]}
    if not isinstance(text, str) or not all(
        isinstance(one, str) for part in values.values() for one in part
    ):
        raise TypeError("a search has texts only")
    return PartnerQuery(
        text=text,
        countries=frozenset(values["countries"]),
        competencies=frozenset(values["competencies"]),
        skills=frozenset(values["skills"]),
    )
