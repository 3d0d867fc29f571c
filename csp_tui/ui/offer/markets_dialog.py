"""Selecting the markets where an offer is sold, by name, region or pasted codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from textual import getters, on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.markets import MARKET_CODE, markets_in
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.regions import RegionTable
from csp_tui.domain.text import fold, visible
from csp_tui.i18n import N_, Number, ngettext, titled
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import Value
from csp_tui.ui.commands.catalog.offers import MARKETS_ALL, MARKETS_COMMANDS, MARKETS_SAVE
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.lists.below_field import ListBelowField
from csp_tui.ui.kit.lists.record_list import Column, ListSource, Record, RecordList
from csp_tui.ui.kit.theme import DONE
from csp_tui.ui.kit.widgets.dialog_button import DialogButton
from csp_tui.ui.kit.widgets.search_field import SearchField
from csp_tui.ui.text.markets import markets_text


@dataclass(frozen=True, slots=True)
class _Market:
    """A market by its code, with the names of all islands that share it."""

    code: str
    name: str
    region: str
    folded: str


class MarketsDialog(Dialog[tuple[str, ...]]):
    """Selects markets; the result is their codes, none for all markets.

    Args:
        name: The offer's name.
        chosen: The codes of its markets, none for all.
        regions: The CSP program's markets.
    """

    HELP_TEXT = N_(
        "The markets where the offer is sold: those of its plans together, as Partner Center keeps "
        "them for each plan. Customers elsewhere can't buy it, so coverage, gaps and plans count "
        "only these. Type part of a name or region, or paste codes such as FR DE US and press "
        "Enter. With nothing selected the offer is sold in all markets."
    )
    COMMANDS_HERE: ClassVar[Sequence[Command]] = MARKETS_COMMANDS
    AUTO_FOCUS = "SearchField"
    KEEPS_TYPED = False
    DEFAULT_CSS = """
    MarketsDialog > .dialog { width: 96%; max-width: 90; height: 90%; }
    MarketsDialog .dialog-body { height: 1fr; overflow: hidden; }
    MarketsDialog ListBelowField { height: 1fr; }
    MarketsDialog #markets-sum { height: auto; max-height: 2; }
    """
    field = getters.query_one(SearchField)
    listing = getters.query_one(ListBelowField)

    def __init__(self, name: str, chosen: Sequence[str], regions: RegionTable) -> None:
        super().__init__(_("Markets of “{offer}”").format(offer=name))
        self._regions = regions
        self._known = frozenset(regions.countries)
        self._chosen = set(chosen)
        self._before = frozenset(chosen)
        self._markets = sorted(_markets(regions, chosen), key=lambda one: one.folded)
        # What is selected comes first, where it is easy to find and deselect.
        self._markets.sort(key=lambda one: one.code not in self._before)

    def compose_body(self) -> Iterable[Widget]:
        """Field, sum and markets."""
        yield SearchField(placeholder=_("Name, region, or codes such as FR DE US"))
        yield Static("", id="markets-sum", markup=False)
        yield ListBelowField(
            (
                Column("market", _("Market"), min_width=20, cut="middle"),
                Column("code", _("Code"), min_width=4),
                Column("region", _("Region"), min_width=10, priority=1),
                Column("state", _("State"), min_width=8, priority=2),
            ),
            toggles=True,
        )

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel, all markets, save."""
        yield Button(_("Cancel"), id="cancel")
        yield DialogButton(_("All markets"), MARKETS_ALL, id="all")
        yield DialogButton(_("Save"), MARKETS_SAVE, id="save", primary=True)

    def on_mount(self) -> None:
        """Show all markets."""
        self._show(keep=False)

    def selected_here(self) -> object:
        """The selected markets."""
        return frozenset(self._chosen)

    def typed(self) -> dict[str, Value]:
        """The selection, where it is another than before."""
        if self._chosen == self._before:
            return {}
        return {"markets": " ".join(sorted(self._chosen))}

    def typed_lines(self) -> Sequence[str]:
        """The same in words."""
        return [titled(_("Markets"), markets_text(sorted(self._chosen), named=len(self._known)))]

    def restore(self, typed: Mapping[str, Value]) -> None:
        """Select them again."""
        codes = str(typed.get("markets", "")).split()
        self._chosen = {code for code in codes if code in self._known or code in self._before}
        self._show(keep=False)

    @on(Input.Changed)
    def narrow(self, message: Input.Changed) -> None:
        """Show the markets that match the words or codes."""
        message.stop()
        self._show(keep=False)

    @on(Input.Submitted)
    def take_codes(self, message: Input.Submitted) -> None:
        """Enter selects the markets whose codes were entered, or goes to those that match."""
        message.stop()
        if not self._typed_codes():
            self.listing.focus()
        elif self._take_typed_codes():
            self._show(keep=False)

    def _take_typed_codes(self) -> bool:
        """Select the markets whose codes are in the field; False if one of them is wrong."""
        try:
            codes = markets_in(self.field.value, self._known)
        except InvalidInput as error:
            self.complain_about(error)
            return False
        self._chosen.update(codes or self._known)
        self.field.value = ""
        return True

    @on(RecordList.Toggled)
    @on(RecordList.Selected)
    def toggle(self, message: RecordList.Toggled | RecordList.Selected) -> None:
        """Select or deselect a market."""
        message.stop()
        self._chosen ^= {message.record.key}
        self._show(keep=True)

    def disabled_reason_markets_toggle(self) -> str | None:
        """There must be a market under the cursor."""
        return None if self.listing.cursor_record else _("No market is highlighted.")

    def command_markets_toggle(self) -> None:
        """Select or deselect the highlighted market."""
        self.listing.action_select()

    def command_markets_search(self) -> None:
        """Go back to the search field."""
        self.field.focus()

    def command_markets_results(self) -> None:
        """Select everything that the list shows, or deselect it if all of it is selected."""
        shown = {one.code for one in self._matching()}
        self._chosen = self._chosen - shown if shown <= self._chosen else self._chosen | shown
        self._show(keep=True)

    def command_markets_all(self) -> None:
        """Sell everywhere."""
        self._chosen.clear()
        self._show(keep=True)

    def command_markets_save(self) -> None:
        """Save the selection, with codes that were typed; all markets are the same as none."""
        if self._typed_codes() and not self._take_typed_codes():
            return
        chosen = () if self._chosen >= self._known else tuple(sorted(self._chosen))
        self.dismiss(chosen)

    def _typed_codes(self) -> list[str]:
        """The codes in the field; none if it holds the words of a search."""
        text = self.field.value
        words = text.upper().replace(",", " ").replace(";", " ").split()
        are_codes = all(map(MARKET_CODE.fullmatch, words))
        is_list = len(words) > 1 or any(separator in text for separator in ",;")
        return words if are_codes and is_list else []

    def _matching(self) -> list[_Market]:
        codes = self._typed_codes()
        if codes:
            return [one for one in self._markets if one.code in codes]
        text = fold(self.field.value).strip()
        region = [one for one in self._markets if one.region and fold(_(one.region)) == text]
        if region:
            # The name of one region is also a part of another one's.
            return region
        words = text.split()
        found = [one for one in self._markets if all(word in one.folded for word in words)]
        # Typing fr means FR and France before South Africa.
        return sorted(found, key=lambda one: not _begins(one, words)) if words else found

    def _show(self, *, keep: bool) -> None:
        self.complain("")
        records = [self._record(one) for one in self._matching()]
        self.listing.empty = _("No market matches “{text}”.").format(text=self.field.value.strip())
        self.listing.set_source(ListSource(records), keep_key=keep)
        self.query_one("#markets-sum", Static).update(Content(visible(self._sum())))
        self.refresh_commands()

    def _sum(self) -> str:
        if not self._chosen:
            return _("All markets: none is selected.")
        number = Number(self._regions.count(self._chosen))
        count = ngettext("{count} market selected", "{count} markets selected", number)
        return titled(count, ", ".join(sorted(self._chosen)))

    def _record(self, market: _Market) -> Record:
        chosen = market.code in self._chosen
        return Record(
            (
                market.name,
                market.code,
                _(market.region) if market.region else "–",
                _("selected") if chosen else "",
            ),
            mark=DONE if chosen else "",
            style="selected" if chosen else "",
            key=market.code,
        )


def _markets(regions: RegionTable, others: Iterable[str]) -> Iterable[_Market]:
    """All markets, and those of the offer that the table lacks."""
    names: dict[str, list[str]] = {}
    for market in regions.markets:
        names.setdefault(market.country, []).append(_(market.name))
    for code in others:
        names.setdefault(code, [code])
    for code, found in names.items():
        name, region = ", ".join(found), regions.region_of(code)
        yield _Market(code, name, region, fold(f"{name} {code} {_(region) if region else ''}"))


def _begins(market: _Market, words: Sequence[str]) -> bool:
    return all(f" {word}" in f" {market.folded}" for word in words)
