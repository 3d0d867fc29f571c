"""What must hold between two gusts of a storm, whatever was pressed before."""

from __future__ import annotations

import io

from textual.widgets import Select

from csp_tui import i18n
from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.command_screen import CommandScreen
from csp_tui.ui.kit.widgets.command_bar import CommandBar
from tests.ui.steering import painted

from .laws import Audience, broken_by_state
from .stormed import Stormed


class Violation(AssertionError):
    """Something that must hold does not."""


def require_usable(app: Stormed) -> None:
    """The focus is on something that one sees; Help and Back are in the line of commands.

    Raises:
        Violation: It is not so.
    """
    screen, focused = app.screen, app.focused
    if focused is not None:
        wrong = {
            "gone": not focused.is_attached,
            "elsewhere": focused.screen is not screen,
            "hidden": not focused.display,
            "disabled": focused.disabled,
        }
        if any(wrong.values()):
            how = [name for name, is_wrong in wrong.items() if is_wrong]
            raise Violation(f"the focus in {screen!r} is at {focused!r}: {how}")
    elif screen.focus_chain and isinstance(screen, CommandScreen):
        raise Violation(f"nothing of {screen!r} has the focus")
    # The guided tour has its own line of keys, and in a small window no room for both; an open
    # menu covers everything.
    covered = app.tour_is_on or any(menu.expanded for menu in screen.query(Select))
    if screen.query(CommandBar) and not covered:
        lines = painted(screen).rstrip().splitlines()
        words = ("Help", "Back") if i18n.current() == "en" else ("Aide", "Retour")
        if not any(all(word in line for word in words) for line in lines):
            raise Violation(f"no Help and Back in {screen!r}:\n" + "\n".join(lines))


def stuck(app: Stormed) -> str:
    """What is still busy and where its code is, for when nothing happens."""
    lines = [f"workers: {[repr(one) for one in app.workers if not one.is_finished]}"]
    for pump in (app, *(one for screen in app.screen_stack for one in screen.walk_children())):
        if pump.message_queue_size and pump._task is not None:
            stack = io.StringIO()
            pump._task.print_stack(file=stack)
            lines.append(f"{pump!r}: {pump.message_queue_size} messages\n{stack.getvalue()}")
    return "\n".join(lines)


def require_lawful(workbench: Workbench) -> None:
    """The database is intact and breaks no law of the program.

    Raises:
        Violation: It is not so.
    """
    check = workbench.database.check()
    if not check.ok:
        raise Violation(f"the database is not sound: {check}")
    for row in workbench.offers.rows():
        offer = row.state.offer
        members = workbench.audience.rows(offer.offer_id)
        audience = Audience(
            kind=offer.product_type,
            setup=offer.setup,
            live_setup=offer.live_setup,
            chosen=offer.draft_channel,
            live_option=offer.live_channel,
            draft=frozenset(one.tenant_id for one in members if one.in_draft),
            live=frozenset(one.tenant_id for one in members if one.in_live),
            resold=frozenset(one.tenant_id for one in workbench.resales.rows(offer.offer_id)),
        )
        for law in broken_by_state(audience):
            raise Violation(f"{offer.offer_id}: {law}")
