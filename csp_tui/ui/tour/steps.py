"""The steps of the tour, in the order in which they are told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.support import RequestStatus
from csp_tui.i18n import N_
from csp_tui.services.workbench import Workbench
from csp_tui.ui.tour import deeds
from csp_tui.ui.tour.deeds import Facts

_ANSWERED = (RequestStatus.SUBMITTED, RequestStatus.COMPLETED)


def _never(_facts: Facts) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        text: What it says and which keys do it, in English; ``{name}`` stands for a key.
        place: What is shown: ``offers``, ``audience``, ``refusal``, ``request`` or ``history``.
        keys: The commands whose keys the text names, by the names in it.
        act: Does through the services what the step asks for, None where it asks for nothing
            that is stored.
        is_done: Whether what is stored says that it has been done.
        before: What has happened meanwhile, done when the step is reached.
        stage: What stands unsaved on the screen: nothing, ``option`` or ``partners``.
    """

    text: str
    place: str
    keys: tuple[tuple[str, str], ...] = ()
    act: Callable[[Workbench], None] | None = None
    is_done: Callable[[Facts], bool] = _never
    before: Callable[[Workbench], None] | None = None
    stage: str = ""


def _save(workbench: Workbench) -> None:
    deeds.save_selection(workbench, deeds.suggested(workbench, 3))


STEPS: tuple[Step, ...] = (
    Step(
        N_(
            "Contoso sells these offers through partners in the CSP program. The list says what "
            "is live and what waits. The tour takes one offer from a draft to a change by support."
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
        N_("Choose the option “Specific partners”: go to it with the arrows and press space."),
        "audience",
        is_done=lambda facts: facts.option is ResellerChannel.SOME,
    ),
    Step(
        N_(
            "Select partners ({select}): type a part of a name, space chooses, and several "
            "searches add up. The tour takes three French ones."
        ),
        "audience",
        (("select", "audience.select"),),
        stage="option",
    ),
    Step(
        N_("Save the draft ({save}) to keep the partners; until then {undo} takes them off again."),
        "audience",
        (("save", "draft.save"), ("undo", "undo")),
        act=_save,
        is_done=lambda facts: facts.drafted > 0,
        stage="partners",
    ),
    Step(
        N_("Publish ({publish}): you see what it does first. Then these partners may resell."),
        "audience",
        (("publish", "offer.publish"),),
        act=deeds.publish,
        is_done=lambda facts: facts.live,
    ),
    Step(
        N_("Add one more partner ({select}) and save the draft ({save}). It waits, marked +."),
        "audience",
        (("select", "audience.select"), ("save", "draft.save")),
        act=deeds.add_one,
        is_done=lambda facts: facts.waiting > 0,
    ),
    Step(
        N_("Sync ({sync}) makes added partners live within minutes; nothing else changes."),
        "audience",
        (("sync", "audience.sync"),),
        act=deeds.sync,
        is_done=lambda facts: facts.live and not facts.waiting,
    ),
    Step(
        N_(
            "Time has passed: the first partner has resold the offer and is locked (■). Try to "
            "remove it: go to it in the list and press {remove}."
        ),
        "audience",
        (("remove", "audience.remove"),),
        before=deeds.let_resell,
    ),
    Step(
        N_(
            "Refused, with the rule and what is open instead. Who has resold cannot be removed, "
            "not even by support."
        ),
        "refusal",
    ),
    Step(
        N_(
            "Remove another live partner ({remove}): that is open, by a support request. The "
            "workbench writes it for you."
        ),
        "audience",
        (("remove", "audience.remove"),),
        act=deeds.ask_for_removal,
        is_done=lambda facts: facts.has_request(),
    ),
    Step(
        N_(
            "Here is the request with the exact values of the form; {on} leads through it. File it "
            "in Partner Center, then note it here as submitted, with its ticket number."
        ),
        "request",
        (("on", "request.next"),),
        act=deeds.submit,
        is_done=lambda facts: facts.has_request(*_ANSWERED),
    ),
    Step(
        N_(
            "The request waits for its answer. When support has done it, complete it ({complete}): "
            "live list and draft change together, after the rules were asked once more."
        ),
        "request",
        (("complete", "request.complete"),),
        act=deeds.complete,
        is_done=lambda facts: facts.has_request(RequestStatus.COMPLETED),
    ),
    Step(
        N_(
            "The history says who changed what, and when. That was the tour: leave it to look "
            "around, or reset the demo (menu: {menu}) to begin anew."
        ),
        "history",
        (("menu", "commands"),),
    ),
)
