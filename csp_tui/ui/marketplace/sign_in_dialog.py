"""Signing in to an account of Partner Center."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.widget import Widget
from textual.widgets import Button, Input, Label, Select

from csp_tui.domain.errors import WorkbenchError
from csp_tui.domain.remote import Account
from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import Value
from csp_tui.ui.commands.catalog.common import DIALOG_COMMANDS
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.widgets.path_field import PathField
from csp_tui.ui.kit.widgets.secret_field import SecretField
from csp_tui.ui.kit.widgets.text_fields import TextField
from csp_tui.ui.text.input import field_text, such_as

_FIELDS = ("name", "tenant", "client", "certificate", "emulator", "version")
"""The fields whose text is kept for the next start; the secret is not among them."""
_FORMS = {
    "tenant": re.compile(r"[0-9A-Fa-f-]{36}|[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+|"),
    "client": re.compile(r"[0-9A-Fa-f-]{36}|"),
}
"""What is kept of the fields above the secret, into which a secret is pasted by mistake."""


class SignInDialog(Dialog[str]):
    """Asks for an account; the result is its name once signing in has worked.

    Args:
        account: What the fields begin with.
        emulator: The address of the emulator that is called now, "" for the real service.
    """

    COMMANDS_HERE: ClassVar[Sequence[Command]] = DIALOG_COMMANDS
    FIELDS: ClassVar[Mapping[str, str]] = {
        "account": "sign-in-name",
        **{
            name: f"sign-in-{name}"
            for name in ("tenant", "client", "secret", "certificate", "emulator")
        },
    }
    HELP_TEXT = N_(
        "Signs an application of Microsoft Entra in to Partner Center. It must be listed there "
        "under Account settings > User management > Microsoft Entra applications, with the role "
        "Manager. Signing in only reads. The secret goes to the keyring of this system and "
        "nowhere else."
    )
    AUTO_FOCUS = "#sign-in-tenant"
    DEFAULT_CSS = """
    SignInDialog {
        & .dialog-body Label { color: $text-muted; }
        & Select { width: 100%; }
    }
    """

    def __init__(self, account: Account, emulator: str) -> None:
        super().__init__(_("Sign in to Partner Center"))
        self._account = account
        self._emulator = emulator

    def compose_body(self) -> Iterable[Widget]:
        """The fields, in the order in which they are filled in."""
        account = self._account
        yield Label(_("Directory (tenant) ID or domain"))
        yield TextField(field_text(account.tenant_id), id="sign-in-tenant", max_length=80)
        yield Label(_("Application (client) ID"))
        yield TextField(field_text(account.client_id), id="sign-in-client", max_length=80)
        yield Label(_("Client secret"))
        yield SecretField(
            id="sign-in-secret", placeholder=_("empty: certificate, or CSP_TUI_PC_SECRET")
        )
        yield Label(_("Or certificate (PEM file with private key)"))
        yield PathField(field_text(account.certificate), id="sign-in-certificate")
        yield Label(_("Name of the account here"))
        yield TextField(field_text(account.name), id="sign-in-name", max_length=50)
        yield Label(_("Emulator address (optional, until you quit)"))
        yield TextField(
            field_text(self._emulator),
            id="sign-in-emulator",
            max_length=200,
            placeholder=such_as("http://127.0.0.1:8765"),
        )
        yield Label(_("Version of the API"))
        yield TextField(field_text(account.api_version), id="sign-in-version", max_length=30)
        yield Label(_("Form of the first entry of an empty list"))
        yield Select(
            [("id, label", "id"), ("resourceId, description", "resourceId")],
            value=account.item_shape if account.item_shape == "resourceId" else "id",
            allow_blank=False,
            id="sign-in-shape",
            compact=True,
        )

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel or sign in."""
        yield Button(_("Cancel"), id="cancel")
        yield Button(_("Sign in"), id="sign-in", variant="primary")

    def typed(self) -> dict[str, Value]:
        """What is typed and may be kept: never the secret, also not in a field beside its own."""
        texts = {name: self._text(name) for name in _FIELDS}
        typed: dict[str, Value] = {
            name: text
            for name, text in texts.items()
            if name not in _FORMS or _FORMS[name].fullmatch(text)
        }
        account = self._account
        begun = {
            "name": account.name,
            "tenant": account.tenant_id,
            "client": account.client_id,
            "certificate": account.certificate,
            "emulator": self._emulator,
            "version": account.api_version,
        }
        return {} if typed == begun else typed

    def typed_lines(self) -> Sequence[str]:
        """The tenant and the application."""
        typed = self.typed()
        return [str(typed[name]) for name in ("tenant", "client") if typed.get(name)]

    def restore(self, typed: Mapping[str, Value]) -> None:
        """Enter it again; the secret has to be entered anyway."""
        for name in _FIELDS:
            if name in typed:
                self.query_one(f"#sign-in-{name}", Input).value = field_text(str(typed[name]))

    def _text(self, name: str) -> str:
        return self.query_one(f"#sign-in-{name}", Input).value.strip()

    @on(Input.Submitted)
    def next_field(self, event: Input.Submitted) -> None:
        """Enter signs in once there is something to sign in with, else goes to the next field."""
        event.stop()
        if event.input.id in ("sign-in-tenant", "sign-in-client"):
            self.focus_next()
        else:
            self.sign_in()

    @on(Button.Pressed, "#sign-in")
    def sign_in(self) -> None:
        """Sign in."""
        button = self.query_one("#sign-in", Button)
        if button.disabled:
            return
        path = self._text("certificate")
        account = Account(
            name=self._text("name"),
            tenant_id=self._text("tenant"),
            client_id=self._text("client"),
            certificate=os.path.abspath(os.path.expanduser(path)) if path else "",
            api_version=self._text("version") or self._account.api_version,
            item_shape=str(self.query_one("#sign-in-shape", Select).value),
        )
        secret, emulator = self._text("secret"), self._text("emulator")
        accounts = self.app.workbench.partner_center.accounts
        button.disabled = True
        self.complain("")
        button.label = _("Signing in…")
        self.tasks.run_write(
            lambda: accounts.sign_in(account, secret, emulator=emulator),
            lambda kept: self._signed_in(kept.name),
            on_error=self._failed,
        )

    def _signed_in(self, name: str) -> None:
        self.query_one("#sign-in-secret", Input).value = ""
        self.dismiss(name)

    def _failed(self, error: WorkbenchError) -> None:
        button = self.query_one("#sign-in", Button)
        button.disabled = False
        button.label = _("Sign in")
        self.complain_about(error)
