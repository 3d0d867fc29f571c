"""The steps of the tour, in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.support import RequestStatus
from csp_tui.i18n import N_
from csp_tui.services.workbench import Workbench
from csp_tui.ui.tour import actions

_ANSWERED = (RequestStatus.SUBMITTED, RequestStatus.COMPLETED)


def _never(_facts: object) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        text: What it says and which keys do it, in English; ``{name}`` is replaced by a key.
        place: What is shown, such as ``offers`` or ``audience``; the story knows how to go there.
        keys: The commands whose keys the text names, by the names in it.
        act: Does through the services what the step asks for, None if it asks for nothing
            that is stored.
        is_done: Whether what is stored says that it has been done.
        before: What happens before the step, applied when it is reached.
        stage: The unsaved input on the screen, such as ``option`` or ``partners``; "" for none.
        saves: Whether it asks for saving: it is not done while anything on the page is unsaved.
    """

    text: str
    place: str
    keys: tuple[tuple[str, str], ...] = ()
    act: Callable[[Workbench], None] | None = None
    is_done: Callable[[Any], bool] = _never
    before: Callable[[Workbench], None] | None = None
    stage: str = ""
    saves: bool = False


def _save(workbench: Workbench) -> None:
    actions.save_edit(workbench, actions.selection_edit(actions.suggested(workbench, 3)))


STEPS: tuple[Step, ...] = (
    Step(
        N_(
            "Contoso sells these offers through partners in the CSP program. The list shows "
            "what is live and what is pending. The tour follows one offer from draft to a "
            "change made by support."
        ),
        "offers",
    ),
    Step(
        N_(
            "This is Contoso Archive, a draft that no partner may resell yet. The three options "
            "are those of Partner Center: any partner, specific partners, or none."
        ),
        "audience",
    ),
    Step(
        N_("Select the option “Specific partners”: go to it with the arrows and press space."),
        "audience",
        is_done=lambda facts: facts.option is ResellerChannel.SOME,
    ),
    Step(
        N_(
            "Select partners ({select}): type part of a name, and press space to select; "
            "several searches add up. The tour picks three French partners."
        ),
        "audience",
        (("select", "audience.select"),),
        is_done=lambda facts: facts.drafted > 0,
        stage="option",
    ),
    Step(
        N_("Save the draft ({save}) to keep the partners; until then {undo} discards them."),
        "audience",
        (("save", "draft.save"), ("undo", "undo")),
        act=_save,
        is_done=lambda facts: facts.drafted > 0,
        stage="partners",
        saves=True,
    ),
    Step(
        N_(
            "Publish ({publish}): a preview shows first what it does. Then these partners may "
            "resell."
        ),
        "audience",
        (("publish", "offer.publish"),),
        act=actions.publish,
        is_done=lambda facts: facts.live,
    ),
    Step(
        N_(
            "Add one more partner ({select}) and save the draft ({save}). It is marked + "
            "until synced."
        ),
        "audience",
        (("select", "audience.select"), ("save", "draft.save")),
        act=actions.add_one,
        is_done=lambda facts: facts.waiting > 0,
        saves=True,
    ),
    Step(
        N_("Sync ({sync}) makes added partners live within minutes; nothing else changes."),
        "audience",
        (("sync", "audience.sync"),),
        act=actions.sync,
        is_done=lambda facts: facts.live and not facts.waiting,
    ),
    Step(
        N_(
            "Time has passed: the first partner has resold the offer and is locked (■). Try "
            "to remove it: select it in the list and press {remove}."
        ),
        "audience",
        (("remove", "audience.remove"),),
        before=actions.let_resell,
    ),
    Step(
        N_(
            "Refused. The dialog shows the rule and what you can do instead. Partners that "
            "have resold can't be removed, not even by support."
        ),
        "refusal",
    ),
    Step(
        N_(
            "Remove another live partner ({remove}): that is possible, through a support "
            "request. The workbench writes it for you."
        ),
        "audience",
        (("remove", "audience.remove"),),
        act=actions.ask_for_removal,
        is_done=lambda facts: facts.has_request(),
    ),
    Step(
        N_(
            "Here is the request with the exact values of the form; {on} steps through it. "
            "File it in Partner Center, then mark it here as submitted, with its ticket "
            "number."
        ),
        "request",
        (("on", "request.next"),),
        act=actions.submit,
        is_done=lambda facts: facts.has_request(*_ANSWERED),
    ),
    Step(
        N_(
            "The request is awaiting its answer. When support has made the change, complete "
            "the request ({complete}): the live list and the draft are updated together, "
            "after the rules are checked again."
        ),
        "request",
        (("complete", "request.complete"),),
        act=actions.complete,
        is_done=lambda facts: facts.has_request(RequestStatus.COMPLETED),
    ),
    Step(
        N_(
            "The history shows who changed what, and when. That was the tour: leave it to "
            "look around, or reset the demo (menu: {menu}) to start over."
        ),
        "history",
        (("menu", "commands"),),
    ),
)
