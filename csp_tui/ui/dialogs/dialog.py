"""What all dialogs share: a titled box, Escape to leave, buttons at the bottom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Static

from csp_tui.domain.text import visible
from csp_tui.ui.jobs import Jobs
from csp_tui.ui.widgets.button_row import ButtonRow
from csp_tui.ui.widgets.dialog_box import DialogBox
from csp_tui.ui.widgets.reading import Reading

if TYPE_CHECKING:
    from textual import getters

    from csp_tui.ui.app import WorkbenchApp

T = TypeVar("T")


class Dialog(Jobs, ModalScreen[T], Generic[T]):
    """A dialog; leaving it with Escape gives None.

    Args:
        title: What stands in its frame, translated; it may hold data.
    """

    BINDINGS: ClassVar[list[Binding]] = [  # type: ignore[assignment]
        Binding("escape", "leave", "Cancel", show=False, id="dialog.cancel")
    ]
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
    if TYPE_CHECKING:
        app = getters.app(WorkbenchApp)

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
        line.update(Content(visible(text)))
        line.set_class(bool(text), "-shown")

    def action_leave(self) -> None:
        """Leave without a result."""
        self.dismiss(None)
