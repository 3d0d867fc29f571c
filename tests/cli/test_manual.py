"""The manual page: generated, compared with the shipped one, and read by the formatters."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from csp_tui import i18n
from csp_tui.cli.manual.page import page, pages
from csp_tui.cli.program import build_parser
from tests.programs import needed

SHIPPED = Path(__file__).parents[2] / "data" / "man"

SECTIONS = ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "COMMANDS", "FILES", "ENVIRONMENT"]
SECTIONS += ["EXIT STATUS", "EXAMPLES", "SEE ALSO"]


@pytest.mark.parametrize("name", pages())
def test_the_shipped_page_is_what_the_parser_says(name: str) -> None:
    shipped = (SHIPPED / name).read_text("ascii")
    assert shipped == pages()[name], "make it again: python -m csp_tui.cli.manual"


def test_every_command_and_option_is_there() -> None:
    text = page()
    titles = [line[4:].strip('"') for line in text.splitlines() if line.startswith(".SH")]
    assert titles == SECTIONS
    for command in build_parser().walk():
        if command.examples:
            assert f'.SS "{command.prog.removeprefix("csp-tui ")}"'.replace("-", r"\-") in text
        for argument in command.arguments:
            for name in argument.option_strings:
                assert name.replace("-", r"\-") in text


def test_making_pages_leaves_the_language_alone() -> None:
    assert pages().keys() == {"csp-tui.1", "fr/csp-tui.1"}
    assert i18n.current() == "en"


@pytest.mark.parametrize("name", pages())
def test_mandoc_has_nothing_to_warn_of(name: str) -> None:
    done = subprocess.run(
        [needed("mandoc"), "-T", "lint", "-W", "warning", str(SHIPPED / name)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    # A page that is made from the parser has no date of its own.
    assert [line for line in done.stdout.splitlines() if "missing date" not in line] == []


def test_man_shows_it() -> None:
    done = subprocess.run(
        [needed("man"), "--warnings", "--local-file", str(SHIPPED / "csp-tui.1")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "MANWIDTH": "80", "LC_ALL": "C.UTF-8", "MANROFFOPT": "-c"},
    )
    assert done.returncode == 0
    assert done.stderr == ""
    assert "csp-tui audience show" in done.stdout
    assert "partners search" in done.stdout
