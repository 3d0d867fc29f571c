"""Support requests that begin on the audience page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from csp_tui.domain.audience import RemovePartners, decide
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.request_checks import Ask, contradicted, contradiction
from csp_tui.domain.support import RequestKind
from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.i18n import current, render
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import Value
from csp_tui.ui.audience.messages import RequestCreated
from csp_tui.ui.audience.table import AudienceTable
from csp_tui.ui.commands.catalog.audience import AUDIENCE_REQUEST
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialogs.refusal import RefusalDialog
from csp_tui.ui.kit.section import Section
from csp_tui.ui.requests.authorize_dialog import ask_partners_to_authorize_for
from csp_tui.ui.requests.contact import contact_details

if TYPE_CHECKING:
    from csp_tui.domain.support import SupportRequest


class AudienceRequests:
    """Creates support requests for what the rules do not let a publisher change."""

    COMMANDS_HERE: ClassVar[Sequence[Command]] = (AUDIENCE_REQUEST,)

    def __init__(self, section: Section, table: AudienceTable) -> None:
        self._section = section
        self._table = table

    def disabled_reason_audience_request(self) -> str | None:
        """A request can ask only for live partners that have not resold (R30, R31)."""
        members = self._table.members(self._table.selected())
        if self._section.view is None or not members:
            return _("No live partner is selected to request removal for.")
        verdict = decide(self._section.view.state, RemovePartners(members))
        if verdict.outcome is Outcome.SUPPORT_REQUEST:
            return None
        if verdict.outcome is Outcome.REFUSED:
            return f"{render(verdict.message)} ({verdict.rule})"
        return _("No support request is needed: {reason}").format(reason=render(verdict.message))

    def command_audience_request(self) -> None:
        """Explain that only Microsoft can remove the selected partners, and offer a request."""
        if self._section.view is not None:
            members = self._table.members(self._table.selected())
            self.explain_removal(decide(self._section.view.state, RemovePartners(members)))

    def explain_removal(self, verdict: Verdict) -> None:
        """Show why partners cannot be removed, and offer the request where one is possible."""
        ask = Ask(RequestKind.DEAUTHORIZE, tenant_ids=tuple(verdict.tenant_ids))
        self._explain(verdict, ask, lambda: self._create_removal(verdict.tenant_ids))

    def explain_option(self, verdict: Verdict, wanted: ResellerChannel) -> None:
        """Show why an option cannot be selected, and offer the request where one is possible."""
        ask = Ask(RequestKind.CHANGE_OPTION, wanted)
        self._explain(verdict, ask, lambda: self.create_option_change(wanted))

    def create_option_change(
        self, wanted: ResellerChannel, recovered: Mapping[str, Value] | None = None
    ) -> None:
        """Ask which partners a change of the live option should authorize, then request it.

        Args:
            wanted: The option.
            recovered: Unsaved search and selection of an earlier session.
        """
        section = self._section
        support, language = section.app.workbench.support, current()
        details = contact_details(section.app.settings)

        def create(authorize: tuple[str, ...]) -> None:
            section.tasks.run_write(
                lambda: support.create_option_change(
                    section.offer_id,
                    wanted,
                    authorize=authorize,
                    language=language,
                    details=details,
                ),
                self._created,
            )

        ask_partners_to_authorize_for(section.app, section.offer_id, wanted, create, recovered)

    def _explain(self, verdict: Verdict, ask: Ask, create: Callable[[], None]) -> None:
        by_request = verdict.outcome is Outcome.SUPPORT_REQUEST
        if by_request and self._explain_open(ask):
            return
        label = _("Create support request") if by_request else ""

        def answered(wanted: bool | None) -> None:
            if wanted:
                create()

        self._section.app.push_screen(RefusalDialog(verdict, label), answered)

    def _explain_open(self, ask: Ask) -> bool:
        """Explain which open request asks for it or contradicts it, and offer to open it."""
        view = self._section.view
        existing = view.open_requests if view is not None else ()
        verdict, other = contradiction(ask, existing), contradicted(ask, existing)
        if verdict is None or other is None:
            return False

        def answered(wanted: bool | None) -> None:
            if wanted:
                self._section.app.navigation.open_request(other.id)

        label = _("Open request {id}").format(id=other.id)
        self._section.app.push_screen(RefusalDialog(verdict, label), answered)
        return True

    def _create_removal(self, tenant_ids: Sequence[str]) -> None:
        section = self._section
        support, language = section.app.workbench.support, current()
        details = contact_details(section.app.settings)
        section.tasks.run_write(
            lambda: support.create_removal(
                section.offer_id, tenant_ids, language=language, details=details
            ),
            self._created,
        )

    def _created(self, request: SupportRequest) -> None:
        self._section.post_message(RequestCreated(request.id))
