"""A new offer's first fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Checkbox, Input, Label, Select

from csp_tui.domain.field_names import FIELD_NAMES
from csp_tui.domain.offer import Setup
from csp_tui.domain.product import ProductType, type_title
from csp_tui.domain.text import fold
from csp_tui.i18n import N_, render
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import UnsavedInput, Value
from csp_tui.ui.commands.catalog.common import DIALOG_COMMANDS
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.widgets.choices import CheckOption
from csp_tui.ui.kit.widgets.text_fields import TextField
from csp_tui.ui.text.input import field_text


class NewOfferDialog(Dialog[str]):
    """Asks for name, offer ID and product type; the result is the created offer's ID.

    Args:
        typed: What an earlier session had typed there and not saved.
    """

    COMMANDS_HERE: ClassVar[Sequence[Command]] = DIALOG_COMMANDS
    HELP_TEXT = N_(
        "Adds an offer that exists in Partner Center, or will exist there, to the workbench. "
        "It starts as a draft, and nothing is sent to Microsoft."
    )
    AUTO_FOCUS = "#new-name"
    FIELDS: ClassVar[Mapping[str, str]] = {"name": "new-name", "offer_id": "new-id"}
    DEFAULT_CSS = """
    NewOfferDialog {
        & .dialog-body Label { color: $text-muted; margin-top: 1; }
        & Select { width: 100%; }
        & Checkbox { margin-top: 1; border: none; padding: 0; background: transparent; }
    }
    """

    def __init__(self, typed: Mapping[str, Value] | None = None) -> None:
        super().__init__(_("New offer"))
        self._typed = typed or {}
        self.restored = bool(typed)
        self._suggested = suggested_id(self._begun("name"))

    def compose_body(self) -> Iterable[Widget]:
        """The fields, in the order in which they are filled in."""
        yield Label(render(FIELD_NAMES["name"]))
        yield TextField(self._begun("name"), id="new-name", max_length=200, select_on_focus=False)
        yield Label(_("Offer ID (cannot be changed later)"))
        yield TextField(
            self._begun("offer_id"),
            id="new-id",
            max_length=50,
            select_on_focus=False,
            placeholder=_("suggested from the name"),
        )
        yield Label(_("Product type"))
        options = [(Content(render(type_title(kind))), kind) for kind in ProductType]
        yield Select[ProductType](
            options, value=self._kind(), allow_blank=False, id="new-type", compact=True
        )
        with Horizontal(classes="row"):
            ticked = self._typed.get("transactable") is not False
            yield CheckOption(
                render(FIELD_NAMES["transactable"]), value=ticked, id="new-transactable"
            )

    def _begun(self, name: str) -> str:
        return field_text(str(self._typed.get(name, "")))

    def _kind(self) -> ProductType:
        kinds = {kind.value: kind for kind in ProductType}
        return kinds.get(str(self._typed.get("type")), ProductType.SAAS)

    def unsaved_here(self, _below: Screen[object] | None) -> UnsavedInput | None:
        """What is typed and selected, once there is something."""
        name, offer_id = (self.query_one(f"#new-{one}", Input).value for one in ("name", "id"))
        kind = self.query_one("#new-type", Select).value
        if not name and not offer_id and kind is ProductType.SAAS:
            return None
        typed: dict[str, Value] = {
            "name": name,
            "offer_id": offer_id,
            "type": str(kind),
            "transactable": self.query_one("#new-transactable", Checkbox).value,
        }
        lines = [name, offer_id]
        if isinstance(kind, ProductType) and kind is not ProductType.SAAS:
            lines.append(render(type_title(kind)))
        words = (_("New offer"), *(f"  {line}" for line in lines if line))
        return UnsavedInput("new-offer", {}, typed, words)

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel, then create."""
        yield Button(_("Cancel"), id="cancel")
        yield Button(_("Create"), id="create", variant="primary")

    @on(Input.Changed, "#new-name")
    def suggest_id(self, event: Input.Changed) -> None:
        """Suggest an offer ID as long as none was typed."""
        field = self.query_one("#new-id", Input)
        if field.value == self._suggested:
            self._suggested = suggested_id(event.value)
            field.value = self._suggested
            field.cursor_position = len(self._suggested)

    @on(Select.Changed, "#new-type")
    def show_transactable(self, event: Select.Changed) -> None:
        """Only SaaS can be sold outside Microsoft's billing."""
        self.query_one("#new-transactable", Checkbox).display = event.value is ProductType.SAAS

    @on(Input.Submitted)
    def next_or_create(self, event: Input.Submitted) -> None:
        """Enter moves to the next field, and creates from the last one."""
        if event.input.id == "new-name" and not event.value.strip():
            self.complain(_("Enter the name of the offer, as it is in Partner Center."))
        elif event.input.id == "new-name":
            self.complain("")
            self.query_one("#new-id").focus()
        else:
            self.create()

    @on(Button.Pressed, "#create")
    def create(self) -> None:
        """Create the offer."""
        kind = self.query_one("#new-type", Select).value
        if not isinstance(kind, ProductType):
            return
        offer_id = self.query_one("#new-id", Input).value
        transactable = self.query_one("#new-transactable", Checkbox).value
        setup = Setup(
            name=self.query_one("#new-name", Input).value,
            transactable=transactable or kind is not ProductType.SAAS,
        )
        self.tasks.run_write(
            lambda: self.app.workbench.offers.create(offer_id, kind, setup),
            lambda offer: self._created(offer.offer_id),
            on_error=self.complain_about,
        )

    def _created(self, offer_id: str) -> None:
        self.dismiss(offer_id)


def suggested_id(name: str) -> str:
    """An offer ID that fits a name, as far as its letters allow."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:50]
