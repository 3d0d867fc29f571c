"""Partner lists: create, edit, follow, apply."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters, on
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from csp_tui.domain.text import visible
from csp_tui.i18n import N_, Number, ngettext, render, titled
from csp_tui.i18n import gettext as _
from csp_tui.services.partner_lists import ListSummary
from csp_tui.ui.commands.catalog.plans import (
    LISTS_COMMANDS,
    LISTS_NEW,
)
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialogs.confirm import confirm
from csp_tui.ui.kit.dialogs.text_view import TextViewDialog
from csp_tui.ui.kit.lists.record_list import Column, ListSource, Record, RecordList
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.view_request import ViewRequest

_MEMBERS_AT_MOST = 2_000


class ListsPage(Page):
    """The partner lists, with the offers that differ from them."""

    NAV_ITEM = ""
    HELP_TEXT = N_(
        "Partner lists have a name and are fixed or defined by a search. Offers follow lists: "
        "when a list changes, the page shows which offers differ, and Apply plans what brings "
        "them in line, as one change with one undo. Partners that were added by hand stay."
    )
    AUTO_FOCUS = "#partner-lists"
    COMMANDS_HERE: ClassVar[Sequence[Command]] = LISTS_COMMANDS
    DEFAULT_CSS = "ListsPage #list-detail { height: auto; max-height: 8; }"
    listing = getters.query_one("#partner-lists", RecordList)

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[ListSummary] = []

    def compose_page(self) -> Iterable[Widget]:
        """The lists, and how offers differ from the highlighted one."""
        with Vertical(classes="page"):
            listing = RecordList(_columns(), mark_width=2, id="partner-lists")
            listing.busy = _("Reading the lists…")
            listing.frame(_("Partner lists"))
            yield listing
            yield Static("", id="list-detail", markup=False)

    def where(self) -> dict[str, str]:
        """The lists."""
        return {"screen": "lists"}

    def load(self) -> None:
        """Read the lists."""
        self.tasks.run(self.app.workbench.lists.rows, self._show)

    def _show(self, rows: list[ListSummary]) -> None:
        self._rows = rows
        self.listing.busy = ""
        self.listing.empty = _(
            "There is no partner list yet.\n\n{key} creates one. On an offer, {save} saves its "
            "draft list as one."
        ).format(key=LISTS_NEW.shown_key, save="V")
        self.listing.set_source(ListSource(map(_record, rows)))
        self._show_detail()
        self.refresh_commands()

    def _current(self) -> ListSummary | None:
        key = self.listing.cursor_key
        return next((row for row in self._rows if row.list.name == key), None)

    @on(RecordList.Highlighted, "#partner-lists")
    def follow_cursor(self, event: RecordList.Highlighted) -> None:
        """Show how offers differ from the highlighted list."""
        event.stop()
        self._show_detail()
        self.refresh_commands()

    def _show_detail(self) -> None:
        row, lines = self._current(), []
        if row is not None:
            for drift in row.offers:
                if drift.has_drifted:
                    lines.append(titled(drift.offer_id, render(drift.difference)))
            if row.offers and not lines:
                lines.append(_("All offers that follow it match the list."))
        self.query_one("#list-detail", Static).update(Content(visible("\n".join(lines))))

    @on(RecordList.Selected, "#partner-lists")
    def show_selected(self, event: RecordList.Selected) -> None:
        """Enter or a click shows the list."""
        event.stop()
        self.command_lists_show()

    def _without_list(self) -> str | None:
        return None if self._current() else _("No list is selected.")

    disabled_reason_lists_show = _without_list
    disabled_reason_lists_edit = _without_list
    disabled_reason_lists_follow = _without_list
    disabled_reason_lists_delete = _without_list

    def command_lists_show(self) -> None:
        """Show the partners of the list, and its offers."""
        row, lists = self._current(), self.app.workbench.lists
        if row is None:
            return
        name = row.list.name

        def read() -> str:
            members = [
                f"  {partner} · {country or '–'} · {tenant}"
                for tenant, partner, country in lists.members(name, limit=_MEMBERS_AT_MOST)
            ]
            offers = [f"  {one.offer_id}" for one in row.offers]
            more = row.partners - len(members)
            if more > 0:
                members.append("  " + ngettext("and {count} more", "and {count} more", more))
            return "\n".join(
                [
                    _("{title}:").format(title=_("Offers that follow it")),
                    *(offers or ["  –"]),
                    "",
                    _("{title}:").format(title=_("Partners")),
                    *(members or ["  –"]),
                ]
            )

        def show(text: str) -> None:
            title = row.list.title or name
            self.app.push_screen(TextViewDialog(title, text + "\n", file_name=f"{name}.txt"))

        self.tasks.run(read, show, group="show")

    def command_lists_new(self) -> None:
        """Ask for a new list."""
        from csp_tui.ui.lists.dialogs import NewListDialog

        def created(name: str | None) -> None:
            if name:
                self.listing.start_at(name, 0)
                self.tell(_("List {name} created.").format(name=name))
                self.load()

        self.app.push_screen(NewListDialog(), created)

    def command_lists_edit(self) -> None:
        """Change the list, showing the effect."""
        from csp_tui.ui.lists.dialogs import EditListDialog

        row = self._current()

        def edited(done: bool | None) -> None:
            if done:
                self.tell(_("List saved."))
                self.load()

        if row is not None:
            self.app.push_screen(EditListDialog(row), edited)

    def command_lists_follow(self) -> None:
        """Select the offers that follow the list."""
        from csp_tui.ui.lists.dialogs import FollowDialog

        row = self._current()

        def followed(changed: int | None) -> None:
            if changed is not None:
                self.tell(_("Saved."))
                self.load()

        if row is not None:
            self.app.push_screen(FollowDialog(row), followed)

    def disabled_reason_lists_apply(self) -> str | None:
        """Applying needs a list that offers follow."""
        row = self._current()
        if row is None:
            return self._without_list()
        return None if row.offers else _("No offer follows this list.")

    def command_lists_apply(self) -> None:
        """Plan what brings the offers in line with the list."""
        row, lists = self._current(), self.app.workbench.lists
        if row is None:
            return
        name = row.list.name
        title = _("Apply the list {name}").format(name=name)
        self.tasks.run(
            lambda: lists.wishes([name]),
            lambda desired: self.app.navigation.open_view(
                ViewRequest(view="plan", desired=desired, title=title)
            ),
            group="apply",
        )

    def command_lists_delete(self) -> None:
        """Ask, then delete the list."""
        row, lists = self._current(), self.app.workbench.lists
        if row is None:
            return
        name = row.list.name

        def delete() -> None:
            self.tasks.run_write(lambda: lists.delete(name), lambda _done: self._deleted(name))

        lines = [_("Offers keep the partners that came through it. Undo restores the list.")]
        title = _("Delete the list {name}?").format(name=name)
        confirm(self.app, title, lines, _("Delete"), delete)

    def _deleted(self, name: str) -> None:
        self.tell(_("List {name} deleted.").format(name=name))
        self.load()


def _columns() -> list[Column]:
    return [
        Column("name", _("Name"), min_width=14, cut="middle"),
        Column("title", _("Title"), min_width=16, priority=1),
        Column("kind", _("Kind"), min_width=8, priority=2),
        Column("partners", _("Partners"), min_width=8, align="right"),
        Column("offers", _("Offers"), min_width=6, align="right"),
        Column("state", _("State"), min_width=12),
    ]


def _record(row: ListSummary) -> Record:
    drifted = row.drifted
    return Record(
        (
            row.list.name,
            row.list.title,
            _("fixed") if row.list.query is None else _("search"),
            str(Number(row.partners)),
            str(Number(len(row.offers))),
            ngettext("{count} differs", "{count} differ", drifted)
            if drifted
            else (_("up to date") if row.offers else "–"),
        ),
        mark="≠" if drifted else "",
        style="added" if drifted else "",
        key=row.list.name,
    )
