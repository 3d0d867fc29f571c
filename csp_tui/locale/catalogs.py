"""Collects the program's texts, merges them into the catalogs, and compares the two."""

from __future__ import annotations

import csv
import io
import string
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from csp_tui.exchange.reference import data_folder
from csp_tui.i18n import DOMAIN, LOCALE_FOLDER

_PACKAGE = LOCALE_FOLDER.parent
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "N_": None,
    "say": None,
    "ngettext": (1, 2),
    "say_n": (1, 2),
    "pgettext": ((1, "c"), 2),
}
# What a translator has no use for and a file in version control should not change by.
_UNSTEADY = ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team")


class _MessageCatalog(Catalog):
    """A catalog whose header names neither the time nor the tool that wrote it."""

    def __init__(self, language: str | None) -> None:
        super().__init__(
            locale=language,
            domain=DOMAIN,
            project="csp-tui",
            header_comment=f"# csp-tui, {language or 'source texts'}.",
            fuzzy=False,
        )

    def _steady_headers(self) -> list[tuple[str, str]]:
        left_out = (*_UNSTEADY, "Generated-By", "Project-Id-Version", "Report-Msgid-Bugs-To")
        return [(name, value) for name, value in super().mime_headers if name not in left_out]

    def _read_headers(self, headers: list[tuple[str, str]]) -> None:
        self._set_mime_headers(headers)

    mime_headers = property(_steady_headers, _read_headers)


def po_path(language: str) -> Path:
    """Where the translations of a language are edited."""
    return LOCALE_FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def mo_path(language: str) -> Path:
    """Where the program reads the translations of a language."""
    return po_path(language).with_suffix(".mo")


def source_texts() -> Catalog:
    """All texts of the program, with the files they are in.

    The names of markets and regions are texts too: they are shown in the person's language.
    """
    texts = _MessageCatalog(None)
    for file, _line, text, comments, context in extract_from_dir(
        _PACKAGE,
        method_map=[("**.py", "python")],
        keywords=_KEYWORDS,
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    ):
        if not any(char.isalpha() for char in forms(text)[0]):
            continue  # what another function of one of these names is given
        texts.add(
            text,
            locations=[(f"{_PACKAGE.name}/{Path(file).as_posix()}", 0)],
            auto_comments=comments,
            context=context,
        )
    for name in sorted(_market_names()):
        texts.add(name, locations=[("data/markets.csv", 0)])
    return texts


def _market_names() -> Iterator[str]:
    with (data_folder() / "markets.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield row["region"]
            yield row["market"]


def extract(language: str) -> tuple[Path, int]:
    """Bring the catalog of a language up to date with the program's texts.

    A text that was only reworded keeps its translation, marked as fuzzy; translations of texts
    that are gone are dropped.

    Returns:
        The file, and how many texts in it are still to be translated or looked at.
    """
    catalog = read(language)
    catalog.update(source_texts(), update_header_comment=False)
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, catalog, sort_output=True, ignore_obsolete=True, include_lineno=False)
    path.write_bytes(buffer.getvalue())
    return path, sum(1 for message in catalog if message.id and not _is_done(message))


def compile_catalog(language: str) -> Path:
    """Write the file that the program reads; the same translations give the same bytes."""
    path = mo_path(language)
    path.write_bytes(_compiled(read(language)))
    return path


def check(language: str) -> list[str]:
    """Compare the catalog of a language with the program.

    Returns:
        A line for each text that is missing, untranslated, fuzzy, obsolete or has other
        placeholders than its source, and one for a compiled file that is not current.
    """
    catalog = read(language)
    texts = source_texts()
    here, wanted = _by_key(catalog), _by_key(texts)
    complaints = [
        f"missing, run extract: {_shown(message)}"
        for key, message in wanted.items()
        if key not in here or here[key].pluralizable != message.pluralizable
    ]
    complaints += [
        f"obsolete, run extract: {_shown(message)}"
        for key, message in here.items()
        if key not in wanted
    ]
    complaints += [f"obsolete, run extract: {key}" for key in map(str, catalog.obsolete)]
    for message in here.values():
        if message.fuzzy:
            complaints.append(f"fuzzy: {_shown(message)}")
        elif not _is_done(message):
            complaints.append(f"not translated: {_shown(message)}")
        else:
            complaints += [f"{reason}: {_shown(message)}" for reason in _misfits(message)]
    compiled = mo_path(language)
    if not compiled.is_file() or compiled.read_bytes() != _compiled(catalog):
        complaints.append(f"{compiled.name} is not current, run compile")
    return [f"{language}: {complaint}" for complaint in complaints]


def read(language: str) -> Catalog:
    """The translations of a language as they are in its ``.po`` file."""
    catalog = _MessageCatalog(language)
    path = po_path(language)
    if path.is_file():
        with path.open("rb") as file:
            read = read_po(file, locale=language, domain=DOMAIN, abort_invalid=True)
        for message in read:
            if message.id:
                catalog[message.id] = message
        catalog.obsolete = read.obsolete
    return catalog


def _compiled(catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def _by_key(catalog: Catalog) -> dict[tuple[str, str], Message]:
    return {
        (message.context or "", forms(message.id)[0]): message for message in catalog if message.id
    }


def forms(text: object) -> tuple[str, ...]:
    """The singular and the plural of a text or a translation, or its only form."""
    return tuple(map(str, text)) if isinstance(text, tuple | list) else (str(text or ""),)


def _is_done(message: Message) -> bool:
    return not message.fuzzy and all(forms(message.string))


def _misfits(message: Message) -> Iterator[str]:
    sources, translations = forms(message.id), forms(message.string)
    for source, translation in zip(sources, translations, strict=True):
        try:
            fits = _names(source) == _names(translation)
        except ValueError:
            fits = False
        if not fits:
            yield f"other placeholders in “{translation}”"
        if _ends(source) != _ends(translation):
            yield f"other space at an end of “{translation}”"


def _ends(text: str) -> tuple[bool, bool]:
    # A no-break space at an end is meant: a colon that the program adds follows it.
    return text[:1] in (" ", "\n"), text[-1:] in (" ", "\n")


def _names(text: str) -> Counter[str]:
    # Counted, so that a sentence that was pasted into another by mistake is noticed.
    return Counter(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def _shown(message: Message) -> str:
    context = f" [{message.context}]" if message.context else ""
    return repr(forms(message.id)[0]) + context
