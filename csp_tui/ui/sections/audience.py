"""Resell through CSPs: the three options, the selected partners, and what waits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Resize
from textual.widget import Widget
from textual.widgets import RadioSet, Static

from csp_tui.domain.audience import (
    ChooseOption,
    Member,
    RemovePartners,
    decide,
)
from csp_tui.domain.errors import RuleRefusal, WorkbenchError
from csp_tui.domain.offer import ResellerChannel, channel_title
from csp_tui.domain.text import visible
from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.i18n import N_, current, ngettext, render
from csp_tui.i18n import gettext as _
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.views import AudienceRow, AudienceView, SaveResult
from csp_tui.ui.commands.command import Command
from csp_tui.ui.dialogs.refusal import RefusalDialog
from csp_tui.ui.sections.audience_files import AudienceFiles
from csp_tui.ui.sections.form import SAVE_DRAFT
from csp_tui.ui.sections.review import PUBLISH, SYNC, PublishingSection
from csp_tui.ui.widgets.audience_source import AudienceSource, UnsavedEdit
from csp_tui.ui.widgets.choices import Option, OptionSet
from csp_tui.ui.widgets.command_button import CommandButton
from csp_tui.ui.widgets.record_list import Column, RecordList
from csp_tui.ui.wording import coverage_words

if TYPE_CHECKING:
    from csp_tui.domain.support import SupportRequest

_OPTIONS = (ResellerChannel.ALL, ResellerChannel.SOME, ResellerChannel.NONE)
_WIDE = 100

SELECT = Command(
    "audience.select",
    N_("Select CSP Partners"),
    N_("Search partners and add them"),
    "p",
    short=N_("Select"),
)
REMOVE = Command(
    "audience.remove", N_("Remove"), N_("Take the marked partners, or this one, off"), "delete"
)
IMPORT = Command(
    "audience.import", N_("Import"), N_("Import a list from a CSV file"), "i", bar=False
)
EXPORT = Command("audience.export", N_("Export"), N_("Export CSPs to a CSV file"), "e", bar=False)
RESOLD = Command(
    "audience.resold",
    N_("Mark as resold"),
    N_("Record that the partner has resold the offer, or take a mistake back"),
    "m",
    bar=False,
)
REQUEST = Command(
    "audience.request",
    N_("Support request"),
    N_("Ask to remove the marked partners, or this one, from the live list"),
    "r",
    bar=False,
)
COPY = Command(
    "audience.copy", N_("Copy tenant ID"), N_("Copy the partner's tenant ID"), "y", bar=False
)


class AudienceSection(AudienceFiles, PublishingSection):
    """The page "Resell through CSPs"."""

    COMMANDS_HERE: ClassVar[Sequence[Command]] = (
        SELECT,
        SAVE_DRAFT,
        SYNC,
        PUBLISH,
        REMOVE,
        IMPORT,
        EXPORT,
        RESOLD,
        REQUEST,
        COPY,
    )
    DEFAULT_CSS = """
    AudienceSection {
        & > RadioSet {
            height: auto; width: 100%; border: none; padding: 0; background: transparent;
        }
        & > RadioSet:focus { border: none; background: $boost; }
        & RadioButton { width: 100%; }
        & > RecordList { height: 1fr; }
        & > .row { height: 1; }
        & > #audience-why { color: $text-muted; height: auto; }
    }
    """
    options = getters.query_one("#audience-options", OptionSet)
    partners = getters.query_one("#audience-partners", RecordList)

    def __init__(self, offer_id: str) -> None:
        super().__init__(offer_id)
        self.unsaved = UnsavedEdit()
        self._marked: set[str] = set()
        self._source: AudienceSource | None = None
        self._count = 0

    def compose(self) -> Iterable[Widget]:
        """Options, why, the list with its buttons, and the ways to make it live."""
        yield Static(_("CSP reseller audience"), classes="heading", markup=False)
        with OptionSet(id="audience-options", compact=True):
            for option in _OPTIONS:
                yield Option(Content(render(channel_title(option))), name=option.value)
        yield Static("", id="audience-why", markup=False)
        with Horizontal(classes="row", id="audience-list-row"):
            for command in (SELECT, REMOVE, IMPORT, EXPORT, RESOLD):
                yield CommandButton(self, command)
        yield RecordList(_columns(wide=False), id="audience-partners", toggles=True)
        with Horizontal(classes="row"):
            for command in (SAVE_DRAFT, PUBLISH, SYNC):
                yield CommandButton(self, command, primary=command is SAVE_DRAFT)

    @property
    def is_dirty(self) -> bool:
        """Whether the audience was changed and not saved."""
        return bool(self.unsaved)

    @property
    def channel(self) -> ResellerChannel | None:
        """The option that is chosen, saved or not."""
        if self.unsaved.channel is not None:
            return self.unsaved.channel
        return self.view.channel if self.view else None

    def discard(self) -> None:
        """Forget what was not saved."""
        self.unsaved = UnsavedEdit()
        self._marked.clear()
        if self.view is not None:
            self.show_view(self.view)

    def show_view(self, view: AudienceView) -> None:
        """Show option, list and coverage."""
        super().show_view(view)
        self._show_options()
        self.job(lambda: self.app.workbench.audience.count(self.offer_id), self._show_list)

    def _show_options(self) -> None:
        view = self.view
        if view is None:
            return
        eligibility = view.standing.eligibility
        channel = self.channel
        self.options.show_chosen(None if channel is None else channel.value)
        self.options.disabled = not eligibility.eligible
        self.query_one("#audience-why", Static).update(Content(visible(self._why())))

    def _why(self) -> str:
        view = self.view
        assert view is not None
        standing = view.standing
        eligibility = standing.eligibility
        lines = []
        reason = f"{render(eligibility.reason)} ({eligibility.rule})"
        if not eligibility.eligible:
            lines.append(_("No option can be chosen: {reason}").format(reason=reason))
        if eligibility.default_plans:
            lines.append(
                _("Sold by default: {plans} ({rule})").format(
                    plans=", ".join(eligibility.default_plans), rule=eligibility.rule
                )
            )
        if eligibility.eligible:
            offer = standing.offer
            if offer.is_live and standing.channel_changed:
                live = render(channel_title(offer.live_channel))
                lines.append(_("* differs from live: {option}").format(option=live))
            lines.append(
                _("Covers: {coverage}").format(coverage=coverage_words(view.draft_coverage))
            )
        return "\n".join(lines)

    def _show_list(self, count: int) -> None:
        self._count = count
        view = self.view
        if view is None:
            return
        shown = self.channel is ResellerChannel.SOME or (
            count > 0 and view.standing.offer.live_channel is ResellerChannel.SOME
        )
        wide = self.size.width >= _WIDE
        self.partners.set_columns(_columns(wide=wide))
        self._source = AudienceSource(
            view.standing,
            self.unsaved,
            count if shown else 0,
            marked=self._marked,
            short_ids=not wide,
        )
        self.partners.empty = self._empty_words()
        self.partners.set_source(self._source)
        self.page.show_next()
        self.page.refresh_commands()

    def _empty_words(self) -> str:
        view = self.view
        if view is None or not view.standing.eligibility.eligible:
            return ""
        match self.channel:
            case ResellerChannel.SOME:
                return _("No partner is selected yet. Press p to select CSP partners.")
            case ResellerChannel.ALL:
                return _("Every partner in the CSP program may resell the offer; there is no list.")
            case ResellerChannel.NONE:
                return _("The offer is not in the CSP program; there is no list.")
            case None:
                return _("Choose one of the three options above.")

    def on_resize(self, event: Resize) -> None:
        """Tenant IDs are shown whole where there is room."""
        if self.view is not None and self._source is not None:
            self._show_list(self._count)

    @on(RecordList.Needed, "#audience-partners")
    def load_pages(self, event: RecordList.Needed) -> None:
        """Read the pages in view."""
        event.stop()
        source = self._source
        if source is None:
            return
        wanted = source.pages.missing(event.start - source.lead, event.end - source.lead)
        size = source.pages.page_size

        def read() -> list[tuple[int, list[AudienceRow]]]:
            rows = self.app.workbench.audience.rows
            return [(page, rows(self.offer_id, offset=page * size, limit=size)) for page in wanted]

        def show(pages: list[tuple[int, list[AudienceRow]]]) -> None:
            for page, rows in pages:
                source.put(page, rows)
            self.partners.records_loaded(0, source.total)

        if wanted:
            self.job(read, show, group="pages")

    @on(RecordList.Highlighted, "#audience-partners")
    def follow_cursor(self, event: RecordList.Highlighted) -> None:
        """What can be done depends on the partner under the cursor."""
        event.stop()
        self.page.refresh_commands()

    @on(RecordList.Toggled, "#audience-partners")
    def mark_partner(self, event: RecordList.Toggled) -> None:
        """Mark a partner for removing several at once."""
        event.stop()
        self._marked.symmetric_difference_update({event.record.key})
        self._repaint(event.record.key)
        self.partners.action_cursor_down()

    def _repaint(self, tenant_id: str) -> None:
        if self._source is not None:
            self._source.repaint_row(tenant_id)
            place = self._source.find(tenant_id)
            if place is not None:
                self.partners.records_loaded(place, place + 1)

    # --- options

    @on(RadioSet.Changed, "#audience-options")
    def choose_option(self, event: RadioSet.Changed) -> None:
        """Ask the rules about the option that was chosen."""
        event.stop()
        view = self.view
        wanted = ResellerChannel(event.pressed.name or "")
        if view is None or wanted == self.channel:
            return
        verdict = decide(view.standing, ChooseOption(wanted))
        if verdict.is_open:
            self.unsaved.channel = None if wanted == view.channel else wanted
            self._show_options()
            self._show_list(self._count)
            if self.unsaved.channel is not None:
                self.page.tell(
                    _("“{option}” is chosen. Save draft (F2) keeps it.").format(
                        option=render(channel_title(wanted))
                    ),
                    "plain",
                )
            return
        self._show_options()
        self._offer_request(verdict, lambda: self._begin_option_change(wanted))

    def _offer_request(self, verdict: Verdict, begin: object) -> None:
        by_request = verdict.outcome is Outcome.SUPPORT_REQUEST
        way_on = _("Create support request") if by_request else ""

        def answered(taken: bool | None) -> None:
            if taken and callable(begin):
                begin()

        self.app.push_screen(RefusalDialog(verdict, way_on), answered)

    def _begin_option_change(self, wanted: ResellerChannel) -> None:
        language = current()
        self.save(
            lambda: self.app.workbench.support.begin_option_change(
                self.offer_id, wanted, language=language
            ),
            self._open_request,
        )

    def _open_request(self, request: SupportRequest) -> None:
        self._marked.clear()
        self.app.open_request(request.id)

    # --- partners

    def why_not_audience_select(self) -> str | None:
        """Partners are selected under the second option only (R12)."""
        if self.view is None:
            return _("The offer is still being read.")
        eligibility = self.view.standing.eligibility
        if not eligibility.eligible:
            return f"{render(eligibility.reason)} ({eligibility.rule})"
        if self.channel is not ResellerChannel.SOME:
            return _("Partners are selected under “{option}” only (R12).").format(
                option=render(channel_title(ResellerChannel.SOME))
            )
        return None

    def command_audience_select(self) -> None:
        """Open the search over the directory."""
        from csp_tui.ui.dialogs.partner_search import Chosen, PartnerSearchDialog

        def listed() -> frozenset[str]:
            rows = self.app.workbench.audience.rows(self.offer_id)
            return frozenset(row.tenant_id for row in rows if row.in_draft)

        def opened(on_list: frozenset[str]) -> None:
            already = (on_list | set(self.unsaved.added)) - self.unsaved.removed
            self.app.push_screen(PartnerSearchDialog(already), chosen)

        def chosen(partners: tuple[Chosen, ...] | None) -> None:
            if partners:
                self.add({partner.tenant_id: partner.name for partner in partners})

        self.job(listed, opened)

    def add(self, partners: dict[str, str]) -> None:
        """Put partners on the list, not saved yet."""
        for tenant, name in partners.items():
            if tenant in self.unsaved.removed:
                self.unsaved.removed.discard(tenant)
            else:
                self.unsaved.added[tenant] = name
        self._show_list(self._count)
        self.page.tell(
            ngettext(
                "{count} partner added, not saved yet. Save draft: F2.",
                "{count} partners added, not saved yet. Save draft: F2.",
                len(partners),
            ),
            "plain",
        )
        self.partners.focus()

    def _chosen(self) -> list[str]:
        if self._marked:
            return sorted(self._marked)
        record = self.partners.cursor_record
        return [record.key] if record is not None else []

    def _members(self, tenant_ids: Sequence[str]) -> tuple[Member, ...]:
        rows = self._source.rows if self._source else {}
        return tuple(
            Member(
                tenant_id=row.tenant_id,
                name=row.name or row.tenant_id,
                in_draft=row.in_draft,
                in_live=row.in_live,
                resold=row.resold,
            )
            for row in (rows[tenant] for tenant in tenant_ids if tenant in rows)
        )

    def why_not_audience_remove(self) -> str | None:
        """Ask the rules about each partner that would leave (R30 to R33)."""
        chosen = self._chosen()
        if self.view is None or not chosen:
            return _("There is no partner to remove.")
        return None

    def command_audience_remove(self) -> None:
        """Take partners off the list, or offer the request that it takes."""
        view = self.view
        if view is None:
            return
        chosen = self._chosen()
        stored = [tenant for tenant in chosen if tenant not in self.unsaved.added]
        members = self._members(stored)
        verdict = decide(view.standing, RemovePartners(members)) if members else None
        if verdict is not None and not verdict.is_open:
            ids = verdict.tenant_ids
            self._offer_request(verdict, lambda: self._begin_removal(ids))
            return
        for tenant in chosen:
            if tenant in self.unsaved.added:
                del self.unsaved.added[tenant]
            else:
                self.unsaved.removed.symmetric_difference_update({tenant})
        self._marked.clear()
        self._show_list(self._count)
        if self.unsaved.removed:
            self.page.tell(_("Removed, not saved yet. Save draft: F2."), "plain")

    def why_not_audience_request(self) -> str | None:
        """A request can ask only for live partners that have not resold (R30, R31)."""
        members = self._members(self._chosen())
        if self.view is None or not members:
            return _("There is no partner to ask for.")
        verdict = decide(self.view.standing, RemovePartners(members))
        if verdict.outcome is Outcome.SUPPORT_REQUEST:
            return None
        if verdict.outcome is Outcome.REFUSED:
            return f"{render(verdict.message)} ({verdict.rule})"
        return _("No support request is needed: {reason}").format(reason=render(verdict.message))

    def command_audience_request(self) -> None:
        """Begin a request to remove the chosen partners from the live list."""
        members = self._members(self._chosen())
        self._begin_removal(tuple(member.tenant_id for member in members if member.in_live))

    def _begin_removal(self, tenant_ids: Sequence[str]) -> None:
        language = current()
        self.save(
            lambda: self.app.workbench.support.begin_removal(
                self.offer_id, tenant_ids, language=language
            ),
            self._open_request,
        )

    def why_not_audience_resold(self) -> str | None:
        """Only a stored partner of a published offer can have resold it (R25)."""
        record = self.partners.cursor_record
        if self.view is None or record is None or record.key in self.unsaved.added:
            return _("Put the cursor on a saved partner first.")
        if not self.view.standing.offer.is_live:
            return _("The offer has never been published, so nobody can have resold it (R25).")
        return None

    def command_audience_resold(self) -> None:
        """Record a resale, or take a mistaken record back after asking."""
        from csp_tui.ui.dialogs.resale import ResaleDialog

        record = self.partners.cursor_record
        row = self._source.rows.get(record.key) if self._source and record else None
        if row is not None:
            self.app.push_screen(ResaleDialog(self.offer_id, row), self._resale_changed)

    def _resale_changed(self, text: str | None) -> None:
        if text:
            self.page.tell(text)
            self.page.load()

    def why_not_audience_copy(self) -> str | None:
        """Copying needs a partner."""
        return None if self.partners.cursor_record else _("There is no partner to copy from.")

    def command_audience_copy(self) -> None:
        """Copy the tenant ID."""
        record = self.partners.cursor_record
        if record is not None:
            self.page.tell(self.app.copy(record.key, _("The tenant ID")))

    # --- saving

    def why_not_draft_save(self) -> str | None:
        """Saving needs a change."""
        return None if self.unsaved else _("Nothing was changed here.")

    def command_draft_save(self) -> None:
        """Save option and list in the draft, in one step."""
        view = self.view
        if view is None:
            return
        unsaved = self.unsaved
        edit = AudienceEdit(
            channel=unsaved.channel,
            add=tuple(unsaved.added),
            remove=tuple(unsaved.removed),
            labels=dict(unsaved.added),
        )
        version = view.standing.offer.version
        self.save(
            lambda: self.app.workbench.audience.save_draft(self.offer_id, edit, version=version),
            self._saved,
            failed=self._not_saved,
        )

    def _saved(self, result: SaveResult) -> None:
        self.unsaved = UnsavedEdit()
        self._marked.clear()
        self.page.tell(
            _("Draft saved: {added} added, {removed} removed.").format(
                added=result.added, removed=result.removed
            )
        )
        self.page.load()

    def _not_saved(self, error: WorkbenchError) -> None:
        if isinstance(error, RuleRefusal) and error.verdict.tenant_ids:
            ids = error.verdict.tenant_ids
            self._offer_request(error.verdict, lambda: self._begin_removal(ids))
        else:
            self.app.show_problem(error)


def _columns(*, wide: bool) -> list[Column]:
    return [
        Column("name", _("Partner"), flex=3, min_width=16),
        Column("country", _("Country"), width=8),
        Column("region", _("Region"), flex=1, min_width=14, priority=2),
        Column("tenant", _("Tenant ID"), width=36 if wide else 10, priority=1),
        Column("state", _("State"), flex=3, min_width=18),
    ]
