"""What is wrong in a settings file is said with its line and what was probably meant."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from csp_tui import i18n
from csp_tui.settings import Settings
from csp_tui.settings.loader import LARGEST, LoadedSettings, read_settings, unknown_commands


def read(tmp_path: Path, text: str | bytes, *, named: bool = False) -> LoadedSettings:
    path = tmp_path / "config.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return read_settings(path, named=named)


def only(reading: LoadedSettings) -> tuple[int | None, str]:
    """Line and sentence of the only problem; file and line are in the message too."""
    (problem,) = reading.problems
    said = i18n.render(problem.message)
    assert said.startswith(str(problem.path))
    assert problem.line is None or f", line {problem.line}: " in said
    return problem.line, i18n.render(problem.what)


def test_everything_that_can_be_set_is_read(tmp_path: Path) -> None:
    text = """
        language = "fr"
        theme = "csp-light"
        signs = "ascii"
        animations = "off"
        contact_name = "Ada King"
        contact_email = "ada@example.com"
        contact_phone = "1"
        [keys]
        "offers.new" = "n,ctrl+n"
        go.offers = ""
    """
    assert read(tmp_path, text) == LoadedSettings(
        Settings(
            "fr",
            "csp-light",
            "ascii",
            "off",
            "Ada King",
            "ada@example.com",
            "1",
            {"offers.new": "n,ctrl+n", "go.offers": ""},
        ),
        text=text,
    )


@pytest.mark.parametrize(
    "text",
    [
        '[keys]\n"resales.take_back" = "x"\n',
        '[keys]\nresales.take_back = "x"\n',
        '[keys]\n"resales.take_back" = "z"\n"resales.remove" = "x"\n',
        '[keys]\n"resales.remove" = "x"\n"resales.take_back" = "z"\n',
    ],
)
def test_the_former_id_of_a_command_keeps_working(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == LoadedSettings(Settings(keys={"resales.remove": "x"}), text=text)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('lang = "fr"', 1, "“lang” is not a setting; the nearest is “language”."),
        ('\n\nThemes = "x"', 3, "“Themes” is not a setting; the nearest is “theme”."),
        ("# c\n[zzz]\na = 1", 2, "“zzz” is not a setting."),
        ('theme = "dark"', 1, "“dark” is not a value of “theme”; the nearest is “csp-dark”."),
        ('\nlanguage = "French"', 2,
         "“French” is not a value of “language”; the nearest is “fr”."),
        ('signs = "8bit"', 1, "“8bit” is not a value of “signs”."),
        ('signs = """\nASCI"""', 1,
         "“ASCI” is not a value of “signs”; the nearest is “ascii”."),
        ("language = 3", 1, "“language” must be a text in quotes and is a number."),
        ("language = true", 1, "“language” must be a text in quotes and is true or false."),
        ("language = []", 1, "“language” must be a text in quotes and is a list."),
        ("[language]", 1, "“language” must be a text in quotes and is a table."),
        ("theme = 2026-11-22", 1, "“theme” must be a text in quotes and is a date or time."),
        ('keys = "n"', 1, "“keys” must be a table and is a text in quotes."),
        ("[keys]\n# c\noffers.new = 1", 3,
         "“offers.new” must be a text in quotes and is a number."),
        ('[keys]\n"offers.new" = [\n"n"]', 2,
         "“offers.new” must be a text in quotes and is a list."),
        ("a = \n", 1, "This is not valid TOML at column 5 (Invalid value)."),
        ('language = "fr', 1,
         "This is not valid TOML at the end of the file (Unterminated string)."),
        ('theme = "csp-dark"\ntheme = "csp-light"\n', 2,
         "This is not valid TOML at column 20 (Cannot overwrite a value)."),
        ("x = " + "[" * 3000, None, "Its lists or tables are nested too deeply."),
        ('# \x00', 1, "This is not valid TOML at column 3 (Found invalid character '\\x00')."),
        (b'language = "fr"\n# caf\xe9', 2, "This is not UTF-8 text."),
        ("\ufeff".encode("utf-16") + b"a", 1, "This is not UTF-8 text."),
        ("#" * (LARGEST + 1), None, "The file is too large for settings: over 64 KiB."),
    ],
)  # fmt: skip
def test_a_problem_is_reported_with_its_line_and_what_was_meant(
    text: str | bytes, line: int | None, said: str, tmp_path: Path
) -> None:
    reading = read(tmp_path, text)
    assert only(reading) == (line, said)
    assert reading.settings == Settings()


def test_the_rest_of_a_file_is_used(tmp_path: Path) -> None:
    text = 'theme = "csp-light"\nlanguge = "fr"\nsigns = 3\n[keys]\na = 1\nb = "x"\n'
    reading = read(tmp_path, text)
    assert reading.settings == Settings(theme="csp-light", keys={"b": "x"})
    assert [problem.line for problem in reading.problems] == [2, 3, 5]
    assert not reading.is_broken


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[keys]\n"offers.new" = "n"\n"offers.nwe" = "m"', 3),
        ('[keys]\noffers.new = "n"\n\n# c\noffers.nwe = "m"', 5),
        ('[keys]\r\noffers.new = "n"\r\noffers.nwe = "m"', 3),
        ('keys = {"offers.nwe" = "m"}', 1),
        ('[keys.offers]\nnew = """\nn"""\nnwe = "m"', 4),
        ('theme = """\\\n\\\ncsp-dark"""\n[keys]\noffers.nwe = "m"', 5),
        ('# a\u2028b\n[keys]\noffers.nwe = "m"', 3),
    ],
)
def test_an_unknown_command_is_found_anywhere(text: str, line: int, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    reading = read(tmp_path, text)
    assert reading.problems == ()
    (problem,) = unknown_commands(reading, path, ["offers.new", "offers.open", "help"])
    assert problem.line == line
    assert i18n.render(problem.what) == (
        "“offers.nwe” is not a command; the nearest is “offers.new”."
    )


def test_line_ends_and_a_mark_of_utf_8_are_no_problem(tmp_path: Path) -> None:
    reading = read(tmp_path, '\ufefflanguage = "fr"\r\nsigns = "asci"\r\n')
    assert reading.settings == Settings(language="fr")
    assert reading.problems[0].line == 2


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "none" / "config.toml") == LoadedSettings(Settings())


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    reading = read_settings(tmp_path / "mine.toml", named=True)
    assert only(reading) == (None, "There is no such file, but CSP_TUI_CONFIG names it.")
    assert not reading.is_broken


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    reading = read_settings(tmp_path)
    assert only(reading) == (None, "This is a folder, not a file.")
    assert reading.is_broken


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert only(read_settings(tmp_path / "pipe")) == (None, "This is not a text file.")


def test_the_empty_device_means_no_settings() -> None:
    assert read_settings(Path(os.devnull), named=True).problems == ()


def test_a_link_in_a_circle_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.symlink_to(path)
    line, said = only(read_settings(path))
    assert line is None
    assert said.startswith("The file cannot be read (Too many levels")


def test_problems_are_reported_in_french_too(tmp_path: Path) -> None:
    reading = read(tmp_path, "a = ")
    assert i18n.render(reading.problems[0].message, "fr").startswith(str(tmp_path))


def test_the_address_of_the_contact_is_checked_and_any_name_is_allowed(tmp_path: Path) -> None:
    reading = read(tmp_path, 'contact_name = "Zoë [x]"\ncontact_email = "nobody"')
    assert reading.settings == Settings(contact_name="Zoë [x]")
    assert only(reading) == (2, "'nobody' is not an e-mail address.")
