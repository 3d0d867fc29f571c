"""Finds everything that is wrong with a database file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from csp_tui.domain.errors import DamagedDatabase, StorageProblem
from csp_tui.domain.wording import Message, say, say_n
from csp_tui.i18n import render
from csp_tui.services.views import DatabaseCheck
from csp_tui.storage.common_ngrams import LONGEST_PIECE
from csp_tui.storage.connections import connect, reading_mode
from csp_tui.storage.contents import unreadable_contents
from csp_tui.storage.directory_index import rebuild
from csp_tui.storage.integrity import damage_of
from csp_tui.storage.location import DatabaseLocation
from csp_tui.storage.open_errors import no_such_file
from csp_tui.storage.problems import driver_explained
from csp_tui.storage.schema_version import SCHEMA_VERSION, version_of
from csp_tui.storage.sqlite_errors import ENVIRONMENT, UNREADABLE, primary_code

_LIVE_UNPUBLISHED = """
    SELECT DISTINCT offer_id FROM audience_member JOIN offer USING (offer_id)
    WHERE in_live AND offer.live_setup IS NULL ORDER BY 1
"""
_LIVE_NOT_IN_DRAFT = """
    SELECT DISTINCT offer_id FROM audience_member JOIN offer USING (offer_id)
    WHERE in_live AND NOT in_draft AND offer.live_channel = 'some' ORDER BY 1
"""
_EMPTY_REQUESTS = """
    SELECT id FROM support_request WHERE kind = 'deauthorize'
        AND id NOT IN (SELECT request_id FROM request_partner) ORDER BY 1
"""
_OUT_OF_ORDER = """
    SELECT count(*) FROM (
        SELECT folded, lag(folded) OVER (ORDER BY rank) AS before FROM partner)
    WHERE before > folded
"""
_MISFOLDED = "SELECT count(*) FROM partner WHERE folded IS NOT fold(name)"
# The index derives from the partners, so it is made a second time and compared.
_COPIES = """
    CREATE TEMP TABLE partner_word (id INTEGER PRIMARY KEY, word, partners, ranks);
    CREATE TEMP TABLE partner_gram (gram, partners, ranks);
    CREATE TEMP TABLE facet (kind, key, value, partners, ranks);
    CREATE VIRTUAL TABLE temp.word_index USING fts5(
        word, content = '', columnsize = 0, tokenize = 'trigram case_sensitive 1');
    CREATE VIRTUAL TABLE temp.word_index_terms USING fts5vocab(word_index, instance)
"""
_TERMS = "CREATE VIRTUAL TABLE temp.stored_terms USING fts5vocab(main, word_index, instance)"
_SEARCHED = (
    ("main.partner_word", "temp.partner_word"),
    # Earlier versions of the program also stored longer pieces.
    (
        f"(SELECT * FROM main.partner_gram WHERE length(gram) <= {LONGEST_PIECE})",
        "temp.partner_gram",
    ),
    ("temp.stored_terms", "temp.word_index_terms"),
)
_FILTERED = (("main.facet", "temp.facet"),)
_NOT_DAMAGE = (*ENVIRONMENT, sqlite3.SQLITE_READONLY)


def check_of(path: DatabaseLocation) -> DatabaseCheck:
    """Everything that is wrong with a file, in the language in use; nothing if it is intact.

    Raises:
        StorageProblem: It cannot be determined, as while someone else is writing or where the file
            is not there, may not be read, or is another program's or a newer version's.
    """
    try:
        return _check_of(path)
    except DamagedDatabase as problem:
        return _damaged(problem.message)
    except UNREADABLE as error:
        reason = str(error) or type(error).__name__
        return _damaged(say("The file is damaged: {reason}", reason=reason))


def _check_of(path: DatabaseLocation) -> DatabaseCheck:
    if isinstance(path, Path) and not path.exists():
        raise no_such_file(path)
    with driver_explained(path):
        version = version_of(path)
    if version != SCHEMA_VERSION:
        raise _of_no_version(path, version)
    with driver_explained(path):
        mode = reading_mode(path)
        connection = connect(path, mode=mode)
    try:
        with driver_explained(path):
            damage = damage_of(connection)
        if damage:
            return _damaged(*damage)
        with driver_explained(path):
            connection.execute("BEGIN IMMEDIATE" if mode == "rw" else "BEGIN")
        try:
            wrong = unreadable_contents(connection)
            # The index is made of rows that can be read.
            faults = [] if wrong else _index_faults(connection, writable=mode == "rw")
            wrong += _wrong_states(connection)
            # A fault of the directory names what heals it, and no backup is needed for that.
            return DatabaseCheck(
                ok=not wrong and not faults,
                problems=tuple(map(render, [*wrong, *faults])),
                needs_backup=bool(wrong),
            )
        except sqlite3.DatabaseError as error:
            if primary_code(error) not in _NOT_DAMAGE:
                return _damaged(say("The file is damaged: {reason}", reason=str(error)))
            with driver_explained(path):
                raise
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
    finally:
        connection.close()


def _damaged(*found: Message) -> DatabaseCheck:
    return DatabaseCheck(ok=False, problems=tuple(map(render, found)), needs_backup=True)


def _of_no_version(path: DatabaseLocation, version: str) -> StorageProblem:
    if version:
        return StorageProblem(
            say("The schema is {version}, not {known}.", version=version, known=SCHEMA_VERSION),
            say("Open the database once, which brings it up to date, and check it again."),
        )
    return StorageProblem(
        say("{path} does not say which version of the program created it.", path=str(path)),
        say(
            "Keep it as it is, and work on a backup: “csp-tui db backups” lists them, and --db "
            "names another file."
        ),
    )


def _wrong_states(connection: sqlite3.Connection) -> list[Message]:
    found = [
        say("{offer_id} has live partners but was never published.", offer_id=row[0])
        for row in connection.execute(_LIVE_UNPUBLISHED)
    ]
    found += [
        say("{offer_id} has live partners that are not in its draft.", offer_id=row[0])
        for row in connection.execute(_LIVE_NOT_IN_DRAFT)
    ]
    found += [
        say("Support request {id} names no partner.", id=row[0])
        for row in connection.execute(_EMPTY_REQUESTS)
    ]
    return found


def _index_faults(connection: sqlite3.Connection, *, writable: bool) -> list[Message]:
    """Where directory, search index and facets do not agree."""
    remedy = say("Import the directory file again with --replace.")
    found: list[Message] = []
    number, last = connection.execute(
        "SELECT count(*), coalesce(max(rank), 0) FROM partner"
    ).fetchone()
    misordered = connection.execute(_OUT_OF_ORDER).fetchone()[0]
    if number != last or misordered or connection.execute(_MISFOLDED).fetchone()[0]:
        found.append(
            say("The partners are not in the order of their names. {remedy}", remedy=remedy)
        )
        return found
    try:
        # SQLite counts this look as writing; without the right to that, the comparison below
        # still sees every word.
        if writable:
            connection.execute("INSERT INTO word_index (word_index) VALUES ('integrity-check')")
    except sqlite3.DatabaseError:
        found.append(say("The search index is damaged. {remedy}", remedy=remedy))
        return found
    known = connection.execute("SELECT coalesce(max(partners), -1) FROM directory").fetchone()[0]
    if known != number:
        found.append(
            say_n(
                "The search index has {count} partner, the directory {partners}. {remedy}",
                "The search index has {count} partners, the directory {partners}. {remedy}",
                known,
                partners=number,
                remedy=remedy,
            )
        )
        return found
    for statement in (*_COPIES.split(";\n"), _TERMS):
        connection.execute(statement)
    rebuild(connection, lambda: None, into="temp")
    if not all(_is_same(connection, *pair) for pair in _SEARCHED):
        found.append(say("The search index is damaged. {remedy}", remedy=remedy))
    if not all(_is_same(connection, *pair) for pair in _FILTERED):
        found.append(say("The counts of the filters are wrong. {remedy}", remedy=remedy))
    return found


def _is_same(connection: sqlite3.Connection, stored: str, made: str) -> bool:
    return not any(
        connection.execute(
            f"SELECT EXISTS (SELECT * FROM {one} EXCEPT SELECT * FROM {other})"
        ).fetchone()[0]
        for one, other in ((stored, made), (made, stored))
    )
