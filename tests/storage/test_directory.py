from __future__ import annotations

import sqlite3
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from csp_tui.domain.errors import Canceled
from csp_tui.domain.history import ListDelta
from csp_tui.domain.offer import Offer
from csp_tui.domain.partner import Facet, Partner, PartnerQuery, PartnerType
from csp_tui.services.views import DirectoryImport
from csp_tui.storage import common_ngrams as common_ngrams_module
from csp_tui.storage import directory_index
from csp_tui.storage.common_ngrams import LONGEST_PIECE, common_ngrams
from csp_tui.storage.connections import connect
from csp_tui.storage.factory import Storage
from csp_tui.storage.rank_sets import RankSets
from tests.storage.importing import import_directory

Put = Callable[..., None]
Tenant = Callable[[int], str]
MakePartner = Callable[..., Partner]


def merge(storage: Storage, *partners: Partner, replace: bool = False) -> DirectoryImport:
    return import_directory(storage, partners, replace=replace)


def names(storage: Storage) -> list[str]:
    return [row.name for row in storage.search.page(PartnerQuery())]


def test_a_merge_counts_what_it_does(storage: Storage, partner: MakePartner) -> None:
    assert merge(storage, partner(1, "Alpine"), partner(2, "Birch")) == DirectoryImport(added=2)

    result = merge(storage, partner(1, "Alpine"), partner(2, "Beech"), partner(3, "Cedar"))

    assert result == DirectoryImport(added=1, updated=1, unchanged=1)
    assert names(storage) == ["Alpine", "Beech", "Cedar"]


def test_without_replace_the_rest_stays(storage: Storage, partner: MakePartner) -> None:
    merge(storage, partner(1, "Alpine"), partner(2, "Birch"))

    assert merge(storage, partner(3, "Aspen")) == DirectoryImport(added=1)
    assert names(storage) == ["Alpine", "Aspen", "Birch"]


def test_with_replace_the_rest_goes(storage: Storage, partner: MakePartner) -> None:
    merge(storage, partner(1, "Alpine"), partner(2, "Birch"))

    result = merge(storage, partner(2, "Birch"), partner(3, "Aspen"), replace=True)

    assert result == DirectoryImport(added=1, unchanged=1, removed=1)
    assert names(storage) == ["Aspen", "Birch"]
    assert merge(storage, replace=True) == DirectoryImport(removed=2)
    assert names(storage) == []


def test_the_last_row_of_a_tenant_wins(storage: Storage, partner: MakePartner) -> None:
    result = merge(storage, partner(1, "First"), partner(2, "Other"), partner(1, "Last"))

    assert result == DirectoryImport(added=2)
    assert names(storage) == ["Last", "Other"]


@pytest.mark.parametrize(
    "changed",
    [
        {"country": "DE"},
        {"competencies": ("Security",)},
        {"skills": ("Azure",)},
        {"type": PartnerType.DIRECT_BILL},
        {"mpn_id": "123"},
        {"city": "Lyon"},
    ],
)
def test_any_field_makes_an_update(
    storage: Storage, partner: MakePartner, changed: dict[str, object]
) -> None:
    merge(storage, partner(1, "Alpine"))

    assert merge(storage, partner(1, "Alpine", **changed)).updated == 1
    assert merge(storage, partner(1, "Alpine", **changed)).unchanged == 1


def test_an_unchanged_file_writes_nothing(
    storage: Storage, partner: MakePartner, raw: sqlite3.Connection
) -> None:
    partners = [partner(number, f"Partner {number}", skills=("Azure",)) for number in range(50)]
    merge(storage, *partners)
    before = raw.execute("PRAGMA data_version").fetchone()

    assert merge(storage, *partners, replace=True) == DirectoryImport(unchanged=50)
    assert raw.execute("PRAGMA data_version").fetchone() == before


def test_what_is_found_is_what_the_last_merge_left(storage: Storage, partner: MakePartner) -> None:
    merge(storage, partner(1, "Alpine", skills=("Azure",)), partner(2, "Birch", "DE"))
    merge(storage, partner(1, "Maple", "JP", skills=("Teams",)))

    found = storage.search.count
    assert found(PartnerQuery(text="alpine")) == 0
    assert found(PartnerQuery(text="maple", countries=frozenset({"JP"}))) == 1
    assert found(PartnerQuery(skills=frozenset({"Azure"}))) == 0
    assert [value.value for value in storage.search.facets(PartnerQuery(), Facet.SKILL)] == [
        "Teams"
    ]
    assert storage.database.check().problems == ()


def test_a_partner_that_goes_stays_on_its_audience(
    storage: Storage,
    partner: MakePartner,
    offer: Callable[..., Offer],
    put: Put,
    tenant: Tenant,
) -> None:
    put(offer(), partner(1, "Alpine"))
    with storage.open_unit() as unit:
        delta = ListDelta(draft_added=(tenant(1),))
        unit.audiences.apply("contoso-backup", delta, {tenant(1): "Alpine"})
        unit.commit()

    merge(storage, replace=True)

    (row,) = storage.read.audience_rows("contoso-backup")
    assert (row.name, row.in_directory, row.in_draft) == ("Alpine", False, True)


def test_a_draft_that_is_not_committed_only_tells(storage: Storage, partner: MakePartner) -> None:
    with storage.open_draft() as draft:
        draft.stage([partner(1, "Alpine")], None)
        plan = draft.compute(replace=False)
        with draft.open_unit() as unit:
            assert unit.directory.put(plan, None)

    assert plan.result.added == 1
    assert names(storage) == []


@pytest.mark.parametrize("stored", [(), ("Alpine",)], ids=["empty", "filled"])
def test_others_write_while_a_directory_is_computed(
    storage: Storage, path: Path, partner: MakePartner, stored: tuple[str, ...]
) -> None:
    merge(storage, *(partner(number, name) for number, name in enumerate(stored)))
    places: list[str] = []

    def write(rows: int) -> None:
        # As another program: it would fail at once where the file is locked.
        with closing(connect(path, busy_timeout=0)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("UPDATE directory SET summary = '{}'")
            other.execute("COMMIT")
        places.append(sys._getframe(1).f_code.co_name)

    with storage.open_draft() as draft:
        draft.stage((partner(number, f"Partner {number}") for number in range(9_000)), write)
        plan = draft.compute(replace=False)
        written = len(places)
        with draft.open_unit() as unit:
            assert unit.directory.put(plan, None)
            unit.commit()

    assert {"stage", "_look"} <= set(places)
    assert len(places) == written


def test_a_directory_that_has_changed_is_computed_again(
    storage: Storage, partner: MakePartner
) -> None:
    merge(storage, partner(1, "Alpine"))
    with storage.open_draft() as draft:
        draft.stage([partner(2, "Birch"), partner(3, "Cedar")], None)
        plan = draft.compute(replace=False)
        merge(storage, partner(3, "Cedar"), partner(4, "Dogwood"), replace=True)
        with draft.open_unit() as unit:
            assert not unit.directory.put(plan, None)
        again = draft.compute(replace=False)
        with draft.open_unit() as unit:
            assert unit.directory.put(again, None)
            unit.commit()

    assert plan.result == DirectoryImport(added=2)
    assert again.result == DirectoryImport(added=1, unchanged=1)
    assert names(storage) == ["Birch", "Cedar", "Dogwood"]
    assert storage.database.check().ok


@pytest.mark.parametrize("calls_before", [0, 1, 4])
def test_cancelling_undoes_everything_wherever_it_happens(
    storage: Storage, partner: MakePartner, calls_before: int
) -> None:
    merge(storage, partner(1, "Alpine"))
    told: list[int] = []

    def progress(rows: int) -> None:
        told.append(rows)
        if len(told) > calls_before:
            raise Canceled()

    def run() -> None:
        many = (partner(number, f"Partner {number}") for number in range(9_000))
        import_directory(storage, many, replace=True, progress=progress)

    with pytest.raises(Canceled):
        run()
    assert told[: calls_before + 1] == [4_000, 8_000, 9_000, 9_000, 9_000][: calls_before + 1]
    assert names(storage) == ["Alpine"]
    assert storage.database.check().ok


def test_an_error_in_the_rows_undoes_everything(storage: Storage, partner: MakePartner) -> None:
    def rows() -> Iterator[Partner]:
        yield partner(1, "Alpine")
        raise OSError("the file went away")

    def run() -> None:
        import_directory(storage, rows())

    with pytest.raises(OSError, match="went away"):
        run()
    assert names(storage) == []


def test_memory_does_not_grow_with_the_file(
    storage: Storage, partner: MakePartner, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is held until it is written is set for a million rows; a test has fewer.
    monkeypatch.setattr(directory_index, "_POSTINGS_AT_MOST", 4_000)
    monkeypatch.setattr(directory_index, "_KEPT_BYTES", 10_000)

    def peak(rows: int) -> int:
        tracemalloc.start()
        many = (partner(number, f"Partner {number % 999} {rows}") for number in range(rows))
        with storage.open_draft() as draft:
            draft.stage(many, None)
            plan = draft.compute(replace=True)
            with draft.open_unit() as unit:
                unit.directory.put(plan, None)
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    peak(1)  # What is imported stays.
    small, large = peak(9_000), peak(18_000)
    # The set of those who have one word takes some bytes of each; a row takes hundreds.
    assert large < small + 10 * 9_000


def test_the_digest_of_a_file_is_computed_only_if_one_is_remembered(
    storage: Storage, partner: MakePartner
) -> None:
    result = merge(storage, partner(1, "Alpine"))
    with storage.open_draft() as draft:
        assert draft.recall(lambda: pytest.fail("no file is remembered")) is None
        with draft.open_unit() as unit:
            unit.directory.remember("of a file", result, set())
            unit.commit()

    with storage.open_draft() as draft:
        assert draft.recall(lambda: "of another file") is None
        assert draft.recall(lambda: "of a file") == DirectoryImport(unchanged=1)


def test_common_pieces_have_everyone_whose_words_contain_them(
    storage: Storage, path: Path, partner: MakePartner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(common_ngrams_module, "_COST_AT_MOST", 5.0)
    words = ("tech", "techno", "biotech", "echo", "tec", "ltd", "soltec", "a")
    partners = [
        partner(number, f"{words[number % 8]} {words[number // 8 % 7]}", city=words[number % 5])
        for number in range(1, 120)
    ]
    merge(storage, *partners)

    with closing(connect(path)) as connection:
        rows = connection.execute("SELECT rank, folded, city FROM partner").fetchall()
        stored = connection.execute("SELECT gram, partners, ranks FROM partner_gram").fetchall()

    texts = {rank: [f" {word}" for word in f"{name} {city}".split()] for rank, name, city in rows}
    sets = RankSets(len(rows))
    assert {len(gram) for gram, _partners, _ranks in stored} >= {1, 2, 3, 4, 5}
    for gram, count, ranks in stored:
        having = [rank for rank, found in texts.items() if any(gram in word for word in found)]
        assert (count, sets.union([ranks])) == (len(having), sets.of(having))


def test_names_of_equal_letters_are_indexed_in_time_proportional_to_their_length() -> None:
    words = [("a" * 30_000, 1), *((f"b{'c' * 299}", 2000) for _ in range(3))]

    chosen = common_ngrams(lambda: words)

    assert max(map(len, chosen)) == LONGEST_PIECE
    assert len(chosen) <= 4 * LONGEST_PIECE


def test_a_very_long_name_is_found(storage: Storage, partner: MakePartner) -> None:
    long = "a" * 4_000
    merge(storage, partner(1, long), partner(2, "Birch"))

    for text in ("a", "a" * 23, "a" * 25, long):
        assert storage.search.count(PartnerQuery(text=text)) == 1
    assert storage.database.check().ok
