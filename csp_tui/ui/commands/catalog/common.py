"""Commands of every screen, of every page, and of parts that several screens have."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.commands.catalog.tour import TOUR_STEPS
from csp_tui.ui.commands.command import Command

REPORT_MAKE = Command(
    "report.make", N_("Make report"), N_("Make the report and show or save it"), "f2", main=True
)
DIALOG_ACCEPT = Command(
    "dialog.accept",
    N_("Continue"),
    N_("Press the main button of the dialog"),
    "f2",
    main=True,
)
CONFIRM_YES = Command("confirm.yes", N_("Yes"), N_("Press the button marked (y)"), "y", bar=False)
CONFIRM_NO = Command("confirm.no", N_("No"), N_("Cancel; nothing changes"), "n", bar=False)
HISTORY_SHOW = Command(
    "history.show", N_("Show detail"), N_("Show the values before and after the change"), "enter"
)
HISTORY_UNDO = Command(
    "history.undo",
    N_("Undo this change"),
    N_("Undo this change, after confirmation"),
    "ctrl+z",
    writes=True,
)
DEMO_RESET = Command(
    "demo.reset",
    N_("Reset the demo"),
    N_("Reset the demo to its initial state"),
    bar=False,
)
QUIT = Command("quit", N_("Quit"), N_("Quit the program"), "ctrl+q", bar=False)
GO_OFFERS = Command("go.offers", N_("Offers"), N_("Go to all offers"), "1", bar=False)
GO_REQUESTS = Command(
    "go.requests", N_("Requests"), N_("Go to the support requests"), "2", bar=False
)
GO_PARTNERS = Command(
    "go.partners", N_("Partners"), N_("Go to the partner directory"), "3", bar=False
)
GO_HISTORY = Command(
    "go.history", N_("History"), N_("Go to the history of all changes"), "4", bar=False
)
GO_CENTER = Command(
    "go.center",
    N_("Partner Center"),
    N_("Go to the connection to Partner Center"),
    "5",
    short=N_("Center"),
    bar=False,
)
UNDO = Command(
    "undo",
    N_("Undo"),
    N_("Undo the last unsaved change, or else the last saved one"),
    "ctrl+z",
    bar=False,
)
REDO = Command(
    "redo",
    N_("Redo"),
    N_("Redo the last change that was undone"),
    "ctrl+y",
    bar=False,
    writes=True,
)
RELOAD = Command("reload", N_("Reload"), N_("Reload everything on this screen"), "f5", bar=False)
DEMO_LEAVE = Command(
    "demo.leave",
    N_("Leave the demo"),
    N_("Return from the demo to your own database"),
    "D",
    bar=False,
)
RULES = Command(
    "rules",
    N_("Rules"),
    N_("Read and search the rules of the CSP program"),
    "R",
    bar=False,
)
SETTINGS = Command(
    "settings",
    N_("Settings"),
    N_("Select language, colors and symbols"),
    "comma",
    bar=False,
)
DRAFT_SAVE = Command(
    "draft.save",
    N_("Save draft"),
    N_("Save your changes to the draft"),
    "f2,ctrl+s",
    short=N_("Save"),
    writes=True,
    main=True,
)
COPY_SHOW = Command(
    "copy.show",
    N_("Show as text"),
    N_("Show what can be copied here as plain text, to select it with the mouse"),
    bar=False,
)
COPY_SAVE = Command(
    "copy.save",
    N_("Save to file"),
    N_("Save what can be copied here to a text file"),
    bar=False,
)
TEXT_COPY = Command("text.copy", N_("Copy"), N_("Copy the whole text to the clipboard"), "y")
TEXT_SHOW = Command(
    "text.show",
    N_("Show as text"),
    N_("Show the plain text, to select it with the mouse"),
    "v",
)
TEXT_SAVE = Command(
    "text.save", N_("Save to file"), N_("Save the text to a file"), "e", replayable=True
)
UNEXPECTED_COPY = Command(
    "unexpected.copy", N_("Copy the report"), N_("Copy details that help to find the cause"), "y"
)
UNEXPECTED_SHOW = Command(
    "unexpected.show",
    N_("Show as text"),
    N_("Show the report as plain text, to select it with the mouse"),
    "v",
)
SETTINGS_SHOW = Command(
    "settings.show",
    N_("Show the file"),
    N_("Show the settings file, or its defaults if there is none"),
    "f",
    replayable=True,
)
SETTINGS_IDS = Command(
    "settings.ids",
    N_("All commands"),
    N_("Show every command with its ID and keys, as lines for the settings file"),
    "a",
    replayable=True,
)
LIST_MARK_ALL = Command(
    "list.mark-all",
    N_("Mark all"),
    N_("Mark everything that the list shows, or unmark it"),
    "asterisk",
    bar=False,
)
LIST_FIND = Command(
    "list.find",
    N_("Find"),
    N_("Show only what contains the words that you type"),
    "slash",
    bar=False,
)
LIST_SORT = Command(
    "list.sort",
    N_("Sort by next column"),
    N_("Sort the list by its next column; after the last one, restore its own order"),
    "o",
    bar=False,
)
LIST_REVERSE = Command(
    "list.reverse",
    N_("Reverse the order"),
    N_("Sort the list by the same column the other way round"),
    "O",
    bar=False,
)
RULES_FIND = Command("rules.find", N_("Search"), N_("Find rules by number or text"), "slash")
RULES_COPY = Command(
    "rules.copy", N_("Copy"), N_("Copy the text of the rule to the clipboard"), "y"
)
HELP = Command("help", N_("Help"), N_("Explain this screen and its keys"), "f1,question_mark")
BACK = Command("back", N_("Back"), N_("Return to the previous screen"), "escape")
COMMANDS = Command(
    "commands",
    N_("Menu"),
    N_("Find a command, an offer, a partner or a request by name"),
    "ctrl+p,colon",
    bar=False,
    palette=False,
)
KEYS = Command("keys", N_("Keys"), N_("Show or hide the keys that work here"), "f4", bar=False)
REPAINT = Command(
    "repaint",
    N_("Redraw screen"),
    N_("Redraw the screen after other output has overwritten it"),
    "ctrl+l",
    bar=False,
    priority=True,
)

COPY_COMMANDS = (COPY_SHOW, COPY_SAVE)
TEXT_COMMANDS = (TEXT_COPY, TEXT_SHOW, TEXT_SAVE)
BASIC = (HELP, BACK, COMMANDS, KEYS, REPAINT, *TOUR_STEPS)
"""The commands of every screen and every dialog, with or without a list."""
LIST_ORDER = (LIST_SORT, LIST_REVERSE)
"""The commands of every list, while it has the focus."""
COMMON = (*BASIC, *LIST_ORDER)
"""The commands of nearly every screen and dialog."""
ALWAYS_IN_BAR = (HELP.id, BACK.id)

PLAIN_TEXT_COMMANDS = (TEXT_COPY, TEXT_SAVE)
HISTORY_COMMANDS = (HISTORY_SHOW, LIST_FIND)
HISTORY_ENTRY_COMMANDS = (*TEXT_COMMANDS, HISTORY_UNDO)
RULES_COMMANDS = (RULES_FIND, RULES_COPY)
SETTINGS_COMMANDS = (SETTINGS_SHOW, SETTINGS_IDS)
DIALOG_COMMANDS = (DIALOG_ACCEPT,)
"""The command of every dialog whose main button runs no command of its own."""
CONFIRM_COMMANDS = (CONFIRM_YES, CONFIRM_NO)
ERROR_COMMANDS = (UNEXPECTED_COPY, UNEXPECTED_SHOW)
