"""The panel of the tour, below the page or dialog that is shown."""

from __future__ import annotations

from textual.content import Content
from textual.events import Click
from textual.style import Style
from textual.widgets import Static

from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.kit.command_screen import run_command

_BETWEEN = " · "
_COMMAND = "command"
"""By what a click finds the command in the style of a place."""


class TourPanel(Static):
    """A step's number, its text, and the keys to continue.

    It takes its lines from the page and from the dialog over it, so that nothing is behind it.
    """

    DEFAULT_CSS = """
    TourPanel {
        dock: bottom; height: auto; max-height: 6; width: 100%; padding: 0 1;
        background: $primary-muted; color: $text;
    }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._said: Content | None = None

    def show(self, place: int, count: int, text: str, *, done: bool) -> None:
        """Show a step.

        Args:
            place: Which step it is, from 1.
            count: How many there are.
            text: What it says, translated.
            done: Whether what it asks for has been done by hand.
        """
        head = _("Tour {place} of {count}").format(place=place, count=count)
        none = "{next}" if place == count else "{back}" if place == 1 else "-"
        keys = _("{next} next · {back} back · {leave} leave").split(_BETWEEN)
        keys = [one for one in keys if none not in one]
        mark = _("✓ Done. ") if done else ""
        said = Content.assemble(
            (head, "bold"),
            "  ",
            Content(_BETWEEN).join(map(_clickable, keys)).stylize_before("$text-muted"),
            "\n",
            (mark, "bold"),
            text,
        )
        # It is called again and again with the same step.
        if said != self._said:
            self._said = said
            self.update(said)

    def on_click(self, event: Click) -> None:
        """Run the command whose key is under the pointer."""
        event.stop()
        command_id = event.style.meta.get(_COMMAND)
        if command_id:
            run_command(self.screen, command_id)


def _clickable(words: str) -> Content:
    """A key and what it does, which a click does as well."""
    named = [name for name in ("next", "back", "leave") if f"{{{name}}}" in words]
    keys = {name: key_label(f"tour.{name}") for name in named}
    shown = Content(words.format(**keys))
    if len(named) != 1:
        return shown
    return shown.stylize(Style.from_meta({_COMMAND: f"tour.{named[0]}"}))
