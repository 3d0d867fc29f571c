"""The filters of a partner search, with their selected values in words."""

from __future__ import annotations

from collections.abc import Mapping

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input

from csp_tui.domain.partner import Facet, PartnerQuery
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.catalog import ALL_COMMANDS
from csp_tui.ui.text.partners import FACETS, facet_title, filter_summary

_COMMANDS = {
    Facet.COUNTRY: "find.country",
    Facet.COMPETENCY: "find.competency",
    Facet.SKILL: "find.skill",
}
# Key and spaces around a filter's name and words, and the gap to the next one.
_FRAME = 5
_ALL = 500
_LEAST = 6


class FacetBar(Horizontal):
    """One button a filter, and one that clears them all."""

    DEFAULT_CSS = """
    FacetBar {
        height: 1;
        & Button { width: auto; min-width: 4; margin-right: 1; background: $panel; }
        & Button.-on { background: $primary-muted; color: $text-primary; }
        & Button#clear-filters { display: none; margin-right: 0; }
        & Button#clear-filters.-shown { display: block; }
    }
    """

    class Opened(Message):
        """The user wants to select values of a filter.

        Attributes:
            facet: The filter.
        """

        def __init__(self, facet: Facet) -> None:
            super().__init__()
            self.facet = facet

    class Cleared(Message):
        """The user wants no filter."""

    def __init__(self) -> None:
        super().__init__()
        self._query = PartnerQuery()
        self._shows_keys = False

    def compose(self) -> ComposeResult:
        """The buttons in the order in which Partner Center names the filters (R21)."""
        for facet in FACETS:
            yield Button("", id=f"facet-{facet.value}", name=facet.value)
        yield Button("", id="clear-filters")

    def show(self, query: PartnerQuery) -> None:
        """Show which filters are on."""
        is_new = any(query.values(facet) != self._query.values(facet) for facet in FACETS)
        self._query = query
        if is_new:
            self._write()

    def on_mount(self) -> None:
        """Prepare the buttons; what is on them follows with the room that there is."""
        for button in self.query(Button):
            # The line has no cell to spare, and the shared style's padding outranks a widget's.
            button.styles.padding = 0
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self._follow_focus())

    def on_resize(self) -> None:
        """Use the room there is."""
        self._write()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Ask for the filter's values, or for none."""
        event.stop()
        if event.button.id == "clear-filters":
            self.post_message(self.Cleared())
        else:
            self.post_message(self.Opened(Facet(event.button.name or "")))

    def _follow_focus(self) -> None:
        """Show the keys only where they work: in a text field they are letters."""
        shows = not isinstance(self.screen.focused, Input)
        if shows != self._shows_keys and self.is_mounted:
            self._shows_keys = shows
            self._write()

    def _key_label(self, command_id: str, text: str) -> Content:
        key = ALL_COMMANDS[command_id].shown_key
        if not self._shows_keys:
            key = " " * cell_len(key)
        return Content.assemble((f"{key} " if key else "", "bold"), text)

    def _write(self) -> None:
        self.query_one("#clear-filters", Button).label = self._key_label("find.clear", _("Clear"))
        on = {facet: len(self._query.values(facet)) for facet in FACETS}
        words = {facet: filter_summary(self._query.values(facet), _ALL) for facet in FACETS}
        frames = sum(cell_len(_named(facet, "")) + _FRAME for facet in FACETS)
        frames += cell_len(_("Clear")) + 4 if any(on.values()) else 0
        room = self.size.width - frames
        is_narrow = room < sum(min(_LEAST, cell_len(text)) for text in words.values())
        self.query_one("#clear-filters").set_class(any(on.values()) and not is_narrow, "-shown")
        shares = _share(words, room)
        for facet in FACETS:
            title = facet_title(facet)
            if is_narrow:
                text = f"{title} ({on[facet]})" if on[facet] else title
            else:
                shown = filter_summary(self._query.values(facet), shares[facet])
                text = _named(facet, shown)
            button = self.query_one(f"#facet-{facet.value}", Button)
            button.label = self._key_label(_COMMANDS[facet], text)
            button.set_class(bool(on[facet]), "-on")
            # A label alone does not change the width that its button was given before.
            button.refresh(layout=True)


def _share(words: Mapping[Facet, str], room: int) -> dict[Facet, int]:
    """Cells for each filter's words: short ones take what they need, the rest share the rest."""
    shares: dict[Facet, int] = {}
    needs = sorted((cell_len(text), facet) for facet, text in words.items())
    for index, (need, facet) in enumerate(needs):
        shares[facet] = max(min(need, _LEAST), min(need, room // (len(needs) - index)))
        room -= shares[facet]
    return shares


def _named(facet: Facet, values: str) -> str:
    return _("{filter}: {values}").format(filter=facet_title(facet), values=values)
