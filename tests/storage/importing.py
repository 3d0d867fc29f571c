"""Imports of partners without the services, as tests of storage need them."""

from __future__ import annotations

from collections.abc import Iterable

from csp_tui.domain.partner import Partner
from csp_tui.services.read_unit import Progress
from csp_tui.services.views import DirectoryImport
from csp_tui.storage.factory import Storage


def import_directory(
    storage: Storage,
    partners: Iterable[Partner],
    *,
    replace: bool = False,
    progress: Progress | None = None,
) -> DirectoryImport:
    """Import partners, and commit; nothing is written to the history."""
    with storage.open_draft() as draft:
        draft.stage(partners, progress)
        plan = draft.compute(replace=replace)
        with draft.open_unit() as unit:
            assert unit.directory.put(plan, None)
            unit.commit()
    return plan.result
