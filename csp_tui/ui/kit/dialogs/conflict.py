"""A step that was not carried out, because someone else had changed its subject."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.widget import Widget
from textual.widgets import Button

from csp_tui.domain.history import Entry
from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.dialogs.compare_versions import change_lines
from csp_tui.ui.text.conflicts import VersionRow


class ConflictDialog(Dialog[str]):
    """Shows both versions of what a step works on; ``again`` repeats it, None reloads.

    Args:
        entries: What others have changed, newest first.
        rows: What differs; a step has no side of its own but what it was asked to do.
        why: A sentence before the entries; by default that the offer has changed.
        may_repeat: Whether the step can still be made.
    """

    HELP_TEXT = N_(
        "Someone else changed this first, so nothing was done. Try again applies your change "
        "to the newest version after checking the rules; Reload shows the current version."
    )
    AUTO_FOCUS = "#reload"
    DEFAULT_CSS = """
    ConflictDialog {
        & > .dialog { width: 90; }
        &.-short > .dialog { height: 96%; }
        &.-short .dialog-body { height: 1fr; }
    }
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        rows: Sequence[VersionRow],
        why: str = "",
        *,
        may_repeat: bool = True,
    ) -> None:
        super().__init__(_("Changed by someone else"))
        self._why = why or _("Your change was not applied because the offer has changed:")
        self._may_repeat = may_repeat
        self._entries = entries
        self._rows = rows

    def compose_body(self) -> Iterable[Widget]:
        """That nothing was done, who did what, then both versions."""
        yield self.text(self._why)
        yield self.text("\n".join(change_lines(self._entries)))
        for row in self._rows:
            sides = [(_("Yours"), row.yours), (_("Theirs (saved)"), row.theirs)]
            lines = [
                _("{title}:").format(title=title) + "\n" + (words or "–") for title, words in sides
            ]
            yield self.text("\n".join(["", row.label, *lines]))

    def compose_buttons(self) -> Iterable[Button]:
        """Reload, or do it again."""
        yield Button(_("Reload"), id="reload")
        if self._may_repeat:
            yield Button(_("Try again"), id="again", variant="primary")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Return the choice."""
        event.stop()
        self.dismiss("again" if event.button.id == "again" else None)
