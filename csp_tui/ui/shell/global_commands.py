"""The commands that every screen has, carried out for whatever screen they are run on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partialmethod
from typing import TYPE_CHECKING, ClassVar

from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.catalog.common import LIST_SORT, QUIT
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.kit.command_screen import CommandScreen
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.page import Page
from csp_tui.ui.shell.view_commands import ViewCommands

if TYPE_CHECKING:
    from csp_tui.ui.text.copyable import Copyable


class GlobalCommands(ViewCommands):
    """Carries out the commands that neither the screen nor a part of it carries out.

    Args:
        app: The app.
        screen: The screen or dialog on which the commands are run.
    """

    COMMANDS_HERE: ClassVar[Sequence[Command]] = ()

    def _leave(self, go: Callable[[], object]) -> None:
        """Go elsewhere; pages with unsaved input ask first, those below this one too."""
        if isinstance(self._screen, Page):
            self._app.navigation.close_all(go)
        else:
            go()

    # Help, keys, menu

    def disabled_reason_help(self) -> str | None:
        """The help has no help of its own."""
        is_open = isinstance(self._screen, CommandScreen) and self._screen.IS_HELP
        return _("The help is already open.") if is_open else None

    def command_help(self) -> None:
        """Explain the screen and its keys."""
        from csp_tui.ui.help.open import open_help

        if isinstance(self._screen, CommandScreen):
            open_help(self._screen)

    def disabled_reason_commands(self) -> str | None:
        """The palette can be open only once."""
        from csp_tui.ui.palette.palette import Palette

        return _("The menu is already open.") if Palette.is_open(self._app) else None

    def command_commands(self) -> None:
        """Open the palette, and run what is selected there."""
        from csp_tui.ui.palette.palette import Palette

        self._app.push_screen(Palette(), lambda run: run() if run is not None else None)

    def disabled_reason_keys(self) -> str | None:
        """The dialog that shows the keys cannot show them again."""
        from csp_tui.ui.kit.dialogs.keys import KeysDialog

        return _("The keys are already shown.") if isinstance(self._screen, KeysDialog) else None

    def command_keys(self) -> None:
        """Show the keys beside the page or hide them; without room for that, over the screen."""
        screen, app = self._screen, self._app
        if isinstance(screen, Page) and (app.shows_keys or not screen.has_class("-narrow")):
            app.shows_keys = not app.shows_keys
            screen.show_keys()
        elif isinstance(screen, CommandScreen):
            from csp_tui.ui.kit.dialogs.keys import KeysDialog

            app.push_screen(KeysDialog(screen))

    def command_repaint(self) -> None:
        """Send the whole screen again."""
        self._app.redraw()

    # The list that has the focus

    def disabled_reason_list_sort(self) -> str | None:
        """There must be something to sort."""
        is_empty = self._list is None or not self._list.source.total
        return _("There is nothing to sort here.") if is_empty else None

    def command_list_sort(self) -> None:
        """Sort by next column."""
        if self._list is not None:
            self._list.sort_by_next_column()

    def disabled_reason_list_reverse(self) -> str | None:
        """The list must be sorted by a column."""
        if self._list is None or not self._list.order.column:
            return _("Sort by a column first: {key}.").format(key=key_label(LIST_SORT.id))
        return None

    def command_list_reverse(self) -> None:
        """Sort by the same column the other way round."""
        if self._list is not None:
            self._list.reverse_order()

    @property
    def _list(self) -> RecordList | None:
        focused = self._screen.focused
        return focused if isinstance(focused, RecordList) else None

    # Navigation

    def _go_to(self, place: str) -> None:
        self._leave(lambda: self._app.navigation.go_to(place))

    command_go_offers = partialmethod(_go_to, "offers")
    command_go_requests = partialmethod(_go_to, "requests")
    command_go_partners = partialmethod(_go_to, "partners")
    command_go_history = partialmethod(_go_to, "history")
    command_go_center = partialmethod(_go_to, "center")

    def disabled_reason_rules(self) -> str | None:
        """The rules can be open only once."""
        from csp_tui.ui.help.rules_screen import RulesScreen

        return _("The rules are already open.") if isinstance(self._screen, RulesScreen) else None

    def command_rules(self) -> None:
        """Show the rules of the program, starting with the one that matters here."""
        from csp_tui.ui.help.open import rule_at_hand

        self._app.navigation.open_rules(rule_at_hand(self._screen))

    def command_settings(self) -> None:
        """Show the settings."""
        from csp_tui.ui.settings.screen import SettingsScreen

        if not isinstance(self._screen, SettingsScreen):
            self._app.push_screen(SettingsScreen())

    def command_quit(self) -> None:
        """End the program."""
        self._app.navigation.leave_program()

    # Changes

    def disabled_reason_undo(self) -> str | None:
        """The database must be open, and writable unless there is unsaved input to discard."""
        page = self._screen
        discards = isinstance(page, Page) and page.can_undo_input
        reason = None if discards else self._app.why_read_only()
        return reason or self.disabled_reason_redo()

    def command_undo(self) -> None:
        """Discard what is not saved, or ask whether to undo the last change."""
        from csp_tui.ui.shell.undo import UndoCommands

        if isinstance(self._screen, Page):
            UndoCommands(self._screen).undo()

    def command_redo(self) -> None:
        """Ask whether to redo the change that was undone last."""
        from csp_tui.ui.shell.undo import UndoCommands

        if isinstance(self._screen, Page):
            UndoCommands(self._screen).redo()

    def disabled_reason_database(self) -> str | None:
        """The database must be open."""
        return None if self._app.is_open else _("The database is still being opened.")

    def disabled_reason_redo(self) -> str | None:
        """The database must be open, and the page must be about what is in it."""
        if isinstance(self._screen, Page) and self._screen.NO_UNDO:
            return _(self._screen.NO_UNDO).format(key=key_label("back"))
        return self.disabled_reason_database()

    def command_database(self) -> None:
        """Show the database file and what can be done with it."""
        from csp_tui.ui.database.dialog import DatabaseDialog

        self._app.push_screen(DatabaseDialog(self._leave))

    # Copying

    def _copyable(self) -> Copyable | None:
        screen = self._screen
        return screen.copyable() if isinstance(screen, CommandScreen) else None

    def disabled_reason_copy_show(self) -> str | None:
        """There must be something that can be copied."""
        return None if self._copyable() else _("There is nothing to copy here.")

    def command_copy_show(self) -> None:
        """Show it as nothing but text."""
        from csp_tui.ui.kit.dialogs.plain_text import PlainTextScreen

        copyable = self._copyable()
        if copyable is not None:
            self._app.push_screen(PlainTextScreen(copyable))

    command_text_show = command_copy_show

    def disabled_reason_copy_save(self) -> str | None:
        """There must be something that can be copied, and a place to save it."""
        return self._app.disabled_reason_save() or self.disabled_reason_copy_show()

    def command_copy_save(self) -> None:
        """Save it to a file."""
        from csp_tui.ui.kit.files.deliver import deliver

        copyable = self._copyable()
        if copyable is not None:
            deliver(self._app, copyable.text, copyable.file_name)

    command_text_save = command_copy_save

    def command_text_copy(self) -> None:
        """Copy the text that is shown."""
        copyable = self._copyable()
        if copyable is not None:
            self._app.tell(self._app.copy(copyable.text, copyable.what), "plain")

    def disabled_reason_text_save(self) -> str | None:
        """There must be a place to save it."""
        return self._app.disabled_reason_save()

    # Demo and tour

    def disabled_reason_demo_leave(self) -> str | None:
        """The demo must have been opened from one's own database."""
        if self._app.demo_session.is_on:
            return None
        if self._app.demo:
            return _("There is no other database to return to. {key} quits the demo.").format(
                key=key_label(QUIT.id)
            )
        return _("You are not in the demo.")

    def command_demo_leave(self) -> None:
        """Show one's own database again."""
        self._leave(self._app.demo_session.end)

    def disabled_reason_demo_reset(self) -> str | None:
        """It must be the demo."""
        return self._app.demo_session.disabled_reason_reset()

    def command_demo_reset(self) -> None:
        """Ask, then reset the demo."""
        app = self._app
        self._ask_to_reset(lambda: app.demo_session.reset(app.tour.demo_was_reset))

    def disabled_reason_tour(self) -> str | None:
        """The tour needs the demo."""
        return self._app.tour.disabled_reason_begin()

    disabled_reason_tour_ten_offers = disabled_reason_tour

    def command_tour(self) -> None:
        """Start the guided tour; if that discards changes in the demo, ask first."""
        self._begin_tour(self._app.tour.begin)

    def command_tour_ten_offers(self) -> None:
        """Start the tour of ten offers, as the first one."""
        self._begin_tour(self._app.tour.begin_ten_offers)

    def _begin_tour(self, begin: Callable[[], object]) -> None:
        if self._app.tour.would_undo:
            self._ask_to_reset(lambda: self._leave(begin))
        else:
            self._leave(begin)

    def _ask_to_reset(self, go: Callable[[], object]) -> None:
        from csp_tui.ui.kit.dialogs.confirm import confirm

        lines = [_("Everything in the demo will be reset to its initial state.")]
        confirm(self._app, _("Reset the demo?"), lines, _("Reset"), go, loses=True)

    def disabled_reason_tour_next(self) -> str | None:
        """There must be a next step."""
        return self._app.tour.disabled_reason_next()

    def command_tour_next(self) -> None:
        """Go to the next step of the tour."""
        self._app.tour.next()

    def disabled_reason_tour_back(self) -> str | None:
        """There must be a step before."""
        return self._app.tour.disabled_reason_back()

    def command_tour_back(self) -> None:
        """Go back one step of the tour."""
        self._app.tour.back()

    def command_tour_leave(self) -> None:
        """End the tour."""
        self._app.tour.leave()
