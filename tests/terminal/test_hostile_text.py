"""Text from data that would drive a terminal never reaches it raw, wherever it is shown."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from csp_tui.ui.kit.dialogs.text_view import TextViewDialog
from tests.classes import command_screens
from tests.nasty import MARK, SNIPPETS, raw_signs

from .bare import everything_sent
from .grammar import SPELLING, copied_texts, foreign
from .spoiled import spoil, spoil_files

pytestmark = pytest.mark.terminal

OPENED = {*(one.__name__ for one in command_screens()), TextViewDialog.__name__}
FOLDER = os.fsdecode(b"\x1b]2;PWNED\x07\x1b[31m\xff[red]PWNED")


@dataclass
class Journey:
    """What has come of going everywhere.

    Attributes:
        raw: Every byte that reached the terminal.
        seen: The screens and dialogs that were open.
        failed: What could not be visited, and why.
    """

    raw: bytes
    seen: set[str]
    failed: dict[str, list[str]]


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Journey:
    """One session over all screens and dialogs, from the first byte to the last."""
    folder = tmp_path_factory.mktemp("visits") / FOLDER
    folder.mkdir()
    database = folder / f"{FOLDER}.sqlite"
    spoil(database)
    spoil_files(folder)
    raw = everything_sent(
        (sys.executable, "-m", "tests.terminal.visits", str(database), str(folder)),
        size=(80, 24),
        environment={
            "HOME": str(folder),
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "COLORTERM": "truecolor",
            "PYTHONUTF8": "1",
        },
        patience=300,
    )
    report = json.loads((folder / "visits.json").read_text("utf-8"))
    return Journey(raw, set(report["seen"]), report["failed"])


def test_every_screen_and_dialog_was_visited(journey: Journey) -> None:
    assert journey.failed == {}
    assert OPENED - journey.seen == set()


def test_nothing_reaches_the_terminal_but_what_textual_itself_sends(journey: Journey) -> None:
    assert journey.raw.count(MARK.encode()) > 500
    assert foreign(journey.raw) == []


def test_what_is_copied_drives_nothing_where_it_is_pasted(journey: Journey) -> None:
    copied = copied_texts(journey.raw)

    assert len(copied) >= 3
    assert not [text for text in copied if raw_signs(text) - SPELLING - {"\n"}]


@pytest.mark.parametrize(
    "harm",
    [text for text in SNIPPETS if raw_signs(text) - SPELLING],
    ids=lambda text: ascii(text)[:24],
)
def test_the_grammar_finds_what_is_raw(harm: str) -> None:
    frame = "\x1b[?2026h\x1b[1;1H\x1b[38;2;1;2;3mName \x1b[0m{}\r\n\x1b[2;1H\x1b[?2026l"

    assert foreign(frame.format("PWNED").encode()) == []
    assert foreign(frame.format(harm).encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("harm", [b"\x9b31m", b"\xff", b"\x1b]52;c;\x1b\\", b"\x1b]52;c;G1tj\x07"])
def test_the_grammar_finds_bytes_that_are_no_text(harm: bytes) -> None:
    assert foreign(b"\x1b[1;1HName " + harm + b"\x1b[0m")
