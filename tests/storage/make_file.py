"""Write a database of the current version, to be kept for tests of later versions.

``python -m tests.storage.make_file [FOLDER]``

It is written again only while its schema has not been released; the file of a released schema
never changes, because people have such files. ``HELD`` lists its content.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from csp_tui.bootstrap import open_workbench
from csp_tui.domain.clock import FixedClock
from csp_tui.domain.import_rows import ResaleEntry, ResalesFile
from csp_tui.domain.offer import CspContact, ResellerChannel, Setup
from csp_tui.domain.partner import Partner
from csp_tui.domain.product import Plan, PlanKind, ProductType
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.request_details import RequestDetails
from csp_tui.storage.schema_version import SCHEMA_VERSION

FILES = Path(__file__).parent / "files"
HELD = {
    "offers": [
        ("contoso-backup", "Contoso Backup", "some", "some"),
        ("contoso-vault", "Contoso Vault, édition №2", "none", None),
    ],
    "audience": [(0, True, True), (1, True, True), (2, True, False)],
    "resales": [(1, date(2026, 3, 4))],
    "requests": [("contoso-backup", "deauthorize", "submitted", "2611160001")],
    "partners": ["Ärzte Cloud GmbH", "Fabrikam", "Northwind Traders"],
    "history": 10,
}
"""What every file must hold after every migration."""


def tenant(number: int) -> str:
    """A tenant ID."""
    return f"{number:08x}-1b5d-4c1e-9a77-0c6b6f2d9c1e"


def write_file(target: Path) -> None:
    """Do a bit of everything through the services."""
    clock = FixedClock(datetime(2026, 11, 16, 9, tzinfo=UTC))
    workbench = open_workbench(target, clock=clock, who="ada")
    contact = CspContact("Ada King", "ada@example.com", "+1 555")
    plans = (Plan("gold", PlanKind.STANDARD),)
    names = HELD["partners"]
    assert isinstance(names, list)
    try:
        workbench.directory.import_partners(
            Partner(tenant_id=tenant(number), name=name, country="FR", skills=("Backup",))
            for number, name in enumerate(names)
        )
        setup = Setup(
            name="Contoso Backup",
            plans=plans,
            csp_url="https://example.com/csp",
            csp_contact=contact,
        )
        offer = workbench.offers.create("contoso-backup", ProductType.SAAS, setup).offer_id
        added = AudienceEdit(ResellerChannel.SOME, add=(tenant(0), tenant(1)))
        workbench.audience.save_draft(offer, added)
        workbench.offers.publish(offer)
        workbench.audience.save_draft(offer, AudienceEdit(add=(tenant(2),)))
        sold = [ResaleEntry(2, offer, tenant(1), date(2026, 3, 4))]
        workbench.resales.import_resales(ResalesFile(sold))
        details = RequestDetails(contact_name="Ada King", contact_email="ada@example.com")
        request = workbench.support.create_removal(
            offer, [tenant(0)], language="fr", details=details
        )
        workbench.support.submit(request.id, "2611160001")
        setup = Setup(name="Contoso Vault, édition №2", plans=plans)
        workbench.offers.create("contoso-vault", ProductType.SAAS, setup)
        workbench.audience.save_draft("contoso-vault", AudienceEdit(ResellerChannel.NONE))
    finally:
        workbench.close()


def main() -> int:
    """Write the file of today's schema."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FILES
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        made = Path(name) / "made.sqlite"
        write_file(made)
        with closing(sqlite3.connect(made, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("VACUUM")
        target = folder / f"schema-{SCHEMA_VERSION}.db"
        target.write_bytes(made.read_bytes())
    return 0


if __name__ == "__main__":
    sys.exit(main())
