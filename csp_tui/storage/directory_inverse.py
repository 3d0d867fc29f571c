"""What an import of the directory replaces, packed and kept so that it can be undone.

Kept are the partners that were changed or removed and the tenant IDs that came; where most of the
directory changes, all that was there. Packing continues in a thread while SQLite reads.
"""

from __future__ import annotations

import json
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from csp_tui.domain.text import fold
from csp_tui.domain.undoing import KEPT_IMPORTS
from csp_tui.services.views import DirectoryImport
from csp_tui.storage.reader import Reader

COLUMNS = ("tenant_id", "name", "country", "type", "mpn_id", "city", "competencies", "skills")
_ROWS = 4_000
_WAITING_AT_MOST = 4
_PACKED = ", ".join(COLUMNS)
_CELLS = ", ".join(f"json_extract(value, '$[{place}]')" for place in range(len(COLUMNS)))
# Parts of a unit of work have numbers from 1; the header with what they are is part 0.
_PARTS = "CREATE TEMP TABLE kept (part INTEGER PRIMARY KEY, body BLOB)"
_ALL = f"""
    SELECT json_group_array(json_array({_PACKED})) FROM main.partner
    WHERE rank BETWEEN ? AND ?
"""
_TOUCHED = f"""
    SELECT json_group_array(json_array({_PACKED}))
    FROM temp.touched CROSS JOIN main.partner USING (rank) WHERE touched.rank BETWEEN ? AND ?
"""
_ADDED = """
    SELECT json_group_array(tenant_id) FROM temp.compared CROSS JOIN temp.staged USING (seq)
    WHERE compared.rowid BETWEEN ? AND ? AND compared.rank IS NULL
"""
_KEPT_ENTRIES = """
    DELETE FROM inverse WHERE entry IN (
        SELECT id FROM history WHERE offer_id IS NULL AND action = :action
            AND id IN (SELECT entry FROM inverse WHERE part = 0)
        ORDER BY id DESC LIMIT -1 OFFSET :most)
"""
_RESTORE = f"""
    INSERT INTO temp.staged ({_PACKED}, folded)
    SELECT {_CELLS}, fold_partner(json_extract(value, '$[1]')) FROM json_each(?)
"""


class DirectoryInverse(Reader):
    """Keeps what an import replaces, and makes it ready to be the directory again."""

    def take(
        self, stored: int, result: DirectoryImport, *, replace: bool, look: Callable[[], None]
    ) -> None:
        """Pack what is about to be replaced into ``temp.kept``.

        Args:
            stored: Partners in the directory.
            result: What is about to be done.
            replace: Whether partners that do not come are removed.
            look: Called again and again; what it raises stops the work.
        """
        connection = self._connection
        connection.execute("DROP TABLE IF EXISTS temp.kept")
        connection.execute(_PARTS)
        changed = result.updated + result.removed
        # A tenant ID takes a third of a packed partner.
        whole = stored <= changed + result.added // 3
        rows = added = 0
        if not whole and changed:
            self._find_touched(replace=replace)
        if whole or changed:
            rows = self._pack(_ALL if whole else _TOUCHED, stored, 1, look)
        if not whole and result.added:
            last = connection.execute("SELECT max(rowid) FROM temp.compared").fetchone()[0]
            added = self._pack(_ADDED, last, rows + 1, look)
        header = {"directory": "whole" if whole else "changes", "rows": rows, "added": added}
        connection.execute("INSERT INTO temp.kept VALUES (0, ?)", (_packed(json.dumps(header)),))

    def keep(self, entry: int) -> None:
        """Put what was packed beside its history entry, and drop the oldest.

        Imports and their undoing are counted apart: undoing one must not make the one before it
        impossible to undo.
        """
        connection = self._connection
        connection.execute("INSERT INTO inverse SELECT ?, part, body FROM temp.kept", (entry,))
        connection.execute("DROP TABLE temp.kept")
        row = connection.execute("SELECT action FROM history WHERE id = ?", (entry,)).fetchone()
        connection.execute(_KEPT_ENTRIES, {"action": row[0], "most": KEPT_IMPORTS})

    def stage(self, entry: int, look: Callable[[], None]) -> bool:
        """Put the directory as it was before an import into ``temp.staged``.

        Returns:
            False where what was before it is not kept.
        """
        connection = self._connection
        found = connection.execute(
            "SELECT body FROM inverse WHERE entry = ? AND part = 0", (entry,)
        ).fetchone()
        if found is None:
            return False
        header = json.loads(zlib.decompress(found[0]))
        rows, added = int(header["rows"]), int(header["added"])
        connection.create_function("fold_partner", 1, fold, deterministic=True)
        for body in self._bodies(entry, 1, rows, look):
            connection.execute(_RESTORE, (body,))
        if header["directory"] == "whole":
            return True
        connection.execute("DROP TABLE IF EXISTS temp.leaving")
        connection.execute("CREATE TEMP TABLE leaving (tenant_id TEXT PRIMARY KEY) WITHOUT ROWID")
        connection.execute("INSERT INTO temp.leaving SELECT tenant_id FROM temp.staged")
        for body in self._bodies(entry, rows + 1, added, look):
            connection.execute("INSERT INTO temp.leaving SELECT value FROM json_each(?)", (body,))
        connection.execute(
            f"INSERT INTO temp.staged ({_PACKED}, folded) "
            f"SELECT {_PACKED}, folded FROM main.partner "
            "WHERE tenant_id NOT IN (SELECT tenant_id FROM temp.leaving)"
        )
        connection.execute("DROP TABLE temp.leaving")
        return True

    def _find_touched(self, *, replace: bool) -> None:
        connection = self._connection
        connection.execute("DROP TABLE IF EXISTS temp.touched")
        connection.execute("CREATE TEMP TABLE touched (rank INTEGER PRIMARY KEY)")
        connection.execute("INSERT INTO temp.touched SELECT rank FROM temp.compared WHERE differs")
        if replace:
            connection.execute(
                "INSERT INTO temp.touched SELECT rank FROM main.partner WHERE rank NOT IN "
                "(SELECT rank FROM temp.compared WHERE rank IS NOT NULL)"
            )

    def _pack(self, query: str, last: int, part: int, look: Callable[[], None]) -> int:
        """Pack what a query finds, some thousand rows a part; how many parts there are."""
        first = part
        waiting: deque[Future[bytes]] = deque()

        def write(room: int) -> None:
            nonlocal part
            while len(waiting) > room:
                row = (part, waiting.popleft().result())
                self._connection.execute("INSERT INTO temp.kept VALUES (?, ?)", row)
                part += 1

        with ThreadPoolExecutor(1, "packing") as packer:
            for low in range(1, last + 1, _ROWS):
                look()
                span = (low, low + _ROWS - 1)
                text = self._connection.execute(query, span).fetchone()[0]
                if text != "[]":
                    waiting.append(packer.submit(_packed, text))
                write(_WAITING_AT_MOST)
            write(0)
        return part - first

    def _bodies(
        self, entry: int, first: int, count: int, look: Callable[[], None]
    ) -> Iterator[str]:
        for part in range(first, first + count):
            look()
            body = self._connection.execute(
                "SELECT body FROM inverse WHERE entry = ? AND part = ?", (entry, part)
            ).fetchone()[0]
            yield zlib.decompress(body).decode()


def _packed(text: str) -> bytes:
    return zlib.compress(text.encode(), 1)
