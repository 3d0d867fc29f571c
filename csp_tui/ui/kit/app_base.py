"""What screens use of the app, without knowing how the app does it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from csp_tui.domain.text import visible
from csp_tui.ui.commands.catalog import ALL_COMMANDS
from csp_tui.ui.kit.app_parts import (
    DatabaseControl,
    DemoControl,
    NavigationControl,
    SettingsControl,
    TourControl,
)
from csp_tui.ui.kit.background import BackgroundTasks, WriteObserver
from csp_tui.ui.kit.policy import NORMAL, SessionPolicy
from csp_tui.ui.terminal.drivers import resilient_driver
from csp_tui.ui.terminal.key_queue import KeyQueue
from csp_tui.ui.terminal.terminal_app import TerminalApp
from csp_tui.ui.text.copyable import copied_message
from csp_tui.ui.text.input import field_text
from csp_tui.ui.text.terminal import paste_cut_text, too_small_text

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.screen import Screen

    from csp_tui.domain.errors import WorkbenchError
    from csp_tui.services.views import OfferRow
    from csp_tui.services.workbench import Workbench
    from csp_tui.settings.values import Settings
    from csp_tui.ui.commands.command import CommandProvider


class AppBase(TerminalApp, inherit_bindings=False):
    """The app as screens see it, limited to what its session may do.

    ``WorkbenchApp`` fills in everything that raises ``NotImplementedError`` here.

    Attributes:
        policy: What this session may do.
        demo: Whether the database is the temporary one of the demo.
        database: Opens the database and switches it.
        settings_controller: The settings, and where they are saved.
        navigation: Goes from page to page.
        demo_session: Opens the demo from one's own database, and returns from it.
        tour_is_on: Whether the guided tour is on.
        shows_keys: Whether the key panel is shown where there is room.
        offer_rows: The offers as they were listed last.
        connection: The connection to Partner Center in a few words, "" without one.
        tasks: Background work whose answers the app gets.
        writes: What is notified of writes.
        key_queue: Hands keys on one at a time; a worker that reads what a dialog opens with counts
            as part of its key.
        kept_marks: What is marked in lists, by the list, so that it is marked again when the
            person comes back to the list.
    """

    policy: SessionPolicy = NORMAL
    demo = False
    database: DatabaseControl
    settings_controller: SettingsControl
    demo_session: DemoControl
    navigation: NavigationControl
    key_queue: KeyQueue
    tour_is_on = False
    shows_keys = False

    def __init__(self) -> None:
        super().__init__()
        self.offer_rows: Sequence[OfferRow] = ()
        self.connection = ""
        self.kept_marks: dict[str, frozenset[str]] = {}
        self.tasks = BackgroundTasks(self)
        self.writes = WriteObserver()

    # Answered by the objects that the app owns

    @property
    def is_open(self) -> bool:
        """Whether the database is open."""
        return self.database.is_open

    @property
    def workbench(self) -> Workbench:
        """The services; screens ask for them only after the database is open."""
        return self.database.workbench

    def why_read_only(self) -> str | None:
        """Why nothing can be changed in the database, None if it can."""
        return self.database.why_read_only()

    @property
    def settings(self) -> Settings:
        """The settings as they are now."""
        return self.settings_controller.settings

    def offer_name(self, offer_id: str) -> str:
        """The name of an offer as it was listed last; the ID of one that was not."""
        offers = (row.state.offer for row in self.offer_rows)
        return next((one.setup.name for one in offers if one.offer_id == offer_id), offer_id)

    # Commands, errors and messages

    def global_commands(self, screen: Screen[Any]) -> CommandProvider:
        """Who carries out the commands that every screen has."""
        raise NotImplementedError

    @property
    def tour(self) -> TourControl:
        """The guided tour of the demo."""
        raise NotImplementedError

    def show_problem(self, error: WorkbenchError) -> None:
        """Explain an expected error over whatever is shown."""
        raise NotImplementedError

    def tell(self, text: str, kind: str = "done") -> None:
        """Show a message on the visible screen.

        Args:
            text: The sentence; it may hold data.
            kind: ``done``, ``refused``, ``busy`` or ``plain``.
        """
        raise NotImplementedError

    @property
    def downloads_files(self) -> bool:
        """Whether a text leaves as a download in the user's browser."""
        return self.is_web and self.policy.downloads

    def disabled_reason_save(self) -> str | None:
        """Why no text can be saved in this session, None if one can."""
        return None if self.downloads_files else self.policy.disabled_reason_files()

    def copy(self, text: str, what: str) -> str:
        """Copy a text through the terminal (OSC 52).

        Returns:
            A sentence for the status line; terminals do not confirm it.
        """
        self.copy_to_clipboard(text)
        return copied_message(text, what)

    # What the terminal asks

    def get_driver_class(self) -> type[Driver]:
        """Textual's choice, replaced by a driver that notices a lost terminal."""
        return resilient_driver(super().get_driver_class())

    @property
    def paste_limit(self) -> int:
        """Maximum length of a paste in characters."""
        return self.policy.paste_limit

    @property
    def pending_keys(self) -> int:
        """Keys that have been received and not completely handled."""
        return self.key_queue.pending

    def is_bound(self, key: str) -> bool:
        """Whether a command has a key."""
        return any(key in command.keys_now for command in ALL_COMMANDS.values())

    def is_quit_key(self, key: str) -> bool:
        """Whether a key ends the program."""
        return key in ALL_COMMANDS["quit"].keys_now

    def too_small_text(self) -> str:
        """The text to show instead of a screen that does not fit into the window."""
        return too_small_text(*self.size)

    def on_paste_cut(self, limit: int) -> None:
        """Say that a paste was cut.

        Args:
            limit: Characters that were kept.
        """
        self.tell(paste_cut_text(limit), "refused")

    # What Textual itself would let people do, held to the policy

    def copy_to_clipboard(self, text: str) -> None:
        """Send a text to the terminal's clipboard where that is allowed.

        Nothing in it drives another terminal when it is pasted there.
        """
        if self.policy.copies:
            super().copy_to_clipboard(field_text(text))

    def notify(self, message: str, *, title: str = "", **options: Any) -> None:
        """Show a notification; it may hold data, and is never read as markup."""
        options["markup"] = False
        super().notify(visible(message), title=visible(title), **options)

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Leave the terminal to another program; never in a kiosk.

        Raises:
            PermissionError: This session may not.
        """
        if not self.policy.processes:
            raise PermissionError("this session may not be suspended")
        with super().suspend():
            yield

    def action_suspend_process(self) -> None:
        """Go to the background; never in a kiosk."""
        if self.policy.processes:
            super().action_suspend_process()

    def save_screenshot(self, *args: Any, **options: Any) -> str:
        """Write a picture of the screen into a file.

        Raises:
            PermissionError: This session has no files.
        """
        if not self.policy.files:
            raise PermissionError("this session has no files")
        return super().save_screenshot(*args, **options)

    def deliver_screenshot(self, *args: Any, **options: Any) -> str | None:
        """Deliver a picture of the screen; never in a kiosk."""
        return super().deliver_screenshot(*args, **options) if self.policy.files else None
