"""Drawing in ASCII alone, and names of any script that leave the columns where they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rich.cells import cell_len

from csp_tui.domain.partner import Partner
from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.terminal.ascii_filter import to_ascii
from csp_tui.ui.terminal.environment import supports_utf8
from tests import scenes
from tests.conftest import tenant
from tests.ui.driving import Driver, running
from tests.ui.fitting import beyond_ascii
from tests.ui.steering import strips_of

NAMES = (
    "A name so long that no list has room for all of it, whatever the width of the window is",
    "東京クラウド株式会社（新宿）",
    "Family 👨‍👩‍👧‍👦 Cloud 🇫🇷 ❤️ Ltd",
    "שלום ענן בע״מ",
    "شركة السحابة",
    "Zoë e\u0301clair n\u0303 co",
    "สวัสดีคลาวด์",
    "ｆｕｌｌ　ｗｉｄｔｈ",
)


@pytest.mark.parametrize(
    "text", [*NAMES, "│ “a” · b… › ✓ ■ ●", "1️⃣ ☁️ ™ ½ €", "«\u202fa\u00a0»", "a\u200cb"]
)
def test_a_text_keeps_its_width(text: str) -> None:
    drawn = to_ascii(text)
    assert cell_len(drawn) == cell_len(text)
    assert beyond_ascii(drawn) == set()


def test_letters_of_names_stay() -> None:
    assert to_ascii("Zoë “東京” – Łódź") == 'Zoë "東京" - Łódź'


def test_states_keep_symbols_of_their_own() -> None:
    signs = "■ ✓ ▸ ● ○ ▾ · …"
    assert to_ascii(signs) == "# x > * o v - ~"


@pytest.mark.parametrize(
    ("environment", "answer"),
    [
        ({}, True),
        ({"LANG": "C.UTF-8"}, True),
        ({"LANG": "fr_FR.utf8"}, True),
        ({"LANG": "C"}, False),
        ({"LC_ALL": "POSIX", "LANG": "en_US.UTF-8"}, False),
        ({"LC_ALL": "", "LC_CTYPE": "en_US.UTF-8", "LANG": "C"}, True),
    ],
)
def test_the_locale_says_what_a_terminal_takes(environment: dict[str, str], answer: bool) -> None:
    assert supports_utf8(environment) is answer


@pytest.fixture
def odd(workbench: Workbench, offer: Callable[..., str]) -> Workbench:
    """An offer with a long name, sold by partners with names of every kind."""
    from csp_tui.services.audience import AudienceEdit
    from csp_tui.services.offers import SetupEdit

    partners = [
        Partner(tenant_id=tenant(100 + number), name=name, country="JP", competencies=("Security",))
        for number, name in enumerate(NAMES)
    ]
    workbench.directory.import_partners(partners)
    offer_id = offer(partners=(1, 2), live=True)
    add = tuple(partner.tenant_id for partner in partners)
    workbench.audience.save_draft(offer_id, AudienceEdit(add=add))
    workbench.offers.edit(offer_id, SetupEdit(name=NAMES[1] + " " + NAMES[2]))
    return workbench


def starts(driver: Driver, word: str) -> set[int]:
    """The cells at which a word of a column begins, on all lines that have it."""
    return {cell_len(line[: line.index(word)]) for line in driver.page.splitlines() if word in line}


@pytest.mark.parametrize(
    ("size", "signs"), [((60, 20), "ascii"), ((80, 24), "unicode"), ((120, 40), "ascii")]
)
async def test_names_of_any_script_keep_the_columns_straight(
    odd: Workbench, size: tuple[int, int], signs: str
) -> None:
    async with running(odd, size) as driver:
        driver.app.use_symbols(signs)
        await scenes.partner_list(driver, "contoso-backup")
        listing = driver.app.screen.query_one(RecordList)
        listing.cursor = listing.total - 1
        await driver.settle()
        assert len(starts(driver, " JP ")) == 1
        assert "pending" in driver.page
        lines = driver.page.splitlines()
        assert {cell_len(line) for line in lines} == {size[0]}
        await driver.press("delete")
        await driver.press("p")
        await driver.write("o")
        # Textual may cut a character of two cells behind a dialog; the dialog is what counts.
        box = driver.app.screen.query_one(".dialog").region
        strips = strips_of(driver.app.screen)[box.y + 1 : box.bottom - 1]
        assert {strip.crop(box.right - 1, box.right).text for strip in strips} <= {"│", "|"}
