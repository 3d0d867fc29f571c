"""An error that was expected: what happened, why, and what to do."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from csp_tui.domain.errors import WorkbenchError
from csp_tui.i18n import N_, render
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.step_text import step_words
from csp_tui.ui.kit.dialog import Dialog


class ProblemDialog(Dialog[None]):
    """Shows an error's sentence and next step."""

    HELP_TEXT = N_(
        "An action failed. The text says why, and what you can do; everything you saved "
        "before is safe."
    )
    AUTO_FOCUS = "Button"

    def __init__(self, error: WorkbenchError) -> None:
        super().__init__(_("The action failed"))
        self._error = error

    def compose_body(self) -> Iterable[Widget]:
        """Sentence and next step."""
        yield self.text(render(self._error.message))
        if self._error.next_step is not None:
            yield self.text("→ " + step_words(self._error.next_step), "dialog-next")
