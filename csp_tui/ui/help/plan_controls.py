"""Help on the controls of plans, partner lists, comparisons and coverage."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.help.entry import ControlHelp

PLAN_CONTROLS = (
    ControlHelp(
        "#bulk-tenants",
        N_("Tenant IDs"),
        N_(
            "The partners that the change adds or removes: one or more tenant IDs, separated by "
            "spaces or commas. Only “Add the partners above” and “Remove the partners above” use "
            "them."
        ),
    ),
    ControlHelp(
        "#bulk-changes",
        N_("List of changes"),
        N_(
            "The changes that all marked offers can get. Enter plans the highlighted one; nothing "
            "is changed before the plan is carried out."
        ),
    ),
    ControlHelp(
        "#followers",
        N_("Offers that follow the list"),
        N_(
            "Space selects or deselects the highlighted offer. Save records which offers follow "
            "the list; drafts change only when the list is applied."
        ),
    ),
    ControlHelp(
        "#list-name",
        N_("Name of the list"),
        N_(
            "A short name for commands and files: up to 50 lowercase letters, digits and hyphens, "
            "such as eu-distributors."
        ),
    ),
    ControlHelp(
        "#list-title",
        N_("Title of the list"),
        N_("A readable title; optional."),
    ),
    ControlHelp(
        "#list-tenants",
        N_("Tenant IDs of a fixed list"),
        N_(
            "One or several tenant IDs, separated by spaces or commas. Leave it empty for a list "
            "that is defined by a search."
        ),
    ),
    ControlHelp(
        "#list-text",
        N_("Words of the search"),
        N_(
            "Part of a partner's name. All partners that the search finds are on the list, "
            "including those imported later."
        ),
    ),
    ControlHelp(
        "#list-countries",
        N_("Countries of the search"),
        N_(
            "Codes or English names of countries. Separate codes by spaces, such as FR DE, and "
            "names by commas."
        ),
    ),
    ControlHelp(
        "#list-competencies",
        N_("Competencies of the search"),
        N_("Partners that have one of these competencies; separate them by semicolons."),
    ),
    ControlHelp(
        "#list-skills",
        N_("Skills of the search"),
        N_("Partners that have one of these skills; separate them by semicolons."),
    ),
    ControlHelp(
        "#list-add",
        N_("Partners that join the list"),
        N_(
            "Tenant IDs, separated by spaces or commas. Below you see which offers would then "
            "differ from the list."
        ),
    ),
    ControlHelp(
        "#list-remove",
        N_("Partners that leave the list"),
        N_(
            "Tenant IDs, separated by spaces or commas. Below you see which offers would then "
            "differ from the list."
        ),
    ),
    ControlHelp(
        "#partner-lists",
        N_("Partner lists"),
        N_(
            "Each list with the number of its partners and of the offers that follow it; ≠ marks a "
            "list from which offers differ."
        ),
    ),
    ControlHelp(
        "#plan-steps",
        N_("Steps of the plan"),
        N_(
            "How each offer changes, with the rule. Below the list you see why, and what to do "
            "instead where a step is refused."
        ),
        ("R30", "R31"),
    ),
    ControlHelp(
        "#saved-plans",
        N_("Plans that were carried out"),
        N_("A plan stays open until all of its support requests are closed."),
    ),
    ControlHelp(
        "#findings",
        N_("Findings"),
        N_("What needs attention. Below the list you see what to do."),
    ),
    ControlHelp(
        "#compare-left, #compare-right",
        N_("One side of the comparison"),
        N_(
            "An offer ID for its draft, OFFER@live, OFFER@2026-03-01, list:NAME, file:PATH or "
            "remote:OFFER."
        ),
    ),
    ControlHelp(
        "#only-left",
        N_("Partners only on the left"),
        N_("Partners that only the left side has."),
    ),
    ControlHelp(
        "#only-right",
        N_("Partners only on the right"),
        N_("Partners that only the right side has."),
    ),
    ControlHelp(
        "#coverage-markets",
        N_("Markets to compare with"),
        N_(
            "Two-letter country codes, separated by spaces; press Enter to count again. If there "
            "are none, each offer is compared with its own markets. Partners in regions with none "
            "of its markets count as outside."
        ),
        ("R28",),
    ),
    ControlHelp(
        "#coverage-list",
        N_("Coverage of offers"),
        N_(
            "How many regions and markets each audience covers, and how many of its partners are "
            "in regions where the offer is not sold."
        ),
        ("R28",),
    ),
    ControlHelp(
        "#partner-offers",
        N_("Offers of the partner"),
        N_("The offers that the partner may resell, has resold or is waiting for."),
    ),
    ControlHelp(
        "#report-kind",
        N_("Which report"),
        N_(
            "All changes, or those of the shown offers, or who could resell the shown offer on a "
            "past day."
        ),
    ),
    ControlHelp(
        "#report-first",
        N_("First day"),
        N_("The first day of the changes, like 2026-03-01; not used for an audience."),
    ),
    ControlHelp(
        "#report-last",
        N_("Last day"),
        N_("The last day of the changes, or the day of the audience; today if it is empty."),
    ),
    ControlHelp(
        "#report-format",
        N_("Format of the report"),
        N_("Show it, or save a page to print or a table for spreadsheets."),
    ),
)
