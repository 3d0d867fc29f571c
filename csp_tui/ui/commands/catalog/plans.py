"""Commands of plans, bulk changes, partner lists, comparisons and the audit."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.commands.catalog.partners import PARTNER_OPEN
from csp_tui.ui.commands.command import Command

WHAT_IF = Command(
    "plan.what-if",
    N_("What-if plan"),
    N_("See every step from draft to live, with its rule and what it opens and closes"),
    "W",
    short=N_("What-if"),
    bar=False,
    replayable=True,
)
BULK = Command(
    "plan.bulk",
    N_("Bulk change"),
    N_("Change all marked offers, or this one, as one change with one undo"),
    "B",
    short=N_("Bulk"),
    bar=False,
    writes=True,
    replayable=True,
)
PLANS_OPEN = Command(
    "plan.saved",
    N_("Plans"),
    N_("See the plans that were carried out, and what is left to do"),
    bar=False,
    replayable=True,
)
LISTS = Command(
    "lists.open",
    N_("Partner lists"),
    N_("Manage named partner lists that offers follow"),
    "L",
    short=N_("Lists"),
    bar=False,
    replayable=True,
)
LIST_SAVE_AS = Command(
    "lists.save-as",
    N_("Save as list…"),
    N_("Save the draft list of this offer as a named partner list"),
    "V",
    bar=False,
    writes=True,
    replayable=True,
)
COMPARE = Command(
    "compare.open",
    N_("Compare"),
    N_("Compare draft and live, two offers, two days, or lists"),
    "equals_sign",
    bar=False,
    replayable=True,
)
AUDIT = Command(
    "audit.open",
    N_("Audit"),
    N_("Find offers, lists and requests that need attention"),
    "A",
    bar=False,
    replayable=True,
)
COVERAGE = Command(
    "coverage.open",
    N_("Coverage"),
    N_("See regions and markets that all offers or the marked ones cover, gaps and overlaps"),
    "G",
    bar=False,
    replayable=True,
)
STATE_PLAN = Command(
    "state.plan",
    N_("Plan a state file"),
    N_("Check a file with offers as they should be, or a saved plan, and carry it out"),
    "T",
    bar=False,
)
STATE_EXPORT = Command(
    "state.export",
    N_("Export a state file"),
    N_("Save all offers, or the marked ones, as a file to review, change and plan"),
    "E",
    bar=False,
)
REPORT = Command(
    "report.open",
    N_("Report"),
    N_("Make a report of changes between two days, or of an audience on a past day"),
    "Z",
    bar=False,
    replayable=True,
)
VIEW_COMMANDS = (
    WHAT_IF,
    BULK,
    PLANS_OPEN,
    LISTS,
    LIST_SAVE_AS,
    COMPARE,
    COVERAGE,
    AUDIT,
    STATE_PLAN,
    STATE_EXPORT,
    REPORT,
)
"""The commands of every page that open these places."""

PLAN_CARRY_OUT = Command(
    "plan.carry-out",
    N_("Carry out"),
    N_("Carry out the plan as one change"),
    "f2",
    writes=True,
    main=True,
)
PLAN_REQUESTS = Command(
    "plan.requests",
    N_("Support requests"),
    N_("Prepare the support requests that are needed, or don't"),
    "r",
    short=N_("Requests"),
)
PLAN_GO_LIVE = Command(
    "plan.go-live",
    N_("Go live"),
    N_("Also publish or sync, or only change drafts"),
    "u",
)
PLAN_SKIP = Command(
    "plan.skip-refused",
    N_("Skip refused"),
    N_("Skip offers that can't be changed as planned, or don't"),
    "K",
)
PLAN_SAVE = Command(
    "plan.save",
    N_("Save plan"),
    N_("Save the plan to a file, to review it and carry it out later"),
    "e",
)
PLAN_OPEN_OFFER = Command(
    "plan.open-offer", N_("Open offer"), N_("Open the offer of the highlighted line"), "enter"
)
PLAN_SHOW = Command("plan.show", N_("Show"), N_("Show the plan as a checklist"), "enter")
PLAN_CLOSE = Command(
    "plan.close",
    N_("Close plan"),
    N_("Close the plan, even if some of its steps are not done"),
    "c",
    writes=True,
)
LISTS_SHOW = Command(
    "lists.show", N_("Show"), N_("Show the partners of the list, and its offers"), "enter"
)
LISTS_NEW = Command(
    "lists.new",
    N_("Create a list"),
    N_("Create a partner list"),
    "n",
    writes=True,
    replayable=True,
)
LISTS_EDIT = Command(
    "lists.edit",
    N_("Edit"),
    N_("Change the list, and see the offers that would differ from it"),
    "e",
    writes=True,
    replayable=True,
)
LISTS_FOLLOW = Command(
    "lists.follow",
    N_("Followed by"),
    N_("Select the offers that follow the list"),
    "f",
    writes=True,
)
LISTS_APPLY = Command(
    "lists.apply",
    N_("Apply"),
    N_("Plan what brings the offers in line with the list"),
    "p",
    writes=True,
)
LISTS_DELETE = Command(
    "lists.delete",
    N_("Delete"),
    N_("Delete the list; offers keep their partners"),
    "delete",
    writes=True,
)
LISTS_SAVE = Command(
    "lists.save",
    N_("Save"),
    N_("Save what is entered in the dialog"),
    "f2",
    writes=True,
    main=True,
)
PLAN_MAKE = Command(
    "plan.make", N_("Plan"), N_("Plan the highlighted change; nothing is changed yet"), "f2"
)
COMPARE_RUN = Command(
    "compare.run", N_("Compare now"), N_("Compare the two audiences named above"), "f2"
)
COMPARE_SWAP = Command("compare.swap", N_("Swap sides"), N_("Swap left and right"), "x")
COVERAGE_MAP = Command(
    "coverage.map",
    N_("Map"),
    N_("Show the map of the offer, compare two that share partners, or open the partner"),
    "enter",
)
COVERAGE_LIVE = Command(
    "coverage.live", N_("Live or drafts"), N_("Count what is live, or the drafts"), "l"
)
COVERAGE_REGIONS = Command("coverage.regions", N_("By region"), N_("List regions, or offers"), "b")
COVERAGE_PAIRS = Command(
    "coverage.pairs", N_("Overlaps"), N_("List offers that share partners, or offers"), "p"
)
COVERAGE_OUTSIDE = Command(
    "coverage.outside",
    N_("Partners outside"),
    N_("List partners in regions where their offer is not sold, or offers"),
    "x",
)
COVERAGE_MARKETS = Command(
    "coverage.markets",
    N_("Markets"),
    N_("Type markets to compare all offers with"),
    "slash",
)
PARTNER_ADD = Command(
    "partner.add",
    N_("Add to offers"),
    N_("Select the offers to add the partner to"),
    "plus",
    writes=True,
)
PARTNER_REMOVE = Command(
    "partner.remove",
    N_("Remove from offers"),
    N_("Select the offers to remove the partner from"),
    "delete",
    short=N_("Remove"),
    writes=True,
)

PLAN_PAGE_COMMANDS = (
    PLAN_CARRY_OUT,
    PLAN_REQUESTS,
    PLAN_GO_LIVE,
    PLAN_SKIP,
    PLAN_OPEN_OFFER,
    PLAN_SAVE,
)
SAVED_PLANS_COMMANDS = (PLAN_SHOW, PLAN_CLOSE)
AUDIT_COMMANDS = (PLAN_OPEN_OFFER,)
COMPARE_COMMANDS = (COMPARE_RUN, COMPARE_SWAP, PARTNER_OPEN)
COVERAGE_COMMANDS = (
    COVERAGE_MAP,
    COVERAGE_REGIONS,
    COVERAGE_PAIRS,
    COVERAGE_OUTSIDE,
    COVERAGE_MARKETS,
    COVERAGE_LIVE,
)
LISTS_COMMANDS = (LISTS_SHOW, LISTS_NEW, LISTS_EDIT, LISTS_FOLLOW, LISTS_APPLY, LISTS_DELETE)
LIST_DIALOG_COMMANDS = (LISTS_SAVE,)
BULK_COMMANDS = (PLAN_MAKE,)
PARTNER_COMMANDS = (PLAN_OPEN_OFFER, PARTNER_ADD, PARTNER_REMOVE)
