"""The panel at the right that says what the keys do here."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.key_names import key_name
from csp_tui.ui.kit.command_screen import CommandScreen
from csp_tui.ui.kit.widgets.key_lines import key_lines
from csp_tui.ui.kit.widgets.scroll_text import ScrollText


class KeyPanel(ScrollText):
    """Follows the focus, and what can run; where it is cut off it takes the focus to be scrolled.

    While it has the focus it keeps what it shows: the keys of the place that one came from.
    """

    DEFAULT_CSS = """
    KeyPanel {
        dock: right; width: 34; height: 100%; padding: 0 1;
        margin: 1 0; background: $panel; border-left: solid $primary;
        & > Static { height: auto; }
        & > #keys-more { dock: bottom; display: none; color: $text-accent; background: $panel; }
        &.-cut > #keys-more { display: block; }
        &:focus { background: $panel; border-left: solid $accent; }
    }
    """

    def compose(self) -> Iterable[Widget]:
        """The lines, and below them how to scroll them."""
        yield Static("", id="keys-lines", markup=False)
        keys = {key: key_name(key) for key in ("tab", "up", "down")}
        words = _("Scroll: {tab} to here, then {up} {down}").format_map(keys)
        yield Static(Content(words), id="keys-more")

    def on_mount(self) -> None:
        """Follow the focus, and what can run."""
        self.show_keys()
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.show_keys())

    def on_resize(self) -> None:
        """Say how to scroll only where there is more than fits."""
        self._show_more()

    def show_keys(self) -> None:
        """Say what the keys do now."""
        if isinstance(self.screen, CommandScreen) and not self.has_focus:
            for text in self.query("#keys-lines").results(Static):
                text.update(key_lines(self.screen))
            self.call_after_refresh(self._show_more)

    def _show_more(self) -> None:
        for text in self.query("#keys-lines"):
            self.set_class(text.size.height > self.size.height, "-cut")
