"""Help on the controls of history, rules and small dialogs, and on what is the same everywhere."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.help.entry import ControlHelp

READING_CONTROLS = (
    (
        "#history-list",
        ControlHelp(
            N_("History"),
            N_(
                "One change per line, newest first, with its author; times are UTC. Enter "
                "shows the values before and after."
            ),
        ),
    ),
    (
        "#rules-words",
        ControlHelp(
            N_("Search rules"),
            N_("Finds rules as you type: by number, or by the start of words."),
        ),
    ),
    (
        "#rules-list",
        ControlHelp(
            N_("List of rules"),
            N_("The highlighted rule is shown in full beside or below the list."),
        ),
    ),
    (
        "PathField",
        ControlHelp(
            N_("Path of a file"),
            N_("Tab completes names as in a shell; ~ is your home folder. Enter accepts the path."),
        ),
    ),
    (
        "PasteArea",
        ControlHelp(
            N_("Rows of a file"),
            N_(
                "Paste a whole CSV file here, including its header line; rows copied from a "
                "spreadsheet work as well. Preview shows what they would change."
            ),
        ),
    ),
    (
        "DatabaseDialog #check",
        ControlHelp(
            N_("Check"),
            N_("Checks the whole database file for damage."),
        ),
    ),
    (
        "DatabaseDialog #back-up",
        ControlHelp(N_("Back up"), N_("Writes a complete copy of the database to another file.")),
    ),
    (
        "DatabaseDialog #restore",
        ControlHelp(
            N_("Restore"),
            N_("Replaces the database with a backup; the current file is kept beside it."),
        ),
    ),
    (
        "CannotOpenDialog #restore",
        ControlHelp(
            N_("Restore"),
            N_(
                "Asks, then replaces a damaged database with the newest intact backup; the "
                "damaged file is kept beside it."
            ),
        ),
    ),
    (
        "CannotOpenDialog #read",
        ControlHelp(
            N_("Open read-only"),
            N_("Opens the database read-only."),
        ),
    ),
    (
        "CannotOpenDialog #other",
        ControlHelp(
            N_("Other file"),
            N_("Asks for another database; if the file does not exist, a new database is created."),
        ),
    ),
    (
        "CannotOpenDialog #again",
        ControlHelp(
            N_("Try again"),
            N_(
                "Tries to open the same database again, for example after connecting a disk "
                "or freeing space."
            ),
        ),
    ),
    (
        "CannotOpenDialog #leave",
        ControlHelp(N_("Leave"), N_("Quits the program with exit code 3; nothing was changed.")),
    ),
    *(
        (
            f"{dialog} #text",
            ControlHelp(
                N_("Text"), N_("A text to read; it can be selected, copied and saved, not changed.")
            ),
        )
        for dialog in ("TextViewDialog", "HistoryEntryDialog")
    ),
    (
        "RefusalDialog #way-on",
        ControlHelp(
            N_("Next step"),
            N_("Uses the alternative that the rules allow, such as a support request."),
        ),
    ),
    (
        "RefusalDialog #read-rule",
        ControlHelp(N_("Read the rule"), N_("Opens the rule that decided, with its source.")),
    ),
    (
        "NewOfferDialog #create",
        ControlHelp(N_("Create"), N_("Creates the offer in draft and opens it."), ("R1",)),
    ),
    (
        "ConfirmDialog .cancel, ResaleDialog #keep",
        ControlHelp(N_("Cancel"), N_("Changes nothing. Escape does the same.")),
    ),
    (
        "ConfirmDialog Button",
        ControlHelp(N_("Answer"), N_("Does what the text above the buttons describes.")),
    ),
    (
        "#cancel",
        ControlHelp(N_("Cancel"), N_("Closes without a change. Escape does the same.")),
    ),
    (
        "#close",
        ControlHelp(N_("Close"), N_("Goes back to where you were. Escape does the same.")),
    ),
    (
        "ScrollText",
        ControlHelp(
            N_("A longer text"),
            N_("The arrows and Page Down scroll the text."),
        ),
    ),
    (
        "PlainTextScreen VerticalScroll",
        ControlHelp(
            N_("Plain text"),
            N_(
                "The terminal handles the mouse here: select the text with it and copy it as "
                "usual. Scroll with the arrow keys and Page Down."
            ),
        ),
    ),
    (
        "MenuButton",
        ControlHelp(
            N_("Menu"),
            N_("Opens the menu, which finds every command, offer, partner and request by name."),
        ),
    ),
    (
        "TopBar BarItem",
        ControlHelp(
            N_("Main tabs"),
            N_("Enter opens the tab, and so does its number from anywhere."),
        ),
    ),
    (
        "BarItem",
        ControlHelp(N_("Command in a bar"), N_("Enter or a click runs the command.")),
    ),
    (
        "#palette-field",
        ControlHelp(
            N_("Menu search"),
            N_(
                "Type part of a command, offer, partner or request. Up and Down move in the list, "
                "Enter runs or opens what is highlighted."
            ),
        ),
    ),
)
