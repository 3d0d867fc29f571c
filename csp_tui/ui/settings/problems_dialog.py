"""Problems of the settings file, shown once at the start."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render
from csp_tui.settings.problems import SettingsProblem
from csp_tui.ui.kit.dialog import Dialog

_NAMED = 5


class SettingsProblemsDialog(Dialog[None]):
    """Shows problems of the settings file, each with its line and a next step.

    Args:
        problems: At least one, in the order of their lines.
    """

    AUTO_FOCUS = "Button"

    def __init__(self, problems: Sequence[SettingsProblem]) -> None:
        super().__init__(_("Some of your settings are ignored"))
        self._problems = problems

    def compose_body(self) -> Iterable[Widget]:
        """The file, then sentence and next step of each problem."""
        yield self.text(
            _("The program continues without them and leaves the file unchanged: {path}").format(
                path=self._problems[0].path
            )
        )
        for problem in self._problems[:_NAMED]:
            what = render(problem.what)
            if problem.line is not None:
                what = _("Line {line}: {what}").format(line=problem.line, what=what)
            if problem.next_step is not None:
                what += "\n→ " + render(problem.next_step)
            yield self.text(what)
        more = len(self._problems) - _NAMED
        if more > 0:
            yield self.text(ngettext("And {count} more line.", "And {count} more lines.", more))
