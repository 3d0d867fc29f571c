"""An invented directory of any size, the same every time."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path

COLUMNS = ("tenant_id", "name", "country", "competencies", "skills", "city")

_SYLLABLES = {
    "en": "amber beacon cedar delta ember falcon granite harbor iron juniper keystone lumen",
    "de": "acker brück dorf eich förde grün heide insel jäger kohl licht mühl",
    "fr": "aube brise côte dune écho forêt grève hêtre île jonc lagune marée",
    "pl": "brzoza ćma dąb fala góra iskra jodła kłos łąka młyn",
    "ja": "青空 海岸 桜木 雪原 星雲 森林 大橋 光陽",
    "uk": "вітер дніпро зоря калина мрія поле сонце хвиля",
}
_KINDS = {
    "en": ("Consulting", "Solutions", "Technologies", "Systems", "Managed Services", "Training"),
    "de": ("Beratung", "Systemhaus", "Lösungen", "Datentechnik", "Consulting"),
    "fr": ("Conseil", "Informatique", "Services", "Réseaux", "Ingénierie"),
    "pl": ("Usługi", "Doradztwo", "Systemy", "Sieci"),
    "ja": ("株式会社", "情報システム", "クラウド"),
    "uk": ("Технології", "Системи", "Рішення"),
}
_FORMS = {
    "en": ("Ltd", "Inc.", "LLC", "& Sons", ""),
    "de": ("GmbH", "AG", "GmbH & Co. KG"),
    "fr": ("SARL", "SAS", "et Fils"),
    "pl": ("Sp. z o.o.", "S.A."),
    "ja": ("",),
    "uk": ("ТОВ", ""),
}
_COUNTRIES = (
    *(("US", "en", 300), ("GB", "en", 110), ("DE", "de", 120), ("FR", "fr", 100)),
    *(("CA", "fr", 50), ("AU", "en", 50), ("AT", "de", 30), ("PL", "pl", 40), ("JP", "ja", 40)),
    *(("IN", "en", 80), ("UA", "uk", 20), ("BE", "fr", 30), ("NZ", "en", 9), ("LI", "de", 1)),
)
_COMPETENCIES = tuple(
    f"Solutions Partner for {name}"
    for name in ("Security", "Modern Work", "Infrastructure", "Business Applications", "Data & AI")
)
_SKILLS = tuple(
    f"{what} {how}"
    for what in ("Azure", "Teams", "Fabric", "Intune", "Sentinel", "Copilot", "Power BI", "SAP")
    for how in ("Migration", "Operations", "Training", "Governance", "Development")
)
_WORDS_OF_A_LANGUAGE = 4_000


def write_corpus(path: Path, partners: int) -> None:
    """Write a directory file of so many invented partners."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(_rows(partners))


def _rows(partners: int) -> Iterator[tuple[str, ...]]:
    rnd = random.Random(2026)
    words = {language: _words(rnd, language) for language in _SYLLABLES}
    weights = [weight for _code, _language, weight in _COUNTRIES]
    for _ in range(partners):
        code, language, _weight = rnd.choices(_COUNTRIES, weights)[0]
        if rnd.random() < 0.15:
            language = "en"
        pool = words[language]
        # Squared, so that some words are far more frequent than others.
        name = [pool[int(rnd.random() ** 2 * len(pool))] for _ in range(rnd.choice((1, 1, 2)))]
        name += [rnd.choice(_KINDS[language]), rnd.choice(_FORMS[language])]
        if rnd.random() < 0.002:
            name[0] = rnd.choice(("O'Neill", "Zoë", "Łukasz", "Ångström"))
        digits = f"{rnd.getrandbits(128):032x}"
        yield (
            "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])),
            " ".join(filter(None, name)),
            code,
            ";".join(rnd.sample(_COMPETENCIES, rnd.choice((0, 0, 1, 1, 2)))),
            ";".join(rnd.sample(_SKILLS, rnd.choice((0, 1, 2, 2, 3, 5)))),
            pool[rnd.randrange(200)],
        )


def _words(rnd: random.Random, language: str) -> list[str]:
    syllables = _SYLLABLES[language].split()
    return [
        "".join(rnd.choices(syllables, k=rnd.choice((1, 2, 2, 3)))).capitalize()
        for _ in range(_WORDS_OF_A_LANGUAGE)
    ]
