"""Support requests as a list: those of one offer, or all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual import getters, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from csp_tui.domain.support import SupportRequest
from csp_tui.i18n import N_, ngettext
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import Value
from csp_tui.services.views import AudienceView
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_words import key_of
from csp_tui.ui.copying import Copyable
from csp_tui.ui.request_wording import request_copyable
from csp_tui.ui.sections.section import Section
from csp_tui.ui.widgets.record_list import RecordList
from csp_tui.ui.widgets.request_list import RequestList

if TYPE_CHECKING:
    from csp_tui.ui.workbench_screen import WorkbenchScreen


class RequestsSection(Section):
    """The list with its summary; Enter opens a request.

    Args:
        offer_id: The offer, or "" for the requests of all offers.
    """

    HELP_TEXT = N_(
        "The support requests, the open ones first. A draft is still being filled "
        "in, a submitted one was filed in Partner Center and waits for Microsoft's answer. Enter "
        "opens a request: there it is submitted, completed, declined or withdrawn."
    )
    COMMANDS_HERE: ClassVar[Sequence[Command]] = (
        Command("requests.open", N_("Open"), N_("Open the request under the cursor"), "enter"),
        Command("requests.new", N_("New request"), N_("Begin a support request"), "n", writes=True),
        Command(
            "requests.open-only",
            N_("Open only"),
            N_("Show only requests that are open, or all again"),
            "o",
        ),
        Command("requests.copy", N_("Copy ticket"), N_("Copy the ticket number"), "y"),
        Command(
            "requests.copy-text",
            N_("Copy text"),
            N_("Copy the whole text of the request under the cursor"),
            "Y",
            bar=False,
        ),
    )
    DEFAULT_CSS = """
    RequestsSection { & > #requests-summary { height: auto; max-height: 2; } }
    """
    listing = getters.query_one(RequestList)

    def __init__(self, offer_id: str = "") -> None:
        super().__init__(offer_id)
        self._requests: list[SupportRequest] | None = None
        self._names: dict[str, str] = {}
        self.open_only = False

    def compose(self) -> ComposeResult:
        """How many there are, and the list."""
        yield Static("", id="requests-summary", markup=False)
        listing = RequestList(with_offer=not self.offer_id, id="requests-list")
        listing.busy = _("Reading the requests…")
        yield listing

    def show_view(self, view: AudienceView) -> None:
        """Read the requests again whenever the offer was read."""
        super().show_view(view)
        self.load()

    def load(self) -> None:
        """Read the requests."""
        self.job(self._read, self._show)

    def _read(self) -> tuple[list[SupportRequest], dict[str, str]]:
        workbench = self.app.workbench
        names = {}
        if not self.offer_id:
            offers = (row.standing.offer for row in workbench.offers.rows())
            names = {offer.offer_id: offer.setup.name for offer in offers}
        return workbench.support.rows(self.offer_id or None), names

    def _show(self, read: tuple[list[SupportRequest], dict[str, str]]) -> None:
        self._requests, self._names = read
        self._show_list()

    def _show_list(self) -> None:
        requests = self._requests or []
        shown = [r for r in requests if r.status.is_open or not self.open_only]
        open_now = sum(request.status.is_open for request in requests)
        summary = ngettext("{count} request", "{count} requests", len(requests))
        summary += " · " + ngettext("{count} open", "{count} open", open_now)
        if self.open_only:
            summary += " · " + _("only open ones are shown, {key} shows all").format(
                key=key_of("requests.open-only")
            )
        self.query_one("#requests-summary", Static).update(Content(summary))
        self.listing.busy = ""
        self.listing.empty = self._nothing(bool(requests))
        self.listing.show(shown, self._names)
        self._refresh_commands()

    def _nothing(self, hidden: bool) -> str:
        if hidden:
            return _("No request is open. Press {key} to show the closed ones too.").format(
                key=key_of("requests.open-only")
            )
        if self.offer_id:
            return _(
                "No support requests for this offer.\n\n"
                "A request begins here with {key}, or from a change that Microsoft has to make: "
                "removing a partner from the live list, or changing a live option."
            ).format(key=key_of("requests.new"))
        return _(
            "No support requests.\n\n"
            "Some changes of live offers can only be made by Microsoft, on request. A request "
            "begins here with {key}, or from the change itself in Resell through CSPs."
        ).format(key=key_of("requests.new"))

    def _current(self) -> SupportRequest | None:
        record = self.listing.cursor_record if self.is_mounted else None
        if record is None:
            return None
        return next((r for r in self._requests or () if str(r.id) == record.key), None)

    def _refresh_commands(self) -> None:
        self._host_page.refresh_commands()

    @property
    def _host_page(self) -> WorkbenchScreen:
        return cast("WorkbenchScreen", self.screen)

    @on(RecordList.Selected)
    def open_selected(self, event: RecordList.Selected) -> None:
        """Enter or a click opens a request."""
        event.stop()
        self.app.open_request(int(event.record.key))

    @on(RecordList.Highlighted)
    def follow_cursor(self, event: RecordList.Highlighted) -> None:
        """What can be done depends on the request under the cursor."""
        event.stop()
        self._refresh_commands()

    def why_not_requests_open(self) -> str | None:
        """Opening needs a request."""
        return None if self._current() else _("There is no request to open.")

    def command_requests_open(self) -> None:
        """Open the request under the cursor."""
        request = self._current()
        if request is not None:
            self.app.open_request(request.id)

    def why_not_requests_new(self) -> str | None:
        """A request is about a live offer."""
        if not self.app.is_open:
            return _("The database is still being opened.")
        if self.view is not None and not self.view.standing.offer.is_live:
            return _("The offer has never been published, so every change is free in its draft.")
        return None

    def command_requests_new(self) -> None:
        """Ask what to ask for, then open the wizard."""
        self._ask_new({})

    def put_back(self, typed: Mapping[str, Value]) -> None:
        """Ask again what an earlier session was about to ask for."""
        asking = typed.get("asking")
        if isinstance(asking, dict):
            self._ask_new(asking)

    def _ask_new(self, typed: Mapping[str, Value]) -> None:
        from csp_tui.ui.dialogs.new_request import NewRequestDialog

        def begun(request_id: int | None) -> None:
            if request_id is not None:
                self.app.open_request(request_id)

        self.app.push_screen(NewRequestDialog(self.offer_id, typed), begun)

    def why_not_requests_open_only(self) -> str | None:
        """There must be something to choose from."""
        return None if self._requests else _("There are no requests yet.")

    def command_requests_open_only(self) -> None:
        """Show open requests only, or all."""
        self.open_only = not self.open_only
        self._show_list()

    def why_not_requests_copy(self) -> str | None:
        """There must be a ticket number."""
        request = self._current()
        if request is None:
            return _("There is no request to copy from.")
        return None if request.ticket else _("No ticket number is noted for this request.")

    def command_requests_copy(self) -> None:
        """Copy the ticket number."""
        request = self._current()
        if request is not None and request.ticket:
            self._host_page.tell(self.app.copy(request.ticket, _("The ticket number")), "plain")

    def copyable(self) -> Copyable | None:
        """The whole text of the request under the cursor."""
        request = self._current()
        return request_copyable(self.app.workbench, request) if request else None

    def why_not_requests_copy_text(self) -> str | None:
        """There must be a request."""
        return None if self._current() else _("There is no request to copy from.")

    def command_requests_copy_text(self) -> None:
        """Copy the whole text."""
        copyable = self.copyable()
        if copyable is not None:
            self._host_page.tell(self.app.copy(copyable.text, copyable.what), "plain")
