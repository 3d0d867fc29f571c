"""The database file: its content, condition and backups."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from csp_tui.domain.quick_dataclass import dataclass

if TYPE_CHECKING:
    from csp_tui.domain.wording import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseInfo:
    """Facts on the database file; sizes in bytes."""

    path: str
    exists: bool
    schema: str
    offers: int
    partners: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class DatabaseCheck:
    """Whether the file is intact, and what is wrong with it if not.

    Attributes:
        ok: Whether nothing is wrong.
        problems: What is wrong, in the language in use.
        needs_backup: Whether only a backup heals it; what else is wrong says what does.
    """

    ok: bool
    problems: tuple[str, ...] = ()
    needs_backup: bool = False


@dataclass(frozen=True, slots=True)
class BackupFile:
    """An automatic backup.

    Attributes:
        path: The file.
        at: When it was made, in UTC.
        size_bytes: Its size.
    """

    path: str
    at: datetime
    size_bytes: int


@dataclass(frozen=True, slots=True)
class RepairOptions:
    """What can be done with a database that could not be opened.

    Attributes:
        backups: The automatic backups that may take its place, newest first; not yet checked.
        why_not_restore: Why none may, None where one may.
        why_not_read: Why it cannot be opened only to be read either, None where it can.
    """

    backups: tuple[BackupFile, ...] = ()
    why_not_restore: Message | None = None
    why_not_read: Message | None = None
