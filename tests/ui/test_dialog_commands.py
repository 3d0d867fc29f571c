"""Every dialog names its main step in the same words on its button and in its bar, with F2."""

from __future__ import annotations

from typing import Any

import pytest
from textual.widgets import Button, Input, RadioSet, Select

from csp_tui.services.workbench import Workbench
from csp_tui.ui.commands.key_names import key_name
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.dialogs.samples import SamplesDialog
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.widgets.command_bar import CommandBar
from csp_tui.ui.kit.widgets.dialog_button import DialogButton
from csp_tui.ui.marketplace.accounts_dialog import AccountsDialog
from csp_tui.ui.offers.new_dialog import NewOfferDialog
from csp_tui.ui.palette.palette import Palette
from csp_tui.ui.partners.facet_picker import FacetPicker
from csp_tui.ui.resales.dialog import ResalesDialog
from csp_tui.ui.resales.evidence_dialog import EvidenceDialog
from tests.dialogs import DIALOGS
from tests.ui.driving import Driver, running
from tests.ui.steering import painted

NO_MAIN_STEP: dict[type[Dialog[Any]], str] = {
    AccountsDialog: "its list has keys of its own",
    EvidenceDialog: "its list has keys of its own",
    FacetPicker: "Enter applies a filter",
    Palette: "Enter runs what is highlighted",
    ResalesDialog: "its list has keys of its own",
    SamplesDialog: "each button is one of the files",
}
ASKING = (Input, RadioSet, RecordList, Select)


async def opened(driver: Driver, kind: type[Dialog[Any]]) -> Dialog[Any]:
    driver.app.push_screen(DIALOGS[kind](driver.app))
    await driver.settle()
    dialog = driver.app.screen
    assert isinstance(dialog, Dialog)
    return dialog


def words(label: object) -> str:
    """A label without its key and without the dots of a command that asks first."""
    return str(label).split(" (")[0].rstrip("…").strip()


async def test_a_button_and_the_bar_say_the_same_and_f2_is_the_main_step(demo: Workbench) -> None:
    async with running(demo, (120, 40)) as driver:
        for kind in DIALOGS:
            dialog = await opened(driver, kind)
            for button in dialog.query(DialogButton):
                command = next(one for one in dialog.commands() if one.id == button.command.id)
                title = words(dialog.short_title(command))
                assert title.lower() in words(button.label).lower(), kind
            if kind not in NO_MAIN_STEP:
                assert_f2_is_the_main_step(dialog)
            dialog.dismiss(None)
            await driver.settle()


def assert_f2_is_the_main_step(dialog: Dialog[Any]) -> None:
    """Where something is asked for."""
    buttons = dialog.query(Button).exclude("#cancel, #close")
    if not buttons or not any(dialog.query(field) for field in ASKING):
        return
    titles = [
        words(dialog.short_title(command))
        for command in dialog.commands()
        if "f2" in command.keys_now
    ]
    assert len(titles) == 1, dialog
    assert any(titles[0].lower() in words(button.label).lower() for button in buttons), dialog


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_new_offer_is_created_with_f2(
    workbench: Workbench, size: tuple[int, int]
) -> None:
    async with running(workbench, size) as driver:
        await opened(driver, NewOfferDialog)
        await driver.write("Contoso")
        assert f"{key_name('f2')} Create" in painted(driver.app.screen)
        assert driver.app.screen.query_one(CommandBar).size.height == 1
        await driver.press("f2")
        assert [row.state.offer.offer_id for row in workbench.offers.rows()] == ["contoso"]
