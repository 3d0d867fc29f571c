"""The three steps of a support request that is still a draft."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, ContentSwitcher, Static

from csp_tui.domain.offer import Offer
from csp_tui.domain.support import SupportRequest
from csp_tui.domain.text import visible
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext
from csp_tui.ui.commands.bindings import movement
from csp_tui.ui.commands.key_text import with_key
from csp_tui.ui.kit.widgets.button_row import ButtonRow
from csp_tui.ui.kit.widgets.step_line import StepLine
from csp_tui.ui.requests.issue_details import IssueDetails
from csp_tui.ui.requests.review import RequestReview
from csp_tui.ui.requests.selections import RequestSelections

STEPS = 3


class ProblemSummary(Static, can_focus=True):
    """Counts what is missing; takes the focus, and Enter goes to the first field."""

    BINDINGS: ClassVar[list[BindingType]] = [movement("problems.go", "go")]
    DEFAULT_CSS = """
    ProblemSummary {
        height: auto; max-height: 4; color: $text-error; display: none;
        &.-shown { display: block; }
        &:focus { background: $error-muted; text-style: bold; }
    }
    """

    class Taken(Message):
        """The user wants to go to the first problem."""

    def action_go(self) -> None:
        """Ask to go to the first problem."""
        self.post_message(self.Taken())


class RequestWizard(Vertical):
    """Step line, the current step, the missing fields, and the buttons Previous and Next.

    Attributes:
        step: The open step, from 1.
    """

    DEFAULT_CSS = """
    RequestWizard {
        height: 1fr;
        & > ContentSwitcher { height: 1fr; margin-top: 1; }
        & > .row { margin-top: 1; }
    }
    """
    details = getters.query_one(IssueDetails)
    review = getters.query_one(RequestReview)

    class Moved(Message):
        """The user wants another step.

        Attributes:
            step: The step, from 1; beyond the last one the request is to be submitted.
        """

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    def __init__(self) -> None:
        super().__init__()
        self.step = 1
        self._first_problem = ""

    def compose(self) -> ComposeResult:
        """The parts."""
        yield StepLine([_("Selections"), _("Issue details"), _("Review")])
        with ContentSwitcher(initial="step-1"):
            with Vertical(id="step-1"):
                yield RequestSelections()
            yield IssueDetails(id="step-2")
            with Vertical(id="step-3"):
                yield RequestReview()
        yield ProblemSummary("", markup=False)
        with ButtonRow():
            yield Button(with_key(_("Previous"), "request.previous"), id="wizard-previous")
            yield Button("", id="wizard-next", variant="primary")

    def show(
        self,
        request: SupportRequest,
        offer: Offer,
        partners: Sequence[str],
        typed: Container[str] = (),
    ) -> None:
        """Fill in what is stored, but not over what is typed and not written yet."""
        self.query_one(RequestSelections).show(request, offer, partners)
        self.details.show(request, typed)

    def open_step(self, step: int, *, focus: bool = True) -> None:
        """Show a step."""
        self.step = step
        self.query_one(StepLine).step = step
        self.query_one(ContentSwitcher).current = f"step-{step}"
        self.query_one("#wizard-previous").display = step > 1
        labels = {
            1: with_key(_("Next: Issue details"), "request.next"),
            2: with_key(_("Next: Review"), "request.next"),
            3: with_key(_("Submit: I have filed it"), "request.submit"),
        }
        alternative = self.query_one("#wizard-next", Button)
        alternative.label = Content(labels[step])
        alternative.refresh(layout=True)
        if focus:
            self.query_one(self._first_focus()).focus()

    def _first_focus(self) -> str:
        """Where to go on: never in a field that is filled in, where a stray key would change it."""
        if self.step == 2 and (empty := self.details.first_empty()):
            return f"#details-{empty}"
        return "#review-text" if self.step == STEPS else "#wizard-next"

    def show_problems(self, problems: Sequence[tuple[str, str]], *, focus: bool = False) -> None:
        """Say above the buttons what is missing.

        Args:
            problems: Field name and sentence, empty when nothing is missing.
            focus: Whether the first field that lacks something takes the focus.
        """
        summary = self.query_one(ProblemSummary)
        had_focus = summary.has_focus
        self._first_problem = problems[0][0] if problems else ""
        summary.set_class(bool(problems), "-shown")
        if not problems:
            if had_focus:
                self.query_one("#wizard-next").focus()
            return
        head = ngettext(
            "{count} field needs attention:",
            "{count} fields need attention:",
            len(problems),
        )
        text = f"! {head} {' '.join(sentence for _name, sentence in problems)}"
        summary.update(Content(visible(text)))
        if focus:
            self.details.focus_field(self._first_problem)

    @on(ProblemSummary.Taken)
    def go_to_problem(self, event: ProblemSummary.Taken) -> None:
        """Go to the first field that lacks something."""
        event.stop()
        if self._first_problem:
            self.details.focus_field(self._first_problem)

    @on(StepLine.Clicked)
    def go_to_clicked(self, event: StepLine.Clicked) -> None:
        """Ask for the step that was clicked."""
        event.stop()
        self.post_message(self.Moved(event.step))

    @on(Button.Pressed, "#wizard-previous")
    def go_back(self, event: Button.Pressed) -> None:
        """Ask for the step before."""
        event.stop()
        self.post_message(self.Moved(self.step - 1))

    @on(Button.Pressed, "#wizard-next")
    def go_on(self, event: Button.Pressed) -> None:
        """Ask for the next step, or to submit."""
        event.stop()
        self.post_message(self.Moved(self.step + 1))
