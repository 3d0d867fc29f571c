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
DETAILS = 2
"""The step with the fields."""


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
        self.check_again(request)

    def open_step(self, step: int, *, focus: bool = True) -> None:
        """Show a step."""
        self.step = step
        self.query_one(StepLine).step = step
        self.query_one(ContentSwitcher).current = f"step-{step}"
        self.query_one("#wizard-previous").display = step > 1
        self._show_summary()
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
        if self.step == DETAILS and (empty := self.details.first_empty()):
            return f"#details-{empty}"
        return "#review-text" if self.step == STEPS else "#wizard-next"

    def check(self, request: SupportRequest) -> bool:
        """Say beside the fields and above the buttons what is missing, from now on.

        Returns:
            Whether nothing is missing.
        """
        problems = self.details.check(request)
        self._first_problem = problems[0][0] if problems else ""
        self._show_summary()
        if not problems:
            return True
        head = ngettext(
            "{count} field needs attention:",
            "{count} fields need attention:",
            len(problems),
        )
        text = f"! {head} {' '.join(sentence for _name, sentence in problems)}"
        self.query_one(ProblemSummary).update(Content(visible(text)))
        return False

    def check_again(self, request: SupportRequest) -> None:
        """Update what is missing after fields have changed, if it is shown already."""
        if self.details.is_checking:
            self.check(request)

    def _show_summary(self) -> None:
        """Show what is missing on the step that has the fields, and only there."""
        summary = self.query_one(ProblemSummary)
        if not self._first_problem and summary.has_focus:
            self.query_one("#wizard-next").focus()
        summary.set_class(bool(self._first_problem) and self.step == DETAILS, "-shown")

    def go_to_problem(self) -> None:
        """Go to the first field that lacks something."""
        if self._first_problem:
            self.details.focus_field(self._first_problem)

    @on(ProblemSummary.Taken)
    def leave_summary(self, event: ProblemSummary.Taken) -> None:
        """Enter goes to the first field that lacks something."""
        event.stop()
        self.go_to_problem()

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
