"""Dialogs of partner lists: create, edit with a preview, select followers, save as."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from textual import getters, on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Label, Static

from csp_tui.domain import identifiers
from csp_tui.domain.errors import FieldChecks, InvalidInput
from csp_tui.domain.partner import PartnerQuery
from csp_tui.domain.partner_list import TITLE_LIMIT, checked_list_name
from csp_tui.domain.text import visible
from csp_tui.i18n import N_, Number, ngettext, render, titled
from csp_tui.i18n import gettext as _
from csp_tui.services.partner_lists import ListSummary
from csp_tui.ui.commands.catalog.plans import LISTS_SAVE
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.app_base import AppBase
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.lists.offer_choices import OfferChoices
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.widgets.dialog_button import DialogButton
from csp_tui.ui.kit.widgets.text_fields import TextField
from csp_tui.ui.lists.search_fields import (
    SEARCH_FIELDS,
    SEARCH_INPUTS,
    TypedSearch,
    search_fields,
    typed_search,
)
from csp_tui.ui.text.input import field_text

_NAME_LIMIT = 50
_NO_ONE: tuple[str, ...] = ()
_Edit = tuple[tuple[str, ...], tuple[str, ...], PartnerQuery | None]


def _typed(dialog: Dialog[Any], name: str) -> str:
    """The trimmed text of a field, "" for one that is not there."""
    found = dialog.query(f"#{name}").results(Input)
    return next((field.value.strip() for field in found), "")


def _tenants(text: str, field: str) -> tuple[str, ...]:
    """The tenant IDs that are typed in a field.

    Raises:
        InvalidInput: A word is none.
    """
    try:
        return tuple(identifiers.split_tenant_ids(text))
    except InvalidInput as error:
        error.field = field
        raise


class NewListDialog(Dialog[str]):
    """Asks for a new list; the result is its name once it is created.

    Args:
        offer_id: The offer whose draft list becomes the list; "" asks for partners or a search.
    """

    HELP_TEXT = N_(
        "A list has a short name for commands and files, and optionally a title. Enter tenant IDs "
        "for a fixed list, or words, countries, competencies and skills for a list that always "
        "contains the partners that the search finds."
    )
    AUTO_FOCUS = "#list-name"
    KEEPS_FIELDS = True
    COMMANDS_HERE: ClassVar[Sequence[Command]] = (LISTS_SAVE,)
    FIELDS: ClassVar[Mapping[str, str]] = {
        "name": "list-name",
        "title": "list-title",
        "list-tenants": "list-tenants",
        **SEARCH_FIELDS,
    }
    DEFAULT_CSS = "NewListDialog #list-preview { height: auto; color: $text-muted; }"

    def __init__(self, offer_id: str = "") -> None:
        super().__init__(_("Save as partner list") if offer_id else _("New partner list"))
        self._offer_id = offer_id
        self._warned = TypedSearch()

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
        yield from search_fields(_("Or a search by part of a name or by city:"), PartnerQuery())
        yield Static("", id="list-preview", markup=False)

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel or create."""
        yield Button(_("Cancel"), id="cancel")
        yield DialogButton(_("Create"), LISTS_SAVE, id="save", primary=True)

    def short_title_lists_save(self) -> str:
        """What the button says."""
        return _("Create")

    @on(Input.Changed, SEARCH_INPUTS)
    def preview(self, event: Input.Changed) -> None:
        """Count the partners that the search finds."""
        event.stop()
        search, workbench = typed_search(self), self.app.workbench
        self._show_preview("")
        if search != TypedSearch():
            self.tasks.run(
                lambda: workbench.lists.preview_search(search.checked(workbench)),
                self._counted,
                group="preview",
                delay=0.2,
                on_error=lambda error: self._show_preview(render(error.message)),
            )

    def _counted(self, found: int) -> None:
        text = ngettext("{count} partner is found.", "{count} partners are found.", Number(found))
        self._show_preview(text if found else _("The search finds no partner."))

    def _show_preview(self, text: str) -> None:
        self.query_one("#list-preview", Static).update(Content(visible(text)))

    @on(Input.Submitted)
    def save_entered(self, event: Input.Submitted) -> None:
        """Save, as F2 does."""
        event.stop()
        self.command_lists_save()

    def command_lists_save(self) -> None:
        """Create the list, unless something in the fields can't be used."""
        typed_name, title = _typed(self, "list-name"), _typed(self, "list-title")
        typed_tenants, search = _typed(self, "list-tenants"), typed_search(self)
        workbench, offer_id = self.app.workbench, self._offer_id
        lists, warned = workbench.lists, search == self._warned

        def work() -> ListSummary | None:
            fields, is_search = FieldChecks(), search != TypedSearch()
            name = fields.check(lambda: checked_list_name(typed_name), "")
            tenants = fields.check(lambda: _tenants(typed_tenants, "list-tenants"), _NO_ONE)
            found = fields.check(lambda: search.checked(workbench), PartnerQuery())
            fields.require_valid()
            query = found if is_search else None
            if offer_id:
                return lists.create_from_offer(name, offer_id, title=title)
            if query is not None and not warned and not lists.preview_search(query):
                return None
            return lists.create(name, title=title, tenant_ids=tenants, query=query)

        def created(row: ListSummary | None) -> None:
            if row is not None:
                self.dismiss(row.list.name)
                return
            self._warned = search
            self.complain(
                _("The search finds no partner. Save again to create the list all the same.")
            )

        self.tasks.run_write(work, created, on_error=self.complain_about)


class EditListDialog(Dialog[bool]):
    """Changes a list, and shows which offers would differ from it; True if it was changed."""

    HELP_TEXT = N_(
        "Enter tenant IDs that join or leave the list, or another search. Below you see which "
        "offers would differ from the list then; they stay as they are until it is applied."
    )
    AUTO_FOCUS = "#list-title"
    KEEPS_FIELDS = True
    COMMANDS_HERE: ClassVar[Sequence[Command]] = (LISTS_SAVE,)
    FIELDS: ClassVar[Mapping[str, str]] = {
        "title": "list-title",
        "list-add": "list-add",
        "list-remove": "list-remove",
        **SEARCH_FIELDS,
    }
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
            yield from search_fields(_("The search: part of a name or a city:"), listed.query)
        yield Static("", id="list-preview", markup=False)

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel or save."""
        yield Button(_("Cancel"), id="cancel")
        yield DialogButton(_("Save"), LISTS_SAVE, id="save", primary=True)

    def _read_edit(self) -> Callable[[], _Edit]:
        """What is typed, to be checked in a thread, as that reads the directory."""
        stored, workbench = self._row.list.query, self.app.workbench
        add, remove = _typed(self, "list-add"), _typed(self, "list-remove")
        search = typed_search(self)

        def check() -> _Edit:
            fields = FieldChecks()
            edit = (
                fields.check(lambda: _tenants(add, "list-add"), _NO_ONE),
                fields.check(lambda: _tenants(remove, "list-remove"), _NO_ONE),
                stored and fields.check(lambda: search.checked(workbench, stored), stored),
            )
            fields.require_valid()
            return edit

        return check

    @on(Input.Changed)
    def preview(self, event: Input.Changed) -> None:
        """Show which offers would differ from the list."""
        event.stop()
        lists, name, check = self.app.workbench.lists, self._row.list.name, self._read_edit()

        def read() -> ListSummary:
            add, remove, query = check()
            return lists.preview_edit(name, query=query, add=add, remove=remove)

        self.tasks.run(
            read,
            self._previewed,
            group="preview",
            delay=0.2,
            on_error=lambda error: self._show_preview(render(error.message)),
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
        lists, name, title = (
            self.app.workbench.lists,
            self._row.list.name,
            _typed(self, "list-title"),
        )
        check = self._read_edit()

        def work() -> ListSummary:
            add, remove, query = check()
            return lists.edit(name, title=title, query=query, add=add, remove=remove)

        self.tasks.run_write(work, self._saved, on_error=self.complain_about)

    def _saved(self, _row: ListSummary) -> None:
        self.dismiss(True)


class FollowDialog(Dialog[int]):
    """Selects the offers that follow a list; the result is how many have changed."""

    HELP_TEXT = N_(
        "Offers with a check mark follow the list. Space selects or deselects an offer. Their "
        "drafts stay as they are until the list is applied."
    )
    AUTO_FOCUS = "#followers"
    COMMANDS_HERE: ClassVar[Sequence[Command]] = (LISTS_SAVE,)
    DEFAULT_CSS = """
    FollowDialog > .dialog { width: 78; height: 22; }
    FollowDialog .dialog-body { height: 1fr; max-height: 100%; }
    """
    listing = getters.query_one(OfferChoices)

    def __init__(self, row: ListSummary) -> None:
        super().__init__(_("Offers that follow {name}").format(name=row.list.name))
        self._list_name = row.list.name
        self._before = {one.offer_id for one in row.offers}

    def selected_here(self) -> object:
        """The selected offers."""
        return frozenset(self.listing.marked)

    def compose_body(self) -> Iterable[Widget]:
        """The offers."""
        yield OfferChoices(self._before, id="followers")

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel or save."""
        yield Button(_("Cancel"), id="cancel")
        yield DialogButton(_("Save"), LISTS_SAVE, id="save", primary=True)

    def on_mount(self) -> None:
        """Read the offers."""
        self.tasks.run(self.app.workbench.offers.rows, self.listing.show, group="offers")

    @on(RecordList.Selected)
    def mark(self, event: RecordList.Selected) -> None:
        """Enter marks an offer, as Space does."""
        event.stop()
        self.listing.mark(event.record.key)

    def command_lists_save(self) -> None:
        """Save who follows the list."""
        marked = self.listing.marked.keys()
        joining, leaving = sorted(marked - self._before), sorted(self._before - marked)
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


def save_as_list(app: AppBase, offer_id: str) -> None:
    """Ask for the name of a new list with the partners on an offer's draft list."""

    def saved(name: str | None) -> None:
        if name:
            app.tell(_("List {name} created.").format(name=name))

    app.push_screen(NewListDialog(offer_id), saved)
