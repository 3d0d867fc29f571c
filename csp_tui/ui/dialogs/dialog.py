"""What all dialogs share: a titled box, Escape to leave, buttons at the bottom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Button, Static

from csp_tui.domain.history import Entry
from csp_tui.domain.text import visible
from csp_tui.recovery.unsaved import Unsaved, Value
from csp_tui.ui.commands.holder import CommandHolder
from csp_tui.ui.dismissal import Dismissal
from csp_tui.ui.jobs import Jobs
from csp_tui.ui.widgets.button_row import ButtonRow
from csp_tui.ui.widgets.dialog_bar import DialogBar
from csp_tui.ui.widgets.dialog_box import DialogBox
from csp_tui.ui.widgets.reading import Reading
from csp_tui.ui.widgets.status_line import StatusLine

T = TypeVar("T")


class Dialog(Dismissal, CommandHolder, Jobs, ModalScreen[T], Generic[T]):
    """A dialog; leaving it with Escape gives None.

    Args:
        title: What stands in its frame, translated; it may hold data.

    Attributes:
        FLEETING: Whether whoever leaves the program on purpose is done with what is typed in it.
        NOTICES: Whether it says at once what others change in what lies below; others wait.
        opened_by: The ID of the command that opens it, where it was not run on what lies below.
    """

    FLEETING: ClassVar[bool] = False
    NOTICES: ClassVar[bool] = False
    opened_by = ""

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        & > .dialog {
            width: 72; max-width: 96%; height: auto; max-height: 96%;
            border: round $primary; border-title-color: $text; border-title-style: bold;
            background: $surface; padding: 0 1;
        }
        & .dialog-body { height: auto; max-height: 1fr; }
        & .dialog-text { height: auto; margin-bottom: 1; }
        & .dialog-rule { color: $text-muted; }
        & .dialog-next { color: $text; }
        & .dialog-error { color: $text-error; height: auto; display: none; }
        & .dialog-error.-shown { display: block; }
        & .buttons { height: auto; align-horizontal: right; margin-top: 1; }
        & .buttons Button { margin-left: 1; min-width: 10; }
    }
    """

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = visible(title)

    def compose(self) -> ComposeResult:
        """Frame, body and buttons."""
        with DialogBox(classes="dialog") as box:
            box.border_title = Content(self._title).markup
            with Reading(classes="dialog-body"):
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
        """The buttons, Cancel first."""
        return ()

    def text(self, text: str, classes: str = "") -> Static:
        """A paragraph; it may hold data."""
        return Static(Content(visible(text)), classes=f"dialog-text {classes}")

    def complain(self, text: str) -> None:
        """Say what is wrong with the input, beside the buttons, until it is right."""
        line = self.query_one(".dialog-error", Static)
        line.update(Content(f"! {visible(text)}"))
        line.set_class(bool(text), "-shown")

    def tell(self, text: str, kind: str = "done") -> None:
        """Say something in the status line, or beside the buttons where there is none.

        Args:
            text: The sentence; it may hold data.
            kind: ``done``, ``refused``, ``busy`` or ``plain``, which choose the mark before it.
        """
        for line in self.query(StatusLine):
            line.tell(text, kind)
            return
        self.complain(text)

    def others_changed(self, entries: Sequence[Entry]) -> None:
        """Say what others change while it is open; the page below shows it when it is back.

        Args:
            entries: Their changes in what the page below shows, newest first, at least one.
        """
        from csp_tui.ui.watching import others_words

        if self.NOTICES:
            self.tell(others_words(entries), "plain")

    def unsaved_here(self, below: Screen[object] | None) -> Unsaved | None:
        """What is typed and would be lost with the line, with the way here where commands lead.

        Args:
            below: The screen that it was opened from.
        """
        from csp_tui.ui.ways import way_to

        typed = self.typed()
        if not typed:
            return None
        way = way_to(self)
        lines = (self._title, *(f"  {line}" for line in self.typed_words()))
        return Unsaved("way" if way else "dialog", way, typed, lines, fleeting=self.FLEETING)

    def typed(self) -> dict[str, Value]:
        """What is typed here, as ``put_back`` takes it; nothing where there is none to keep."""
        return {}

    def typed_words(self) -> Sequence[str]:
        """The same for people, a line each."""
        return ()

    def put_back(self, typed: Mapping[str, Value]) -> None:
        """Enter again what an earlier session had typed; called once the dialog is open.

        Args:
            typed: What ``typed`` gave then; it comes from a file, so that any of it may be missing.
        """

    def command_back(self) -> None:
        """Leave, as the dialog does it."""
        self.action_leave()

    def action_leave(self) -> None:
        """Leave without a result."""
        self.dismiss(None)
