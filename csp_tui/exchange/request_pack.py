"""Writes support requests as a pack: everything to type into Partner Center's form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csp_tui.domain.request_form import form_lines, missing_for_submission
from csp_tui.domain.support import status_title
from csp_tui.domain.text import visible
from csp_tui.domain.wording import say
from csp_tui.exchange.cells import csv_paragraphs
from csp_tui.i18n import render
from csp_tui.services.views import PackedRequest


def text_lines(pack: Iterable[PackedRequest]) -> Iterator[str]:
    """The pack for people, each line with its end; a request's text is in its own language.

    Args:
        pack: The requests.
    """
    for place, one in enumerate(pack):
        if place:
            yield "\n"
        title = _visible_line(
            render(
                say(
                    "Support request {id}, {offer_id} ({name}), {status}",
                    id=one.request.id,
                    offer_id=one.request.offer_id,
                    name=one.offer_name,
                    status=status_title(one.request.status),
                )
            )
        )
        yield f"{title}\n{'=' * len(title)}\n"
        for note in _notes(one):
            yield f"{_visible_line(note)}\n"
        yield "\n"
        for line in one.text.splitlines():
            yield f"{visible(line)}\n"


def csv_lines(pack: Iterable[PackedRequest]) -> Iterator[str]:
    """The pack for spreadsheets, a request a row; no cell is read as a formula.

    Line breaks of a description stay, and so do its list items, which people copy into the form:
    an apostrophe stands only before a cell that begins like a formula, or a line with = or @.

    Args:
        pack: The requests.
    """
    titled = False
    for one in pack:
        request = one.request
        fields = form_lines(request)
        if not titled:
            yield _row([*map(render, _COLUMNS), *(render(label) for label, _value in fields)])
            titled = True
        yield _row(
            [
                str(request.id),
                request.offer_id,
                one.offer_name,
                render(status_title(request.status)),
                request.ticket or "",
                " ".join(request.tenant_ids),
                " ".join(_problems(one)),
                *(
                    value if isinstance(value, str) else render(value, request.language)
                    for _label, value in fields
                ),
            ]
        )


_COLUMNS = (
    say("Support request"),
    say("Offer ID"),
    say("Offer name"),
    say("Status"),
    say("Ticket"),
    say("Tenant IDs"),
    say("To do first"),
)


def _notes(one: PackedRequest) -> Iterator[str]:
    if one.request.ticket:
        yield render(say("Ticket: {ticket}", ticket=one.request.ticket))
    for problem in _problems(one):
        yield render(say("To do first: {problem}", problem=problem))


def _problems(one: PackedRequest) -> Iterator[str]:
    """What is to be done before the request is filed or completed."""
    for _field, sentence in missing_for_submission(one.request):
        yield render(sentence)
    verdict = one.check.out_of_date
    if verdict is not None:
        yield f"{render(verdict.message)} ({verdict.rule})"
        if verdict.next_step is not None:
            yield render(verdict.next_step)


def _visible_line(text: str) -> str:
    return visible(" ".join(text.split()))


def _row(cells: Iterable[str]) -> str:
    return ",".join(csv_paragraphs(visible(cell)) for cell in cells) + "\n"
