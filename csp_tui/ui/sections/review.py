"""Review and publish: what publishing would do, before it is done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from csp_tui.domain.audience import Publish, Sync, decide
from csp_tui.domain.offer import ResellerChannel, Setup, channel_title
from csp_tui.domain.standing import Standing
from csp_tui.domain.text import visible
from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.i18n import N_, ngettext, render
from csp_tui.i18n import gettext as _
from csp_tui.services.views import AudienceView
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_words import key_of
from csp_tui.ui.dialogs.confirm import ConfirmDialog
from csp_tui.ui.sections.section import Section
from csp_tui.ui.versions import Meeting, VersionRow
from csp_tui.ui.widgets.button_row import ButtonRow
from csp_tui.ui.widgets.command_button import CommandButton
from csp_tui.ui.widgets.reading import Reading
from csp_tui.ui.wording import coverage_words

PUBLISH = Command("offer.publish", N_("Publish"), N_("Make the whole draft live"), "u", writes=True)
SYNC = Command(
    "audience.sync",
    N_("Sync CSP audience"),
    N_("Make partners added to a live list live, and nothing else"),
    "s",
    short=N_("Sync"),
    writes=True,
)


class PublishingSection(Section):
    """A section from which the offer can be published and synced."""

    def rules_against(self, change: Publish | Sync) -> str | None:
        """Why the rules do not let it happen now, None where they do."""
        if self.view is None:
            return _("The offer is still being read.")
        if self.is_dirty:
            return _("Save the draft first ({key}).").format(key=key_of("draft.save"))
        verdict = decide(self.view.standing, change)
        if verdict.outcome is Outcome.ALLOWED:
            return None
        step = f" {render(verdict.next_step)}" if verdict.next_step else ""
        rule = "" if verdict.outcome is Outcome.NO_CHANGE else f" ({verdict.rule})"
        return render(verdict.message) + rule + step

    def why_not_offer_publish(self) -> str | None:
        """Ask the rules (R25, R50)."""
        return self.rules_against(Publish())

    def command_offer_publish(self) -> None:
        """Show what publishing does, then do it."""
        view = self.view
        if view is None:
            return
        standing = view.standing
        verdict = decide(standing, Publish())
        lines = [*changes(view), *(f"! {render(warning)}" for warning in verdict.warnings)]

        failed = self.page.or_meet(publishing_rows, self._publish_again)

        def answered(choice: str | None) -> None:
            if choice == "publish":
                self.save(
                    lambda: self.app.workbench.offers.publish(
                        self.offer_id, version=standing.offer.version
                    ),
                    self._published,
                    failed=failed,
                )

        dialog = ConfirmDialog(
            _("Publish “{name}”?").format(name=standing.offer.setup.name),
            lines,
            [("publish", _("Publish"))],
        )
        self.app.push_screen(dialog, answered)

    def _publish_again(self) -> None:
        # Through the command, which asks the rules about what is stored now.
        self.page.action_run_command(PUBLISH.id)

    def _published(self, _verdict: Verdict) -> None:
        self.page.tell(_("Published. The draft is live now."))
        self.page.load()

    def why_not_audience_sync(self) -> str | None:
        """Ask the rules (R26)."""
        return self.rules_against(Sync())

    def command_audience_sync(self) -> None:
        """Make the added partners live."""
        if self.view is None:
            return
        standing = self.view.standing
        self.save(
            lambda: self.app.workbench.audience.sync(self.offer_id, version=standing.offer.version),
            lambda _verdict: self._synced(standing.additions),
            failed=self.page.or_meet(
                publishing_rows, lambda: self.page.action_run_command("audience.sync")
            ),
        )

    def _synced(self, count: int) -> None:
        self.page.tell(
            ngettext(
                "Synced: {count} partner is live now.",
                "Synced: {count} partners are live now.",
                count,
            )
        )
        self.page.load()


class ReviewSection(PublishingSection):
    """The page "Review and publish"."""

    HELP_TEXT = N_(
        "Review and publish: what is live, what the draft would change, and what is still "
        "missing. Publishing makes the whole draft live; syncing only partners added to a "
        "live list."
    )
    COMMANDS_HERE: ClassVar[Sequence[Command]] = (PUBLISH, SYNC)

    def compose(self) -> Iterable[Widget]:
        """What differs, and the two ways to make it live."""
        with Reading(id="review-reading"):
            yield Static("", id="review-text", markup=False)
        with ButtonRow():
            yield CommandButton(self, PUBLISH, primary=True)
            yield CommandButton(self, SYNC)

    def show_view(self, view: AudienceView) -> None:
        """Say what is live, what the draft would change, and what stands in the way."""
        super().show_view(view)
        standing = view.standing
        lines = [_("What publishing would do:"), *(f"  {line}" for line in changes(view)), ""]
        verdict = decide(standing, Publish())
        if verdict.outcome is Outcome.REFUSED:
            lines.append(f"! {render(verdict.message)} ({verdict.rule})")
            if verdict.next_step is not None:
                lines.append(f"→ {render(verdict.next_step)}")
        lines.extend(f"! {render(warning)}" for warning in verdict.warnings)
        sync = decide(standing, Sync())
        if sync.outcome is Outcome.ALLOWED:
            lines.append(_("Sync CSP audience alone: {what}").format(what=render(sync.message)))
        self.query_one("#review-text", Static).update(Content(visible("\n".join(lines))))


def publishing_rows(meeting: Meeting) -> list[VersionRow]:
    """What publishing would have changed, and what it would change now."""
    before, now = ("\n".join(changes(view)) for view in (meeting.before, meeting.now))
    return [VersionRow(_("What publishing would do:"), before, before, now)]


def changes(view: AudienceView) -> list[str]:
    """What publishing would change, a line each."""
    standing = view.standing
    offer = standing.offer
    lines: list[str] = []
    if not offer.is_live:
        lines.append(_("The offer becomes live for the first time."))
        lines.append(
            _("CSP reseller audience: {option}").format(
                option=render(channel_title(offer.draft_channel))
            )
        )
    elif standing.channel_changed:
        lines.append(
            _("CSP reseller audience: from “{before}” to “{after}”").format(
                before=render(channel_title(offer.live_channel)),
                after=render(channel_title(offer.draft_channel)),
            )
        )
    lines.extend(_list_lines(standing))
    if offer.live_setup is not None and offer.setup_changed:
        lines.extend(_setup_lines(offer.live_setup, offer.setup))
    if not lines:
        return [_("Nothing: the draft is the same as what is live.")]
    lines.append(
        _("Customers covered: {before} → {after}").format(
            before=coverage_words(view.live_coverage), after=coverage_words(view.draft_coverage)
        )
    )
    return lines


def _list_lines(standing: Standing) -> list[str]:
    if standing.offer.draft_channel is not ResellerChannel.SOME or not standing.additions:
        return []
    return [
        ngettext(
            "{count} partner becomes able to resell the offer",
            "{count} partners become able to resell the offer",
            standing.additions,
        )
    ]


def _setup_lines(before: Setup, after: Setup) -> list[str]:
    pairs = (
        (_("Name"), before.name, after.name),
        (_("Marketing materials"), before.csp_url, after.csp_url),
        (_("Contact"), before.csp_contact.name, after.csp_contact.name),
        (_("Contact e-mail"), before.csp_contact.email, after.csp_contact.email),
        (_("Contact phone"), before.csp_contact.phone, after.csp_contact.phone),
        (_("Plans"), _plans(before), _plans(after)),
        (
            _("Sells through Microsoft"),
            _("yes") if before.transactable else _("no"),
            _("yes") if after.transactable else _("no"),
        ),
    )
    return [
        _("{field}: from “{before}” to “{after}”").format(field=field, before=old, after=new)
        for field, old, new in pairs
        if old != new
    ]


def _plans(setup: Setup) -> str:
    return ", ".join(f"{plan.plan_id}:{plan.kind}" for plan in setup.plans)
