"""A question before something that should not happen by mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, Self

from textual.events import Key
from textual.widget import Widget
from textual.widgets import Button

from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.catalog import ALL_COMMANDS
from csp_tui.ui.commands.catalog.common import (
    CONFIRM_COMMANDS,
    CONFIRM_NO,
    CONFIRM_YES,
    DIALOG_ACCEPT,
    DRAFT_SAVE,
    REDO,
    UNDO,
)
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_text import key_label, with_key
from csp_tui.ui.kit.app_base import AppBase
from csp_tui.ui.kit.command_screen import CommandScreen
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.widgets.change_table import ChangeTable

_WAITING = (UNDO, REDO, DRAFT_SAVE, DIALOG_ACCEPT)
"""Commands whose keys do nothing before the question is answered."""


class _Answer(Button):
    """A button that answers immediately.

    A pending message to the dialog would let a key that is typed next arrive before it.
    """

    def __init__(
        self, label: str, answer: Callable[[str | None], object], name: str | None, id: str | None
    ) -> None:
        super().__init__(label, name=name, id=id, classes="" if name else "cancel")
        self._answer = answer

    def press(self) -> Self:
        """Give the answer."""
        self._answer(self.name)
        return self


class ConfirmDialog(Dialog[str]):
    """Says what will happen and offers choices; the result is the name of the selected one.

    Enter presses the highlighted button, which first is the first choice, or Cancel where something
    would be lost, and ``y`` and ``n`` answer. The key that opened the dialog does not, because a
    key that is held down or pressed twice repeats, nor do those that save: F2 is pressed by habit,
    and the answer may be the opposite of saving.

    Args:
        title: The question in a few words.
        lines: What will happen, a paragraph each; may hold data.
        choices: Name and label of each choice, the usual one first.
        cancel: Label of the button that changes nothing.
        loses: Whether the first choice loses something that undo does not bring back.
        table: What will change, below the paragraphs.
    """

    # The table is higher where it is narrow: a scrollbar that came and went would never rest.
    DEFAULT_CSS = """
    ConfirmDialog.-table {
        & > .dialog { width: 104; max-width: 96%; scrollbar-gutter: stable; }
        & .dialog-body { scrollbar-gutter: stable; }
    }
    """
    HELP_TEXT = N_(
        "A confirmation before something that should not happen by mistake. The text says "
        "what will happen; Escape changes nothing."
    )
    AUTO_FOCUS = MAIN_BUTTON = "#confirm-default"
    NOTICES = True
    COMMANDS_HERE: ClassVar[Sequence[Command]] = CONFIRM_COMMANDS

    def __init__(
        self,
        title: str,
        lines: Sequence[str],
        choices: Sequence[tuple[str, str]],
        *,
        cancel: str = "",
        loses: bool = False,
        table: ChangeTable | None = None,
    ) -> None:
        super().__init__(title)
        self._lines = lines
        self._table = table
        self.set_class(table is not None, "-table")
        self._choices = choices
        self._cancel = cancel or _("Cancel")
        self._loses = loses

    def compose_body(self) -> Iterable[Widget]:
        """The paragraphs, and the table."""
        for line in self._lines:
            yield self.text(line)
        if self._table is not None:
            yield self._table

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel, then the choices; the keys stand on the buttons instead of in a bar."""
        stays = self._loses or not self._choices
        label = with_key(self._cancel, CONFIRM_NO.id) if self._choices else self._cancel
        default = "confirm-default"
        yield _Answer(label, self.dismiss, None, id=default if stays else None)
        for index, (name, label) in enumerate(self._choices):
            first = index == 0
            yield _Answer(
                with_key(label, CONFIRM_YES.id) if first else label,
                self.dismiss,
                name,
                id=default if first and not stays else None,
            )

    def compose_bar(self) -> Iterable[Widget]:
        """No bar."""
        return ()

    def on_key(self, event: Key) -> None:
        """Let the key that opened the dialog, undo, redo and save wait for the answer."""
        waiting = {key for command in _WAITING for key in command.keys_now}
        if event.key in (self._opening_keys() | waiting) - self.active_bindings.keys():
            event.stop()
            event.prevent_default()
            words = _("Close this dialog first.")
            if self._choices:
                yes, no = key_label(CONFIRM_YES.id), key_label(CONFIRM_NO.id)
                words = _("Answer this question first: {yes} or {no}.").format(yes=yes, no=no)
            self.tell(words, "refused")

    def _opening_keys(self) -> set[str]:
        """The keys of the command below."""
        below = self.app.screen_stack[-2] if len(self.app.screen_stack) > 1 else None
        command = ALL_COMMANDS.get(below.last_command) if isinstance(below, CommandScreen) else None
        return set() if command is None else set(command.keys_now)

    def disabled_reason_confirm_yes(self) -> str | None:
        """There must be a choice."""
        return None if self._choices else _("There is nothing to confirm here.")

    def command_confirm_yes(self) -> None:
        """Answer with the first choice."""
        if self._choices:
            self.dismiss(self._choices[0][0])

    def command_confirm_no(self) -> None:
        """Change nothing."""
        self.dismiss(None)


def confirm(
    app: AppBase,
    title: str,
    lines: Sequence[str],
    button: str,
    confirmed: Callable[[], object],
    *,
    cancel: str = "",
    loses: bool = False,
) -> None:
    """Ask a question that has one choice.

    Args:
        app: Shows the question.
        title: The question in a few words.
        lines: What will happen, a paragraph each; may hold data.
        button: Label of the choice.
        confirmed: Called if it is selected.
        cancel: Label of the button that changes nothing.
        loses: Whether the choice loses something that undo does not bring back.
    """

    def answered(choice: str | None) -> None:
        if choice:
            confirmed()

    dialog = ConfirmDialog(title, lines, [("yes", button)], cancel=cancel, loses=loses)
    app.push_screen(dialog, answered)
