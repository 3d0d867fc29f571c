"""An app that keeps to what its session may do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from textual.events import Event

from csp_tui.domain.text import visible
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.command_app import CommandApp
from csp_tui.ui.field_text import field_text
from csp_tui.ui.kiosk import KioskWatch
from csp_tui.ui.policy import NORMAL, SessionPolicy

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.widget import Widget


class GuardedApp(CommandApp):
    """An app with a policy; what Textual itself would let people do is held to it, too.

    Attributes:
        policy: What this session may do.
        kiosk: Ends the session of strangers; None elsewhere.
        tour_is_on: Whether the guided tour leads.
        begins_with_tour: Whether it does so as soon as the demo is open.
    """

    policy: SessionPolicy = NORMAL
    kiosk: KioskWatch | None = None
    tour_is_on: bool = False
    begins_with_tour: bool = False

    def use_policy(self, policy: SessionPolicy) -> None:
        """Keep to a policy from the start."""
        self.policy = policy
        if policy.idle_limit is not None or policy.session_limit is not None or policy.is_kiosk:
            self.kiosk = KioskWatch(self)

    def on_mount(self) -> None:
        """Count the time of a session that is to end."""
        if self.kiosk is not None:
            self.kiosk.begin()

    async def on_event(self, event: Event) -> None:
        """Note that someone is there, and hold input to its bounds."""
        if self.kiosk is None or self.kiosk.meet(event):
            await super().on_event(event)

    def _register_child(
        self, parent: DOMNode, child: Widget, before: int | None, after: int | None
    ) -> None:
        if self.kiosk is not None:
            self.kiosk.guard(child)
        super()._register_child(parent, child, before, after)

    def copy_to_clipboard(self, text: str) -> None:
        """Send a text to the terminal's clipboard where that is allowed.

        Nothing in it drives another terminal when it is pasted there.
        """
        if self.policy.copies:
            super().copy_to_clipboard(field_text(text))

    def notify(self, message: str, *, title: str = "", **options: Any) -> None:
        """Say something in the corner; it may hold data, and is never read as markup."""
        options["markup"] = False
        super().notify(visible(message), title=visible(title), **options)

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Leave the terminal to another program; never where strangers sit.

        Raises:
            PermissionError: This session may not.
        """
        if not self.policy.processes:
            raise PermissionError("this session may not be suspended")
        with super().suspend():
            yield

    def action_suspend_process(self) -> None:
        """Go to the background; never where strangers sit."""
        if self.policy.processes:
            super().action_suspend_process()

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Show where an address leads, and open it in a browser when that is wanted.

        Only http and https, and never where strangers sit.
        """
        from csp_tui.ui.dialogs.confirm import ConfirmDialog
        from csp_tui.ui.links import openable

        address = openable(url)
        if address is None or not self.policy.processes:
            return

        def answered(way: str | None) -> None:
            if way == "open":
                super(GuardedApp, self).open_url(address, new_tab=new_tab)

        ask = ConfirmDialog(_("Open in the browser?"), [address], [("open", _("Open"))])
        self.push_screen(ask, answered)

    def save_screenshot(self, *args: Any, **options: Any) -> str:
        """Write a picture of the screen into a file.

        Raises:
            PermissionError: This session has no files.
        """
        if not self.policy.files:
            raise PermissionError("this session has no files")
        return super().save_screenshot(*args, **options)

    def deliver_screenshot(self, *args: Any, **options: Any) -> str | None:
        """Hand over a picture of the screen; never where strangers sit."""
        return super().deliver_screenshot(*args, **options) if self.policy.files else None
