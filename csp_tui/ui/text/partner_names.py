"""Names for tenant IDs, where they are known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from csp_tui.domain.text import fold

if TYPE_CHECKING:
    from csp_tui.services.workbench import Workbench

NAMED_AT_MOST = 1_000
"""Partners whose names are looked up; the others are shown by tenant ID."""


def partner_names(
    workbench: Workbench, offer_id: str | None, tenant_ids: Collection[str]
) -> dict[str, str]:
    """Names of partners, from the directory or as they were called when they were added.

    Args:
        workbench: The services; this reads, so call it in a thread.
        offer_id: The offer whose audience may know partners that the directory does not.
        tenant_ids: The partners; of many only the first ``NAMED_AT_MOST`` are looked up.

    Returns:
        Name by tenant ID, without those that nothing knows.
    """
    wanted = list(tenant_ids)[:NAMED_AT_MOST]
    names = {
        tenant: row.name for tenant, row in workbench.directory.search.find_all(wanted).items()
    }
    missing = set(wanted) - set(names)
    if missing and offer_id is not None:
        names.update(workbench.audience.names(offer_id, missing))
    return {tenant: name for tenant, name in names.items() if name}


def listed(tenant_ids: Collection[str], names: dict[str, str]) -> list[str]:
    """A line a partner: name and tenant ID, or the tenant ID alone."""
    return [f"{names[tenant]}  {tenant}" if tenant in names else tenant for tenant in tenant_ids]


def by_name(tenant_ids: Collection[str], names: Mapping[str, str]) -> list[str]:
    """Tenant IDs in the order of the partners' names; without a name, of the IDs."""

    def key(tenant_id: str) -> tuple[str, str]:
        return fold(names.get(tenant_id, tenant_id)), tenant_id

    return sorted(tenant_ids, key=key)
