"""Every move as the services do it, and what a file holds afterwards."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from csp_tui.bootstrap import open_workbench
from csp_tui.domain.import_rows import AudienceEntry, AudienceFile, ResaleEntry, ResalesFile
from csp_tui.domain.offer import CspContact, ResellerChannel, Setup
from csp_tui.domain.partner import Partner, PartnerQuery
from csp_tui.domain.product import Plan, PlanKind, ProductType
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.offers import SetupEdit
from csp_tui.services.request_details import RequestDetails
from csp_tui.services.workbench import Workbench
from csp_tui.storage.schema_version import SCHEMA_VERSION

from .earlier_schema import added_parts, step_back
from .ledger import Facts, Move, OfferFacts, RequestFacts
from .next_schema import NEXT, next_schema

_DETAILS = RequestDetails(contact_name="Ada King", contact_email="ada@example.com")
MIGRATED = "to-migrate.sqlite"
"""The copy that a move of the kind ``migrate`` works on."""
FOUNDED = "founded.sqlite"
"""The file that a move of the kind ``found`` makes."""
MIGRATIONS = "migrations"
"""The folder with the schema that it is brought to."""
UPGRADED = "to-upgrade.sqlite"
"""The file of the schema before this one that a move of the kind ``upgrade`` opens."""


def do(move: Move, workbench: Workbench, folder: Path) -> None:
    """Make a move; it is acknowledged when this returns."""
    _DOERS[move.kind](workbench, folder, **move.words)


def _create(workbench: Workbench, _folder: Path, offer: str, name: str) -> None:
    setup = Setup(
        name=name,
        plans=(Plan("gold", PlanKind.STANDARD),),
        csp_url="https://example.com/csp",
        csp_contact=CspContact("Ada King", "ada@example.com", "+1 555"),
    )
    workbench.offers.create(offer, ProductType.SAAS, setup)


def _edit(workbench: Workbench, _folder: Path, offer: str, name: str) -> None:
    workbench.offers.edit(offer, SetupEdit(name=name))


def _delete(workbench: Workbench, _folder: Path, offer: str) -> None:
    workbench.offers.delete(offer)


def _choose(workbench: Workbench, _folder: Path, offer: str, channel: str) -> None:
    workbench.audience.save_draft(offer, AudienceEdit(ResellerChannel(channel)))


def _add(workbench: Workbench, _folder: Path, offer: str, tenants: tuple[str, ...]) -> None:
    workbench.audience.save_draft(offer, AudienceEdit(add=tenants))


def _remove(workbench: Workbench, _folder: Path, offer: str, tenants: tuple[str, ...]) -> None:
    workbench.audience.save_draft(offer, AudienceEdit(remove=tenants))


def _matching(workbench: Workbench, _folder: Path, offer: str, country: str) -> None:
    workbench.audience.add_matching(offer, PartnerQuery(countries=frozenset({country})))


def _listing(workbench: Workbench, _folder: Path, offer: str, tenants: tuple[str, ...]) -> None:
    file = AudienceFile([AudienceEntry(line, one) for line, one in enumerate(tenants, start=2)])
    workbench.audience_import.run(workbench.audience_import.preview(offer, file), file)


def _publish(workbench: Workbench, _folder: Path, offer: str) -> None:
    workbench.offers.publish(offer)


def _sync(workbench: Workbench, _folder: Path, offer: str) -> None:
    workbench.audience.sync(offer)


def _undo(workbench: Workbench, _folder: Path, offer: str, before: Facts) -> None:
    workbench.undo.undo(offer)


def _resales(workbench: Workbench, _folder: Path, offer: str, tenants: tuple[str, ...]) -> None:
    entries = [ResaleEntry(line, offer, one) for line, one in enumerate(tenants, start=2)]
    workbench.resales.import_resales(ResalesFile(entries))


def _begin(workbench: Workbench, _folder: Path, offer: str, tenants: tuple[str, ...]) -> None:
    workbench.support.create_removal(offer, tenants, language="en", details=_DETAILS)


def _begin_end(workbench: Workbench, _folder: Path, offer: str) -> None:
    workbench.support.create_option_change(
        offer, ResellerChannel.NONE, language="en", details=_DETAILS
    )


def _submit(workbench: Workbench, _folder: Path, number: int) -> None:
    workbench.support.submit(number)


def _complete(workbench: Workbench, _folder: Path, number: int) -> None:
    workbench.support.complete(number)


def _withdraw(workbench: Workbench, _folder: Path, number: int) -> None:
    workbench.support.withdraw(number)


def _import(
    workbench: Workbench, _folder: Path, rows: dict[str, tuple[str, str]], replace: bool
) -> None:
    partners = (
        Partner(tenant_id=tenant, name=name, country=country)
        for tenant, (name, country) in rows.items()
    )
    workbench.directory.import_partners(partners, replace=replace)


def _backup(workbench: Workbench, folder: Path, file: str) -> None:
    workbench.database.backup(folder / file)


def _restore(workbench: Workbench, folder: Path, file: str) -> None:
    workbench.database.restore(folder / file)


def _migrate(workbench: Workbench, folder: Path) -> None:
    """Open a copy of the file with a program whose schema is newer."""
    target = folder / MIGRATED
    # What was migrated goes before what was kept of it, because a kill may come between.
    target.unlink(missing_ok=True)
    for earlier in folder.glob("to-migrate*"):
        earlier.unlink()
    workbench.database.backup(target)
    with next_schema(folder / MIGRATIONS):
        open_workbench(target, clock=workbench.clock).close()


def _upgrade(workbench: Workbench, folder: Path) -> None:
    """Open a file of the schema before this one, which holds the same as the database."""
    target = folder / UPGRADED
    target.unlink(missing_ok=True)
    for earlier in folder.glob("*to-upgrade*"):
        earlier.unlink()
    copy = folder / f"copy-{UPGRADED}"
    workbench.database.backup(copy)
    step_back(copy)
    copy.rename(target)
    open_workbench(target, clock=workbench.clock).close()


def _found(workbench: Workbench, folder: Path) -> None:
    """Begin a new file, as a newcomer does."""
    target = folder / FOUNDED
    target.unlink(missing_ok=True)
    open_workbench(target, clock=workbench.clock).close()


def _daily(workbench: Workbench, folder: Path) -> None:
    """Make the backup of a day on which there is none yet."""
    for earlier in workbench.database.backups():
        Path(earlier.path).unlink()
    workbench.database.back_up_daily()


_DOERS: dict[str, Callable[..., Any]] = {
    "create": _create,
    "edit": _edit,
    "delete": _delete,
    "choose": _choose,
    "add": _add,
    "remove": _remove,
    "matching": _matching,
    "listing": _listing,
    "publish": _publish,
    "sync": _sync,
    "undo": _undo,
    "resales": _resales,
    "begin": _begin,
    "begin_end": _begin_end,
    "submit": _submit,
    "complete": _complete,
    "withdraw": _withdraw,
    "import": _import,
    "backup": _backup,
    "restore": _restore,
    "migrate": _migrate,
    "upgrade": _upgrade,
    "found": _found,
    "daily": _daily,
}


def facts_in(path: Path) -> Facts:
    """What a database holds, read past all stores."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as connection:
        read = connection.execute
        facts = Facts(history=read("SELECT count(*) FROM history").fetchone()[0])
        for row in read(
            "SELECT offer_id, name, draft_channel, live_channel, live_setup ->> 'name' FROM offer"
        ):
            facts.offers[row[0]] = OfferFacts(*row[1:])
        for offer, tenant, draft, live in read(
            "SELECT offer_id, tenant_id, in_draft, in_live FROM audience_member"
        ):
            members = facts.offers[offer]
            members.draft |= {tenant} if draft else set()
            members.live |= {tenant} if live else set()
        for offer, tenant in read("SELECT offer_id, tenant_id FROM resale"):
            facts.offers[offer].resold.add(tenant)
        for number, offer, kind, status in read(
            "SELECT id, offer_id, kind, status FROM support_request ORDER BY id"
        ).fetchall():
            named = read(
                "SELECT tenant_id FROM request_partner WHERE request_id = ? ORDER BY position",
                (number,),
            )
            tenants = tuple(tenant for (tenant,) in named)
            facts.requests.append(RequestFacts(offer, kind, tenants, status))
        for tenant, name, country in read("SELECT tenant_id, name, country FROM partner"):
            facts.directory[tenant] = name, country
    return facts


def version_in(path: Path) -> str:
    """The schema version that a file has."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def is_migrated(path: Path) -> bool:
    """Whether all that the next schema brings is there; it is there whole or not at all."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as connection:
        (columns,) = connection.execute(
            "SELECT count(*) FROM pragma_table_info('offer') WHERE name = 'shelf'"
        ).fetchone()
        (tables,) = connection.execute(
            "SELECT count(*) FROM sqlite_master WHERE name = 'shelf'"
        ).fetchone()
    assert columns == tables, "a migration was done by half"
    assert bool(columns) == (version_in(path) == NEXT), "a migration was done by half"
    return bool(columns)


def is_upgraded(path: Path) -> bool:
    """Whether the newest migration was made in a file; it is there whole or not at all."""
    parts = set(added_parts(path))
    assert len(parts) == 1, "a migration was half done"
    assert parts == {version_in(path) == SCHEMA_VERSION}, "a migration was half done"
    return parts == {True}
