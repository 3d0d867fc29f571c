"""Step 2 of a support request: what its author types."""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Iterable, Mapping
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Label, RadioButton, RadioSet, Static, TextArea

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.field_names import REQUEST_FIELD_NAMES
from csp_tui.domain.request_form import missing_for_submission, severity_title
from csp_tui.domain.setup import checked_email, checked_phone
from csp_tui.domain.support import RequestContact, Severity, SupportRequest
from csp_tui.domain.text import clean, visible
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render
from csp_tui.ui.kit.widgets.choices import OptionSet, RadioOption
from csp_tui.ui.kit.widgets.text_box import TextBox
from csp_tui.ui.kit.widgets.text_fields import TextField
from csp_tui.ui.text.input import field_text

_INPUTS = ("title", "contact_name", "contact_email", "contact_phone")


class IssueDetails(VerticalScroll, can_focus=False):
    """The fields of the issue details, each with its own error line."""

    DEFAULT_CSS = """
    IssueDetails {
        height: 1fr; scrollbar-size-vertical: 1;
        & .field { height: auto; }
        & .field > Horizontal { height: auto; }
        & .field Label { width: 18; color: $text-muted; }
        & .field:focus-within Label { color: $text; text-style: bold; }
        & .field Input { width: 1fr; }
        & .field .field-error { padding-left: 18; }
        & .-tall-field { height: 1fr; min-height: 6; }
        & .-tall-field > Label { width: 1fr; }
        & TextArea { height: 1fr; min-height: 4; border: none; padding: 0 1; background: $panel; }
        & TextArea:focus { background: $boost; }
        & RadioSet {
            layout: horizontal; height: 1; width: 1fr; border: none; padding: 0;
            background: transparent;
        }
        & RadioSet:focus { border: none; background: $boost; }
        & RadioButton { width: auto; }
    }
    """

    class Changed(Message):
        """A field was changed by the user.

        Attributes:
            name: The field of ``RequestDetails``.
            value: Its new value.
        """

        def __init__(self, name: str, value: str | Severity) -> None:
            super().__init__()
            self.name = name
            self.value = value

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: dict[str, str | Severity] = {}
        self._checking = False

    def compose(self) -> ComposeResult:
        """The fields in the order of the form, the workbench's own after the title."""
        yield from _field("title", _input("title"))
        with Vertical(classes="field -tall-field"):
            yield Label(render(REQUEST_FIELD_NAMES["description"]), markup=False)
            yield TextBox(id="details-description", tab_behavior="focus", compact=True)
            yield Static("", id="error-description", classes="field-error", markup=False)
        yield from _field("contact_name", _input("contact_name"))
        yield from _field("contact_email", _input("contact_email"))
        yield from _field("contact_phone", _input("contact_phone"))
        levels = (RadioOption(Content(render(severity_title(v))), name=v.value) for v in Severity)
        severity = OptionSet(*levels, id="details-severity", compact=True)
        yield from _field("severity", severity, mark=" *")
        yield Static(
            _(
                "* The workbench's own field: Microsoft documents only the title of this "
                "page. Fill in the fields of the form."
            ),
            classes="hint",
            markup=False,
        )

    def show(self, request: SupportRequest, typed: Container[str] = ()) -> None:
        """Fill in what is stored; a field that shows it already is left alone.

        Args:
            request: The request as it is stored.
            typed: Names of fields in which something is typed that is not written yet.
        """
        for name, value in _values(request).items():
            if name in typed or self._shown.get(name) == value:
                continue
            self._shown[name] = value
            if isinstance(value, Severity):
                self._button(value).value = True
            elif name == "description":
                self.query_one("#details-description", TextArea).text = value
            else:
                self.query_one(f"#details-{name}", Input).value = value

    def enter(self, values: Mapping[str, object]) -> None:
        """Type values into fields, as far as there are such fields.

        Args:
            values: Texts by the names of fields; they come from a file, so that any may be wrong.
        """
        for name, value in values.items():
            if name in _INPUTS:
                self.query_one(f"#details-{name}", Input).value = field_text(str(value))
            elif name == "description":
                self.query_one("#details-description", TextArea).text = field_text(str(value))
            elif name == "severity" and value in list(Severity):
                self._button(Severity(str(value))).value = True

    def entered(self, request: SupportRequest) -> SupportRequest:
        """The request as it would be with the current values of the fields."""
        text = {name: clean(self.query_one(f"#details-{name}", Input).value) for name in _INPUTS}
        return dataclasses.replace(
            request,
            title=text["title"],
            description=self.query_one("#details-description", TextArea).text,
            contact=RequestContact(
                text["contact_name"], text["contact_email"], text["contact_phone"]
            ),
        )

    def check(self, request: SupportRequest) -> list[tuple[str, str]]:
        """Say beside the fields what they lack, from now on after every change.

        Returns:
            Field name and sentence of each problem, in the order of the fields.
        """
        self._checking = True
        problems = _problems(self.entered(request))
        for name in _values(request):
            if name == "severity":
                continue
            text = problems.get(name, "")
            line = self.query_one(f"#error-{name}", Static)
            line.update(Content(f"! {visible(text)}"))
            line.set_class(bool(text), "-shown")
            self.query_one(f"#details-{name}").set_class(bool(text), "-invalid")
        return [(name, problems[name]) for name in _values(request) if name in problems]

    @property
    def is_checking(self) -> bool:
        """Whether problems are shown already."""
        return self._checking

    def first_empty(self) -> str:
        """The first field with nothing in it, "" if all have something; the phone may lack."""
        names = (name for name in _INPUTS if name != "contact_phone")
        empty = (name for name in names if not self.query_one(f"#details-{name}", Input).value)
        return next(empty, "")

    def focus_field(self, name: str) -> None:
        """Go to a field."""
        self.query_one(f"#details-{name}").focus()

    @on(Input.Changed)
    def take_input(self, event: Input.Changed) -> None:
        """Post the typed text."""
        event.stop()
        self._changed((event.input.id or "").removeprefix("details-"), event.value)

    @on(Input.Submitted)
    def go_on(self, event: Input.Submitted) -> None:
        """Enter goes to the next field."""
        event.stop()
        self.screen.focus_next()

    @on(TextArea.Changed)
    def take_description(self, event: TextArea.Changed) -> None:
        """Post the typed text."""
        event.stop()
        self._changed("description", event.text_area.text)

    @on(RadioSet.Changed)
    def take_severity(self, event: RadioSet.Changed) -> None:
        """Post the selected severity."""
        event.stop()
        self._changed("severity", Severity(event.pressed.name or Severity.MODERATE))

    def _changed(self, name: str, value: str | Severity) -> None:
        # Fields that are filled in by the program say so too; only people's changes count.
        if self._shown.get(name) != value:
            self._shown[name] = value
            self.post_message(self.Changed(name, value))

    def _button(self, severity: Severity) -> RadioButton:
        buttons = self.query_one("#details-severity", RadioSet).query(RadioButton)
        return next(button for button in buttons if button.name == severity.value)


def _input(name: str) -> Input:
    # A first key must not wipe out what is filled in already.
    return TextField(id=f"details-{name}", max_length=300, select_on_focus=False)


def _field(name: str, field: Widget, mark: str = "") -> Iterable[Widget]:
    label = render(REQUEST_FIELD_NAMES[name]) + mark
    error = Static("", id=f"error-{name}", classes="field-error", markup=False)
    yield Vertical(Horizontal(Label(label, markup=False), field), error, classes="field")


def _values(request: SupportRequest) -> dict[str, Any]:
    return {
        "title": field_text(request.title),
        "description": field_text(request.description),
        "contact_name": field_text(request.contact.name),
        "contact_email": field_text(request.contact.email),
        "contact_phone": field_text(request.contact.phone),
        "severity": request.severity,
    }


def _problems(request: SupportRequest) -> dict[str, str]:
    problems = {name: render(sentence) for name, sentence in missing_for_submission(request)}
    contact = request.contact
    for check, text, name in (
        (checked_email, contact.email, "contact_email"),
        (checked_phone, contact.phone, "contact_phone"),
    ):
        try:
            check(text, name)
        except InvalidInput as error:
            step = f" {render(error.next_step)}" if error.next_step is not None else ""
            problems[name] = render(error.message) + step
    return problems
