"""The forms in which the emulator accepts and writes an entry of the reseller audience.

The published schema contradicts itself about it, so a client must not be tied to one of them.
"""

from __future__ import annotations

import re
from typing import Any, Literal

Json = dict[str, Any]
AudienceProfile = Literal["tenant-id-label", "tenant-resourceId-description", "raw"]
PROFILES: tuple[AudienceProfile, ...] = (
    "tenant-id-label",
    "tenant-resourceId-description",
    "raw",
)
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def entry(profile: AudienceProfile, tenant_id: str, name: str) -> Json:
    """An entry of an audience in the form of a profile."""
    match profile:
        case "tenant-id-label":
            return {"type": "tenant", "id": tenant_id, "label": name}
        case "tenant-resourceId-description":
            return {"type": "tenant", "resourceId": tenant_id, "description": name}
        case "raw":
            return {"kind": "cspTenant", "tenantId": tenant_id, "displayName": name, "origin": 1}


def tenant_of(item: object) -> str | None:
    """The tenant ID of an entry in any form, lower-case; None where it has none."""
    if not isinstance(item, dict):
        return None
    for key in ("id", "resourceId", "tenantId", *item):
        value = item.get(key)
        if isinstance(value, str) and _GUID.fullmatch(value):
            return value.lower()
    return None


def objection(profile: AudienceProfile, items: object) -> str | None:
    """What is wrong with an audience in a request, None where it is accepted."""
    if not isinstance(items, list):
        return "audiences must be an array"
    key = {"tenant-id-label": "id", "tenant-resourceId-description": "resourceId"}.get(profile)
    for index, item in enumerate(items):
        if not isinstance(item, dict):
            return f"audiences[{index}] must be an object"
        if tenant_of(item) is None:
            return f"audiences[{index}] has no tenant ID"
        if key is not None and not isinstance(item.get(key), str):
            return f"audiences[{index}].{key} is required"
    return None
