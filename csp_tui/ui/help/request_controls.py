"""Help on the controls of support requests."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.help.entry import ControlHelp

REQUEST_CONTROLS = (
    ControlHelp(
        "#requests-list",
        N_("List of support requests"),
        N_(
            "What you ask Microsoft to change, the open requests first. Only a request that is "
            "completed here changes the audience here."
        ),
        ("R31", "R40", "R42"),
    ),
    ControlHelp(
        "NewRequestDialog #new-offer",
        N_("Offer"),
        N_(
            "The offer that the request is about. Only live offers need requests; drafts can be "
            "changed freely."
        ),
        ("R31", "R32"),
    ),
    ControlHelp(
        "#new-kind",
        N_("Requested change"),
        N_("Either deauthorize partners, or change the option of the offer."),
        ("R31", "R40", "R42"),
    ),
    ControlHelp(
        "#panel-deauthorize",
        N_("Partners to deauthorize"),
        N_(
            "The live partners of the offer; Space marks those to remove. Partners that have "
            "resold can't be removed."
        ),
        ("R30", "R31"),
    ),
    ControlHelp(
        "#panel-change-option",
        N_("Requested option"),
        N_("The options that a request can change the live option to."),
        ("R40", "R41", "R42"),
    ),
    ControlHelp(
        "#begin",
        N_("Create request"),
        N_("Prepares the request with everything filled in; nothing is sent."),
    ),
    ControlHelp(
        "#selection-0, #selection-1",
        N_("Prefilled drop-down"),
        N_("Partner Center's form prefills this value. Leave it as is; it can be copied."),
    ),
    ControlHelp(
        "#selection-2",
        N_("Product version"),
        N_(
            "Select exactly this value in the form: requests of this kind are about live offers. "
            "It can be copied."
        ),
        ("R31", "R40"),
    ),
    ControlHelp(
        "#selection-3",
        N_("Category"),
        N_(
            "The entry of the form for your kind of offer. Not all entries are documented; if "
            "this one is missing, select the closest one."
        ),
    ),
    ControlHelp(
        "#selection-4",
        N_("Problem"),
        N_("Select exactly this value in the form: the offer exists and is to be changed."),
    ),
    ControlHelp(
        "LockedField",
        N_("Locked value"),
        N_("The request determines this value. You can read and copy it."),
    ),
    ControlHelp(
        "#details-title",
        N_("Issue title"),
        N_(
            "Microsoft requires exactly this title for all requests of this kind, including "
            "requests that open an offer to more partners. Change it only for a good reason."
        ),
        ("R31", "R40", "R42"),
    ),
    ControlHelp(
        "#details-description",
        N_("Description"),
        N_(
            "What support reads first: the offer, the requested change, and the tenant IDs of the "
            "partners. It is prefilled; add anything that helps. This field is not documented by "
            "Microsoft."
        ),
    ),
    ControlHelp(
        "#details-contact_name, #details-contact_email, #details-contact_phone",
        N_("Contact"),
        N_(
            "The contact for support: a name, and an e-mail address or a phone number. These "
            "fields are not documented by Microsoft."
        ),
    ),
    ControlHelp(
        "#details-severity",
        N_("Severity"),
        N_(
            "How urgent the request is. Microsoft documents no severity for these requests; "
            "csp-tui suggests the middle one."
        ),
    ),
    ControlHelp(
        "ProblemSummary",
        N_("Missing fields"),
        N_(
            "Fields that must be filled in before the request can be filed. Enter goes to the "
            "field."
        ),
    ),
    ControlHelp(
        "RequestReview RequestText, RequestRecord RequestText",
        N_("Text of the request"),
        N_(
            "All fields of Partner Center's form, in its order. This page is read-only: copy the "
            "text, or save it to a file."
        ),
    ),
    ControlHelp(
        "#review-copy",
        N_("Copy text"),
        N_("Copies the whole request, to be pasted into the form."),
    ),
    ControlHelp(
        "#review-save",
        N_("Save as text"),
        N_("Saves the whole request to a text file."),
    ),
    ControlHelp(
        "#review-ticket, #ticket",
        N_("Ticket number"),
        N_("The number that Microsoft gives the request once it is filed. It can be added later."),
    ),
    ControlHelp(
        "#wizard-previous",
        N_("Previous step"),
        N_("Goes back one step; everything stays filled in."),
    ),
    ControlHelp(
        "#wizard-next",
        N_("Next step"),
        N_(
            "Goes to the next step. The last step marks the request as submitted: file it in "
            "Partner Center yourself, because the workbench sends nothing."
        ),
    ),
)
