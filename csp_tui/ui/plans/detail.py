"""One step of a plan in full beside the table: why, who, and where it changes what can be sold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from csp_tui.domain.plan_words import action_title
from csp_tui.domain.text import visible
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render
from csp_tui.ui.commands.step_text import step_words
from csp_tui.ui.kit.blocks import blocks, fact, heading, legend, listed, next_step
from csp_tui.ui.kit.master_detail import Detail
from csp_tui.ui.kit.theme import State
from csp_tui.ui.text.market_states import plan_word, region_states

if TYPE_CHECKING:
    from csp_tui.domain.plan import Step
    from csp_tui.domain.tenant_ids import TenantIds
    from csp_tui.services.plan_values import Plan
    from csp_tui.services.workbench import Workbench
    from csp_tui.ui.kit.widgets.world_map import MapSymbols

_NAMED = 20


def read_step(workbench: Workbench, plan: Plan, number: str, *, symbols: MapSymbols) -> Detail:
    """Read what the detail of a step shows; runs in a thread.

    Args:
        workbench: The services.
        plan: The plan.
        number: The number of the step, as the key of its row.
        symbols: How maps are drawn.

    Raises:
        NotFound: The offer no longer exists.
    """
    step = next((one for one in plan.steps if str(one.n) == number), None)
    if step is None:
        # The plan was computed again, and its list is about to follow.
        return Detail("", Content(""))
    figures = workbench.figures.regions(step.offer_id)
    for effect in plan.effects:
        if effect.offer_id == step.offer_id:
            figures = figures.changed_by(effect.regions_opened, effect.regions_closed)
    joining, leaving = workbench.plans.partner_names(step, _NAMED)
    text = blocks(
        [
            (
                heading(render(action_title(step.action))),
                fact(_("Offer ID"), step.offer_id),
                fact(_("Rule"), step.rule),
            ),
            _why(step),
            _partners(_("Joining"), State.PENDING, joining, step.added),
            _partners(_("Leaving"), State.REQUEST, leaving, step.removed),
            (heading(_("Where it can be sold afterwards")),),
        ]
    )
    return Detail(
        _("Step {number}").format(number=step.n),
        text,
        region_states(figures),
        legend(figures, symbols, words=plan_word),
    )


def _why(step: Step) -> Sequence[Content]:
    lines = [Content(visible(render(step.message)))]
    if step.next_step is not None:
        lines.append(next_step(step_words(step.next_step)))
    return [*lines, *(Content(visible(render(warning))) for warning in step.warnings)]


def _partners(
    title: str, state: State, names: Sequence[str], partners: TenantIds
) -> Sequence[Content]:
    return [heading(title), *listed(state, names, len(partners))] if partners else ()
