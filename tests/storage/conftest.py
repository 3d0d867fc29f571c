from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from csp_tui.domain.clock import FixedClock
from csp_tui.domain.offer import CspContact, Offer, Setup
from csp_tui.domain.partner import Partner
from csp_tui.domain.product import Plan, PlanKind, ProductType
from csp_tui.domain.regions import Market, RegionTable
from csp_tui.storage.connections import connect
from csp_tui.storage.factory import Storage
from tests.storage.importing import import_directory

NOW = datetime(2026, 8, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "csp.sqlite"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def regions() -> RegionTable:
    return RegionTable(
        (
            Market("Europe", "France", "FR", "EUR"),
            Market("Europe", "Germany", "DE", "EUR"),
            Market("Japan", "Japan", "JP", "JPY"),
        )
    )


@pytest.fixture
def storage(
    path: Path, regions: RegionTable, clock: FixedClock, empty_database: Path
) -> Iterator[Storage]:
    """The stores on an empty database."""
    path.parent.mkdir(mode=0o700)
    shutil.copy(empty_database, path)
    with closing(Storage(path, regions, clock, busy_timeout=0.05)) as storage:
        yield storage


@pytest.fixture
def new_storage(path: Path, regions: RegionTable, clock: FixedClock) -> Iterator[Storage]:
    """The stores on a database that does not exist yet."""
    with closing(Storage(path, regions, clock, busy_timeout=0.05)) as storage:
        yield storage


@pytest.fixture
def tenant() -> Callable[[int], str]:
    return lambda number: f"{number:08x}-1b5d-4c1e-9a77-0c6b6f2d9c1e"


@pytest.fixture
def partner(tenant: Callable[[int], str]) -> Callable[..., Partner]:
    def make(number: int, name: str, country: str = "FR", **fields: object) -> Partner:
        return Partner(tenant_id=tenant(number), name=name, country=country, **fields)  # type: ignore[arg-type]

    return make


@pytest.fixture
def offer() -> Callable[..., Offer]:
    def make(offer_id: str = "contoso-backup", name: str = "Contoso Backup") -> Offer:
        return Offer(
            offer_id=offer_id,
            product_type=ProductType.SAAS,
            setup=Setup(
                name=name,
                plans=(Plan("gold", PlanKind.STANDARD), Plan("a-plan", PlanKind.PAY_AS_YOU_GO)),
                csp_url="https://example.com/csp",
                csp_contact=CspContact("Ann", "ann@example.com", "+1 555"),
            ),
            created_at=NOW,
        )

    return make


@pytest.fixture
def put(storage: Storage) -> Callable[..., None]:
    """Store offers, and then import partners."""

    def store(*things: Offer | Partner, replace: bool = False) -> None:
        with storage.open_unit() as unit:
            for thing in things:
                if isinstance(thing, Offer):
                    unit.offers.add(thing)
            unit.commit()
        partners = [thing for thing in things if isinstance(thing, Partner)]
        if partners or replace:
            import_directory(storage, partners, replace=replace)

    return store


@pytest.fixture
def raw(storage: Storage, path: Path) -> Iterator[sqlite3.Connection]:
    """The file itself, past all stores."""
    storage.prepare()
    connection = connect(path)
    yield connection
    connection.close()
