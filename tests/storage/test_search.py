from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csp_tui.domain.errors import Canceled
from csp_tui.domain.partner import Facet, Partner, PartnerQuery
from csp_tui.domain.text import fold
from csp_tui.storage.factory import Storage
from csp_tui.storage.text_matches import tenant_prefix
from tests.storage.importing import import_directory

Put = Callable[..., None]
Tenant = Callable[[int], str]
MakePartner = Callable[..., Partner]

NAMES = (
    "O'Neill & Søn A/S",
    "Contoso Ltd",
    "Contoso Northwind GmbH",
    "Façade Café Zürich",
    "Ｆｕｌｌ Ｗｉｄｔｈ",
    "北京云计算有限公司",
    "株式会社クラウド",
    "Облачные Технологии",
    "Łódź Chmura",
    'A"B AND (C) x:y -z*',
    "[US] Partners 7",
    "שלום ענן",
    "R2 D2",
)


@pytest.fixture
def filled(storage: Storage, partner: MakePartner, put: Put) -> Storage:
    put(*(partner(0xFA0000 + number, name) for number, name in enumerate(NAMES)))
    return storage


def found(storage: Storage, text: str, **facets: frozenset[str]) -> set[str]:
    return {row.name for row in storage.search.page(PartnerQuery(text=text, **facets))}


@pytest.mark.parametrize("text", ["", "conto", "R2"])
def test_places_are_those_of_the_pages(filled: Storage, text: str) -> None:
    query = PartnerQuery(text=text)
    everyone = [row.tenant_id for row in filled.search.page(PartnerQuery())]
    found = [row.tenant_id for row in filled.search.page(query)]
    places = filled.search.places(query, [*everyone, "00000000-0000-0000-0000-000000000009"])
    assert places == {tenant_id: place for place, tenant_id in enumerate(found)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("oneill", {"O'Neill & Søn A/S"}),
        ("O’NEILL", {"O'Neill & Søn A/S"}),
        ("son", {"O'Neill & Søn A/S"}),
        ("contoso", {"Contoso Ltd", "Contoso Northwind GmbH"}),
        ("north conto", {"Contoso Northwind GmbH"}),
        ("conto conto contoso", {"Contoso Ltd", "Contoso Northwind GmbH"}),
        ("ntos", {"Contoso Ltd", "Contoso Northwind GmbH"}),
        ("gm contoso", {"Contoso Northwind GmbH"}),
        ("cafe zurich", {"Façade Café Zürich"}),
        ("FACADE", {"Façade Café Zürich"}),
        ("faca", {"Façade Café Zürich"}),
        ("full width", {"Ｆｕｌｌ Ｗｉｄｔｈ"}),
        ("ｆｕｌｌ", {"Ｆｕｌｌ Ｗｉｄｔｈ"}),
        ("云计算", {"北京云计算有限公司"}),
        ("云", {"北京云计算有限公司"}),
        ("クラウド", {"株式会社クラウド"}),
        ("会社", {"株式会社クラウド"}),
        ("технологии", {"Облачные Технологии"}),
        ("ТЕХ обл", {"Облачные Технологии"}),
        ("lodz", {"Łódź Chmura"}),
        ("ענן", {"שלום ענן"}),
        ("r2", {"R2 D2"}),
        ("d2 r2", {"R2 D2"}),
        ("2", {"R2 D2"}),
        ('a"b', set()),
        ("a b AND", {'A"B AND (C) x:y -z*'}),
        ("x:y", {'A"B AND (C) x:y -z*'}),
        ("(and)", {'A"B AND (C) x:y -z*'}),
        ("[us]", {"[US] Partners 7"}),
        ("nobody", set()),
        ("contoso nobody", set()),
        ("...", set()),
        ('"', set()),
        ("", set(NAMES)),
        ("  ", set(NAMES)),
    ],
)
def test_a_text_finds_the_names_that_have_all_its_words(
    filled: Storage, text: str, names: set[str]
) -> None:
    if text == 'a"b':
        # The quotation mark falls away in name and text alike, so both become one word.
        names = {'A"B AND (C) x:y -z*'}
    assert found(filled, text) == names
    assert filled.search.count(PartnerQuery(text=text)) == len(names)


@pytest.mark.parametrize(
    "text",
    [
        "name : x",
        "AND",
        "OR NOT",
        "NEAR(con tos)",
        "con*",
        "^con",
        "{name}: con",
        "con + tos",
        "'; DROP TABLE partner; --",
        "foo(",
        "\x00con\x00",
        "con\ntos",
        "%_",
        pytest.param("a" * 5_000, id="one long word"),
        pytest.param(" ".join(f"word{number}" for number in range(3_000)), id="many words"),
        pytest.param("x " * 1_000, id="one word often"),
        "😀",
    ],
)
def test_whatever_is_typed_is_text(filled: Storage, text: str) -> None:
    names = {name for name in NAMES if all(word in fold(name) for word in fold(text).split())}
    expected = names if fold(text) else set()

    assert found(filled, text) == expected


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.sampled_from("contsALé\"'()*:-^+ AND云计 2рЁ[]{}"), max_size=12))
def test_search_answers_as_looking_through_all_names_would(filled: Storage, text: str) -> None:
    words = fold(text).split()
    expected = {name for name in NAMES if all(word in fold(name) for word in words)}
    if text.strip() and not words:
        expected = set()

    assert found(filled, text) == expected


def test_a_tenant_id_and_its_beginning_find_the_partner(filled: Storage, tenant: Tenant) -> None:
    whole = tenant(0xFA0001)
    for text in (
        whole,
        whole.upper(),
        f"{{{whole}}}",
        f"  {whole} ",
        whole.replace("-", ""),
        whole[:9],
        whole[:8],
        "00fa0001",
    ):
        assert found(filled, text) == {"Contoso Ltd"}, text
    assert len(found(filled, "00fa")) == len(NAMES)
    assert found(filled, whole[:-1] + "f") == set()


def test_a_word_of_hex_letters_is_still_a_name(filled: Storage, partner: MakePartner) -> None:
    other = Partner(tenant_id="facade00-1b5d-4c1e-9a77-0c6b6f2d9c1e", name="Ünder", country="FR")
    import_directory(filled, [other])

    assert found(filled, "facade") == {"Façade Café Zürich"}
    assert found(filled, "facade0") == {"Ünder"}


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("3f2", ""),
        ("3f2a", "3f2a"),
        ("face", ""),
        ("facefeed", "facefeed"),
        ("face-", ""),
        ("3F2A0C4E1b5d", "3f2a0c4e-1b5d"),
        ("3f2a0c4e-", "3f2a0c4e"),
        ("3f2a-0c4e", ""),
        ("{3f2a0c4e-1b5d-4c1e-9a77-0c6b6f2d9c1e}", "3f2a0c4e-1b5d-4c1e-9a77-0c6b6f2d9c1e"),
        ("3f2a0c4e-1b5d-4c1e-9a77-0c6b6f2d9c1ea", ""),
        ("3f2g", ""),
        ("----", ""),
        ("٣٣٣٣", ""),
        ("2 to 3", ""),
    ],
)
def test_what_looks_like_a_tenant_id(text: str, prefix: str) -> None:
    assert tenant_prefix(text) == prefix


@pytest.fixture
def faceted(storage: Storage, partner: MakePartner, put: Put) -> Storage:
    put(
        partner(1, "Contoso One", "FR", competencies=("Security",), skills=("Azure", "C#")),
        partner(2, "Contoso Two", "FR", competencies=("Security", "Data"), skills=("C++",)),
        partner(3, "Contoso Three", "DE", competencies=("Data",), skills=("azure",)),
        partner(4, "Fabrikam", "DE", skills=("AZURE", "Azure")),
        partner(5, "Litware", "JP"),
    )
    return storage


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        (PartnerQuery(countries=frozenset({"FR"})), {1, 2}),
        (PartnerQuery(countries=frozenset({"FR", "JP"})), {1, 2, 5}),
        (PartnerQuery(countries=frozenset({"fr"})), {1, 2}),
        (PartnerQuery(competencies=frozenset({"Security", "Data"})), {1, 2, 3}),
        (
            PartnerQuery(countries=frozenset({"DE"}), competencies=frozenset({"Data"})),
            {3},
        ),
        (PartnerQuery(text="contoso", skills=frozenset({"Azure"})), {1, 3}),
        (PartnerQuery(text="on", skills=frozenset({"Azure"})), {1, 3}),
        (PartnerQuery(text="w o", countries=frozenset({"FR", "DE"})), {2}),
        (PartnerQuery(skills=frozenset({"c++"})), {2}),
        (PartnerQuery(skills=frozenset({"C#"})), {1}),
        (PartnerQuery(skills=frozenset({"Unknown"})), set()),
        (PartnerQuery(skills=frozenset({"Unknown", "C#"})), {1}),
        (PartnerQuery(countries=frozenset({"FR"}), skills=frozenset({"Unknown"})), set()),
        (PartnerQuery(text="00000003", countries=frozenset({"DE"})), {3}),
        (PartnerQuery(text="00000003", countries=frozenset({"FR", "JP"})), set()),
        (PartnerQuery(text="0000", countries=frozenset({"FR", "JP"})), {1, 2, 5}),
    ],
)
def test_filters_narrow_each_other_and_widen_themselves(
    faceted: Storage, tenant: Tenant, query: PartnerQuery, numbers: set[int]
) -> None:
    assert {row.tenant_id for row in faceted.search.page(query)} == set(map(tenant, numbers))
    assert faceted.search.count(query) == len(numbers)


def test_counts_of_a_filter_follow_the_search_but_not_the_filter(faceted: Storage) -> None:
    def counts(facet: Facet, **parts: object) -> list[tuple[str, int]]:
        query = PartnerQuery(**parts)  # type: ignore[arg-type]
        return [(value.value, value.count) for value in faceted.search.facets(query, facet)]

    french = frozenset({"FR"})
    assert counts(Facet.COUNTRY) == [("DE", 2), ("FR", 2), ("JP", 1)]
    assert counts(Facet.COUNTRY, countries=french) == [("DE", 2), ("FR", 2), ("JP", 1)]
    assert counts(Facet.COUNTRY, text="contoso") == [("FR", 2), ("DE", 1)]
    assert counts(Facet.COMPETENCY, countries=french) == [("Security", 2), ("Data", 1)]
    assert counts(Facet.SKILL) == [("Azure", 3), ("C#", 1), ("C++", 1)]
    assert counts(Facet.SKILL, text="litware") == []
    # What is ticked stays in sight, so that it can be unticked.
    assert counts(Facet.SKILL, text="litware", skills=frozenset({"c#"})) == [("C#", 0)]
    assert counts(Facet.COUNTRY, text="0000") == [("DE", 2), ("FR", 2), ("JP", 1)]


def test_a_row_has_what_the_directory_has(faceted: Storage, tenant: Tenant) -> None:
    row = faceted.search.find(tenant(1))

    assert row is not None
    assert (row.name, row.country, row.region) == ("Contoso One", "FR", "Europe")
    assert (row.competencies, row.skills, row.type) == (("Security",), ("Azure", "C#"), "")
    assert faceted.search.find(tenant(99)) is None


@pytest.mark.parametrize(
    "query",
    [
        PartnerQuery(),
        PartnerQuery(text="partner"),
        PartnerQuery(text="er"),
        PartnerQuery(text="0000"),
        PartnerQuery(text="part ner"),
        PartnerQuery(countries=frozenset({"FR"})),
    ],
)
def test_pages_reach_every_row_once_in_the_order_of_names(
    storage: Storage, partner: MakePartner, put: Put, query: PartnerQuery
) -> None:
    put(*(partner(number, f"{'éEäA'[number % 4]}-Partner {number % 50}") for number in range(333)))
    search = storage.search
    total = search.count(query)

    pages = [search.page(query, offset=offset, limit=50) for offset in range(0, 400, 50)]
    rows = [row for page in pages for row in page]

    assert total == len(rows)
    assert len({row.tenant_id for row in rows}) == len(rows) > 50
    assert rows == sorted(rows, key=lambda row: (fold(row.name), row.name, row.tenant_id))
    assert search.page(query, offset=1_000) == []
    assert search.page(query, limit=0) == []


def test_an_interrupted_search_ends_with_cancelled(
    storage: Storage, partner: MakePartner, put: Put
) -> None:
    put(partner(1, "Contoso"))
    running = threading.Event()
    ended: list[BaseException | int] = []
    endless = (
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    )

    def search() -> None:
        try:
            with storage._search_pool.lease() as lease:
                lease.connection.set_progress_handler(running.set, 10_000)
                lease.rows(endless)
        except Canceled as canceled:
            ended.append(canceled)

    thread = threading.Thread(target=search)
    thread.start()
    assert running.wait(10)
    storage.search.interrupt()
    thread.join(10)

    assert not thread.is_alive()
    assert len(ended) == 1
    # The next search is not touched by it.
    assert storage.search.count(PartnerQuery(text="contoso")) == 1


def test_an_interrupt_between_two_queries_of_a_search_is_not_lost(
    storage: Storage, partner: MakePartner, put: Put
) -> None:
    put(partner(1, "Contoso"))
    with storage._search_pool.lease() as lease:
        storage.search.interrupt()
        with pytest.raises(Canceled):
            lease.rows("SELECT 1")


def test_searches_of_many_threads_do_not_disturb_each_other(faceted: Storage) -> None:
    seen: list[int] = []

    def search(text: str) -> None:
        seen.extend(faceted.search.count(PartnerQuery(text=text)) for _ in range(30))

    threads = [threading.Thread(target=search, args=["contoso"]) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == [3] * 180


def test_searching_cannot_write(storage: Storage) -> None:
    import sqlite3

    with storage._search_pool.lease() as lease, pytest.raises(sqlite3.OperationalError):
        lease.connection.execute("DELETE FROM partner")


@pytest.mark.parametrize("separator", ["\n", " ", ", ", "; "])
def test_a_list_of_tenant_ids_finds_each(filled: Storage, tenant: Tenant, separator: str) -> None:
    listed = [tenant(0xFA0001), tenant(0xFA0007), tenant(0xFF), tenant(0xFA0001)]
    query = PartnerQuery(text=separator.join(listed))
    assert found(filled, query.text) == {NAMES[1], NAMES[7]}
    assert filled.search.count(query) == 2
    assert list(filled.search.tenant_ids(query)) == [tenant(0xFA0001), tenant(0xFA0007)]
    assert filled.search.missing(query) == (tenant(0xFF),)
    assert not filled.search.is_similar(query)


def test_a_list_of_names_finds_each_but_no_similar_one(filled: Storage, tenant: Tenant) -> None:
    query = PartnerQuery(text=f"chmura\nContosso\nNorthwind; {tenant(0xFA0000)}")
    assert found(filled, query.text) == {"Łódź Chmura", "Contoso Northwind GmbH", NAMES[0]}
    assert filled.search.missing(query) == ("Contosso",)


def test_filters_narrow_a_list(faceted: Storage) -> None:
    everyone = list(faceted.search.tenant_ids(PartnerQuery()))
    query = PartnerQuery(text=" ".join(everyone), countries=frozenset({"FR"}))
    assert faceted.search.count(query) == faceted.search.count(
        PartnerQuery(countries=frozenset({"FR"}))
    )
    assert faceted.search.missing(query) == ()


def test_partners_are_found_by_their_tenant_ids(filled: Storage, tenant: Tenant) -> None:
    rows = filled.search.find_all([tenant(0xFA0001), tenant(0xFF)])
    assert {tenant_id: row.name for tenant_id, row in rows.items()} == {
        tenant(0xFA0001): "Contoso Ltd"
    }
