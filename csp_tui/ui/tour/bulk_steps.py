"""The steps of the tour of ten offers, in order."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.tour import bulk_actions
from csp_tui.ui.tour.steps import Step

BULK_STEPS: tuple[Step, ...] = (
    Step(
        N_(
            "From today, six partners may resell the ten offers of Contoso Suite. In Partner "
            "Center that takes ten pages; here it is one change. Filter the list ({filter}): "
            "suite."
        ),
        "offers",
        (("filter", "offers.filter"),),
    ),
    Step(
        N_("Mark all that are shown ({all}). Space marks or unmarks a single offer."),
        "offers",
        (("all", "list.mark-all"),),
        stage="filtered",
    ),
    Step(
        N_("All ten are marked. Ask for one change of all of them ({bulk})."),
        "offers",
        (("bulk", "plan.bulk"),),
        stage="marked",
    ),
    Step(
        N_(
            "Select “Add the partners of the list suite-launch” and press enter. This plans; "
            "it changes nothing yet."
        ),
        "bulk",
    ),
    Step(
        N_(
            "The plan shows how each offer changes, with the rule, and which regions open. "
            "Go live ({live}) adds the syncs."
        ),
        "plan",
        (("live", "plan.go-live"),),
    ),
    Step(
        N_(
            "Carry it out ({carry}): each offer completely, all of them as one change. What goes "
            "live cannot be undone."
        ),
        "plan",
        (("carry", "plan.carry-out"),),
        act=bulk_actions.change_all,
        is_done=lambda facts: facts.changed == len(bulk_actions.OFFER_IDS),
        stage="live",
    ),
    Step(
        N_(
            "Offers can follow lists. Three partners joined eu-retail, so Contoso Retail 365 "
            "differs from it (≠). Apply ({apply}) plans what brings it in line."
        ),
        "lists",
        (("apply", "lists.apply"),),
    ),
    Step(
        N_("Carry this plan out as well ({carry})."),
        "list-plan",
        (("carry", "plan.carry-out"),),
        act=bulk_actions.apply_list,
        is_done=lambda facts: not facts.drifted,
    ),
    Step(
        N_(
            "Plans stay on a checklist until everything is done. This one is waiting for "
            "Microsoft to answer a support request; {show} shows it."
        ),
        "plans",
        (("show", "plan.show"),),
    ),
    Step(
        N_(
            "The history shows each offer and each batch; undo ({undo}) reverts a batch as one, "
            "unless it went live. That was the tour: leave it, or reset the demo (menu: {menu}) "
            "to start over."
        ),
        "history",
        (("undo", "undo"), ("menu", "commands")),
    ),
)
