"""A conflict with Partner Center: three versions of a list, and a choice for each partner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters, on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from csp_tui.domain.remote_conflicts import Side, resolved
from csp_tui.domain.text import visible
from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.services.remote.views import ConflictView
from csp_tui.ui.commands.catalog.marketplace import (
    CONFLICT_APPLY,
    CONFLICT_COMMANDS,
    CONFLICT_LOCAL,
    CONFLICT_REMOTE,
)
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.lists.record_list import Column, ListSource, Record, RecordList
from csp_tui.ui.kit.theme import State, symbol
from csp_tui.ui.kit.widgets.dialog_button import DialogButton
from csp_tui.ui.marketplace.texts import version_words

Decision = tuple[Side, frozenset[str], frozenset[str]]
"""Whose option is taken, and the partners that are kept and dropped."""


class RemoteConflictDialog(Dialog[Decision]):
    """Shows what each side has and takes a decision; None if it is left."""

    HELP_TEXT = N_(
        "The offer was changed both here and in Partner Center. Each line is a partner that "
        "differs between the versions; the marked ones will be on the draft here. What then "
        "differs from Partner Center is written by the next push."
    )
    AUTO_FOCUS = "#conflict-partners"
    COMMANDS_HERE: ClassVar[Sequence[Command]] = CONFLICT_COMMANDS
    DEFAULT_CSS = """
    RemoteConflictDialog > .dialog { width: 96%; max-width: 100; height: 80%; }
    RemoteConflictDialog .dialog-body { height: 1fr; overflow: hidden; }
    RemoteConflictDialog RecordList { height: 1fr; }
    """
    partners = getters.query_one("#conflict-partners", RecordList)

    def __init__(self, view: ConflictView, name: str = "") -> None:
        super().__init__(_("Conflict: {offer}").format(offer=name or view.offer_id))
        self._view = view
        self._side = Side.LOCAL
        self._kept = {one.tenant_id for one in view.choices if one.merged}

    def selected_here(self) -> object:
        """The side, and the partners that are kept."""
        return self._side, frozenset(self._kept)

    def compose_body(self) -> Iterable[Widget]:
        """The versions, and the partners."""
        view = self._view
        yield self.text(
            "\n".join(
                (
                    _("Last pull: {version}").format(version=version_words(view.base)),
                    _("Local, in this database: {version}").format(
                        version=version_words(view.local)
                    ),
                    _("Remote, in Partner Center: {version}").format(
                        version=version_words(view.remote)
                    ),
                )
            )
        )
        yield Static("", id="conflict-after", classes="dialog-text", markup=False)
        columns = [
            Column("name", _("Partner"), min_width=16, cut="middle"),
            Column("after", _("Afterwards"), min_width=10),
            Column("here", _("Local"), min_width=5),
            Column("there", _("Remote"), min_width=7),
            Column("before", _("Last pull"), min_width=6, priority=1),
        ]
        yield RecordList(columns, mark_width=1, toggles=True, id="conflict-partners")

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel, or use one of the versions."""
        yield Button(_("Cancel"), id="cancel")
        yield DialogButton(_("Take local"), CONFLICT_LOCAL, id="local")
        yield DialogButton(_("Take remote"), CONFLICT_REMOTE, id="remote")
        yield DialogButton(_("Apply"), CONFLICT_APPLY, id="apply", primary=True)

    def on_mount(self) -> None:
        """Show the partners."""
        self._show()

    def _show(self) -> None:
        def word(on: bool) -> str:
            return _("yes") if on else "–"

        records = [
            Record(
                (
                    one.name or one.tenant_id,
                    _("keep") if one.tenant_id in self._kept else _("drop"),
                    word(one.in_local),
                    word(one.in_remote),
                    word(one.in_base),
                ),
                mark=symbol(State.PENDING if one.tenant_id in self._kept else State.REQUEST),
                style="added" if one.tenant_id in self._kept else "removed",
                key=one.tenant_id,
            )
            for one in self._view.choices
        ]
        self._show_result()
        self.partners.empty = _(
            "Only the option differs.\n\n“Take local” or “Take remote” selects it."
        )
        self.partners.set_source(ListSource(records))

    def _show_result(self) -> None:
        """Say what the draft here is after Apply."""
        side = self._view.local if self._side is Side.LOCAL else self._view.remote
        result = resolved(
            self._view.base,
            self._view.local,
            self._view.remote,
            take=self._side,
            keep=frozenset(self._kept),
            drop=frozenset(one.tenant_id for one in self._view.choices) - self._kept,
        )
        text = _("Afterwards: {version}").format(version=version_words(result))
        if self._view.local.channel != self._view.remote.channel:
            whose = _("local option") if side is self._view.local else _("remote option")
            text += f" ({whose})"
        self.query_one("#conflict-after", Static).update(Content(visible(text)))

    @on(RecordList.Toggled)
    @on(RecordList.Selected)
    def toggle(self, message: RecordList.Toggled | RecordList.Selected) -> None:
        """Keep or drop a partner."""
        message.stop()
        self._kept ^= {message.record.key}
        self._show()

    def disabled_reason_conflict_toggle(self) -> str | None:
        """There must be a partner."""
        return None if self.partners.cursor_record else _("No partner is highlighted.")

    def command_conflict_toggle(self) -> None:
        """Keep or drop the highlighted partner."""
        self.partners.action_select()

    def command_conflict_local(self) -> None:
        """Mark what the draft here has."""
        self._take(Side.LOCAL, {one.tenant_id for one in self._view.choices if one.in_local})

    def command_conflict_remote(self) -> None:
        """Mark what Partner Center has."""
        self._take(Side.REMOTE, {one.tenant_id for one in self._view.choices if one.in_remote})

    def command_conflict_both(self) -> None:
        """Put the changes of both sides together."""
        self._take(self._side, {one.tenant_id for one in self._view.choices if one.merged})

    def _take(self, side: Side, kept: set[str]) -> None:
        self._side, self._kept = side, kept
        self._show()

    def command_conflict_apply(self) -> None:
        """Return the decision."""
        everyone = {one.tenant_id for one in self._view.choices}
        self.dismiss((self._side, frozenset(self._kept), frozenset(everyone - self._kept)))
