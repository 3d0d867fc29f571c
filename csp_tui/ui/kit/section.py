"""What the parts of an offer's screen share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Protocol

from textual import getters
from textual.containers import Vertical
from textual.widget import Widget

from csp_tui.domain.errors import WorkbenchError
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import Value
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.views import AudienceView
from csp_tui.ui.commands.catalog.common import DRAFT_SAVE
from csp_tui.ui.commands.command import Command, CommandProvider
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.kit.app_base import AppBase
from csp_tui.ui.kit.background import BackgroundTasks
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.widgets.command_button import CommandButton
from csp_tui.ui.kit.widgets.find_field import FindField
from csp_tui.ui.terminal.lifecycle import RemovalSafe, is_removed
from csp_tui.ui.text.conflicts import Conflict, VersionRow
from csp_tui.ui.text.copyable import Copyable


class ConflictHandler(Protocol):
    """What a section uses when someone else has changed the offer."""

    def show_conflict(self) -> None:
        """Show the stored version beside the unsaved one and ask which stays."""

    def or_conflict(
        self,
        rows: Callable[[Conflict[AudienceView]], Sequence[VersionRow]],
        repeat: Callable[[], object],
    ) -> Callable[[WorkbenchError], None]:
        """An error handler that shows both versions if the offer has changed."""


class OfferPage(Protocol):
    """What a section uses of the offer's screen that it is on.

    Attributes:
        last_command: The ID of the command that was run last.
    """

    last_command: str

    @property
    def publishing(self) -> CommandProvider:
        """Carries out the commands that publish and sync the offer."""

    @property
    def conflict(self) -> ConflictHandler:
        """Shows both versions if someone else has changed the offer."""

    def tell(self, text: str, kind: str = "done") -> None:
        """Show a sentence in the status line."""

    def load(self) -> None:
        """Read the state of the offer and show it."""

    def show_next(self, instead: str = "") -> None:
        """Show the next step."""

    def refresh_commands(self) -> None:
        """Update what can run, in the bar and on the buttons."""

    def action_run_command(self, command_id: str) -> None:
        """Run a command, or say why it cannot run."""


class Section(RemovalSafe, Vertical):
    """A part of an offer's screen.

    Attributes:
        COMMANDS_HERE: The commands that the part declares.
        HELP_TEXT: A few sentences for the help, in English.
        CONTROLLERS: The classes of the objects that carry out commands for it.
        SAVES_WITH: The command that saves what was entered.
        SHOWS_BOTH_SIDES: Whether it says beside a field what others have stored in it.
        page: The offer's screen that it is on; set before it is mounted there.
        after_save: What follows the next Save draft if it succeeds, such as leaving the page.
        view: The state of the offer, None until it is read.
    """

    COMMANDS_HERE: ClassVar[Sequence[Command]] = ()
    HELP_TEXT: ClassVar[str] = ""
    CONTROLLERS: ClassVar[Sequence[type[CommandProvider]]] = ()
    SAVES_WITH: ClassVar[Command] = DRAFT_SAVE
    SHOWS_BOTH_SIDES: ClassVar[bool] = False
    DEFAULT_CSS = """
    Section { height: 1fr; padding: 0 1; overflow-y: auto; scrollbar-size-vertical: 1; }
    """
    page: OfferPage
    app = getters.app(AppBase)

    def __init__(self, offer_id: str) -> None:
        super().__init__()
        self.tasks = BackgroundTasks(self)
        self.offer_id = offer_id
        self.after_save: Callable[[], object] | None = None
        self.view: AudienceView | None = None

    @property
    def controllers(self) -> Sequence[CommandProvider]:
        """The objects that carry out commands for the section."""
        return ()

    def host_of(self, command: Command) -> CommandProvider:
        """The object that carries out one of the section's commands."""
        hosts = (host for host in self.controllers if command in host.COMMANDS_HERE)
        return next(hosts, self)

    def copyable(self) -> Copyable | None:
        """What Copy would copy now, None if there is nothing."""
        return None

    def unsaved_edit(self) -> AudienceEdit | None:
        """What can be saved together with publishing or syncing, None if there is nothing."""
        return None

    def expected_view(self, view: AudienceView) -> AudienceView:
        """The state of the offer once that is saved."""
        return view

    def mark_saved(self, edit: AudienceEdit) -> None:
        """Keep only what was changed since an edit that is saved now."""

    @property
    def is_there(self) -> bool:
        """Whether all of it is mounted and none of it is being removed."""
        return self.is_mounted and not is_removed(self)

    @property
    def is_dirty(self) -> bool:
        """Whether something was entered that is not saved yet."""
        return False

    @property
    def loses_input(self) -> bool:
        """Whether leaving it now would lose something that was entered."""
        return self.is_dirty

    def unsaved_words(self) -> str:
        """What is not saved, for the question whether to leave."""
        return _("What you changed here is not saved in the draft yet.")

    def next_step(self) -> str:
        """What saves the unsaved input; "" if there is none."""
        if not self.is_dirty:
            return ""
        return _("Not saved yet: Save draft ({key}) keeps your changes").format(
            key=key_label(DRAFT_SAVE.id)
        )

    def is_newer(self, view: AudienceView) -> bool:
        """Whether the offer has changed since the view that is shown."""
        return self.view is None or self.view.state.offer.version != view.state.offer.version

    def show_view(self, view: AudienceView) -> None:
        """Show the current state of the offer."""
        self.view = view

    def discard(self) -> None:
        """Discard unsaved input."""

    @property
    def can_undo_input(self) -> bool:
        """Whether Undo first undoes something that was entered and not saved."""
        return self.is_dirty

    @property
    def can_redo_input(self) -> bool:
        """Whether unsaved input was undone and can be redone."""
        return False

    def undo_input(self) -> None:
        """Undo the last step of what was entered and not saved."""
        self.discard()

    def redo_input(self) -> None:
        """Redo the step of unsaved input that was undone last."""

    def typed(self) -> dict[str, Value]:
        """What was entered and not saved, as ``restore`` takes it; nothing if there is none."""
        return {}

    def typed_lines(self) -> Sequence[str]:
        """The same in words, a line each."""
        return ()

    def main_widget(self) -> Widget | None:
        """What has the focus when the section is opened: its list or its first control."""
        shown = (widget for widget in self.screen.focus_chain if self in widget.ancestors)
        return next(shown, None)

    def disabled_reason_list_find(self) -> str | None:
        """There must be something to find."""
        listings = self.query(RecordList)
        if any(one.source.total or one.order.words for one in listings):
            return None
        return _("There is nothing to find here.")

    def command_list_find(self) -> None:
        """Go to the field of the list."""
        self.query_one(FindField).open()

    def go_to_field(self, name: str) -> None:
        """Put the focus into a field of the section, once the section is shown."""

    def restore(self, typed: Mapping[str, Value]) -> None:
        """Enter again what an earlier session had not saved; called once the view is shown.

        Args:
            typed: What ``typed`` gave then; it comes from a file, so that any of it may be missing.
        """

    def versions(self, conflict: Conflict[AudienceView]) -> list[VersionRow]:
        """What is typed here beside what others have stored, where either has changed."""
        return []

    def refresh_buttons(self) -> None:
        """Update what can run on the buttons."""
        for button in self.query(CommandButton):
            button.refresh_command()
