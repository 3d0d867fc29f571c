"""What an offer's page keeps of the offer while others change it: no Textual."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from csp_tui.domain.offer import NO_VERSION, ResellerChannel
from csp_tui.services.workbench import Workbench
from csp_tui.ui.offer.opened import OpenOffer
from csp_tui.ui.text.conflicts import OfferReading


def readings(workbench: Workbench, offer_id: str) -> tuple[OfferReading, OfferReading]:
    """An offer before and after a change by someone else."""
    view, newest = workbench.audience.show(offer_id), workbench.watching.newest()
    entries = workbench.watching.since(0, offer_id)
    changed = OfferReading(view, newest, entries)
    return OfferReading(view, newest - 1), changed


def test_a_change_by_others_waits_for_unsaved_input(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    before, after = readings(stocked, offer(ResellerChannel.ALL))
    opened = OpenOffer("contoso-backup")
    assert opened.receive(before, is_dirty=True), "nothing is shown yet that could be kept"
    opened.view = before.view
    assert not opened.receive(after, is_dirty=True)
    assert opened.entries
    assert all(entry.id > before.newest for entry in opened.entries)
    assert opened.newest == before.newest
    opened.resolve(after.newest)
    assert not opened.entries
    assert opened.receive(after, is_dirty=True), "the person knows these changes by now"


def test_a_change_by_others_is_shown_without_unsaved_input(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    before, after = readings(stocked, offer(ResellerChannel.ALL))
    opened = OpenOffer("contoso-backup", before.view, before.newest)
    assert opened.receive(after, is_dirty=False)
    assert opened.newest == after.newest
    assert not opened.entries


def test_nothing_that_was_read_from_another_file_can_be_written(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    before, _after = readings(stocked, offer(ResellerChannel.ALL))
    opened = OpenOffer("contoso-backup", before.view, before.newest)
    opened.database_replaced()
    assert opened.view is not None
    assert opened.view.state.offer.version == NO_VERSION
    assert opened.newest == 0


def test_an_open_offer_is_known_without_textual() -> None:
    code = "import sys\nfrom csp_tui.ui.offer import opened\nprint('textual' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
