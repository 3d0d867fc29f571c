"""Holds the settings while the workbench runs, and saves changes to the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csp_tui.i18n import gettext as _
from csp_tui.settings.language import chosen_language
from csp_tui.settings.values import Settings
from csp_tui.ui.commands.keymap import Keymap
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.theme import DARK, LIGHT
from csp_tui.ui.shell.keys import apply_keymap
from csp_tui.ui.shell.language import use_language

if TYPE_CHECKING:
    from csp_tui.settings.problems import SettingsProblem
    from csp_tui.settings.writing import SettingsFile
    from csp_tui.ui.commands.key_settings import KeySettings
    from csp_tui.ui.kit.app_base import AppBase


class SettingsController:
    """The settings in force.

    Args:
        app: The app that they hold for.
        settings: What they are at the start.
        file: Where changes are kept; without it they hold until the user leaves.
        problems: What in the file is not used.

    Attributes:
        settings: What they are now.
        file: Where changes are kept, or None.
    """

    def __init__(
        self,
        app: AppBase,
        settings: Settings,
        file: SettingsFile | None = None,
        problems: Sequence[SettingsProblem] = (),
    ) -> None:
        self._app = app
        self.settings = settings
        self.file = file
        self._problems = list(problems)

    def apply(self) -> None:
        """Apply everything that is set, before the first paint."""
        for theme in (DARK, LIGHT):
            self._app.register_theme(theme)
        for name in ("theme", "signs", "animations", "keys"):
            self._apply(name)

    def change(self, name: str, value: object) -> None:
        """Change a setting, apply it immediately and save it.

        Args:
            name: The setting.
            value: One of the values that it may have.
        """
        if self._value(name) == value:
            return
        changed: dict[str, Any] = {name: value}
        self.settings = replace(self.settings, **changed)
        self._apply(name)
        self._save(name)

    def _value(self, name: str) -> object:
        value: object = getattr(self.settings, name)
        return value

    def _apply(self, name: str) -> None:
        app, settings = self._app, self.settings
        match name:
            case "theme":
                app.theme = settings.theme
            case "language":
                use_language(app, settings.language or chosen_language(settings))
            case "signs":
                app.use_symbols(settings.signs)
            case "animations":
                app.use_animations(settings.animations)
            case "keys":
                apply_keymap(app, Keymap.of(settings.keys))

    def _save(self, name: str) -> None:
        file = self.file
        if file is None:
            self._tell(_("It applies until you quit; no file is changed."), "plain")
            return
        file.want(name, self._value(name))
        self._app.tasks.run_write(
            file.write,
            lambda _nothing: self._tell(_("Saved in {path}").format(path=file.path)),
            on_error=self._app.show_problem,
        )

    def tell_problems(self) -> None:
        """Report at the start what in the file is not used, IDs of commands included."""
        if self.settings.keys:
            self._app.tasks.run(self._check_keys, self._take_keys, group="settings")
        else:
            self._show_problems([])

    def _check_keys(self) -> KeySettings:
        from csp_tui.settings.loader import LoadedSettings
        from csp_tui.ui.commands.key_settings import KeySettings

        text = self.file.read().text if self.file is not None else None
        path = self.file.path if self.file is not None else Path("config.toml")
        return KeySettings.of(LoadedSettings(self.settings, text=text), path)

    def _take_keys(self, checked: KeySettings) -> None:
        apply_keymap(self._app, checked.keymap)
        self._show_problems(checked.problems)

    def _show_problems(self, more: Sequence[SettingsProblem]) -> None:
        found = [*self._problems, *more]
        if found:
            from csp_tui.ui.settings.problems_dialog import SettingsProblemsDialog

            self._app.push_screen(SettingsProblemsDialog(found))

    def _tell(self, text: str, kind: str = "done") -> None:
        # Through both queues, so that it reaches the screen that is there afterwards, put together.
        self._app.call_later(self._notify_screen, text, kind)

    def _notify_screen(self, text: str, kind: str) -> None:
        for screen in reversed(self._app.screen_stack):
            if isinstance(screen, Page):
                screen.call_later(screen.tell, text, kind)
                return
