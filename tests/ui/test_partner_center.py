"""The place Partner Center: pull, conflict, push, a manual step, and what can't be undone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from csp_tui.bootstrap import demo_workbench
from csp_tui.domain.remote import JobKind
from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.kit.dialogs.text_view import TextViewDialog
from csp_tui.ui.kit.widgets.status_line import StatusLine
from tests.ui.driving import running


@pytest.fixture
def demo() -> Iterator[Workbench]:
    with demo_workbench() as workbench:
        yield workbench


async def test_the_story_from_pull_to_what_is_live(demo: Workbench) -> None:
    async with running(demo) as driver:
        await driver.press("5", "p")
        assert isinstance(driver.app.screen, ConfirmDialog)
        assert "Contoso VPN Gateway: Draft list +2." in driver.page
        assert "Changed on both sides, the draft here stays: Contoso Backup." in driver.page
        assert demo.audience.show("contoso-vpn-gateway").state.draft_partners == 12
        await driver.press("y")
        assert "Pulled: 1 changed, 1 conflict, 11 up to date." in driver.status
        assert demo.audience.show("contoso-vpn-gateway").state.draft_partners == 14

        await driver.press("c", "f2", "P", "y")
        assert "1 offer was not written" in driver.page
        assert "Partner Center accepted the request but did not keep it." in driver.page
        await driver.press("n", "s")
        assert "is writing the draft to Partner Center" in driver.page
        await driver.press("escape", "up", "s")
        assert "In Partner Center: Contoso Assembly" in driver.page
        assert "did not keep the draft" in driver.page
        await driver.press("escape", "down")
        for _ in range(5):
            demo.partner_center.jobs.resume()
        await driver.press("s")
        assert "press Sync CSP audience" in driver.page
        await driver.press("y", "p")
        assert "Contoso Backup: 3 partners join the live list." in driver.page
        await driver.press("y")
        assert demo.audience.show("contoso-backup").state.live_partners == 37


async def test_a_failed_push_is_shown_as_refused_and_names_the_jobs(demo: Workbench) -> None:
    async with running(demo) as driver:
        await driver.press("5", "P", "y")
        assert "J shows" not in driver.page  # the key does nothing below a dialog
        assert "Someone else has changed the draft in Partner Center." in driver.page
        assert "Pull, then resolve the conflict." in driver.page
        await driver.press("n")
        assert driver.app.screen.query_one(StatusLine).has_class("-refused")
        assert "J shows why and all jobs" in driver.status
        await driver.press("P", "y", "y")
        assert isinstance(driver.app.screen, TextViewDialog)


async def test_an_offer_without_options_has_the_words_of_the_list_of_offers(
    demo: Workbench,
) -> None:
    async with running(demo) as driver:
        await driver.resize(120, 40)
        await driver.press("1")
        shown = {row.split("│")[1][3:26].strip(): row for row in driver.page.splitlines()[5:20]}
        assert "default" in shown["Contoso Edge Cache"]
        await driver.press("5")
        (row,) = [one for one in driver.page.splitlines() if "Contoso Edge Cache" in one]
        assert "default" in row
        assert "not set" not in row


async def test_a_declined_pull_changes_nothing(demo: Workbench) -> None:
    async with running(demo) as driver:
        await driver.press("5", "p", "n")
        assert "Nothing was changed." in driver.status
        assert demo.audience.show("contoso-vpn-gateway").state.draft_partners == 12


async def test_undo_says_why_a_pull_stays(demo: Workbench) -> None:
    async with running(demo) as driver:
        await driver.press("5", "p", "y", "ctrl+z")
        assert not isinstance(driver.app.screen, ConfirmDialog)
        assert "cannot be undone" in driver.status


async def test_publishing_says_that_changes_here_are_left_out_and_pushes_them_first(
    demo: Workbench,
) -> None:
    async with running(demo) as driver:
        await driver.press("5", "down")
        assert driver.app.screen.listing.cursor_record.key == "contoso-backup"
        await driver.press("u")
        assert "is not in Partner Center yet" in driver.page
        assert "+2" in driver.page
        await driver.press("y")
        (job,) = demo.partner_center.jobs.jobs()
        assert (job.offer_id, job.kind) == ("contoso-backup", JobKind.DRAFT)

        await driver.press("n", "home", "u")
        assert "Publishing includes all draft changes" in driver.page
        assert "The offer was changed on both sides." in driver.page
        assert "Push first" not in driver.page
