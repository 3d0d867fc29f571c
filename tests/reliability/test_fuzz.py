"""The kept inputs of the fuzzed readers, and inputs that are large or slow on purpose."""

from __future__ import annotations

import io
import time
import tomllib
import tracemalloc
from pathlib import Path

import pytest

from csp_tui.domain.errors import InvalidInput
from csp_tui.exchange.audience_csv import read_audience
from csp_tui.exchange.partners_csv import PartnerFileReader
from csp_tui.exchange.resales_csv import read_resales
from csp_tui.settings.loader import MOST_PROBLEMS, flatten, read_settings, read_text
from csp_tui.settings.writing import changed_text
from tests.conftest import tenant
from tests.nasty import EVERYTHING, SNIPPETS

from .fuzz import replay
from .fuzz_targets import CORPUS, TARGETS

FILE = Path("settings.toml")
MEGABYTE = 1 << 20
HEADS = {
    "partners": "tenant_id,name,country,competencies,skills,type,mpn_id,city\n",
    "audience": "ID,Description,Type\n",
    "resales": "offer_id,tenant_id,first_sold_on\n",
}
ROWS = {
    "partners": "{id},{cell},FR,{cell},{cell},{cell},{cell},{cell}\n",
    "audience": "{id},{cell},TenantID\n",
    "resales": "{cell},{id},{cell}\n",
}


@pytest.mark.parametrize("target", TARGETS)
def test_what_fuzzing_has_found_so_far_holds(target: str) -> None:
    assert replay(target) > 0


def test_the_corpus_stays_small() -> None:
    sizes = [path.stat().st_size for path in CORPUS.rglob("*") if path.is_file()]
    assert len(sizes) < 300
    assert sum(sizes) < 200_000


@pytest.mark.parametrize("target", HEADS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_nasty_cells_are_read_or_rejected(target: str, encoding: str) -> None:
    cells = ['"' + text.replace('"', '""') + '"' for text in (*SNIPPETS, EVERYTHING)]
    rows = [ROWS[target].format(id=tenant(n), cell=cell) for n, cell in enumerate(cells)]
    TARGETS[target]((HEADS[target] + "".join(rows)).encode(encoding, "replace"))


@pytest.mark.parametrize("target", HEADS)
@pytest.mark.parametrize("damage", [b"\0", b"\xff\xfe", b"\xc3(", b"\xed\xa0\x80"])
def test_damage_costs_only_its_row(target: str, damage: bytes) -> None:
    rows = [ROWS[target].format(id=tenant(n), cell="x-cell") for n in (1, 2, 3)]
    rows[1] = rows[1].replace("x-cell", "x-DAMAGE")
    data = (HEADS[target] + "".join(rows)).encode().replace(b"DAMAGE", damage)
    TARGETS[target](data)
    if target == "partners":
        with PartnerFileReader(io.BytesIO(data)) as reader:
            assert [partner.tenant_id for partner in reader] == [tenant(1), tenant(3)]
            assert reader.rejected == 1


@pytest.mark.parametrize("target", HEADS)
@pytest.mark.parametrize("sign", ["x", "é", '""', "\u202e", "=", "\x1b[31m", ";", "\x00"])
def test_a_cell_of_a_megabyte_costs_little_time_and_memory(target: str, sign: str) -> None:
    cell = '"' + sign * (MEGABYTE // len(sign.encode())) + '"'
    row = ROWS[target].replace("{cell}", cell, 1).replace("{cell}", "")
    data = (HEADS[target] + row.format(id=tenant(1)) + f"{tenant(2)},B,FR\n").encode()
    tracemalloc.start()
    began = time.process_time()
    try:
        match target:
            case "partners":
                with PartnerFileReader(io.BytesIO(data)) as reader:
                    assert len(list(reader)) + reader.rejected >= 2
            case "audience":
                read_audience(io.BytesIO(data))
            case _:
                read_resales(io.BytesIO(data))
        assert tracemalloc.get_traced_memory()[1] < 64 * MEGABYTE
    finally:
        tracemalloc.stop()
    assert time.process_time() - began < 5


SLOW = {
    "one string of many lines": 'x = """\n' + "\n" * 60_000 + '"""\n',
    "many unknown names": "".join(f"n{n}=1\n" for n in range(7_000)),
    "many wrong keys": "[keys]\n" + "".join(f"k{n}=1\n" for n in range(7_000)),
    "dotted without end": "keys." + "a." * 30_000 + 'b = "x"\n',
    "lists in lists": "x = " + "[" * 200 + "]" * 200 + "\n",
    "lists without end": "x = " + "[" * 30_000,
    "a long name": "a" * 60_000 + " = 1\n",
    "a long value": 'theme = "' + "csp-dark" * 7_000 + '"\n',
    "many digits": "x = " + "1" * 10_000 + "\n",
}


@pytest.mark.parametrize("kind", SLOW)
def test_no_settings_file_is_waited_for(kind: str) -> None:
    began = time.process_time()
    reading = read_text(SLOW[kind], FILE)
    assert 1 <= len(reading.problems) <= MOST_PROBLEMS
    assert time.process_time() - began < 5


def test_a_settings_file_of_bytes_that_are_no_text_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    for data in (b"\xff\xfe\x00", b"theme = '\x00'", b"x" * 100_000, b"\x1b]0;x\x07"):
        path.write_bytes(data)
        assert read_settings(path).problems


@pytest.mark.parametrize(
    "text",
    [
        'keys = {offers.new = "n"}\n',
        'keys = {a = "b", offers.new = "n", c = "d"} # mine\n[x]\ny = nan\n',
        'keys.offers.new = "n"\nkeys.a = 1\n',
        '[keys.offers]\nnew = "n"\n[keys]\na = "b"\n',
    ],
)
def test_keys_are_changed_however_they_are_written(text: str) -> None:
    wanted = {"theme": "csp-light", "keys": {"offers.new": "x", "go.offers": "1"}}
    document = tomllib.loads(changed_text(text, wanted))
    assert dict(flatten(document["keys"])) == wanted["keys"]
    assert document["theme"] == "csp-light"
    assert ("x" in document) is ("[x]" in text)


def test_a_text_that_cannot_be_changed_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    import tomlkit

    monkeypatch.setattr(tomlkit, "dumps", lambda _document: "theme = 1")
    with pytest.raises(InvalidInput, match="cannot edit"):
        changed_text('theme = "csp-dark"\n', {"theme": "csp-light"})
