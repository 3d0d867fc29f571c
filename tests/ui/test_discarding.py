"""Fields of dialogs lose nothing: neither pasted lines nor, with Escape, typed text."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from itertools import cycle
from typing import Any

from textual.events import Paste
from textual.widgets import Button, Input, TextArea

from csp_tui.domain.partner import Facet, PartnerQuery
from csp_tui.services.workbench import Workbench
from csp_tui.ui.audience.copy_list_dialog import CopyListDialog
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.dialogs.file_path import FilePathDialog
from csp_tui.ui.lists.dialogs import FollowDialog, NewListDialog
from csp_tui.ui.offer.markets_dialog import MarketsDialog
from csp_tui.ui.offers.new_dialog import NewOfferDialog
from csp_tui.ui.palette.palette import Palette
from csp_tui.ui.partners.facet_picker import FacetPicker
from csp_tui.ui.partners.offers_dialog import OffersDialog
from csp_tui.ui.partners.search_dialog import PartnerSearchDialog
from csp_tui.ui.requests.new_dialog import NewRequestDialog
from csp_tui.ui.requests.ticket_dialog import TicketDialog
from tests.conftest import SOME, tenant
from tests.dialogs import DIALOGS, OFFER
from tests.ui.driving import Driver, running

Make = Callable[[Workbench], Dialog[Any]]
NARROWING = {
    CopyListDialog,
    FacetPicker,
    MarketsDialog,
    NewRequestDialog,
    Palette,
    PartnerSearchDialog,
}
"""Dialogs whose fields only narrow a list, or that have no field for text; a selection in the
partner search is asked about by itself."""
_FIELD = re.compile(r"\b(Input|TextField|TextArea|PathField|DateField|PasteArea)\(")
FIELDS = [
    kind for kind in DIALOGS if _FIELD.search(inspect.getsource(kind)) and kind not in NARROWING
]
"""Dialogs with a field for text that is kept until Escape is pressed twice."""


async def opened(driver: Driver, kind: type[Dialog[Any]]) -> Dialog[Any]:
    """A dialog above the page that is shown."""
    driver.app.push_screen(DIALOGS[kind](driver.app))
    await driver.settle()
    dialog = driver.app.screen
    assert isinstance(dialog, kind)
    return dialog


async def test_escape_discards_typed_text_only_when_it_is_pressed_again(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1, 2))
    async with running(stocked) as driver:
        below = driver.app.screen
        for kind in FIELDS:
            dialog = await opened(driver, kind)
            field = next(iter([*dialog.query(Input), *dialog.query(TextArea)]))
            field.focus()
            await driver.press("end", "7", "escape")
            assert driver.app.screen is dialog, kind
            assert "What you entered is not saved." in driver.page, kind
            assert "7" in (field.value if isinstance(field, Input) else field.text), kind
            await driver.press("8", "escape")
            assert driver.app.screen is dialog, kind
            await driver.press("escape")
            assert driver.app.screen is below, kind


async def test_words_that_only_narrow_a_list_are_not_asked_about(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1, 2))
    async with running(stocked) as driver:
        below = driver.app.screen
        for kind in NARROWING & DIALOGS.keys():
            dialog = await opened(driver, kind)
            if dialog.query(Input):
                dialog.query(Input).first().focus()
                await driver.press("z")
            await driver.press("escape")
            assert "What you entered is not saved." not in driver.page, kind
            if driver.app.screen is not below:
                await driver.press("escape")
            assert driver.app.screen is below, kind


async def test_escape_leaves_a_dialog_in_which_nothing_was_typed(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1, 2))
    async with running(stocked) as driver:
        below = driver.app.screen
        for kind in FIELDS:
            await opened(driver, kind)
            await driver.press("escape")
            assert driver.app.screen is below, kind


SELECTIONS: dict[str, tuple[Make, tuple[str, ...]]] = {
    "check box": (lambda _workbench: NewOfferDialog(), ("tab", "tab", "tab", "space")),
    "filter": (lambda _workbench: FacetPicker(Facet.COUNTRY, PartnerQuery()), ("down", "space")),
    "markets": (
        lambda workbench: MarketsDialog("Contoso", (), workbench.regions),
        ("down", "space"),
    ),
    "offers": (
        lambda workbench: OffersDialog("Add", workbench.offers.rows()),
        ("home", "space"),
    ),
    "followers": (
        lambda workbench: FollowDialog(
            (workbench.lists.rows() or [workbench.lists.create("eu", tenant_ids=(tenant(1),))])[0]
        ),
        ("home", "space"),
    ),
    "partner": (lambda _workbench: NewRequestDialog(OFFER), ("tab", "space")),
}


async def test_what_is_selected_is_discarded_only_the_second_time(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1, 2))
    async with running(stocked) as driver:
        below = driver.app.screen

        async def leave(way: str) -> None:
            if way == "escape":
                await driver.press("escape")
            else:
                driver.app.screen.query_one("#cancel", Button).press()
                await driver.settle()

        for (name, (make, keys)), way in zip(
            SELECTIONS.items(), cycle(("escape", "cancel")), strict=False
        ):
            for selects in (False, True):
                driver.app.push_screen(make(stocked))
                await driver.settle()
                dialog = driver.app.screen
                if selects:
                    await driver.press(*keys)
                    await leave(way)
                    assert driver.app.screen is dialog, name
                    assert "What you entered is not saved." in driver.page, name
                await leave(way)
                assert driver.app.screen is below, name


async def test_restored_text_is_typed_text(stocked: Workbench) -> None:
    async with running(stocked) as driver:
        driver.app.push_screen(NewOfferDialog({"name": "Contoso Archive"}))
        await driver.settle()
        await driver.press("escape")
        assert "What you entered is not saved." in driver.page


async def test_a_field_of_one_line_keeps_all_pasted_lines(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1, 2))
    async with running(stocked) as driver:
        # The filter of the list, a field that finds in a list, and one that is no search.
        for keys in (("slash",), ("escape", "escape", "2", "4", "slash"), ("escape", "1", "n")):
            await driver.press(*keys)
            field = driver.app.screen.focused
            assert isinstance(field, Input), keys
            for pasted, value in (
                ("Contoso\nBackup\n", "Contoso Backup"),
                (" a b\r\n", " a b"),
                ("\n", ""),
            ):
                field.value = ""
                field.post_message(Paste(pasted))
                await driver.settle()
                assert field.value.replace(";", "") == value, keys


async def test_undo_in_a_dialog_says_that_there_is_nothing_to_undo(stocked: Workbench) -> None:
    async with running(stocked) as driver:
        for kind in (
            NewOfferDialog,
            PartnerSearchDialog,
            FilePathDialog,
            NewListDialog,
            TicketDialog,
        ):
            driver.app.push_screen(DIALOGS[kind](driver.app))
            await driver.settle()
            await driver.press("ctrl+z")
            assert "Nothing can be undone in this dialog." in driver.page, kind
            await driver.press("x")
            assert "Nothing can be undone in this dialog." not in driver.page, kind
            driver.app.pop_screen()
