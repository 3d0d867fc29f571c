"""Taking changes back from the screens: say what it would be, ask, do it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from csp_tui.domain.errors import Cancelled, Overtaken, WorkbenchError
from csp_tui.domain.history import Action, Entry, summarize
from csp_tui.domain.undoing import Step
from csp_tui.domain.undoing_words import way_back
from csp_tui.domain.wording import Message
from csp_tui.i18n import gettext as _
from csp_tui.i18n import moment, render

if TYPE_CHECKING:
    from csp_tui.services.undo import Outlook
    from csp_tui.ui.workbench_screen import WorkbenchScreen

_COMING = (Action.OFFER_CREATED, Action.REQUEST_CREATED)
"""What was not there before: its screen has nothing to show once it is taken back."""


class Undoing:
    """What Undo and Redo do on a screen: for its offer where it has one, else for everything.

    Args:
        screen: The screen that they were asked on.
    """

    def __init__(self, screen: WorkbenchScreen) -> None:
        self._screen = screen
        self._undo = screen.app.workbench.undo
        self._offer_id = _offer_of(screen)
        self._notice = ""

    def undo(self) -> None:
        """Drop what is not saved; else say what would be taken back, and ask."""
        screen = self._screen
        section = getattr(screen, "section", None)
        if getattr(section, "is_dirty", False):
            assert section is not None
            section.discard()
            screen.load()
            screen.tell(_("What was not saved is dropped."), "plain")
            return
        self._when_saved(
            lambda: screen.job(lambda: self._undo.outlook(self._offer_id), self._ask, group="undo")
        )

    def redo(self) -> None:
        """Say what would be made again, and ask."""
        self._when_saved(
            lambda: self._screen.job(
                lambda: self._undo.last_undone(self._offer_id), self._ask_again, group="undo"
            )
        )

    def _when_saved(self, go: Callable[[], object]) -> None:
        """A request saves what is typed; that is written first, so that it is what is undone."""
        with_saved = getattr(self._screen, "with_saved", None)
        if with_saved is None:
            go()
        else:
            with_saved(go)

    def _ask(self, outlook: Outlook) -> None:
        step, blocked = outlook.step, outlook.blocked
        if step is None and blocked is None:
            text = self._notice or _("There is no change to take back.")
            self._screen.tell(text, "refused")
        elif step is None:
            assert blocked is not None
            self._explain(blocked)
        else:
            entry = step.entry
            lines = [*self._described(entry), render(way_back(entry))]
            lines += ["! " + render(warning) for warning in step.verdict.warnings]
            if blocked is not None:
                lines.append(
                    _("The newest change cannot be taken back: {what}. {reason}").format(
                        what=self._named(blocked.entry, summarize(blocked.entry)),
                        reason=render(blocked.verdict.message),
                    )
                )
            self._confirm(
                _("Take this back?"),
                lines,
                _("Take it back"),
                lambda: self._undo.undo(
                    self._offer_id, entry=entry.id, others=True, progress=self._look
                ),
                self._undone,
                self.undo,
            )

    def _explain(self, blocked: Step) -> None:
        """Say why the newest change stays, and what is open instead."""
        from csp_tui.ui.dialogs.confirm import ConfirmDialog

        verdict = blocked.verdict
        lines = [*self._described(blocked.entry), render(verdict.message)]
        if verdict.next_step is not None:
            lines.append("→ " + render(verdict.next_step))
        if verdict.rule:
            lines.append(_("Rule {rule} of the programme").format(rule=verdict.rule))
        title = _("This cannot be taken back")
        self._screen.app.push_screen(ConfirmDialog(title, lines, [], cancel=_("Close")))

    def _ask_again(self, undone: Entry | None) -> None:
        if undone is None:
            text = self._notice or _("There is nothing to make again.")
            self._screen.tell(text, "refused")
            if self._notice:
                self._screen.load()
            return
        self._confirm(
            _("Make this again?"),
            self._described(undone),
            _("Make it again"),
            lambda: self._undo.redo(
                self._offer_id, entry=undone.id, others=True, progress=self._look
            ),
            self._redone,
            self.redo,
        )

    def _described(self, entry: Entry) -> list[str]:
        lines = ["! " + self._notice] if self._notice else []
        lines += [
            self._named(entry, summarize(entry)),
            _("by {who}, {when} UTC").format(who=entry.who, when=moment(entry.at)),
        ]
        if not self._undo.is_own(entry):
            text = _("! {who} did this, not you. Go on only if they agree.")
            lines.append(text.format(who=entry.who))
        return lines

    def _named(self, entry: Entry, what: Message) -> str:
        if self._offer_id is not None or entry.offer_id is None:
            return render(what)
        return _("{title}: {text}").format(title=entry.offer_id, text=render(what))

    def _confirm(
        self,
        title: str,
        lines: list[str],
        label: str,
        act: Callable[[], Entry],
        done: Callable[[Entry], None],
        again: Callable[[], None],
    ) -> None:
        from csp_tui.ui.dialogs.confirm import ConfirmDialog

        screen = self._screen

        def failed(error: WorkbenchError) -> None:
            if isinstance(error, Overtaken):
                # What comes first now is asked about in its turn, with whose it is and when.
                self._notice = render(error.message)
                again()
            else:
                screen.app.show_problem(error)

        def answered(choice: str | None) -> None:
            if choice == "yes":
                screen.tell(_("Working…"), "busy")
                screen.save(act, done, failed=failed)

        screen.app.push_screen(ConfirmDialog(title, lines, [("yes", label)]), answered)

    def _look(self, _rows: int) -> None:
        """Putting a large directory back takes a while; whoever leaves meanwhile leaves it as is.

        Raises:
            Cancelled: The program is being left.
        """
        app = self._screen.app
        if app._exit or not app.is_running:
            raise Cancelled()

    def _undone(self, entry: Entry) -> None:
        text = _("Taken back: {what}").format(what=self._named(entry, summarize(entry)))
        self._show(text, gone=entry.action in _COMING)

    def _redone(self, undone: Entry) -> None:
        gone = undone.detail.get("action") == Action.OFFER_DELETED
        text = _("Made again: {what}").format(what=self._named(undone, summarize(undone)))
        self._show(text, gone=gone)

    def _show(self, text: str, *, gone: bool) -> None:
        """Read the screen anew and say what happened; leave it where its subject is gone."""
        screen = self._screen
        app = screen.app
        if gone and self._offer_id is not None:
            app.go_back()
        else:
            screen.load()
        current = app.screen
        tell = getattr(current, "tell", None)
        if tell is not None:
            tell(text)


def _offer_of(screen: WorkbenchScreen) -> str | None:
    """The offer that a screen is about."""
    offer_id = getattr(screen, "offer_id", None)
    if offer_id is None:
        offer_id = getattr(getattr(screen, "request", None), "offer_id", None)
    return offer_id
