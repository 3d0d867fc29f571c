"""Texts that lead somewhere in a storm, with the files that they name."""

from __future__ import annotations

from pathlib import Path

from csp_tui.domain.partner import PartnerQuery
from csp_tui.services.workbench import Workbench
from csp_tui.ui.commands.catalog import ALL_COMMANDS
from tests.nasty import EVERYTHING

_UNHEARD = frozenset({"quit"})


def words(folder: Path, workbench: Workbench) -> tuple[str, ...]:
    """Names, identifiers and paths; the files are written into the folder."""
    partners = workbench.directory.search.page(PartnerQuery(), limit=8)
    tenants = [row.tenant_id for row in partners]
    quoted = '"' + EVERYTHING.replace('"', '""').replace("\0", "") + '"'
    files = {
        "partners.csv": "tenant_id,name,country\n"
        + "".join(f"{row.tenant_id},{row.name.replace(',', ' ')} again,FR\n" for row in partners)
        + f"0a0a0a0a-1b5d-4c1e-9a77-0c6b6f2d9c1e,{quoted},DE\nwrong,Wrong,DE\n",
        "audience.csv": "ID,Description,Type\n"
        + "".join(f"{tenant},Called so,TenantID\n" for tenant in tenants)
        + f"0b0b0b0b-1b5d-4c1e-9a77-0c6b6f2d9c1e,{quoted},TenantID\nwrong,,\n",
        "resales.csv": "offer_id,tenant_id,first_sold_on\n"
        + "".join(f"contoso-monitor,{tenant},2026-01-31\n" for tenant in tenants[:3])
        + f"contoso-assembly,{tenants[0]},\nnone,{tenants[0]},31/01/2026\n",
        "bad\u202e\x1b[31m.csv": "no,such,columns\n",
        "broken.csv": "\0\udc80".encode("utf-8", "surrogatepass").decode("latin-1"),
    }
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return (
        *map(str, (folder / name for name in files)),
        *files,
        *(row.name for row in partners[:3]),
        *tenants[:2],
        str(folder),
        "storm-backup.sqlite",
        "out.csv",
        "~/nowhere/x.csv",
        "contoso-backup",
        "a-new-offer",
        "https://contoso.example/csp",
        "ada@contoso.example",
        "2026-01-31",
        "TICKET-1",
    )


def titles() -> tuple[str, ...]:
    """What commands are called in the palette; not the one that leaves."""
    return tuple(
        sorted(one.title for one in ALL_COMMANDS.values() if one.palette and one.id not in _UNHEARD)
    )
