"""What can be undone, in which order, and what prevents it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from csp_tui.domain.history import Action, Entry
from csp_tui.domain.history_fold import continues_field, fold_edits
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.domain.wording import Message, say, say_n

KEPT_IMPORTS = 3
"""How many imports of the directory can be undone; the data from before older ones is deleted."""
AUDIENCE_DRAFT = (Action.DRAFT_SAVED, Action.AUDIENCE_IMPORTED, Action.MATCHING_ADDED)
"""The changes of an audience's draft."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the history.

    Attributes:
        entry: What was done; edits of a field of a request that follow each other are one change.
        ids: The numbers of its entries, newest first.
    """

    entry: Entry
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What is undone, or redone, as one: a change, or all changes of a batch.

    Attributes:
        changes: What was done, newest first; never empty.
        verdict: Whether it can be undone; its warnings say what to mind.
    """

    changes: tuple[Change, ...]
    verdict: Verdict

    @property
    def entry(self) -> Entry:
        """The newest change."""
        return self.changes[0].entry

    @property
    def ids(self) -> tuple[int, ...]:
        """The numbers of all its entries, newest first."""
        return tuple(number for change in self.changes for number in change.ids)

    @property
    def offer_ids(self) -> frozenset[str | None]:
        """The offers that it changed, None for the directory."""
        return frozenset(change.entry.offer_id for change in self.changes)

    @property
    def batch(self) -> int | None:
        """The batch of its changes, None for a change of its own."""
        return self.entry.batch


def steps(entries: Iterable[Entry]) -> Iterator[Step]:
    """What can be undone, newest first, each only after those before it.

    Offers do not depend on each other, nor on the directory, so a change that cannot be undone
    blocks the older changes of its own offer alone, and the batches that these belong to.

    Args:
        entries: The history, newest first: of one offer, or all of it. Of one offer, a batch has
            only the changes of that offer (see ``whole_batch``).

    Returns:
        Steps, among them the first of each offer that cannot be undone, with the reason.
    """
    undone: set[int] = set()
    blocked: set[str | None] = set()
    imports = 0
    for group in _groups(entries):
        verdicts = []
        open_entries = []
        for entry in group:
            if entry.action is Action.REDONE:
                undone.add(int(entry.detail["redoes"]))
                continue
            if entry.action is Action.UNDONE:
                if entry.id not in undone:
                    undone.update(undone_ids(entry))
                continue
            if entry.id not in undone:
                open_entries.append(entry)
                verdicts.append(judge(entry, imports_since=imports))
            imports += entry.action is Action.PARTNERS_IMPORTED
        if not open_entries:
            continue
        step = Step(_changes(open_entries), _joint(verdicts))
        if step.offer_ids & blocked:
            if step.offer_ids <= blocked:
                continue
            step = dataclasses.replace(step, verdict=_blocked_batch())
        if not step.verdict.is_allowed:
            blocked |= step.offer_ids
        yield step


def steps_forward(entries: Iterable[Entry]) -> Iterator[Step]:
    """What was undone and can be redone, what was undone last first.

    Any other change of an offer ends what can be redone there.

    Args:
        entries: As for ``steps``.
    """
    redone: set[int] = set()
    blocked: set[str | None] = set()
    for group in _groups(entries):
        undone = []
        for entry in group:
            if entry.action is Action.REDONE:
                redone.add(int(entry.detail["redoes"]))
            elif entry.action is not Action.UNDONE:
                blocked.add(entry.offer_id)
            elif entry.id not in redone:
                undone.append(entry)
        if undone and not blocked & {entry.offer_id for entry in undone}:
            verdict = Verdict(Outcome.ALLOWED, "", say("It can be redone."))
            yield Step(tuple(Change(entry, (entry.id,)) for entry in undone), verdict)


def whole_batch(step: Step, entries: Iterable[Entry], newest: Iterable[Step | None]) -> Step:
    """A step of one offer's history, completed by the changes of other offers in its batch.

    Args:
        step: The step, as the history of one offer shows it.
        entries: All entries of its batch, newest first.
        newest: The step that would come next in each other offer of the batch.
    """
    entries = list(entries)
    whole = Step(_changes(entries), _joint([step.verdict, *map(judge, entries)]))
    if any(one is None or one.batch != step.batch for one in newest):
        return dataclasses.replace(whole, verdict=_blocked_batch())
    return whole


def _changes(entries: list[Entry]) -> tuple[Change, ...]:
    """Entries as changes: edits of a field of a request that follow each other are one."""
    changes: list[list[Entry]] = []
    for entry in entries:
        if changes and continues_field(entry, changes[-1][-1]):
            changes[-1].append(entry)
        else:
            changes.append([entry])
    return tuple(
        Change(fold_edits(group)[0], tuple(entry.id for entry in group)) for group in changes
    )


def _joint(verdicts: list[Verdict]) -> Verdict:
    """The answer to several changes as one: the first that is no, else yes with all warnings."""
    for verdict in verdicts:
        if not verdict.is_allowed:
            return verdict
    warnings: list[Message] = []
    for verdict in verdicts:
        warnings += (one for one in verdict.warnings if one not in warnings)
    return dataclasses.replace(verdicts[0], warnings=tuple(warnings))


def _blocked_batch() -> Verdict:
    return Verdict(
        Outcome.REFUSED,
        "",
        say("These changes were made together, and one of their offers has changed since."),
        say("Undo the newer changes of those offers first."),
    )


def undone_ids(entry: Entry) -> tuple[int, ...]:
    """The numbers of the entries that an entry undid, newest first."""
    undoes = int(entry.detail["undoes"])
    return tuple(entry.detail.get("folded") or (undoes,))


def judge(entry: Entry, *, imports_since: int = 0) -> Verdict:
    """Whether a change can be undone at all, once its offer has no newer change.

    Args:
        entry: The change.
        imports_since: Imports of the directory that came after it.
    """
    match entry.action:
        case Action.OFFER_PUBLISHED:
            return Verdict(
                Outcome.REFUSED,
                "R25",
                say("What was published is live, so publishing cannot be undone here."),
                say(
                    "Change the draft and publish again; removing a live partner or leaving "
                    "a live option takes a support request (rules R31, R40)."
                ),
            )
        case (
            Action.REMOTE_PULLED
            | Action.REMOTE_PUSHED
            | Action.REMOTE_PUBLISHED
            | Action.CONFLICT_RESOLVED
        ):
            return Verdict(
                Outcome.REFUSED,
                "R25",
                say("This change involved Partner Center, so it cannot be undone here."),
                say(
                    "Change the draft and push it; removing a live partner takes a support "
                    "request (rule R31)."
                ),
            )
        case Action.AUDIENCE_SYNCED:
            return Verdict(
                Outcome.REFUSED,
                "R27",
                say("The synced partners are live, and a sync only ever adds."),
                say("Ask to remove partners by a support request (rule R31)."),
            )
        case Action.PARTNERS_IMPORTED if imports_since >= KEPT_IMPORTS:
            return Verdict(
                Outcome.REFUSED,
                "",
                say_n(
                    "The state before an import is kept only for the newest {count}.",
                    "The state before an import is kept only for the newest {count}.",
                    KEPT_IMPORTS,
                ),
                say("Import the directory file that you want, and replace the directory."),
            )
        case Action.REQUEST_COMPLETED:
            warning = say(
                "Partner Center is not informed. Undo this only if the request was marked as "
                "completed by mistake and support has not made the change."
            )
        case (
            Action.REQUEST_SUBMITTED
            | Action.REQUEST_TICKET_SAVED
            | Action.REQUEST_DECLINED
            | Action.REQUEST_WITHDRAWN
        ):
            warning = say("This corrects the record here; Partner Center is not informed.")
        case _:
            return Verdict(Outcome.ALLOWED, "", say("It can be undone."))
    return Verdict(Outcome.ALLOWED, "", say("It can be undone."), warnings=(warning,))


def _groups(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """The entries, those together that are one step."""
    group: list[Entry] = []
    for entry in entries:
        if group and not _is_one_step(entry, group[-1]):
            yield group
            group = []
        group.append(entry)
    if group:
        yield group


def _is_one_step(entry: Entry, newer: Entry) -> bool:
    if entry.batch is None and newer.batch is None:
        return continues_field(entry, newer)
    return entry.batch == newer.batch
