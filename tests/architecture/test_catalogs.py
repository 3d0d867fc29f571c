"""Every catalog is complete and current, and what it says is well formed."""

from __future__ import annotations

import ast
import os
import pickle
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from csp_tui import i18n
from csp_tui.domain.wording import Message, say, say_n
from csp_tui.locale import catalogs
from tests.sources import PACKAGE, nodes, python_files

OTHERS = [language for language in i18n.LANGUAGES if language != "en"]


@pytest.fixture
def french() -> Iterator[None]:
    before = i18n.current()
    i18n.use("fr")
    yield
    i18n.use(before)


@pytest.fixture(autouse=True, scope="module")
def source_is_read_once(pickled_source_texts: bytes) -> Iterator[None]:
    """The source stays as it is while its catalogs are spoiled."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogs, "source_texts", lambda: pickle.loads(pickled_source_texts))
        yield


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The catalogs, in a folder where a test may spoil them."""
    folder = tmp_path / "locale"
    shutil.copytree(i18n.LOCALE_FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(catalogs, "LOCALE_FOLDER", folder)
    return folder


@pytest.fixture
def two_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalog of two texts, which a test may spoil."""
    source = Catalog()
    for text in ("Add", "Publish {name}?"):
        source.add(text)
    monkeypatch.setattr(catalogs, "source_texts", lambda: source)
    monkeypatch.setattr(catalogs, "LOCALE_FOLDER", tmp_path)
    po = catalogs.po_path("fr")
    po.parent.mkdir(parents=True)
    po.write_text(
        'msgid "Add"\nmsgstr "Ajouter"\n\n'
        'msgid "Publish {name}?"\nmsgstr "Publier «\xa0{name}\xa0»\xa0?"\n',
        "utf-8",
    )
    catalogs.compile_catalog("fr")
    assert catalogs.check("fr") == []
    return po


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalog_is_complete_and_compiled(language: str) -> None:
    assert catalogs.check(language) == []


@pytest.mark.parametrize("language", OTHERS)
def test_extracting_and_compiling_again_changes_no_byte(language: str, copied: Path) -> None:
    po, mo = catalogs.po_path(language), catalogs.mo_path(language)
    before = po.read_bytes(), mo.read_bytes()
    catalogs.extract(language)
    catalogs.compile_catalog(language)
    # Compared as a whole: showing how so much differs would take minutes.
    is_same = (po.read_bytes(), mo.read_bytes()) == before
    assert is_same, "run python -m csp_tui.locale extract and compile"
    assert not re.search(rb"-Date|Generated-By|\.py:\d", po.read_bytes())


def _spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('msgstr "Ajouter"', 'msgstr ""', "not translated: 'Add'"),
        ('msgid "Add"\nmsgstr "Ajouter"\n', "", "missing, run extract: 'Add'"),
        ('msgid "Add"\n', '#, fuzzy\nmsgid "Add"\n', "fuzzy: 'Add'"),
        ('msgid "Add"\n', 'msgid "Gone"\nmsgstr "Parti"\n\nmsgid "Add"\n', "obsolete, run extract"),
        ('msgstr "Publier « {name} » ?"', 'msgstr "Publier {nom} ?"', "other placeholders in"),
        ('msgstr "Publier « {name} » ?"', 'msgstr "Publier {name"', "other placeholders in"),
        (
            'msgstr "Publier « {name} » ?"',
            'msgstr "Publier {name}{name} ?"',
            "other placeholders in",
        ),
    ],
)
def test_check_finds_what_is_wrong(old: str, new: str, complaint: str, two_texts: Path) -> None:
    _spoil(two_texts, old.replace("« ", "«\xa0").replace(" »", "\xa0»").replace(" ?", "\xa0?"), new)
    catalogs.compile_catalog("fr")
    assert [line for line in catalogs.check("fr") if complaint in line]


def test_check_finds_a_compiled_file_that_is_old(two_texts: Path) -> None:
    _spoil(two_texts, 'msgstr "Ajouter"', 'msgstr "Rajouter"')
    assert "fr: csp_tui.mo is not current, run compile" in catalogs.check("fr")


def test_the_tool_says_how_to_get_babel(tmp_path: Path) -> None:
    (tmp_path / "babel").mkdir()
    (tmp_path / "babel" / "__init__.py").write_text(
        "raise ModuleNotFoundError('No module named babel', name='babel')"
    )
    done = subprocess.run(
        [sys.executable, "-m", "csp_tui.locale", "check"],
        cwd=i18n.LOCALE_FOLDER.parents[1],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "pip install" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "0 partenaire ajouté."),
        (1, "1 partenaire ajouté."),
        (2, "2 partenaires ajoutés."),
    ],
)
@pytest.mark.usefixtures("french")
def test_none_is_singular_in_french(count: int, expected: str) -> None:
    assert i18n.ngettext("{count} partner added.", "{count} partners added.", count) == expected


@pytest.mark.parametrize(("count", "verb"), [(0, "est"), (1, "est"), (2, "sont")])
def test_a_message_of_the_domain_chooses_the_form_of_its_language(count: int, verb: str) -> None:
    message = say_n(
        "{count} added partner goes live; other draft changes stay in draft.",
        "{count} added partners go live; other draft changes stay in draft.",
        count,
    )
    assert f" {verb} publié" in i18n.render(message, "fr")


def test_a_message_inside_a_message_is_translated_too() -> None:
    option = say("Any partner in the CSP program")
    message = say("The option is already “{option}”.", option=option)
    assert (
        i18n.render(message, "fr")
        == "L’option est déjà «\xa0Tous les partenaires du programme CSP\xa0»."
    )
    assert str(message) == "The option is already “Any partner in the CSP program”."


def test_a_value_with_braces_is_not_read_as_a_placeholder() -> None:
    message = say("There is no offer {offer_id}.", offer_id="{0.__class__}")
    assert i18n.render(message, "fr") == "Il n’y a pas d’offre {0.__class__}."


@pytest.mark.parametrize(
    ("english", "words"),
    [
        ("Select the product version", "Sélectionner la version du produit"),
        (
            "Select a category that best describes the issue",
            "Sélectionner une catégorie qui décrit le mieux le problème",
        ),
        (
            "Select a problem that best describes the issue",
            "Sélectionner un problème décrivant le mieux le vôtre",
        ),
        ("Select CSP Partners", "Sélectionner des partenaires CSP"),
        ("Save draft", "Enregistrer le brouillon"),
        ("Sync CSP audience", "Synchroniser l’audience CSP"),
        ("Export CSPs", "Exporter les Fournisseurs de solutions cloud"),
        ("CSP reseller audience", "Audience du revendeur CSP"),
        ("Skill", "Qualification"),
        ("Competency", "Compétence"),
        ("Offer listing", "Référencement de l’offre"),
        ("Specific partners in the CSP program I select",
         "Certains partenaires du programme CSP que je sélectionne"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("french")
def test_partner_center_s_places_have_the_names_of_its_french_article(
    english: str, words: str
) -> None:
    assert i18n.gettext(english) == words


def test_markets_regions_and_keys_are_shown_in_french() -> None:
    names = ("Japan", "Europe", "Congo (DRC)", "New Zealand", "enter", "esc")
    shown = [i18n.render(Message(name), "fr") for name in names]
    assert shown == ["Japon", "Europe", "Congo (RDC)", "Nouvelle-Zélande", "entrée", "échap"]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_menu_of_an_offer_fits_a_terminal_of_80_columns(language: str) -> None:
    shorts = ["Setup", "Plans", "Listing", "Resell through CSPs", "Publish", "Requests", "History"]
    words = [i18n.render(Message(short), language) for short in shorts]
    mark_and_gap, number_of_requests = 2, 2
    assert sum(len(word) + mark_and_gap for word in words) + number_of_requests <= 78


def _french_texts() -> Iterator[str]:
    for message in catalogs.read("fr"):
        if message.id:
            yield from catalogs.forms(message.string)


def test_french_follows_french_typography() -> None:
    """Full no-break spaces before high punctuation and inside quotes, no typewriter marks."""
    wrong = re.compile(
        r"[ \u202f][:;!?»]|«(?!\xa0)|(?<!\xa0)»|[^\W\d_]'[^\W\d_]|[“”\"]|\w[;!?](?!\w)"
    )
    assert [text for text in _french_texts() if wrong.search(text)] == []


def test_french_has_its_word_for_cancel_in_one_other_sense_only() -> None:
    """A request is withdrawn by it, as there is no other; undoing has a word of its own."""
    meant, word = re.compile(r"(?i)\bcancel|\bwithdr"), re.compile(r"(?i)\bannul")
    texts = [
        (forms[0], text)
        for message in catalogs.read("fr")
        if (forms := catalogs.forms(message.id))[0]
        for text in catalogs.forms(message.string)
        if word.search(text)
    ]
    assert texts
    assert [text for source, text in texts if not meant.search(source)] == []


def test_a_colon_after_a_value_is_that_of_the_language() -> None:
    """French has a no-break space before it; ``i18n.titled`` puts it there."""
    found = []
    for path in python_files(PACKAGE / "ui") + python_files(PACKAGE / "cli"):
        for node in nodes(path):
            parts = node.values if isinstance(node, ast.JoinedStr) else []
            for before, colon in pairwise(parts):
                if (
                    isinstance(before, ast.FormattedValue)
                    and isinstance(colon, ast.Constant)
                    and str(colon.value).startswith(": ")
                ):
                    found.append(f"{path.relative_to(PACKAGE)}:{node.lineno}")
    assert found == []
