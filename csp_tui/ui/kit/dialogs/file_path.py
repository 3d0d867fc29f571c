"""Asks for the path of an existing or a new file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import getters, on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from csp_tui.domain.text import visible
from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.catalog.common import DIALOG_COMMANDS
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.widgets.choices import CheckOption
from csp_tui.ui.kit.widgets.path_field import PathField


class FilePathDialog(Dialog[Path]):
    """Asks for the path of a file; the result is that path with ``~`` expanded.

    What is wrong with a path is said beside the field. A file that exists already is replaced
    only after asking.

    Args:
        title: The title in the frame.
        label: What the file is for, above the field.
        initial: The initial value of the field.
        must_exist: Whether the file is read; otherwise it is written.
        must_be_new: Whether a file that exists already is refused instead of replaced.
        may_exist: Whether a file is read where there is one, and written where there is none.
        button: Label of the confirm button.
        option: A choice beside the path, "" for none; ``has_option`` says whether it was taken.
    """

    COMMANDS_HERE: ClassVar[Sequence[Command]] = DIALOG_COMMANDS
    HELP_TEXT = N_(
        "Asks for a file on this computer. A file that exists already is replaced only after "
        "asking."
    )
    AUTO_FOCUS = "PathField"
    KEEPS_FIELDS = True
    TRANSIENT = True
    DEFAULT_CSS = """
    FilePathDialog #path-label { height: auto; color: $text-muted; }
    FilePathDialog CheckOption { border: none; padding: 0; background: transparent; }
    """
    field = getters.query_one(PathField)

    def __init__(
        self,
        title: str,
        label: str,
        initial: str = "",
        *,
        must_exist: bool = False,
        must_be_new: bool = False,
        may_exist: bool = False,
        button: str = "",
        option: str = "",
    ) -> None:
        super().__init__(title)
        self._label = label
        self._initial = initial
        self._must_exist = must_exist
        self._must_be_new = must_be_new
        self._may_exist = may_exist
        self._button = button or _("Continue")
        self._option = option

    def compose_body(self) -> Iterable[Widget]:
        """What the file is for, its path, what is wrong with it."""
        yield Static(Content(visible(self._label)), id="path-label")
        yield PathField(self._initial, placeholder=_("Path of the file"), id="path")
        yield Static("", classes="field-error", markup=False)
        if self._option:
            yield CheckOption(Content(visible(self._option)), id="path-option")
        yield Static(
            Content(_("tab completes names · ~ is your home folder · enter continues")),
            classes="hint",
        )

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel or continue."""
        yield Button(_("Cancel"), id="cancel")
        yield Button(self._button, id="go", variant="primary")

    @property
    def has_option(self) -> bool:
        """Whether the choice beside the path was taken."""
        return any(box.value for box in self.query(CheckOption))

    @on(Input.Changed)
    def forget_complaint(self, message: Input.Changed) -> None:
        """Remove the complaint about the old path."""
        message.stop()
        self._complain("")

    @on(Input.Submitted)
    @on(Button.Pressed, "#go")
    def submit(self, message: Input.Submitted | Button.Pressed) -> None:
        """Enter confirms."""
        message.stop()
        self._check()

    def _check(self) -> None:
        if not self.field.value.strip():
            self._complain(_("Type the path of a file first."))
            self.field.focus()
            return
        path, must_exist, may_exist = self.field.path, self._must_exist, self._may_exist

        def check() -> tuple[Path, str, bool]:
            is_read = must_exist or (may_exist and _is_there(path))
            return path, *_check_path(path, must_exist=is_read)

        self.tasks.run(check, self._go_on, group="check")

    def _go_on(self, answer: tuple[Path, str, bool]) -> None:
        path, complaint, exists = answer
        if exists and self._must_be_new and not complaint:
            complaint = _("This file already exists. Choose a new name.")
        if complaint:
            self._complain(complaint)
            self.field.focus()
        elif exists and not self._must_exist and not self._may_exist:
            self._ask_to_replace(path)
        else:
            self.dismiss(path)

    def _ask_to_replace(self, path: Path) -> None:
        from csp_tui.ui.kit.dialogs.confirm import confirm

        confirm(
            self.app,
            _("Replace the file?"),
            [_("{path} already exists.").format(path=path)],
            _("Replace"),
            lambda: self.dismiss(path),
            loses=True,
        )

    def _complain(self, text: str) -> None:
        self.complain("")
        line = self.query_one(".field-error", Static)
        line.update(Content(f"! {visible(text)}"))
        line.set_class(bool(text), "-shown")
        self.field.set_class(bool(text), "-invalid")


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _check_path(path: Path, *, must_exist: bool) -> tuple[str, bool]:
    """What is wrong with a path, "" if nothing is, and whether there is a file."""
    try:
        exists = path.exists()
        if path.is_dir():
            return _("That is a folder. Name a file in it."), True
        if must_exist:
            if not exists:
                return _("There is no such file. Check the path and its spelling."), False
            if not os.access(path, os.R_OK):
                return _("You don't have permission to read this file."), True
        elif not path.parent.is_dir():
            return _("There is no such folder: {path}").format(path=path.parent), False
        elif not os.access(path if exists else path.parent, os.W_OK):
            return _("You don't have permission to write there."), exists
    except (OSError, ValueError):
        return _("That is not a valid path on this system."), False
    return "", exists
