"""Publishing an offer and syncing its audience, from every page of the offer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from csp_tui.domain.audience import Publish, Sync, decide
from csp_tui.domain.decisions.warnings import NAMED_AT_MOST
from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render
from csp_tui.ui.audience.names import edit_text
from csp_tui.ui.commands.catalog.audience import AUDIENCE_SYNC
from csp_tui.ui.commands.catalog.offers import OFFER_PENDING, OFFER_PUBLISH
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.kit.dialogs.refusal import RefusalDialog
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.widgets.change_table import ChangeTable
from csp_tui.ui.offer.conflict import OfferConflict
from csp_tui.ui.offer.opened import OpenOffer
from csp_tui.ui.offer.pending_partners import pending_partners_text
from csp_tui.ui.offer.review_rows import change_rows
from csp_tui.ui.text.conflicts import Conflict, VersionRow
from csp_tui.ui.text.publishing import added_partners, changes

if TYPE_CHECKING:
    from csp_tui.services.audience import AudienceEdit
    from csp_tui.services.views import AudienceView
    from csp_tui.ui.kit.app_base import AppBase
    from csp_tui.ui.kit.section import Section


class Publishing:
    """Publishes an offer and syncs its audience.

    Args:
        page: The page of the offer.
        opened: The offer.
        conflict: What to do if someone else has changed the offer.
        go_to_field: Opens the page that has a field of the offer, with the focus in the field.
        open_section: The open part of the page, whose unsaved changes are saved first.
    """

    COMMANDS_HERE: ClassVar[Sequence[Command]] = (OFFER_PUBLISH, AUDIENCE_SYNC, OFFER_PENDING)

    def __init__(
        self,
        page: Page,
        opened: OpenOffer,
        conflict: OfferConflict,
        go_to_field: Callable[[str], object],
        open_section: Callable[[], Section | None],
    ) -> None:
        self._page = page
        self._opened = opened
        self._conflict = conflict
        self._go_to_field = go_to_field
        self._open_section = open_section

    @property
    def app(self) -> AppBase:
        """The app."""
        return self._page.app

    def disabled_reason_offer_publish(self) -> str | None:
        """Why the offer cannot be published now (R25); a missing field opens a dialog instead."""
        return self._reason_against(Publish())

    def command_offer_publish(self) -> None:
        """Show what publishing does, then do it."""
        page, edit = self._page, self._unsaved_edit()
        view = self._expected_view()
        if view is None:
            return
        offer = view.state.offer
        verdict = decide(view.state, Publish(view.unlisted))
        if verdict.field:
            self._explain(verdict)
            return
        table = ChangeTable(_("Live now"), _("After publishing"))
        rows = change_rows(view)
        table.show(rows)
        lines = [
            *((_("The offer goes live for the first time."),) if not offer.is_live else ()),
            *(added_partners(view, named=False) if rows else changes(view)),
            *(f"! {render(warning)}" for warning in verdict.warnings),
        ]
        failed = self._conflict.or_conflict(
            _conflict_rows, lambda: page.action_run_command(OFFER_PUBLISH.id)
        )

        def answered(choice: str | None) -> None:
            if choice == "names":
                self._show_names(self.command_offer_publish)
            elif choice == "publish":
                offers = page.app.workbench.offers
                page.tasks.run_write(
                    lambda: offers.publish(offer.offer_id, edit=edit, version=offer.version),
                    lambda _verdict: self._published(edit),
                    on_error=failed,
                )

        dialog = ConfirmDialog(
            _("Publish “{name}”?").format(name=offer.setup.name),
            [*self._save_lines(edit), *lines],
            [
                ("publish", _("Save draft and publish") if edit else _("Publish")),
                *_names_choice(view),
            ],
            table=table,
        )
        self.app.push_screen(dialog, answered)

    def disabled_reason_audience_sync(self) -> str | None:
        """Why the audience cannot be synced now (R26)."""
        return self._reason_against(Sync())

    def command_audience_sync(self) -> None:
        """Show which partners go live, then take them live."""
        page, edit = self._page, self._unsaved_edit()
        view = self._expected_view()
        if view is None:
            return
        offer = view.state.offer
        verdict = decide(view.state, Sync(view.unlisted))
        lines = [*added_partners(view), *(f"! {render(warning)}" for warning in verdict.warnings)]
        failed = self._conflict.or_conflict(
            _conflict_rows, lambda: page.action_run_command(AUDIENCE_SYNC.id)
        )

        def answered(choice: str | None) -> None:
            if choice == "names":
                self._show_names(self.command_audience_sync)
            elif choice == "sync":
                audience = page.app.workbench.audience
                page.tasks.run_write(
                    lambda: audience.sync(offer.offer_id, edit=edit, version=offer.version),
                    lambda synced: self._synced(synced, edit),
                    on_error=failed,
                )

        dialog = ConfirmDialog(
            _("Sync “{name}”?").format(name=offer.setup.name),
            [*self._save_lines(edit), *lines],
            [("sync", _("Save draft and sync") if edit else _("Sync")), *_names_choice(view)],
        )
        self.app.push_screen(dialog, answered)

    def disabled_reason_offer_pending(self) -> str | None:
        """There must be partners that are not live yet."""
        view = self._expected_view()
        if view is None:
            return _("The offer is still being read.")
        return None if added_partners(view) else _("No partner is pending.")

    def command_offer_pending(self) -> None:
        """Show all partners that publishing or syncing adds."""
        self._show_names(lambda: None)

    def _show_names(self, closed: Callable[[], None]) -> None:
        """Show the names in full.

        Args:
            closed: Called once they were read.
        """
        page, edit, offer_id = self._page, self._unsaved_edit(), self._opened.offer_id

        def show(text: str) -> None:
            from csp_tui.ui.kit.dialogs.text_view import TextViewDialog

            dialog = TextViewDialog(
                OFFER_PENDING.shown_title, text, file_name="pending-partners.txt"
            )
            self.app.push_screen(dialog, lambda _nothing: closed())

        page.tasks.run(
            lambda: pending_partners_text(self.app.workbench, offer_id, edit), show, group="names"
        )

    def _reason_against(self, change: Publish | Sync) -> str | None:
        view = self._expected_view()
        if view is None:
            return _("The offer is still being read.")
        if self._page.has_unsaved and self._unsaved_edit() is None:
            return _("Save the draft first ({key}).").format(key=key_label("draft.save"))
        verdict = decide(view.state, change)
        if verdict.outcome is Outcome.ALLOWED or verdict.field:
            return None
        step = f" {render(verdict.next_step)}" if verdict.next_step else ""
        rule = "" if verdict.outcome is Outcome.NO_CHANGE else f" ({verdict.rule})"
        return render(verdict.message) + rule + step

    def _explain(self, verdict: Verdict) -> None:
        def answered(go: bool | None) -> None:
            if go:
                self._go_to_field(verdict.field)

        label = _("Go to Offer listing")
        self.app.push_screen(RefusalDialog(verdict, label), answered)

    def _unsaved_edit(self) -> AudienceEdit | None:
        section = self._open_section()
        return section.unsaved_edit() if section is not None else None

    def _expected_view(self) -> AudienceView | None:
        """The state of the offer once the unsaved changes of the page are saved."""
        view, section = self._opened.view, self._open_section()
        return view if view is None or section is None else section.expected_view(view)

    def _save_lines(self, edit: AudienceEdit | None) -> list[str]:
        if not edit:
            return []
        return [_("The draft is saved first: {changes}.").format(changes=edit_text(edit))]

    def _done(self, edit: AudienceEdit | None, text: str) -> None:
        section = self._open_section()
        if edit is not None and section is not None:
            section.mark_saved(edit)
        self._page.tell(text)
        self._page.load()

    def _published(self, edit: AudienceEdit | None) -> None:
        self._done(edit, _("Published. The draft is live now."))

    def _synced(self, verdict: Verdict, edit: AudienceEdit | None) -> None:
        if verdict.outcome is Outcome.NO_CHANGE:
            self._done(edit, render(verdict.message))
            return
        text = ngettext(
            "Synced: {count} partner is live now.",
            "Synced: {count} partners are live now.",
            verdict.message.count or 0,
        )
        self._done(edit, text)


def _names_choice(view: AudienceView) -> list[tuple[str, str]]:
    """The choice to see all names, where the question names only the first few."""
    is_cut = bool(added_partners(view)) and view.state.additions > NAMED_AT_MOST
    return [("names", OFFER_PENDING.shown_title)] if is_cut else []


def _conflict_rows(conflict: Conflict[AudienceView]) -> list[VersionRow]:
    """What publishing would have changed, and what it would change now."""
    before, now = ("\n".join(changes(view)) for view in (conflict.before, conflict.now))
    return [VersionRow(_("What publishing would do:"), before, before, now)]
