"""A list with the highlighted record in full beside it, where there is room."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from csp_tui.domain.errors import Canceled, NotFound, WorkbenchError
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.text import visible
from csp_tui.i18n import render
from csp_tui.ui.kit.background import BackgroundTasks
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.widgets.scroll_text import ScrollText
from csp_tui.ui.kit.widgets.world_map import WorldMapView
from csp_tui.ui.text.market_states import MarketState

SHOWN_FROM = 120
"""Columns of the window from which a detail is shown if the list leaves room for it."""
ALWAYS_FROM = 160
"""Columns of the window from which a detail is always shown."""
LEAST, MOST = 36, 72
"""Columns of a detail, its frame included."""
DELAY = 0.08
"""Seconds for which the cursor has to rest on a record before its detail is read."""


@dataclass(frozen=True, slots=True)
class Detail:
    """What is said about a record.

    Attributes:
        title: The title in the frame; it may hold data.
        text: The text, with control characters made visible.
        regions: The states for a map, as ``WorldMapView.show`` takes them; none for no map.
        more: The text below the map.
    """

    title: str
    text: Content
    regions: Mapping[str, MarketState] = field(default_factory=dict)
    more: Content | None = None


def detail_width(window: int, room: int, needed: int) -> int:
    """Columns for the detail, 0 where it is not shown.

    It takes what the list does not need; only in a very wide window also what the list would use.

    Args:
        window: Columns of the window.
        room: Columns for list and detail together.
        needed: Columns that the list uses with no cell cut.
    """
    spare = room - needed
    if window < SHOWN_FROM or (window < ALWAYS_FROM and spare < LEAST):
        return 0
    return max(LEAST, min(spare, MOST))


class DetailPane(ScrollText):
    """The frame with a record's detail."""

    DEFAULT_CSS = """
    DetailPane {
        width: 36; height: 1fr; display: none; padding: 0 0 0 1; overflow-x: hidden;
        scrollbar-gutter: stable;
        border: round $boost; border-title-color: $text-muted; border-title-style: bold;
        &:focus { border: round $primary; background: $background; }
        & > Static { height: auto; }
        & > WorldMapView { display: none; height: auto; margin: 1 0; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._detail = Detail("", Content(""))
        self._is_composed = False

    def compose(self) -> ComposeResult:
        """A text, a map and a text."""
        yield Static("", classes="detail-text", markup=False)
        yield WorldMapView()
        yield Static("", classes="detail-more", markup=False)

    def on_mount(self) -> None:
        """Show the detail that came before."""
        self._is_composed = True
        self._draw()

    def show(self, detail: Detail | None) -> None:
        """Show a detail, or nothing."""
        self._detail = detail or Detail("", Content(""))
        if self._is_composed:
            self._draw()

    def _draw(self) -> None:
        detail = self._detail
        self.border_title = Content(visible(detail.title)).markup
        self.query_one(".detail-text", Static).update(detail.text)
        self.query_one(".detail-more", Static).update(detail.more or Content(""))
        world = self.query_one(WorldMapView)
        world.display = bool(detail.regions)
        world.show(detail.regions)
        self.scroll_home(animate=False)


class MasterDetail(Horizontal):
    """A list and the detail of its highlighted record.

    The cursor never waits for the detail: it is read in a thread once the cursor rests, and an
    answer about a record that is no longer highlighted is dropped.

    Args:
        master: The list, or what holds it.
        read: Reads the detail of a record by its key; runs in a thread, touches no widget.
        id: Name of the widget.
    """

    DEFAULT_CSS = """
    MasterDetail {
        height: 1fr;
        & > RecordList { width: 1fr; height: 1fr; }
        & > PartnerFinder { width: 1fr; }
    }
    """

    class Arranged(Message):
        """The detail appeared beside the list, or went.

        Attributes:
            is_shown: Whether it is there now.
        """

        def __init__(self, is_shown: bool) -> None:
            super().__init__()
            self.is_shown = is_shown

    def __init__(
        self, master: Widget, read: Callable[[str], Detail | None], *, id: str | None = None
    ) -> None:
        self._pane = DetailPane()
        super().__init__(master, id=id)
        self._master = master
        self._read = read
        self._tasks = BackgroundTasks(self)
        self._key = ""
        self._shown = ""

    @property
    def listing(self) -> RecordList:
        """The list."""
        return self.query_one(RecordList)

    @property
    def has_detail(self) -> bool:
        """Whether the detail is shown."""
        return self._pane.is_attached and self._pane.display

    def reload(self) -> None:
        """Read the detail again, because what it shows may have changed."""
        self._shown = ""
        self.share_room()
        self._want()

    def on_resize(self) -> None:
        """Show the detail where there is room now."""
        self.share_room()
        self._want()

    def on_record_list_highlighted(self, event: RecordList.Highlighted) -> None:
        """Show the record that the cursor rests on."""
        key = event.record.key if event.record is not None else ""
        if not self._key or not key:
            # The first records say how wide the list has to be.
            self.share_room()
        self._key = key
        self._want()

    def share_room(self) -> None:
        """Give the detail what the list does not need, after the records have changed."""
        if not self.query(RecordList):
            return
        listing = self.listing
        around = self._master.outer_size.width - listing.outer_size.width
        needed = listing.needed_width + max(0, around)
        width = detail_width(self.app.size.width, self.size.width, needed)
        listing.make_narrow(width > 0)
        if self.has_detail != (width > 0):
            if not self._pane.is_attached:
                # A page opens faster without what it does not show.
                self.mount(self._pane)
            self._pane.display = width > 0
            self.post_message(self.Arranged(width > 0))
        if width:
            self._pane.styles.width = width

    def _want(self) -> None:
        key = self._key
        if not self.has_detail or key == self._shown:
            return
        if not key:
            self._pane.show(None)
            self._shown = ""
            return

        def show(detail: Detail | None) -> None:
            if key == self._key:
                self._shown = key
                self._pane.show(detail)

        def failed(error: WorkbenchError) -> None:
            # A record that was deleted since is about to leave the list as well.
            if not isinstance(error, NotFound | Canceled):
                show(Detail("", Content(visible(f"! {render(error.message)}"))))

        self._tasks.run(lambda: self._read(key), show, group="detail", delay=DELAY, on_error=failed)
