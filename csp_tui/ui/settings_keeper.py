"""Holds what is set while the workbench runs, and puts changes into the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csp_tui.i18n import gettext as _
from csp_tui.settings.values import Settings

if TYPE_CHECKING:
    from csp_tui.settings.problems import SettingsProblem
    from csp_tui.settings.writing import SettingsFile
    from csp_tui.ui.app import WorkbenchApp
    from csp_tui.ui.commands.key_settings import KeySettings


class SettingsKeeper:
    """The settings in force.

    Args:
        app: The app that they hold for.
        settings: What they are at the start.
        file: Where changes are kept; without it they hold until the person leaves.
        problems: What in the file is not used.

    Attributes:
        settings: What they are now.
        file: Where changes are kept, or None.
    """

    def __init__(
        self,
        app: WorkbenchApp,
        settings: Settings,
        file: SettingsFile | None = None,
        problems: Sequence[SettingsProblem] = (),
    ) -> None:
        self._app = app
        self.settings = settings
        self.file = file
        self._problems = list(problems)

    def change(self, name: str, value: object) -> bool:
        """Take over another value.

        Args:
            name: The setting.
            value: One of the values that it may have.

        Returns:
            Whether it is another value than before.
        """
        if getattr(self.settings, name) == value:
            return False
        changed: dict[str, Any] = {name: value}
        self.settings = replace(self.settings, **changed)
        return True

    def keep(self, name: str) -> None:
        """Save a setting that was changed; the status line says so."""
        file = self.file
        if file is None:
            self._tell(_("It holds until you leave; no file is changed."), "plain")
            return
        file.want(name, getattr(self.settings, name))
        self._app.save(
            file.write,
            lambda _nothing: self._tell(_("Saved in {path}").format(path=file.path)),
            failed=self._app.show_problem,
        )

    def tell_problems(self) -> None:
        """Say at the start what in the file is not used; ids of commands are looked at now."""
        if self.settings.keys:
            self._app.job(self._look_at_keys, self._take_keys, group="settings")
        else:
            self._show_problems([])

    def _look_at_keys(self) -> KeySettings:
        from csp_tui.settings.reading import Reading
        from csp_tui.ui.commands.key_settings import KeySettings

        text = self.file.read().text if self.file is not None else None
        path = self.file.path if self.file is not None else Path("config.toml")
        return KeySettings.of(Reading(self.settings, text=text), path)

    def _take_keys(self, looked: KeySettings) -> None:
        self._app.use_keymap(looked.keymap)
        self._show_problems(looked.problems)

    def _show_problems(self, more: Sequence[SettingsProblem]) -> None:
        from csp_tui.ui.dialogs.settings_problems import SettingsProblemsDialog

        found = [*self._problems, *more]
        if found:
            self._app.push_screen(SettingsProblemsDialog(found))

    def _tell(self, text: str, kind: str = "done") -> None:
        # Through both queues, so that it reaches the screen that is there afterwards, put together.
        self._app.call_later(self._tell_screen, text, kind)

    def _tell_screen(self, text: str, kind: str) -> None:
        from csp_tui.ui.workbench_screen import WorkbenchScreen

        for screen in reversed(self._app.screen_stack):
            if isinstance(screen, WorkbenchScreen):
                screen.call_later(screen.tell, text, kind)
                return
