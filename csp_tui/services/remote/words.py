"""What a pull changes, in words that screens and command line share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from csp_tui.domain.offer import channel_title
from csp_tui.domain.wording import Listed, Message, say, say_n

if TYPE_CHECKING:
    from csp_tui.services.remote.views import LiveChange, PulledChange, PullReport


def pull_counts(report: PullReport) -> Message:
    """How many offers are new, changed, gone and so on, each offer counted once."""
    counts = (
        say_n("{count} new", "{count} new", len(report.new)),
        say_n("{count} changed", "{count} changed", len(report.only_changed)),
        say_n("{count} gone", "{count} gone", len(report.gone)),
        say_n("{count} conflict", "{count} conflicts", len(report.conflicts)),
        say_n("{count} not readable", "{count} not readable", len(report.unreadable)),
        say_n("{count} up to date", "{count} up to date", report.unchanged),
    )
    told = tuple(one for one in counts if one.count)
    summary: object = Listed(told) if told else say("no products")
    if report.dry_run:
        return say("Dry run, nothing was changed: {summary}.", summary=summary)
    return say("Pulled: {summary}.", summary=summary)


def live_words(change: LiveChange) -> Iterator[Message]:
    """How the audience that is recorded as live changes, a sentence each."""
    if not change.is_published:
        yield say("It is not live in Partner Center; here it is recorded as live.")
    elif change.before != change.after:
        yield say(
            "Live option: {before} → {after}.",
            before=channel_title(change.before),
            after=channel_title(change.after),
        )
    if change.removed:
        yield say_n(
            "{count} partner leaves the live list: {names}.",
            "{count} partners leave the live list: {names}.",
            change.removed,
            names=_named(change),
        )
    if change.added:
        yield say_n(
            "{count} partner joins the live list.",
            "{count} partners join the live list.",
            change.added,
        )


def _named(change: LiveChange) -> Listed:
    others = change.removed - len(change.leaving)
    more = (say_n("{count} more", "{count} more", others),) if others else ()
    return Listed((*change.leaving, *more))


def takes_away(report: PullReport) -> list[PulledChange]:
    """The changes that take partners or the whole offer off what is recorded as live."""
    return [
        one
        for one in report.changed
        if one.live is not None
        and one.live.before is not None
        and (one.live.removed or not one.live.is_published or one.live.before != one.live.after)
    ]
