"""The interfaces of the objects that the app owns, as screens use them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from textual.worker import Worker

    from csp_tui.services.workbench import Workbench
    from csp_tui.settings.values import Settings
    from csp_tui.settings.writing import SettingsFile
    from csp_tui.ui.kit.view_request import ViewRequest


class NavigationControl(Protocol):
    """Goes from page to page."""

    def go_to(self, place: str) -> None:
        """Go to one of the places, such as ``offers`` or ``center``, closing all other pages."""

    def go_back(self) -> None:
        """Go back one screen, if there is one."""

    def leave_pages(self, go: Callable[[], object]) -> None:
        """Go when every page agrees; the upper ones are asked first.

        Args:
            go: Called then; not at all if the user stays.
        """

    def close_all(self, go: Callable[[], object]) -> None:
        """Go elsewhere from all screens when nothing that was entered is lost.

        Args:
            go: Called then; not at all if a page or a dialog below a page stays.
        """

    def leave_program(self) -> None:
        """End the program when every page agrees."""

    def open_offer(self, offer_id: str, section: str = "") -> None:
        """Open an offer, at one of its pages."""

    def open_request(self, request_id: int) -> None:
        """Open a support request."""

    def open_partner(self, tenant_id: str) -> None:
        """Open the page of a partner; Back returns to what is shown now."""

    def open_rules(self, number: str = "") -> None:
        """Show the rules of the program, at a rule such as ``R30`` or at the first one."""

    def open_view(self, request: ViewRequest) -> None:
        """Open a plan, the lists, a comparison or the audit."""


class DatabaseControl(Protocol):
    """The database that the screens work with."""

    @property
    def is_open(self) -> bool:
        """Whether it is open."""

    @property
    def workbench(self) -> Workbench:
        """Its services; only after it is open."""

    def why_read_only(self) -> str | None:
        """Why nothing can be changed in it, None if it can."""

    def check_rights(self) -> None:
        """Check again whether it can be written."""

    def show(self, workbench: Workbench) -> None:
        """Work with another database from now on, starting at its offers."""


class SettingsControl(Protocol):
    """The settings in force."""

    settings: Settings
    """The settings as they are now."""
    file: SettingsFile | None
    """Where they are saved; None if they last until the program ends."""

    def change(self, name: str, value: object) -> None:
        """Change a setting, apply it immediately and save it."""


class DemoControl(Protocol):
    """What screens ask of the demo that can be opened from one's own database."""

    is_changed: bool
    """Whether something was changed in the demo that is shown."""
    was_visited: bool
    """Whether the demo was shown in the place of one's own database."""
    was_toured: bool
    """Whether the guided tour was followed to its last step."""

    @property
    def is_on(self) -> bool:
        """Whether the demo is shown in the place of one's own database."""

    @property
    def is_possible(self) -> bool:
        """Whether there is a demo to open."""

    def disabled_reason_begin(self) -> str | None:
        """Why the demo cannot be opened now, None if it can."""

    def disabled_reason_reset(self) -> str | None:
        """Why the demo cannot be reset now, None if it can."""

    def begin(self, done: Callable[[], object] | None = None) -> None:
        """Make the demo and show it; ``done`` is called then."""

    def reset(self, done: Callable[[], object] | None = None) -> Worker[None] | None:
        """Reset the demo and show it; ``done`` is called then."""

    def end(self) -> None:
        """Show one's own database again."""


class TourControl(Protocol):
    """What the commands of the guided tour ask of it."""

    @property
    def would_undo(self) -> bool:
        """Whether starting the tour discards changes in the demo."""

    def disabled_reason_begin(self) -> str | None:
        """Why there can be no tour now, None if there can."""

    def disabled_reason_next(self) -> str | None:
        """Why there is no next step, None if there is one."""

    def disabled_reason_back(self) -> str | None:
        """Why there is no step before, None if there is one."""

    def begin_ten_offers(self) -> None:
        """Start the tour of one change of ten offers, as ``begin`` starts the first one."""

    def begin(self) -> None:
        """Start at the first step, in a demo that was not changed."""

    def start(self) -> None:
        """Start at the first step in the demo that is open."""

    def next(self) -> None:
        """Go to the next step."""

    def back(self) -> None:
        """Go back one step."""

    def leave(self) -> None:
        """End the tour; the demo stays as it is."""

    def demo_was_reset(self) -> None:
        """Start again at the first step, if the tour is on."""

    def check(self) -> None:
        """Check whether the step was done by hand."""
