"""What a page asks the app to open, from a package that it cannot import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from csp_tui.domain.quick_dataclass import dataclass

if TYPE_CHECKING:
    from csp_tui.domain.desired import DesiredState
    from csp_tui.services.audience import AudienceEdit


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRequest:
    """A place to open, and what it is about.

    Attributes:
        view: Its name: ``what-if``, ``bulk``, ``plans``, ``lists``, ``save-list``, ``compare``,
            ``coverage``, ``audit``, ``state-plan``, ``state-export``, ``report``, ``partner`` or
            ``plan``.
        offer_ids: The offers that it is about.
        edits: Unsaved changes of drafts, by offer.
        desired: For ``plan``, what is to be planned.
        title: For ``plan``, what it is called.
        tenant_id: For ``partner``, the partner.
    """

    view: str
    offer_ids: tuple[str, ...] = ()
    edits: Mapping[str, AudienceEdit] = field(default_factory=dict)
    desired: DesiredState | None = None
    title: str = ""
    tenant_id: str = ""
