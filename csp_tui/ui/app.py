"""The workbench as an app: opens the database, goes from screen to screen, shows problems."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.events import Event, Paste
from textual.screen import Screen

from csp_tui import i18n
from csp_tui.domain.errors import RuleRefusal, WorkbenchError
from csp_tui.settings.language import chosen_language
from csp_tui.settings.values import Settings
from csp_tui.ui.commands.keymap import Keymap
from csp_tui.ui.copying import sent_words
from csp_tui.ui.crashes import Crashes
from csp_tui.ui.database_app import DatabaseApp
from csp_tui.ui.demo_visit import DemoSource, DemoVisit
from csp_tui.ui.field_text import field_text
from csp_tui.ui.policy import DEMO, NORMAL, SessionPolicy
from csp_tui.ui.recovery import Recovery
from csp_tui.ui.settings_keeper import SettingsKeeper
from csp_tui.ui.theme import DARK, LIGHT
from csp_tui.ui.type_ahead import TypeAhead
from csp_tui.ui.watching import Watching

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.message import Message
    from textual.widget import Widget
    from textual.worker import Worker

    from csp_tui.recovery.files import RecoveryFiles
    from csp_tui.services.views import OfferRow
    from csp_tui.services.workbench import Workbench
    from csp_tui.settings.problems import SettingsProblem
    from csp_tui.settings.writing import SettingsFile
    from csp_tui.ui.opening import DatabaseOpener
    from csp_tui.ui.tour.guide import Tour
    from csp_tui.ui.workbench_screen import WorkbenchScreen


class WorkbenchApp(DatabaseApp):
    """The app.

    Args:
        open_workbench: Opens the database; called in a thread after the first paint.
        log: Where unexpected errors are written; without it they are raised, as in tests.
        demo: Whether the database is the throwaway one of the demo.
        demo_source: Where the demo comes from that is visited from one's own database.
        settings: What the person has set; the defaults without it.
        settings_file: Where changes of it are kept; without it they hold until the person leaves.
        settings_problems: What in the settings file is not used, to be said at the start.
        policy: What this session may do; that of one's own database or the demo without it.
        watch: Seconds between two looks at what other programs change, 0 to look only when asked.
        recovery_files: Where what is unsaved is kept through a dropped line; nowhere without it.
        opener: The ways on where the database cannot be opened; leaving is the only one without.
    """

    TITLE = "csp-tui"
    CSS_PATH = "base.tcss"

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
        super().__init__(open_workbench, opener)
        self.use_policy(policy or (DEMO if demo else NORMAL))
        self._crashes = Crashes(self, log) if log is not None else None
        self.demo = demo
        self.watching = Watching(self)
        self._watch_every = watch
        self.visit = DemoVisit(self, demo_source)
        self.offer_rows: list[OfferRow] = []
        self._ahead = TypeAhead(self, super().on_event)
        self.recovery = Recovery(self, recovery_files) if recovery_files is not None else None
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self._keeper = SettingsKeeper(
            self, settings or Settings(), settings_file, settings_problems
        )
        self.theme = self.settings.theme
        self.use_signs(self.settings.signs)
        self.use_motion(self.settings.animations)
        self.use_keymap(Keymap.of(self.settings.keys))

    @property
    def settings(self) -> Settings:
        """What the person has set, as it is now."""
        return self._keeper.settings

    @property
    def settings_file(self) -> SettingsFile | None:
        """Where settings are kept; None where they hold only until the person leaves."""
        return self._keeper.file

    @cached_property
    def tour(self) -> Tour:
        """The guided tour of the demo."""
        from csp_tui.ui.tour.guide import Tour

        return Tour(self)

    async def on_event(self, event: Event) -> None:
        """Let nothing be pasted into a field that would drive the terminal from there."""
        if isinstance(event, Paste):
            tabs = getattr(self.focused, "KEEPS_TABS", False)
            event.text = field_text(event.text, tabs=tabs)
        if self.recovery is not None:
            self.recovery.note(event)
        await self._ahead.take(event)

    def exit(self, result: int | None = None, return_code: int = 0, message: Any = None) -> None:
        """End the program; what is unsaved then is offered at the next start."""
        if self.recovery is not None:
            self.recovery.keep_now(on_purpose=not result and not return_code)
        super().exit(result, return_code, message)

    def wait_for_opening(self, worker: Worker[None]) -> None:
        """Let keys wait for a worker that reads what a dialog opens with."""
        self._ahead.wait_for(worker)

    @property
    def keys_at_work(self) -> int:
        """How many keys have come and not yet done all they do."""
        return self._ahead.at_work

    def get_default_screen(self) -> Screen[None]:
        """The offers are home, and the first thing that is painted."""
        from csp_tui.ui.screens.offers import OffersScreen

        return OffersScreen()

    def on_mount(self) -> None:
        """Open the database behind the first paint."""
        if self._crashes is not None:
            self._crashes.begin()
        self.begin_opening()
        self.call_after_refresh(self._keeper.tell_problems)

    def work_begins(self) -> None:
        """Show what is in the database that was opened, and look after it from now on."""
        self.screen_change_signal.subscribe(self, lambda _screen: self.watching.deliver())
        if self._watch_every:
            self.watching.begin(self._watch_every)
        # What is there now stays: looking through it for garbage while someone types is a pause.
        gc.freeze()
        self.load_screen()
        if self.begins_with_tour:
            self.tour.start()
        if self.recovery is not None:
            self.recovery.offer()

    def keep_unsaved_in(self, files: RecoveryFiles) -> None:
        """Keep what is typed for another database than was asked for."""
        if self.recovery is not None:
            self.recovery = Recovery(self, files)

    def show_problem(self, error: WorkbenchError) -> None:
        """Explain an expected error over whatever is shown."""
        from csp_tui.ui.dialogs.problem import ProblemDialog
        from csp_tui.ui.dialogs.refusal import RefusalDialog

        if isinstance(error, RuleRefusal):
            self.push_screen(RefusalDialog(error.verdict))
        elif not self.watching.is_told(error):
            self.push_screen(ProblemDialog(error))

    def go_to(self, place: str) -> None:
        """Go to one of the four places, leaving every screen above the offers."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        if place != "offers":
            self.push_screen(_place_screen(place))

    def go_back(self) -> None:
        """Go back one screen; at the offers there is nothing behind."""
        if len(self.screen_stack) > 1:
            self.pop_screen()

    def open_offer(self, offer_id: str, section: str = "") -> None:
        """Open an offer's screen, at one of its sections."""
        from csp_tui.ui.screens.offer import OfferScreen

        self.push_screen(OfferScreen(offer_id, section))

    def open_request(self, request_id: int) -> None:
        """Open a support request."""
        from csp_tui.ui.screens.request import RequestScreen

        self.push_screen(RequestScreen(request_id))

    def open_settings(self) -> None:
        """Open the settings, once."""
        from csp_tui.ui.screens.settings import SettingsScreen

        if not isinstance(self.screen, SettingsScreen):
            self.push_screen(SettingsScreen())

    def open_partner(self, tenant_id: str) -> None:
        """Show a partner in the directory; Back returns to what is shown now."""
        from csp_tui.domain.partner import PartnerQuery
        from csp_tui.ui.screens.partners import PartnersScreen

        screen = PartnersScreen()
        screen.start_query = PartnerQuery(text=tenant_id)
        self.push_screen(screen)

    def change_setting(self, name: str, value: object) -> None:
        """Change a setting: it holds at once, and is saved behind that.

        Args:
            name: The setting's name.
            value: One of the values that it may have.
        """
        if not self._keeper.change(name, value):
            return
        match name:
            case "theme":
                self.theme = self.settings.theme
            case "language":
                self.use_language(self.settings.language or chosen_language(self.settings))
            case "signs":
                self.use_signs(self.settings.signs)
            case "animations":
                self.use_motion(self.settings.animations)
            case "keys":
                self.use_keymap(Keymap.of(self.settings.keys))
        self._keeper.keep(name)

    def use_language(self, language: str) -> None:
        """Show everything in a language, at the same places.

        Args:
            language: ``en`` or ``fr``.
        """
        if language != i18n.current():
            i18n.use(language)
            self.call_later(self._make_screens_again)

    def _make_screens_again(self) -> None:
        from csp_tui.ui.workbench_screen import WorkbenchScreen

        again = [
            screen.again() for screen in self.screen_stack if isinstance(screen, WorkbenchScreen)
        ]
        while len(self.screen_stack) > 1:
            self.pop_screen()
        # Textual never pushed its first screen, and so has no callback of it to take away.
        if not self.screen._result_callbacks:
            self.screen._push_result_callback(self, None)
        self.switch_screen(again[0])
        for screen in again[1:]:
            self.push_screen(screen)

    def action_change_theme(self) -> None:
        """Choose the theme on the screen that also keeps the choice."""
        run = getattr(self.screen, "action_run_command", None)
        if run is not None:
            run("settings")

    def copy(self, text: str, what: str) -> str:
        """Copy a text through the terminal (OSC 52) and say so honestly.

        Returns:
            A sentence for the status line; terminals do not confirm it.
        """
        self.copy_to_clipboard(text)
        return sent_words(text, what)

    def hand_over(self, text: str, name: str) -> None:
        """Give the person a text: as a download in a browser, as a file, or on the screen.

        Args:
            text: The text; it may hold data.
            name: What a file of it would be called.
        """
        from csp_tui.ui.handing_over import hand_over

        hand_over(self, text, name)

    def on_unmount(self) -> None:
        """Look at nothing more, and leave the errors of threads to whoever met them before."""
        self.watching.end()
        if self._crashes is not None:
            self._crashes.end()

    def _handle_exception(self, error: Exception) -> None:
        """Log what was not expected, and tell it instead of showing a trace."""
        if self._crashes is None:
            super()._handle_exception(error)
        else:
            self._crashes.meet(error)

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            if self._crashes is None:
                raise
            self._crashes.meet(error)

    def _register_child(
        self, parent: DOMNode, child: Widget, before: int | None, after: int | None
    ) -> None:
        if self._crashes is not None:
            self._crashes.guard(child)
        super()._register_child(parent, child, before, after)


def _place_screen(place: str) -> WorkbenchScreen:
    from csp_tui.ui.screens.history import HistoryScreen
    from csp_tui.ui.screens.partners import PartnersScreen
    from csp_tui.ui.screens.requests import RequestsScreen

    screens: dict[str, type[WorkbenchScreen]] = {
        "requests": RequestsScreen,
        "partners": PartnersScreen,
        "history": HistoryScreen,
    }
    return screens[place]()
