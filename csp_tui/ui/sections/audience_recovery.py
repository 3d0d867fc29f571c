"""What of an audience is not saved, for the next start after a session that was cut off."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from csp_tui.domain import identifiers
from csp_tui.domain.audience import ChooseOption, decide
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.offer import ResellerChannel, channel_title
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render
from csp_tui.recovery.unsaved import Value
from csp_tui.ui.choice_recovery import resellers_again
from csp_tui.ui.dialogs.refusal import RefusalDialog
from csp_tui.ui.sections.audience_commands import SELECT
from csp_tui.ui.sections.audience_files import AudienceFiles
from csp_tui.ui.widgets.audience_source import UnsavedEdit

_NAMED_AT_MOST = 8


class AudienceRecovery(AudienceFiles):
    """The part of the audience section that gives what is typed, and takes it back."""

    def typed(self) -> dict[str, Value]:
        """The option that was chosen, and the partners added and removed."""
        unsaved = self.unsaved
        if not unsaved:
            return {}
        return {
            "option": None if unsaved.channel is None else unsaved.channel.value,
            "added": dict(unsaved.added),
            "removed": sorted(unsaved.removed),
        }

    def typed_words(self) -> Sequence[str]:
        """The option and whom it concerns."""
        unsaved = self.unsaved
        lines = [option_words(unsaved.channel)] if unsaved.channel is not None else []
        lines += [
            f"{label}: {some_names(partners)}".replace("\n", ", ")
            for label, partners in (
                (_("Partners added"), unsaved.added.values()),
                (_("Partners removed"), self.leaving()),
            )
            if partners
        ]
        return lines

    def put_back(self, typed: Mapping[str, Value]) -> None:
        """Choose, add and remove again, as far as the rules of today allow the option."""
        unsaved = UnsavedEdit()
        option, added, removed = (typed.get(name) for name in ("option", "added", "removed"))
        if self.view is not None and option in list(ResellerChannel):
            wanted = ResellerChannel(option)
            verdict = decide(self.view.standing, ChooseOption(wanted))
            if wanted != self.view.channel and verdict.is_open:
                unsaved.channel = wanted
            elif wanted != self.view.channel:
                # Whoever chose it before is told why it cannot be chosen any more.
                self.app.push_screen(RefusalDialog(verdict))
        if isinstance(added, dict):
            unsaved.added.update(
                (tenant, str(name)) for tenant, name in added.items() if _is_tenant(tenant)
            )
        if isinstance(removed, list):
            unsaved.removed.update(str(tenant) for tenant in removed if _is_tenant(tenant))
        self.unsaved = unsaved
        if self.view is not None:
            self.show_view(self.view)
        choosing, resold = typed.get("choosing"), typed.get("resold")
        if isinstance(choosing, dict):
            self.page.last_command = SELECT.id
            self.choose(choosing)
        authorizing, change = typed.get("authorizing"), typed.get("authorized_for")
        if isinstance(authorizing, dict) and change in list(ResellerChannel):
            self.begin_option_change(ResellerChannel(change), authorizing)
        if isinstance(resold, dict):
            self._ask_resale_again(resold)

    def _ask_resale_again(self, typed: Mapping[str, Value]) -> None:
        from csp_tui.ui.dialogs.resale_day import ResaleDayDialog

        partners = resellers_again(typed)
        if partners:
            day = typed.get("day")
            dialog = ResaleDayDialog(
                self.offer_id, partners, begun=day if isinstance(day, str) else ""
            )
            self.app.push_screen(dialog, self._resale_changed)

    def leaving(self) -> list[str]:
        """Names of the partners that are taken off, as far as they are on the screen."""
        rows = self._source.rows if self._source else {}
        removed = sorted(self.unsaved.removed)
        return [rows[tenant].name if tenant in rows else tenant for tenant in removed]


def _is_tenant(value: object) -> bool:
    try:
        return isinstance(value, str) and identifiers.tenant_id(value) == value
    except InvalidInput:
        return False


def option_words(channel: ResellerChannel | None) -> str:
    """An option in words, "" for none."""
    return "" if channel is None else render(channel_title(channel))


def some_names(partners: Collection[str]) -> str:
    """The first names, a line each, and how many more there are."""
    lines = list(partners)[:_NAMED_AT_MOST]
    more = len(partners) - len(lines)
    if more > 0:
        lines.append(ngettext("and {count} more", "and {count} more", more))
    return "\n".join(lines)
