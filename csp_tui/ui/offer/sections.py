"""The sections of an offer's page, of which one is open at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.containers import Vertical

from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import UnsavedInput
from csp_tui.services.views import AudienceView
from csp_tui.ui.audience.section import AudienceSection
from csp_tui.ui.commands.catalog.offers import OFFER_NEXT_SECTION, OFFER_PREVIOUS_SECTION
from csp_tui.ui.commands.command import Command
from csp_tui.ui.history.section import HistorySection
from csp_tui.ui.kit.form_section import FormSection
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.section import Section
from csp_tui.ui.offer.listing import ListingSection
from csp_tui.ui.offer.opened import OpenOffer
from csp_tui.ui.offer.plans import PlansSection
from csp_tui.ui.offer.review import ReviewSection
from csp_tui.ui.offer.section_menu import SectionMenu
from csp_tui.ui.offer.setup import SetupSection
from csp_tui.ui.requests.section import RequestsSection

SECTIONS: dict[str, type[Section]] = {
    "setup": SetupSection,
    "plans": PlansSection,
    "listing": ListingSection,
    "audience": AudienceSection,
    "review": ReviewSection,
    "requests": RequestsSection,
    "history": HistorySection,
}

SECTION_NAMES = frozenset(SECTIONS)
"""The names of the sections, for ``open_section`` and in recovery files."""


class OfferSections:
    """Opens and leaves sections, and asks about unsaved input before.

    Args:
        page: The page of the offer.
        opened: The offer.
        menu: The menu of the sections on the page.
        place: Where the open section is mounted.
        make: Makes a section by its name.
        show_next: Shows on the page what comes next.
    """

    COMMANDS_HERE: ClassVar[Sequence[Command]] = (OFFER_NEXT_SECTION, OFFER_PREVIOUS_SECTION)

    def __init__(
        self,
        page: Page,
        opened: OpenOffer,
        menu: SectionMenu,
        place: Vertical,
        *,
        make: Callable[[str], Section],
        show_next: Callable[[], None],
    ) -> None:
        self._page = page
        self._opened = opened
        self._menu = menu
        self._place = place
        self._make = make
        self._show_next = show_next
        self._section: Section | None = None
        self._field = ""
        self._takes_focus = True

    @property
    def current(self) -> Section | None:
        """The open section, None while it is being made or removed."""
        section = self._section
        return section if section is not None and section.is_there else None

    # --- opening

    def select(self, name: str) -> None:
        """Go to a section by its name; it takes the focus."""
        self._takes_focus = True
        self._menu.chosen = name

    async def switch_to(self, name: str) -> None:
        """Open the section that is selected in the menu, after asking about unsaved input."""
        current = self._section
        if current is not None and isinstance(current, SECTIONS[name]):
            return
        if current is None or not current.loses_input:
            await self.open(name)
            return
        # Saving shows the section again that is left; it must not take what is for the other one.
        takes_focus, self._takes_focus = self._takes_focus, False
        field, self._field = self._field, ""

        def go() -> None:
            self._takes_focus, self._field = takes_focus, field
            self._mark(name)
            self._page.run_worker(self.open(name), exclusive=True, group="section")

        self._mark(_name_of(current))
        self._ask_unsaved(go, lambda: None)

    async def open(self, name: str) -> None:
        """Replace the open section by another one."""
        section = self._make(name)
        self._section = section
        async with self._page.batch():
            await self._place.remove_children()
            await self._place.mount(section)
        if self.current is not section:
            return
        self._page.start_lists()
        if self._opened.view is not None:
            self._show_in(section, self._opened.view)
        self._show_next()
        self._page.refresh_bindings()
        self._page.refresh_commands()

    def show_view(self, view: AudienceView) -> None:
        """Show the state of the offer in the open section.

        A section that is still being made is shown the view as soon as it is mounted.
        """
        if self.current is not None:
            self._show_in(self.current, view)

    def focus_current(self) -> None:
        """Focus the list or the first control of the open section."""
        section = self.current
        target = section.main_widget() if section is not None else None
        if target is not None:
            target.focus()

    def go_to_field(self, name: str) -> None:
        """Open Offer listing, with the focus in one of its fields."""
        if isinstance(self.current, ListingSection):
            self.current.go_to_field(name)
        else:
            self._field = name
            self.select("listing")

    def _show_in(self, section: Section, view: AudienceView) -> None:
        section.show_view(view)
        takes_focus, self._takes_focus = self._takes_focus, False
        field, self._field = self._field, ""
        if field:
            section.go_to_field(field)
        elif takes_focus:
            self.focus_current()
        self._restore(section)

    def _mark(self, name: str) -> None:
        """Select a section in the menu without going there."""
        with self._menu.prevent(SectionMenu.Chosen):
            self._menu.chosen = name

    def command_offer_next_section(self) -> None:
        """Open the next section."""
        self._turn(1)

    def command_offer_previous_section(self) -> None:
        """Open the previous section."""
        self._turn(-1)

    def _turn(self, step: int) -> None:
        # In a field the next press of the key would be a letter.
        self._menu.focus()
        self._takes_focus = not issubclass(SECTIONS[self._menu.after(step)], FormSection)
        self._menu.action_move(step)

    # --- unsaved input

    @property
    def is_dirty(self) -> bool:
        """Whether there is unsaved input in the open section."""
        return self.current is not None and self.current.is_dirty

    def discard(self) -> None:
        """Discard the unsaved input of the open section."""
        if self.current is not None:
            self.current.discard()

    def leave(self, go: Callable[[], object]) -> None:
        """Go elsewhere, after asking about unsaved input.

        Args:
            go: Called then; not at all if the user stays.
        """
        if self.current is not None and self.current.loses_input:
            self._ask_unsaved(go, lambda: None)
        else:
            go()

    def unsaved(self) -> UnsavedInput | None:
        """The unsaved input of the open section, for recovery."""
        section, view = self.current, self._opened.view
        typed = section.typed() if section is not None and view is not None else {}
        if section is None or view is None or not typed:
            return None
        name = _name_of(section)
        label = next(label for key, label, _short in menu_entries() if key == name)
        place = f"{view.state.offer.setup.name} › {label}"
        words = (place, *(f"  {line}" for line in section.typed_lines()))
        about = {"offer_id": self._opened.offer_id, "section": name}
        return UnsavedInput("offer", about, typed, words)

    def _restore(self, section: Section) -> None:
        """Enter what an earlier session had not saved."""
        page = self._page
        typed, page.start_typed = page.start_typed, {}
        if typed:
            section.restore(typed)
            self._show_next()
            page.tell(_("Your input is restored. It is not saved yet."), "plain")

    def _ask_unsaved(self, go: Callable[[], object], stay: Callable[[], object]) -> None:
        from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog

        section = self._section
        assert section is not None

        def answered(choice: str | None) -> None:
            if choice == "save":
                stay()
                self._save_and(go)
            elif choice == "discard":
                section.discard()
                go()
            else:
                stay()

        dialog = ConfirmDialog(
            _("Leave without saving?"),
            [section.unsaved_words()],
            [("save", section.SAVES_WITH.shown_title), ("discard", _("Discard changes"))],
            cancel=_("Stay"),
            loses=True,
        )
        self._page.app.push_screen(dialog, answered)

    def _save_and(self, go: Callable[[], object]) -> None:
        """Save the draft, then leave; not if the save is refused or more was typed since."""
        section = self._section
        assert section is not None

        def saved() -> None:
            if section is not self.current or section.loses_input:
                return
            go()
            screen = self._page.app.screen
            if isinstance(screen, Page) and screen is not self._page:
                screen.tell(_("Draft saved."))

        section.after_save = saved
        self._page.action_run_command(section.SAVES_WITH.id)
        section.after_save = None


def menu_entries() -> list[tuple[str, str, str]]:
    """The sections as the menu shows them: name, title and short title."""
    return [
        ("setup", _("Offer setup"), _("Setup")),
        ("plans", _("Plans"), _("Plans")),
        ("listing", _("Offer listing"), _("Listing")),
        ("audience", _("Resell through CSPs"), _("Resell through CSPs")),
        ("review", _("Review and publish"), _("Publish")),
        ("requests", _("Support requests"), _("Requests")),
        ("history", _("History"), _("History")),
    ]


def _name_of(section: Section) -> str:
    return next(name for name, kind in SECTIONS.items() if isinstance(section, kind))
