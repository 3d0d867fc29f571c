"""A field for a path that completes names as a shell does."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType
from textual.suggester import Suggester
from textual.widgets import Input

from csp_tui.ui.commands.bindings import movement
from csp_tui.ui.terminal.lifecycle import RemovalSafe


class PathSuggester(Suggester):
    """Suggests the first name in the folder that starts with the input."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """Look in a thread: a folder may be far away."""
        return await asyncio.to_thread(complete, value)


class PathField(RemovalSafe, Input):
    """A path; Tab accepts the suggestion, or moves the focus if there is none."""

    BINDINGS: ClassVar[list[BindingType]] = [movement("path.complete", "complete")]

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(
            value,
            placeholder=placeholder,
            suggester=PathSuggester(),
            select_on_focus=False,
            id=id,
        )

    @property
    def path(self) -> Path:
        """What is typed as a path, with ``~`` as the user's own folder."""
        return Path(os.path.expanduser(self.value.strip()))

    async def action_complete(self) -> None:
        """Take the suggestion, or go to the next field."""
        value = self.value
        longer = await asyncio.to_thread(complete, value)
        if longer is None or self.value != value:
            self.screen.focus_next()
            return
        self.value = longer
        self.cursor_position = len(longer)


def complete(value: str) -> str | None:
    """The completed path, None if nothing is typed or nothing matches.

    Folders end in a separator; hidden names are suggested only after a dot was typed.
    """
    folder, separator, prefix = value.rpartition("/")
    if not value or value == "~":
        return None
    try:
        with os.scandir(os.path.expanduser(folder + separator) or ".") as entries:
            names = sorted(
                entry.name + ("/" if entry.is_dir() else "")
                for entry in entries
                if entry.name.startswith(prefix)
                and (prefix or not entry.name.startswith("."))
                and entry.name.isprintable()
            )
    except (OSError, ValueError):
        return None
    longer = [name for name in names if name != prefix]
    return folder + separator + longer[0] if longer and prefix not in names else None
