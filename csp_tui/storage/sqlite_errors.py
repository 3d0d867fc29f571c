"""What an error of the driver says about the file, even without an error code."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Self
from weakref import WeakSet

from csp_tui.domain.wording import Message

DAMAGE = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
"""Primary result codes that only a damaged file causes."""
ENVIRONMENT = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOMEM,
)
"""Primary result codes that say nothing of the file itself."""
UNREADABLE = (
    LookupError,
    TypeError,
    ValueError,
    ArithmeticError,
    RecursionError,
    zlib.error,
)
"""What decoding or checking a row raises where a file holds values that this program never writes.

No ``AttributeError``: checked rows never raise it, so it is always a fault of the program.
"""
_UNDECODABLE = "Could not decode to UTF-8"
# The number in the header is none that SQLite knows; a text cannot be handed to ``fold``.
_DAMAGE_WITHOUT_CODE = ("unsupported file format", "user-defined function raised exception")


class DamagedContent(sqlite3.DatabaseError):
    """The file is a database, but holds what this program never writes.

    Args:
        what: What was found; completes "The database is damaged: …".
    """

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT

    def __init__(self, what: Message) -> None:
        super().__init__(str(what))
        self.what = what


def primary_code(error: BaseException) -> int:
    """The primary result code of a driver error, 0 where there is none.

    The driver gives no code to text that is not UTF-8, which is damage like any other.
    """
    code = getattr(error, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_ERROR and str(error) in _DAMAGE_WITHOUT_CODE:
        return sqlite3.SQLITE_CORRUPT
    if code is not None:
        return int(code) & 0xFF
    if isinstance(error, sqlite3.OperationalError) and str(error).startswith(_UNDECODABLE):
        return sqlite3.SQLITE_CORRUPT
    return 0


def is_damage(error: BaseException) -> bool:
    """Whether a driver error means that the file is damaged."""
    return primary_code(error) in DAMAGE


class CheckedCursor(sqlite3.Cursor):
    """A cursor that reports damaged schema text as damage.

    Where a name or an error message holds bytes that are not UTF-8, the driver fails with
    ``UnicodeDecodeError``, which says nothing of the database. Iterating over the cursor is left
    as fast as it is: the schema has been read by then.
    """

    def execute(self, sql: str, parameters: Any = (), /) -> Self:
        """Run one statement."""
        try:
            return super().execute(sql, parameters)
        except UnicodeDecodeError as error:
            raise _undecodable() from error

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> Self:
        """Run one statement for each set of parameters."""
        try:
            return super().executemany(sql, parameters)
        except UnicodeDecodeError as error:
            raise _undecodable() from error

    def fetchone(self) -> Any:
        """The next row, None after the last."""
        try:
            return super().fetchone()
        except UnicodeDecodeError as error:
            raise _undecodable() from error

    def fetchall(self) -> list[Any]:
        """The rows that are left."""
        try:
            return super().fetchall()
        except UnicodeDecodeError as error:
            raise _undecodable() from error


class CheckedConnection(sqlite3.Connection):
    """A connection whose cursors are ``CheckedCursor``, and which closes them with itself.

    SQLite keeps a file open, and its locks, until the last statement on it has ended. A query
    that failed halfway would last as long as the error that its cursor is part of.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._cursors: WeakSet[sqlite3.Cursor] = WeakSet()

    def cursor(self, factory: Any = CheckedCursor) -> Any:
        """Open a cursor."""
        cursor = super().cursor(factory)
        self._cursors.add(cursor)
        return cursor

    def execute(self, sql: str, parameters: Any = (), /) -> Any:
        """Run one statement; the driver's own would open a cursor of its own class."""
        return self.cursor().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> Any:
        """Run one statement for each set of parameters."""
        return self.cursor().executemany(sql, parameters)

    def close(self) -> None:
        """End every query and close the file."""
        for cursor in list(self._cursors):
            # One that another thread is using at this moment ends with that use.
            with suppress(sqlite3.ProgrammingError):
                cursor.close()
        super().close()


def _undecodable() -> sqlite3.DatabaseError:
    # The driver's own message quotes bytes of the file, so it is left out.
    damage = sqlite3.DatabaseError("its schema holds bytes that are not UTF-8")
    damage.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return damage
