"""Names for tenant IDs, as far as anything here knows them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from csp_tui.domain.errors import InvalidInput

if TYPE_CHECKING:
    from csp_tui.services.workbench import Workbench

NAMED_AT_MOST = 200
"""Partners that are looked up one by one; beyond it tenant IDs have to do."""


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
    names: dict[str, str] = {}
    wanted = list(tenant_ids)[:NAMED_AT_MOST]
    for tenant in wanted:
        try:
            names[tenant] = workbench.directory.show(tenant).name
        except InvalidInput:
            continue
    missing = set(wanted) - set(names)
    if missing and offer_id is not None:
        try:
            rows = workbench.audience.rows(offer_id)
        except InvalidInput:
            return names
        names.update((row.tenant_id, row.name) for row in rows if row.tenant_id in missing)
    return {tenant: name for tenant, name in names.items() if name}


def listed(tenant_ids: Collection[str], names: dict[str, str]) -> list[str]:
    """A line a partner: name and tenant ID, or the tenant ID alone."""
    return [f"{names[tenant]}  {tenant}" if tenant in names else tenant for tenant in tenant_ids]
