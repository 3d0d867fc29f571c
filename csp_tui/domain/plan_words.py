"""The steps of a plan in words."""

from __future__ import annotations

from csp_tui.domain.offer import channel_title
from csp_tui.domain.plan import PlanSummary, Step, StepAction, StepOutcome
from csp_tui.domain.wording import Listed, Message, say, say_n


def action_title(action: StepAction) -> Message:
    """What a step does, in a word or two."""
    return {
        StepAction.DRAFT: say("Save draft"),
        StepAction.PUBLISH: say("Publish"),
        StepAction.SYNC: say("Sync CSP audience"),
        StepAction.REQUEST: say("Support request"),
        StepAction.WAIT: say("Wait for Microsoft"),
    }[action]


def outcome_title(outcome: StepOutcome) -> Message:
    """The outcome of a step, in a word or two."""
    return {
        StepOutcome.ALLOWED: say("allowed"),
        StepOutcome.SUPPORT_REQUEST: say("by support request"),
        StepOutcome.REFUSED: say("refused"),
        StepOutcome.PENDING: say("pending"),
    }[outcome]


def change_message(step: Step) -> Message:
    """What a step changes: the option, and how many partners join and leave."""
    parts: list[Message] = []
    if step.reseller_channel is not None:
        before, after = step.reseller_channel
        parts.append(
            say("{before} → {after}", before=channel_title(before), after=channel_title(after))
        )
    if step.added:
        parts.append(say_n("+{count} partner", "+{count} partners", len(step.added)))
    if step.removed:
        parts.append(say_n("-{count} partner", "-{count} partners", len(step.removed)))
    return say("{changes}", changes=Listed(tuple(parts))) if parts else say("–")


def summary_message(summary: PlanSummary) -> Message:
    """How many steps of each kind there are; zeros are left out."""
    counts = (
        say_n("{count} unchanged", "{count} unchanged", summary.unchanged),
        say_n("{count} draft to save", "{count} drafts to save", summary.draft),
        say_n("{count} to publish", "{count} to publish", summary.publish),
        say_n("{count} to sync", "{count} to sync", summary.sync),
        say_n("{count} support request", "{count} support requests", summary.request),
        say_n("{count} pending", "{count} pending", summary.pending),
        say_n("{count} refused", "{count} refused", summary.refused),
    )
    offers = say_n("{count} offer", "{count} offers", summary.offers)
    return say("{changes}", changes=Listed((offers, *(one for one in counts if one.count))))
