"""Keeps partners that are on the stored list out of the unsaved additions."""

from __future__ import annotations

from collections.abc import Callable, Collection

from csp_tui.services.views import AudienceView
from csp_tui.ui.audience.draft import AudienceDraft
from csp_tui.ui.kit.section import Section


class DuplicateCheck:
    """Drops additions of partners that are on the stored list, however they were added.

    The list may have changed since they were added: by a save, another window, or an earlier
    session whose changes were restored.
    """

    def __init__(
        self, section: Section, draft: AudienceDraft, drop: Callable[[Collection[str]], None]
    ) -> None:
        self._section = section
        self._draft = draft
        self._drop = drop
        self._version: int | None = None
        self._new: set[str] = set()

    def run(self, view: AudienceView | None) -> None:
        """Check the additions that were not checked against the list as it is stored now.

        Args:
            view: The state of the offer, None while it is read.
        """
        if view is None:
            return
        if view.state.offer.version != self._version:
            self._version = view.state.offer.version
            self._new.clear()
        asked = self._draft.added.keys() - self._new
        if not asked:
            return
        audience, offer_id = self._section.app.workbench.audience, self._section.offer_id

        def answered(listed: frozenset[str]) -> None:
            self._new.update(asked - listed)
            if listed:
                self._drop(listed)

        self._section.tasks.run(
            lambda: audience.on_draft(offer_id, asked), answered, group="duplicates"
        )
