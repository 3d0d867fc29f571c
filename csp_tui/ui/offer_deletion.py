"""Deleting an offer: asked about what is seen, and anew where someone else has changed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from csp_tui.domain.errors import StaleOffer, WorkbenchError
from csp_tui.domain.history import Entry
from csp_tui.domain.offer import channel_title
from csp_tui.domain.publication import against_deletion
from csp_tui.domain.standing import Standing
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render
from csp_tui.ui.numbers import Number
from csp_tui.ui.versions import VersionRow
from csp_tui.ui.wording import refusal_words, status_word

if TYPE_CHECKING:
    from csp_tui.ui.workbench_screen import WorkbenchScreen


@dataclass(frozen=True, slots=True)
class _Meeting:
    now: Standing
    newest: int
    entries: tuple[Entry, ...]


class OfferDeletion:
    """Asks, then deletes.

    Args:
        screen: The screen that it was asked on.
        seen: The offer as it is shown there.
        newest: The newest history entry that was known when that was read.
    """

    def __init__(self, screen: WorkbenchScreen, seen: Standing, newest: int) -> None:
        self._screen = screen
        self._seen = seen
        self._newest = newest

    def ask(self) -> None:
        """Say what would be deleted, then delete it; or why it cannot be (R25)."""
        from csp_tui.ui.dialogs.confirm import ConfirmDialog

        offer = self._seen.offer
        verdict = against_deletion(offer)
        if verdict is not None:
            self._screen.tell(refusal_words(verdict), "refused")
            return

        def answered(choice: str | None) -> None:
            if choice == "delete":
                self._screen.save(
                    lambda: self._screen.app.workbench.offers.delete(
                        offer.offer_id, version=offer.version
                    ),
                    lambda _nothing: self._deleted(),
                    failed=self._failed,
                )

        lines = [
            _(
                "“{name}” ({offer_id}) and its draft audience are deleted. Its history stays."
            ).format(name=offer.setup.name, offer_id=offer.offer_id)
        ]
        self._screen.app.push_screen(
            ConfirmDialog(_("Delete the offer?"), lines, [("delete", _("Delete"))]), answered
        )

    def _deleted(self) -> None:
        self._screen.tell(_("Deleted “{name}”.").format(name=self._seen.offer.setup.name))
        self._screen.load()

    def _failed(self, error: WorkbenchError) -> None:
        if isinstance(error, StaleOffer):
            self._screen.job(self._read, self._meet, group="meeting")
        else:
            self._screen.load()
            self._screen.app.show_problem(error)

    def _read(self) -> _Meeting:
        workbench, offer_id = self._screen.app.workbench, self._seen.offer.offer_id
        newest = workbench.watching.newest()
        entries = workbench.watching.since(self._newest, offer_id, others_only=True)
        return _Meeting(workbench.offers.show(offer_id), newest, entries)

    def _meet(self, meeting: _Meeting) -> None:
        from csp_tui.ui.dialogs.stale_step import StaleStepDialog

        def answered(choice: str | None) -> None:
            self._screen.load()
            if choice == "again":
                OfferDeletion(self._screen, meeting.now, meeting.newest).ask()
            else:
                self._screen.tell(
                    _("What is stored now is shown; nothing of yours was done."), "plain"
                )

        before, now = _words(self._seen), _words(meeting.now)
        row = VersionRow(_("What would be deleted:"), before, before, now)
        self._screen.app.push_screen(StaleStepDialog(meeting.entries, [row]), answered)


def _words(standing: Standing) -> str:
    offer = standing.offer
    count = standing.draft_partners
    lines = [
        f"{offer.setup.name} · {status_word(offer.status)}",
        _("CSP reseller audience: {option}").format(
            option=render(channel_title(offer.draft_channel))
        ),
        ngettext("{count} partner in the draft", "{count} partners in the draft", Number(count)),
        _("Plans") + ": " + (", ".join(plan.plan_id for plan in offer.setup.plans) or "–"),
        _("Marketing materials") + ": " + (offer.setup.csp_url or "–"),
        _("Contact") + ": " + (offer.setup.csp_contact.name or "–"),
    ]
    return "\n".join(lines)
