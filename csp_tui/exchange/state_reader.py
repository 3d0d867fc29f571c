"""Reads a state file: what it says, and every mistake in it with its line."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from csp_tui.domain import identifiers
from csp_tui.domain.desired import DesiredState, ListWish, OfferWish
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.option_terms import read_option
from csp_tui.domain.partner import PartnerQuery
from csp_tui.domain.partner_list import checked_list_name, checked_title
from csp_tui.domain.text import visible
from csp_tui.domain.wording import Message, quoted, say
from csp_tui.exchange.sources import open_source
from csp_tui.exchange.state_file import CsvPartners, StateFile, StateProblem

Explain = Callable[[tomllib.TOMLDecodeError, str], tuple[int, Message]]
Facts = Mapping[str, Any]

FORMAT = 1
"""The version of the format that this program reads and writes."""
LARGEST = 1 << 28
"""Bytes of a state file at most."""
_TABLE = re.compile(r"\s*\[\s*(?P<path>[^\[\]]+?)\s*\]\s*(#.*)?$")
_KEY = re.compile(r"\s*(?P<key>[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')\s*=")
_TOP = ("format", "lists", "offers")
_LIST = ("title", "partners", "file", "match")
_MATCH = ("text", "countries", "competencies", "skills")
_OFFER = ("reseller_channel", "lists", "partners", "except", "file", "mode")
_MODES = ("exact", "at-least")
_COUNTRY = re.compile("[A-Z]{2}", re.ASCII)


def read_state(
    source: str | os.PathLike[str] | IO[bytes],
    *,
    explain: Explain,
    names_files: bool = True,
) -> StateFile:
    """Read a state file.

    Args:
        source: A path, or a binary stream, which stays open.
        explain: Says where and why a text is not TOML.
        names_files: Whether it may name files, which are beside it.

    Returns:
        What it says; its problems are listed, not raised.

    Raises:
        InvalidInput: It can't be read, or is too large.
    """
    opened = open_source(source)
    try:
        data = opened.read(LARGEST + 1)
    finally:
        if opened.owned:
            opened.stream.close()
    if len(data) > LARGEST:
        raise InvalidInput(
            say("{path} is too large for a state file.", path=opened.name),
            say("Put long lists into CSV files, and name them with “file”."),
            field="file",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput(
            say("{path} is not text in UTF-8.", path=opened.name),
            say("Save it as UTF-8, then read it again."),
            field="file",
        ) from None
    del data
    text = text.replace("\r\n", "\n")
    try:
        facts = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, reason = explain(error, text)
        return StateFile(problems=[StateProblem(line, reason)])
    except RecursionError:
        return StateFile(problems=[StateProblem(1, say("It is nested too deep."))])
    folder = Path(source).parent if isinstance(source, (str, os.PathLike)) else Path()
    return _Reader(text, facts, folder if names_files else None).read()


class _Reader:
    """Reads the tables of a state file and collects what is wrong with them."""

    def __init__(self, text: str, facts: Facts, folder: Path | None) -> None:
        self._text = text
        self._facts = facts
        self._folder = folder
        self._file = StateFile(places=_places(text))

    def read(self) -> StateFile:
        facts = self._facts
        self._require_known(facts, _TOP, ())
        if facts.get("format") != FORMAT:
            message = (
                say("A state file must begin with “format = 1”.")
                if "format" not in facts
                else say(
                    "Format {value} is unknown; this version reads format 1.",
                    value=visible(str(facts["format"])[:20]),
                )
            )
            self._problem(message, "format")
        lists = self._tables("lists", self._list)
        offers = self._tables("offers", self._offer)
        self._file.desired = DesiredState(tuple(offers), tuple(lists))
        self._file.problems.sort(key=lambda problem: problem.line)
        return self._file

    def _tables(self, name: str, read: Callable[[str, Facts], Any]) -> list[Any]:
        tables = self._facts.get(name, {})
        if not isinstance(tables, dict):
            self._problem(say("“{key}” must be a table.", key=name), name)
            return []
        found = []
        for key, facts in tables.items():
            if not isinstance(facts, dict):
                self._problem(say("“{key}” must be a table.", key=visible(key)), name, key)
                continue
            try:
                found.append(read(key, facts))
            except InvalidInput as error:
                self._problem(error.message, name, key)
        return found

    def _list(self, name: str, facts: Facts) -> ListWish:
        at = ("lists", name)
        self._require_known(facts, _LIST, at)
        given = [key for key in ("partners", "file", "match") if key in facts]
        if len(given) != 1:
            self._problem(
                say("A list must have exactly one of “partners”, “file” and “match”."), *at
            )
        title = facts.get("title")
        if title is not None and not isinstance(title, str):
            self._problem(say("“{key}” must be a text.", key="title"), *at, "title")
            title = None
        query = self._query(facts["match"], (*at, "match")) if "match" in facts else None
        partners: Iterable[str] | None = None
        if query is None:
            partners = self._partners(facts, at, "partners")
        return ListWish(
            checked_list_name(name),
            None if title is None else checked_title(title),
            partners,
            query,
        )

    def _query(self, facts: object, at: tuple[str, ...]) -> PartnerQuery:
        if not isinstance(facts, dict):
            self._problem(say("“{key}” must be a table.", key="match"), *at)
            return PartnerQuery()
        self._require_known(facts, _MATCH, at)
        text = facts.get("text", "")
        if not isinstance(text, str):
            self._problem(say("“{key}” must be a text.", key="text"), *at)
            text = ""
        countries = frozenset(self._texts(facts.get("countries", []), at, "countries"))
        for country in countries:
            if not _COUNTRY.fullmatch(country):
                self._problem(
                    say("{value} is not a country code such as FR.", value=quoted(country[:40])),
                    *at,
                )
        return PartnerQuery(
            text=text,
            countries=countries,
            competencies=frozenset(self._texts(facts.get("competencies", []), at, "competencies")),
            skills=frozenset(self._texts(facts.get("skills", []), at, "skills")),
        )

    def _offer(self, offer_id: str, facts: Facts) -> OfferWish:
        at = ("offers", offer_id)
        self._require_known(facts, _OFFER, at)
        channel = self._channel(facts, at)
        mode = facts.get("mode", "exact")
        if mode not in _MODES:
            self._problem(
                say("“mode” must be “exact” or “at-least”."),
                *at,
                "mode",
            )
        named = [key for key in ("lists", "partners", "file", "except") if key in facts]
        if named and channel not in (None, ResellerChannel.SOME):
            self._problem(
                say("Partners only have an effect with reseller_channel = “some” (rule R12)."),
                *at,
                named[0],
            )
        partners = self._partners(facts, at, "partners")
        without = self._tenants(facts.get("except", []), at, "except")
        if isinstance(partners, tuple) and (both := set(partners) & set(without)):
            self._problem(
                say("{tenant} is in “partners” and in “except”.", tenant=min(both)),
                *at,
                "except",
            )
        lists = tuple(dict.fromkeys(self._texts(facts.get("lists", []), at, "lists")))
        return OfferWish(
            offer_id=identifiers.offer_id(offer_id),
            channel=channel,
            exact=bool(named),
            lists=lists,
            follows="lists" in facts,
            partners=partners,
            without=without,
            at_least=mode == "at-least",
        )

    def _channel(self, facts: Facts, at: tuple[str, ...]) -> ResellerChannel | None:
        value = facts.get("reseller_channel")
        if value is None:
            return None
        try:
            return read_option(value if isinstance(value, str) else str(value))
        except InvalidInput:
            self._problem(
                say(
                    "“reseller_channel” must be all, some or none, not {value}.",
                    value=quoted(visible(str(value))[:40]),
                ),
                *at,
                "reseller_channel",
            )
        return None

    def _partners(self, facts: Facts, at: tuple[str, ...], key: str) -> Iterable[str]:
        file = facts.get("file")
        if file is None:
            return self._tenants(facts.get(key, []), at, key)
        if key in facts and at[0] == "offers":
            self._problem(say("An offer can have “partners” or “file”, not both."), *at, "file")
        if not isinstance(file, str) or not file or "\0" in file:
            self._problem(say("“{key}” must be the path of a CSV file.", key="file"), *at, "file")
            return ()
        if self._folder is None:
            self._problem(say("No file can be named here. List the partners instead."), *at, "file")
            return ()
        path = self._folder / file
        if not path.is_file():
            self._problem(say("There is no file {path}.", path=visible(str(path))), *at, "file")
            return ()
        return CsvPartners(path)

    def _tenants(self, values: object, at: tuple[str, ...], key: str) -> tuple[str, ...]:
        if isinstance(values, list):
            try:
                # Good IDs are by far the most, and there may be a million of them.
                return tuple(dict.fromkeys(map(identifiers.tenant_id, values)))
            except (InvalidInput, AttributeError, TypeError):
                pass
        found = []
        for value in self._texts(values, at, key):
            try:
                found.append(identifiers.tenant_id(value))
            except InvalidInput as error:
                line = self._line_of_value(value, (*at, key))
                self._file.problems.append(StateProblem(line, error.message))
        return tuple(dict.fromkeys(found))

    def _texts(self, values: object, at: tuple[str, ...], key: str) -> Sequence[str]:
        if isinstance(values, list) and all(isinstance(value, str) for value in values):
            return values
        self._problem(say("“{key}” must be a list of texts.", key=key), *at, key)
        return ()

    def _require_known(self, facts: Facts, known: Sequence[str], at: tuple[str, ...]) -> None:
        for key in facts:
            if key in known:
                continue
            near = difflib.get_close_matches(key, known, n=1, cutoff=0.4)
            name = quoted(visible(key)[:60])
            message = (
                say("The key {name} is unknown. Did you mean “{near}”?", name=name, near=near[0])
                if near
                else say("The key {name} is unknown.", name=name)
            )
            self._problem(message, *at, key)

    def _problem(self, message: Message, *path: str) -> None:
        self._file.problems.append(StateProblem(self._file.line_of(*path), message))

    def _line_of_value(self, value: str, path: tuple[str, ...]) -> int:
        """The line of a text in the list that begins at a key."""
        start = self._file.line_of(*path)
        lines = self._text.split("\n")
        for number in range(start - 1, len(lines)):
            if value in lines[number]:
                return number + 1
        return start


def _places(text: str) -> dict[tuple[str, ...], int]:
    """The lines of tables and keys; in a form that this does not understand, of fewer of them."""
    places: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), start=1):
        if found := _TABLE.match(line):
            table = tuple(part.strip().strip("\"'") for part in found["path"].split("."))
            for length in range(1, len(table) + 1):
                places.setdefault(table[:length], number)
        elif "=" in line and (found := _KEY.match(line)):
            places.setdefault((*table, found["key"].strip("\"'")), number)
    return places
