"""What the parts of an offer's screen share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical

from csp_tui.recovery.unsaved import Value
from csp_tui.services.views import AudienceView
from csp_tui.ui.commands.command import Command
from csp_tui.ui.gone import MayBeGone, is_gone
from csp_tui.ui.jobs import Jobs
from csp_tui.ui.widgets.command_button import CommandButton

if TYPE_CHECKING:
    from textual import getters

    from csp_tui.ui.app import WorkbenchApp
    from csp_tui.ui.screens.offer import OfferScreen
    from csp_tui.ui.versions import Meeting, VersionRow


class Section(MayBeGone, Jobs, Vertical):
    """A part of an offer's screen.

    Args:
        offer_id: The offer.

    Attributes:
        COMMANDS_HERE: The commands that the part declares.
        SHOWS_BOTH_SIDES: Whether it says beside a field what others have stored in it.
        view: Where the offer stands, None until it is read.
    """

    COMMANDS_HERE: ClassVar[Sequence[Command]] = ()
    SHOWS_BOTH_SIDES: ClassVar[bool] = False
    DEFAULT_CSS = """
    Section { height: 1fr; padding: 0 1; overflow-y: auto; scrollbar-size-vertical: 1; }
    """
    if TYPE_CHECKING:
        app = getters.app(WorkbenchApp)

    def __init__(self, offer_id: str) -> None:
        super().__init__()
        self.offer_id = offer_id
        self.view: AudienceView | None = None

    @property
    def page(self) -> OfferScreen:
        """The screen it is part of."""
        from csp_tui.ui.screens.offer import OfferScreen

        assert isinstance(self.screen, OfferScreen)
        return self.screen

    @property
    def is_there(self) -> bool:
        """Whether all of it is made, and nothing of it is being taken away."""
        return self.is_mounted and not is_gone(self)

    @property
    def is_dirty(self) -> bool:
        """Whether something was entered that is not saved yet."""
        return False

    def show_view(self, view: AudienceView) -> None:
        """Show where the offer stands now."""
        self.view = view

    def discard(self) -> None:
        """Forget what was entered and not saved."""

    def typed(self) -> dict[str, Value]:
        """What was entered and not saved, as ``put_back`` takes it; nothing where there is none."""
        return {}

    def typed_words(self) -> Sequence[str]:
        """The same for people, a line each."""
        return ()

    def put_back(self, typed: Mapping[str, Value]) -> None:
        """Enter again what an earlier session had not saved; called once the view is shown.

        Args:
            typed: What ``typed`` gave then; it comes from a file, so that any of it may be missing.
        """

    def versions(self, meeting: Meeting) -> list[VersionRow]:
        """What is typed here beside what others have stored, where either has changed."""
        return []

    def refresh_buttons(self) -> None:
        """Look anew at what can run."""
        for button in self.query(CommandButton):
            button.refresh_command()
