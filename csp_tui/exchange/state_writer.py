"""Writes the present state as a state file, whose plan is empty."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from csp_tui.domain.text import visible
from csp_tui.domain.wording import Message
from csp_tui.i18n import render
from csp_tui.services.state import ExportedList, ExportedOffer, NamedPartner

_HEAD = "format = 1\n"


def state_lines(
    lists: Iterable[ExportedList], offers: Iterable[ExportedOffer], heading: Message
) -> Iterator[str]:
    """The lines of a state file, each with its end.

    Args:
        lists: The partner lists.
        offers: The offers, each read when its lines are written.
        heading: What the comment at the top says.
    """
    yield _comment(render(heading))
    yield _HEAD
    for listed in lists:
        yield f"\n[lists.{listed.name}]\n"
        if listed.title:
            yield f"title = {_text(listed.title)}\n"
        if listed.query is not None:
            parts = ", ".join(f"{key} = {_value(value)}" for key, value in listed.query.items())
            yield f"match = {{ {parts} }}\n"
        else:
            yield from _partners("partners", listed.partners, always=True)
    for offer in offers:
        yield "\n"
        if offer.note is not None:
            yield _comment(f"{offer.offer_id}: {render(offer.note)}")
            continue
        yield f"[offers.{offer.offer_id}]  {_comment(offer.name)}"
        if offer.channel is not None:
            yield f"reseller_channel = {_text(offer.channel.value)}\n"
        if not offer.has_list:
            continue
        yield f"lists = {_value(list(offer.lists))}\n"
        yield from _partners("partners", offer.partners, always=True)
        yield from _partners("except", offer.without)


def _partners(key: str, partners: Iterable[NamedPartner], *, always: bool = False) -> Iterator[str]:
    begun = False
    for partner in partners:
        if not begun:
            yield f"{key} = [\n"
            begun = True
        comment = f"  {_comment(partner.name)}" if partner.name else "\n"
        yield f'    "{partner.tenant_id}",{comment}'
    if begun:
        yield "]\n"
    elif always:
        yield f"{key} = []\n"


def _comment(text: str) -> str:
    # A control character, or a line break, would end the comment or the file's validity.
    return f"# {visible(' '.join(text.split()))}\n"


def _text(text: str) -> str:
    # A text of JSON is one of TOML, but for one character.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return _text(str(value))
