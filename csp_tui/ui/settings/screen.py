"""The settings; each is applied and saved immediately."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, RadioSet, Static

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.history import Entry
from csp_tui.domain.text import clean, visible
from csp_tui.i18n import N_, render
from csp_tui.i18n import gettext as _
from csp_tui.settings.loader import check_value
from csp_tui.settings.values import KEYS_EXAMPLE, SETTINGS
from csp_tui.settings.writing import default_text
from csp_tui.ui.commands.catalog.common import SETTINGS_COMMANDS, SETTINGS_IDS, SETTINGS_SHOW
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.form_section import Field
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.widgets.choices import OptionSet, RadioOption
from csp_tui.ui.kit.widgets.command_button import CommandButton
from csp_tui.ui.text.input import field_text
from csp_tui.ui.text.settings import (
    key_lines,
    language_note,
    setting_hint,
    setting_title,
    value_title,
)

_TEXTS = tuple(name for name, setting in SETTINGS.items() if setting.is_text)


class SettingsScreen(Page):
    """The common settings; the rest is in the file.

    Args:
        focus: The setting to begin with.
    """

    NAV_ITEM = "settings"
    HELP_TEXT = N_(
        "Language, colors, symbols, motion, and the contact of new support requests. Arrows "
        "move within a group, Tab goes to the next group, and Space or Enter selects. A "
        "setting applies immediately and is saved in the settings file, where keys can be "
        "changed too. Comments and order in the file are preserved."
    )
    COMMANDS_HERE: ClassVar[Sequence[Command]] = SETTINGS_COMMANDS
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    SettingsScreen {
        & #settings-groups { layout: vertical; height: auto; }
        &.-wide #settings-groups { layout: horizontal; }
        & .settings-column { height: auto; }
        &.-wide .settings-column { width: 1fr; margin-right: 2; }
        & .setting { height: auto; margin-bottom: 1; }
        & .setting OptionSet { width: 100%; }
        & #settings-language-note { color: $text-warning; height: auto; display: none; }
        & #settings-language-note.-shown { display: block; }
        & #settings-contact, & #settings-file, & #settings-keys { height: auto; margin-bottom: 1; }
        & #settings-keys { color: $text-muted; }
    }
    """

    NO_UNDO = N_("Settings can't be undone here. Change them back, or leave with {key}.")

    def __init__(self, focus: str = "language") -> None:
        super().__init__()
        self._first = focus

    def compose_page(self) -> Iterable[Widget]:
        """A group of choices for each setting that has choices; where they are kept."""
        with VerticalScroll(classes="page", can_focus=False):
            yield Static(Content(visible(self._where())), id="settings-file")
            with Horizontal(id="settings-groups"):
                names = [name for name, setting in SETTINGS.items() if setting.choices]
                half = (len(names) + 1) // 2
                for column in (names[:half], names[half:]):
                    with Vertical(classes="settings-column"):
                        for name in column:
                            yield from self._compose_setting(name)
            yield Static(_("Contact of new support requests"), classes="heading", markup=False)
            with Vertical(id="settings-contact"):
                for name in _TEXTS:
                    yield Field(name, setting_title(name))
            yield Static(setting_title("keys"), classes="heading", markup=False)
            yield Static(
                _(
                    "They are changed in the file, under [keys]: a command's ID, then its "
                    "keys, as in {example}. {nothing} removes a command's keys."
                ).format(example=KEYS_EXAMPLE, nothing='""'),
                id="settings-keys",
                markup=False,
            )
            with Horizontal(classes="row"):
                yield CommandButton(self, SETTINGS_SHOW)
                yield CommandButton(self, SETTINGS_IDS)

    def _compose_setting(self, name: str) -> Iterable[Widget]:
        with Vertical(classes="setting"):
            yield Static(setting_title(name), classes="heading", markup=False)
            with OptionSet(id=f"setting-{name}", name=name, compact=True):
                for value in SETTINGS[name].choices:
                    yield RadioOption(Content(value_title(name, value)), name=value)
            if name == "language":
                yield Static("", id="settings-language-note", markup=False)
            yield Static(setting_hint(name), classes="hint", markup=False)

    def on_mount(self) -> None:
        """Show what holds, before the database is open too."""
        self._show_chosen()
        self.query_one(f"#setting-{self._first}").focus()

    def load(self) -> None:
        """Show what holds now."""
        self._show_chosen()

    def shows(self, entry: Entry) -> bool:
        """Settings are not in the database."""
        return False

    def recreate(self) -> Page:
        """The same, at the same setting."""
        focused = self.focused
        return SettingsScreen((focused.name if focused is not None else None) or "language")

    @on(RadioSet.Changed)
    def choose(self, event: RadioSet.Changed) -> None:
        """Apply and save a choice; a new language only when nothing would be lost by it."""
        event.stop()
        name, value = event.radio_set.name or "", event.pressed.name or ""
        if name == "language":
            # The old language stays selected until every screen agrees.
            self._show_chosen()
            self.app.navigation.close_all(lambda: self._change(name, value))
        else:
            self._change(name, value)

    @on(OptionSet.Highlighted, "#setting-theme")
    def preview_theme(self, event: OptionSet.Highlighted) -> None:
        """Show the highlighted theme; it is kept only if it is selected."""
        event.stop()
        self.app.theme = event.name or self.app.settings.theme

    def on_unmount(self) -> None:
        """End a preview."""
        self.app.theme = self.app.settings.theme

    @on(Input.Submitted)
    def save_and_go_on(self, event: Input.Submitted) -> None:
        """Save a text and go to the next field."""
        event.stop()
        if self._save_text(event.input):
            self.focus_next()

    @on(Input.Blurred)
    def save_left(self, event: Input.Blurred) -> None:
        """Save a text when its field is left."""
        event.stop()
        self._save_text(event.input)

    def _save_text(self, entered: Input) -> bool:
        field = entered.query_ancestor(Field)
        name, text = field.name or "", clean(entered.value)
        try:
            check_value(name, text)
        except InvalidInput as error:
            step = f" {render(error.next_step)}" if error.next_step else ""
            field.complain(visible(render(error.message) + step))
            return False
        field.complain("")
        self.app.settings_controller.change(name, text)
        return True

    def command_settings_show(self) -> None:
        """Show the file's text, read now."""
        file = self.app.settings_controller.file
        read: Callable[[], str | None] = (lambda: file.read().text) if file else (lambda: None)
        self.tasks.run(read, self._show_text)

    def _show_text(self, text: str | None) -> None:
        from csp_tui.ui.kit.dialogs.text_view import TextViewDialog

        title = _("Settings file") if text is not None else _("No file yet: defaults are used")
        shown = default_text() if text is None else text
        self.app.push_screen(TextViewDialog(title, shown, file_name="config.toml"))

    def command_settings_ids(self) -> None:
        """Show every command's id; finding them all looks at every screen, so it takes a moment."""
        self.tasks.run(key_lines, self._show_ids, group="ids")

    def _show_ids(self, lines: Sequence[str]) -> None:
        from csp_tui.ui.kit.dialogs.text_view import TextViewDialog

        text = "\n".join(["[keys]", *lines, ""])
        self.app.push_screen(TextViewDialog(_("All commands"), text, file_name="keys.toml"))

    def _change(self, name: str, value: str) -> None:
        self.app.settings_controller.change(name, value)
        self._show_chosen()

    def _show_chosen(self) -> None:
        for group in self.query(OptionSet):
            group.show_selected(str(getattr(self.app.settings, group.name or "")))
        for field in self.query(Field):
            if not field.query_one(Input).has_focus:
                field.fill(field_text(str(getattr(self.app.settings, field.name or ""))))
        note = self.query_one("#settings-language-note", Static)
        text = language_note(self.app.settings)
        note.update(Content(text))
        note.set_class(bool(text), "-shown")

    def _where(self) -> str:
        file = self.app.settings_controller.file
        if file is None:
            return _("Settings: they apply until you quit; no file is changed.")
        return _("Settings, kept in {path}").format(path=file.path)
