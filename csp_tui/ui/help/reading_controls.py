"""Help on the controls of history, rules and small dialogs, and on what is the same everywhere."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.help.entry import ControlHelp

READING_CONTROLS = (
    ControlHelp(
        "#history-list",
        N_("History"),
        N_(
            "One change per line, newest first, with its author; times are UTC. Enter shows the "
            "values before and after."
        ),
    ),
    ControlHelp(
        "#rules-words",
        N_("Search rules"),
        N_("Finds rules as you type: by number, or by the start of words."),
    ),
    ControlHelp(
        "#rules-list",
        N_("List of rules"),
        N_("The highlighted rule is shown in full beside or below the list."),
    ),
    ControlHelp(
        "PathField",
        N_("Path of a file"),
        N_("Tab completes names as in a shell; ~ is your home folder. Enter accepts the path."),
    ),
    ControlHelp(
        "PasteArea",
        N_("Rows of a file"),
        N_(
            "Paste a whole CSV file here, including its header line; rows copied from a "
            "spreadsheet work as well. Preview shows what they would change."
        ),
    ),
    ControlHelp(
        "DatabaseDialog #check",
        N_("Check"),
        N_("Checks the whole database file for damage."),
    ),
    ControlHelp(
        "DatabaseDialog #back-up",
        N_("Back up"),
        N_("Writes a complete copy of the database to another file."),
    ),
    ControlHelp(
        "DatabaseDialog #restore",
        N_("Restore"),
        N_("Replaces the database with a backup; the current file is kept beside it."),
    ),
    ControlHelp(
        "CannotOpenDialog #restore",
        N_("Restore"),
        N_(
            "Asks, then replaces a damaged database with the newest intact backup; the damaged "
            "file is kept beside it."
        ),
    ),
    ControlHelp(
        "CannotOpenDialog #read",
        N_("Open read-only"),
        N_("Opens the database read-only."),
    ),
    ControlHelp(
        "CannotOpenDialog #other",
        N_("Other file"),
        N_("Asks for another database; if the file does not exist, a new database is created."),
    ),
    ControlHelp(
        "CannotOpenDialog #again",
        N_("Try again"),
        N_(
            "Tries to open the same database again, for example after connecting a disk or freeing "
            "space."
        ),
    ),
    ControlHelp(
        "CannotOpenDialog #leave",
        N_("Leave"),
        N_("Quits the program with exit code 3; nothing was changed."),
    ),
    ControlHelp(
        "TextViewDialog #text, HistoryEntryDialog #text",
        N_("Text"),
        N_("A text to read; it can be selected, copied and saved, not changed."),
    ),
    ControlHelp(
        "RefusalDialog #alternative",
        N_("Next step"),
        N_("Uses the alternative that the rules allow, such as a support request."),
    ),
    ControlHelp(
        "RefusalDialog #read-rule",
        N_("Read the rule"),
        N_("Opens the rule that applies, with its source."),
    ),
    ControlHelp(
        "NewOfferDialog #create",
        N_("Create"),
        N_("Creates the offer in draft and opens it."),
        ("R1",),
    ),
    ControlHelp(
        "ConfirmDialog .cancel, ResaleDialog #keep",
        N_("Cancel"),
        N_("Changes nothing. Escape does the same."),
    ),
    ControlHelp(
        "ConfirmDialog Button",
        N_("Answer"),
        N_("Does what the text above the buttons describes."),
    ),
    ControlHelp(
        "#cancel",
        N_("Cancel"),
        N_("Closes without a change. Escape does the same."),
    ),
    ControlHelp(
        "#close",
        N_("Close"),
        N_("Goes back to where you were. Escape does the same."),
    ),
    ControlHelp(
        "ScrollText",
        N_("A longer text"),
        N_("The arrows and Page Down scroll the text."),
    ),
    ControlHelp(
        "PlainTextScreen VerticalScroll",
        N_("Plain text"),
        N_(
            "The terminal handles the mouse here: select the text with it and copy it as usual. "
            "Scroll with the arrow keys and Page Down."
        ),
    ),
    ControlHelp(
        "MenuButton",
        N_("Menu"),
        N_("Opens the menu, which finds every command, offer, partner and request by name."),
    ),
    ControlHelp(
        "TopBar",
        N_("Main tabs and menu"),
        N_(
            "Left and Right go from one to the next, Enter opens it. The number of a tab opens it "
            "from anywhere, and the menu finds everything by name."
        ),
    ),
    ControlHelp(
        "BarItem",
        N_("Command in a bar"),
        N_("Enter or a click runs the command."),
    ),
    ControlHelp(
        "#palette-field",
        N_("Menu search"),
        N_(
            "Type part of a command, offer, partner or request. Up and Down move in the list, "
            "Enter runs or opens what is highlighted."
        ),
    ),
)
