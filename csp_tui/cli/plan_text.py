"""A plan and its results, as lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from csp_tui.cli.output import cell, table
from csp_tui.domain.plan import StepOutcome
from csp_tui.domain.plan_words import action_title, change_message, outcome_title
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render
from csp_tui.services.plan_values import Applied, ListChange, OfferResult, Plan, ResultKind

if TYPE_CHECKING:
    from csp_tui.domain.plan import Effect, Step


def result_word(result: ResultKind) -> str:
    """The outcome for an offer, in a word or two."""
    return {
        ResultKind.DONE: _("done"),
        ResultKind.NOTHING_TO_DO: _("nothing to do"),
        ResultKind.REFUSED: _("refused"),
        ResultKind.SKIPPED: _("skipped"),
        ResultKind.FAILED: _("failed"),
    }[result]


def plan_lines(plan: Plan, *, aligned: bool = False) -> Iterator[str]:
    """The lists that a plan changes, and its steps as a table.

    Args:
        plan: The plan.
        aligned: Whether it is for a person even where the output goes elsewhere.
    """
    for change in plan.lists:
        yield cell(_list_words(change))
    for follow in plan.follows:
        for name in follow.follow:
            yield cell(
                _("{offer_id} follows the list {name}.").format(offer_id=follow.offer_id, name=name)
            )
        for name in follow.unfollow:
            yield cell(
                _("{offer_id} no longer follows the list {name}.").format(
                    offer_id=follow.offer_id, name=name
                )
            )
    if plan.steps:
        yield from table(
            (
                _("No.") + "#",
                _("Offer ID"),
                _("Step"),
                _("Change"),
                _("Outcome"),
                _("Rule"),
                _("Reason"),
            ),
            (
                (
                    str(step.n),
                    step.offer_id,
                    render(action_title(step.action)),
                    render(change_message(step)),
                    _outcome(plan, step),
                    step.rule,
                    render(step.message),
                )
                for step in plan.steps
            ),
            aligned=aligned,
        )


def _outcome(plan: Plan, step: Step) -> str:
    """The outcome of a step, in a word or two; one that lacks its request is refused."""
    if plan.is_refused(step) and step.outcome is StepOutcome.SUPPORT_REQUEST:
        return _("refused without --requests")
    return render(outcome_title(step.outcome))


def effect_lines(effects: Sequence[Effect]) -> Iterator[str]:
    """A sentence for the regions or markets of each offer that open or close."""
    for effect in effects:
        if effect.regions_opened:
            regions = ", ".join(map(_, effect.regions_opened))
            yield ngettext(
                "{offer_id} opens {regions}: {count} market.",
                "{offer_id} opens {regions}: {count} markets.",
                effect.markets_opened,
                offer_id=effect.offer_id,
                regions=regions,
            )
        elif effect.markets_opened:
            yield ngettext(
                "{offer_id} opens {count} market.",
                "{offer_id} opens {count} markets.",
                effect.markets_opened,
                offer_id=effect.offer_id,
            )
        if effect.regions_closed:
            regions = ", ".join(map(_, effect.regions_closed))
            yield ngettext(
                "{offer_id} closes {regions}: {count} market.",
                "{offer_id} closes {regions}: {count} markets.",
                effect.markets_closed,
                offer_id=effect.offer_id,
                regions=regions,
            )
        elif effect.markets_closed:
            yield ngettext(
                "{offer_id} closes {count} market.",
                "{offer_id} closes {count} markets.",
                effect.markets_closed,
                offer_id=effect.offer_id,
            )


def result_lines(applied: Applied) -> Iterator[str]:
    """The result for each offer that was not simply changed or left alone."""
    for result in applied.results:
        if result.message is not None or result.requests:
            yield cell(_result_words(result))


def _result_words(result: OfferResult) -> str:
    word = result_word(result.result)
    if result.message is not None:
        return _("{offer_id}: {result}. {reason}").format(
            offer_id=result.offer_id, result=word, reason=render(result.message)
        )
    numbers = ", ".join(str(number) for number in result.requests)
    return ngettext(
        "{offer_id}: support request {numbers} was prepared.",
        "{offer_id}: support requests {numbers} were prepared.",
        len(result.requests),
        offer_id=result.offer_id,
        numbers=numbers,
    )


def _list_words(change: ListChange) -> str:
    template = (
        _("The partner list {name} is created.")
        if change.is_new
        else _("The partner list {name} is changed.")
    )
    counts = []
    if change.added:
        counts.append(ngettext("+{count} partner", "+{count} partners", len(change.added)))
    if change.removed:
        counts.append(ngettext("-{count} partner", "-{count} partners", len(change.removed)))
    return " ".join([template.format(name=change.name), *counts])
