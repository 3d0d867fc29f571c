"""The line that says what just happened, until the next action."""

from __future__ import annotations

from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from csp_tui.domain.text import visible
from csp_tui.i18n import gettext as _
from csp_tui.ui.terminal.lifecycle import is_working

_BUSY_CHECK = 0.5
"""Seconds between two checks whether work is still going on."""
_MARKS = {"done": "✓ ", "refused": "! ", "busy": "… ", "plain": ""}


def working_text() -> str:
    """What is said of a write that takes longer than a moment."""
    return _("Working…")


class StatusLine(Static):
    """One line of text with a mark before it; it grows to two where the text is long."""

    DEFAULT_CSS = """
    StatusLine {
        height: auto; min-height: 1; max-height: 3; padding: 0 1; color: $text-muted;
        &.-done { color: $text-success; }
        &.-refused { color: $text-warning; }
        &.-busy { color: $text-muted; }
    }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self.text = ""
        self.last_refusal = ""
        self._kind = "plain"
        self._busy_timer: Timer | None = None

    @property
    def is_busy(self) -> bool:
        """Whether it says that work is going on."""
        return bool(self.text) and self._kind == "busy"

    def show_working(self, is_working: bool) -> None:
        """Show whether a write runs; work that is described better stays."""
        if is_working and not self.is_busy:
            self.tell(working_text(), "busy")
        elif not is_working and self.is_busy and self.text == working_text():
            self.tell("", "plain")

    def clear_done(self) -> None:
        """Remove a sentence about what happened before; work that is going on stays."""
        if self.text and not self.is_busy:
            refusal = self.text if self._kind == "refused" else ""
            self.tell("", "plain")
            self.last_refusal = refusal

    def clear_refused(self) -> None:
        """Remove a sentence about what was refused, once the user continues."""
        if self._kind == "refused":
            self.clear_done()

    def _clear_if_idle(self) -> None:
        """Remove a sentence about work once no work is going on, as when it has failed."""
        if not any(map(is_working, self.app.workers)):
            self.tell("", "plain")

    def tell(self, text: str, kind: str) -> None:
        """Show a sentence.

        Args:
            text: The sentence; control characters in it become visible.
            kind: ``done``, ``refused``, ``busy`` or ``plain``.
        """
        self.text = visible(text)
        self.last_refusal = ""
        self._kind = kind
        if self._busy_timer is not None:
            self._busy_timer.stop()
            self._busy_timer = None
        if self.is_busy:
            self._busy_timer = self.set_interval(_BUSY_CHECK, self._clear_if_idle)
        self.remove_class("-done", "-refused", "-busy", "-plain")
        self.add_class(f"-{kind}")
        self.update(Content(_MARKS[kind] + self.text))
