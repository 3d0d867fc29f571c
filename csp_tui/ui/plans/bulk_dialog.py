"""Asks for one change that many offers get."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters, on
from textual.widget import Widget
from textual.widgets import Button, Input

from csp_tui.domain import identifiers
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.offer import ResellerChannel, channel_title
from csp_tui.domain.plan import GoLive
from csp_tui.i18n import N_, ngettext, render
from csp_tui.i18n import gettext as _
from csp_tui.services.bulk import BulkChange
from csp_tui.ui.commands.catalog.plans import BULK_COMMANDS, PLAN_MAKE
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.lists.record_list import Column, ListSource, Record, RecordList
from csp_tui.ui.kit.widgets.dialog_button import DialogButton
from csp_tui.ui.kit.widgets.text_fields import TextField


class BulkDialog(Dialog[BulkChange]):
    """Offers the changes that can be made to many offers; the result is the selected one.

    Args:
        offers: How many offers get it.
    """

    HELP_TEXT = N_(
        "One change for all marked offers. Select it and press Enter; a plan then shows how "
        "each offer would change before anything is changed. To add or remove partners, paste "
        "their tenant IDs first, or select a partner list."
    )
    # The offers were marked, and the session that is opened next has no marks.
    REOPENS = False
    KEEPS_FIELDS = True
    AUTO_FOCUS = "#bulk-changes"
    COMMANDS_HERE: ClassVar[Sequence[Command]] = BULK_COMMANDS
    DEFAULT_CSS = """
    BulkDialog > .dialog { width: 78; height: 24; }
    BulkDialog .dialog-body { height: 1fr; max-height: 100%; }
    BulkDialog #bulk-changes { height: 1fr; min-height: 6; margin-top: 1; }
    """
    listing = getters.query_one("#bulk-changes", RecordList)
    field = getters.query_one("#bulk-tenants", Input)

    def __init__(self, offers: int) -> None:
        title = ngettext("Change {count} offer", "Change {count} offers", offers)
        super().__init__(title)
        self._changes: list[tuple[str, BulkChange | None]] = []

    def compose_body(self) -> Iterable[Widget]:
        """The field for tenant IDs, and the changes."""
        yield TextField(placeholder=_("Tenant IDs, to add or remove partners"), id="bulk-tenants")
        yield RecordList(
            [Column("change", _("Change"), min_width=30)], mark_width=0, id="bulk-changes"
        )

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel or plan."""
        yield Button(_("Cancel"), id="cancel")
        yield DialogButton(_("Plan"), PLAN_MAKE, id="plan", primary=True)

    def on_mount(self) -> None:
        """Read the lists that partners can come from."""
        super().on_mount()
        self._show([])
        self.tasks.run(self.app.workbench.lists.names, self._show, group="lists")

    def _show(self, lists: list[str]) -> None:
        options = [
            (
                _("Select “{option}”").format(option=render(channel_title(option))),
                BulkChange(channel=option),
            )
            for option in ResellerChannel
        ]
        joining = [
            (
                _("Add the partners of the list {name}").format(name=name),
                BulkChange(add_lists=(name,)),
            )
            for name in lists
        ]
        leaving = [
            (
                _("Remove the partners of the list {name}").format(name=name),
                BulkChange(remove_lists=(name,)),
            )
            for name in lists
        ]
        self._changes = [
            (_("Add the partners above"), None),
            (_("Remove the partners above"), None),
            *options,
            (_("Publish the drafts"), BulkChange(go_live=GoLive.PUBLISH)),
            (_("Sync CSP audience"), BulkChange(go_live=GoLive.SYNC)),
            *joining,
            *leaving,
        ]
        self.listing.set_source(
            ListSource(
                Record((title,), key=str(place))
                for place, (title, _change) in enumerate(self._changes)
            )
        )

    def highlight(self, change: BulkChange) -> bool:
        """Put the cursor on a change; False if it is not offered, or not yet."""
        for place, (_title, one) in enumerate(self._changes):
            if one == change:
                self.listing.cursor = place
                return True
        return False

    @on(Input.Submitted)
    @on(RecordList.Selected, "#bulk-changes")
    def select(self, event: Input.Submitted | RecordList.Selected) -> None:
        """Return the selected change."""
        event.stop()
        self.command_plan_make()

    def command_plan_make(self) -> None:
        """Return the selected change, unless its partners are missing."""
        key = self.listing.cursor_key
        if key is None:
            return
        place = int(key)
        change = self._changes[place][1]
        if change is not None:
            self.dismiss(change)
            return
        try:
            tenants = tuple(identifiers.split_tenant_ids(self.field.value))
        except InvalidInput as error:
            self.complain_about(error)
            self.field.focus()
            return
        if not tenants:
            self.complain(_("Enter the tenant IDs of the partners first."))
            self.field.focus()
            return
        self.dismiss(BulkChange(add=tenants) if place == 0 else BulkChange(remove=tenants))
