"""Next steps on screen name keys, and not what is typed on the command line."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import csp_tui
from csp_tui.bootstrap import demo_workbench
from csp_tui.domain.wording import say
from csp_tui.ui.commands import step_text
from csp_tui.ui.commands.step_text import has_own_words, step_words
from csp_tui.ui.marketplace.texts import plan_text

_TYPED = re.compile(r"csp-tui (?!on )[a-z]|(?<!\w)--[a-z]")
_COMMAND_LINE_ONLY = {
    # A page has one account, a choice of columns, a list of names and no limit of removals.
    "Name one with --account.",
    "any CSV file; name its columns with --map",
    "“csp-tui evidence list --unmatched” shows the names that are not matched.",
    "Check the plan. To go ahead, use --allow-removals {count}.",
    "Make a plan with “csp-tui plan FILE --out PLAN”, and apply that file.",
    # It says so itself; on screen the question has a button for it.
    "Undo it only if they agree; on the command line, add --others.",
}


def _sentences() -> Iterator[str]:
    root = Path(csp_tui.__file__).parent
    for folder in ("domain", "services", "partner_center"):
        for path in sorted((root / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say":
                    text = node.args[0]
                    if isinstance(text, ast.Constant):
                        yield str(text.value)


def test_every_step_for_the_command_line_has_words_for_the_screen() -> None:
    typed = {text for text in _sentences() if _TYPED.search(text)}
    assert len(typed) > 20
    assert {text for text in typed if not has_own_words(text)} <= _COMMAND_LINE_ONLY
    assert set(step_text._ON_SCREEN) <= typed, "a text that is no longer used"
    shown = {step_words(say(text, name="X", number=1)) for text in step_text._ON_SCREEN}
    assert not [text for text in shown if _TYPED.search(text)]


def test_other_steps_stay_and_values_are_kept() -> None:
    assert step_words(say("Push {name} again.", name="it")) == "Push it again."
    resolve = say("Resolve it with: csp-tui partner-center resolve {offer_id}", offer_id="a")
    assert step_words(resolve) == "Press c to resolve the conflict."


def test_a_plan_with_a_conflict_names_the_key() -> None:
    with demo_workbench() as demo:
        center = demo.partner_center
        center.pulls.pull()
        text = plan_text(center.planner.plan())
    assert "Press c to resolve the conflict." in text
    assert "csp-tui partner-center" not in text
