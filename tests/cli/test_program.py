"""The command line as a whole: languages, help, exit codes of unexpected errors."""

from __future__ import annotations

import argparse
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from csp_tui import i18n
from csp_tui.cli import failures, program
from csp_tui.cli.command_index import COMMAND_INDEX
from csp_tui.cli.parser import Parser
from csp_tui.cli.program import build_parser
from csp_tui.cli.usage_text import usage_text
from csp_tui.domain.errors import (
    Canceled,
    InvalidInput,
    NotFound,
    RuleRefusal,
    StaleOffer,
    StorageProblem,
    WorkbenchError,
)
from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.domain.wording import say
from csp_tui.services.audience_service import AudienceService
from csp_tui.services.offers import OfferService

from .conftest import ALPINE, CommandLine


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for child in action.choices.values():
                yield child
                yield from parsers(child)


def test_every_command_explains_itself(cli: CommandLine) -> None:
    commands = list(parsers(build_parser()))
    assert len(commands) > 35
    for command in commands:
        words = command.prog.split()[1:]
        outcome = cli.ok(*words, "--help")
        assert outcome.err == ""
        assert command.description
        assert " ".join(command.description.split()) in " ".join(outcome.out.split())
        if command.get_default("run").__name__ != "incomplete":
            assert isinstance(command, Parser)
            assert command.examples
            assert f"  csp-tui {' '.join(words)}" in outcome.out


def test_the_index_names_the_commands_that_its_modules_declare() -> None:
    everything = build_parser().commands
    assert [command.prog.split()[1] for command in everything] == list(COMMAND_INDEX)
    for command in everything:
        name = command.prog.split()[1]
        alone = {one.prog: one for one in build_parser([name]).commands}
        assert alone.keys() == {one.prog for one in everything}
        assert alone[command.prog].format_help() == command.format_help()
    assert build_parser([]).format_help() == build_parser().format_help()


def test_examples_can_be_parsed() -> None:
    parser = build_parser()
    alone = {command.prog.split()[1] for command in parser.commands if not command.commands}
    for command in parser.walk():
        for example in command.examples:
            for part in example.replace(" > ", " | ").split(" | "):
                words = shlex.split(part)
                if "csp-tui" not in words:
                    continue
                # What xargs adds is in the position of a tenant ID or an offer ID.
                taken = [ALPINE] if "add" in words else ["contoso-backup"]
                added = taken if words[0] == "xargs" else []
                line = words[words.index("csp-tui") + 1 :]
                named = line[: 1 if line[0] in alone else 2]
                assert parser.parse_args([*line, *added]).command == f"csp-tui {' '.join(named)}"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_value_that_can_not_be_used_is_told_of_its_argument(language: str) -> None:
    i18n.use(language)
    for command in build_parser().walk():
        for argument in command.arguments:
            name = "/".join(argument.option_strings) or str(argument.metavar or argument.dest)
            where = f"{command.prog} {name}"
            if argument.choices is not None:
                with pytest.raises(argparse.ArgumentError) as usage:
                    command._check_value(argument, "zz")
                assert name in usage_text(str(usage.value)), where
            elif callable(argument.type):
                with pytest.raises(InvalidInput) as error:
                    argument.type("§ §")
                said = str(error.value.message)
                assert not re.search("rows|[“']'", said), where
                assert error.value.next_step is not None, where


def test_help_fits_its_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for columns, lang in ((80, "en"), (80, "fr"), (60, "en")):
        monkeypatch.setenv("COLUMNS", str(columns))
        i18n.use(lang)
        for command in build_parser().walk():
            out = command.format_help()
            prose = [line for line in out.splitlines() if " csp-tui " not in f" {line}"]
            assert max(map(len, prose)) <= columns, command.prog
            assert out.count("exit codes:" if lang == "en" else "codes de sortie") == 1


@pytest.mark.parametrize("name", ["offers", "audience", "partners", "resales", "requests", "db"])
def test_a_group_alone_points_to_its_help(cli: CommandLine, name: str) -> None:
    outcome = cli(name)
    assert outcome.code == 2
    assert f"csp-tui {name} --help" in outcome.err


@pytest.mark.parametrize(
    "words",
    [("--lang", "de", "offers", "list"), ("--no-such-option",), ("offer", "list"), ("--db",)],
)
def test_bad_usage_ends_with_2(cli: CommandLine, words: tuple[str, ...]) -> None:
    outcome = cli(*words)
    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err.startswith("csp-tui: ")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("offers", "lst"), "There is no command 'lst'. Did you mean “list”?"),
        (("offers", "show"), "Missing on the command line: OFFER."),
        (("offers", "show", "some-offer", "more"), "Unknown on this command line: more"),
        (("offers", "list", "--lang=fr"), "Put --lang before the command."),
        (("requests", "new", "some-offer"), "One of these is needed: --remove --change-to."),
        (("history", "--limit"), "--limit needs a value after it."),
        (("history", "--json=yes"), "--json takes no value."),
        (
            ("compare", "a", "b", "--format", "zz"),
            "--format can't be 'zz'. Select one of: text, json, csv, markdown, html.",
        ),
        (
            ("partner-center", "resolve", "some-offer", "--take", "neither"),
            "--take can't be 'neither'. Select one of: local, remote, both.",
        ),
        (
            ("partner-center", "jobs", "lst"),
            "ACTION can't be 'lst'. Did you mean “list”?",
        ),
        (
            ("offers", "edit", "some-offer", "--no-plans", "--plan", "a:byol"),
            "--plan and --no-plans exclude each other.",
        ),
    ],
)
def test_usage_is_explained_in_own_words(
    cli: CommandLine, words: tuple[str, ...], message: str
) -> None:
    outcome = cli(*words)
    assert outcome.code == 2
    first, second = outcome.err.splitlines()
    assert first == f"csp-tui: {message}"
    assert second.startswith(f"  Next: csp-tui {words[0]}")
    assert second.endswith(" --help")


def test_unknown_words_of_argparse_are_passed_on() -> None:
    assert usage_text("something new") == "something new"


@pytest.mark.parametrize("words", [(), ("demo",)])
def test_no_workbench_without_a_terminal(new_cli: CommandLine, words: tuple[str, ...]) -> None:
    outcome = new_cli(*words, stdin=b"")
    assert outcome.code == 2
    assert outcome.out == ""
    assert "terminal" in outcome.err
    assert not new_cli.database.exists()


def test_language_is_chosen_by_option_then_environment(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    spoken = []
    words = ["--db", str(cli.database), "offers", "list"]
    for environment, option in (
        (None, []),
        ("fr", []),
        ("fr", ["--lang", "en"]),
        ("en", ["--lang=fr"]),
    ):
        if environment is not None:
            monkeypatch.setenv("CSP_TUI_LANG", environment)
        assert program.run([*option, *words]) == 0
        spoken.append(i18n.current())
    assert spoken == ["en", "fr", "en", "fr"]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_json_and_codes_do_not_depend_on_the_language(cli: CommandLine, lang: str) -> None:
    offer = cli.offer("some", live=True, partners=(ALPINE,))
    refused = cli("audience", "remove", offer, ALPINE, "--json", lang=lang)
    assert (refused.code, refused.out) == (1, "")
    assert "(R31)" in refused.err
    assert f"requests new {offer} --remove {ALPINE}" in refused.err
    shown = cli("audience", "show", offer, "--json", lang=lang)
    assert shown.json["next"] is None
    assert json.dumps(shown.json, indent=2) + "\n" == shown.out
    bad = cli.file("bad.csv", f"ID\nnope\n{ALPINE}\n")
    outcome = cli("audience", "import", offer, bad, "--json", "--dry-run", lang=lang)
    assert outcome.json["rejected"] == [
        {"line": 2, "value": "nope", "reason": "'nope' is not a tenant ID."}
    ]


def refusal(outcome: Outcome) -> RuleRefusal:
    return RuleRefusal(Verdict(outcome, "R40", say("why"), say("step"), (say("beware"),)))


@pytest.mark.parametrize(
    ("error", "code", "lines"),
    [
        (
            refusal(Outcome.REFUSED),
            1,
            ["csp-tui: why (R40)", "  Note: beware", "  Next: step"],
        ),
        (InvalidInput(say("why"), say("step")), 2, ["csp-tui: why", "  Next: step"]),
        (NotFound(say("why")), 2, ["csp-tui: why"]),
        (StorageProblem(say("why")), 3, ["csp-tui: why"]),
        (Canceled(), 130, ["csp-tui: Stopped. Nothing was changed."]),
    ],
)
def test_errors_become_codes_and_sentences(
    capsys: pytest.CaptureFixture[str], error: WorkbenchError, code: int, lines: list[str]
) -> None:
    assert failures.report(error, argparse.Namespace()) == code
    assert capsys.readouterr().err.splitlines() == lines


def test_stale_offer_is_the_database_answer() -> None:
    assert failures.report(StaleOffer("contoso-backup", 1, 2), argparse.Namespace()) == 3


def test_many_tenants_are_not_all_spelled_out(capsys: pytest.CaptureFixture[str]) -> None:
    tenants = tuple(f"90000000-0000-4000-8000-{number:012}" for number in range(25))
    verdict = Verdict(Outcome.SUPPORT_REQUEST, "R31", say("why"), tenant_ids=tenants)
    failures.report(RuleRefusal(verdict), argparse.Namespace(offer="contoso-backup"))
    err = capsys.readouterr().err
    assert tenants[19] in err
    assert tenants[20] not in err
    assert err.rstrip().endswith("…")


def test_the_unexpected_is_logged_not_shown(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    offer = cli.offer()
    before = cli.dump()

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("deep inside")

    monkeypatch.setattr(OfferService, "publish", fail)
    outcome = cli("offers", "publish", offer, "--json")
    assert outcome.code == 3
    assert outcome.out == ""
    assert "ZeroDivisionError" in outcome.err
    assert "Nothing was changed" in outcome.err
    assert "Traceback" not in outcome.err
    log = tmp_path / "state" / "csp-tui" / "log" / "csp-tui.log"
    assert str(log) in outcome.err
    assert "deep inside" in log.read_text()
    assert ".fail" in log.read_text()
    assert cli.dump() == before


def test_a_log_that_cannot_be_written_is_not_named(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(OfferService, "rows", fail)
    outcome = cli("offers", "list")
    assert outcome.code == 3
    assert "ZeroDivisionError" in outcome.err
    assert "log" not in outcome.err
    assert "Traceback" not in outcome.err


def test_a_change_that_was_made_is_never_called_a_failure(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = cli.offer("some")

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(AudienceService, "lists", fail)
        outcome = cli("audience", "add", offer, ALPINE, "--json")
    assert outcome.code == 0
    assert "The change itself was made" in outcome.err
    assert len(cli.json("audience", "show", offer)["draft"]["partners"]) == 1


def test_interrupt_undoes_and_ends_with_130(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from csp_tui.exchange.partners_csv import PartnerFileReader

    cli.directory()
    before = cli.dump()

    def interrupted(self: PartnerFileReader) -> Iterator[object]:
        yield from ()
        raise KeyboardInterrupt

    monkeypatch.setattr(PartnerFileReader, "batches", interrupted)
    outcome = cli("partners", "import", "-", "--replace", stdin=b"tenant_id,name,country\n")
    assert outcome.code == 130
    assert outcome.err.rstrip() == "csp-tui: Stopped. Nothing was changed."
    assert cli.dump() == before
