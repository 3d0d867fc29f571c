"""What can be taken back, in which order, and what stands against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from csp_tui.domain.history import Action, Entry
from csp_tui.domain.history_fold import continues, fold_edits
from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.domain.wording import say, say_n

KEPT_IMPORTS = 3
"""So many imports of the directory can be taken back; what was before older ones is let go of."""
AUDIENCE_DRAFT = (Action.DRAFT_SAVED, Action.AUDIENCE_IMPORTED, Action.MATCHING_ADDED)
"""The changes of an audience's draft."""
_TAKES_BACK = (Action.UNDONE, Action.REDONE)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to take back, or to make again.

    Attributes:
        entry: What was done; edits that follow each other are one entry.
        ids: The numbers of its entries, newest first.
        verdict: Whether it can be taken back; its warnings say what to mind.
        undone: The number of the entry that took it back, for a step that is made again.
    """

    entry: Entry
    ids: tuple[int, ...]
    verdict: Verdict
    undone: int | None = None


def steps(entries: Iterable[Entry]) -> Iterator[Step]:
    """What can be taken back, newest first, each only after those before it.

    Offers do not depend on each other, nor on the directory, so what stands against an offer's
    change ends the steps of that offer alone.

    Args:
        entries: The history, newest first: of one offer, or all of it.

    Returns:
        Steps, among them the first of each offer that cannot be taken back, with the reason.
    """
    taken: set[int] = set()
    ended: set[str | None] = set()
    imports = 0
    for group in _groups(entries):
        newest = group[0]
        if newest.action is Action.REDONE:
            taken.add(int(newest.detail["redoes"]))
        elif newest.action is Action.UNDONE and newest.id not in taken:
            taken.update(undone_ids(newest))
        imported = newest.action is Action.PARTNERS_IMPORTED
        imports += imported
        open_ids = tuple(entry.id for entry in group if entry.id not in taken)
        if newest.action in _TAKES_BACK or not open_ids or newest.offer_id in ended:
            continue
        verdict = judge(newest, imports_since=imports - 1 if imported else 0)
        if not verdict.is_open:
            ended.add(newest.offer_id)
        folded = fold_edits([entry for entry in group if entry.id in open_ids])[0]
        yield Step(folded, open_ids, verdict)


def steps_forward(entries: Iterable[Entry]) -> Iterator[Step]:
    """What was taken back and can be made again, the last taken back first.

    Anything else that is changed in an offer ends what could be made again there.

    Args:
        entries: The history, newest first: of one offer, or all of it.
    """
    made: set[int] = set()
    ended: set[str | None] = set()
    for entry in entries:
        if entry.action is Action.REDONE:
            made.add(int(entry.detail["redoes"]))
        elif entry.action is not Action.UNDONE:
            ended.add(entry.offer_id)
        elif entry.id not in made and entry.offer_id not in ended:
            verdict = Verdict(Outcome.ALLOWED, "", say("It can be made again."))
            yield Step(entry, (entry.id,), verdict, undone=entry.id)


def undone_ids(entry: Entry) -> tuple[int, ...]:
    """The numbers of the entries that an entry took back, newest first."""
    undoes = int(entry.detail["undoes"])
    return tuple(entry.detail.get("folded") or (undoes,))


def judge(entry: Entry, *, imports_since: int = 0) -> Verdict:
    """Whether a change can be taken back at all, once nothing newer of its offer is in the way.

    Args:
        entry: The change.
        imports_since: Imports of the directory that came after it.
    """
    match entry.action:
        case Action.OFFER_PUBLISHED:
            return Verdict(
                Outcome.REFUSED,
                "R25",
                say("Publishing happened in Partner Center, so it cannot be taken back here."),
                say(
                    "Change the draft and publish again; removing a live partner or leaving a "
                    "live option takes a support request (R31, R40)."
                ),
            )
        case Action.AUDIENCE_SYNCED:
            return Verdict(
                Outcome.REFUSED,
                "R27",
                say("The synced partners are live in Partner Center; a sync only ever adds."),
                say("Ask to remove partners by a support request (R31)."),
            )
        case Action.PARTNERS_IMPORTED if imports_since >= KEPT_IMPORTS:
            return Verdict(
                Outcome.REFUSED,
                "",
                say_n(
                    "What was before an import is kept for the newest {count} only.",
                    "What was before an import is kept for the newest {count} only.",
                    KEPT_IMPORTS,
                ),
                say("Import the directory file that you want, and replace what is there."),
            )
        case Action.REQUEST_COMPLETED:
            warning = say(
                "Partner Center is not told. Take it back only if it was noted by mistake and "
                "support has not done it."
            )
        case Action.REQUEST_SUBMITTED | Action.REQUEST_DECLINED | Action.REQUEST_WITHDRAWN:
            warning = say("This corrects what is noted here; Partner Center is not told.")
        case _:
            return Verdict(Outcome.ALLOWED, "", say("It can be taken back."))
    return Verdict(Outcome.ALLOWED, "", say("It can be taken back."), warnings=(warning,))


def _groups(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """The entries, those together that count as one."""
    group: list[Entry] = []
    for entry in entries:
        if group and not continues(entry, group[-1]):
            yield group
            group = []
        group.append(entry)
    if group:
        yield group
