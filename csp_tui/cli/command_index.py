"""Every command by name: what the help of the whole program says, and where it is declared.

That help and the advice for an unknown command need no more than this, so they import none of the
modules that declare commands.
"""

from __future__ import annotations

from typing import NamedTuple

from csp_tui.i18n import N_, gettext


class IndexEntry(NamedTuple):
    """A command, or a group of commands, that stands directly after the program's name.

    Attributes:
        module: The module of this package that declares it.
        summary: One line for the help, in English.
    """

    module: str
    summary: str


COMMAND_INDEX = {
    "demo": IndexEntry(
        "commands_workbench", N_("open the workbench on a temporary copy of the demo data")
    ),
    "serve": IndexEntry("commands_serve", N_("show the workbench in a web page")),
    "offers": IndexEntry("commands_offers", N_("create, edit, publish and delete offers")),
    "audience": IndexEntry(
        "commands_audience", N_("select who in the CSP program may resell an offer")
    ),
    "partners": IndexEntry("commands_partners", N_("search and refresh the partner directory")),
    "resales": IndexEntry("commands_resales", N_("record which partners have resold which offer")),
    "evidence": IndexEntry(
        "commands_evidence", N_("import resale evidence and partners from Microsoft")
    ),
    "requests": IndexEntry("commands_requests", N_("prepare and track support requests")),
    "bulk": IndexEntry("commands_bulk", N_("change many offers at once, with one undo")),
    "lists": IndexEntry("commands_lists", N_("manage named partner lists that offers follow")),
    "state": IndexEntry(
        "commands_plan", N_("write the present state as a file, and check such a file")
    ),
    "plan": IndexEntry(
        "commands_plan",
        N_("show the steps from the present to the desired state; nothing is changed"),
    ),
    "apply": IndexEntry(
        "commands_plan", N_("carry out a state file or a saved plan, as one change with one undo")
    ),
    "plans": IndexEntry(
        "commands_plans", N_("show plans that were carried out, and what is left to do")
    ),
    "compare": IndexEntry(
        "commands_compare", N_("compare two audiences: who is on both, and who on only one")
    ),
    "report": IndexEntry("commands_report", N_("write reports for an auditor")),
    "audit": IndexEntry(
        "commands_report", N_("find what needs attention in all offers, lists and requests")
    ),
    "history": IndexEntry("commands_history", N_("show who changed what, newest first")),
    "figures": IndexEntry(
        "commands_figures", N_("show statistics: pending changes, resales, and regions of offers")
    ),
    "undo": IndexEntry(
        "commands_undo", N_("undo the newest change; this is recorded as a change of its own")
    ),
    "redo": IndexEntry(
        "commands_undo", N_("redo the change that was undone last, if nothing else has changed")
    ),
    "rules": IndexEntry(
        "commands_rules", N_("read the rules of the CSP program, all or by number or words")
    ),
    "db": IndexEntry("commands_database", N_("check, back up and restore the database file")),
    "completion": IndexEntry(
        "commands_completion",
        N_("print a script that lets bash, zsh or fish complete commands and IDs"),
    ),
    "paths": IndexEntry("commands_paths", N_("list every file in use, and why")),
    "settings": IndexEntry("commands_settings", N_("list, read and change settings")),
    "partner-center": IndexEntry("commands_partner_center", N_("connect to Partner Center")),
}
"""The commands by name, in the order of the help."""


def summary_of(command: str) -> str:
    """What the help says about a command, in the language in use."""
    return gettext(COMMAND_INDEX[command].summary)
