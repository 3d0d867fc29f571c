"""Help on the controls of plans, partner lists, comparisons and coverage."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.help.entry import ControlHelp

PLAN_CONTROLS = (
    (
        "#bulk-tenants",
        ControlHelp(
            N_("Tenant IDs"),
            N_(
                "The partners that the change adds or removes: one or more tenant IDs, separated "
                "by spaces or commas. Only “Add the partners above” and “Remove the partners "
                "above” use them."
            ),
        ),
    ),
    (
        "#bulk-changes",
        ControlHelp(
            N_("List of changes"),
            N_(
                "The changes that all marked offers can get. Enter plans the highlighted one; "
                "nothing is changed before the plan is carried out."
            ),
        ),
    ),
    (
        "#followers",
        ControlHelp(
            N_("Offers that follow the list"),
            N_(
                "Space selects or deselects the highlighted offer. Save keeps who follows; "
                "drafts change once the list is applied."
            ),
        ),
    ),
    (
        "#list-name",
        ControlHelp(
            N_("Name of the list"),
            N_(
                "A short name for commands and files: up to 50 lowercase letters, digits and "
                "hyphens, such as eu-distributors."
            ),
        ),
    ),
    (
        "#list-title",
        ControlHelp(
            N_("Title of the list"),
            N_("The title that people read; optional."),
        ),
    ),
    (
        "#list-tenants",
        ControlHelp(
            N_("Tenant IDs of a fixed list"),
            N_(
                "One or several tenant IDs, separated by spaces or commas. Leave it empty for a"
                " list that is defined by a search."
            ),
        ),
    ),
    (
        "#list-text",
        ControlHelp(
            N_("Words of the search"),
            N_(
                "Part of a partner's name. Everyone the search finds is on the list, also "
                "partners that are imported later."
            ),
        ),
    ),
    (
        "#list-countries",
        ControlHelp(
            N_("Countries of the search"),
            N_(
                "Codes or English names of countries. Separate codes by spaces, such as FR DE, "
                "and names by commas."
            ),
        ),
    ),
    (
        "#list-competencies",
        ControlHelp(
            N_("Competencies of the search"),
            N_("Partners that have one of these competencies; separate them by semicolons."),
        ),
    ),
    (
        "#list-skills",
        ControlHelp(
            N_("Skills of the search"),
            N_("Partners that have one of these skills; separate them by semicolons."),
        ),
    ),
    (
        "#list-add",
        ControlHelp(
            N_("Partners that join the list"),
            N_(
                "Tenant IDs, separated by spaces or commas. Below you see which offers would "
                "differ from the list then."
            ),
        ),
    ),
    (
        "#list-remove",
        ControlHelp(
            N_("Partners that leave the list"),
            N_(
                "Tenant IDs, separated by spaces or commas. Below you see which offers would "
                "differ from the list then."
            ),
        ),
    ),
    (
        "#partner-lists",
        ControlHelp(
            N_("Partner lists"),
            N_(
                "Each list with the number of its partners and of the offers that follow it; ≠ "
                "marks a list from which offers differ."
            ),
        ),
    ),
    (
        "#plan-steps",
        ControlHelp(
            N_("Steps of the plan"),
            N_(
                "How each offer changes, with the rule. Below the list you see why, and "
                "what to do instead where a step is refused."
            ),
            ("R30", "R31"),
        ),
    ),
    (
        "#saved-plans",
        ControlHelp(
            N_("Plans that were carried out"),
            N_("A plan stays open as long as one of its support requests is."),
        ),
    ),
    (
        "#findings",
        ControlHelp(
            N_("Findings"),
            N_("What needs attention. Below the list you see what to do."),
        ),
    ),
    (
        "#compare-left, #compare-right",
        ControlHelp(
            N_("One side of the comparison"),
            N_(
                "An offer ID for its draft, OFFER@live, OFFER@2026-03-01, list:NAME, file:PATH "
                "or remote:OFFER."
            ),
        ),
    ),
    (
        "#only-left",
        ControlHelp(
            N_("Partners only on the left"),
            N_("Partners that only the left side has."),
        ),
    ),
    (
        "#only-right",
        ControlHelp(
            N_("Partners only on the right"),
            N_("Partners that only the right side has."),
        ),
    ),
    (
        "#coverage-markets",
        ControlHelp(
            N_("Markets to compare with"),
            N_(
                "Country codes of two letters, separated by spaces; Enter counts again. Without "
                "any, each offer is compared with its own markets. Partners in regions without "
                "any of its markets are outside."
            ),
            ("R28",),
        ),
    ),
    (
        "#coverage-list",
        ControlHelp(
            N_("Coverage of offers"),
            N_(
                "How many regions and markets each audience covers, and how many of its "
                "partners are in regions where the offer is not sold."
            ),
            ("R28",),
        ),
    ),
    (
        "#partner-offers",
        ControlHelp(
            N_("Offers of the partner"),
            N_("The offers that the partner may resell, has resold or is waiting for."),
        ),
    ),
    (
        "#report-kind",
        ControlHelp(
            N_("Which report"),
            N_(
                "Changes of everything or of the offers that are shown, or who could resell the"
                " shown offer on a day."
            ),
        ),
    ),
    (
        "#report-first",
        ControlHelp(
            N_("First day"),
            N_("The first day of the changes, like 2026-03-01; not used for an audience."),
        ),
    ),
    (
        "#report-last",
        ControlHelp(
            N_("Last day"),
            N_("The last day of the changes, or the day of the audience; today if it is empty."),
        ),
    ),
    (
        "#report-format",
        ControlHelp(
            N_("Format of the report"),
            N_("Show it, or save a page to print or a table for spreadsheets."),
        ),
    ),
)
