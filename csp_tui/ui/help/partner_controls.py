"""Help on the controls that find and import partners."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.help.entry import ControlHelp

PARTNER_CONTROLS = (
    (
        "#partner-words",
        ControlHelp(
            N_("Search partners"),
            N_(
                "Finds partners while you type: by parts of the name, with or without accents, "
                "or by the beginning of the Microsoft Entra tenant ID. Down goes to the results."
            ),
            ("R20",),
        ),
    ),
    (
        "#facet-country",
        ControlHelp(
            N_("Filter by country"),
            N_(
                "Shows only partners of the countries you choose. A partner sells to customers of "
                "the region that its country belongs to."
            ),
            ("R21", "R28"),
        ),
    ),
    (
        "#facet-competency",
        ControlHelp(
            N_("Filter by competency"),
            N_("Shows only partners with one of the competencies that you choose."),
            ("R21",),
        ),
    ),
    (
        "#facet-skill",
        ControlHelp(
            N_("Filter by skill"),
            N_("Shows only partners with one of the skills that you choose."),
            ("R21",),
        ),
    ),
    (
        "#clear-filters",
        ControlHelp(N_("Clear filters"), N_("Takes all filters off; the words stay."), ("R21",)),
    ),
    (
        "PartnersScreen #partner-results",
        ControlHelp(
            N_("Partners of the directory"),
            N_(
                "Every partner that the search and the filters leave. The text beside or below "
                "the list shows the one under the cursor in full."
            ),
            ("R20", "R22"),
        ),
    ),
    (
        "#partner-results",
        ControlHelp(
            N_("Partners found"),
            N_(
                "Space chooses the partner under the cursor or takes it back. What is chosen "
                "stays chosen while you search for more, until Add puts all of it on the list."
            ),
            ("R20", "R22", "R23"),
        ),
    ),
    (
        "#chosen-list",
        ControlHelp(
            N_("Partners chosen so far"),
            N_("What Add will put on the list. Space takes a partner out again."),
            ("R23",),
        ),
    ),
    (
        "PartnerSearchDialog #view",
        ControlHelp(
            N_("Search or chosen partners"),
            N_("Changes between the search and what you have chosen so far."),
        ),
    ),
    (
        "PartnerSearchDialog #add",
        ControlHelp(
            N_("Add"),
            N_("Puts all chosen partners on the list; Save draft keeps them there."),
            ("R23", "R24"),
        ),
    ),
    (
        "#partner-detail",
        ControlHelp(
            N_("One partner in full"),
            N_(
                "What the directory knows of the partner under the cursor, with the region in "
                "which it may sell."
            ),
            ("R28",),
        ),
    ),
    (
        "FacetPicker SearchField",
        ControlHelp(
            N_("Find a value"),
            N_("Shows only the values that have what you type. Down goes to the list."),
            ("R21",),
        ),
    ),
    (
        "FacetPicker RecordList",
        ControlHelp(
            N_("Values of the filter"),
            N_(
                "Space chooses a value; several are joined by “or”. The number says how many "
                "partners have it. Enter applies the choice."
            ),
            ("R21",),
        ),
    ),
    (
        "FacetPicker #none",
        ControlHelp(N_("No value"), N_("Takes every value off, so that the filter lets all pass.")),
    ),
    (
        "FacetPicker #apply",
        ControlHelp(N_("Apply"), N_("Searches with the values that are chosen."), ("R21",)),
    ),
    (
        "DirectoryImportDialog #import",
        ControlHelp(
            N_("Import partners"),
            N_("Adds the partners of the file and updates those that are known already."),
        ),
    ),
    (
        "DirectoryImportDialog #replace",
        ControlHelp(
            N_("Import and replace"),
            N_(
                "Makes the directory the same as the file: partners that are not in it leave the "
                "directory, but never a list of an offer."
            ),
        ),
    ),
    (
        "DirectoryImportDialog #stop",
        ControlHelp(N_("Stop"), N_("Stops the import; the directory stays as it was.")),
    ),
)
