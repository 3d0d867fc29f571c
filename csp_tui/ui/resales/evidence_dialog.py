"""Microsoft's files: import one, and match the names in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import getters, on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from csp_tui.domain.text import visible
from csp_tui.exchange.microsoft.tenant_lookup import MICROSOFT
from csp_tui.exchange.pasted import Pasted
from csp_tui.i18n import N_, Number, ngettext, render
from csp_tui.i18n import gettext as _
from csp_tui.services.evidence_changes import NO_COUNTRY
from csp_tui.services.evidence_port import EvidenceImport, Suggestion, UnmatchedName
from csp_tui.services.evidence_report import import_summary
from csp_tui.ui.commands.catalog.evidence import (
    EVIDENCE_COMMANDS,
    EVIDENCE_IMPORT,
    EVIDENCE_MATCH,
    EVIDENCE_SUGGESTED,
)
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_text import with_key
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.lists.record_list import Column, ListSource, Record, RecordList
from csp_tui.ui.kit.widgets.dialog_button import DialogButton
from csp_tui.ui.kit.widgets.find_field import FindField
from csp_tui.ui.kit.widgets.status_line import StatusLine
from csp_tui.ui.partners.selection import Selection

_ABOUT = N_(
    "Microsoft's own files say which partner has resold which offer, and which partners exist. "
    "Import them here. Names that do not exactly match the directory stay in this list until you "
    "match them to a partner; later files use the same match."
)


class EvidenceDialog(Dialog[bool]):
    """Imports files and matches names; the result is True when something was changed."""

    AUTO_FOCUS = "#evidence-names"
    HELP_TEXT = _ABOUT
    KEEPS_TYPED = False
    COMMANDS_HERE: ClassVar[Sequence[Command]] = EVIDENCE_COMMANDS
    DEFAULT_CSS = """
    EvidenceDialog {
        & > .dialog { width: 96%; height: 90%; max-width: 110; }
        &.-short > .dialog { height: 100%; }
        & .dialog-body { height: 1fr; }
        & #evidence-names { height: 1fr; min-height: 3; }
        & #evidence-who { height: auto; max-height: 4; color: $text-muted; }
        & .buttons { margin-top: 0; }
    }
    """
    listing = getters.query_one("#evidence-names", RecordList)

    def __init__(self) -> None:
        super().__init__(_("Import from Microsoft"))
        self._names: dict[str, UnmatchedName] = {}
        self._suggestions: dict[str, Sequence[Suggestion]] = {}
        self._changed = False

    def compose_body(self) -> Iterable[Widget]:
        """What it is for, the names that wait, and what the highlighted one may mean."""
        yield self.text(_(_ABOUT))
        listing = RecordList(_columns(), id="evidence-names", mark_width=0)
        listing.busy = _("Reading the names…")
        listing.empty = _("No names to match.\n\n{load} imports a file.").format(
            load=EVIDENCE_IMPORT.shown_key
        )
        yield FindField(listing)
        yield listing
        yield Static("", id="evidence-who", markup=False)
        yield StatusLine()

    def compose_buttons(self) -> Iterable[Button]:
        """The actions, then Close."""
        import_file = with_key(_("Import file…"), EVIDENCE_IMPORT.id)
        yield DialogButton(import_file, EVIDENCE_IMPORT, id="import-file", primary=True)
        match = with_key(_("Select match…"), EVIDENCE_MATCH.id)
        yield DialogButton(match, EVIDENCE_MATCH, id="match")
        yield Button(_("Close"), id="close")

    def on_mount(self) -> None:
        """Read the names that wait."""
        self._load()

    def action_leave(self) -> None:
        """Leave, and say whether anything was changed."""
        self.dismiss(self._changed)

    @on(RecordList.Highlighted)
    def follow_cursor(self, event: RecordList.Highlighted) -> None:
        """Show what the highlighted name may mean."""
        event.stop()
        self._show_who()

    @on(RecordList.Selected)
    def open_name(self, event: RecordList.Selected) -> None:
        """Enter selects what the name means."""
        event.stop()
        self.action_run_command(EVIDENCE_MATCH.id)

    def command_evidence_import(self) -> None:
        """Ask for a file, show what it is and contains, then import it."""
        from csp_tui.ui.kit.files.choose_import import ask_for_file
        from csp_tui.ui.resales.evidence_import import EvidenceImportDialog

        def chosen(path: Path | Pasted | None) -> None:
            if path is not None:
                self.app.push_screen(EvidenceImportDialog(path), self.take_import)

        ask_for_file(
            self.app,
            "evidence",
            _("Import from Microsoft"),
            _(
                "A report or a saved response: SaaS subscriptions, Customers, Earnings, Orders, "
                "Usage, Revenue, reseller configuration, private offer, partner relationships, or "
                "a table of your own"
            ),
            chosen,
            button=_("Preview"),
        )

    def disabled_reason_evidence_match(self) -> str | None:
        """A name must be highlighted, and the tenant ID be what it lacks."""
        name = self._current()
        if name is None:
            return _("No name is highlighted.")
        if name.tenant_id is not None:
            return render(NO_COUNTRY)
        return None

    def command_evidence_match(self) -> None:
        """Select the partner or the offer that the name means."""
        name = self._current()
        if name is None:
            return
        if name.kind == "offer":
            self._select_offer(name)
        else:
            self._select_partner(name)

    def disabled_reason_evidence_suggested(self) -> str | None:
        """There must be a suggestion."""
        return None if self._suggested() else _("There is no suggestion for this name.")

    def command_evidence_suggested(self) -> None:
        """Ask, then match the name to the first suggestion."""
        from csp_tui.ui.kit.dialogs.confirm import confirm

        name, suggested = self._current(), self._suggested()
        if name is None or suggested is None:
            return
        lines = [
            _("“{name}” in the files is {partner} ({tenant}).").format(
                name=name.name, partner=_called(suggested), tenant=suggested.tenant_id
            ),
            _("Sales under this name then lock that partner, in earlier and later files."),
        ]

        title, tenant = _("Match the name?"), suggested.tenant_id
        confirm(self.app, title, lines, _("Match"), lambda: self._match(name, tenant))

    def disabled_reason_evidence_online(self) -> str | None:
        """The name must be a partner's whose domain is known, and the session have a network."""
        if self.app.policy.is_kiosk:
            return _("Not available in kiosk mode: it has no network.")
        name = self._current()
        if name is None:
            return _("No name is highlighted.")
        if name.kind != "partner" or not name.domain:
            return _("The files do not name its domain.")
        return None

    def command_evidence_online(self) -> None:
        """Ask, then let Microsoft say which tenant owns the domain."""
        from csp_tui.ui.kit.dialogs.confirm import confirm

        name = self._current()
        if name is None:
            return
        lines = [
            _("The domain {domain} is sent to {host}, and nothing else.").format(
                domain=name.domain, host=MICROSOFT
            ),
            _("The answer is a suggestion; you confirm it."),
        ]

        def ask() -> None:
            self.tell(_("Asking Microsoft…"), "busy")
            self.tasks.run_write(
                lambda: self._ask_microsoft(name.domain),
                lambda found: self._answered(name, is_known=found),
            )

        confirm(self.app, _("Ask Microsoft?"), lines, _("Ask"), ask)

    def _ask_microsoft(self, domain: str) -> bool:
        from csp_tui.exchange.microsoft.tenant_lookup import tenant_of_domain

        hint = tenant_of_domain(domain)
        if hint is not None:
            self.app.workbench.evidence_import.add_hints([hint], MICROSOFT)
        return hint is not None

    def _answered(self, name: UnmatchedName, *, is_known: bool) -> None:
        if is_known:
            self._changed = True
            self.tell(_("Microsoft returned a tenant ID. It is suggested below."))
            self._load()
        else:
            text = _("Microsoft knows no tenant for {domain}.").format(domain=name.domain)
            self.tell(text, "refused")

    def _select_partner(self, name: UnmatchedName) -> None:
        from csp_tui.ui.partners.search_dialog import PartnerSearchDialog

        def chosen(selection: Selection | None) -> None:
            partners = () if selection is None else selection.partners
            if len(partners) == 1:
                self._match(name, partners[0].tenant_id)
            elif partners:
                self.tell(_("A name means one partner. Select only one."), "refused")

        title = _("Who is “{name}”?").format(name=name.name)
        self.app.push_screen(
            PartnerSearchDialog(frozenset(), title=title, add_label=_("Match")), chosen
        )

    def _select_offer(self, name: UnmatchedName) -> None:
        from csp_tui.ui.resales.offer_choice import OfferChoiceDialog

        def chosen(offer_id: str | None) -> None:
            if offer_id is not None:
                evidence = self.app.workbench.evidence
                self.tasks.run_write(
                    lambda: evidence.match_offer(name.name, offer_id),
                    lambda _new: self._matched(name, offer_id),
                )

        self.app.push_screen(OfferChoiceDialog(name.name), chosen)

    def _match(self, name: UnmatchedName, tenant_id: str) -> None:
        evidence = self.app.workbench.evidence
        self.tasks.run_write(
            lambda: evidence.match(name.name, tenant_id),
            lambda _new: self._matched(name, tenant_id),
        )

    def _matched(self, name: UnmatchedName, target: str) -> None:
        self._changed = True
        self.tell(_("Matched “{name}” to {target}.").format(name=name.name, target=target))
        self._load()

    def take_import(self, result: EvidenceImport | None) -> None:
        """Say what an import did, and show the names that wait now."""
        if result is not None:
            self._changed = True
            self.tell(
                _("{file}: {what}").format(file=result.file, what=render(import_summary(result)))
            )
            self._load()

    def _load(self) -> None:
        evidence = self.app.workbench.evidence
        self.tasks.run(evidence.unmatched, self._show)

    def _show(self, names: Sequence[UnmatchedName]) -> None:
        self._names = {str(number): name for number, name in enumerate(names)}
        self._suggestions = {}
        self.listing.busy = ""
        self.listing.set_source(ListSource(_record(key, name) for key, name in self._names.items()))
        self._show_who()
        self.refresh_commands()

    def _current(self) -> UnmatchedName | None:
        return self._names.get(self.listing.cursor_key or "")

    def _suggested(self) -> Suggestion | None:
        name = self._current()
        if name is None or name.tenant_id is not None:
            return None
        return next(iter(self._suggestions.get(self.listing.cursor_key or "", ())), None)

    def _show_who(self) -> None:
        name, key = self._current(), self.listing.cursor_key
        line = self.query_one("#evidence-who", Static)
        if name is None or key is None:
            line.update(Content(""))
            return
        if name.kind == "partner" and name.tenant_id is None and key not in self._suggestions:
            evidence = self.app.workbench.evidence

            def found(suggestions: Sequence[Suggestion]) -> None:
                self._suggestions[key] = suggestions
                self._show_who()
                self.refresh_commands()

            self.tasks.run(
                lambda: evidence.suggestions(name.name, name.domain), found, group="suggest"
            )
        about = [name.name, *filter(None, (name.domain, name.country, name.tenant_id))]
        lines = [" · ".join(about)]
        suggested = self._suggested()
        if suggested is not None:
            lines.append(
                _("Perhaps {partner} ({tenant}): {key} accepts this suggestion.").format(
                    partner=_called(suggested),
                    tenant=suggested.tenant_id,
                    key=EVIDENCE_SUGGESTED.shown_key,
                )
            )
        line.update(Content(visible("\n".join(lines))))


def _called(suggestion: Suggestion) -> str:
    return suggestion.name or _("the owner of the domain")


def _columns() -> list[Column]:
    return [
        Column("name", _("Name"), min_width=22, cut="middle"),
        Column("what", _("What"), min_width=9, priority=1),
        Column("evidence", _("Evidence"), min_width=12),
        Column("domain", _("Domain"), min_width=12, priority=2, cut="middle"),
    ]


def _record(key: str, name: UnmatchedName) -> Record:
    if name.kind == "offer":
        what = _("offer")
    elif name.tenant_id is not None:
        what = _("no country")
    else:
        what = _("partner")
    pieces = "–"
    if name.pieces:
        pieces = ngettext("{count} piece", "{count} pieces", Number(name.pieces))
    return Record(cells=(name.name or name.tenant_id or "–", what, pieces, name.domain), key=key)
