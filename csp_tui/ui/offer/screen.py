"""One offer, with Partner Center's menu."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Mount
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from csp_tui.domain.errors import NotFound, WorkbenchError
from csp_tui.domain.history import Entry
from csp_tui.domain.partner_list import Drift
from csp_tui.domain.text import visible
from csp_tui.i18n import N_, render
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import UnsavedInput
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.views import AudienceView
from csp_tui.ui.commands.catalog.offers import (
    CHANGES,
    OFFER_COMMANDS,
    OFFER_COPY,
)
from csp_tui.ui.commands.catalog.plans import AUDIT, COMPARE, LISTS, WHAT_IF
from csp_tui.ui.commands.command import Command, CommandProvider
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.kit.background import AFTER_FRAME, ReadAhead
from csp_tui.ui.kit.command_screen import CommandPart
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.section import Section
from csp_tui.ui.kit.widgets.steady_text import SteadyText
from csp_tui.ui.kit.widgets.title_line import TitleLine
from csp_tui.ui.offer.conflict import OfferConflict
from csp_tui.ui.offer.opened import OpenOffer
from csp_tui.ui.offer.publishing import Publishing
from csp_tui.ui.offer.section_menu import SectionMenu
from csp_tui.ui.offer.sections import SECTIONS, OfferSections, menu_entries
from csp_tui.ui.text.cells import shortened
from csp_tui.ui.text.conflicts import OfferReading, read_offer
from csp_tui.ui.text.copyable import Copyable
from csp_tui.ui.text.history import describe_external_changes
from csp_tui.ui.text.offers import next_words, pending_words, status_word

_NEXT_LINES = 2
"""Lines for what comes next."""


class OfferScreen(Page):
    """An offer: menu, state, and one section at a time.

    Args:
        offer_id: The offer.
        section: The section to begin with; by default the audience.

    Attributes:
        opened: The offer as it was read last.
        menu: The menu of the sections.
        sections: The sections, of which one is open.
        conflict: Shows both versions if someone else has changed the offer.
        publishing: Carries out Publish and Sync.
        start_typed: What an earlier session had typed in the first section and not saved.
    """

    NAV_ITEM = "offers"
    HELP_TEXT = N_(
        "One offer. The menu has Partner Center's pages; the line under the title shows the "
        "state of the offer and the next step. Changes are saved to the draft first and go "
        "live by Publish or, for partners added to a live list, by Sync CSP audience."
    )
    COMMANDS_HERE: ClassVar[Sequence[Command]] = OFFER_COMMANDS
    SPARE_COMMANDS: ClassVar[Sequence[Command]] = (WHAT_IF, COMPARE, LISTS, AUDIT)
    CONTROLLERS: ClassVar[Sequence[type[CommandProvider]]] = (
        Publishing,
        OfferSections,
        OfferConflict,
    )
    PARTS: ClassVar[Sequence[type[Section]]] = tuple(SECTIONS.values())
    DEFAULT_CSS = """
    OfferScreen {
        #offer-title { padding: 0 1; }
        #offer-next { height: auto; max-height: 2; padding: 0 1; color: $text-accent; }
        #offer-body { height: 1fr; layout: vertical; }
        &.-wide #offer-body { layout: horizontal; }
        #offer-section { width: 1fr; height: 1fr; }
    }
    """
    # The section decides, once the offer is read.
    AUTO_FOCUS = ""

    def __init__(self, offer_id: str, section: str = "") -> None:
        super().__init__()
        self._first = section or "audience"
        self._external_changes = ""
        self._drifts: Sequence[Drift] = []
        self._ahead = ReadAhead[OfferReading]()
        self.opened = OpenOffer(offer_id)
        self.menu = SectionMenu(menu_entries(), self._first)
        self._place = Vertical(id="offer-section")
        self.sections = OfferSections(
            self,
            self.opened,
            self.menu,
            self._place,
            make=self._make_section,
            show_next=self.show_next,
        )
        self.conflict = OfferConflict(
            self,
            self.opened,
            section=lambda: self.section,
            show=self.show_view,
            show_next=self.show_next,
            not_loaded=self._not_loaded,
        )
        self.publishing = Publishing(
            self,
            self.opened,
            self.conflict,
            go_to_field=self.sections.go_to_field,
            open_section=lambda: self.section,
        )

    @property
    def controllers(self) -> Sequence[CommandProvider]:
        """The objects that carry out most of the commands."""
        return (self.publishing, self.sections, self.conflict)

    @property
    def offer_id(self) -> str:
        """The offer."""
        return self.opened.offer_id

    @property
    def offer_id_shown(self) -> str | None:
        """The offer."""
        return self.offer_id

    @property
    def pending_edits(self) -> Mapping[str, AudienceEdit]:
        """What the open section has not saved yet."""
        edit = None if self.section is None else self.section.unsaved_edit()
        return {} if edit is None else {self.offer_id: edit}

    @property
    def view(self) -> AudienceView | None:
        """The state of the offer, None until it is read."""
        return self.opened.view

    @property
    def section(self) -> Section | None:
        """The open section, None while it is being made or removed."""
        return self.sections.current

    def compose_page(self) -> Iterable[Widget]:
        """Title, next step, menu and the place of the section."""
        if self.app.is_open:
            self._ahead.begin(partial(read_offer, self.app.workbench, self.offer_id, None))
        yield TitleLine(id="offer-title")
        yield SteadyText("", id="offer-next", markup=False)
        with Horizontal(id="offer-body"):
            yield self.menu
            yield self._place

    @on(Mount)
    async def open_first(self) -> None:
        """Open the first section."""
        await self.sections.open(self._first)

    def _make_section(self, name: str) -> Section:
        section = SECTIONS[name](self.offer_id)
        section.page = self
        return section

    def recreate(self) -> Page:
        """A new page of the same offer, at the same section."""
        return self.at_same_records(OfferScreen(self.offer_id, self.menu.chosen))

    def begins_at(self, offer_id: str, section: str) -> bool:
        """Whether it is being opened at a section of an offer, and has not been read yet."""
        return self.view is None and (self.offer_id, self._first) == (offer_id, section)

    def where(self) -> dict[str, str]:
        """The offer and its open section."""
        return {"screen": "offer", "offer_id": self.offer_id, "section": self.menu.chosen}

    # --- commands

    def hosts(self) -> Sequence[CommandPart]:
        """The open section, then the page."""
        return (self.section, self) if self.section is not None else (self,)

    def provider_of(self, host: CommandProvider, command: Command) -> CommandProvider:
        """The object that carries out a command; sections leave some to their controllers."""
        if isinstance(host, Section):
            host = host.host_of(command)
        return super().provider_of(host, command)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the key of Copy to a section that copies something of its own with it."""
        if action == "run_command" and parameters[0] == OFFER_COPY.id and self.section is not None:
            taken = {key for one in self.section.COMMANDS_HERE for key in one.keys_now}
            return taken.isdisjoint(OFFER_COPY.keys_now)
        return super().check_action(action, parameters)

    def refresh_commands(self) -> None:
        """Update what can run, in the bar and on the section's buttons."""
        super().refresh_commands()
        if self.section is not None:
            self.section.refresh_buttons()

    def copyable(self) -> Copyable | None:
        """What the section would copy, else the offer ID."""
        return super().copyable() or Copyable(self.offer_id, _("The offer ID"), "offer-id.txt")

    def command_offer_copy(self) -> None:
        """Copy the offer ID."""
        self.tell(self.app.copy(self.offer_id, _("The offer ID")))

    # --- reading and showing

    def load(self) -> None:
        """Read the state of the offer; unsaved input stays."""
        newest = self.opened.newest
        reading = self.tasks.run(
            self._ahead.take() or (lambda: read_offer(self.app.workbench, self.offer_id, newest)),
            self._loaded,
            on_error=self._not_loaded,
        )
        if self.view is None:
            # What is typed with Enter is meant for the offer that it opens.
            self.app.key_queue.wait_for(reading)

    def _loaded(self, reading: OfferReading) -> None:
        if self.opened.receive(reading, is_dirty=self.has_unsaved):
            self.show_view(reading.view)
        else:
            self.show_next()
            self.refresh_commands()

    def _not_loaded(self, error: WorkbenchError) -> None:
        if not isinstance(error, NotFound):
            self.app.show_problem(error)
        elif self.expects_removal:
            return
        elif self.has_unsaved:
            # The unsaved input is still to be seen; Back leaves the page.
            self.tell(render(error.message), "refused")
        elif self.close_page():
            if self._external_changes and isinstance(self.app.screen, Page):
                # Say on the page below who has deleted the offer.
                self.app.screen.tell(self._external_changes, "plain")
            self.app.show_problem(error)

    def show_view(self, view: AudienceView) -> None:
        """Show the state of the offer in the title and in the section."""
        self.opened.view = view
        self._show_title()
        self.show_next()
        self._read_drifts()
        self.menu.note("requests", str(len(view.open_requests) or ""))
        self.sections.show_view(view)
        self.refresh_commands()

    def _show_title(self) -> None:
        if self.view is None:
            return
        offer = self.view.state.offer
        has_drifted = any(drift.has_drifted for drift in self._drifts)
        state = [status_word(offer.status)]
        if offer.is_live or has_drifted:
            state.append(pending_words(self.view.state, has_drifted=has_drifted))
        title = f"{_('Offers')} › {offer.setup.name}"
        self.query_one(TitleLine).show(title, " · ".join(filter(None, state)))

    def _read_drifts(self) -> None:
        """Read how the offer differs from its lists, once it is shown: they can be long."""
        lists = self.app.workbench.lists
        self.tasks.run(
            lambda: lists.drift(self.offer_id),
            self._show_drifts,
            group="drift",
            delay=AFTER_FRAME,
        )

    def _show_drifts(self, drifts: Sequence[Drift]) -> None:
        if drifts != self._drifts:
            self._drifts = drifts
            self._show_title()
            self.show_next()

    def show_next(self, instead: str = "") -> None:
        """Show what comes next; unsaved input comes before everything else."""
        instead = instead or self.conflict.next_step()
        if not instead and self.section is not None:
            instead = self.section.next_step()
        if self.view is not None:
            text = instead or next_words(self.view, drifts=self._drifts, in_field=self._is_in_field)
            line = self.query_one("#offer-next", Static)
            # Beside the two columns of padding; before the first layout there is no width yet.
            width = self.size.width - 2
            line.update(Content(shortened(visible(text), width, lines=_NEXT_LINES)))

    def on_resize(self) -> None:
        """Cut what comes next to the lines that it has."""
        self.show_next()

    @property
    def _is_in_field(self) -> bool:
        return isinstance(self.focused, Input)

    def on_descendant_focus(self) -> None:
        """Show which keys take the next step from here."""
        self.show_next()

    # --- external changes

    def shows(self, entry: Entry) -> bool:
        """Changes of the offer, and of partners' names."""
        return entry.offer_id in (None, self.offer_id)

    def database_replaced(self) -> None:
        """Regard everything in the other file as new."""
        self.opened.database_replaced()
        if self.section is not None and self.view is not None:
            self.section.view = self.view

    def on_external_change(self, entries: Sequence[Entry]) -> None:
        """Show the changes, or keep unsaved input and say how to see both versions."""
        concerned = [entry for entry in entries if self.shows(entry)]
        if concerned and self.has_unsaved:
            self.load()
            text = _("{changed}. What you changed here is kept; {key} shows both versions.").format(
                changed=describe_external_changes(concerned, here=self.offer_id),
                key=key_label(CHANGES.id),
            )
            self.tell(text, "refused")
        elif concerned:
            self._external_changes = describe_external_changes(concerned)
            self.load()
            self.tell(describe_external_changes(concerned, here=self.offer_id), "plain")

    # --- sections and unsaved input

    def focus_content(self) -> None:
        """Focus the list or the first control of the open section."""
        self.sections.focus_current()

    def open_section(self, name: str) -> None:
        """Go to a section by its name, and into it."""
        self.sections.select(name)

    @on(SectionMenu.Chosen)
    async def open_chosen(self, event: SectionMenu.Chosen) -> None:
        """Open the section that was selected."""
        event.stop()
        await self.sections.switch_to(event.name)

    @on(SectionMenu.Entered)
    def enter_section(self, event: SectionMenu.Entered) -> None:
        """Go from the menu into the section."""
        event.stop()
        self.sections.focus_current()

    @property
    def has_unsaved(self) -> bool:
        """Whether there is unsaved input in the open section."""
        return self.sections.is_dirty

    @property
    def can_undo_input(self) -> bool:
        """Whether Undo first undoes something that was entered in the open section."""
        return (section := self.sections.current) is not None and section.can_undo_input

    @property
    def can_redo_input(self) -> bool:
        """Whether unsaved input of the open section was undone."""
        return (section := self.sections.current) is not None and section.can_redo_input

    def undo_input(self) -> None:
        """Undo the last step of the unsaved input of the open section."""
        if (section := self.sections.current) is not None:
            section.undo_input()

    def redo_input(self) -> None:
        """Redo the step of unsaved input that was undone last."""
        if (section := self.sections.current) is not None:
            section.redo_input()

    def unsaved_here(self, _below: Screen[object] | None) -> UnsavedInput | None:
        """The unsaved input of the open section."""
        return self.sections.unsaved()

    def command_back(self) -> None:
        """Go from a field to the menu, from everywhere else to the offers; a search ends first."""
        if self._is_in_field:
            self.menu.focus()
        elif not self.end_search():
            self.leave(self.app.navigation.go_back)

    def leave(self, go: Callable[[], object]) -> None:
        """Go elsewhere, after asking about unsaved input."""
        self.sections.leave(go)
