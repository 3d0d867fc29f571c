"""The place "Partner Center"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters, on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.remote import RemoteJob, SyncState
from csp_tui.domain.text import visible
from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.services.remote.service import PartnerCenterService
from csp_tui.services.remote.states import CenterSummary
from csp_tui.services.remote.views import ConnectionStatus, LinkedOffer, PullReport
from csp_tui.ui.commands.catalog.marketplace import CENTER_COMMANDS, CENTER_SIGN_IN
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.kit.background import BackgroundTasks
from csp_tui.ui.kit.blocks import excerpt
from csp_tui.ui.kit.dialogs.text_view import TextViewDialog
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.master_detail import Detail, MasterDetail
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.widgets.find_field import FindField
from csp_tui.ui.marketplace.accounts import AccountFlow
from csp_tui.ui.marketplace.conflict_dialog import Decision, RemoteConflictDialog
from csp_tui.ui.marketplace.list import LinkedOfferList
from csp_tui.ui.marketplace.manual_step import ManualStep
from csp_tui.ui.marketplace.pulling import PullFlow
from csp_tui.ui.marketplace.sending import SendFlow
from csp_tui.ui.marketplace.texts import (
    connection_line,
    detail_text,
    jobs_text,
    plan_text,
)

_FOLLOW_SECONDS = 5.0
"""Seconds between two polls of open jobs; Partner Center is asked no more often than it allows."""
_Read = tuple[ConnectionStatus, list[LinkedOffer], int, CenterSummary]
"""The account that is shown, its offers, how many accounts there are, and all offers in short."""


class PartnerCenterScreen(Page):
    """Linked offers with how they compare; pull, push, jobs and conflicts."""

    NAV_ITEM = "center"
    HELP_TEXT = N_(
        "What Partner Center has and what you have here. Pull applies the changes made there; "
        "drafts that you have changed are kept, and an offer that was changed on both sides is a "
        "conflict until you resolve it. Push writes the changed drafts and makes nothing live. "
        "There is no API for Sync CSP audience and for support requests: the plan says what you "
        "have to do by hand."
    )
    COMMANDS_HERE: ClassVar[Sequence[Command]] = CENTER_COMMANDS
    AUTO_FOCUS = "#center-list"
    DEFAULT_CSS = """
    PartnerCenterScreen #center-summary { height: auto; max-height: 2; padding: 0 1; }
    """
    listing = getters.query_one(LinkedOfferList)

    def __init__(self) -> None:
        super().__init__()
        self._tasks = BackgroundTasks(self)
        self._status: ConnectionStatus | None = None
        self._accounts_known = 0
        self._offers: dict[str, LinkedOffer] = {}

    @property
    def _accounts(self) -> AccountFlow:
        return AccountFlow(self, self._center.accounts, self._tasks, self.load)

    @property
    def _account(self) -> str:
        """The name of the account that is shown."""
        return "" if self._status is None else self._status.account

    @property
    def _center(self) -> PartnerCenterService:
        return self.app.workbench.partner_center

    def compose_page(self) -> Iterable[Widget]:
        """The connection, and the offers."""
        yield Static("", id="center-summary", markup=False)
        listing = LinkedOfferList(id="center-list")
        listing.busy = _("Reading the offers…")
        listing.frame(_("Partner Center"))
        yield FindField(listing)
        yield MasterDetail(listing, self._read_detail)

    def commands(self) -> list[Command]:
        """The commands; where there is no account, signing in comes first."""
        found = list(super().commands())
        if self._status is not None and not self._status.account:
            found.sort(key=lambda one: one is not CENTER_SIGN_IN)
        return found

    def on_mount(self) -> None:
        """Poll open jobs while the page is shown."""
        self.set_interval(_FOLLOW_SECONDS, self._follow)

    def load(self) -> None:
        """Read what is stored; Partner Center is not asked."""
        self._tasks.run(self._read, self._show)

    def _read(self) -> _Read:
        try:
            return self._read_once()
        except InvalidInput:
            # The account was removed after its name was read; the next read no longer has it.
            return self._read_once()

    def _read_once(self) -> _Read:
        accounts = self._center.accounts
        names = [one.name for one in accounts.accounts()]
        shown = accounts.selected if accounts.selected in names else next(iter(names), "")
        offers = accounts.lines(shown) if shown else []
        return accounts.status(shown), offers, len(names), self._center.states.read()

    def _show(self, read: _Read) -> None:
        self._status, offers, self._accounts_known, summary = read
        self.show_connection(summary)
        self._offers = {one.link.offer_id: one for one in offers}
        line = connection_line(self._status, self._accounts_known)
        self.query_one("#center-summary", Static).update(Content(visible(line)))
        self.listing.busy = ""
        self.listing.empty = self._nothing()
        self.listing.show(offers)
        self.query_one(MasterDetail).reload()
        self.refresh_commands()

    def _nothing(self) -> str:
        if self._status is not None and self._status.account:
            return _("No offer is linked yet. Pull to read what Partner Center has.")
        lines = [
            _("Not connected to Partner Center."),
            _("Everything works without a connection."),
        ]
        why_not = self._accounts.why_no_sign_in()
        if why_not is None:
            text = _("Press {key} to sign in. To try it without an account, look at the demo.")
            lines.append(text.format(key=key_label("center.sign-in")))
        else:
            lines.append(why_not)
        return "\n\n".join(lines)

    def _read_detail(self, key: str) -> Detail | None:
        one = self._center.accounts.offer(key)
        return None if one is None else Detail(one.name, excerpt(detail_text(one)))

    def _current(self) -> LinkedOffer | None:
        key = self.listing.cursor_key if self.is_mounted else None
        return self._offers.get(key or "")

    def _why_not_connected(self) -> str | None:
        if self._status is None:
            return _("The connection is still being read.")
        if not self._status.account:
            return _("Not connected. Press {key} to sign in.").format(
                key=key_label("center.sign-in")
            )
        return None

    disabled_reason_center_pull = _why_not_connected
    disabled_reason_center_plan = _why_not_connected

    # Pull, plan, push

    def command_center_pull(self) -> None:
        """Read Partner Center, show what would change here, and take it over once agreed."""
        pull = PullFlow(self, self._center.pulls, self._tasks, self._names())
        pull.start(self._account, self._pulled)

    def _pulled(self, report: PullReport) -> None:
        if report.conflicts:
            self.listing.start_at(report.conflicts[0].offer_id, 0)
        self.load()

    def _names(self) -> dict[str, str]:
        return {offer_id: one.name for offer_id, one in self._offers.items()}

    def command_center_plan(self) -> None:
        """Show what a push would write, and what has to be done by hand."""
        account = self._account
        self._tasks.run(
            lambda: plan_text(self._center.planner.plan(account)),
            lambda text: self._open_text(_("Plan for Partner Center"), text, "plan.txt"),
            group="plan",
        )

    def _open_text(self, title: str, text: str, file_name: str) -> None:
        self.app.push_screen(TextViewDialog(title, text, file_name=file_name))

    def disabled_reason_center_push(self) -> str | None:
        """There must be something to write."""
        states = {one.state for one in self._offers.values()}
        why_not = self._why_not_connected()
        if why_not is not None or SyncState.TO_PUSH in states:
            return why_not
        if SyncState.CONFLICT in states:
            return _("Offers in conflict aren't written. {key} resolves a conflict.").format(
                key=key_label("center.resolve")
            )
        return _("There is nothing to write.")

    def command_center_push(self) -> None:
        """Ask, then write the changed drafts."""
        self._sending.push(self._offers.values())

    @property
    def _sending(self) -> SendFlow:
        return SendFlow(self, self._center, self._tasks, self._names())

    def _follow(self) -> None:
        """Ask about open jobs, and show it when one has ended."""
        if not self.is_current or self._status is None or not self._status.jobs_open:
            return

        def followed(jobs: Sequence[RemoteJob]) -> None:
            ended = [job for job in jobs if not job.state.is_open]
            if ended:
                self._sending.tell_jobs(ended)

        self._tasks.run(
            self._center.jobs.resume, followed, group="jobs", on_error=lambda _error: None
        )

    def command_center_jobs(self) -> None:
        """Show what was sent, and the results."""
        self._tasks.run(
            lambda: jobs_text(self._center.jobs.jobs()),
            lambda text: self._open_text(_("Jobs"), text, "jobs.txt"),
            group="jobs-shown",
        )

    # Accounts

    def disabled_reason_center_sign_in(self) -> str | None:
        """The session must have a network, and the extra be installed."""
        return self._accounts.why_no_sign_in()

    def command_center_sign_in(self) -> None:
        """Ask for an account and sign in to it."""
        self._accounts.sign_in()

    def command_center_accounts(self) -> None:
        """Show the accounts."""
        self._accounts.choose(self._account)

    # Undo

    def disabled_reason_undo(self) -> str | None:
        """Nothing that is done on this page can be undone here."""
        return _(
            "Pulled, pushed and resolved changes involve Partner Center and cannot be undone "
            "here. To undo a change of a draft, open its offer."
        )

    def command_undo(self) -> None:
        """Never: there is nothing to undo here."""

    # One offer

    @on(RecordList.Selected)
    def open_selected(self, event: RecordList.Selected) -> None:
        """Enter or a click opens the offer, or its conflict."""
        event.stop()
        self.action_run_command("center.open")

    def disabled_reason_center_open(self) -> str | None:
        """An offer must be highlighted."""
        return None if self._current() else _("No offer is highlighted.")

    def command_center_open(self) -> None:
        """Open the highlighted offer."""
        one = self._current()
        if one is not None:
            self.app.navigation.open_offer(one.link.offer_id, "audience")

    def disabled_reason_center_resolve(self) -> str | None:
        """The offer must be in conflict."""
        one = self._current()
        if one is None or one.state is not SyncState.CONFLICT:
            return _("The highlighted offer is not in conflict.")
        return None

    def command_center_resolve(self) -> None:
        """Show the three versions, and take a decision."""
        one = self._current()
        if one is None:
            return
        offer_id = one.link.offer_id

        def decided(decision: Decision | None) -> None:
            if decision is None:
                return
            side, keep, drop = decision
            self._tasks.run_write(
                lambda: self._center.conflicts.resolve(offer_id, take=side, keep=keep, drop=drop),
                lambda _result: self._resolved(),
            )

        self._tasks.run(
            lambda: self._center.conflicts.show(offer_id),
            lambda view: self.app.push_screen(RemoteConflictDialog(view, one.name), decided),
            group="conflict",
        )

    def _resolved(self) -> None:
        self.load()
        self.tell(_("Resolved. Push the draft if it differs from Partner Center."))

    def disabled_reason_center_person(self) -> str | None:
        """An offer must be highlighted."""
        return self._why_not_connected() or self.disabled_reason_center_open()

    def command_center_person(self) -> None:
        """Show what has to be done by hand for the highlighted offer."""
        one = self._current()
        if one is not None:
            flow = ManualStep(self, self._center, self._tasks)
            flow.show(one.link.offer_id, one.name, one.link.account)

    def disabled_reason_center_publish(self) -> str | None:
        """The offer must be one that can be published by the API."""
        one = self._current()
        if one is None:
            return _("No offer is highlighted.")
        if one.link.older:
            return _("This offer is published in Partner Center itself.")
        return self._why_not_connected()

    def command_center_publish(self) -> None:
        """Ask where to, then publish."""
        one = self._current()
        if one is not None:
            self._sending.publish(one)

    # Finding

    def disabled_reason_list_find(self) -> str | None:
        """There must be something to find."""
        return None if self._offers else _("There is nothing to find here.")

    def command_list_find(self) -> None:
        """Go to the field of the list."""
        self.query_one(FindField).open()
