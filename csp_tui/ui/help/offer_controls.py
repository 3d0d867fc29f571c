"""Help on the controls of offers, their pages and their audience."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.help.entry import ControlHelp

OFFER_CONTROLS = (
    ControlHelp(
        "#offers-list",
        N_("List of offers"),
        N_(
            "One offer per line: its option live and in draft, how many partners are selected, and "
            "what is pending. A + marks an offer whose draft differs from what is live."
        ),
        ("R1", "R10"),
    ),
    ControlHelp(
        "#offers-filter",
        N_("Filter"),
        N_(
            "Shows only the offers whose name or offer ID contains all the words. Semicolons, and "
            "lines that you paste, separate alternatives. Enter goes to the list, Escape clears "
            "the filter."
        ),
    ),
    ControlHelp(
        "Welcome Button",
        N_("Get started"),
        N_(
            "An audience needs an offer and partners to select from. Start with either; the demo "
            "has both."
        ),
    ),
    ControlHelp(
        "#new-name, SetupSection Field Input",
        N_("Name of the offer"),
        N_("The name of the offer in Partner Center. It can be changed."),
    ),
    ControlHelp(
        "#new-id",
        N_("Offer ID"),
        N_(
            "The ID of the offer in Partner Center: lowercase letters, digits, hyphens and "
            "underscores. It cannot be changed later."
        ),
    ),
    ControlHelp(
        "#new-type",
        N_("Product type"),
        N_(
            "The type determines whether the offer can be opted in to the CSP program. It cannot "
            "be changed later."
        ),
        ("R2", "R3", "R8"),
    ),
    ControlHelp(
        "#new-transactable, #setup-transactable",
        N_("Sells through Microsoft"),
        N_(
            "Whether customers buy the SaaS offer from Microsoft. An offer that is only listed, "
            "and sold elsewhere, cannot be opted in."
        ),
        ("R2",),
    ),
    ControlHelp(
        "#section-menu",
        N_("Offer pages"),
        N_(
            "The pages of the offer as in Partner Center, and two more: support requests and "
            "history. The arrows change the page, Enter opens it."
        ),
    ),
    ControlHelp(
        "#plans-list",
        N_("List of plans"),
        N_(
            "Each plan with its kind and what that means: bring-your-own-license (BYOL) plans and "
            "container plans are sold by CSP partners by default, the others by the selected "
            "option."
        ),
        ("R3", "R4"),
    ),
    ControlHelp(
        "#plan-id",
        N_("ID of a new plan"),
        N_("The ID of the plan in Partner Center. Enter adds the plan and saves the draft."),
    ),
    ControlHelp(
        "#plan-kind",
        N_("Kind of the new plan"),
        N_(
            "The available kinds depend on the product type. For virtual machines, the license "
            "decides; an Azure application can be opted in once it has a plan."
        ),
        ("R3", "R4", "R8"),
    ),
    ControlHelp(
        "MarketsDialog SearchField",
        N_("Find markets"),
        N_(
            "Shows only the markets whose name, code or region has what you type. Pasted codes, "
            "such as FR DE US, are selected with Enter."
        ),
    ),
    ControlHelp(
        "MarketsDialog RecordList",
        N_("Markets of the CSP program"),
        N_(
            "Space selects a market. The offer is sold to customers in the selected markets, or in "
            "all markets if none is selected."
        ),
        ("R14", "R28"),
    ),
    ControlHelp(
        "MarketsDialog #all",
        N_("All markets"),
        N_("Deselects everything: the offer is sold everywhere."),
    ),
    ControlHelp(
        "MarketsDialog #save",
        N_("Save"),
        N_("Saves the markets in the draft. A live offer keeps its own until it is published."),
    ),
    ControlHelp(
        "#field-csp_url Input",
        N_("CSP program marketing materials"),
        N_(
            "The address of a web page with marketing materials for resellers. An offer that is "
            "open to CSP partners cannot be published without it."
        ),
        ("R50", "R51", "R52"),
    ),
    ControlHelp(
        "ListingSection Field Input",
        N_("CSP program contact"),
        N_(
            "The contact for resellers: a name, and an e-mail address or a phone number. An offer "
            "that is open to CSP partners cannot be published without it."
        ),
        ("R50", "R51", "R52"),
    ),
    ControlHelp(
        "#review-reading",
        N_("What publishing would do"),
        N_(
            "Draft and live side by side, with everything that publishing or syncing would change. "
            "Partner Center does not include the audience in its own comparison."
        ),
        ("R17", "R25", "R26"),
    ),
)

AUDIENCE_CONTROLS = (
    ControlHelp(
        "#audience-options",
        N_("CSP reseller audience"),
        N_(
            "Who may resell the offer: any partner, those you select, or none. Space selects an "
            "option. What you can't change on a live offer yourself is explained; if a support "
            "request can change it, one is prepared."
        ),
        ("R10", "R11", "R12", "R13", "R40", "R42", "R43"),
    ),
    ControlHelp(
        "#audience-partners",
        N_("Selected partners"),
        N_(
            "The partners that may resell the offer. + is pending sync or publish, - awaits "
            "Microsoft's answer, and a locked partner has resold and stays. Space marks several "
            "partners for the next command."
        ),
        ("R23", "R26", "R30", "R31", "R33"),
    ),
    ControlHelp(
        "#resale-day, SaleDateDialog DateField",
        N_("Date of first sale"),
        N_(
            "When the partner first sold the offer, if you know the date. It is optional: the "
            "rules depend on whether the partner has resold, not on when."
        ),
        ("R30", "R42"),
    ),
    ControlHelp(
        "#resales-list",
        N_("Partners that have resold"),
        N_(
            "Who has resold the offer, whether or not it is on the list today. These partners "
            "cannot be deauthorized, and the offer cannot be closed to all partners."
        ),
        ("R30", "R41", "R42"),
    ),
    ControlHelp(
        "ResalesDialog #record, ResaleDialog #record, SaleDateDialog #record",
        N_("Record a resale"),
        N_("Records that a partner has resold the offer. From then on it stays authorized."),
        ("R30",),
    ),
    ControlHelp(
        "#evidence-names",
        N_("Names to match"),
        N_(
            "Partners and offers that a file names differently, and partners without a tenant ID "
            "or a country. Enter selects the match; a suggestion can be accepted with a key."
        ),
        ("R30",),
    ),
    ControlHelp(
        "#import-file, EvidenceImportDialog #import",
        N_("Import a file from Microsoft"),
        N_(
            "Reads a report or a saved response, says what it is, and shows what it would import "
            "before anything is written."
        ),
        ("R30", "R41", "R42"),
    ),
    ControlHelp(
        "EvidenceImportDialog #columns TextField, EvidenceImportDialog #preview",
        N_("Columns of an unknown table"),
        N_(
            "The number of the column that holds this, as listed above. The choice is remembered "
            "for files with the same header."
        ),
    ),
    ControlHelp(
        "EvidenceDialog #match, #offer-choice, OfferChoiceDialog #match",
        N_("Match a name"),
        N_("Matches the name to a partner or an offer, in earlier and later files."),
    ),
    ControlHelp(
        "#evidence-kind",
        N_("Kind of file"),
        N_(
            "Files are recognized by their columns. If a file is not recognized, or as the wrong "
            "kind, select its kind; it is previewed again."
        ),
    ),
    ControlHelp(
        "#evidence-domain",
        N_("Domain"),
        N_(
            "The domain that Microsoft was asked about, if the saved response does not name it. "
            "Enter previews the file again."
        ),
    ),
    ControlHelp(
        "#dismiss-why, #dismiss-evidence",
        N_("Dismiss evidence"),
        N_(
            "Dismisses wrong evidence, so that it no longer locks its partner. The history keeps "
            "the reason, and undo restores the evidence."
        ),
        ("R30",),
    ),
    ControlHelp(
        "#remove-record",
        N_("Remove a resale record"),
        N_("Removes a resale that was recorded by mistake. The history keeps both."),
        ("R30",),
    ),
    ControlHelp(
        "ResalesDialog #import, ResalesImportDialog #import",
        N_("Import resales"),
        N_(
            "Records the resales of a CSV file. A preview shows what would change and which rows "
            "are invalid before anything is written."
        ),
        ("R30",),
    ),
    ControlHelp(
        "AudienceImportDialog #add",
        N_("Add to the list"),
        N_("Adds the partners of the file to those that are selected already."),
        ("R24", "R29"),
    ),
    ControlHelp(
        "AudienceImportDialog #replace",
        N_("Replace the list"),
        N_(
            "Selects the partners of the file and no others. Partners that are live cannot be left "
            "out this way."
        ),
        ("R29", "R30", "R31"),
    ),
)
