"""Help on the controls that find and import partners."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.help.entry import ControlHelp

PARTNER_CONTROLS = (
    ControlHelp(
        "#partner-words",
        N_("Search partners"),
        N_(
            "Finds partners while you type: by parts of the name, with or without accents, by "
            "city, or by the beginning of the Microsoft Entra tenant ID or of the MPN ID; several "
            "pasted IDs or lines are searched for together. Down goes to the results."
        ),
        ("R20",),
    ),
    ControlHelp(
        "#facet-country",
        N_("Filter by country"),
        N_(
            "Shows only partners of the selected countries. A partner sells to customers of the "
            "region that its country belongs to."
        ),
        ("R21", "R28"),
    ),
    ControlHelp(
        "#facet-competency",
        N_("Filter by competency"),
        N_("Shows only partners with one of the selected competencies."),
        ("R21",),
    ),
    ControlHelp(
        "#facet-skill",
        N_("Filter by skill"),
        N_("Shows only partners with one of the selected skills."),
        ("R21",),
    ),
    ControlHelp(
        "#clear-filters",
        N_("Clear filters"),
        N_("Clears all filters; the search text stays."),
        ("R21",),
    ),
    ControlHelp(
        "PartnersScreen #partner-results",
        N_("Partners of the directory"),
        N_(
            "All partners that match the search and the filters. The text beside or below the list "
            "shows the details of the highlighted one."
        ),
        ("R20", "R22"),
    ),
    ControlHelp(
        "#partner-results",
        N_("Partners found"),
        N_(
            "Space selects or deselects the highlighted partner. The selection is kept while you "
            "search for more. Add puts it on the list, where it is pending until you save the "
            "draft."
        ),
        ("R20", "R22", "R23"),
    ),
    ControlHelp(
        "#chosen-list",
        N_("Partners selected so far"),
        N_("What Add will put on the list. Space deselects a partner."),
        ("R23",),
    ),
    ControlHelp(
        "PartnerSearchDialog #view",
        N_("Search or selected partners"),
        N_("Switches between the search and what you have selected so far."),
    ),
    ControlHelp(
        "PartnerSearchDialog #add",
        N_("Add"),
        N_("Puts all selected partners on the list. They are pending until you save the draft."),
        ("R23", "R24"),
    ),
    ControlHelp(
        "#partner-detail",
        N_("Partner details"),
        N_(
            "What the directory says about the highlighted partner, and the region where it may "
            "sell."
        ),
        ("R28",),
    ),
    ControlHelp(
        "FacetPicker SearchField",
        N_("Find a value"),
        N_("Shows only the values that contain what you type. Down goes to the list."),
        ("R21",),
    ),
    ControlHelp(
        "FacetPicker RecordList",
        N_("Values of the filter"),
        N_(
            "Space selects a value; several values are combined with “or”. The number shows how "
            "many partners have it. Enter applies the selection."
        ),
        ("R21",),
    ),
    ControlHelp(
        "FacetPicker #none",
        N_("No value"),
        N_("Clears every value, so that the filter allows all partners."),
    ),
    ControlHelp(
        "FacetPicker #apply",
        N_("Apply"),
        N_("Searches with the selected values."),
        ("R21",),
    ),
    ControlHelp(
        "DirectoryImportDialog #import",
        N_("Import partners"),
        N_("Adds the partners of the file and updates those that are known already."),
    ),
    ControlHelp(
        "DirectoryImportDialog #replace",
        N_("Import and replace"),
        N_(
            "Replaces the directory with the file: partners that are not in the file are removed "
            "from the directory, but never from the list of an offer."
        ),
    ),
    ControlHelp(
        "DirectoryImportDialog #stop",
        N_("Stop"),
        N_("Stops the import; the directory is not changed."),
    ),
)
