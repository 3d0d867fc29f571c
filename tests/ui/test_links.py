"""A browser is opened at http and https alone, and only after one has seen where it leads."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import pytest

import csp_tui
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.setup import checked_url
from csp_tui.services.workbench import Workbench
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.kit.policy import KIOSK
from csp_tui.ui.text.links import openable
from tests.nasty import ADDRESSES, MARKUP
from tests.ui.driving import running
from tests.ui.steering import strips_of

HARMFUL = (
    *ADDRESSES,
    "",
    "example.com",
    "http:\n//example.com",
    "http://exa\nmple.com",
    "http:\\\\example.com",
    "https://example.com\\@other.example",
    "https://example.com:443@other.example/",
    "https://user:secret@example.com",
    "https://example.com\u2066/",
    "https://ex\u200bample.com",
    "https://exam\u00adple.com",
    "HTTPS+evil://example.com",
    "http://[::1",
    "http://example.com:99999/",
    "http://example.com/ x",
    'http://example.com/"x',
    " http://example.com",
    "ftp://example.com",
)


@pytest.mark.parametrize("url", HARMFUL, ids=ascii)
def test_nothing_else_is_opened(url: str) -> None:
    assert openable(url) is None


@pytest.mark.parametrize(
    "url", [one for one in HARMFUL if "@" in one or "\\" in one or ":99999" in one], ids=ascii
)
def test_nothing_that_hides_its_host_is_kept_with_an_offer(url: str) -> None:
    with pytest.raises(InvalidInput):
        checked_url(url)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.com/a?b=c#d", "https://example.com/a?b=c#d"),
        ("http://example.com:8080", "http://example.com:8080"),
        ("http://[::1]:80/", "http://[::1]:80/"),
        ("https://\u0435xample.com/", "https://xn--xample-2of.com/"),
    ],
)
def test_an_address_is_shown_with_the_host_that_is_asked(url: str, shown: str) -> None:
    assert openable(url) == shown


async def test_it_says_where_an_address_leads_before_it_is_opened(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda url, *_args, **_more: opened.append(url))
    async with running(workbench, demo=True) as driver:
        for url in HARMFUL:
            driver.app.open_url(url)
        await driver.settle()
        assert len(driver.app.screen_stack) == 1
        for keys in (("escape",), ("y")):
            driver.app.open_url("https://\u0435xample.com/csp")
            await driver.settle()
            assert "https://xn--xample-2of.com/csp" in driver.page
            assert not opened
            await driver.press(*keys)

    assert opened == ["https://xn--xample-2of.com/csp"]


async def test_strangers_open_nothing(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda url, *_args, **_more: opened.append(url))
    app = WorkbenchApp(lambda: workbench, policy=KIOSK)
    async with app.run_test() as pilot:
        app.open_url("https://example.com/")
        await pilot.pause()
        assert len(app.screen_stack) == 1

    assert not opened


async def test_no_text_becomes_a_link(workbench: Workbench) -> None:
    async with running(workbench) as driver:
        for text in (*MARKUP, *ADDRESSES):
            driver.app.screen.tell(text)  # type: ignore[attr-defined]
            driver.app.notify(text)
            await driver.settle()
            for strip in strips_of(driver.app.screen):
                for segment in strip:
                    assert segment.style is None or segment.style.link is None
                    assert segment.style is None or "@click" not in segment.style.meta


def test_nothing_in_the_program_writes_a_link_of_its_own() -> None:
    package = Path(csp_tui.__file__).parent
    words = ("webbrowser", "[link=", "@click", ".open_url", "xdg-open", "startfile(")
    found = [
        (path.relative_to(package).as_posix(), word)
        for path in package.rglob("*.py")
        for word in words
        if word in path.read_text("utf-8")
    ]

    assert set(found) == {
        # What asks first, and what forbids it altogether.
        ("ui/app.py", ".open_url"),
        # The page of Partner Center where a step is done by hand, through the same question.
        ("ui/marketplace/manual_step.py", ".open_url"),
        ("cli/confinement.py", "webbrowser"),
    }
