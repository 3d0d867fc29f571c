"""What all dialogs share: a titled box, Escape to leave, buttons at the bottom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Button, Checkbox, Input, RadioSet, Select, Static

from csp_tui.domain.errors import InvalidInput, WorkbenchError
from csp_tui.domain.history import Entry
from csp_tui.domain.text import visible
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render
from csp_tui.recovery.unsaved import BY_ROUTE, UnsavedInput, Value
from csp_tui.ui.commands.catalog.common import DIALOG_ACCEPT, DRAFT_SAVE, REDO, UNDO
from csp_tui.ui.commands.step_text import step_words
from csp_tui.ui.kit.command_screen import CommandScreen
from csp_tui.ui.kit.kept_fields import (
    changed_fields,
    enter_fields,
    field_lines,
    field_values,
)
from csp_tui.ui.kit.widgets.button_row import ButtonRow
from csp_tui.ui.kit.widgets.dialog_bar import DialogBar
from csp_tui.ui.kit.widgets.dialog_box import DialogBox
from csp_tui.ui.kit.widgets.find_field import FindField
from csp_tui.ui.kit.widgets.scroll_text import ScrollText
from csp_tui.ui.kit.widgets.status_line import StatusLine, working_text
from csp_tui.ui.terminal.lifecycle import is_working
from csp_tui.ui.text.history import describe_external_changes

T = TypeVar("T")
_Entered = tuple[tuple[str, ...], object]
if TYPE_CHECKING:
    from textual.widgets import TextArea

_Changed = Input.Changed | Select.Changed | Checkbox.Changed


class Dialog(CommandScreen, ModalScreen[T], Generic[T]):
    """A dialog; leaving it with Escape gives None.

    Args:
        title: The title in its frame, translated; it may hold data.

    Attributes:
        TRANSIENT: Whether quitting the program on purpose discards what is typed in it.
        KEEPS_TYPED: Whether leaving asks before it discards typed text; not where a field only
            narrows a list. It always asks before it discards what is selected.
        KEEPS_FIELDS: Whether its text fields, each by its ID, survive a session that is cut off.
        REOPENS: Whether the command that opened it opens it on the same thing again. Otherwise,
            for instance where it is about a file, what was typed is only shown to be copied.
        restored: Whether it opens with text that was typed in an earlier session.
        NOTICES: Whether it reports external changes below it immediately; otherwise later.
        opened_by: The ID of the command that opens it, if it was not run on the screen below.
    """

    TRANSIENT: ClassVar[bool] = False
    KEEPS_TYPED: ClassVar[bool] = True
    KEEPS_FIELDS: ClassVar[bool] = False
    REOPENS: ClassVar[bool] = True
    restored = False
    NOTICES: ClassVar[bool] = False
    opened_by = ""
    MAIN_BUTTON: ClassVar[str] = "Button.-primary"
    """Selects the button that the accept command presses, where the dialog has that command."""
    FIELDS: ClassVar[Mapping[str, str]] = {}
    """The IDs of its fields by the names that errors give them."""

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        & > .dialog {
            width: 72; max-width: 96%; height: auto; max-height: 96%;
            border: round $primary; border-title-color: $text; border-title-style: bold;
            background: $surface; padding: 0 1;
        }
        & .dialog-body { height: auto; }
        & .dialog-text { height: auto; margin-bottom: 1; }
        & .dialog-rule { color: $text-muted; }
        & .dialog-next { color: $text; }
        & .dialog-error { color: $text-error; height: auto; display: none; }
        & .dialog-error.-shown { display: block; }
        & .dialog-error.-working { color: $text-muted; }
        & .buttons { height: auto; align-horizontal: right; margin-top: 1; }
        & .buttons Button { margin-left: 1; min-width: 10; }
    }
    """

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = visible(title)
        self._opened_with: _Entered | None = None
        self._first_values: Mapping[str, str] = {}
        self._warned_about: _Entered | None = None
        self._complaints: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """Frame, body and buttons."""
        with DialogBox(classes="dialog") as box:
            box.border_title = Content(self._title).markup
            with ScrollText(classes="dialog-body"):
                yield from self.compose_body()
            yield Static("", classes="dialog-error", markup=False)
            with ButtonRow(classes="buttons"):
                yield from self.compose_buttons()
            yield from self.compose_bar()

    def compose_bar(self) -> Iterable[Widget]:
        """The commands, where the dialog has some of its own."""
        if self.COMMANDS_HERE:
            yield DialogBar()

    def compose_body(self) -> Iterable[Widget]:
        """What the dialog says and asks."""
        return ()

    def compose_buttons(self) -> Iterable[Button]:
        """The buttons, Cancel first; those named "cancel" and "close" leave the dialog."""
        yield Button(_("Close"), id="close", variant="primary")

    @on(Button.Pressed, "#cancel, #close")
    def leave_pressed(self, event: Button.Pressed) -> None:
        """Leave, as Escape does."""
        event.stop()
        self.action_leave()

    def main_button(self) -> Button | None:
        """The button that the accept command presses."""
        return next(iter(self.query(self.MAIN_BUTTON).results(Button)), None)

    def short_title_dialog_accept(self) -> str:
        """What the main button says."""
        button = self.main_button()
        return DIALOG_ACCEPT.shown_short if button is None else str(button.label)

    def disabled_reason_dialog_accept(self) -> str | None:
        """The main button must be one that can be pressed."""
        button = self.main_button()
        if button is None or button.disabled:
            return _("There is nothing to do here yet.")
        return None

    def command_dialog_accept(self) -> None:
        """Press the main button, wherever the focus is."""
        button = self.main_button()
        if button is not None:
            button.press()

    def text(self, text: str, classes: str = "") -> Static:
        """A paragraph; it may hold data."""
        return Static(Content(visible(text)), classes=f"dialog-text {classes}")

    def complain(self, text: str) -> None:
        """Show what is wrong with the input, beside the buttons, until something changes."""
        self._show_complaints({"": text} if text else {})

    def complain_about(self, error: WorkbenchError) -> None:
        """Show everything that is wrong with the fields, and focus the first of them.

        A line stays until its field is changed. ``FIELDS`` has the fields' IDs.

        Args:
            error: What was refused; other errors than those of fields are said in the same place.
        """
        texts: dict[str, str] = {}
        for one in error.all if isinstance(error, InvalidInput) else (error,):
            name = self.FIELDS.get(one.field or "", "") if isinstance(one, InvalidInput) else ""
            step = f" {step_words(one.next_step)}" if one.next_step is not None else ""
            text = render(one.message) + step
            texts[name] = f"{texts[name]}\n{text}" if name in texts else text
        order = [field.id or "" for field in self.query("*") if field.id in texts]
        self._show_complaints({name: texts[name] for name in [*order, *texts]})
        if order:
            self.query_one(f"#{order[0]}").focus()

    def show_working(self, is_working: bool) -> None:
        """Show whether a write runs, beside the buttons if there is no status line."""
        super().show_working(is_working)
        if self.query(StatusLine) or self._complaints:
            return
        for shown in self.query(".dialog-error").results(Static):
            shown.update(working_text())
            shown.set_class(is_working, "-shown", "-working")

    def _show_complaints(self, texts: Mapping[str, str]) -> None:
        self._complaints = dict(texts)
        lines = [f"! {line}" for text in texts.values() for line in visible(text).split("\n")]
        for shown in self.query(".dialog-error").results(Static):
            shown.update(Content("\n".join(lines)))
            shown.set_class(bool(texts), "-shown")
            shown.remove_class("-working")

    @on(Input.Changed)
    @on(Select.Changed)
    @on(Checkbox.Changed)
    def drop_complaints(self, event: _Changed) -> None:
        """Remove complaints about a field once it is changed, and those about no field."""
        self._drop_complaints(event.control)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """As ``drop_complaints``; few dialogs have such a field, whose class is large."""
        self._drop_complaints(event.control)

    def _drop_complaints(self, field: Widget) -> None:
        left = {name: text for name, text in self._complaints.items() if name}
        left.pop(field.id or "", None)
        if len(left) < len(self._complaints):
            self._show_complaints(left)
        for line in self.query(StatusLine):
            line.clear_refused()

    def tell(self, text: str, kind: str = "done") -> None:
        """Show a message in the status line, or beside the buttons if there is none.

        Args:
            text: The sentence; it may hold data.
            kind: ``done``, ``refused``, ``busy`` or ``plain``; it decides the mark before the text.
        """
        if not self.is_mounted:
            self.call_later(self.tell, text, kind)
            return
        for line in self.query(StatusLine):
            line.tell(text, kind)
            return
        self.complain(text)

    def on_external_change(self, entries: Sequence[Entry]) -> None:
        """Say what others change while it is open; the page below shows it when it is back.

        Args:
            entries: Their changes in what the page below shows, newest first, at least one.
        """
        if self.NOTICES:
            self.tell(describe_external_changes(entries), "plain")

    def unsaved_here(self, below: Screen[object] | None) -> UnsavedInput | None:
        """What is typed and would be lost with the connection; recovery adds the route here.

        Args:
            below: The screen that it was opened from.
        """
        typed = self.typed()
        if not typed:
            return None
        lines = (self._title, *(f"  {line}" for line in self.typed_lines()))
        place = BY_ROUTE if self.REOPENS else "dialog"
        return UnsavedInput(place, {}, typed, lines, transient=self.TRANSIENT)

    def is_about(self) -> str:
        """The key of the record that it was opened on, "" if there is none."""
        return ""

    def typed(self) -> dict[str, Value]:
        """What is typed here, as ``restore`` takes it; nothing if there is none to keep."""
        return changed_fields(self, self._first_values) if self.KEEPS_FIELDS else {}

    def typed_lines(self) -> Sequence[str]:
        """The same in words, a line each."""
        return field_lines(self, self.typed()) if self.KEEPS_FIELDS else ()

    def restore(self, typed: Mapping[str, Value]) -> None:
        """Enter again what an earlier session had typed; called once the dialog is open.

        Args:
            typed: What ``typed`` gave then; it comes from a file, so that any of it may be missing.
        """
        if self.KEEPS_FIELDS:
            enter_fields(self, typed)

    def on_key(self, event: Key) -> None:
        """Say why Undo and Save do nothing here, where the dialog has none of its own."""
        words = ""
        if event.key in (*UNDO.keys_now, *REDO.keys_now):
            words = _("Nothing can be undone in this dialog. Close it first.")
        elif event.key in (*DRAFT_SAVE.keys_now, *DIALOG_ACCEPT.keys_now):
            words = _("There is nothing to save in this dialog.")
        if words and event.key not in self.active_bindings:
            event.stop()
            self.tell(words, "refused")

    def disabled_reason_list_find(self) -> str | None:
        """There must be something to find, where the dialog has a field for that."""
        fields = self.query(FindField)
        return None if any(one.can_find for one in fields) else _("There is nothing to find here.")

    def command_list_find(self) -> None:
        """Go to the field that finds in the list."""
        self.query_one(FindField).open()

    def command_back(self) -> None:
        """End a search in a list; without one leave, as the dialog does it."""
        searches = [field for field in self.query(FindField) if field.is_open]
        for field in searches:
            field.action_leave()
        if not searches:
            self.action_leave()

    def action_leave(self) -> None:
        """Leave without a result; what was entered is discarded only when this comes again."""
        entered = self._entered()
        if not self.has_input or entered == self._warned_about:
            self.dismiss(self.result_so_far())
            return
        self._warned_about = entered
        self.complain(_("What you entered is not saved. Press Escape again to discard it."))

    @property
    def has_input(self) -> bool:
        """Whether something is typed or selected that is lost when the dialog closes."""
        texts, selected = self._entered()
        first_texts, first_selected = self._opened_with or ((), None)
        has_text = self.KEEPS_TYPED and any(texts) and texts != first_texts
        return has_text or (first_selected is not None and selected != first_selected)

    @property
    def is_in_use(self) -> bool:
        """Whether input is lost, or work is left alone, if it closes without a question."""
        own = (worker for worker in self.app.workers if worker.node is self)
        return self.has_input or any(map(is_working, own))

    def result_so_far(self) -> T | None:
        """The result when the user leaves: None, except where something was done already."""
        return None

    def on_mount(self) -> None:
        """Note the values of the fields before anything is entered."""
        self._first_values = field_values(self)
        texts, selected = self._entered()
        self._opened_with = ((), selected) if self.restored else (texts, selected)

    def selected_here(self) -> object:
        """What is selected in the dialog, to be compared with what was when it opened."""
        boxes = tuple(box.value for box in self.query(Checkbox))
        lists = tuple(select.value for select in self.query(Select))
        options = tuple(group.pressed_index for group in self.query(RadioSet))
        return boxes, lists, options

    def _entered(self) -> _Entered:
        inputs = (field.value for field in self.query(Input))
        found = cast("Iterable[TextArea]", self.query("TextArea"))
        areas = (area.text for area in found if not area.read_only)
        return (*inputs, *areas), self.selected_here()
