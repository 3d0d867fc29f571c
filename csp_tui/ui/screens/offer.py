"""One offer, with Partner Center's menu."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual import getters, on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Mount
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from csp_tui.domain.text import visible
from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import Unsaved, Value
from csp_tui.services.views import AudienceView
from csp_tui.ui.commands.command import Command, CommandHost
from csp_tui.ui.commands.key_words import key_of
from csp_tui.ui.copying import Copyable
from csp_tui.ui.screens.offer_versions import CHANGES, OfferVersions
from csp_tui.ui.sections.audience import AudienceSection
from csp_tui.ui.sections.history import HistorySection
from csp_tui.ui.sections.listing import ListingSection
from csp_tui.ui.sections.plans import PlansSection
from csp_tui.ui.sections.requests import RequestsSection
from csp_tui.ui.sections.review import ReviewSection
from csp_tui.ui.sections.section import Section
from csp_tui.ui.sections.setup import SetupSection
from csp_tui.ui.widgets.section_menu import SectionMenu
from csp_tui.ui.wording import next_words, status_word, waiting_words
from csp_tui.ui.workbench_screen import WorkbenchScreen

_SECTIONS: dict[str, type[Section]] = {
    "setup": SetupSection,
    "plans": PlansSection,
    "listing": ListingSection,
    "audience": AudienceSection,
    "review": ReviewSection,
    "requests": RequestsSection,
    "history": HistorySection,
}

SECTION_NAMES = frozenset(_SECTIONS)
"""What the pages of an offer are called, in `open_section` and in what is kept of them."""

COPY_ID = Command("offer.copy", N_("Copy offer ID"), N_("Copy the offer ID"), "y", bar=False)


class OfferScreen(OfferVersions):
    """An offer: menu, where it stands, and one section at a time.

    Args:
        offer_id: The offer.
        section: The section to begin with; the audience where none is named.

    Attributes:
        start_typed: What an earlier session had typed in that section and not saved.
    """

    PLACE = "offers"
    HELP_TEXT = N_(
        "One offer. The menu holds Partner Center's pages; the line under the title says where the "
        "offer stands and what comes next. Changes are saved to the draft first and become "
        "live by Publish or, for partners added to a live list, by Sync CSP audience."
    )
    COMMANDS_HERE: ClassVar[Sequence[Command]] = (
        Command(
            "offer.next_section",
            N_("Next page"),
            N_("Go to the next page of the menu"),
            "right_square_bracket,ctrl+pagedown",
            bar=False,
        ),
        Command(
            "offer.previous_section",
            N_("Previous page"),
            N_("Go to the page before in the menu"),
            "left_square_bracket,ctrl+pageup",
            bar=False,
        ),
        COPY_ID,
        CHANGES,
    )
    PARTS: ClassVar[Sequence[type[Section]]] = tuple(_SECTIONS.values())
    DEFAULT_CSS = """
    OfferScreen {
        #offer-title { height: 1; padding: 0 1; & > .crumbs { width: 1fr; text-style: bold; }
            & > .state { width: auto; color: $text-muted; } }
        #offer-next { height: auto; max-height: 2; padding: 0 1; color: $text-accent; }
        #offer-body { height: 1fr; layout: vertical; }
        &.-wide #offer-body { layout: horizontal; }
        #offer-section { width: 1fr; height: 1fr; }
    }
    """
    AUTO_FOCUS = "#section-menu"
    menu = getters.query_one("#section-menu", SectionMenu)

    def __init__(self, offer_id: str, section: str = "") -> None:
        super().__init__(offer_id)
        self._first = section or "audience"
        self._section: Section | None = None
        self.start_typed: dict[str, Value] = {}

    def compose_page(self) -> Iterable[Widget]:
        """Title, next step, menu and the place of the section."""
        with Horizontal(id="offer-title"):
            yield Static("", classes="crumbs", markup=False)
            yield Static("", classes="state", markup=False)
        yield Static("", id="offer-next", markup=False)
        with Horizontal(id="offer-body"):
            yield SectionMenu(_entries(), self._first)
            yield Vertical(id="offer-section")

    @on(Mount)
    async def open_first(self) -> None:
        """Open the first section."""
        await self._open(self._first)

    def hosts(self) -> Sequence[CommandHost]:
        """The open section, then the screen."""
        return (self.section, self) if self.section is not None else (self,)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave y to a section that copies something of its own."""
        if action == "run_command" and parameters[0] == "offer.copy" and self.section is not None:
            taken = {key for one in self.section.COMMANDS_HERE for key in one.keys_now}
            return taken.isdisjoint(COPY_ID.keys_now)
        return super().check_action(action, parameters)

    def copyable(self) -> Copyable | None:
        """What the section would copy, else the offer ID."""
        return super().copyable() or Copyable(self.offer_id, _("The offer ID"), "offer-id.txt")

    def command_offer_copy(self) -> None:
        """Copy the offer ID."""
        self.tell(self.app.copy(self.offer_id, _("The offer ID")))

    @property
    def section(self) -> Section | None:
        """The section that is open, None while it is being made or taken away."""
        section = self._section
        return section if section is not None and section.is_there else None

    def again(self) -> WorkbenchScreen:
        """The same section of the same offer."""
        return self.at_same_records(OfferScreen(self.offer_id, self.menu.chosen))

    def show_view(self, view: AudienceView) -> None:
        """Show where the offer stands, in the title and in the section."""
        self.view = view
        offer = view.standing.offer
        crumbs = f"{_('Offers')} › {offer.setup.name}"
        waits = waiting_words(view.standing) if offer.is_live else ""
        state = status_word(offer.status) + (f" · {waits}" if waits else "")
        self.query_one("#offer-title .crumbs", Static).update(Content(visible(crumbs)))
        self.query_one("#offer-title .state", Static).update(Content(state))
        self.show_next()
        self.menu.note("requests", str(len(view.open_requests) or ""))
        # One that is still being made is shown the view as soon as it is there.
        if self.section is not None:
            self.section.show_view(view)
            self._put_back(self.section)
        self.refresh_commands()

    def begins_at(self, offer_id: str, section: str) -> bool:
        """Whether it is being opened at a section of an offer, and has not been read yet."""
        return self.view is None and (self.offer_id, self._first) == (offer_id, section)

    def where(self) -> dict[str, str]:
        """The offer and its open section."""
        section = self.menu.chosen if self.is_mounted else self._first
        return {"screen": "offer", "offer_id": self.offer_id, "section": section}

    def unsaved_here(self, _below: Screen[object] | None) -> Unsaved | None:
        """What is typed in the open section and not saved."""
        section = self.section
        typed = section.typed() if section is not None and self.view is not None else {}
        if section is None or self.view is None or not typed:
            return None
        name = next(key for key, kind in _SECTIONS.items() if isinstance(section, kind))
        label = next(label for key, label, _short in _entries() if key == name)
        place = f"{self.view.standing.offer.setup.name} › {label}"
        words = (place, *(f"  {line}" for line in section.typed_words()))
        return Unsaved("offer", {"offer_id": self.offer_id, "section": name}, typed, words)

    def _put_back(self, section: Section) -> None:
        typed, self.start_typed = self.start_typed, {}
        if typed:
            section.put_back(typed)
            self.show_next()
            self.tell(_("What you had typed is back. It is not saved yet."), "plain")

    def show_next(self, instead: str = "") -> None:
        """Say what comes next; unsaved input comes before everything else."""
        instead = instead or self.next_of_both()
        if not instead and self.is_dirty:
            instead = _("Not saved yet: Save draft ({key}) keeps your changes").format(
                key=key_of("draft.save")
            )
        if self.view is not None:
            text = instead or next_words(self.view)
            self.query_one("#offer-next", Static).update(Content(visible(text)))

    def refresh_commands(self) -> None:
        """Look anew at what can run, in the bar and on the section's buttons."""
        super().refresh_commands()
        if self.section is not None:
            self.section.refresh_buttons()

    def open_section(self, name: str) -> None:
        """Go to a section by its name."""
        self.menu.chosen = name

    @on(SectionMenu.Chosen)
    async def open_chosen(self, event: SectionMenu.Chosen) -> None:
        """Open the section that was chosen; unsaved input is asked about first."""
        event.stop()
        current = self._section
        if current is not None and isinstance(current, _SECTIONS[event.name]):
            return
        if current is None or not current.is_dirty:
            await self._open(event.name)
            return
        self._ask_unsaved(
            lambda: self.run_worker(self._open(event.name), exclusive=True, group="section"),
            lambda: self._keep_section(current),
        )

    def _keep_section(self, section: Section) -> None:
        name = next(key for key, kind in _SECTIONS.items() if isinstance(section, kind))
        with self.menu.prevent(SectionMenu.Chosen):
            self.menu.chosen = name

    async def _open(self, name: str) -> None:
        place = self.query_one("#offer-section", Vertical)
        section = _SECTIONS[name](self.offer_id)
        self._section = section
        async with self.batch():
            await place.remove_children()
            await place.mount(section)
        if self.section is not section:
            return
        self.start_lists()
        if self.view is not None:
            section.show_view(self.view)
            self._put_back(section)
        self.show_next()
        self.refresh_bindings()
        self.refresh_commands()

    @on(SectionMenu.Entered)
    def enter_section(self, event: SectionMenu.Entered) -> None:
        """Focus the first thing in the section that takes the focus."""
        event.stop()
        self.focus_section()

    def focus_section(self) -> None:
        """Go from the menu into the section."""
        section = self.section
        if section is not None:
            for widget in section.query("*"):
                if widget.focusable:
                    widget.focus()
                    return

    def command_offer_next_section(self) -> None:
        """Open the next section."""
        self.menu.action_move(1)

    def command_offer_previous_section(self) -> None:
        """Open the section before."""
        self.menu.action_move(-1)

    def command_back(self) -> None:
        """From the section to the menu, from the menu to the offers."""
        if self.focused is not self.menu and self.focused is not None:
            self.menu.focus()
        else:
            self.leave(self.app.go_back)

    def leave(self, go: Callable[[], None]) -> None:
        """Go elsewhere; unsaved input is asked about first."""
        if self.is_dirty:
            self._ask_unsaved(go, lambda: None)
        else:
            go()

    def _ask_unsaved(self, go: Callable[[], object], stay: Callable[[], object]) -> None:
        from csp_tui.ui.dialogs.confirm import ConfirmDialog

        section = self._section
        assert section is not None

        def answered(choice: str | None) -> None:
            if choice == "save":
                stay()
                self.action_run_command("draft.save")
            elif choice == "discard":
                section.discard()
                go()
            else:
                stay()

        dialog = ConfirmDialog(
            _("Leave without saving?"),
            [_("What you changed here is not saved in the draft yet.")],
            [("save", _("Save draft")), ("discard", _("Discard changes"))],
            cancel=_("Stay"),
        )
        self.app.push_screen(dialog, answered)


def _entries() -> list[tuple[str, str, str]]:
    return [
        ("setup", _("Offer setup"), _("Setup")),
        ("plans", _("Plans"), _("Plans")),
        ("listing", _("Offer listing"), _("Listing")),
        ("audience", _("Resell through CSPs"), _("Resell through CSPs")),
        ("review", _("Review and publish"), _("Publish")),
        ("requests", _("Support requests"), _("Requests")),
        ("history", _("History"), _("History")),
    ]
