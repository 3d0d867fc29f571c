"""The accounts of Partner Center: which one is shown, and signing out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters, on
from textual.widget import Widget
from textual.widgets import Button

from csp_tui.domain.remote import Account
from csp_tui.i18n import N_, moment
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.catalog.marketplace import ACCOUNTS_COMMANDS
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.lists.record_list import Column, ListSource, Record, RecordList

AccountChoice = tuple[str, str]
"""What to do, ``use``, ``sign-in`` or ``sign-out``, and the account's name."""


class AccountsDialog(Dialog[AccountChoice]):
    """Shows the accounts; the result is what to do with one.

    Args:
        accounts: The accounts.
        shown: The name of the one that the page shows.
        why_no_sign_in: Why signing in is not possible in this session, None if it is.
    """

    HELP_TEXT = N_(
        "Accounts of Partner Center that csp-tui is signed in to. The page shows one of them at "
        "a time; an offer belongs to one account. Signing out removes the account and its secret "
        "and leaves offers as they are."
    )
    AUTO_FOCUS = "#accounts-list"
    COMMANDS_HERE: ClassVar[Sequence[Command]] = ACCOUNTS_COMMANDS
    DEFAULT_CSS = """
    AccountsDialog > .dialog { width: 96%; max-width: 90; height: 60%; min-height: 12; }
    AccountsDialog .dialog-body { height: 1fr; overflow: hidden; }
    AccountsDialog RecordList { height: 1fr; }
    """
    listing = getters.query_one("#accounts-list", RecordList)

    def __init__(self, accounts: Sequence[Account], shown: str, why_no_sign_in: str | None) -> None:
        super().__init__(_("Accounts of Partner Center"))
        self._accounts = accounts
        self._shown = shown
        self._why_no_sign_in = why_no_sign_in

    def compose_body(self) -> Iterable[Widget]:
        """The accounts, one a line."""
        columns = [
            Column("account", _("Account"), min_width=10, cut="middle"),
            Column("tenant", _("Tenant ID"), min_width=12, cut="middle"),
            Column("way", _("Signs in with"), min_width=8, priority=1),
            Column("pulled", _("Last pull"), min_width=16, priority=2),
        ]
        yield RecordList(columns, mark_width=1, id="accounts-list")

    def compose_buttons(self) -> Iterable[Button]:
        """Leave."""
        yield Button(_("Close"), id="close")

    def on_mount(self) -> None:
        """Show the accounts."""
        self.listing.empty = _("No Partner Center account is set up.")
        self.listing.start_at(self._shown, 0)
        self.listing.set_source(ListSource(map(self._record, self._accounts)))

    def _record(self, one: Account) -> Record:
        pulled = moment(one.pulled_at) if one.pulled_at else _("never")
        way = _("certificate") if one.certificate else _("secret")
        mark = "•" if one.name == self._shown else ""
        return Record((one.name, one.tenant_id, way, pulled), mark=mark, key=one.name)

    @on(RecordList.Selected)
    def use_selected(self, event: RecordList.Selected) -> None:
        """Enter or a click shows the account."""
        event.stop()
        self.action_run_command("accounts.use")

    def _why_no_account(self) -> str | None:
        return None if self.listing.cursor_record else _("No account is highlighted.")

    disabled_reason_accounts_use = _why_no_account

    def command_accounts_use(self) -> None:
        """Show the highlighted account."""
        self._answer("use")

    def disabled_reason_accounts_sign_out(self) -> str | None:
        """An account must be highlighted, and not be the demo's own."""
        return self._why_no_account() or self._why_no_sign_in

    def command_accounts_sign_out(self) -> None:
        """Sign out of the highlighted account."""
        self._answer("sign-out")

    def disabled_reason_accounts_sign_in(self) -> str | None:
        """The session must have a network."""
        return self._why_no_sign_in

    def command_accounts_sign_in(self) -> None:
        """Sign in to another account."""
        self.dismiss(("sign-in", ""))

    def _answer(self, what: str) -> None:
        name = self.listing.cursor_key
        if name is not None:
            self.dismiss((what, name))
