"""Dialogs of partner lists: create, edit with a preview, select followers, save as."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual import getters, on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Label, Static

from csp_tui.domain import identifiers
from csp_tui.domain.errors import InvalidInput, WorkbenchError
from csp_tui.domain.partner import PartnerQuery
from csp_tui.domain.partner_list import TITLE_LIMIT, checked_list_name
from csp_tui.domain.text import visible
from csp_tui.i18n import N_, Number, ngettext, render, titled
from csp_tui.i18n import gettext as _
from csp_tui.services.partner_lists import ListSummary
from csp_tui.services.views import OfferRow
from csp_tui.ui.commands.catalog.plans import LISTS_SAVE
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.lists.offer_choices import choices
from csp_tui.ui.kit.lists.record_list import Column, RecordList
from csp_tui.ui.kit.widgets.dialog_button import DialogButton
from csp_tui.ui.kit.widgets.text_fields import TextField
from csp_tui.ui.text.input import field_text

_NAME_LIMIT = 50


def _typed(dialog: Dialog[Any], name: str) -> str:
    """The trimmed text of a field, "" for one that is not there."""
    found = dialog.query(f"#{name}").results(Input)
    return next((field.value.strip() for field in found), "")


def _countries(dialog: Dialog[Any]) -> frozenset[str]:
    """The country codes that are typed."""
    return frozenset(_typed(dialog, "list-countries").upper().replace(",", " ").split())


def _complain(dialog: Dialog[Any], error: WorkbenchError) -> None:
    """Say why it can't be saved, and what to do."""
    step = "" if error.next_step is None else " " + render(error.next_step)
    dialog.complain(render(error.message) + step)


class NewListDialog(Dialog[str]):
    """Asks for a new list; the result is its name once it is created.

    Args:
        offer_id: The offer whose draft list becomes the list; "" asks for partners or a search.
    """

    HELP_TEXT = N_(
        "A list has a short name for commands and files, and optionally a title. Enter tenant IDs "
        "for a fixed list, or words and a country for a list that always contains the partners "
        "that the search finds."
    )
    AUTO_FOCUS = "#list-name"
    KEEPS_FIELDS = True
    COMMANDS_HERE: ClassVar[Sequence[Command]] = (LISTS_SAVE,)
    DEFAULT_CSS = "NewListDialog #list-preview { height: auto; color: $text-muted; }"

    def __init__(self, offer_id: str = "") -> None:
        super().__init__(_("Save as partner list") if offer_id else _("New partner list"))
        self._offer_id = offer_id
        self._warned: PartnerQuery | None = None

    def compose_body(self) -> Iterable[Widget]:
        """The fields."""
        yield Label(_("Name, such as eu-distributors:"), markup=False)
        yield TextField(id="list-name", max_length=_NAME_LIMIT)
        yield Label(_("Title (optional):"), markup=False)
        yield TextField(id="list-title", max_length=TITLE_LIMIT)
        if self._offer_id:
            return
        yield Label(_("Tenant IDs of a fixed list:"), markup=False)
        yield TextField(id="list-tenants")
        yield Label(_("Or a search: part of a name:"), markup=False)
        yield TextField(id="list-text")
        yield Label(_("And countries of the search, such as FR DE:"), markup=False)
        yield TextField(id="list-countries")
        yield Static("", id="list-preview", markup=False)

    def compose_buttons(self) -> Iterable[Button]:
        """Leave, or create."""
        yield Button(_("Cancel"), id="cancel")
        yield DialogButton(_("Create"), LISTS_SAVE, id="save", primary=True)

    def _query(self) -> PartnerQuery | None:
        text, countries = _typed(self, "list-text"), _countries(self)
        return PartnerQuery(text=text, countries=countries) if text or countries else None

    @on(Input.Changed, "#list-text, #list-countries")
    def preview(self, event: Input.Changed) -> None:
        """Count the partners that the search finds."""
        event.stop()
        query, lists = self._query(), self.app.workbench.lists
        self.query_one("#list-preview", Static).update("")
        if query is not None:
            self.tasks.run(
                lambda: lists.preview_search(query), self._counted, group="preview", delay=0.2
            )

    def _counted(self, found: int) -> None:
        text = ngettext("{count} partner is found.", "{count} partners are found.", Number(found))
        self.query_one("#list-preview", Static).update(
            Content(text if found else _("The search finds no partner."))
        )

    @on(Input.Submitted)
    def save_entered(self, event: Input.Submitted) -> None:
        """Save, as F2 does."""
        event.stop()
        self.command_lists_save()

    def command_lists_save(self) -> None:
        """Create the list, unless something in the fields can't be used."""
        try:
            name = checked_list_name(_typed(self, "list-name"))
            tenants = tuple(identifiers.split_tenant_ids(_typed(self, "list-tenants")))
        except InvalidInput as error:
            _complain(self, error)
            return
        query, title = self._query(), _typed(self, "list-title")
        lists, offer_id = self.app.workbench.lists, self._offer_id
        warned = query == self._warned

        def work() -> ListSummary | None:
            if offer_id:
                return lists.create_from_offer(name, offer_id, title=title)
            if query is not None and not warned and not lists.preview_search(query):
                return None
            return lists.create(name, title=title, tenant_ids=tenants, query=query)

        def created(row: ListSummary | None) -> None:
            if row is not None:
                self.dismiss(row.list.name)
                return
            self._warned = query
            self.complain(
                _("The search finds no partner. Save again to create the list all the same.")
            )

        self.tasks.run_write(work, created, on_error=lambda error: _complain(self, error))


class EditListDialog(Dialog[bool]):
    """Changes a list, and shows which offers would differ from it; True if it was changed.

    Args:
        row: The list.
    """

    HELP_TEXT = N_(
        "Enter tenant IDs that join or leave the list, or another search. Below you see which "
        "offers would differ from the list then; they stay as they are until it is applied."
    )
    AUTO_FOCUS = "#list-title"
    KEEPS_FIELDS = True
    COMMANDS_HERE: ClassVar[Sequence[Command]] = (LISTS_SAVE,)
    DEFAULT_CSS = "EditListDialog #list-preview { height: auto; max-height: 6; margin-top: 1; }"

    def __init__(self, row: ListSummary) -> None:
        super().__init__(_("Edit the list {name}").format(name=row.list.name))
        self._row = row

    def is_about(self) -> str:
        """The list."""
        return self._row.list.name

    def compose_body(self) -> Iterable[Widget]:
        """The fields, and the effect of the change."""
        listed = self._row.list
        yield Label(_("Title (optional):"), markup=False)
        yield TextField(field_text(listed.title), id="list-title", max_length=TITLE_LIMIT)
        if listed.query is None:
            yield Label(_("Tenant IDs that join the list:"), markup=False)
            yield TextField(id="list-add")
            yield Label(_("Tenant IDs that leave it:"), markup=False)
            yield TextField(id="list-remove")
        else:
            yield Label(_("The search: part of a name:"), markup=False)
            yield TextField(field_text(listed.query.text), id="list-text")
            yield Label(_("And countries of the search, such as FR DE:"), markup=False)
            countries = " ".join(sorted(listed.query.countries))
            yield TextField(field_text(countries), id="list-countries")
        yield Static("", id="list-preview", markup=False)

    def compose_buttons(self) -> Iterable[Button]:
        """Leave, or save."""
        yield Button(_("Cancel"), id="cancel")
        yield DialogButton(_("Save list"), LISTS_SAVE, id="save", primary=True)

    def _edit(self) -> tuple[tuple[str, ...], tuple[str, ...], PartnerQuery | None]:
        """Who joins and leaves, and the search.

        Raises:
            InvalidInput: A word is not a tenant ID.
        """
        stored = self._row.list.query
        if stored is None:
            joining = tuple(identifiers.split_tenant_ids(_typed(self, "list-add")))
            return joining, tuple(identifiers.split_tenant_ids(_typed(self, "list-remove"))), None
        return (
            (),
            (),
            PartnerQuery(
                text=_typed(self, "list-text"),
                countries=_countries(self),
                competencies=stored.competencies,
                skills=stored.skills,
            ),
        )

    @on(Input.Changed)
    def preview(self, event: Input.Changed) -> None:
        """Show which offers would differ from the list."""
        event.stop()
        try:
            add, remove, query = self._edit()
        except InvalidInput:
            self._show_preview("")
            return
        lists, name = self.app.workbench.lists, self._row.list.name
        self.tasks.run(
            lambda: lists.preview_edit(name, query=query, add=add, remove=remove),
            self._previewed,
            group="preview",
            delay=0.2,
            on_error=lambda _error: self._show_preview(""),
        )

    def _previewed(self, row: ListSummary) -> None:
        lines = [
            titled(one.offer_id, render(one.difference)) for one in row.offers if one.has_drifted
        ]
        none = [_("No offer would differ from the list.")] if row.offers else []
        if not row.partners:
            lines.insert(0, _("The list has no partners then."))
        self._show_preview("\n".join(lines or none))

    def _show_preview(self, text: str) -> None:
        self.query_one("#list-preview", Static).update(Content(visible(text)))

    @on(Input.Submitted)
    def save_entered(self, event: Input.Submitted) -> None:
        """Save, as F2 does."""
        event.stop()
        self.command_lists_save()

    def command_lists_save(self) -> None:
        """Save the list, unless something in the fields can't be used."""
        try:
            add, remove, query = self._edit()
        except InvalidInput as error:
            _complain(self, error)
            return
        lists, name, title = (
            self.app.workbench.lists,
            self._row.list.name,
            _typed(self, "list-title"),
        )
        self.tasks.run_write(
            lambda: lists.edit(name, title=title, query=query, add=add, remove=remove),
            self._saved,
            on_error=lambda error: _complain(self, error),
        )

    def _saved(self, _row: ListSummary) -> None:
        self.dismiss(True)


class FollowDialog(Dialog[int]):
    """Selects the offers that follow a list; the result is how many have changed.

    Args:
        row: The list.
    """

    HELP_TEXT = N_(
        "Offers with a check mark follow the list. Space selects or deselects an offer. Their "
        "drafts stay as they are until the list is applied."
    )
    AUTO_FOCUS = "#followers"
    COMMANDS_HERE: ClassVar[Sequence[Command]] = (LISTS_SAVE,)
    DEFAULT_CSS = """
    FollowDialog > .dialog { width: 78; height: 22; }
    FollowDialog .dialog-body { height: 1fr; max-height: 100%; }
    FollowDialog #followers { height: 1fr; min-height: 6; }
    """
    listing = getters.query_one("#followers", RecordList)

    def __init__(self, row: ListSummary) -> None:
        super().__init__(_("Offers that follow {name}").format(name=row.list.name))
        self._list_name = row.list.name
        self._before = {one.offer_id for one in row.offers}
        self._marked = set(self._before)
        self._rows: list[OfferRow] = []

    def selected_here(self) -> object:
        """The selected offers."""
        return frozenset(self._marked)

    def compose_body(self) -> Iterable[Widget]:
        """The offers."""
        yield RecordList(
            [
                Column("name", _("Offer"), min_width=20, cut="middle"),
                Column("id", _("Offer ID"), min_width=16, cut="middle"),
            ],
            mark_width=2,
            id="followers",
            toggles=True,
        )

    def compose_buttons(self) -> Iterable[Button]:
        """Leave, or save."""
        yield Button(_("Cancel"), id="cancel")
        yield DialogButton(_("Save"), LISTS_SAVE, id="save", primary=True)

    def on_mount(self) -> None:
        """Read the offers."""
        self.tasks.run(self.app.workbench.offers.rows, self._show, group="offers")

    def _show(self, rows: list[OfferRow]) -> None:
        self._rows = rows
        self._paint()

    def _paint(self) -> None:
        self.listing.set_source(choices(self._rows, self._marked))

    @on(RecordList.Toggled, "#followers")
    @on(RecordList.Selected, "#followers")
    def toggle(self, event: RecordList.Toggled | RecordList.Selected) -> None:
        """Select or deselect an offer."""
        event.stop()
        self._marked ^= {event.record.key}
        self._paint()

    def command_lists_save(self) -> None:
        """Save who follows the list."""
        joining, leaving = sorted(self._marked - self._before), sorted(self._before - self._marked)
        if not joining and not leaving:
            self.dismiss(None)
            return
        lists, name = self.app.workbench.lists, self._list_name
        self.tasks.run_write(
            lambda: lists.set_followers(name, joining, leaving),
            self._followed,
        )

    def _followed(self, count: int) -> None:
        self.dismiss(count)
