"""The field above a list that shows only the records with certain words."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widgets import Input

from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.bindings import movement
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.widgets.search_field import SearchField


class FindField(SearchField):
    """Appears when something is to be found, and disappears with Escape."""

    BINDINGS: ClassVar[list[BindingType]] = [movement("find.leave", "leave")]
    DEFAULT_CSS = """
    FindField { display: none; &.-open { display: block; } }
    """

    def __init__(self, listing: RecordList) -> None:
        super().__init__(placeholder=_("Find"), id="list-find")
        self._listing = listing

    @property
    def is_open(self) -> bool:
        """Whether it is shown, so that the list may be without some of its records."""
        return self.has_class("-open")

    @property
    def can_find(self) -> bool:
        """Whether the list has records, shown or not."""
        return bool(self._listing.source.total or self._listing.order.words)

    def open(self) -> None:
        """Go to the field; what it has is selected."""
        self.add_class("-open")
        self.focus()
        self.action_select_all()

    def action_leave(self) -> None:
        """Show everything again."""
        self.value = ""
        self._listing.find_words("")
        self._listing.focus()
        self.remove_class("-open")

    @on(Input.Changed)
    def find(self, event: Input.Changed) -> None:
        """Show what has the words."""
        event.stop()
        self._listing.find_words(event.value)

    @on(Input.Submitted)
    def go_to_list(self, event: Input.Submitted) -> None:
        """Enter goes to what was found."""
        event.stop()
        self._listing.enter()
