"""Commands of the database file."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.commands.command import Command

DATABASE_CHECK = Command("database.check", N_("Check"), N_("Check the file for damage"), "c")
DATABASE_BACK_UP = Command(
    "database.back-up",
    N_("Back up"),
    N_("Copy the database to a backup file"),
    "b",
    replayable=True,
)
DATABASE_RESTORE = Command(
    "database.restore",
    N_("Restore"),
    N_("Restore a backup"),
    "r",
    writes=True,
    replayable=True,
)
DATABASE_COPY_PATH = Command(
    "database.copy-path", N_("Copy path"), N_("Copy the path of the file"), "y", bar=False
)
UNOPENED_RESTORE = Command(
    "unopened.restore",
    N_("Restore"),
    N_("Restore the newest intact backup; the replaced file is kept"),
    "r",
)
UNOPENED_READ = Command(
    "unopened.read",
    N_("Read-only"),
    N_("Open the database read-only"),
    "o",
)
UNOPENED_OTHER = Command(
    "unopened.other",
    N_("Other file"),
    N_("Open another database, or create a new one"),
    "f",
)
UNOPENED_AGAIN = Command(
    "unopened.again", N_("Try again"), N_("Try to open the same database again"), "t"
)
DATABASE = Command(
    "database",
    N_("Database"),
    N_("Check, back up or restore the database file"),
    bar=False,
    replayable=True,
)

DATABASE_COMMANDS = (DATABASE_CHECK, DATABASE_BACK_UP, DATABASE_RESTORE, DATABASE_COPY_PATH)
CANNOT_OPEN_COMMANDS = (UNOPENED_RESTORE, UNOPENED_READ, UNOPENED_OTHER, UNOPENED_AGAIN)
