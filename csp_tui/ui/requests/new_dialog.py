"""Creates a support request: for which offer, and what to ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from textual import getters, on
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, ContentSwitcher, Label, RadioButton, RadioSet, Select, Static

from csp_tui.domain.audience import ChooseOption, decide
from csp_tui.domain.audience_state import AudienceState, Member
from csp_tui.domain.errors import RuleRefusal, WorkbenchError
from csp_tui.domain.offer import ResellerChannel, channel_title
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.support import RequestKind, SupportRequest
from csp_tui.domain.text import visible
from csp_tui.domain.verdict import Outcome
from csp_tui.i18n import N_, current, ngettext, render
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import UnsavedInput, Value
from csp_tui.ui.commands.catalog.common import DIALOG_COMMANDS
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.widgets.choices import OptionSet, RadioOption
from csp_tui.ui.kit.widgets.dialog_bar import DialogBar
from csp_tui.ui.requests.authorize_dialog import ask_partners_to_authorize_for
from csp_tui.ui.requests.contact import contact_details
from csp_tui.ui.requests.live_partners import LivePartners
from csp_tui.ui.text.partner_names import by_name


@dataclass(frozen=True, slots=True)
class _Read:
    state: AudienceState
    earlier: dict[str, Member]


class NewRequestDialog(Dialog[int]):
    """The result is the number of the request that was created, everything filled in.

    What the rules refuse is explained, and the dialog stays.

    Args:
        offer_id: The offer, or "" to select among the live ones.
        recovered: What an earlier session had selected there.
    """

    COMMANDS_HERE: ClassVar[Sequence[Command]] = DIALOG_COMMANDS
    HELP_TEXT = N_(
        "Prepares a support request for what you can't change on a live offer yourself: "
        "deauthorizing partners, or leaving an option. What the rules refuse is shown here, "
        "before anything is filed."
    )
    AUTO_FOCUS = "#new-offer, #new-kind"
    DEFAULT_CSS = """
    NewRequestDialog > .dialog { width: 78; height: 22; }
    NewRequestDialog .dialog-body { height: 1fr; }
    NewRequestDialog Label { color: $text-muted; margin-top: 1; }
    NewRequestDialog Label.-first { margin-top: 0; }
    NewRequestDialog ContentSwitcher { height: 1fr; min-height: 5; margin-top: 1; }
    NewRequestDialog RadioSet {
        border: none; padding: 0; width: 100%; background: transparent;
    }
    NewRequestDialog RadioSet:focus { border: none; background: $boost; }
    NewRequestDialog RadioButton { width: 100%; }
    NewRequestDialog #panel-change-option { height: auto; }
    """
    partners = getters.query_one("#panel-deauthorize", LivePartners)

    def __init__(self, offer_id: str = "", recovered: Mapping[str, Value] | None = None) -> None:
        super().__init__(_("New support request"))
        self._earlier = recovered or {}
        self._offer_id = offer_id
        self._fixed = bool(offer_id)
        self._state: AudienceState | None = None

    def compose_body(self) -> Iterable[Widget]:
        """Offer, what to ask, and the partners or the options."""
        if not self._fixed:
            yield Label(_("Offer (live ones only)"), classes="-first", markup=False)
            yield Select[str]([], prompt=_("Select an offer"), id="new-offer", compact=True)
        yield Label(_("What should Microsoft change?"), markup=False)
        with OptionSet(id="new-kind", compact=True):
            yield RadioOption(
                _("Deauthorize live partners"),
                value=True,
                name=RequestKind.DEAUTHORIZE.value,
            )
            yield RadioOption(
                _("Change the option of the live offer"), name=RequestKind.CHANGE_OPTION.value
            )
        with ContentSwitcher(initial="panel-deauthorize"):
            yield LivePartners(id="panel-deauthorize")
            with OptionSet(id="panel-change-option", compact=True):
                for channel in ResellerChannel:
                    title = Content(render(channel_title(channel)))
                    yield RadioOption(title, name=channel.value)
        yield Static("", id="new-hint", classes="hint", markup=False)

    def compose_bar(self) -> Iterable[Widget]:
        """The keys of every dialog; the key that selects a partner is shown above the buttons."""
        yield DialogBar()

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel or create."""
        yield Button(_("Cancel"), id="cancel")
        yield Button(_("Create request"), id="begin", variant="primary")

    def selected_here(self) -> object:
        """The partners or the option; the rest follows from the offer."""
        return frozenset(self.partners.selected), self._option

    @property
    def _option(self) -> str | None:
        pressed = self.query_one("#panel-change-option", RadioSet).pressed_button
        return pressed.name if pressed is not None else None

    def unsaved_here(self, _below: Screen[object] | None) -> UnsavedInput | None:
        """The partners or the option that are selected."""
        selected, option = self.partners.selected, self._option
        if not selected and option is None:
            return None
        chosen: list[Value] = [*by_name(list(selected), selected)]
        words = [f"  {selected[str(one)]}" for one in chosen]
        if option is not None:
            words.append(f"  {render(channel_title(ResellerChannel(option)))}")
        return UnsavedInput(
            "new-request",
            {"offer_id": self._offer_id},
            {"kind": self._kind.value, "chosen": chosen, "option": option},
            (f"{self._offer_id} › {self._title}", *words),
        )

    def _restore(self, members: dict[str, Member]) -> None:
        recovered, self._earlier = self._earlier, {}
        kind, option = recovered.get("kind"), recovered.get("option")
        self.partners.restore(members.values())
        if kind in list(RequestKind):
            self.query_one("#new-kind", OptionSet).show_selected(str(kind))
            self._show_kind()
        if option in list(ResellerChannel):
            self.query_one("#panel-change-option", OptionSet).show_selected(str(option))

    def on_mount(self) -> None:
        """Read the offers, or the one that is given."""
        self._hint()
        if self._fixed:
            self._read_offer()
        else:
            self.partners.empty = _("Select an offer first.")
            self.tasks.run(self.app.workbench.offers.rows, self._show_offers, group="offers")

    def _show_offers(self, rows: Iterable[object]) -> None:
        from csp_tui.services.views import OfferRow

        offers = [row.state.offer for row in rows if isinstance(row, OfferRow)]
        live = [offer for offer in offers if offer.is_live]
        select = self.query_one("#new-offer", Select)
        select.set_options(
            (Content(visible(f"{offer.setup.name} · {offer.offer_id}")), offer.offer_id)
            for offer in live
        )
        if not live:
            self.complain(
                _(
                    "No offer is live. Offers that have never been published can be changed "
                    "freely in their drafts."
                )
            )
        elif len(live) == 1:
            select.value = live[0].offer_id

    @on(Select.Changed, "#new-offer")
    def take_offer(self, event: Select.Changed) -> None:
        """Read the offer that was selected."""
        event.stop()
        if isinstance(event.value, str):
            self._offer_id = event.value
            self.partners.selected.clear()
            self._read_offer()

    def _read_offer(self) -> None:
        workbench, offer_id = self.app.workbench, self._offer_id

        chosen = self._earlier.get("chosen")
        earlier = [str(one) for one in chosen] if isinstance(chosen, list) else []

        def read() -> _Read:
            members = workbench.audience.members(offer_id, earlier)
            return _Read(workbench.offers.show(offer_id), members)

        self.tasks.run(read, self._show_offer, group="offer")

    def _show_offer(self, read: _Read) -> None:
        self._state = read.state
        offer = read.state.offer
        self.complain("")
        self.partners.show_offer(self._offer_id)
        self._restore(read.earlier)
        option = render(channel_title(offer.live_channel))
        self.partners.empty = _(
            "The live list is empty: the live option is “{option}”. "
            "Only partners of a live list can be deauthorized."
        ).format(option=option)
        if not read.state.live_partners:
            # Without a live list there is only one thing to ask for.
            self.query_one("#new-kind", OptionSet).show_selected(RequestKind.CHANGE_OPTION.value)
            self._show_kind()
        for button in self.query_one("#panel-change-option").query(RadioButton):
            is_live = button.name == offer.live_channel
            title = render(channel_title(ResellerChannel(button.name or "")))
            button.label = Content(title + (" " + _("(live now)") if is_live else ""))
        self._hint()

    @on(RadioSet.Changed)
    def show_panel(self, event: RadioSet.Changed) -> None:
        """Show what belongs to the choice."""
        event.stop()
        self.complain("")
        if event.radio_set.id == "new-kind":
            self._show_kind()

    def _show_kind(self) -> None:
        self.query_one(ContentSwitcher).current = f"panel-{self._kind}"
        self._hint()

    @on(LivePartners.Changed)
    def show_selected(self, event: LivePartners.Changed) -> None:
        """Count the selected partners; a locked one says why it cannot be asked for."""
        event.stop()
        self.complain(
            _("{name} has already resold the offer and cannot be deauthorized (rule R30).").format(
                name=event.locked
            )
            if event.locked
            else ""
        )
        self._hint()

    def _hint(self) -> None:
        if self._kind is RequestKind.DEAUTHORIZE:
            count = len(self.partners.selected)
            chosen = ngettext("{count} partner selected", "{count} partners selected", count)
            text = f"{chosen} · " + _("space selects the highlighted partner")
        else:
            text = _(
                "Partners that have resold stay on the list when the option changes to specific "
                "partners (rule R41); the others are named in the next step."
            )
        self.query_one("#new-hint", Static).update(Content(text))

    @property
    def _kind(self) -> RequestKind:
        pressed = self.query_one("#new-kind", RadioSet).pressed_button
        name = pressed.name if pressed is not None else None
        return RequestKind(name) if name else RequestKind.DEAUTHORIZE

    @on(Button.Pressed, "#begin")
    def begin(self, event: Button.Pressed) -> None:
        """Begin the request, when the rules agree."""
        event.stop()
        if self._state is None:
            self.complain(_("Select an offer first."))
            return
        support, offer_id, language = self.app.workbench.support, self._offer_id, current()
        details = contact_details(self.app.settings)
        if self._kind is RequestKind.DEAUTHORIZE:
            wanted = tuple(by_name(list(self.partners.selected), self.partners.selected))
            self.tasks.run_write(
                lambda: support.create_removal(
                    offer_id, wanted, language=language, details=details
                ),
                self._begun,
                on_error=self._refused,
            )
            return
        if self._option is None:
            self.complain(_("Select the option to ask for."))
            return
        channel = ResellerChannel(self._option)
        verdict = decide(self._state, ChooseOption(channel))
        if verdict.outcome is Outcome.SUPPORT_REQUEST:
            self.ask_partners_to_authorize(channel)
        else:
            self._begin_change(channel, ())

    def ask_partners_to_authorize(
        self, channel: ResellerChannel, recovered: Mapping[str, Value] | None = None
    ) -> None:
        """Ask which partners a change of the option should authorize, then create its request.

        Args:
            channel: The option.
            recovered: What an earlier session had searched and selected.
        """
        ask_partners_to_authorize_for(
            self.app,
            self._offer_id,
            channel,
            lambda authorize: self._begin_change(channel, authorize),
            recovered,
        )

    def _begin_change(self, channel: ResellerChannel, authorize: tuple[str, ...]) -> None:
        support, offer_id, language = self.app.workbench.support, self._offer_id, current()
        details = contact_details(self.app.settings)
        self.tasks.run_write(
            lambda: support.create_option_change(
                offer_id, channel, authorize=authorize, language=language, details=details
            ),
            self._begun,
            on_error=self._refused,
        )

    def _begun(self, request: SupportRequest) -> None:
        self.dismiss(request.id)

    def _refused(self, error: WorkbenchError) -> None:
        if isinstance(error, RuleRefusal):
            self.app.show_problem(error)
            return
        self.complain_about(error)
