"""Partners of other files and the directory: what is missing is filled in, the rest stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from csp_tui.domain.partner import Partner, PartnerType

if TYPE_CHECKING:
    from csp_tui.domain.evidence import FoundPartner
    from csp_tui.services.views import PartnerRow


def is_complete(found: FoundPartner) -> bool:
    """Whether a partner has all that the directory needs."""
    return bool(found.tenant_id and found.name and found.country)


def merged(found: FoundPartner, row: PartnerRow | None) -> Partner:
    """A partner as the directory has it afterwards.

    Args:
        found: The partner in the file.
        row: The partner in the directory, whose data is better; None for a new one.
    """
    if row is None:
        return Partner(
            tenant_id=found.tenant_id,
            name=found.name,
            country=found.country,
            competencies=found.competencies,
            skills=found.skills,
            mpn_id=found.mpn_id,
            city=found.city,
        )
    return Partner(
        tenant_id=row.tenant_id,
        name=row.name,
        country=row.country,
        competencies=tuple(row.competencies) or found.competencies,
        skills=tuple(row.skills) or found.skills,
        type=PartnerType(row.type) if row.type else None,
        mpn_id=row.mpn_id or found.mpn_id,
        city=row.city or found.city,
    )


def complete(waiting: Sequence[FoundPartner], tenant_id: str) -> Partner | None:
    """A waiting partner with its tenant ID, None where its country is not known.

    Args:
        waiting: The partners of that name.
        tenant_id: Who it is, as a person says.
    """
    for one in waiting:
        if one.country and one.name and one.tenant_id in ("", tenant_id):
            return Partner(
                tenant_id=tenant_id,
                name=one.name,
                country=one.country,
                competencies=one.competencies,
                skills=one.skills,
                mpn_id=one.mpn_id,
                city=one.city,
            )
    return None
