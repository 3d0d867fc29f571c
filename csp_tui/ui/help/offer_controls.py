"""Help on the controls of offers, their pages and their audience."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.help.entry import ControlHelp

OFFER_CONTROLS = (
    (
        "#offers-list",
        ControlHelp(
            N_("List of offers"),
            N_(
                "One offer a line: its option live and in draft, how many partners are selected, "
                "and what waits. A * marks an offer whose draft differs from what is live."
            ),
            ("R1", "R10"),
        ),
    ),
    (
        "#offers-filter",
        ControlHelp(
            N_("Filter"),
            N_(
                "Shows only the offers that have all the words in name or offer ID. Enter goes "
                "to the list, Escape takes the filter off."
            ),
        ),
    ),
    (
        "#way-new, #way-import, #way-demo",
        ControlHelp(
            N_("A way to begin"),
            N_(
                "The audience of an offer needs two things: the offer, and the partners to "
                "select from. It does not matter which comes first; the demo has both."
            ),
        ),
    ),
    (
        "#new-name, SetupSection Field Input",
        ControlHelp(
            N_("Name of the offer"),
            N_("The name under which you know the offer in Partner Center. It can be changed."),
        ),
    ),
    (
        "#new-id",
        ControlHelp(
            N_("Offer ID"),
            N_(
                "The ID of the offer in Partner Center, in small letters, digits and dashes. It "
                "never changes afterwards."
            ),
        ),
    ),
    (
        "#new-type",
        ControlHelp(
            N_("Product type"),
            N_(
                "The type decides whether the offer can be opted in to the CSP program at all. "
                "It never changes afterwards."
            ),
            ("R2", "R3", "R8"),
        ),
    ),
    (
        "#new-transactable, #setup-transactable",
        ControlHelp(
            N_("Sells through Microsoft"),
            N_(
                "Whether customers buy the SaaS offer from Microsoft. One that is only listed, "
                "and sold elsewhere, cannot be opted in."
            ),
            ("R2",),
        ),
    ),
    (
        "#section-menu",
        ControlHelp(
            N_("Menu of the offer"),
            N_(
                "The pages of the offer as in Partner Center, and two more: support requests and "
                "history. The arrows change the page, Enter goes into it."
            ),
        ),
    ),
    (
        "#plans-list",
        ControlHelp(
            N_("List of plans"),
            N_(
                "Each plan with its kind and what that means: BYOL plans and plans of containers "
                "are sold by CSP partners by default, the others by the option chosen."
            ),
            ("R3", "R4"),
        ),
    ),
    (
        "#plan-id",
        ControlHelp(
            N_("ID of a new plan"),
            N_("The ID of the plan in Partner Center. Enter adds the plan and saves the draft."),
        ),
    ),
    (
        "#plan-kind",
        ControlHelp(
            N_("Kind of the new plan"),
            N_(
                "Which kinds there are depends on the product type. For virtual machines the "
                "license counts; an Azure application can be opted in by its first plan."
            ),
            ("R3", "R4", "R8"),
        ),
    ),
    (
        "#field-csp_url Input",
        ControlHelp(
            N_("CSP program marketing materials"),
            N_(
                "The address of a page with what resellers need to sell the offer. An offer that "
                "is open to CSP partners cannot be published without it."
            ),
            ("R50", "R51", "R52"),
        ),
    ),
    (
        "ListingSection Field Input",
        ControlHelp(
            N_("CSP program contact"),
            N_(
                "Whom resellers turn to: a name, and an e-mail address or a phone number. An "
                "offer that is open to CSP partners cannot be published without it."
            ),
            ("R50", "R51", "R52"),
        ),
    ),
    (
        "#review-reading",
        ControlHelp(
            N_("What publishing would do"),
            N_(
                "Draft and live side by side, with everything that a publication or a sync would "
                "change. Partner Center leaves the audience out of its own comparison."
            ),
            ("R17", "R25", "R26"),
        ),
    ),
)

AUDIENCE_CONTROLS = (
    (
        "#audience-options",
        ControlHelp(
            N_("CSP reseller audience"),
            N_(
                "Who may resell the offer: any partner, those you select, or none. Space chooses "
                "an option. What a live offer may not change by itself is explained, and where a "
                "support request can do it, one is prepared."
            ),
            ("R10", "R11", "R12", "R13", "R40", "R42", "R43"),
        ),
    ),
    (
        "#audience-partners",
        ControlHelp(
            N_("Selected partners"),
            N_(
                "The partners that may resell the offer. + waits for sync or publication, - waits "
                "for Microsoft's answer, and a locked one has resold and stays. Space marks "
                "several partners for the next command."
            ),
            ("R23", "R26", "R30", "R31", "R33"),
        ),
    ),
    (
        "#resale-day, ResaleDayDialog DayField",
        ControlHelp(
            N_("Day of the first sale"),
            N_(
                "When the partner first sold the offer, as far as you know it. It may stay empty: "
                "for the rules it counts that the partner has resold, not when."
            ),
            ("R30", "R42"),
        ),
    ),
    (
        "#resales-list",
        ControlHelp(
            N_("Partners that have resold"),
            N_(
                "Who has resold the offer, whether or not it is on the list today. These partners "
                "cannot be deauthorized, and the offer cannot be closed to all partners."
            ),
            ("R30", "R41", "R42"),
        ),
    ),
    (
        "ResalesDialog #record, ResaleDialog #record, ResaleDayDialog #record",
        ControlHelp(
            N_("Record a resale"),
            N_("Notes that a partner has resold the offer. From then on it stays authorized."),
            ("R30",),
        ),
    ),
    (
        "#take-back",
        ControlHelp(
            N_("Take a resale back"),
            N_("Removes a resale that was recorded by mistake. The history keeps both."),
            ("R30",),
        ),
    ),
    (
        "ResalesDialog #import, ResalesImportDialog #import",
        ControlHelp(
            N_("Import resales"),
            N_(
                "Records the resales of a CSV file. You see what it would do, and which rows "
                "cannot be used, before anything is written."
            ),
            ("R30",),
        ),
    ),
    (
        "AudienceImportDialog #add",
        ControlHelp(
            N_("Add to the list"),
            N_("Adds the partners of the file to those that are selected already."),
            ("R24", "R29"),
        ),
    ),
    (
        "AudienceImportDialog #replace",
        ControlHelp(
            N_("Replace the list"),
            N_(
                "Selects the partners of the file and no others. Partners that are live cannot "
                "be left out this way."
            ),
            ("R29", "R30", "R31"),
        ),
    ),
)
