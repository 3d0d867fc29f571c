"""Resell through CSPs: the three options, the selected partners, and pending changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import ClassVar

from textual import getters, on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import RadioSet, Static

from csp_tui.domain.audience import ChooseOption, decide
from csp_tui.domain.offer import ResellerChannel, channel_title
from csp_tui.domain.regions import Coverage
from csp_tui.domain.text import visible
from csp_tui.i18n import N_, render
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import Value
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.views import AudienceRegions, AudienceView
from csp_tui.ui.audience.draft import AudienceDraft
from csp_tui.ui.audience.draft_preview import draft_lines, expected_view, version_rows
from csp_tui.ui.audience.draft_steps import DraftSteps
from csp_tui.ui.audience.duplicates import DuplicateCheck
from csp_tui.ui.audience.files import AudienceFiles
from csp_tui.ui.audience.highlighted import HighlightedPartner
from csp_tui.ui.audience.messages import DraftChanged, RequestCreated
from csp_tui.ui.audience.names import option_notes
from csp_tui.ui.audience.overview import AudienceOverview
from csp_tui.ui.audience.recovery import AudienceRecovery
from csp_tui.ui.audience.region_counts import RegionCounts
from csp_tui.ui.audience.requests import AudienceRequests
from csp_tui.ui.audience.resales import AudienceResales
from csp_tui.ui.audience.saving import DraftSaving
from csp_tui.ui.audience.selection import PartnerSelection
from csp_tui.ui.audience.table import AudienceTable
from csp_tui.ui.commands.catalog.audience import (
    AUDIENCE_COMMANDS,
    AUDIENCE_EXPORT,
    AUDIENCE_IMPORT,
    AUDIENCE_REMOVE,
    AUDIENCE_RESALES,
    AUDIENCE_SELECT,
    AUDIENCE_SYNC,
)
from csp_tui.ui.commands.catalog.common import DRAFT_SAVE
from csp_tui.ui.commands.catalog.offers import OFFER_PUBLISH
from csp_tui.ui.commands.command import Command, CommandProvider
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.section import Section
from csp_tui.ui.kit.theme import is_spacious
from csp_tui.ui.kit.widgets.button_row import ButtonRow
from csp_tui.ui.kit.widgets.choices import OptionSet, RadioOption
from csp_tui.ui.kit.widgets.command_button import CommandButton
from csp_tui.ui.kit.widgets.find_field import FindField
from csp_tui.ui.kit.widgets.steady_text import SteadyText
from csp_tui.ui.text.conflicts import Conflict, VersionRow
from csp_tui.ui.text.copyable import Copyable

_BESIDE, _OVERVIEW = 92, 29
_OPTIONS = (ResellerChannel.ALL, ResellerChannel.SOME, ResellerChannel.NONE)


class AudienceSection(Section):
    """The page "Resell through CSPs"."""

    HELP_TEXT = N_(
        "Resell through CSPs: who may resell this offer. Select one of the three options; "
        "under the second, select partners or import a list. Everything you change here is "
        "pending until Save draft, which saves it as one change with one undo. It goes live "
        "by Publish or Sync CSP audience."
    )
    COMMANDS_HERE: ClassVar[Sequence[Command]] = AUDIENCE_COMMANDS
    CONTROLLERS: ClassVar[Sequence[type[CommandProvider]]] = (
        PartnerSelection,
        AudienceFiles,
        AudienceRequests,
        AudienceResales,
        RegionCounts,
        HighlightedPartner,
        DraftSaving,
    )
    DEFAULT_CSS = """
    AudienceSection {
        & > RadioSet {
            height: auto; width: 100%; border: none; padding: 0; background: transparent;
        }
        & > RadioSet:focus { border: none; background: $boost; }
        & RadioButton { width: 100%; }
        & > #audience-body { height: 1fr; min-height: 6; }
        & > #audience-body > RecordList { width: 1fr; height: 1fr; }
        & AudienceOverview { width: 28; height: 1fr; margin-left: 1; }
        & > #audience-why { color: $text-muted; height: auto; }
    }
    """
    options = getters.query_one("#audience-options", OptionSet)
    _body = getters.query_one("#audience-body", Horizontal)

    def __init__(self, offer_id: str) -> None:
        super().__init__(offer_id)
        self.draft = AudienceDraft()
        self._steps = DraftSteps(self.draft)
        self._duplicates = DuplicateCheck(self, self.draft, self._drop_listed)
        self._coverage: Coverage | None = None
        self._partners: int | None = None
        self._is_arranged = False
        self._overview = AudienceOverview()
        self.table = AudienceTable(offer_id, self.draft, id="audience-partners")
        self.requests = AudienceRequests(self, self.table)
        self.resales = AudienceResales(self, self.table)
        self.selection = PartnerSelection(self, self.draft, self.table, self.requests)
        self.files = AudienceFiles(self, self.draft, self.selection)
        self._regions = RegionCounts(self, self.draft)
        self._highlighted = HighlightedPartner(self, self.table)
        self.saving = DraftSaving(self, self.draft, self.requests)
        self._recovery = AudienceRecovery(
            self, self.draft, self.selection, self.requests, self.resales
        )

    @property
    def controllers(self) -> Sequence[CommandProvider]:
        """The objects that carry out most of the commands."""
        return (
            self.selection,
            self.files,
            self.requests,
            self.resales,
            self._regions,
            self._highlighted,
            self.saving,
        )

    @property
    def is_dirty(self) -> bool:
        """Whether the audience was changed and not saved."""
        return bool(self.draft)

    @property
    def option(self) -> ResellerChannel | None:
        """The option that is selected, saved or not."""
        return self.draft.option or (self.view.channel if self.view else None)

    def compose(self) -> Iterable[Widget]:
        """Options, why, the list with its buttons, and the buttons that make it live."""
        yield Static(_("CSP reseller audience"), classes="heading", markup=False)
        with OptionSet(id="audience-options", compact=True):
            for option in _OPTIONS:
                yield RadioOption(Content(render(channel_title(option))), name=option.value)
        yield SteadyText("", id="audience-why", markup=False)
        with ButtonRow(id="audience-list-row"):
            for command in (
                AUDIENCE_SELECT,
                AUDIENCE_REMOVE,
                AUDIENCE_IMPORT,
                AUDIENCE_EXPORT,
                AUDIENCE_RESALES,
            ):
                yield CommandButton(self.host_of(command), command)
        yield FindField(self.table)
        with Horizontal(id="audience-body"):
            yield self.table
        with ButtonRow():
            yield CommandButton(self.saving, DRAFT_SAVE, primary=True)
            yield CommandButton(self.page.publishing, OFFER_PUBLISH)
            yield CommandButton(self.page.publishing, AUDIENCE_SYNC)

    def main_widget(self) -> Widget | None:
        """The list; where it is empty, the options."""
        return self.table if self.table.total else super().main_widget()

    def discard(self) -> None:
        """Discard the unsaved changes."""
        self.draft.clear()
        self._steps.reset()
        self._show_whole_draft()

    @property
    def can_redo_input(self) -> bool:
        """Whether an unsaved change was undone."""
        return self._steps.can_redo

    def undo_input(self) -> None:
        """Undo the last unsaved change."""
        if self._steps.undo():
            self._show_whole_draft()

    def redo_input(self) -> None:
        """Redo the unsaved change that was undone last."""
        if self._steps.redo():
            self._show_whole_draft()

    def _show_whole_draft(self) -> None:
        self.table.clear_marks()
        if self.view is not None:
            self.show_view(self.view)

    def show_view(self, view: AudienceView) -> None:
        """Show option, list and coverage."""
        if not self.draft and self.is_newer(view):
            self._steps.reset()
        super().show_view(view)
        self._coverage = None if self.draft else view.draft_coverage
        self._partners = None
        self._show_options()
        self.table.show_view(view)
        self._show_pending()
        self._count_coverage()
        self._duplicates.run(view)

    @on(DraftChanged)
    def show_draft(self, event: DraftChanged) -> None:
        """Show the unsaved changes as they are now."""
        event.stop()
        self._show_draft()

    @on(RequestCreated)
    def open_request(self, event: RequestCreated) -> None:
        """Go to the new support request."""
        event.stop()
        self.table.clear_marks()
        self.app.navigation.open_request(event.request_id)

    @on(RecordList.Highlighted, "#audience-partners")
    def follow_cursor(self, event: RecordList.Highlighted) -> None:
        """What can run depends on the highlighted partner; the first says how wide the list is."""
        event.stop()
        if not self._is_arranged:
            self._is_arranged = True
            self.on_resize()
        self.page.refresh_commands()

    def _drop_listed(self, listed: Collection[str]) -> None:
        """Drop the unsaved additions of partners that have been stored since."""
        if self._steps.drop_listed(listed):
            self._show_draft()

    def _show_draft(self) -> None:
        self._steps.note()
        self._duplicates.run(self.view)
        self._coverage = self._partners = None
        self._show_options()
        self._show_pending()
        self._count_coverage()
        self.table.refresh_rows()
        self.page.show_next()
        self.page.refresh_commands()

    def _show_pending(self) -> None:
        if self.view is not None:
            added, removed = self.draft.added_names(), self.draft.removed_names()
            self._overview.show_pending(self.view, added, removed)

    def on_resize(self) -> None:
        """Show the coverage beside the list where the list leaves room, and in a large window."""
        spacious = is_spacious(self.app.size)
        room = self.content_size.width - self.table.needed_width
        beside = spacious or (self.size.width >= _BESIDE and room >= _OVERVIEW)
        appears = beside and not self._has_overview
        self._show_overview(beside)
        self.table.make_narrow(spacious or self.size.width < self.app.size.width)
        if appears and self.view is not None:
            self._count_coverage()

    @property
    def _has_overview(self) -> bool:
        """Whether the list has the coverage beside it."""
        return self._overview.is_attached and self._overview.display

    def _show_overview(self, wanted: bool) -> None:
        if wanted and not self._overview.is_attached:
            # A page opens faster without what it does not show.
            self._body.mount(self._overview)
        self._overview.display = wanted

    def _count_coverage(self) -> None:
        """Count the regions of the list on screen, saved or not, where that is not known."""
        if self._coverage is None or self._has_overview:
            self._regions.count(self._show_coverage)

    def _show_coverage(self, figures: AudienceRegions) -> None:
        self._coverage, self._partners = figures.draft_coverage, figures.draft_partners
        self._show_options()
        self._overview.show(figures)

    def _show_options(self) -> None:
        view = self.view
        if view is None:
            return
        eligibility = view.state.eligibility
        option = self.option
        self.options.show_selected(None if option is None else option.value)
        self.options.disabled = not eligibility.eligible
        self.query_one("#audience-why", Static).update(
            Content(visible(option_notes(view.state, self._coverage, view.resales_known_until)))
        )

    @on(RadioSet.Changed, "#audience-options")
    def choose_option(self, event: RadioSet.Changed) -> None:
        """Check the selected option against the rules."""
        event.stop()
        view = self.view
        wanted = ResellerChannel(event.pressed.name or "")
        if view is None or wanted == self.option:
            return
        reason = self.app.why_read_only()
        if reason is not None:
            self._show_options()
            self.page.tell(reason, "refused")
            return
        verdict = decide(view.state, ChooseOption(wanted))
        if verdict.is_allowed:
            self.draft.choose(wanted, stored=view.channel)
            self._show_draft()
            if self.draft.option is not None:
                chosen = _("“{option}” is selected. Save draft ({key}) keeps it.").format(
                    key=key_label(DRAFT_SAVE.id), option=render(channel_title(wanted))
                )
                warnings = (render(warning) for warning in verdict.warnings)
                self.page.tell(" ".join((chosen, *warnings)), "plain")
            return
        self._show_options()
        self.requests.explain_option(verdict, wanted)

    def unsaved_edit(self) -> AudienceEdit | None:
        """The unsaved changes, which can be saved together with publishing or syncing."""
        return self.draft.to_edit() if self.draft else None

    def mark_saved(self, edit: AudienceEdit) -> None:
        """Keep only what was changed since an edit that is saved now."""
        self.draft.mark_saved(edit)
        self._steps.reset()
        self.table.clear_marks()

    def expected_view(self, view: AudienceView) -> AudienceView:
        """The state of the offer once the unsaved changes are saved."""
        coverage = self._coverage or view.draft_coverage
        return expected_view(self.draft, view, coverage, self._partners)

    def versions(self, conflict: Conflict[AudienceView]) -> list[VersionRow]:
        """Option and list, as far as either was changed."""
        return version_rows(self.draft, conflict)

    def copyable(self) -> Copyable | None:
        """The tenant ID of the highlighted partner."""
        return self._highlighted.copyable() if self.is_mounted else None

    @on(RecordList.Selected, "#audience-partners")
    def open_selected(self, event: RecordList.Selected) -> None:
        """Enter or a click opens the page of the partner."""
        event.stop()
        self._highlighted.command_partner_open()

    def typed(self) -> dict[str, Value]:
        """The unsaved changes for a recovery file."""
        return self.draft.to_dict()

    def typed_lines(self) -> Sequence[str]:
        """The selected option and the partners that it concerns."""
        return draft_lines(self.draft)

    def restore(self, typed: Mapping[str, Value]) -> None:
        """Restore the unsaved changes and dialogs of an earlier session."""
        self._recovery.restore_draft(typed)
        self._steps.reset()
        if self.view is not None:
            self.show_view(self.view)
        self._recovery.restore_dialogs(typed)
