"""What a guided tour is made of: its steps, how its data begins and is read, and where it ends."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from csp_tui.domain.quick_dataclass import dataclass

if TYPE_CHECKING:
    from csp_tui.services.workbench import Workbench
    from csp_tui.ui.kit.app_base import AppBase
    from csp_tui.ui.tour.steps import Step

ONE_OFFER, TEN_OFFERS = "offer", "ten-offers"
"""The names of the stories."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A guided tour.

    Attributes:
        steps: Its steps, in order.
        begin: Puts into the demo what the story begins with.
        read: Reads how far the story has come, for the steps' ``is_done``.
        show: Goes to where a step happens, with what it begins with; whether that is there.
        is_there: Whether what a step begins with is on the screen already, entered by hand.
    """

    steps: tuple[Step, ...]
    begin: Callable[[Workbench], None]
    read: Callable[[Workbench], Any]
    show: Callable[[AppBase, Step, Any], Awaitable[bool]]
    is_there: Callable[[AppBase, Step], bool]


def story_of(name: str) -> Story:
    """A story by its name; each is imported when it is first told.

    Args:
        name: ``ONE_OFFER`` or ``TEN_OFFERS``.
    """
    if name == TEN_OFFERS:
        from csp_tui.ui.tour import bulk_actions, bulk_scenes
        from csp_tui.ui.tour.bulk_steps import BULK_STEPS

        return Story(
            steps=BULK_STEPS,
            begin=bulk_actions.make_offers,
            read=bulk_actions.facts,
            show=bulk_scenes.show,
            is_there=bulk_scenes.is_there,
        )
    from csp_tui.ui.tour import actions, scenes
    from csp_tui.ui.tour.steps import STEPS

    return Story(
        steps=STEPS,
        begin=actions.make_offer,
        read=actions.facts,
        show=scenes.show,
        is_there=scenes.is_there,
    )
