"""The search, held to what looking through all partners one by one would find."""

from __future__ import annotations

import itertools
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csp_tui.domain.clock import SystemClock
from csp_tui.domain.partner import Facet, Partner, PartnerQuery
from csp_tui.domain.regions import RegionTable
from csp_tui.domain.text import fold
from csp_tui.storage import common_ngrams
from csp_tui.storage.factory import Storage
from csp_tui.storage.text_matches import tenant_prefix
from tests.storage.importing import import_directory

HEADS = [
    "Contoso",
    "Alpine",
    "Zoë",
    "O'Neill",
    "Łódź",
    "北京云",
    "東京",
    "Облако",
    "ענן",
    "Straße",
    "ＡＢＣ",
    "R2D2",
    "north",
    "northern",
]
TAILS = [
    "Consulting",
    "Solutions",
    "&",
    "GmbH",
    "Ltd.",
    "Clouds",
    "Tech-nik",
    "Søn",
    "云计算",
    "Data,data",
    "a",
    "x9",
    "data",
]
SKILLS = ("Azure", "AZURE", "C++", "C#", "Power BI", "Teams", "日本")
COUNTRIES = ("FR", "DE", "JP", "US")
MANY = 2_500


def make_partners() -> list[Partner]:
    rnd = random.Random(5)
    partners = []
    for _ in range(MANY):
        words = rnd.choices(HEADS, k=rnd.randint(0, 2)) + rnd.choices(TAILS, k=rnd.randint(1, 3))
        if rnd.random() < 0.3:
            words.append("".join(rnd.choices("aeinorstlbé", k=rnd.randint(1, 9))))
        rnd.shuffle(words)
        digits = f"{rnd.getrandbits(128):032x}"
        tenant = f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
        partners.append(
            Partner(
                tenant_id=tenant,
                name=" ".join(words),
                country=rnd.choices(COUNTRIES, (60, 30, 9, 1))[0],
                competencies=("Security",) if rnd.random() < 0.4 else (),
                skills=tuple(rnd.sample(SKILLS, k=rnd.choice((0, 1, 1, 2, 4)))),
            )
        )
    return partners


PARTNERS = sorted(
    make_partners(), key=lambda partner: (fold(partner.name), partner.name, partner.tenant_id)
)
FOLDED = [fold(partner.name) for partner in PARTNERS]
PIECES = sorted({word for folded in FOLDED for word in folded.split()})


@pytest.fixture(scope="module", params=["words", "pieces"])
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Storage]:
    """The partners, once looked up by word and once by stored pieces."""
    with pytest.MonkeyPatch.context() as patch:
        cost = {"words": 1e9, "pieces": 20.0}[request.param]
        patch.setattr(common_ngrams, "_COST_AT_MOST", cost)
        path: Path = tmp_path_factory.mktemp("search") / "csp.sqlite"
        storage = Storage(path, RegionTable(()), SystemClock())
        shuffled = random.Random(1).sample(PARTNERS, k=MANY)
        import_directory(storage, shuffled)
    yield storage
    storage.close()


@cache
def similar_to(word: str) -> re.Pattern[str]:
    """What was meant where a word has one typing error."""
    shapes = {re.escape(word)}
    for place in range(len(word) + 1):
        before, after = re.escape(word[:place]), word[place:]
        shapes.add(rf"{before}\S{re.escape(after)}")
        if after:
            shapes.add(before + re.escape(after[1:]))
            shapes.add(rf"{before}\S{re.escape(after[1:])}")
        if len(after) > 1:
            shapes.add(before + re.escape(after[1] + after[0] + after[2:]))
    return re.compile("|".join(shapes))


def has_similar(folded: str, word: str) -> bool:
    return word in folded if len(word) < 5 else bool(similar_to(word).search(folded))


def passes(partner: Partner, query: PartnerQuery) -> bool:
    skills = {skill.casefold() for skill in partner.skills}
    return (
        (not query.countries or partner.country in query.countries)
        and (not query.competencies or bool(query.competencies & set(partner.competencies)))
        and (not query.skills or bool({skill.casefold() for skill in query.skills} & skills))
    )


def model(query: PartnerQuery) -> tuple[list[str], bool]:
    """Tenant IDs in the order of the list, and whether they are similar only."""
    text = fold(query.text)
    words = text.split()
    prefix = tenant_prefix(query.text)
    empty = not query.text.strip()

    def tier(place: int) -> int | None:
        folded = FOLDED[place]
        if empty:
            return 0
        if words and all(word in folded for word in words):
            if folded.startswith(text):
                return 0
            starts = all(f" {word}" in f" {folded}" for word in words)
            return 1 if starts else 2
        return 2 if prefix and PARTNERS[place].tenant_id.startswith(prefix) else None

    tiers = [tier(place) for place in range(MANY)]
    similar = all(tier is None for tier in tiers)
    if similar and any(len(word) >= 5 for word in words):
        tiers = [
            0 if all(has_similar(folded, word) for word in words) else None for folded in FOLDED
        ]
    order = sorted(
        (tier, place)
        for place, tier in enumerate(tiers)
        if tier is not None and passes(PARTNERS[place], query)
    )
    similar = similar and any(tier is not None for tier in tiers)
    return [PARTNERS[place].tenant_id for _tier, place in order], similar


def check(storage: Storage, query: PartnerQuery) -> None:
    expected, similar = model(query)
    search = storage.search
    seen = [
        row.tenant_id
        for start in range(0, MANY + 400, 400)
        for row in search.page(query, offset=start, limit=400)
    ]
    assert seen == expected
    assert search.count(query) == len(expected)
    assert search.is_similar(query) == similar
    middle = len(expected) // 2
    assert [row.tenant_id for row in search.page(query, offset=middle, limit=7)] == expected[
        middle : middle + 7
    ]
    assert sorted(search.tenant_ids(query)) == sorted(expected)


TEXTS = (
    *[
        "a",
        "e",
        "x",
        "é",
        "云",
        "о",
        "ן",
        "9",
        "&",
        "co",
        "so",
        "on",
        "er",
        "云计",
        "da",
        "ta",
        "nt",
        "ßa",
        "ss",
        "2d",
        "京云",
        "zz",
    ],
    *[
        "con",
        "tech",
        "technik",
        "consulting",
        "solutions",
        "gmbh",
        "contoso",
        "ONEILL",
        "sön",
        "北京云",
        "облако",
        "strasse",
    ],
    *("contoso gmbh", "gmbh contoso", "a a", "data data", "d da dat data", "nor north"),
    *("o l s", "consulting solutions clouds", "c & g", "alpine north", "abc", "ｒ２"),
    *("contsoo", "consultng", "solutionss", "xlpine", "alpin3 gmhb", "nrothern", "clouds gmbx"),
    *("norht gmbh", "datta", "dtaaa", "conultign", "облаок", "clauds", "contoso qqqqq", "strase"),
    *("", " ", ".", '"', "name:x", "con*", "a OR b", "%", "_", "\x00", "😀", "'; DROP"),
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_finds_in_order_what_looking_through_all_would(filled: Storage, text: str) -> None:
    check(filled, PartnerQuery(text=text))


@pytest.mark.parametrize("length", [4, 5, 8, 9, 12, 36])
def test_a_tenant_id_finds_its_partner_from_its_beginning(filled: Storage, length: int) -> None:
    for partner in PARTNERS[::400]:
        check(filled, PartnerQuery(text=partner.tenant_id[:length]))


@st.composite
def queries(draw: st.DrawFn) -> PartnerQuery:
    words = []
    for _ in range(draw(st.integers(0, 3))):
        word = draw(st.sampled_from(PIECES))
        start = draw(st.integers(0, len(word) - 1))
        word = word[start : draw(st.integers(start + 1, len(word)))]
        if draw(st.integers(0, 3)) == 0:
            place = draw(st.integers(0, len(word)))
            cut = draw(st.integers(0, 1))
            word = word[:place] + draw(st.sampled_from(["", "a", "q", "云"])) + word[place + cut :]
        words.append(word)
    return PartnerQuery(
        text=" ".join(words),
        countries=draw(st.frozensets(st.sampled_from((*COUNTRIES, "ZZ")), max_size=2)),
        competencies=draw(st.frozensets(st.sampled_from(("Security",)), max_size=1)),
        skills=draw(st.frozensets(st.sampled_from(SKILLS), max_size=2)),
    )


@settings(max_examples=40, deadline=None)
@given(query=queries())
def test_any_combination_finds_in_order_what_looking_through_all_would(
    filled: Storage, query: PartnerQuery
) -> None:
    check(filled, query)


@settings(max_examples=30, deadline=None)
@given(query=queries(), facet=st.sampled_from(list(Facet)))
def test_a_value_counts_those_it_would_give(
    filled: Storage, query: PartnerQuery, facet: Facet
) -> None:
    values_of: Callable[[Partner], set[str]] = {
        Facet.COUNTRY: lambda partner: {partner.country.casefold()},
        Facet.COMPETENCY: lambda partner: {value.casefold() for value in partner.competencies},
        Facet.SKILL: lambda partner: {value.casefold() for value in partner.skills},
    }[facet]
    field = {"country": "countries", "competency": "competencies", "skill": "skills"}[facet.value]
    others = PartnerQuery(
        text=query.text,
        **{
            name: frozenset() if name == field else getattr(query, name)
            for name in ("countries", "competencies", "skills")
        },
    )
    matching = set(model(others)[0])
    expected = Counter(
        itertools.chain.from_iterable(
            values_of(partner) for partner in PARTNERS if partner.tenant_id in matching
        )
    )
    counts = {found.value.casefold(): found.count for found in filled.search.facets(query, facet)}
    assert {value: count for value, count in counts.items() if count} == expected


def test_a_unit_of_work_finds_the_same(filled: Storage) -> None:
    for text in ("consulting", "a", "consultng", "", "zz"):
        query = PartnerQuery(text=text, countries=frozenset({"FR"}))
        expected = sorted(model(query)[0])
        with filled.open_unit() as unit:
            assert unit.directory.stage_matching(query) == len(expected)
            assert unit.directory.stage_matching(query) == len(expected)
            rows = unit.directory._connection.execute(  # type: ignore[attr-defined]
                "SELECT tenant_id FROM temp.matching CROSS JOIN partner USING (rank)"
            )
            assert sorted(row[0] for row in rows) == expected


def test_typing_errors_are_one_letter_missing_extra_wrong_or_swapped(filled: Storage) -> None:
    for meant in ("consulting", "alpine", "north", "solutions"):
        wrong = {meant[:place] + meant[place + 1 :] for place in range(len(meant))}
        wrong |= {f"{meant[:place]}q{meant[place:]}" for place in range(len(meant) + 1)}
        wrong |= {f"{meant[:place]}q{meant[place + 1 :]}" for place in range(len(meant))}
        wrong |= {
            meant[:place] + meant[place + 1] + meant[place] + meant[place + 2 :]
            for place in range(len(meant) - 1)
        }
        whole = set(filled.search.tenant_ids(PartnerQuery(text=meant)))
        for typed in wrong:
            if len(typed) < 5:
                continue
            found = set(filled.search.tenant_ids(PartnerQuery(text=typed)))
            assert whole <= found or not filled.search.is_similar(PartnerQuery(text=typed)), typed
            assert found, typed


def test_a_short_word_counts_beside_a_misspelt_one_that_it_begins(filled: Storage) -> None:
    check(filled, PartnerQuery(text="a aelee"))
