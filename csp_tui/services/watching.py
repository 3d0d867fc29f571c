"""Finds what others have changed since it was read."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csp_tui.domain.history import Entry
    from csp_tui.services.context import Context
    from csp_tui.services.database_port import ChangeSignal

_AT_MOST = 100


class WatchService:
    """Reports which changes other programs make to the same file.

    Args:
        context: Storage, time and the current user.
        signal: Notices that something was written at all.
    """

    def __init__(self, context: Context, signal: ChangeSignal) -> None:
        self._read = context.read
        self._signal = signal
        self._lock = threading.Lock()
        self._last: int | None = None
        self._is_unread = False

    def look(self) -> tuple[Entry, ...]:
        """What others have changed since the last look, newest first, the newest hundred of it.

        The first look only remembers where it begins. While nothing is written it reads nothing.
        Nothing is reported about a file that was replaced: all of it may be different.

        Raises:
            StorageProblem: The file cannot be read, or no longer exists.
        """
        with self._lock:
            has_changed = self._signal.has_changed() or self._is_unread
            if not has_changed and self._last is not None:
                return ()
            # The signal reports a change once, even one that cannot be read yet.
            self._is_unread = True
            last, newest = self._last, self.newest()
            self._last, self._is_unread = newest, False
        if last is None or self.is_replaced:
            return ()
        if newest < last:
            # Someone put a backup in the file's place; what it says last is what there is.
            return tuple(self._read.history(limit=1))
        return self.since(last, others_only=True)

    @property
    def is_replaced(self) -> bool:
        """Whether another file has come into the place of the one that was read.

        Nothing is written to it until ``accept``; what is read is of the new one.
        """
        return self._signal.is_replaced()

    def accept(self) -> None:
        """Let what is written go to the file that is there now; what was read before is void."""
        self._signal.accept()

    def newest(self) -> int:
        """The number of the newest history entry, 0 where there is none.

        Raises:
            StorageProblem: The file cannot be read.
        """
        return self._read.newest_entry()

    def since(
        self, entry_id: int, offer_id: str | None = None, *, others_only: bool = False
    ) -> tuple[Entry, ...]:
        """Entries after one, newest first, the newest hundred of them.

        Args:
            entry_id: The last entry that is known.
            offer_id: Only entries of this offer.
            others_only: Leave out what this program wrote itself.

        Raises:
            StorageProblem: The file cannot be read.
        """
        entries = self._read.history(offer_id, limit=_AT_MOST, after=entry_id)
        return tuple(
            entry for entry in entries if not (others_only and self._signal.is_own(entry.id))
        )
