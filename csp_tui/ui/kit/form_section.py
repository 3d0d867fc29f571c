"""Fields of an offer that are saved together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Checkbox, Input, Static

from csp_tui.domain.errors import InvalidInput, RuleRefusal, StaleOffer, WorkbenchError
from csp_tui.domain.text import visible
from csp_tui.i18n import gettext as _
from csp_tui.i18n import pgettext, render, titled
from csp_tui.recovery.unsaved import Value
from csp_tui.services.offers import SetupEdit
from csp_tui.services.views import AudienceView
from csp_tui.ui.commands.catalog.common import DRAFT_SAVE
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.commands.step_text import step_words
from csp_tui.ui.kit.pending_steps import PendingSteps
from csp_tui.ui.kit.section import Section
from csp_tui.ui.kit.widgets.button_row import ButtonRow
from csp_tui.ui.kit.widgets.command_button import CommandButton
from csp_tui.ui.kit.widgets.scroll_text import ScrollText
from csp_tui.ui.kit.widgets.text_fields import TextField
from csp_tui.ui.text.conflicts import Conflict, VersionRow
from csp_tui.ui.text.input import field_text, such_as


class Field(Widget):
    """A labeled input with its error below it.

    Args:
        name: The field's name, as errors name it.
        label: The label above it.
        placeholder: An example.
    """

    DEFAULT_CSS = """
    Field { height: auto; margin-bottom: 1; max-width: 90; }
    """

    def __init__(self, name: str, label: str, placeholder: str = "") -> None:
        super().__init__(name=name, id=f"field-{name}")
        self.label = label
        self._placeholder = placeholder
        self._is_note = False

    def compose(self) -> Iterable[Widget]:
        """Label, input, error."""
        yield Static(Content(self.label), classes="field-label")
        example = such_as(self._placeholder)
        yield TextField(placeholder=example, select_on_focus=False)
        yield Static("", classes="field-error", markup=False)

    @property
    def value(self) -> str:
        """The value of the input."""
        return self.query_one(Input).value

    def fill(self, value: str) -> None:
        """Put a value in without it counting as typed; what was wrong with the old one goes."""
        field = self.query_one(Input)
        with self.prevent(Input.Changed):
            field.value = value
        self.complain("")

    @on(Input.Changed)
    def drop_complaint(self) -> None:
        """Remove the complaint about the old text; the form gets the event next."""
        if not self._is_note:
            self.complain("")

    def complain(self, text: str, *, is_note: bool = False) -> None:
        """Show what is wrong; "" clears it.

        Args:
            text: What is wrong, or worth knowing.
            is_note: Whether it stays true while the field is changed.
        """
        self._is_note = is_note
        line = self.query_one(".field-error", Static)
        line.update(Content(f"! {text}"))
        line.set_class(bool(text), "-shown")
        self.query_one(Input).set_class(bool(text), "-invalid")


class FormSection(Section):
    """A section of input fields with one Save draft."""

    COMMANDS_HERE: ClassVar[Sequence[Command]] = (DRAFT_SAVE,)
    SHOWS_BOTH_SIDES = True
    DEFAULT_CSS = """
    FormSection > ScrollText { height: 1fr; }
    FormSection CheckOption { margin-bottom: 1; }
    """

    def __init__(self, offer_id: str) -> None:
        super().__init__(offer_id)
        self._stored: dict[str, str | bool] = {}
        self._seen: dict[str, str | bool] = {}
        self._steps: PendingSteps[dict[str, str | bool]] = PendingSteps()

    def compose(self) -> Iterable[Widget]:
        """The fields, then the button."""
        with ScrollText():
            yield from self.compose_fields()
        with ButtonRow():
            yield CommandButton(self, DRAFT_SAVE, primary=True)

    def compose_fields(self) -> Iterable[Widget]:
        """The fields in reading order."""
        return ()

    def stored_values(self, view: AudienceView) -> dict[str, str | bool]:
        """The stored value of each field by its name."""
        return {}

    def edit(self, values: dict[str, str | bool]) -> SetupEdit:
        """The change that the entered values make."""
        return SetupEdit()

    def entered(self) -> dict[str, str | bool]:
        """The values of the fields by their names."""
        values: dict[str, str | bool] = {
            field.name or "": field.value for field in self.query(Field)
        }
        for box in self.query(Checkbox):
            values[box.name or ""] = box.value
        return values

    def show_view(self, view: AudienceView) -> None:
        """Fill the fields, but never over what someone has typed."""
        dirty, before = self.is_dirty, self._stored
        untouched = {name for name, value in self.entered().items() if value == before.get(name)}
        if not dirty and self.is_newer(view):
            self._steps.clear()
        super().show_view(view)
        self._stored = self._shown_values(view)
        if dirty:
            # Saving must not put back what others have changed elsewhere on the page.
            self._fill(untouched)
            self._show_both_sides(before)
        else:
            self._fill()
        self._seen = self.entered()

    def _shown_values(self, view: AudienceView) -> dict[str, str | bool]:
        return {
            name: field_text(value) if isinstance(value, str) else value
            for name, value in self.stored_values(view).items()
        }

    def versions(self, conflict: Conflict[AudienceView]) -> list[VersionRow]:
        """Every field that is typed in or stored otherwise than before."""
        before, theirs = self._shown_values(conflict.before), self._shown_values(conflict.now)
        yours = self.entered()
        return [
            VersionRow(label, *(_in_words(side[name]) for side in (before, yours, theirs)))
            for name, label in self._labels().items()
            if not before[name] == yours[name] == theirs[name]
        ]

    def _show_both_sides(self, before: dict[str, str | bool]) -> None:
        """Show beside a field the value that someone else has saved."""
        for field in self.query(Field):
            theirs = str(self._stored[field.name or ""])
            if theirs not in (before[field.name or ""], field.value):
                text = _("Changed elsewhere to “{value}”. Save draft ({key}) keeps your value.")
                words = text.format(value=theirs, key=key_label(DRAFT_SAVE.id))
                field.complain(visible(words), is_note=True)

    def _fill(self, only: Collection[str] | None = None) -> None:
        for field in self.query(Field):
            if only is not None and field.name not in only:
                continue
            field.fill(str(self._stored[field.name or ""]))
        for box in self.query(Checkbox):
            if only is not None and box.name not in only:
                continue
            with self.prevent(Checkbox.Changed):
                box.value = bool(self._stored[box.name or ""])

    @property
    def is_dirty(self) -> bool:
        """Whether a field differs from what is stored."""
        return bool(self._stored) and self.entered() != self._stored

    def discard(self) -> None:
        """Put the stored values back."""
        self._steps.clear()
        self._fill()
        self._seen = self.entered()

    @property
    def can_redo_input(self) -> bool:
        """Whether typed text was undone."""
        return self._steps.can_redo

    def undo_input(self) -> None:
        """Give the field that was changed last the value that it had before."""
        before = self._steps.undo()
        if before is None:
            # The fields were restored, or changed before others were saved.
            changed = [
                name for name, value in self.entered().items() if value != self._stored[name]
            ]
            entered = self.entered()
            self._steps.note(
                {name: self._stored[name] for name in changed},
                {name: entered[name] for name in changed},
            )
            before = self._steps.undo()
        self._enter(before)

    def redo_input(self) -> None:
        """Enter again what was undone last."""
        self._enter(self._steps.redo())

    def _enter(self, values: Mapping[str, str | bool] | None) -> None:
        """Enter values by field as a step, with the focus in the field."""
        values = values or {}
        for field in self.query(Field):
            if field.name in values:
                field.fill(str(values[field.name or ""]))
                field.query_one(Input).focus()
        for box in self.query(Checkbox):
            if box.name in values:
                with self.prevent(Checkbox.Changed):
                    box.value = bool(values[box.name or ""])
        self._seen = self.entered()
        self.page.show_next()
        self.page.refresh_commands()

    def typed(self) -> dict[str, Value]:
        """The fields that differ from what is stored, each with what was stored."""
        if not self._stored:
            return {}
        return {
            name: {"was": self._stored[name], "typed": value}
            for name, value in self.entered().items()
            if value != self._stored[name]
        }

    def typed_lines(self) -> Sequence[str]:
        """Each such field with its label."""
        labels = self._labels()
        entered = self.entered()
        return [titled(labels[name], _in_words(entered[name])) for name in self.typed()]

    def restore(self, typed: Mapping[str, Value]) -> None:
        """Enter the fields again, and say where someone has stored something else since."""
        was = dict(self._stored)
        for field in self.query(Field):
            match typed.get(field.name or ""):
                case {"was": str(before), "typed": str(value)}:
                    was[field.name or ""] = before
                    field.fill(field_text(value))
        for box in self.query(Checkbox):
            match typed.get(box.name or ""):
                case {"typed": bool(ticked)}:
                    with self.prevent(Checkbox.Changed):
                        box.value = ticked
        self._show_both_sides(was)
        self._seen = self.entered()

    def _labels(self) -> dict[str, str]:
        labels = {field.name or "": field.label for field in self.query(Field)}
        labels.update((box.name or "", str(box.label)) for box in self.query(Checkbox))
        return labels

    @on(Input.Changed)
    @on(Checkbox.Changed)
    def note_change(self, event: Input.Changed | Checkbox.Changed) -> None:
        """Update what can be saved."""
        event.stop()
        self._note_step(is_typed=isinstance(event, Input.Changed))
        self.page.show_next()
        self.page.refresh_commands()

    def _note_step(self, *, is_typed: bool) -> None:
        entered, seen = self.entered(), self._seen
        for name, value in entered.items():
            if name in seen and value != seen[name]:
                # What is typed in a field without leaving it is one step.
                group = name if is_typed else None
                self._steps.note({name: seen[name]}, {name: value}, group)
        self._seen = entered

    @on(Input.Submitted)
    def next_field(self, event: Input.Submitted) -> None:
        """Enter goes to the next field."""
        event.stop()
        self.screen.focus_next()

    def disabled_reason_draft_save(self) -> str | None:
        """Saving needs a change."""
        return None if self.is_dirty else _("There is nothing to save here.")

    def command_draft_save(self) -> None:
        """Save the fields."""
        view = self.view
        if view is None:
            return
        for field in self.query(Field):
            field.complain("")
        version = view.state.offer.version
        entered = self.entered()
        edit = self.edit(entered)
        then = self.after_save
        self.tasks.run_write(
            lambda: self.app.workbench.offers.edit(self.offer_id, edit, version=version),
            lambda _offer: self._saved(entered, then),
            on_error=self._refused,
        )

    def _saved(
        self, saved: dict[str, str | bool], then: Callable[[], object] | None = None
    ) -> None:
        self._stored = saved
        self._steps.clear()
        self.page.tell(_("Draft saved."))
        self.page.load()
        if then is not None:
            then()

    def go_to_field(self, name: str) -> None:
        """Put the focus into the field, once it takes the focus."""
        for field in self.query(Field):
            if field.name == name:
                field.query_one(Input).focus()

    def _refused(self, error: WorkbenchError) -> None:
        errors = {one.field: one for one in error.all} if isinstance(error, InvalidInput) else {}
        wrong = [field for field in self.query(Field) if field.name in errors]
        for field in wrong:
            one = errors[field.name]
            step = f" {step_words(one.next_step)}" if one.next_step else ""
            field.complain(render(one.message) + step)
        if wrong:
            wrong[0].query_one(Input).focus()
            return
        if isinstance(error, StaleOffer):
            self.page.conflict.show_conflict()
            return
        if isinstance(error, RuleRefusal):
            self.page.load()
        self.app.show_problem(error)


def _in_words(value: str | bool) -> str:
    if isinstance(value, str):
        return value
    return pgettext("value", "yes") if value else pgettext("value", "no")
