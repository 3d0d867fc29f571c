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
                "One change a line, newest first, with who made it; times are UTC. Enter shows "
                "what was before and what is after."
            ),
        ),
    ),
    (
        "#rules-words",
        ControlHelp(
            N_("Search rules"),
            N_("Finds rules while you type: by number, or by the beginnings of words."),
        ),
    ),
    (
        "#rules-list",
        ControlHelp(
            N_("List of rules"),
            N_("The rule under the cursor is shown in full beside or below the list."),
        ),
    ),
    (
        "PathField",
        ControlHelp(
            N_("Path of a file"),
            N_("Tab completes names as in a shell; ~ is your own folder. Enter takes the path."),
        ),
    ),
    (
        "PasteArea",
        ControlHelp(
            N_("Rows of a file"),
            N_(
                "Paste all of a CSV file here with its first line, which names the columns; rows "
                "copied from a spreadsheet do as well. Preview shows what they would change."
            ),
        ),
    ),
    (
        "DatabaseDialog #check",
        ControlHelp(
            N_("Check"),
            N_("Reads the whole database file and says whether anything in it is damaged."),
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
            N_("Puts a backup in the place of the database; what is there now is kept beside it."),
        ),
    ),
    (
        "UnopenedDialog #restore",
        ControlHelp(
            N_("Restore"),
            N_(
                "Asks, then puts the newest sound backup in the place of a damaged database; what "
                "is there now is kept beside it."
            ),
        ),
    ),
    (
        "UnopenedDialog #read",
        ControlHelp(
            N_("Open read-only"),
            N_("Shows everything in the database and changes not a byte of it."),
        ),
    ),
    (
        "UnopenedDialog #other",
        ControlHelp(
            N_("Other file"),
            N_("Asks for another database; where there is no such file, a new one is begun."),
        ),
    ),
    (
        "UnopenedDialog #again",
        ControlHelp(
            N_("Try again"),
            N_("Tries to open the same database, as after a disk was connected or emptied."),
        ),
    ),
    (
        "UnopenedDialog #leave",
        ControlHelp(N_("Leave"), N_("Leaves the program with exit code 3; nothing was changed.")),
    ),
    (
        "TextViewDialog #text",
        ControlHelp(
            N_("Text"), N_("A text to read; it can be selected, copied and saved, not changed.")
        ),
    ),
    (
        "RefusalDialog #way-on",
        ControlHelp(
            N_("The way on"),
            N_("Takes the way that the rules leave open, such as a support request."),
        ),
    ),
    (
        "RefusalDialog #read-rule",
        ControlHelp(
            N_("Read the rule"), N_("Opens the rule that decided, with who says so and where.")
        ),
    ),
    (
        "NewOfferDialog #create",
        ControlHelp(N_("Create"), N_("Creates the offer in draft and opens it."), ("R1",)),
    ),
    (
        "ConfirmDialog #cancel, ResaleDialog #keep",
        ControlHelp(N_("The way back"), N_("Changes nothing. Escape does the same.")),
    ),
    (
        "ConfirmDialog Button",
        ControlHelp(N_("The way on"), N_("Does what the text above the buttons says.")),
    ),
    (
        "#cancel",
        ControlHelp(N_("Cancel"), N_("Leaves without a change. Escape does the same.")),
    ),
    (
        "#close",
        ControlHelp(N_("Close"), N_("Goes back to where you were. Escape does the same.")),
    ),
    (
        "Reading",
        ControlHelp(
            N_("A longer text"),
            N_("The arrows and Page Down scroll it, because it is longer than its place."),
        ),
    ),
    (
        "PlainTextScreen VerticalScroll",
        ControlHelp(
            N_("Nothing but the text"),
            N_(
                "The mouse is the terminal's here: mark the text with it and copy it as anywhere "
                "else. The arrows and Page Down scroll."
            ),
        ),
    ),
    (
        "MenuSign",
        ControlHelp(
            N_("Menu"),
            N_("Opens the palette, where every command is found by its name, and every offer."),
        ),
    ),
    (
        "PlaceBar BarItem",
        ControlHelp(
            N_("Places of the workbench"),
            N_("Enter goes to the place, and so does its number from anywhere."),
        ),
    ),
    (
        "BarItem",
        ControlHelp(N_("Entry of a bar"), N_("Enter or a click runs the command that it names.")),
    ),
    (
        "CommandInput",
        ControlHelp(
            N_("Palette"), N_("Type part of the name of a command or an offer; Enter takes it.")
        ),
    ),
)
