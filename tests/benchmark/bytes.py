"""Bytes that a key is answered with over a line: the demo at 80 by 24, as over SSH."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.benchmark.baseline_app import READY
from tests.benchmark.counting import Count, CountingTerminal

_DOWN, _ENTER, _ESCAPE, _TAB = "\x1b[B", "\r", "\x1b", "\t"
_LEFT, _RIGHT, _HOME, _BACKSPACE = "\x1b[D", "\x1b[C", "\x1b[H", "\x7f"
_F1, _F2, _F3, _F4, _CTRL_P = "\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS", "\x10"
_MOVES, _TYPES, _SEARCHES = "move", "type", "search"
_TABS, _OPENS, _ASKS = "tab", "screen", "dialog"


@dataclass(frozen=True, slots=True)
class Step:
    """Keys that are counted together.

    Attributes:
        keys: What the terminal sends for each key.
        name: What the table calls it; "" where it only leads to the next step.
        like: What of the minimal app it is compared with.
        words: What is shown in the end.
    """

    keys: Sequence[str]
    name: str = ""
    like: str = ""
    words: str = ""


WORKBENCH = (
    Step((_DOWN,) * 6, "down the list of offers", _MOVES),
    Step((_HOME, _DOWN)),
    Step((_ENTER,), "open an offer", _OPENS, "CSP reseller audience"),
    Step((_RIGHT, _RIGHT), "to the next section of an offer", _OPENS, "request"),
    Step((_LEFT, _LEFT), "to the section before", _OPENS, "CSP reseller audience"),
    Step((_ENTER,)),
    Step((_TAB,) * 4, "Tab in a section", _TABS),
    Step(("p",), "open the partner search", _ASKS, "Name, city, tenant ID or MPN ID"),
    Step(tuple("cloud"), "type into the partner search", _SEARCHES),
    Step((_DOWN,) * 6, "down what was found", _MOVES),
    Step((_ESCAPE,), "leave the partner search", _ASKS),
    Step((_ESCAPE,)),
    Step((_LEFT,), words="CSP program contact name"),
    Step((_ENTER, _TAB)),
    Step(tuple("amber"), "type into the listing form", _TYPES),
    Step((_BACKSPACE,) * 5, "rub out in the listing form", _TYPES),
    Step((_TAB,) * 2, "Tab in the listing form", _TABS),
    Step((_ESCAPE,)),
    Step((_ESCAPE,), "leave an offer", _OPENS, "13 offers"),
    Step(("2",), "open the requests", _OPENS, "request"),
    Step(("3",), "open the partners", _OPENS, "Competency"),
    Step((_DOWN,) * 6, "down the list of partners", _MOVES),
    Step(("4",), "open the history", _OPENS, "contoso-"),
    Step(("1",), "open the offers", _OPENS, "13 offers"),
    Step((_F1,), "open the help", _ASKS),
    Step((_ESCAPE,), "leave the help", _ASKS, "13 offers"),
    Step((_CTRL_P,), "open the palette", _ASKS),
    Step((_ESCAPE,), "leave the palette", _ASKS, "13 offers"),
    Step((_F4,), "open the keys", _ASKS),
    Step((_F4,), "leave the keys", _ASKS, "13 offers"),
    Step(("n",), "open the form of a new offer", _ASKS),
    Step((_ESCAPE,), "leave the form of a new offer", _ASKS, "13 offers"),
    Step(("R",), "open the rules", _OPENS),
    Step((_ESCAPE,), "leave the rules", _OPENS, "13 offers"),
    Step((",",), "open the settings", _OPENS),
    Step((_ESCAPE,), "leave the settings", _OPENS, "13 offers"),
)
BASELINE = (
    Step(tuple("cloud"), like=_SEARCHES),
    Step((_TAB,) * 3, like=_TABS),
    Step((_DOWN,) * 6, like=_MOVES),
    Step((_F2,), like=_OPENS, words="Offer 1"),
    Step((_TAB,)),
    Step(tuple("amber"), like=_TYPES),
    Step((_ESCAPE,), like=_OPENS),
    Step((_F3,), like=_ASKS, words="line 1"),
    Step((_ESCAPE,), like=_ASKS),
)


@dataclass(frozen=True, slots=True)
class ByteLine:
    """One line of the table, in bytes a key.

    Attributes:
        what: What was done.
        ours: What the workbench sends.
        textual: What it would send if Textual sent its frames by itself.
        baseline: What a minimal Textual app sends for its like.
        minimal: The smallest change of cells.
    """

    what: str
    ours: float
    textual: float
    baseline: float
    minimal: float


def measure_bytes() -> list[ByteLine]:
    """Go through the demo, once as it is and once with frames as Textual sends them."""
    python = sys.executable
    ours = _walk([python, "-m", "csp_tui", "demo"], "13 offers", WORKBENCH)
    textual = _walk([python, "-m", "tests.benchmark.full_frames", "demo"], "13 offers", WORKBENCH)
    baseline: dict[str, list[Count]] = {}
    for step, count in _walk([python, "-m", "tests.benchmark.baseline_app"], READY, BASELINE):
        baseline.setdefault(step.like, []).append(count)
    return [
        ByteLine(
            step.name, count.sent, other.sent, Count.mean(baseline[step.like]).sent, count.minimal
        )
        for (step, count), (_, other) in zip(ours, textual, strict=True)
        if step.name
    ]


def byte_table(lines: Sequence[ByteLine]) -> str:
    """The lines as a Markdown table."""
    rows = [
        f"| {line.what} | {line.ours:.0f} | {line.textual:.0f} | {line.baseline:.0f} "
        f"| {line.minimal:.0f} | {line.ours / line.baseline:.2f} |"
        for line in lines
    ]
    head = [
        *("bytes a key", "csp-tui", "its frames as Textual sends them", "minimal Textual app"),
        *("smallest change of cells", "csp-tui by minimal app"),
    ]
    return "\n".join([f"| {' | '.join(head)} |", "|---" * len(head) + "|", *rows])


def _walk(command: Sequence[str], ready: str, steps: Sequence[Step]) -> list[tuple[Step, Count]]:
    with tempfile.TemporaryDirectory(prefix="csp-tui-home-") as home:
        environment = {
            "HOME": home,
            "XDG_CONFIG_HOME": home,
            "XDG_STATE_HOME": home,
            "CSP_TUI_LANG": "en",
            "TEXTUAL_ANIMATIONS": "none",
            # Nothing blinks at the end of a line.
            "SSH_TTY": "/dev/pts/0",
        }
        with CountingTerminal(command, environment) as terminal:
            terminal.show(ready)
            counted = list(_counted(terminal, steps))
            terminal.quit()
    return counted


def _counted(terminal: CountingTerminal, steps: Sequence[Step]) -> Iterator[tuple[Step, Count]]:
    for step in steps:
        counts = [terminal.count(key) for key in step.keys]
        if step.words:
            terminal.show(step.words)
        yield step, Count.mean(counts)
