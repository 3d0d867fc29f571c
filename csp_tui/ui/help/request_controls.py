"""Help on the controls of support requests."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.help.entry import ControlHelp

REQUEST_CONTROLS = (
    (
        "#requests-list",
        ControlHelp(
            N_("List of support requests"),
            N_(
                "What you ask Microsoft to change, the open requests first. Only a request that "
                "is completed here changes the audience here."
            ),
            ("R31", "R40", "R42"),
        ),
    ),
    (
        "NewRequestDialog #new-offer",
        ControlHelp(
            N_("Offer"),
            N_(
                "The offer that the request is about. Only live offers need requests: a draft is "
                "yours to change."
            ),
            ("R31", "R32"),
        ),
    ),
    (
        "#new-kind",
        ControlHelp(
            N_("What the request asks for"),
            N_("Either that partners are deauthorized, or that the offer gets another option."),
            ("R31", "R40", "R42"),
        ),
    ),
    (
        "#panel-deauthorize",
        ControlHelp(
            N_("Partners to deauthorize"),
            N_(
                "The live partners of the offer; Space marks those that are to go. One that has "
                "resold cannot be asked for."
            ),
            ("R30", "R31"),
        ),
    ),
    (
        "#panel-change-option",
        ControlHelp(
            N_("The option that is asked for"),
            N_("The options that the offer can reach from the live one by a request."),
            ("R40", "R41", "R42"),
        ),
    ),
    (
        "#begin",
        ControlHelp(
            N_("Begin request"),
            N_("Prepares the request with everything filled in; nothing is sent."),
        ),
    ),
    (
        "#selection-0, #selection-1",
        ControlHelp(
            N_("A drop-down that is filled in"),
            N_(
                "Partner Center's form shows this value from the beginning. Leave it as it is; "
                "it can be copied."
            ),
        ),
    ),
    (
        "#selection-2",
        ControlHelp(
            N_("Product version"),
            N_(
                "Choose exactly this value in the form: requests of this kind are about live "
                "offers. It can be copied."
            ),
            ("R31", "R40"),
        ),
    ),
    (
        "#selection-3",
        ControlHelp(
            N_("Category"),
            N_(
                "The entry of the form that refers to your kind of offer. Not all entries are "
                "documented; where this one is missing, choose what comes closest."
            ),
        ),
    ),
    (
        "#selection-4",
        ControlHelp(
            N_("Problem"),
            N_("Choose exactly this value in the form: the offer exists and is to be changed."),
        ),
    ),
    (
        "LockedField",
        ControlHelp(
            N_("A locked value"),
            N_("It is decided by what the request asks for. It can be read and copied."),
        ),
    ),
    (
        "#details-title",
        ControlHelp(
            N_("Issue title"),
            N_(
                "Microsoft asks for exactly this title in all requests of this kind, also where a "
                "request opens an offer to more partners. Change it only for a good reason."
            ),
            ("R31", "R40", "R42"),
        ),
    ),
    (
        "#details-description",
        ControlHelp(
            N_("Description"),
            N_(
                "What support reads first: the offer, what is asked, and the tenant IDs of the "
                "partners. It is filled in; add what helps. This field is the workbench's own."
            ),
        ),
    ),
    (
        "#details-contact_name, #details-contact_email, #details-contact_phone",
        ControlHelp(
            N_("Contact"),
            N_(
                "Whom support answers: a name, and an e-mail address or a phone number. These "
                "fields are the workbench's own."
            ),
        ),
    ),
    (
        "#details-severity",
        ControlHelp(
            N_("Severity"),
            N_(
                "How urgent the request is. Microsoft documents no severity for these requests; "
                "the workbench suggests the middle one."
            ),
        ),
    ),
    (
        "ProblemSummary",
        ControlHelp(
            N_("What is missing"),
            N_("What the request still lacks before it can be filed. Enter goes to the field."),
        ),
    ),
    (
        "RequestReview RequestText, RequestRecord RequestText",
        ControlHelp(
            N_("Text of the request"),
            N_(
                "Everything that Partner Center's form asks for, in its order. It is only read "
                "here: copy it, or keep it as a file."
            ),
        ),
    ),
    (
        "#review-copy",
        ControlHelp(N_("Copy text"), N_("Copies the whole request, to be pasted into the form.")),
    ),
    (
        "#review-save",
        ControlHelp(N_("Save as text"), N_("Writes the whole request into a text file.")),
    ),
    (
        "#review-ticket, #ticket",
        ControlHelp(
            N_("Ticket number"),
            N_(
                "The number that Microsoft gives the request once it is filed. It may be noted "
                "later."
            ),
        ),
    ),
    (
        "#wizard-previous",
        ControlHelp(N_("Previous step"), N_("Goes back one step; everything stays filled in.")),
    ),
    (
        "#wizard-next",
        ControlHelp(
            N_("Next step"),
            N_(
                "Goes on to the next step. The last step submits: it notes that you have filed "
                "the request yourself in Partner Center, for the workbench sends nothing."
            ),
        ),
    ),
)
