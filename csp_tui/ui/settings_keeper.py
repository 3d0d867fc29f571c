"""Holds what is set while the workbench runs, and puts changes into the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csp_tui.i18n import gettext as _
from csp_tui.settings.values import Settings
from csp_tui.ui.commands.keymap import Keymap

if TYPE_CHECKING:
    from csp_tui.settings.problems import SettingsProblem
    from csp_tui.settings.writing import SettingsFile
    from csp_tui.ui.app import WorkbenchApp


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

    def _look_at_keys(self) -> tuple[list[SettingsProblem], Keymap]:
        from csp_tui.settings.problems import SettingsProblem
        from csp_tui.settings.reading import unknown_commands
        from csp_tui.ui.commands import registry
        from csp_tui.ui.commands.clashes import key_problems
        from csp_tui.ui.tour.commands import TOUR_STEPS

        keys = Keymap.of(self.settings.keys)
        movements = {name: binding.key for name, binding in registry.movements().items()}
        # Keys of the tour give way to what the person has set, and hold only while it is on.
        spots = [
            [command for command in spot.commands if command not in TOUR_STEPS]
            for spot in registry.spots()
        ]
        found = key_problems(keys, spots, movements)
        path = self.file.path if self.file is not None else Path("config.toml")
        unknown = (
            unknown_commands(self.file.read(), path, registry.command_ids()) if self.file else []
        )
        problems = [SettingsProblem(path, None, problem.what) for problem in found]
        lost = [(problem.loser, problem.key) for problem in found if problem.loser]
        return [*unknown, *problems], keys.without(lost)

    def _take_keys(self, looked: tuple[list[SettingsProblem], Keymap]) -> None:
        problems, keys = looked
        self._app.use_keymap(keys)
        self._show_problems(problems)

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
