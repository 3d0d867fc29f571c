"""Regions of an edit that is not saved yet."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from csp_tui.domain.partner import PartnerQuery
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.workbench import Workbench
from tests.conftest import ALL, NONE, SOME, tenant

EUROPE = PartnerQuery(countries=frozenset({"FR", "DE"}))


@pytest.mark.parametrize(
    "edit",
    [
        AudienceEdit(),
        AudienceEdit(channel=ALL),
        AudienceEdit(channel=NONE),
        AudienceEdit(add=(tenant(1), tenant(3), tenant(5), tenant(9))),
        AudienceEdit(remove=(tenant(1), tenant(6))),
        AudienceEdit(queries=(PartnerQuery(),)),
        AudienceEdit(queries=(EUROPE, PartnerQuery(text="northwind"))),
        AudienceEdit(add=(tenant(3), tenant(9)), remove=(tenant(1),), queries=(EUROPE,)),
        AudienceEdit(remove=(tenant(4), tenant(2)), queries=(PartnerQuery(),)),
    ],
)
def test_the_regions_of_an_edit_are_those_after_saving_it(
    stocked: Workbench, offer: Callable[..., str], edit: AudienceEdit
) -> None:
    name = offer(SOME, (1, 2), live=False)
    before = stocked.figures.regions(name)
    expected = stocked.figures.regions(name, edit)
    assert stocked.figures.regions(name) == before
    if edit.channel is None:
        stocked.audience.save_draft(name, edit)
    else:
        stocked.audience.save_draft(name, AudienceEdit(channel=edit.channel))
    assert stocked.figures.regions(name) == expected
