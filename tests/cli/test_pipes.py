"""Commands before and after a pipe: nothing cut off, one record a line, IDs handed on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from csp_tui.cli.output import table
from csp_tui.exchange.json_pieces import json_pieces
from csp_tui.storage.search import PartnerSearch

from .conftest import ALPINE, FABRIKAM, NORTHWIND, STRANGER, CommandLine

LONG = "A name that is longer than any terminal is wide, " * 2 + "end"


@pytest.fixture
def piped(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line with its output read by a program."""
    monkeypatch.setattr("csp_tui.cli.output.is_piped", lambda: True)
    return cli


def test_lists_are_records_with_tabs_and_no_heading(piped: CommandLine) -> None:
    piped.directory()
    piped.ok("offers", "create", "long-name", "--type", "saas", "--name", LONG)
    (line,) = piped.ok("offers", "list").out.splitlines()
    assert line.split("\t")[:3] == ["long-name", LONG, "saas"]
    lines = piped.ok("partners", "search").out.splitlines()
    assert [line.split("\t")[2] for line in lines] == [ALPINE, FABRIKAM, NORTHWIND]
    assert {line.count("\t") for line in lines} == {6}


def test_facts_have_their_label_on_every_line(piped: CommandLine) -> None:
    piped.directory()
    lines = piped.ok("partners", "show", ALPINE).out.splitlines()
    assert "Competencies\tCloud Platform" in lines
    assert "Competencies\tSecurity" in lines
    assert all(line.count("\t") == 1 for line in lines)


def test_a_tab_in_data_is_no_column(piped: CommandLine) -> None:
    assert list(table(("A", "B"), [("one\ttwo", "three\nfour")])) == ["one␉two\tthree␊four"]


def test_ids_alone(piped: CommandLine) -> None:
    piped.directory()
    offer = piped.offer("some", live=True, partners=(ALPINE,))
    piped.ok("requests", "new", offer, "--remove", ALPINE)
    for lang in ("en", "fr"):
        everyone = piped("partners", "search", "--ids", lang=lang).out.split()
        assert everyone == [ALPINE, FABRIKAM, NORTHWIND]
        assert piped("offers", "list", "--ids", lang=lang).out == "contoso-backup\n"
        assert piped("requests", "list", "--ids", lang=lang).out == "1\n"
    assert piped.ok("partners", "search", "--ids", "--limit", "1", "--offset", "1").out.split() == [
        FABRIKAM
    ]
    assert piped.json("partners", "search", "--ids", "--country", "CA") == [NORTHWIND]
    assert piped.json("offers", "list", "--ids") == [offer]


def test_ids_of_all_matches_and_not_of_similar_ones(piped: CommandLine) -> None:
    rows = "".join(f"90000000-0000-4000-8000-{n:012x},Partner {n},FR\n" for n in range(1, 121))
    piped.ok("partners", "import", "-", stdin=f"tenant_id,name,country\n{rows}".encode())
    assert len(piped.ok("partners", "search", "--country", "FR", "--ids").out.split()) == 120
    assert len(piped.ok("partners", "search", "--country", "FR").out.splitlines()) == 50
    similar = piped.ok("partners", "search", "partnre", "--ids")
    assert similar.out == ""
    assert "similar" in similar.err


def test_ids_from_standard_input(piped: CommandLine) -> None:
    offer = piped.offer("some")
    source = f"{ALPINE}\r\n\n  {{{FABRIKAM.upper()}}}\0{STRANGER}\n".encode()
    added = piped.ok("audience", "add", offer, NORTHWIND, "-", stdin=source)
    assert added.err.startswith("4 partners added.")
    removed = piped.ok("audience", "remove", offer, "-", stdin=f"\ufeff{ALPINE}".encode())
    assert removed.err.startswith("1 partner removed.")
    before = piped.dump()
    bad = piped("audience", "add", offer, "-", stdin=f"{ALPINE}\nnobody\n".encode())
    assert bad.code == 2
    assert "'nobody' is not a tenant ID." in bad.err
    assert piped.dump() == before


def test_a_request_names_partners_from_standard_input(piped: CommandLine) -> None:
    offer = piped.offer("some", live=True, partners=(ALPINE, FABRIKAM))
    made = piped.json("requests", "new", offer, "--remove", "-", stdin=ALPINE.encode())
    assert made["tenant_ids"] == [ALPINE]


def test_many_rows_come_a_few_at_a_time(
    piped: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    piped.directory()
    asked: list[int] = []
    page = PartnerSearch.page

    def watched(self: PartnerSearch, *words: object, **options: int) -> object:
        asked.append(options["limit"])
        return page(self, *words, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(PartnerSearch, "page", watched)
    whole = piped.ok("partners", "search", "--limit", "1000000").out
    assert asked == [1000]
    monkeypatch.setattr("csp_tui.cli.commands_partners._AT_ONCE", 2)
    assert piped.ok("partners", "search", "--limit", "1000000").out == whole
    assert asked[1:] == [2, 2]
    document = piped.ok("partners", "search", "--limit", "1000000", "--json").out
    assert json.dumps(json.loads(document), indent=2) + "\n" == document


def test_streaming_holds_little_memory() -> None:
    tracemalloc.start()
    try:
        rows = ({"name": "x" * 1000} for _ in range(20_000))
        for _line in json_pieces({"total": 20_000, "rows": rows}):
            pass
        for _line in table(("Name",), (("x" * 1000 + str(n),) for n in range(20_000))):
            pass
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def run(words: str, cli: CommandLine) -> subprocess.CompletedProcess[bytes]:
    """Run a line of a shell, in which ``csp-tui`` is the source that is tested."""
    source = Path(__file__).parents[2]
    command = cli.folder / "csp-tui"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m csp_tui "$@"\n')
    command.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{cli.folder}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(source),
        "CSP_TUI_DB": str(cli.database),
        "CSP_TUI_LANG": "en",
    }
    return subprocess.run(
        ["sh", "-c", words], capture_output=True, env=environment, timeout=60, check=False
    )


def test_commands_in_a_row(cli: CommandLine) -> None:
    cli.directory()
    offer = cli.offer("some")
    done = run(
        f"csp-tui partners search --country FR --ids | xargs csp-tui audience add {offer}", cli
    )
    assert done.stderr == b"1 partner added.\n"
    done = run(f"csp-tui partners search security --ids | csp-tui audience add {offer} -", cli)
    assert done.returncode == 0
    done = run("csp-tui offers list | cut -f 1,4 | head -n 1", cli)
    assert (done.stdout, done.stderr) == (b"contoso-backup\tdraft\n", b"")
    assert b"\x1b" not in run("csp-tui offers list; csp-tui --help", cli).stdout


def test_a_backup_through_a_pipe(cli: CommandLine) -> None:
    offer = cli.offer("some", partners=(ALPINE,))
    packed = cli.folder / "backup.gz"
    done = run(f"csp-tui db backup - | gzip > '{packed}'", cli)
    assert done.stderr == b"Backup written: standard output\n"
    cli.ok("offers", "delete", offer)
    assert cli.json("offers", "list") == []
    assert run(f"gzip -d < '{packed}' | csp-tui db restore --yes -", cli).returncode == 0
    assert [line["offer_id"] for line in cli.json("offers", "list")] == [offer]
    refused = cli("db", "backup", "-", "--json")
    assert (refused.code, refused.out) == (2, "")
    broken = cli("db", "restore", "-", "--yes", stdin=b"no database")
    assert broken.code == 3
    assert len(cli.json("offers", "list")) == 1
