"""Text on its way out of the program: to the clipboard, as a page of nothing else, into a file."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.command import Command
from csp_tui.ui.multiplexer import is_in_tmux

if TYPE_CHECKING:
    from csp_tui.ui.app import WorkbenchApp
    from csp_tui.ui.jobs import Jobs as _Base
else:
    _Base = object

CLIPBOARD_LIMIT = 74_000
"""Bytes of base64 from which on some terminals, and tmux among them, may cut what they get."""

COPY_SHOW = Command(
    "copy.show",
    N_("Show as text"),
    N_("Show what can be copied here as nothing but text, to select it with the mouse"),
    bar=False,
)
COPY_SAVE = Command(
    "copy.save",
    N_("Save to file"),
    N_("Write what can be copied here into a text file"),
    bar=False,
)
COPY_COMMANDS = (COPY_SHOW, COPY_SAVE)
TEXT_COPY = Command("text.copy", N_("Copy"), N_("Copy the whole text to the clipboard"), "y")
TEXT_SHOW = Command(
    "text.show",
    N_("Show as text"),
    N_("Show nothing but the text, to select it with the mouse"),
    "t",
)
TEXT_SAVE = Command("text.save", N_("Save to file"), N_("Write the text into a file"), "s")
TEXT_COMMANDS = (TEXT_COPY, TEXT_SHOW, TEXT_SAVE)


@dataclass(frozen=True, slots=True)
class Copyable:
    """A text that can be taken elsewhere.

    Attributes:
        text: The text as it is; it may hold data.
        what: What it is, as the beginning of a sentence, such as "The tenant ID".
        file_name: Suggested for saving.
    """

    text: str
    what: str
    file_name: str = "text.txt"


def sent_words(text: str, what: str) -> str:
    """What can honestly be said after a text was sent to the terminal: nobody confirms it.

    Args:
        text: What was sent.
        what: What it is, as the beginning of a sentence.
    """
    words = _("{what} was sent to the terminal's clipboard, if it has one.").format(what=what)
    if is_in_tmux(os.environ):
        words += " " + _("tmux passes it on with: set -s set-clipboard on")
    if len(base64.b64encode(text.encode())) > CLIPBOARD_LIMIT:
        words += " " + _("It is long, and some terminals cut it: Save to file keeps all of it.")
    return words


def why_not_save(app: WorkbenchApp) -> str | None:
    """Why no text can be saved in this session, None where one can."""
    from csp_tui.ui.handing_over import keeps_files

    return None if keeps_files(app) else app.policy.why_not_files()


def show_as_text(app: WorkbenchApp, copyable: Copyable) -> None:
    """Open a page that holds only the text."""
    from csp_tui.ui.screens.plain_text import PlainTextScreen

    app.push_screen(PlainTextScreen(copyable))


def save_to_file(
    app: WorkbenchApp,
    copyable: Copyable,
    save: Callable[[Callable[[], None], Callable[[None], None]], object],
    tell: Callable[[str], object],
) -> None:
    """Ask for a file and write the text into it; only its owner may read it.

    A file that exists already is replaced only after asking.

    Args:
        app: The app.
        copyable: The text.
        save: Runs a write and goes on, as ``Jobs.save`` does.
        tell: Says that it was written.
    """
    from csp_tui.exchange.writing import write_lines
    from csp_tui.ui.dialogs.file_path import FilePathDialog
    from csp_tui.ui.handing_over import hand_over

    if app.is_web or not app.policy.files:
        hand_over(app, copyable.text, copyable.file_name)
        return
    text = copyable.text if copyable.text.endswith("\n") else copyable.text + "\n"

    def chosen(path: Path | None) -> None:
        if path is not None:
            save(
                lambda: write_lines(path, text.splitlines(keepends=True)),
                lambda _nothing: written(path),
            )

    def written(path: Path) -> None:
        tell(_("Saved as {path}").format(path=path))

    dialog = FilePathDialog(
        _("Save to file"), _("Text file to write"), copyable.file_name, button=_("Save")
    )
    app.push_screen(dialog, chosen)


class Copying(_Base):
    """For screens and dialogs with something to copy: the two ways beside the clipboard."""

    if TYPE_CHECKING:

        def tell(self, text: str, kind: str = "done") -> None:
            """Every screen and dialog says things in its own place."""

    def copyable(self) -> Copyable | None:
        """What would be copied now, None where there is nothing."""
        return None

    def why_not_copy_show(self) -> str | None:
        """There must be something that could be copied."""
        return None if self.copyable() else _("There is nothing to copy here.")

    def command_copy_show(self) -> None:
        """Show it as nothing but text."""
        copyable = self.copyable()
        if copyable is not None:
            show_as_text(self.app, copyable)  # type: ignore[attr-defined]

    def why_not_copy_save(self) -> str | None:
        """There must be something that could be copied."""
        app: WorkbenchApp = self.app  # type: ignore[attr-defined]
        return why_not_save(app) or self.why_not_copy_show()

    def command_copy_save(self) -> None:
        """Write it into a file."""
        copyable = self.copyable()
        if copyable is not None:
            app: WorkbenchApp = self.app  # type: ignore[attr-defined]
            save_to_file(app, copyable, self.save, self.tell)
