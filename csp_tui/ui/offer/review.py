"""Review and publish: what publishing would do, before it is done."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from csp_tui.domain.audience import Publish, Sync, decide
from csp_tui.domain.decisions.warnings import NAMED_AT_MOST
from csp_tui.domain.text import visible
from csp_tui.domain.verdict import Outcome
from csp_tui.i18n import N_, render
from csp_tui.i18n import gettext as _
from csp_tui.services.views import AudienceRegions, AudienceView
from csp_tui.ui.commands.catalog.audience import AUDIENCE_SYNC
from csp_tui.ui.commands.catalog.offers import OFFER_PENDING, OFFER_PUBLISH
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.kit.blocks import legend
from csp_tui.ui.kit.progress import offer_steps, step_line
from csp_tui.ui.kit.section import Section
from csp_tui.ui.kit.widgets.button_row import ButtonRow
from csp_tui.ui.kit.widgets.change_table import ChangeTable
from csp_tui.ui.kit.widgets.command_button import CommandButton
from csp_tui.ui.kit.widgets.scroll_text import ScrollText
from csp_tui.ui.kit.widgets.world_map import WorldMapView, map_symbols
from csp_tui.ui.offer.review_rows import change_rows
from csp_tui.ui.text.market_states import region_states
from csp_tui.ui.text.publishing import added_partners, changes


class ReviewSection(Section):
    """The page "Review and publish"."""

    HELP_TEXT = N_(
        "Review and publish: what is live, what the draft would change, and what is still "
        "missing. Publishing takes the whole draft live; syncing only partners added to a "
        "live list."
    )

    DEFAULT_CSS = """
    ReviewSection {
        scrollbar-gutter: stable;
        & #review-reading { scrollbar-gutter: stable; }
        & .block { height: auto; margin-bottom: 1; }
        & #review-text { margin-top: 1; }
        & #review-map, & #review-legend { display: none; }
        & #review-map { height: 16; margin-top: 1; }
    }
    """

    def compose(self) -> Iterable[Widget]:
        """What differs, and the two ways to make it live."""
        with ScrollText(id="review-reading"):
            yield Static("", id="review-steps", classes="block")
            yield ChangeTable(_("Live now"), _("After publishing"), id="review-changes")
            yield Static("", id="review-text", markup=False)
            yield WorldMapView(id="review-map")
            yield Static("", id="review-legend", classes="block")
        with ButtonRow():
            yield CommandButton(self.page.publishing, OFFER_PUBLISH, primary=True)
            yield CommandButton(self.page.publishing, AUDIENCE_SYNC)
            names = CommandButton(self.page.publishing, OFFER_PENDING)
            names.id = "review-names"
            yield names

    def show_view(self, view: AudienceView) -> None:
        """Show what is live, what the draft would change, and what prevents publishing."""
        super().show_view(view)
        state = view.state
        rows = change_rows(view)
        self.query_one("#review-steps", Static).update(step_line(offer_steps(view)))
        self.query_one(ChangeTable).show(rows)
        lines = [] if rows else changes(view)
        has_more = state.additions > NAMED_AT_MOST and bool(added_partners(view))
        self.query_one("#review-names").display = has_more
        if has_more:
            lines.append(_("Press {key} to see all names.").format(key=key_label(OFFER_PENDING.id)))
        verdict = decide(state, Publish(view.unlisted))
        if verdict.outcome is Outcome.REFUSED:
            lines.append(f"! {render(verdict.message)} ({verdict.rule})")
            if verdict.next_step is not None:
                lines.append(f"→ {render(verdict.next_step)}")
        lines.extend(f"! {render(warning)}" for warning in verdict.warnings)
        sync = decide(state, Sync(view.unlisted))
        if sync.outcome is Outcome.ALLOWED:
            lines.append(_("Sync CSP audience alone: {what}").format(what=render(sync.message)))
        text = self.query_one("#review-text", Static)
        text.update(Content(visible("\n".join(lines))))
        text.display = bool(lines)
        self._read_map(view)

    def _read_map(self, view: AudienceView) -> None:
        """Show where the offer can be sold, before and after."""
        if not view.state.eligibility.eligible:
            return
        figures = self.app.workbench.figures
        self.tasks.run(lambda: figures.regions(self.offer_id), self._show_map, group="map")

    def _show_map(self, figures: AudienceRegions) -> None:
        self.query_one(WorldMapView).show(region_states(figures))
        key = legend(figures, map_symbols(self.app), "   ")
        self.query_one("#review-legend", Static).update(key)
        self.add_class("-mapped")
