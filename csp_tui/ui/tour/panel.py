"""What the tour says, at the bottom of whatever is shown."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.key_words import key_of


class TourPanel(Static):
    """A step's number, its text, and the keys that lead on; in small windows over the page."""

    DEFAULT_CSS = """
    TourPanel {
        dock: bottom; height: auto; max-height: 6; width: 100%; padding: 0 1;
        background: $primary-muted; color: $text;
        &.-over { layer: _tooltips; }
    }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)

    def show(self, place: int, count: int, text: str, *, done: bool) -> None:
        """Say a step.

        Args:
            place: Which step it is, from 1.
            count: How many there are.
            text: What it says, translated.
            done: Whether what it asks for has been done by hand.
        """
        head = _("Tour {place} of {count}").format(place=place, count=count)
        keys = _("{next} next · {back} back · {leave} leave").format(
            next=key_of("tour.next"), back=key_of("tour.back"), leave=key_of("tour.leave")
        )
        mark = _("✓ Done. ") if done else ""
        self.update(
            Content.assemble(
                (head, "bold"), "  ", (keys, "$text-muted"), "\n", (mark, "bold"), text
            )
        )
        # Where every line counts, it lies over the bars at the bottom instead of beside them.
        self.set_class(self.app.size.height < 24 or self.app.size.width < 80, "-over")
