"""Deleting an offer, with a second question if someone else has changed it in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp_tui.domain.audience_state import AudienceState
from csp_tui.domain.errors import StaleOffer, WorkbenchError
from csp_tui.domain.field_names import FIELD_NAMES
from csp_tui.domain.offer import channel_title
from csp_tui.domain.publication import against_deletion
from csp_tui.i18n import Number, ngettext, render, titled
from csp_tui.i18n import gettext as _
from csp_tui.ui.kit.conflicts import ConflictDialogs
from csp_tui.ui.text.conflicts import Conflict, VersionRow
from csp_tui.ui.text.offers import refusal_words, status_word

if TYPE_CHECKING:
    from csp_tui.ui.kit.page import Page


class OfferDeletion:
    """Asks, then deletes.

    Args:
        screen: The screen that it was asked on.
        seen: The offer as it is shown there.
        newest: The newest history entry that was known when that was read.
    """

    def __init__(self, screen: Page, seen: AudienceState, newest: int) -> None:
        self._screen = screen
        self._seen = seen
        self._newest = newest

    def ask(self) -> None:
        """Say what would be deleted, then delete it; or why it cannot be (R25)."""
        from csp_tui.ui.kit.dialogs.confirm import confirm

        offer = self._seen.offer
        verdict = against_deletion(self._seen)
        if verdict is not None:
            self._screen.tell(refusal_words(verdict), "refused")
            return

        def delete() -> None:
            offers = self._screen.app.workbench.offers
            self._screen.tasks.run_write(
                lambda: offers.delete(offer.offer_id, version=offer.version),
                lambda _nothing: self._deleted(),
                on_error=self._failed,
            )

        lines = [
            _(
                "“{name}” ({offer_id}) and its draft audience are deleted. Its history stays."
            ).format(name=offer.setup.name, offer_id=offer.offer_id)
        ]
        title = _("Delete the offer?")
        confirm(self._screen.app, title, lines, _("Delete"), delete, loses=True)

    def _deleted(self) -> None:
        self._screen.tell(_("Deleted “{name}”.").format(name=self._seen.offer.setup.name))
        self._screen.load()

    def _failed(self, error: WorkbenchError) -> None:
        if isinstance(error, StaleOffer):
            dialogs: ConflictDialogs[AudienceState] = ConflictDialogs(
                self._screen, lambda _conflict: self._screen.load(), self._screen.app.show_problem
            )
            dialogs.load(
                self._load_conflict,
                lambda conflict: dialogs.ask_repeat(
                    conflict, _conflict_rows(conflict), lambda: self._repeat(conflict)
                ),
            )
        else:
            self._screen.load()
            self._screen.app.show_problem(error)

    def _load_conflict(self) -> Conflict[AudienceState]:
        workbench, offer_id = self._screen.app.workbench, self._seen.offer.offer_id
        newest = workbench.watching.newest()
        entries = workbench.watching.since(self._newest, offer_id, others_only=True)
        now = workbench.offers.show(offer_id)
        return Conflict(before=self._seen, now=now, entries=entries, newest=newest)

    def _repeat(self, conflict: Conflict[AudienceState]) -> None:
        OfferDeletion(self._screen, conflict.now, conflict.newest).ask()


def _conflict_rows(conflict: Conflict[AudienceState]) -> list[VersionRow]:
    before, now = _words(conflict.before), _words(conflict.now)
    return [VersionRow(_("What would be deleted:"), before, before, now)]


def _words(state: AudienceState) -> str:
    offer = state.offer
    count = state.draft_partners
    lines = [
        f"{offer.setup.name} · {status_word(offer.status)}",
        _("CSP reseller audience: {option}").format(
            option=render(channel_title(offer.draft_channel))
        ),
        ngettext("{count} partner in the draft", "{count} partners in the draft", Number(count)),
        titled(
            render(FIELD_NAMES["plans"]),
            ", ".join(plan.plan_id for plan in offer.setup.plans) or "–",
        ),
        titled(render(FIELD_NAMES["csp_url"]), offer.setup.csp_url or "–"),
        titled(render(FIELD_NAMES["csp_contact_name"]), offer.setup.csp_contact.name or "–"),
    ]
    return "\n".join(lines)
