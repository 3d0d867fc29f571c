"""Commands of offers and their pages."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.commands.catalog.audience import AUDIENCE_SYNC
from csp_tui.ui.commands.catalog.common import LIST_MARK_ALL
from csp_tui.ui.commands.catalog.evidence import EVIDENCE_OPEN
from csp_tui.ui.commands.command import Command

OFFERS_NEW = Command(
    "offers.new",
    N_("Create an offer"),
    N_("Create an offer in draft"),
    "n",
    short=N_("New offer"),
    writes=True,
)
OFFERS_DIRECTORY = Command(
    "offers.directory",
    N_("Import the partner directory"),
    N_("Import the partners of the CSP program from a CSV file"),
    "I",
    bar=False,
    writes=True,
    replayable=True,
)
OFFERS_DEMO = Command(
    "offers.demo",
    N_("Try the demo"),
    N_("Explore sample data; your own database is not touched"),
    "d",
    bar=False,
)
OFFERS_OPEN = Command("offers.open", N_("Open"), N_("Open the highlighted offer"), "enter")
OFFERS_FILTER = Command(
    "offers.filter", N_("Filter"), N_("Type part of a name or offer ID"), "slash"
)
OFFERS_CENTER = Command(
    "offers.center",
    N_("Filter by Partner Center"),
    N_("Show what differs from Partner Center, was never pulled, or is old"),
    "X",
    bar=False,
)
OFFERS_DELETE = Command(
    "offers.delete",
    N_("Delete"),
    N_("Delete an offer that has never been published"),
    "delete",
    writes=True,
)
OFFERS_RESALES = Command(
    "offers.resales",
    N_("Import resales"),
    N_("Record from a CSV file who has resold which offer"),
    "i",
    bar=False,
    writes=True,
    replayable=True,
)
OFFERS_FIGURES = Command(
    "offers.figures",
    N_("Resales in figures"),
    N_("See which partners have resold how many offers, and when"),
    "g",
    bar=False,
)
OFFERS_COPY = Command(
    "offers.copy", N_("Copy ID"), N_("Copy the offer ID to the clipboard"), "y", bar=False
)
OFFER_COPY = Command("offer.copy", N_("Copy offer ID"), N_("Copy the offer ID"), "y", bar=False)
OFFER_NEXT_SECTION = Command(
    "offer.next_section",
    N_("Next page"),
    N_("Go to the next page of the menu"),
    "right_square_bracket,ctrl+pagedown",
    bar=False,
)
OFFER_PREVIOUS_SECTION = Command(
    "offer.previous_section",
    N_("Previous page"),
    N_("Go to the previous page in the menu"),
    "left_square_bracket,ctrl+pageup",
    bar=False,
)
CHANGES = Command(
    "changes",
    N_("Both versions"),
    N_("Compare your changes with what someone else has saved"),
    "f6",
    bar=False,
)
PLANS_ADD = Command(
    "plans.add",
    N_("Add plan"),
    N_("Add a plan with the ID and kind below"),
    "plus,f2",
    writes=True,
)
PLANS_REMOVE = Command(
    "plans.remove",
    N_("Remove plan"),
    N_("Remove the highlighted plan"),
    "delete",
    writes=True,
)
PLANS_MARKETS = Command(
    "plans.markets",
    N_("Markets"),
    N_("Select the markets where the offer is sold"),
    "w",
    writes=True,
    replayable=True,
)
MARKETS_TOGGLE = Command(
    "markets.toggle", N_("Select"), N_("Select or deselect the highlighted market"), "space"
)
MARKETS_SEARCH = Command(
    "markets.search", N_("Search"), N_("Type a name or region, or paste codes"), "slash"
)
MARKETS_RESULTS = Command(
    "markets.results",
    N_("Select all results"),
    N_("Select every market that the list shows, or deselect them"),
    "a",
)
MARKETS_ALL = Command(
    "markets.all", N_("All markets"), N_("Sell in all markets; deselects everything"), "n"
)
MARKETS_SAVE = Command(
    "markets.save", N_("Save"), N_("Save these markets in the draft"), "f2", main=True
)
OFFER_PENDING = Command(
    "offer.pending",
    N_("All names"),
    N_("Show all partners that publishing or syncing adds"),
    "v",
    bar=False,
)
OFFER_PUBLISH = Command(
    "offer.publish", N_("Publish"), N_("Publish the whole draft"), "u", writes=True
)

OFFERS_COMMANDS = (
    OFFERS_OPEN,
    OFFERS_NEW,
    OFFERS_FILTER,
    OFFERS_DELETE,
    OFFERS_CENTER,
    OFFERS_RESALES,
    EVIDENCE_OPEN,
    OFFERS_FIGURES,
    OFFERS_DIRECTORY,
    OFFERS_DEMO,
    OFFERS_COPY,
    LIST_MARK_ALL,
)
OFFER_COMMANDS = (
    OFFER_PUBLISH,
    AUDIENCE_SYNC,
    OFFER_PENDING,
    OFFER_NEXT_SECTION,
    OFFER_PREVIOUS_SECTION,
    OFFER_COPY,
    CHANGES,
)
PLANS_COMMANDS = (PLANS_ADD, PLANS_REMOVE, PLANS_MARKETS)
MARKETS_COMMANDS = (
    MARKETS_TOGGLE,
    MARKETS_RESULTS,
    MARKETS_ALL,
    MARKETS_SEARCH,
    MARKETS_SAVE,
)
