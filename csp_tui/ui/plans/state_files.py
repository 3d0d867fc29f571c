"""State files on screen: the present state as a file, and a file checked and planned."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.text import visible
from csp_tui.domain.wording import say
from csp_tui.exchange.pasted import Pasted, readable
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render
from csp_tui.ui.kit.background import BackgroundTasks
from csp_tui.ui.kit.files.choose_import import ask_for_file
from csp_tui.ui.kit.files.deliver import deliver

if TYPE_CHECKING:
    from csp_tui.domain.desired import DesiredState
    from csp_tui.ui.kit.app_base import AppBase

_FILE_NAME = "offers.toml"


@dataclass(frozen=True, slots=True)
class CheckedState:
    """A state file that was read.

    Attributes:
        desired: What it says, None if something in it can't be used.
        problems: What can't be used, a line each.
        unknown: How many of its partners the directory lacks.
        document: The saved plan that the file holds instead, None if it holds none.
    """

    desired: DesiredState | None
    problems: Sequence[str] = ()
    unknown: int = 0
    document: object | None = None


def ask_for_export(app: AppBase, tasks: BackgroundTasks, offer_ids: Sequence[str]) -> None:
    """Ask whether drafts or live audiences are exported, then give the user the state file.

    Args:
        app: Shows dialogs.
        tasks: Reads the state.
        offer_ids: The marked offers, or the one that is shown; all can be exported as well.
    """
    from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog

    marked = tuple(offer_ids) if len(offer_ids) > 1 else ()
    title = (
        ngettext("Export {count} offer", "Export {count} offers", len(marked))
        if marked
        else _("Export a state file")
    )
    lines = [
        _(
            "A state file has each offer's option and partners, to review it, change it and plan "
            "it again. An offer that is not in a file is left alone."
        )
    ]

    def answered(choice: str | None) -> None:
        if choice is not None:
            wanted = offer_ids if choice == "one" else marked
            tasks.run(
                lambda: _exported(app, wanted, live=choice == "live"),
                lambda text: deliver(app, text, _FILE_NAME),
                group="state",
            )

    choices = [("drafts", _("Drafts and lists")), ("live", _("What is live"))]
    if len(offer_ids) == 1:
        choices.append(("one", _("Only {offer}").format(offer=offer_ids[0])))
    app.push_screen(ConfirmDialog(title, lines, choices), answered)


def _exported(app: AppBase, offer_ids: Sequence[str], *, live: bool) -> str:
    from csp_tui.exchange.state_writer import state_lines

    heading = say(
        "State file of csp-tui. An offer that is not in it is left alone. "
        "Check it with “csp-tui plan FILE”."
    )
    with app.workbench.state.export(offer_ids, live=live) as (lists, offers):
        return "".join(state_lines(lists, offers, heading))


def ask_for_state(app: AppBase, tasks: BackgroundTasks) -> None:
    """Ask for a state file or a saved plan, check it, and show its problems or its plan.

    Args:
        app: Shows dialogs and the plan.
        tasks: Reads and checks the file.
    """

    def chosen(source: Path | Pasted | None) -> None:
        if source is None:
            return
        name = source.name
        tasks.run(
            lambda: check_state(app, source),
            lambda found: _show(app, name, found),
            group="state",
        )

    label = _("A state file (TOML) with offers and lists as they should be, or a saved plan:")
    title = _("Plan a state file, or open a saved plan")
    ask_for_file(app, "state", title, label, chosen, button=_("Check"))


def check_state(app: AppBase, source: Path | Pasted) -> CheckedState:
    """Read and check a state file, or read a saved plan; runs in a thread.

    Args:
        app: Says whether files may be read.
        source: A file; a pasted text can name no files.

    Raises:
        InvalidInput: It can't be read.
    """
    from csp_tui.exchange.plan_file import saved_document
    from csp_tui.exchange.state_reader import read_state
    from csp_tui.settings.toml_lines import explain

    document = saved_document(source)
    if document is not None:
        app.workbench.plans.look_at_saved(document)
        return CheckedState(None, document=document)
    names_files = app.policy.files and not isinstance(source, Pasted)
    file = read_state(readable(source), explain=explain, names_files=names_files)
    state = app.workbench.state
    file.add_missing(state.missing(file.desired))
    if file.problems:
        words = _("Line {line}: {reason}")
        problems = [
            words.format(line=one.line, reason=render(one.message)) for one in file.problems
        ]
        return CheckedState(None, problems)
    return CheckedState(file.desired, unknown=state.unknown_partners(file.desired))


def _show(app: AppBase, name: str, found: CheckedState) -> None:
    from csp_tui.ui.kit.dialogs.text_view import TextViewDialog
    from csp_tui.ui.plans.page import PlanPage
    from csp_tui.ui.plans.sources import FilePlan

    if found.document is not None:
        app.push_screen(PlanPage(name, FilePlan(found.document)))
        return
    if found.desired is None:
        count = len(found.problems)
        head = ngettext(
            "{count} line can't be used. Nothing was planned:",
            "{count} lines can't be used. Nothing was planned:",
            count,
        )
        text = "\n".join([head, "", *map(visible, found.problems)]) + "\n"
        title = _("Problems in {name}").format(name=name)
        app.push_screen(TextViewDialog(title, text, file_name="problems.txt"))
        return
    app.push_screen(PlanPage(name, found.desired))
    if found.unknown:
        app.tell(
            ngettext(
                "{count} partner of the file is not in the partner directory.",
                "{count} partners of the file are not in the partner directory.",
                found.unknown,
            ),
            "plain",
        )
