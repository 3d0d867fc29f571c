"""Commands of the partner directory and of the partner search."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.commands.command import Command

CHOOSE_TOGGLE = Command(
    "choose.toggle",
    N_("Select"),
    N_("Select or deselect the highlighted partner"),
    "space",
)
CHOOSE_ALL = Command(
    "choose.all",
    N_("Select all results"),
    N_("Select every partner that this search finds"),
    "a",
)
CHOOSE_VIEW = Command(
    "choose.view", N_("Selected"), N_("Show the selected partners, or the results"), "v"
)
CHOOSE_ADD = Command(
    "choose.add",
    N_("Add"),
    N_("Add the selected partners to the list, without saving"),
    "f2",
    main=True,
)
PARTNERS_IMPORT = Command(
    "partners.import",
    N_("Import"),
    N_("Refresh the directory from a CSV file"),
    "i,I",
    writes=True,
    replayable=True,
)
PARTNERS_COPY = Command(
    "partners.copy",
    N_("Copy tenant ID"),
    N_("Copy the partner's tenant ID to the clipboard"),
    "y",
    bar=False,
)
PICKER_TOGGLE = Command("picker.toggle", N_("Select"), N_("Select or deselect the value"), "space")
PICKER_SEARCH = Command("picker.search", N_("Search"), N_("Type part of a value"), "slash")
PICKER_NONE = Command("picker.none", N_("None"), N_("Allow all values"), "n")
PICKER_APPLY = Command(
    "picker.apply", N_("Apply"), N_("Filter by the selected values"), "enter", priority=True
)
FIND_WORDS = Command(
    "find.words",
    N_("Search"),
    N_("Type part of a name, a city, a tenant ID or an MPN ID"),
    "slash",
)
FIND_COUNTRY = Command("find.country", N_("Country"), N_("Select countries to filter by"), "c")
FIND_COMPETENCY = Command(
    "find.competency",
    N_("Competency"),
    N_("Select competencies to filter by"),
    "C",
)
FIND_SKILL = Command("find.skill", N_("Skill"), N_("Select skills to filter by"), "k")
FIND_CLEAR = Command("find.clear", N_("Clear filters"), N_("Clear all filters"), "x", bar=False)
FINDER_COMMANDS = (FIND_WORDS, FIND_COUNTRY, FIND_COMPETENCY, FIND_SKILL, FIND_CLEAR)

PARTNER_OPEN = Command(
    "partner.open",
    N_("Partner page"),
    N_("See every offer that the partner may resell or has resold"),
    "enter",
    bar=False,
)

PARTNERS_COMMANDS = (PARTNER_OPEN, *FINDER_COMMANDS, PARTNERS_IMPORT, PARTNERS_COPY)
CHOOSE_OPEN = Command(
    "choose.open",
    N_("Partner page"),
    N_("See every offer that the highlighted partner may resell or has resold"),
    "H",
    bar=False,
)
SEARCH_COMMANDS = (
    CHOOSE_TOGGLE,
    CHOOSE_ALL,
    CHOOSE_VIEW,
    CHOOSE_ADD,
    CHOOSE_OPEN,
    *FINDER_COMMANDS,
)
PICKER_COMMANDS = (PICKER_TOGGLE, PICKER_SEARCH, PICKER_NONE, PICKER_APPLY)
