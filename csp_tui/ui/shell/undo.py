"""Undo and Redo on screens: show what would change, ask, then do it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from csp_tui.domain.errors import Canceled, WorkbenchError
from csp_tui.domain.history import Action, Overtaken
from csp_tui.domain.undoing import Step
from csp_tui.domain.undoing_words import recorded_offer_names, step_effects, summarize_step
from csp_tui.i18n import gettext as _
from csp_tui.i18n import moment, render, titled
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.commands.step_text import step_words

if TYPE_CHECKING:
    from csp_tui.services.undo import UndoPreview
    from csp_tui.ui.kit.page import Page

T = TypeVar("T")
_COMING = (Action.OFFER_CREATED, Action.REQUEST_CREATED)
"""Actions that create something: its screen has nothing to show once they are undone."""


class UndoCommands:
    """What Undo and Redo do on a screen: for its offer where it has one, else for everything.

    Args:
        screen: The screen that they were asked on.
    """

    def __init__(self, screen: Page) -> None:
        self._screen = screen
        self._undo = screen.app.workbench.undo
        self._offer_id = screen.offer_id_shown
        self._notice = ""
        self._names: dict[str, str] = {}

    def undo(self) -> None:
        """Undo the last unsaved change; without any, say what would be undone, and ask."""
        screen = self._screen
        if screen.can_undo_input:
            screen.undo_input()
            screen.load()
            text = _("The last unsaved change was undone. Redo: {key}.")
            screen.tell(text.format(key=key_label("redo")), "plain")
            return
        self._when_saved(lambda: self._read(self._read_undo, self._ask))

    def redo(self) -> None:
        """Redo the unsaved change that was undone last; without any, say what would be redone."""
        screen = self._screen
        if screen.can_redo_input:
            screen.redo_input()
            screen.load()
            screen.tell(_("The unsaved change is restored."), "plain")
            return
        self._when_saved(lambda: self._read(self._read_redo, self._ask_redo))

    def _read(self, read: Callable[[], T], ask: Callable[[T], None]) -> None:
        """Read what a question says; the keys that are typed ahead are for the question."""
        screen = self._screen
        screen.app.key_queue.wait_for(screen.tasks.run(read, ask, group="undo"))

    def _read_undo(self) -> UndoPreview:
        preview = self._undo.preview(self._offer_id)
        self._read_names(preview.step, preview.blocked)
        return preview

    def _read_redo(self) -> Step | None:
        step = self._undo.redo_preview(self._offer_id)
        self._read_names(step)
        return step

    def _read_names(self, *steps: Step | None) -> None:
        """Read the names of offers, those that are deleted included."""
        known = [step for step in steps if step is not None]
        for step in known:
            self._names |= recorded_offer_names(step)
        ids = {offer_id for step in known for offer_id in step.offer_ids if offer_id is not None}
        self._names |= self._screen.app.workbench.offers.names(ids)

    def _when_saved(self, go: Callable[[], object]) -> None:
        """Save what is typed in a request first, so that it is what gets undone."""
        self._screen.with_saved(go)

    def _ask(self, preview: UndoPreview) -> None:
        step, blocked = preview.step, preview.blocked
        if step is None and blocked is None:
            text = self._notice or _("Nothing to undo.")
            self._screen.tell(text, "refused")
        elif step is None:
            assert blocked is not None
            self._explain(blocked)
        else:
            number = step.entry.id
            lines = [*self._described(step), *map(render, step_effects(step, self._names))]
            lines += ["! " + render(warning) for warning in step.verdict.warnings]
            if blocked is not None:
                newest = [
                    _("The newest change cannot be undone:"),
                    self._named(blocked),
                    render(blocked.verdict.message),
                ]
                lines = [*newest, _("You can undo an older change instead:"), *lines]
            self._confirm(
                _("Undo this change?") if blocked is None else _("Undo an older change?"),
                lines,
                _("Undo"),
                lambda: self._undo.undo(
                    self._offer_id, entry=number, others=True, progress=self._stop_on_exit
                ),
                self._undone,
                self.undo,
                # Enter after Ctrl+Z is meant for the newest change.
                is_expected=blocked is None and self._undo.is_own(step.entry),
            )

    def _explain(self, blocked: Step) -> None:
        """Explain why the newest change can't be undone, and what can be done instead."""
        from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog

        verdict = blocked.verdict
        lines = [*self._described(blocked), render(verdict.message)]
        if verdict.next_step is not None:
            lines.append("→ " + step_words(verdict.next_step))
        if verdict.rule:
            lines.append(_("Rule {rule} of the CSP program").format(rule=verdict.rule))
        title = _("This cannot be undone")
        self._screen.app.push_screen(ConfirmDialog(title, lines, [], cancel=_("Close")))

    def _ask_redo(self, undone: Step | None) -> None:
        if undone is None:
            text = self._notice or _("Nothing to redo.")
            self._screen.tell(text, "refused")
            if self._notice:
                self._screen.load()
            return
        self._confirm(
            _("Redo this change?"),
            self._described(undone),
            _("Redo"),
            lambda: self._undo.redo(
                self._offer_id, entry=undone.entry.id, others=True, progress=self._stop_on_exit
            ),
            self._redone,
            self.redo,
            is_expected=self._undo.is_own(undone.entry),
        )

    def _described(self, step: Step) -> list[str]:
        entry = step.entry
        lines = ["! " + self._notice] if self._notice else []
        lines += [
            self._named(step),
            _("by {who}, {when} UTC").format(who=entry.who, when=moment(entry.at)),
        ]
        if not self._undo.is_own(entry):
            text = _("! {who} made this change, not you. Continue only if they agree.")
            lines.append(text.format(who=entry.who))
        return lines

    def _named(self, step: Step) -> str:
        what = render(summarize_step(step))
        offer_id = step.entry.offer_id
        if self._offer_id is not None or offer_id is None or len(step.offer_ids) > 1:
            return what
        return titled(self._names.get(offer_id, offer_id), what)

    def _confirm(
        self,
        title: str,
        lines: list[str],
        label: str,
        act: Callable[[], Step],
        done: Callable[[Step], None],
        again: Callable[[], None],
        *,
        is_expected: bool,
    ) -> None:
        from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog

        screen = self._screen

        def failed(error: WorkbenchError) -> None:
            screen.expects_removal = False
            if isinstance(error, Overtaken):
                # The change that is first now is asked about in turn, with its author and time.
                self._notice = render(error.message)
                again()
            else:
                screen.app.show_problem(error)

        def answered(choice: str | None) -> None:
            if choice == "yes":
                # Reading the page again until then may find that its subject is gone already.
                screen.expects_removal = True
                screen.tasks.run_write(act, done, on_error=failed)

        dialog = ConfirmDialog(title, lines, [("yes", label)], loses=not is_expected)
        screen.app.push_screen(dialog, answered)

    def _stop_on_exit(self, _rows: int) -> None:
        """Restoring a large directory takes a while; quitting cancels it without a change.

        Raises:
            Canceled: The program is being left.
        """
        app = self._screen.app
        if app.is_exiting or not app.is_running:
            raise Canceled()

    def _undone(self, step: Step) -> None:
        text = _("Undone: {what}").format(what=self._named(step))
        self._show(text, gone=step.entry.action in _COMING)

    def _redone(self, step: Step) -> None:
        gone = step.entry.detail.get("action") == Action.OFFER_DELETED
        text = _("Redone: {what}").format(what=self._named(step))
        self._show(text, gone=gone)

    def _show(self, text: str, *, gone: bool) -> None:
        """Reload the screen and say what happened; leave it if its subject is gone."""
        screen = self._screen
        app = screen.app
        screen.expects_removal = False
        if gone and self._offer_id is not None:
            screen.close_page()
        else:
            screen.load()
        app.tell(text)
