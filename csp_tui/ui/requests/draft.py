"""Unsaved input of a draft request, without anything that is shown on a screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.request_form import severity_title
from csp_tui.domain.support import Severity, SupportRequest
from csp_tui.i18n import render
from csp_tui.recovery.unsaved import Value
from csp_tui.services.request_details import RequestDetails, differing, filled, stamp

_NOT_ENTERED = ("status", "ticket")


@dataclass(slots=True)
class RequestDraft:
    """The fields of a request that were changed and are not written yet.

    Fields are written while the user continues typing, so that a field may be both in the write
    that is running and changed again.

    Attributes:
        base: The request that the input began on, with everything that was written since; None
            until it is read.
        is_conflicting: Whether someone else has changed a field that is changed here.
        writes: How many writes have succeeded.
    """

    base: SupportRequest | None = None
    is_conflicting: bool = False
    writes: int = 0
    _pending: dict[str, Any] = field(default_factory=dict)
    _writing: dict[str, Any] | None = None

    @property
    def unwritten(self) -> dict[str, Any]:
        """The changed fields that are not written yet, by names of ``RequestDetails``."""
        return {**(self._writing or {}), **self._pending}

    @property
    def typed(self) -> dict[str, Any]:
        """The same without the open step of the wizard, which is not typed input."""
        return {name: value for name, value in self.unwritten.items() if name != "step"}

    @property
    def is_clean(self) -> bool:
        """Whether everything is written."""
        return not self._pending and self._writing is None

    @property
    def is_writing(self) -> bool:
        """Whether a write is running."""
        return self._writing is not None

    def begin(self, request: SupportRequest) -> None:
        """Regard further input as based on a request that was just read."""
        self.base = request
        self.is_conflicting = False

    def change(self, fields: Mapping[str, Any]) -> None:
        """Change fields, given by names of ``RequestDetails``."""
        for name, value in fields.items():
            # The field that is changed last is written last, so that it is undone first.
            self._pending.pop(name, None)
            self._pending[name] = value

    def begin_write(self) -> RequestDetails | None:
        """What to write now, None if there is nothing; ends with one of the next two calls.

        Each field is written by itself, however fast someone goes from one to the next, so that
        each is undone by itself. The open step of the wizard is no change and is written with it.
        """
        if not self._pending:
            return None
        self._writing = _first(self._pending)
        for name in self._writing:
            del self._pending[name]
        return RequestDetails(**self._writing)

    def mark_written(self, stored: SupportRequest) -> bool:
        """Note that the running write has succeeded.

        Args:
            stored: The request as it is stored now.

        Returns:
            Whether someone else has changed other fields, which the page does not show yet.
        """
        wrote = RequestDetails(**(self._writing or {}))
        self._writing = None
        self.writes += 1
        self.is_conflicting = False
        self.base = filled(self.base or stored, wrote)
        return bool(differing(self.base, stored))

    def mark_failed(self) -> None:
        """Note that the running write has failed: its fields are still to be written."""
        self._pending, self._writing = self.unwritten, None

    def discard(self) -> None:
        """Discard the changes, except those of a running write."""
        self._pending = {}

    def take_all(self) -> list[RequestDetails]:
        """Take everything that may not be written yet out of the draft, each field by itself."""
        left, taken = self.unwritten, []
        self._pending = {}
        while left:
            fields = _first(left)
            left = {name: value for name, value in left.items() if name not in fields}
            taken.append(RequestDetails(**fields))
        return taken

    def typed_lines(self) -> dict[str, str]:
        """The unsaved input by field name, in words."""
        return {
            name: render(severity_title(value)) if isinstance(value, Severity) else str(value)
            for name, value in self.typed.items()
        }

    def to_dict(self) -> dict[str, Value]:
        """The unsaved input for a recovery file, with what it was based on; empty if none."""
        typed = {name: str(value) for name, value in self.typed.items()}
        if not typed:
            return {}
        stored = {} if self.base is None else stamp(self.base)
        seen = {name: str(stored[name]) for name in typed if name in stored}
        return {"details": {**typed}, "seen": {**seen}}

    def restore_base(self, kept: Mapping[str, Value]) -> dict[str, str]:
        """Base further input on what an earlier session had seen.

        Args:
            kept: What ``to_dict`` gave then; it comes from a file, so that any of it may be wrong.

        Returns:
            The input of that session by field name, without anything that is not valid. It becomes
            part of the draft when it is entered.
        """
        if self.base is None:
            return {}
        seen: dict[str, Any] = _valid(kept.get("seen"), self.base)
        if "severity" in seen:
            seen["severity"] = Severity(seen["severity"])
        self.base = filled(self.base, RequestDetails(**seen))
        return _valid(kept.get("details"), self.base)


def _first(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The first field that is typed, and the open step of the wizard, if they are there."""
    typed = next((name for name in fields if name != "step"), "")
    return {name: value for name, value in fields.items() if name in (typed, "step")}


def _valid(fields: Value, request: SupportRequest) -> dict[str, str]:
    """The fields that a user can enter, with texts that they can have."""
    if not isinstance(fields, dict):
        return {}
    names = [name for name in stamp(request) if name not in _NOT_ENTERED]
    found = {name: str(fields[name]) for name in names if isinstance(fields.get(name), str)}
    if found.get("severity") not in (None, *Severity):
        del found["severity"]
    return found
