"""The search index of the directory, built from the partners in the order of their names.

Three tables derive from ``partner``: every word with the partners that have it, the common pieces
of words likewise, and every facet value. A fourth, ``word_index``, finds the words that contain a
text. Sets of partners are stored as ``RankSets`` has them.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, groupby

from csp_tui.domain.partner import Facet, parted
from csp_tui.domain.text import fold
from csp_tui.storage.common_ngrams import chosen_of, common_ngrams, continuations, longest_of
from csp_tui.storage.facet_values import facet_key
from csp_tui.storage.rank_sets import RankSets, packed, unpacked

PADDING = "  "
"""Stands after each word in the index, so that also its last letters begin three characters."""
FACET_SPARSE = 8
"""Lists are slower to count by than bits, so values have lists only where they are rare."""

_TABLES = ("facet", "partner_word", "partner_gram")
_ROWS = 500
_ROWS_BETWEEN_LOOKS = 20_000
_KEYS_BETWEEN_LOOKS = 100
_POSTINGS_AT_MOST = 4_000_000
_KEYS_AT_MOST = 150_000
"""What is held in memory before it is written to a temporary table."""
_RARE_BYTES = 32
_KEPT_BYTES = 24_000_000
_WORDS = "word"
_FACETS = (Facet.COUNTRY, Facet.COMPETENCY, Facet.SKILL)
_SPILL = """
    CREATE TEMP TABLE posting (
        kind TEXT, key TEXT, part INTEGER, ranks BLOB, PRIMARY KEY (kind, key, part)
    ) WITHOUT ROWID
"""
_Lists = defaultdict[str, "array[int]"]


def rebuild(connection: sqlite3.Connection, look: Callable[[], object], *, into: str) -> None:
    """Fill the tables of the index, which must be empty, from the partners of the file.

    Args:
        connection: In a transaction.
        look: Called again and again; what it raises stops the work.
        into: The schema of the tables of the index.
    """
    derive(connection, look, partners="main.partner", into=f"{into}.")
    index_words(connection, words=f"{into}.partner_word", index=f"{into}.word_index")


def derive(
    connection: sqlite3.Connection, look: Callable[[], object], *, partners: str, into: str
) -> None:
    """Fill the tables of words, pieces and facet values, which must be empty.

    Args:
        connection: In a transaction.
        look: Called again and again; what it raises stops the work.
        partners: The table of partners, with its schema.
        into: What the names of the tables begin with: a schema and, if any, a prefix.
    """
    connection.execute("DROP TABLE IF EXISTS temp.posting")
    connection.execute(_SPILL)
    sets, values = _collect(connection, partners, look)
    _write_words(connection, sets, look, f"{into}partner_word")
    _write_grams(connection, sets, look, into)
    for facet in _FACETS:
        connection.executemany(
            f"INSERT INTO {into}facet (kind, key, value, partners, ranks) VALUES (?, ?, ?, ?, ?)",
            (
                (
                    facet.value,
                    key,
                    values[facet][key],
                    *sets.stored(ranks, sparse=FACET_SPARSE),
                )
                for key, ranks in _merged(connection, facet.value, look)
            ),
        )
    connection.execute("DROP TABLE temp.posting")


def index_words(connection: sqlite3.Connection, *, words: str, index: str) -> None:
    """Fill the empty index that finds the words with a text.

    Args:
        connection: In a transaction.
        words: The table of words, with its schema.
        index: The index, with its schema.
    """
    connection.execute(
        f"INSERT INTO {index} (rowid, word) SELECT id, word || '{PADDING}' FROM {words} ORDER BY id"
    )


def empty_words(connection: sqlite3.Connection) -> None:
    """Empty the index that finds the words with a text."""
    connection.execute("INSERT INTO main.word_index (word_index) VALUES ('delete-all')")


def refresh(connection: sqlite3.Connection) -> None:
    """Rebuild the index for partners that are already there.

    Args:
        connection: In a transaction.
    """
    for table in _TABLES:
        connection.execute(f"DELETE FROM {table}")
    empty_words(connection)
    rebuild(connection, lambda: None, into="main")


def _collect(
    connection: sqlite3.Connection, partners: str, look: Callable[[], object]
) -> tuple[RankSets, dict[Facet, dict[str, str]]]:
    """Read all partners once, and write who has which word and value to the temporary table."""
    values: dict[Facet, dict[str, str]] = {facet: {} for facet in _FACETS}
    cells: dict[Facet, _Lists] = {facet: _lists() for facet in _FACETS}
    countries, competencies, skills = (cells[facet] for facet in _FACETS)
    words, cities = _lists(), _lists()
    rows = connection.execute(
        f"SELECT folded, city, country, competencies, skills FROM {partners} ORDER BY rank"
    )
    rank = part = postings = 0
    while batch := rows.fetchmany(_ROWS):
        if rank % _ROWS_BETWEEN_LOOKS == 0:
            look()
        before = rank
        for folded, city, country, competency, skill in batch:
            rank += 1
            countries[country].append(rank)
            competencies[competency].append(rank)
            skills[skill].append(rank)
            cities[city].append(rank)
            for word in folded.split():
                words[word].append(rank)
        # A name has some four words; the exact number does not matter.
        postings += (rank - before) * 8
        keys = len(words) + len(cities) + len(competencies) + len(skills)
        if postings > _POSTINGS_AT_MOST or keys > _KEYS_AT_MOST:
            _add_cities(words, cities)
            _spill(connection, part, words, cells, values)
            part += 1
            postings = 0
    _add_cities(words, cities)
    _spill(connection, part, words, cells, values)
    return RankSets(rank), values


def _add_cities(words: _Lists, cities: _Lists) -> None:
    """Let partners be found by the words of their cities as by those of their names."""
    for city, ranks in cities.items():
        for word in set(fold(city).split()):
            words[word].extend(ranks)
    cities.clear()


def _lists() -> _Lists:
    return defaultdict(partial(array, "I"))


def _spill(
    connection: sqlite3.Connection,
    part: int,
    words: _Lists,
    cells: dict[Facet, _Lists],
    values: dict[Facet, dict[str, str]],
) -> None:
    insert = "INSERT INTO temp.posting (kind, key, part, ranks) VALUES (?, ?, ?, ?)"
    connection.executemany(
        insert, ((_WORDS, word, part, packed(words[word])) for word in sorted(words))
    )
    words.clear()
    for facet, lists in cells.items():
        by_key = _lists()
        spelled = values[facet]
        for cell, ranks in lists.items():
            # One cell may name a value twice, in two spellings.
            for value in {facet_key(value): value for value in reversed(parted(cell))}.items():
                spelled.setdefault(*value)
                by_key[value[0]].extend(ranks)
        connection.executemany(
            insert, ((facet.value, key, part, packed(by_key[key])) for key in sorted(by_key))
        )
        lists.clear()


def _merged(
    connection: sqlite3.Connection, kind: str, look: Callable[[], object]
) -> Iterator[tuple[str, array[int]]]:
    rows = connection.execute(
        "SELECT key, ranks FROM temp.posting WHERE kind = ? ORDER BY key, part", (kind,)
    )
    for number, (key, parts) in enumerate(groupby(rows, key=lambda row: row[0])):
        if number % _KEYS_BETWEEN_LOOKS == 0:
            look()
        yield key, unpacked(b"".join(ranks for _key, ranks in parts))


def _write_words(
    connection: sqlite3.Connection, sets: RankSets, look: Callable[[], object], table: str
) -> None:
    connection.executemany(
        f"INSERT INTO {table} (id, word, partners, ranks) VALUES (?, ?, ?, ?)",
        (
            (number, word, *sets.stored(ranks))
            for number, (word, ranks) in enumerate(_merged(connection, _WORDS, look), 1)
        ),
    )


def _write_grams(
    connection: sqlite3.Connection, sets: RankSets, look: Callable[[], object], into: str
) -> None:
    table = f"{into}partner_word"

    def words() -> Iterable[tuple[str, int]]:
        look()
        return connection.execute(f"SELECT word, partners FROM {table}")

    chosen = common_ngrams(words)
    longest = max(map(len, chosen), default=0)
    containing = _lists()
    rare: defaultdict[str, bytearray] = defaultdict(bytearray)
    kept: dict[int, bytes] = {}
    room = _KEPT_BYTES
    for number, word, ranks in connection.execute(f"SELECT id, word, ranks FROM {table}"):
        grams = longest_of(chosen_of(word, chosen, longest))
        # Where most words are rare, looking each up again would take longer than all the rest.
        if len(ranks) <= _RARE_BYTES and sets.is_list(ranks):
            for gram in grams:
                rare[gram] += ranks
            continue
        for gram in grams:
            containing[gram].append(number)
        if room > 0:
            kept[number] = ranks
            room -= len(ranks)

    def ranks_of(number: int) -> bytes:
        if number in kept:
            return kept[number]
        query = f"SELECT ranks FROM {table} WHERE id = ?"
        ranks: bytes = connection.execute(query, (number,)).fetchone()[0]
        return ranks

    def ranks_of_gram(gram: str) -> bytes:
        query = f"SELECT ranks FROM {into}partner_gram WHERE gram = ?"
        ranks: bytes = connection.execute(query, (gram,)).fetchone()[0]
        return ranks

    # A partner with a longer piece has its parts, so that few words have to be looked at for those.
    continued = continuations(chosen)
    for gram in sorted(chosen, key=len, reverse=True):
        look()
        blobs = chain(map(ranks_of, containing[gram]), map(ranks_of_gram, continued[gram]))
        bits = sets.union(blobs, bytes(rare.pop(gram, b"")))
        connection.execute(
            f"INSERT INTO {into}partner_gram (gram, partners, ranks) VALUES (?, ?, ?)",
            (gram, *sets.stored_bits(bits)),
        )
