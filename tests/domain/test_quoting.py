"""Texts that someone wrote stand between the quotation marks of the language they are shown in."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from csp_tui import i18n
from csp_tui.domain.import_rows import RejectedRow
from csp_tui.domain.wording import Message, quoted, say
from csp_tui.services.views import DirectoryImport
from csp_tui.settings.problems import unknown_name
from csp_tui.storage.file_summary import summary_text, summary_value


class _Marks(gettext.NullTranslations):
    def pgettext(self, context: str, text: str) -> str:
        return "«\u00a0{text}\u00a0»" if context == "quotation marks" else text


@pytest.fixture
def _french_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_load", lambda _language: _Marks())


@pytest.mark.parametrize(
    ("text", "english", "french"),
    [
        ("nope", "'nope'", "«\u00a0nope\u00a0»"),
        ("it's", '"it\'s"', "«\u00a0it's\u00a0»"),
        ("a{text}b", "'a{text}b'", "«\u00a0a{text}b\u00a0»"),
        ("a\x1b[31m\n", r"'a\x1b[31m\n'", "«\u00a0a\\x1b[31m\\n\u00a0»"),
        ("\u202egnp", r"'\u202egnp'", "«\u00a0\\u202egnp\u00a0»"),
    ],
)
@pytest.mark.usefixtures("_french_marks")
def test_marks_come_from_the_translation(text: str, english: str, french: str) -> None:
    message = say("{value} is not a date.", value=quoted(text))
    assert str(message) == f"{english} is not a date."
    assert i18n.render(message, "fr") == f"{french} is not a date."
    assert i18n.render(say("{inner}", inner=message), "fr") == f"{french} is not a date."


class _Curly(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return message.replace("“", "«\u00a0").replace("”", "\u00a0»")


def test_each_name_of_a_list_has_the_marks_of_the_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = unknown_name(Path("config.toml"), None, "zzz", ["theme", "signs"])
    assert problem.next_step is not None
    assert str(problem.next_step) == "Settings are: “theme”, “signs”."
    monkeypatch.setattr(i18n, "_load", lambda _language: _Curly())
    shown = i18n.render(problem.next_step, "fr")
    assert shown == "Settings are: «\u00a0theme\u00a0», «\u00a0signs\u00a0»."


def test_english_has_straight_marks() -> None:
    message = say("{value} is not a date.", value=quoted("soon"))
    assert i18n.render(message) == i18n.render(message, "en") == "'soon' is not a date."


def test_a_remembered_message_keeps_its_marks_open() -> None:
    message = say("{value} is not a date.", value=quoted("soon"))
    result = DirectoryImport(added=1, rejected=1, rejects=(RejectedRow(2, "soon", message),))
    (again,) = summary_value(summary_text(result, frozenset()), 1).rejects
    assert isinstance(again.reason, Message)
    assert again.reason.values["value"] == quoted("soon")
