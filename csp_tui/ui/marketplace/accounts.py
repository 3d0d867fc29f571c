"""Signing in and out on the page, and selecting the account that it shows."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from csp_tui.domain.remote import Account
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render
from csp_tui.services.remote.accounts import DEFAULT, AccountService
from csp_tui.ui.kit.background import BackgroundTasks
from csp_tui.ui.kit.dialogs.confirm import confirm
from csp_tui.ui.kit.page import Page
from csp_tui.ui.marketplace.accounts_dialog import AccountChoice, AccountsDialog
from csp_tui.ui.marketplace.sign_in_dialog import SignInDialog


class AccountFlow:
    """What users do with accounts.

    Args:
        page: The page.
        accounts: The accounts.
        tasks: Runs work of the page.
        reload: Shows the page again after a change.
    """

    def __init__(
        self,
        page: Page,
        accounts: AccountService,
        tasks: BackgroundTasks,
        reload: Callable[[], None],
    ) -> None:
        self._page = page
        self._accounts = accounts
        self._tasks = tasks
        self._reload = reload

    def why_no_sign_in(self) -> str | None:
        """Why signing in is not possible in this session, None if it is."""
        if self._page.app.policy.is_kiosk:
            return _("Not available in kiosk mode: it has no network.")
        reason = self._accounts.why_no_sign_in()
        return None if reason is None else render(reason)

    def sign_in(self) -> None:
        """Ask for an account and sign in to it."""
        self._tasks.run(self._begun, self._ask, group="sign-in")

    def _begun(self) -> tuple[Account, str]:
        """What the form begins with: the account that is shown, or an empty one."""
        known = self._accounts.accounts()
        emulator = self._accounts.connector.emulator
        for one in known:
            if one.name == self._accounts.selected or len(known) == 1:
                return dataclasses.replace(one, products=0, pulled_at=None), emulator
        return Account(name=DEFAULT, tenant_id="", client_id=""), emulator

    def _ask(self, begun: tuple[Account, str]) -> None:
        def answered(name: str | None) -> None:
            if name is not None:
                self._use(name)
                self._page.tell(_("Signed in. The account is called {name}.").format(name=name))

        self._page.app.push_screen(SignInDialog(*begun), answered)

    def _use(self, name: str) -> None:
        self._accounts.selected = name
        self._reload()

    def choose(self, shown: str) -> None:
        """Show the accounts.

        Args:
            shown: The one that the page shows.
        """
        self._tasks.run(
            self._accounts.accounts, lambda known: self._show(known, shown), group="accounts"
        )

    def _show(self, known: Sequence[Account], shown: str) -> None:
        def answered(choice: AccountChoice | None) -> None:
            match choice:
                case ("use", name):
                    self._use(name)
                case ("sign-in", _name):
                    self._page.app.call_later(self.sign_in)
                case ("sign-out", name):
                    self._ask_to_sign_out(name)

        dialog = AccountsDialog(
            known, shown, self._page.app.why_read_only() or self.why_no_sign_in()
        )
        self._page.app.push_screen(dialog, answered)

    def _ask_to_sign_out(self, name: str) -> None:
        confirm(
            self._page.app,
            _("Sign out of {name}?").format(name=name),
            [
                _("The account, its links and its secret are removed from this computer."),
                _("Offers stay as they are, here and in Partner Center."),
            ],
            _("Sign out"),
            lambda: self._tasks.run_write(lambda: self._accounts.sign_out(name), self._signed_out),
            loses=True,
        )

    def _signed_out(self, account: Account) -> None:
        if self._accounts.selected == account.name:
            self._accounts.selected = ""
        self._reload()
        text = _("Removed the account {name}. Offers stay as they are.")
        self._page.tell(text.format(name=account.name))
