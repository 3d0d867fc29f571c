"""Two audiences: side by side where there is room, else one below the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import getters, on
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.events import Resize
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from csp_tui.domain.errors import WorkbenchError
from csp_tui.domain.import_rows import AudienceFile
from csp_tui.domain.offer import channel_title
from csp_tui.domain.text import visible
from csp_tui.i18n import N_, Number, ngettext, render, titled
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import UnsavedInput, Value
from csp_tui.services.compare import Comparison, Side
from csp_tui.services.views import LocatedPartner
from csp_tui.ui.commands.catalog.plans import COMPARE_COMMANDS, COMPARE_RUN
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.app_base import AppBase
from csp_tui.ui.kit.blocks import counted_legend
from csp_tui.ui.kit.lists.record_list import Column, ListSource, Record, RecordList
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.widgets.text_fields import TextField
from csp_tui.ui.kit.widgets.world_map import WorldMapView, map_symbols
from csp_tui.ui.text.copyable import Copyable
from csp_tui.ui.text.input import field_text
from csp_tui.ui.text.market_states import MarketState

SIDE_BY_SIDE = 100
"""Columns from which both sides are shown side by side."""
MAP_FROM = 38
"""Lines from which there is a map below them."""
_SIDES = {
    (True, True): MarketState.COVERED,
    (True, False): MarketState.DRAFT,
    (False, True): MarketState.LOST,
    (False, False): MarketState.CLOSED,
    None: MarketState.UNSOLD,
}
"""What the map shows of a market that the left and the right side cover or not."""


class ComparePage(Page):
    """Who is on both of two audiences, and who on only one.

    Args:
        left: One audience, as the command line names it.
        right: The other.
    """

    NAV_ITEM = ""
    HELP_TEXT = N_(
        "Compares two audiences. A side is an offer ID (its draft), OFFER@live, "
        "OFFER@2026-03-01 (live at the end of that day), list:NAME, file:PATH or remote:OFFER. "
        "Below each side are the partners that only it has."
    )
    AUTO_FOCUS = "#compare-left"
    COMMANDS_HERE: ClassVar[Sequence[Command]] = COMPARE_COMMANDS
    DEFAULT_CSS = """
    ComparePage {
        #compare-fields { height: auto; }
        #compare-fields > Input { width: 1fr; }
        #compare-words { height: auto; }
        #compare-sides { height: 1fr; layout: vertical; }
        #compare-sides > RecordList { height: 1fr; }
        #compare-where { height: 16; margin-top: 1; display: none; }
        #compare-map { width: 60; height: 16; margin-right: 2; }
        #compare-legend { width: 1fr; height: auto; }
        &.-map #compare-where { display: block; }
        &.-beside #compare-sides { layout: horizontal; }
        &.-beside #compare-sides > RecordList { width: 1fr; height: 100%; }
    }
    """
    left = getters.query_one("#compare-left", Input)
    right = getters.query_one("#compare-right", Input)

    def __init__(self, left: str = "", right: str = "") -> None:
        super().__init__()
        self._left, self._right = left, right
        self._found: Comparison | None = None

    def compose_page(self) -> Iterable[Widget]:
        """The names of both sides, what they have in common, and who is on one only."""
        with Vertical(classes="page"):
            with Horizontal(id="compare-fields"):
                yield TextField(self._left, placeholder=_("Left side"), id="compare-left")
                yield TextField(self._right, placeholder=_("Right side"), id="compare-right")
            yield Static("", id="compare-words", markup=False)
            with Container(id="compare-sides"):
                yield _partner_list("only-left")
                yield _partner_list("only-right")
            with Horizontal(id="compare-where"):
                yield WorldMapView(id="compare-map")
                yield Static("", id="compare-legend")

    def unsaved_here(self, _below: Screen[object] | None) -> UnsavedInput | None:
        """The sides, once other ones were typed."""
        sides = self.left.value, self.right.value
        if sides == (self._left, self._right):
            return None
        typed: dict[str, Value] = {"left": sides[0], "right": sides[1]}
        lines = (_("Compare"), *(f"  {visible(side)}" for side in sides if side))
        return UnsavedInput("compare", {}, typed, lines, transient=True)

    def on_mount(self) -> None:
        """Enter again what an earlier session had typed."""
        super().on_mount()
        for field, name in ((self.left, "left"), (self.right, "right")):
            value = self.start_typed.pop(name, None)
            if isinstance(value, str):
                field.value = field_text(value)

    def recreate(self) -> Page:
        """The same comparison."""
        return self.at_same_records(ComparePage(self.left.value, self.right.value))

    @on(Resize)
    def fit(self, event: Resize) -> None:
        """Put the sides beside each other if there is room."""
        self.set_class(event.size.width >= SIDE_BY_SIDE, "-beside")
        self._show_map()

    def _show_map(self) -> None:
        """Where both can be sold, in a window that is high enough for it and the lists."""
        found = self._found
        has_room = self.size.width >= SIDE_BY_SIDE and self.size.height >= MAP_FROM
        self.set_class(found is not None and has_room, "-map")
        if found is None:
            return
        markets = self.app.workbench.regions.markets
        states = {one.country: _SIDES[found.covering(one)] for one in markets}
        self.query_one(WorldMapView).show(states)
        words = {
            MarketState.COVERED: _("on both sides"),
            MarketState.DRAFT: _("only {side}").format(side=found.left.label),
            MarketState.LOST: _("only {side}").format(side=found.right.label),
        }
        counts = Counter(states[market.country] for market in markets)
        ordered = {state: counts[state] for state in words}
        legend = counted_legend(ordered, map_symbols(self.app), "\n", lambda state: words[state])
        self.query_one("#compare-legend", Static).update(legend)

    def load(self) -> None:
        """Compare, once both sides are named."""
        left, right = self.left.value.strip(), self.right.value.strip()
        if not left or not right:
            self._say(_("Enter both sides, then press {key}.").format(key=COMPARE_RUN.shown_key))
            return
        compare = self.app.workbench.compare
        read = self._read_file
        self.tasks.run(
            lambda: compare.compare(left, right, read), self._show, on_error=self._not_compared
        )

    command_compare_run = load

    def _read_file(self, path: str) -> AudienceFile:
        from csp_tui.domain.errors import InvalidInput
        from csp_tui.domain.wording import say
        from csp_tui.exchange.audience_csv import read_audience

        if not self.app.policy.files:
            raise InvalidInput(say("Kiosk mode cannot open files on this computer."))
        return read_audience(Path(path).expanduser())

    def _not_compared(self, error: WorkbenchError) -> None:
        self._found = None
        step = "" if error.next_step is None else " " + render(error.next_step)
        self._say(render(error.message) + step)
        for name, title in (("only-left", _("Left side")), ("only-right", _("Right side"))):
            listing = self.query_one(f"#{name}", RecordList)
            listing.empty = _("Nothing is compared.")
            listing.frame(title)
            listing.set_source(ListSource())
        self._show_map()
        self.refresh_commands()

    def _show(self, found: Comparison) -> None:
        self._found = found
        self._say("\n".join(words(found)))
        for name, side, partners in (
            ("only-left", found.left, found.only_left),
            ("only-right", found.right, found.only_right),
        ):
            listing = self.query_one(f"#{name}", RecordList)
            listing.empty = _("No partner is only on this side.")
            listing.frame(_("Only {side}").format(side=side.label))
            listing.set_source(ListSource(map(_record, partners)))
        self._show_map()
        self.refresh_commands()

    def _say(self, text: str) -> None:
        self.query_one("#compare-words", Static).update(Content(visible(text)))

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Enter compares."""
        event.stop()
        self.load()

    def command_compare_swap(self) -> None:
        """Swap the sides."""
        self.left.value, self.right.value = self.right.value, self.left.value
        self.load()

    def _partner(self) -> str | None:
        return self.focused.cursor_key if isinstance(self.focused, RecordList) else None

    @on(RecordList.Selected)
    def open_selected(self, event: RecordList.Selected) -> None:
        """Enter or a click opens the partner."""
        event.stop()
        self.app.navigation.open_partner(event.record.key)

    def disabled_reason_partner_open(self) -> str | None:
        """Opening needs a partner."""
        return None if self._partner() else _("No partner is highlighted.")

    def command_partner_open(self) -> None:
        """Open the page of the partner."""
        tenant = self._partner()
        if tenant is not None:
            self.app.navigation.open_partner(tenant)

    def copyable(self) -> Copyable | None:
        """The comparison as text."""
        found = self._found
        if found is None:
            return None
        lines = [*words(found)]
        for side, partners in ((found.left, found.only_left), (found.right, found.only_right)):
            lines += ["", _("Only {side}").format(side=side.label)]
            lines += [
                f"  {one.name or one.tenant_id} · {one.country} · {one.tenant_id}"
                for one in partners
            ]
        return Copyable("\n".join(lines) + "\n", _("The comparison"), "comparison.txt")


def open_comparison(app: AppBase, offer_ids: tuple[str, ...]) -> None:
    """Open the comparison of two offers, or of draft and live of one."""
    match offer_ids:
        case ():
            sides = "", ""
        case (offer_id,):
            sides = offer_id, f"{offer_id}@live"
        case (left, right, *_more):
            sides = left, right
    app.push_screen(ComparePage(*sides))


def words(found: Comparison) -> list[str]:
    """What two audiences have in common, in sentences."""
    lines = [
        _("{left}  |  {right}").format(left=_side(found.left), right=_side(found.right)),
        ngettext("{count} partner on both.", "{count} partners on both.", found.both),
        _("Markets: {left_count} | {right_count}").format(
            left_count=Number(found.markets_left), right_count=Number(found.markets_right)
        ),
    ]
    for side, regions in ((found.left, found.regions_left), (found.right, found.regions_right)):
        if regions:
            lines.append(
                _("Regions only {side}: {regions}.").format(
                    side=side.label, regions=", ".join(map(_, regions))
                )
            )
    return lines


def _side(side: Side) -> str:
    count = ngettext("{count} partner", "{count} partners", len(side.partners))
    if side.channel is None:
        return titled(side.label, count)
    return titled(side.label, f"{render(channel_title(side.channel))}, {count}")


def _partner_list(name: str) -> RecordList:
    return RecordList(
        [
            Column("name", _("Partner"), min_width=20, cut="middle"),
            Column("country", _("Country"), min_width=7, priority=1),
            Column("region", _("Region"), min_width=10, priority=2),
        ],
        mark_width=0,
        id=name,
    )


def _record(partner: LocatedPartner) -> Record:
    name = partner.name or partner.tenant_id
    return Record(
        (name, partner.country, _(partner.region) if partner.region else ""), key=partner.tenant_id
    )
