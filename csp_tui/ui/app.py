"""The workbench as an app: owns what all screens share, and goes from screen to screen."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.events import Event
from textual.screen import Screen

from csp_tui.domain.errors import WorkbenchError
from csp_tui.i18n import gettext as _
from csp_tui.settings.values import Settings
from csp_tui.ui.kit.app_base import AppBase
from csp_tui.ui.kit.command_screen import CommandScreen, run_command
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.policy import DEMO, NORMAL, SessionPolicy
from csp_tui.ui.recovery.collect import Recovery
from csp_tui.ui.shell.database_session import DatabaseSession
from csp_tui.ui.shell.demo_session import DemoSession, DemoSource
from csp_tui.ui.shell.errors import ErrorHandler
from csp_tui.ui.shell.external_changes import ExternalChanges
from csp_tui.ui.shell.global_commands import GlobalCommands
from csp_tui.ui.shell.keys import prepare_input, quit_hint
from csp_tui.ui.shell.kiosk import KioskWatch
from csp_tui.ui.shell.navigation import Navigation
from csp_tui.ui.shell.settings import SettingsController
from csp_tui.ui.shell.write_effects import WriteEffects
from csp_tui.ui.terminal.key_queue import KeyQueue

if TYPE_CHECKING:
    from textual.message import Message
    from textual.message_pump import MessagePump
    from textual.widget import Widget

    from csp_tui.recovery.files import RecoveryFiles
    from csp_tui.services.workbench import Workbench
    from csp_tui.settings.problems import SettingsProblem
    from csp_tui.settings.writing import SettingsFile
    from csp_tui.ui.kit.database_opener import DatabaseOpener
    from csp_tui.ui.kit.view_request import ViewRequest
    from csp_tui.ui.tour.guide import Tour

_UNTIL_SENT = 0.002
"""Seconds in which the thread that writes to the terminal takes a frame."""

_UNTIL_READ = 0.2
"""Seconds after the offers are shown in which nothing is done that they do not need."""


class WorkbenchApp(AppBase):
    """The app.

    Args:
        open_workbench: Opens the database; called in a thread after the first paint.
        log: Where unexpected errors are written; without it they are raised, as in tests.
        demo: Whether the database is the temporary one of the demo.
        demo_source: Makes the demo that is opened from one's own database.
        settings: The settings; the defaults without it.
        settings_file: Where changed settings are saved; without it they last until the end.
        settings_problems: What in the settings file is not used, to be reported at the start.
        policy: What this session may do; that of one's own database or the demo without it.
        watch: Seconds between two polls for changes by other programs, 0 to poll only on demand.
        recovery_files: Where unsaved input is kept when the connection is lost; nowhere without.
        opener: What can be done if the database cannot be opened; the program ends without it.

    Attributes:
        first_story: The story of the guided tour that starts as soon as the demo is open, "" for
            none.
    """

    TITLE = "csp-tui"
    CSS_PATH = "kit/base.tcss"
    ENABLE_COMMAND_PALETTE = False
    # Ctrl+C copies in fields, and otherwise only says how to quit.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "help_quit", show=False, system=True, id="app.interrupt")
    ]
    first_story = ""
    _has_drawn = False

    def __init__(
        self,
        open_workbench: Callable[[], Workbench],
        *,
        log: Path | None = None,
        demo: bool = False,
        demo_source: DemoSource | None = None,
        settings: Settings | None = None,
        settings_file: SettingsFile | None = None,
        settings_problems: Sequence[SettingsProblem] = (),
        policy: SessionPolicy | None = None,
        watch: float = 0.0,
        recovery_files: RecoveryFiles | None = None,
        opener: DatabaseOpener | None = None,
    ) -> None:
        super().__init__()
        self.demo = demo
        self.policy = policy or (DEMO if demo else NORMAL)
        self.kiosk = KioskWatch(self)
        self.database: DatabaseSession = DatabaseSession(self, open_workbench, opener, self._opened)
        self.external_changes = ExternalChanges(self, every=watch)
        self.writes = WriteEffects(self, self.external_changes)
        self.errors = ErrorHandler(
            self,
            log,
            is_reported=self.external_changes.already_reported,
            out_of_memory=lambda: self.kiosk.end_full(),
        )
        self.navigation = Navigation(self, self.database, _Views())
        self.demo_session = DemoSession(self, demo_source)
        self.recovery = Recovery(self, recovery_files) if recovery_files is not None else None
        self.key_queue = KeyQueue(self, self._accept_event)
        self.settings_controller: SettingsController = SettingsController(
            self, settings or Settings(), settings_file, settings_problems
        )
        self.settings_controller.apply()

    # Answers to what screens ask

    @cached_property
    def tour(self) -> Tour:
        """The guided tour of the demo."""
        from csp_tui.ui.tour.guide import Tour

        return Tour(self)

    def global_commands(self, screen: Screen[Any]) -> GlobalCommands:
        """Who carries out the commands that every screen has."""
        return GlobalCommands(self, screen)

    def tell(self, text: str, kind: str = "done") -> None:
        """Show a message on the visible screen."""
        screen = self.screen
        if isinstance(screen, CommandScreen):
            screen.tell(text, kind)
        else:
            self.notify(text)

    # Errors

    def show_problem(self, error: WorkbenchError) -> None:
        """Explain an expected error."""
        self.errors.show(error)

    @property
    def survives_errors(self) -> bool:
        """Whether unexpected errors are shown in a dialog."""
        return self.errors.handles_unexpected

    def handle_error(
        self, error: Exception, pump: MessagePump | None = None, message: Message | None = None
    ) -> None:
        """Log an unexpected error, and show it in a dialog."""
        if self.survives_errors:
            self.errors.handle(error, pump, message)
        else:
            super().handle_error(error, pump, message)

    def on_input_failed(self) -> None:
        """End, because no more input can be read from a web page."""
        if not self.kiosk.end_full():
            super().on_input_failed()

    # Life of the app

    def get_default_screen(self) -> Screen[None]:
        """The offers are home, and the first thing that is painted."""
        from csp_tui.ui.offers.screen import OffersScreen

        return OffersScreen()

    def on_mount(self) -> None:
        """Open the database after the first paint, which its imports would delay."""
        # What is typed ahead is meant for the offers.
        self.key_queue.hold()
        self.errors.begin()
        self.kiosk.begin()
        # For an app that draws nothing; otherwise it has begun by then.
        self.call_after_refresh(self.database.begin)
        self.call_after_refresh(self.settings_controller.tell_problems)

    def post_display_hook(self) -> None:
        """Open the database as soon as the first frame is sent, by a thread that needs a moment."""
        super().post_display_hook()
        if not self._has_drawn:
            self._has_drawn = True
            # A timer of the app would wait for the messages that it handles now.
            asyncio.get_running_loop().call_later(_UNTIL_SENT, self.database.begin)

    def _opened(self, files: RecoveryFiles | None) -> None:
        """Show what is in the database that was opened, and follow it from now on."""
        if files is not None and self.recovery is not None:
            self.recovery = Recovery(self, files)
        self.external_changes.begin()
        self.database.load_page()
        loading = [worker for worker in self.workers if worker.group == "load"]
        self.call_later(self.key_queue.release, loading)
        self.tasks.run(
            partial(_import_pages, self.database.workbench),
            self.read_styles_of,
            group="import",
            delay=_UNTIL_READ,
        )
        if self.first_story:
            self.tour.choose(self.first_story)
            self.tour.start()
        if self.recovery is not None:
            self.recovery.offer()

    def on_unmount(self) -> None:
        """Stop following the database, and the errors of threads."""
        self.external_changes.end()
        self.errors.end()

    async def on_event(self, event: Event) -> None:
        """Clean pasted text, and clear what the status line says of an earlier action."""
        prepare_input(self, event)
        if self.recovery is not None:
            self.recovery.note(event)
        await self.key_queue.put(event)

    async def _accept_event(self, event: Event) -> None:
        if self.kiosk.accept(event):
            await super().on_event(event)

    def prepare_widget(self, widget: Widget) -> None:
        """Limit the length of fields in a kiosk; let pages have their frames from the start."""
        self.kiosk.guard(widget)
        if isinstance(widget, Page):
            widget.use_frames(self.size)
        super().prepare_widget(widget)

    @property
    def keeps_unsaved_input(self) -> bool:
        """Whether unsaved input is kept when the session is cut off."""
        return self.recovery is not None

    def exit(self, result: int | None = None, return_code: int = 0, message: Any = None) -> None:
        """End the program; what is unsaved then is offered at the next start."""
        if self.recovery is not None:
            self.recovery.keep_now(on_purpose=not result and not return_code)
        super().exit(result, return_code, message)

    def action_leave_program(self) -> None:
        """End the program when every page agrees; without a database, as a failure."""
        self.navigation.leave_program()

    def action_help_quit(self) -> None:
        """Say how to quit to those who press Ctrl+C, which copies here."""
        self.tell(quit_hint(), "plain")

    def action_change_theme(self) -> None:
        """Select the theme on the screen that also saves the choice."""
        run_command(self.screen, "settings")

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Show an address, and open it in a browser if that is confirmed; never in a kiosk."""
        from csp_tui.ui.kit.dialogs.confirm import confirm
        from csp_tui.ui.text.links import openable

        address = openable(url)
        if address is not None and self.policy.processes:
            go = partial(super().open_url, address, new_tab=new_tab)
            confirm(self, _("Open in the browser?"), [address], _("Open"), go)


class _Views:
    """Opens the pages that other pages ask for, each imported when it is first opened."""

    def center_page(self) -> Page:
        from csp_tui.ui.marketplace.screen import PartnerCenterScreen

        return PartnerCenterScreen()

    def offer_page(self, offer_id: str, section: str) -> Page:
        from csp_tui.ui.offer.screen import OfferScreen

        return OfferScreen(offer_id, section)

    def open_view(self, app: AppBase, request: ViewRequest) -> None:
        ids = request.offer_ids
        match request.view:
            case "what-if":
                from csp_tui.ui.plans.opening import open_what_if

                open_what_if(app, ids, request.edits)
            case "bulk":
                from csp_tui.ui.plans.opening import ask_bulk

                ask_bulk(app, ids)
            case "plan" if request.desired is not None:
                from csp_tui.ui.plans.opening import open_plan

                open_plan(app, request.title, request.desired)
            case "plans":
                from csp_tui.ui.plans.saved_page import SavedPlansPage

                app.push_screen(SavedPlansPage())
            case "lists":
                from csp_tui.ui.lists.page import ListsPage

                app.push_screen(ListsPage())
            case "save-list" if ids:
                from csp_tui.ui.lists.dialogs import save_as_list

                save_as_list(app, ids[0])
            case "compare":
                from csp_tui.ui.compare.page import open_comparison

                open_comparison(app, ids)
            case "coverage":
                from csp_tui.ui.compare.coverage_page import CoveragePage

                app.push_screen(CoveragePage(ids if len(ids) > 1 else (), "".join(ids[:1])))
            case "state-plan":
                from csp_tui.ui.plans.state_files import ask_for_state

                ask_for_state(app, app.tasks)
            case "state-export":
                from csp_tui.ui.plans.state_files import ask_for_export

                ask_for_export(app, app.tasks, ids)
            case "report":
                from csp_tui.ui.history.report_dialog import ReportDialog

                app.push_screen(ReportDialog(ids))
            case "audit":
                from csp_tui.ui.plans.audit_page import AuditPage

                app.push_screen(AuditPage())
            case _:
                raise ValueError(f"there is no view {request.view}")


def _import_pages(workbench: Workbench) -> set[str]:
    """Import what is opened from the offers, while someone reads their list.

    Args:
        workbench: What the pages read.

    Returns:
        The names of the modules that were imported.
    """
    before = set(sys.modules)
    # The log is written even when no more files can be opened.
    import csp_tui.private_log
    import csp_tui.services.audience_service
    import csp_tui.ui.offer.screen
    import csp_tui.ui.partners.search_dialog  # noqa: F401

    workbench.import_ahead()
    # What was imported stays, as what was there before does.
    gc.freeze()
    return set(sys.modules) - before
