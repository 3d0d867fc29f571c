"""Support requests as a list: those of one offer, or all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, ClassVar, NamedTuple, cast

from textual import getters, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from csp_tui.domain.support import ListedRequest, is_old
from csp_tui.i18n import N_, ngettext
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import Value
from csp_tui.services.views import AudienceView, BlockedByRequest, RequestOverview
from csp_tui.ui.commands.catalog.requests import REQUESTS_COMMANDS
from csp_tui.ui.commands.command import Command, CommandProvider
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.kit.background import ReadAhead
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.master_detail import Detail, MasterDetail
from csp_tui.ui.kit.section import Section
from csp_tui.ui.kit.theme import State, marked
from csp_tui.ui.kit.widgets.find_field import FindField
from csp_tui.ui.requests.ages import RequestAges
from csp_tui.ui.requests.detail import read_detail
from csp_tui.ui.requests.list import PAGE, RequestFacts, RequestList, RequestSource
from csp_tui.ui.requests.together import RequestsTogether
from csp_tui.ui.text.copyable import Copyable
from csp_tui.ui.text.requests import reminder, request_copyable

if TYPE_CHECKING:
    from csp_tui.ui.kit.page import Page


class Shown(StrEnum):
    """Which requests the list shows."""

    ALL = "all"
    OPEN = "open"
    OLD = "old"


class _Pages(NamedTuple):
    """Closed requests by the numbers of their pages, and the names of offers by their IDs."""

    requests: dict[int, list[ListedRequest]]
    names: dict[str, str]


class _Read(NamedTuple):
    found: RequestOverview
    blocked: dict[int, BlockedByRequest]
    closed: _Pages


class RequestsSection(Section):
    """The list with its summary; Enter opens a request.

    Args:
        offer_id: The offer, or "" for the requests of all offers.
    """

    HELP_TEXT = N_(
        "The support requests, the open ones first. A draft is still being filled "
        "in, a submitted one was filed in Partner Center and is awaiting Microsoft's answer. Enter "
        "opens a request: there it is submitted, completed, declined or withdrawn. Space marks "
        "open requests, to submit, complete or pack several at once."
    )
    COMMANDS_HERE: ClassVar[Sequence[Command]] = REQUESTS_COMMANDS
    CONTROLLERS: ClassVar[Sequence[type[CommandProvider]]] = (RequestsTogether,)
    DEFAULT_CSS = """
    RequestsSection { & > #requests-summary { height: auto; max-height: 2; } }
    """
    listing = getters.query_one(RequestList)

    def __init__(self, offer_id: str = "") -> None:
        super().__init__(offer_id)
        self._ahead = ReadAhead[_Read]()
        self._found = RequestOverview()
        self._pages: dict[int, list[ListedRequest]] = {}
        self._known: dict[int, ListedRequest] = {}
        self._source: RequestSource | None = None
        self._names: dict[str, str] = {}
        self._blocked: dict[int, BlockedByRequest] = {}
        self.shown = Shown.ALL
        self.together = RequestsTogether(self, lambda: self._host_page, self._show_list)

    @property
    def controllers(self) -> Sequence[CommandProvider]:
        """What works on several requests at once."""
        return (self.together,)

    def compose(self) -> ComposeResult:
        """How many there are, and the list."""
        yield Static("", id="requests-summary", markup=False)
        listing = RequestList(with_offer=not self.offer_id, id="requests-list")
        listing.busy = _("Reading the requests…")
        listing.frame(_("Support requests"))
        yield FindField(listing)
        yield MasterDetail(listing, self._read_detail)
        yield RequestAges(id="requests-ages")

    def read_ahead(self) -> None:
        """Begin to read what the list opens with."""
        if self.app.is_open:
            self._ahead.begin(partial(self._read, range(0), reads_all=False))

    def show_view(self, view: AudienceView) -> None:
        """Read the requests again whenever the offer was read."""
        super().show_view(view)
        self.load()

    def load(self) -> None:
        """Read the requests: the open ones, and the closed ones that are in view."""
        listing = self.listing
        read = partial(self._read, listing.records_in_view, reads_all=bool(listing.order))
        self.tasks.run(self._ahead.take() or read, self._show)

    def _read(self, seen: range, *, reads_all: bool) -> _Read:
        """Read the open requests and some of the closed ones; runs in a thread.

        Args:
            seen: The places in view.
            reads_all: Whether all closed requests are wanted, to sort them or find words.
        """
        support = self.app.workbench.support
        found = support.overview(self.offer_id or None)
        lead, closed = len(found.open), range(-(-len(found.closed) // PAGE))
        in_view = range((seen.start - lead) // PAGE, (seen.stop - lead) // PAGE + 1)
        # Without the first page, a filter that is turned off would show nothing at first.
        pages = [page for page in closed if reads_all or page == 0 or page in in_view]
        closed_ones = self._read_pages(pages, found.closed, found.open)
        return _Read(found, support.blocked_by(found.open), closed_ones)

    def _read_pages(
        self, pages: Iterable[int], closed: Sequence[int], others: Iterable[ListedRequest] = ()
    ) -> _Pages:
        """Pages of the closed requests with the names of their offers; runs in a thread.

        Args:
            pages: Their numbers.
            closed: The numbers of all closed requests.
            others: Requests whose offers are named as well.
        """
        numbers = {page: closed[page * PAGE : (page + 1) * PAGE] for page in pages}
        workbench = self.app.workbench
        found = {one.id: one for one in workbench.support.listed([*chain(*numbers.values())])}
        offers = {} if self.offer_id else {one.offer_id for one in chain(found.values(), others)}
        return _Pages(
            {page: [found[one] for one in some if one in found] for page, some in numbers.items()},
            workbench.offers.names(offers) if offers else {},
        )

    def _read_detail(self, key: str) -> Detail:
        return read_detail(self.app.workbench, key)

    def _show(self, read: _Read) -> None:
        self._found, self._blocked = read.found, read.blocked
        self._known = {one.id: one for one in read.found.open}
        self._pages, self._names = {}, {}
        self._keep(read.closed)
        self.together.show(read.found.open, read.found.seen, self._names)
        self._show_list()

    def _keep(self, read: _Pages) -> None:
        self._pages |= read.requests
        self._known |= {one.id: one for page in read.requests.values() for one in page}
        self._names |= read.names

    @on(RecordList.Needed)
    def read_more(self, event: RecordList.Needed) -> None:
        """Read the closed requests that have come into view."""
        event.stop()
        source, closed = self._source, self._found.closed
        missing = source.missing(event.start, event.end) if source is not None else ()

        def show(read: _Pages) -> None:
            if source is not None and source is self._source:
                self._keep(read)
                for number, page in read.requests.items():
                    source.put(number, page)
                self.listing.records_loaded(0, source.total)

        if missing:
            read = partial(self._read_pages, missing, closed)
            self.tasks.run(read, show, group="pages", is_quick=True)

    def _show_list(self) -> None:
        found, now = self._found, self.app.workbench.clock.now()
        total = len(found.open) + len(found.closed)
        old = [request for request in found.open if is_old(request, now)]
        if self.shown is Shown.OLD and not old:
            self.shown = Shown.ALL
        open_now = len(found.open)
        summary = ngettext("{count} request", "{count} requests", total)
        summary += " · " + ngettext("{count} open", "{count} open", open_now)
        if self.shown is Shown.OPEN:
            summary += " · " + _("only open ones are shown")
        elif self.shown is Shown.OLD:
            summary += " · " + _("only old ones are shown")
        parts = [Content(summary)]
        if late := reminder(old, now):
            parts.append(marked(State.STALE, late))
        self.query_one("#requests-summary", Static).update(Content(" · ").join(parts))
        listing = self.listing
        facts = RequestFacts(now, self._names, self._blocked, self.together.marked)
        listing.busy = ""
        listing.empty = self._nothing(bool(total))
        self._source = source = RequestSource(
            lambda one: listing.describe(one, facts),
            old if self.shown is Shown.OLD else found.open,
            found.closed if self.shown is Shown.ALL else (),
        )
        for number, page in self._pages.items() if self.shown is Shown.ALL else ():
            source.put(number, page)
        listing.set_source(source)
        self.query_one(MasterDetail).reload()
        self.query_one(RequestAges).show(found.open, self._names, now)
        self._host_page.refresh_commands()

    def _nothing(self, hidden: bool) -> str:
        if hidden:
            return _("No requests are open. Press {key} to show the closed ones too.").format(
                key=key_label("requests.open-only")
            )
        if self.offer_id:
            return _(
                "No support requests for this offer.\n\n"
                "A request begins here with {key}, or from a change that Microsoft has to make: "
                "removing a partner from the live list, or changing a live option."
            ).format(key=key_label("requests.new"))
        return _(
            "No support requests.\n\n"
            "Some changes of live offers can only be made by Microsoft, on request. A request "
            "begins here with {key}, or from the change itself in Resell through CSPs."
        ).format(key=key_label("requests.new"))

    def _current(self) -> ListedRequest | None:
        key = self.listing.cursor_key if self.is_mounted else None
        return None if key is None else self._known.get(int(key))

    @property
    def _host_page(self) -> Page:
        return cast("Page", self.screen)

    @on(RecordList.Selected)
    def open_selected(self, event: RecordList.Selected) -> None:
        """Enter or a click opens a request."""
        event.stop()
        self.app.navigation.open_request(int(event.record.key))

    @on(RecordList.Toggled)
    def mark(self, event: RecordList.Toggled) -> None:
        """Mark an open request for a change of several, or unmark it."""
        event.stop()
        if self.together.toggle(int(event.record.key)):
            self._show_list()
            self.together.tell_marks()

    @on(RecordList.Highlighted)
    def follow_cursor(self, event: RecordList.Highlighted) -> None:
        """What can be done depends on the highlighted request."""
        event.stop()
        self._host_page.refresh_commands()

    def disabled_reason_requests_open(self) -> str | None:
        """Opening needs a request."""
        return None if self._current() else _("No request is selected.")

    def command_requests_open(self) -> None:
        """Open the highlighted request."""
        request = self._current()
        if request is not None:
            self.app.navigation.open_request(request.id)

    def disabled_reason_requests_new(self) -> str | None:
        """A request is about a live offer."""
        if not self.app.is_open:
            return _("The database is still being opened.")
        if self.view is not None and not self.view.state.offer.is_live:
            return _("The offer has never been published, so its draft can be changed freely.")
        return None

    def command_requests_new(self) -> None:
        """Ask what to ask for, then open the wizard."""
        self._ask_new({})

    def restore(self, typed: Mapping[str, Value]) -> None:
        """Ask again what an earlier session was about to ask for."""
        asking = typed.get("asking")
        if isinstance(asking, dict):
            self._ask_new(asking)

    def _ask_new(self, typed: Mapping[str, Value]) -> None:
        from csp_tui.ui.requests.new_dialog import NewRequestDialog

        def recovered(request_id: int | None) -> None:
            if request_id is not None:
                self.app.navigation.open_request(request_id)

        self.app.push_screen(NewRequestDialog(self.offer_id, typed), recovered)

    def disabled_reason_requests_open_only(self) -> str | None:
        """There must be something to select from."""
        return None if self._known else _("There are no requests yet.")

    def short_title_requests_open_only(self) -> str:
        """What the key does now."""
        match self._next_filter():
            case Shown.ALL:
                return _("Show all")
            case Shown.OPEN:
                return _("Open only")
            case Shown.OLD:
                return _("Old only")

    def _next_filter(self) -> Shown:
        """All requests, then the open ones, then the old ones where there are any."""
        now = self.app.workbench.clock.now()
        if self.shown is Shown.ALL:
            return Shown.OPEN
        has_old = any(is_old(request, now) for request in self._found.open)
        return Shown.OLD if self.shown is Shown.OPEN and has_old else Shown.ALL

    def command_requests_open_only(self) -> None:
        """Show open requests only, the old ones of them, or all."""
        self.shown = self._next_filter()
        self._show_list()

    def disabled_reason_requests_copy(self) -> str | None:
        """There must be a ticket number."""
        request = self._current()
        if request is None:
            return _("No request is selected.")
        return None if request.ticket else _("This request has no ticket number yet.")

    def command_requests_copy(self) -> None:
        """Copy the ticket number."""
        request = self._current()
        if request is not None and request.ticket:
            self._host_page.tell(self.app.copy(request.ticket, _("The ticket number")), "plain")

    def copyable(self) -> Copyable | None:
        """The whole text of the highlighted request."""
        request = self._current()
        if request is None:
            return None
        workbench = self.app.workbench
        return request_copyable(workbench, workbench.support.show(request.id))

    def disabled_reason_requests_copy_text(self) -> str | None:
        """There must be a request."""
        return None if self._current() else _("No request is selected.")

    def command_requests_copy_text(self) -> None:
        """Copy the whole text."""
        copyable = self.copyable()
        if copyable is not None:
            self._host_page.tell(self.app.copy(copyable.text, copyable.what), "plain")
