"""Resell through CSPs: the three options, the selected partners, and what waits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters, on
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Resize
from textual.widget import Widget
from textual.widgets import RadioSet, Static

from csp_tui.domain.audience import ChooseOption, decide
from csp_tui.domain.errors import RuleRefusal, StaleOffer, WorkbenchError
from csp_tui.domain.offer import ResellerChannel, channel_title
from csp_tui.domain.text import visible
from csp_tui.i18n import N_, render
from csp_tui.i18n import gettext as _
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.views import AudienceRegions, AudienceView, SaveResult
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_words import key_of
from csp_tui.ui.sections.audience_commands import (
    COPY,
    COVERAGE,
    EXPORT,
    IMPORT,
    REMOVE,
    REQUEST,
    RESALES,
    RESOLD,
    SELECT,
)
from csp_tui.ui.sections.audience_list import columns
from csp_tui.ui.sections.audience_recovery import AudienceRecovery, option_words, some_names
from csp_tui.ui.sections.coverage import CoveragePanel
from csp_tui.ui.sections.form import SAVE_DRAFT
from csp_tui.ui.sections.review import PUBLISH, SYNC
from csp_tui.ui.versions import Meeting, VersionRow
from csp_tui.ui.widgets.audience_source import UnsavedEdit
from csp_tui.ui.widgets.button_row import ButtonRow
from csp_tui.ui.widgets.choices import Option, OptionSet
from csp_tui.ui.widgets.command_button import CommandButton
from csp_tui.ui.widgets.record_list import RecordList
from csp_tui.ui.wording import coverage_words

_COVERAGE = 29
_BESIDE = 92
_OPTIONS = (ResellerChannel.ALL, ResellerChannel.SOME, ResellerChannel.NONE)


class AudienceSection(AudienceRecovery):
    """The page "Resell through CSPs"."""

    HELP_TEXT = N_(
        "Resell through CSPs: who may resell this offer. Choose one of the three options; "
        "under the second, select partners. Save draft keeps what you change, and it becomes "
        "live by Publish or Sync CSP audience."
    )
    COMMANDS_HERE: ClassVar[Sequence[Command]] = (
        SELECT,
        SAVE_DRAFT,
        SYNC,
        PUBLISH,
        REMOVE,
        IMPORT,
        EXPORT,
        RESALES,
        RESOLD,
        REQUEST,
        COVERAGE,
        COPY,
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
        & CoveragePanel { width: 28; height: 1fr; margin-left: 1; display: none; }
        &.-beside CoveragePanel { display: block; }
        & > #audience-why { color: $text-muted; height: auto; }
    }
    """
    options = getters.query_one("#audience-options", OptionSet)

    def compose(self) -> Iterable[Widget]:
        """Options, why, the list with its buttons, and the ways to make it live."""
        yield Static(_("CSP reseller audience"), classes="heading", markup=False)
        with OptionSet(id="audience-options", compact=True):
            for option in _OPTIONS:
                yield Option(Content(render(channel_title(option))), name=option.value)
        yield Static("", id="audience-why", markup=False)
        with ButtonRow(id="audience-list-row"):
            for command in (SELECT, REMOVE, IMPORT, EXPORT, RESALES):
                yield CommandButton(self, command)
        with Horizontal(id="audience-body"):
            yield RecordList(columns(wide=False), id="audience-partners", toggles=True)
            yield CoveragePanel(short=True)
        with ButtonRow():
            for command in (SAVE_DRAFT, PUBLISH, SYNC):
                yield CommandButton(self, command, primary=command is SAVE_DRAFT)

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
        self._show_coverage()

    @property
    def list_width(self) -> int:
        """Cells for the list, beside the coverage where that stands there."""
        return self.size.width - (_COVERAGE if self.has_class("-beside") else 0)

    def on_resize(self, event: Resize) -> None:
        """The coverage stands beside the list where there is room for both."""
        was = self.has_class("-beside")
        self.set_class(self.size.width >= _BESIDE, "-beside")
        if self.has_class("-beside") and not was and self.view is not None:
            self._show_coverage()

    def _show_coverage(self) -> None:
        if self.has_class("-beside"):
            self.job(
                lambda: self.app.workbench.figures.regions(self.offer_id),
                self.query_one(CoveragePanel).show,
                group="coverage",
            )

    def why_not_audience_coverage(self) -> str | None:
        """There must be an audience."""
        if self.view is None:
            return _("The offer is still being read.")
        eligibility = self.view.standing.eligibility
        return None if eligibility.eligible else render(eligibility.reason)

    def command_audience_coverage(self) -> None:
        """Count by region, and draw it."""
        view = self.view
        if view is None:
            return
        offer = view.standing.offer

        def show(figures: AudienceRegions) -> None:
            from csp_tui.ui.dialogs.coverage import CoverageDialog

            self.app.push_screen(CoverageDialog(offer.setup.name, figures, is_live=offer.is_live))

        self.job(lambda: self.app.workbench.figures.regions(self.offer_id), show, group="coverage")

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

    @on(RadioSet.Changed, "#audience-options")
    def choose_option(self, event: RadioSet.Changed) -> None:
        """Ask the rules about the option that was chosen."""
        event.stop()
        view = self.view
        wanted = ResellerChannel(event.pressed.name or "")
        if view is None or wanted == self.channel:
            return
        reason = self.app.why_read_only()
        if reason is not None:
            self._show_options()
            self.page.tell(reason, "refused")
            return
        verdict = decide(view.standing, ChooseOption(wanted))
        if verdict.is_open:
            self.unsaved.channel = None if wanted == view.channel else wanted
            self._show_options()
            self._show_list(self._count)
            if self.unsaved.channel is not None:
                self.page.tell(
                    _("“{option}” is chosen. Save draft ({key}) keeps it.").format(
                        key=key_of(SAVE_DRAFT.id), option=render(channel_title(wanted))
                    ),
                    "plain",
                )
            return
        self._show_options()
        self._offer_request(verdict, lambda: self.begin_option_change(wanted))

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

    def versions(self, meeting: Meeting) -> list[VersionRow]:
        """Option and list, as far as either was changed."""
        before, now, unsaved = meeting.before.channel, meeting.now.channel, self.unsaved
        yours = before if unsaved.channel is None else unsaved.channel
        rows = []
        if not before == yours == now:
            rows.append(
                VersionRow(
                    _("CSP reseller audience"),
                    *(option_words(one) for one in (before, yours, now)),
                )
            )
        for label, mine, theirs in (
            (_("Partners added"), unsaved.added.values(), meeting.added.values()),
            (_("Partners removed"), self.leaving(), meeting.removed.values()),
        ):
            if mine or theirs:
                rows.append(VersionRow(label, "", some_names(mine), some_names(theirs)))
        return rows

    def _not_saved(self, error: WorkbenchError) -> None:
        if isinstance(error, StaleOffer):
            self.page.meet_versions()
        elif isinstance(error, RuleRefusal) and error.verdict.tenant_ids:
            ids = error.verdict.tenant_ids
            self._offer_request(error.verdict, lambda: self._begin_removal(ids))
        else:
            self.app.show_problem(error)
