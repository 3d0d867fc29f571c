"""Nothing of the machine reaches a test: home, language, colors and clock are fixed."""

from __future__ import annotations

import gc
import itertools
import logging
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import textual.constants
from hypothesis import settings

from csp_tui import i18n
from csp_tui.bootstrap import open_demo, open_workbench
from csp_tui.domain.clock import FixedClock
from csp_tui.domain.offer import CspContact, ResellerChannel, Setup
from csp_tui.domain.partner import Partner
from csp_tui.domain.product import Plan, ProductType
from csp_tui.exchange.reference import demo_database
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.workbench import Workbench
from tests.programs import require_marked
from tests.ui import css_memory, quiet

# The same examples every time, so that a run shows the effect of a change, not of chance; to look
# for new ones: `pytest --hypothesis-profile=explore`.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=1000, deadline=None)
settings.load_profile("same")

# Programs that tests start read what the first one has compiled, whatever the machine prefers.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

css_memory.remember_style_sheets()
_OBJECTS_LEFT = 3_000_000
"""About 500 MB."""

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
ALL, SOME, NONE = ResellerChannel.ALL, ResellerChannel.SOME, ResellerChannel.NONE


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Ask for what a test's markers need before its fixtures start anything."""
    require_marked(item)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spread files whose tests mostly wait, for programs in terminals, evenly among the others."""
    files = [list(tests) for _path, tests in itertools.groupby(items, key=lambda item: item.path)]
    waiting = [tests for tests in files if any(map(_waits_for_a_terminal, tests))]
    others = [tests for tests in files if not any(map(_waits_for_a_terminal, tests))]
    step = sum(map(len, others)) / (len(waiting) + 1)
    items.clear()
    spread = 0
    for tests in others:
        items += tests
        while spread < len(waiting) and len(items) > step * (spread + 1):
            items += waiting[spread]
            spread += 1
    items += itertools.chain.from_iterable(waiting[spread:])


def _waits_for_a_terminal(test: pytest.Item) -> bool:
    return test.get_closest_marker("terminal") is not None


def pytest_collection_finish() -> None:
    """Search nothing for garbage but what the tests leave, and that only now and then."""
    gc.collect()
    gc.freeze()
    gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Free what apps have left, each some ten thousand objects, once there is much of it."""
    if gc.get_count()[0] > _OBJECTS_LEFT:
        gc.collect()


@pytest.fixture(scope="session")
def new_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Makes folders by numbers that are counted.

    pytest looks for the next number in a list of all folders, which took a twentieth of the time.
    """
    numbers = itertools.count(1)

    def make(name: str) -> Path:
        folder = tmp_path_factory.getbasetemp() / f"{name}-{next(numbers)}"
        folder.mkdir(mode=0o700)
        return folder

    return make


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, new_folder: Callable[[str], Path]) -> Path:
    """An empty folder of the test's own."""
    return new_folder(re.sub(r"\W", "_", request.node.name)[:30])


@pytest.fixture(autouse=True)
def fixed_environment(
    monkeypatch: pytest.MonkeyPatch, new_folder: Callable[[str], Path]
) -> Iterator[None]:
    """A home of its own, English, no color settings, no animation."""
    home = new_folder("home")
    for name in ("NO_COLOR", "CSP_TUI_DB", "CSP_TUI_LANG", "CSP_TUI_CONFIG", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setattr(textual.constants, "TEXTUAL_ANIMATIONS", "none")
    i18n.use("en")
    yield
    i18n.use("en")
    # A log that a test has started would continue in the folder of the next test.
    log = logging.getLogger("csp_tui")
    for handler in log.handlers[:]:
        log.removeHandler(handler)
        handler.close()
    log.propagate = True


@pytest.fixture(autouse=True)
def calm_pilots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pilots wait until nothing is left to do, however busy the machine is."""
    quiet.make_pilots_wait_so(monkeypatch)


@pytest.fixture
def clock() -> FixedClock:
    """Monday, nine o'clock, until a test moves it."""
    return FixedClock(NOW)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new database, migrated once and copied for every test that wants one."""
    path = tmp_path_factory.mktemp("template") / "empty.sqlite"
    open_workbench(path, clock=FixedClock(NOW), who="tester").close()
    return path


@pytest.fixture(scope="session")
def stocked_database(empty_database: Path) -> Path:
    """The same with six partners in the directory."""
    path = empty_database.with_name("stocked.sqlite")
    shutil.copy(empty_database, path)
    opened = open_workbench(path, clock=FixedClock(NOW), who="tester")
    opened.directory.import_partners(PARTNERS)
    opened.close()
    return path


@pytest.fixture
def workbench(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    clock: FixedClock,
    empty_database: Path,
    stocked_database: Path,
) -> Iterator[Workbench]:
    """The services on a database of the test's own: empty, or with what ``stocked`` has."""
    path = tmp_path / "test.sqlite"
    is_stocked = "stocked" in request.fixturenames
    shutil.copy(stocked_database if is_stocked else empty_database, path)
    opened = open_workbench(path, clock=clock, who="tester")
    yield opened
    opened.close()


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Workbench]:
    """The services on a copy of the demo."""
    path = tmp_path / "demo.sqlite"
    shutil.copy(demo_database(), path)
    opened = open_demo(path)
    yield opened
    opened.close()


def tenant(number: int) -> str:
    """The tenant ID of an invented partner."""
    return f"{number:08x}-1b5d-4c1e-9a77-0c6b6f2d9c1e"


PARTNERS = (
    Partner(tenant_id=tenant(1), name="Alpine Cloud SARL", country="FR", skills=("Backup",)),
    Partner(tenant_id=tenant(2), name="Fabrikam Ltd", country="GB", competencies=("Security",)),
    Partner(tenant_id=tenant(3), name="Northwind GmbH", country="DE", skills=("Backup", "SAP")),
    Partner(tenant_id=tenant(4), name="Żabka Systemy", country="PL"),
    Partner(tenant_id=tenant(5), name="東京クラウド", country="JP"),
    Partner(tenant_id=tenant(6), name="[/x] O'Neill & Sons [red]", country="US"),
)
LISTED = Setup(
    name="Contoso Backup",
    plans=(Plan.parse("team:standard"),),
    csp_url="https://contoso.example/csp",
    csp_contact=CspContact("Amélie Roux", "csp@contoso.example"),
)


@pytest.fixture
def stocked(workbench: Workbench) -> Workbench:
    """The services with six partners in the directory."""
    return workbench


@pytest.fixture
def offer(stocked: Workbench) -> Callable[..., str]:
    """Makes offers: draft or live, with an option and partners, some of which have resold."""

    def make(
        channel: ResellerChannel | None = SOME,
        partners: tuple[int, ...] = (),
        *,
        live: bool = True,
        resold: tuple[int, ...] = (),
        offer_id: str = "contoso-backup",
    ) -> str:
        stocked.offers.create(offer_id, ProductType.SAAS, LISTED)
        if channel is not None:
            add = tuple(tenant(number) for number in partners)
            stocked.audience.save_draft(offer_id, AudienceEdit(channel=channel, add=add))
        if live:
            stocked.offers.publish(offer_id)
        for number in resold:
            stocked.resales.record(offer_id, tenant(number))
        return offer_id

    return make
