"""What can be typed in each place of a command line: chosen by how the word there is read."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from csp_tui.cli import values
from csp_tui.cli.completion.files import files
from csp_tui.cli.values import Shell
from csp_tui.domain import identifiers
from csp_tui.domain.offer import ResellerChannel, channel_title
from csp_tui.domain.option_terms import read_option
from csp_tui.domain.partner import Facet
from csp_tui.domain.product import Plan, PlanKind, ProductType, plan_kind_title, type_title
from csp_tui.domain.support import Severity
from csp_tui.domain.text import clean
from csp_tui.i18n import LANGUAGES, ngettext, render
from csp_tui.settings.values import KEYS, SETTINGS

if TYPE_CHECKING:
    from csp_tui.cli.parser import Parser
    from csp_tui.services.reading_ports import Suggestions

Words = Mapping[str, str] | Iterable[str]
"""Words, with what explains each where something does."""
Completer = Callable[..., Words]
"""Called by argcomplete with ``prefix``, ``action``, ``parser`` and ``parsed_args``."""

_PARTNERS_AT_MOST = 200
_EXPLAINED_AT_MOST = 60
"""Characters of a name or title that a shell shows beside a word."""


class Completers:
    """Finds words for the arguments of a parser.

    Args:
        open_database: Opens the database that ``--db`` names, None meaning the user's.
    """

    def __init__(self, open_database: Callable[[str | None], Suggestions]) -> None:
        self._open_database = open_database

    def put_into(self, parser: Parser) -> None:
        """Give every argument of a parser and of its commands what completes it."""
        for command in parser.walk():
            for argument in command.arguments:
                completer = self._of(argument)
                if completer is not None:
                    argument.completer = completer  # type: ignore[attr-defined]

    def _of(self, argument: argparse.Action) -> Completer | None:
        if argument.dest in ("file", "db"):
            return _files
        return self._by_name.get(argument.dest) or self._by_type.get(argument.type)

    @cached_property
    def _by_name(self) -> dict[str, Completer]:
        return {
            "countries": self._countries,
            "words": _rules,
            "setting": _settings,
            "value": _setting_values,
            "competencies": lambda **line: self._facets(Facet.COMPETENCY, line["parsed_args"]),
            "skills": lambda **line: self._facets(Facet.SKILL, line["parsed_args"]),
        }

    @cached_property
    def _by_type(self) -> dict[object, Completer]:
        return {
            identifiers.offer_id: self._offers,
            identifiers.tenant_id: self._tenants,
            values.tenants: self._tenants,
            values.request_number: self._requests,
            read_option: _options,
            values.severity: _severities,
            values.separator: _separators,
            values.language: _languages,
            values.shell: _shells,
            ProductType.parse: _types,
            Plan.parse: _plans,
        }

    def _database(self, line: argparse.Namespace) -> Suggestions:
        return self._open_database(getattr(line, "db", None))

    def _offers(self, *, parser: Parser, parsed_args: argparse.Namespace, **_line: object) -> Words:
        # The ID of an offer that is to be created is a new one.
        if parser.prog.endswith(" offers create"):
            return {}
        return _explained(self._database(parsed_args).offers())

    def _requests(self, *, parsed_args: argparse.Namespace, **_line: object) -> Words:
        return _explained(self._database(parsed_args).requests())

    def _tenants(
        self,
        *,
        prefix: str,
        action: argparse.Action,
        parsed_args: argparse.Namespace,
        **line: object,
    ) -> Words:
        database, offer = self._database(parsed_args), getattr(parsed_args, "offer", None)
        prog = str(getattr(line.get("parser"), "prog", ""))
        if offer and (action.dest == "remove" or prog.endswith(" audience remove")):
            return _explained(database.members(offer, prefix, _PARTNERS_AT_MOST))
        if not prefix:
            return {}
        return _explained(database.partners(prefix, _PARTNERS_AT_MOST))

    def _countries(self, *, parsed_args: argparse.Namespace, **_line: object) -> Words:
        from csp_tui.exchange.reference import load_region_table

        known = dict.fromkeys(self._database(parsed_args).facets(Facet.COUNTRY), "")
        return _explained(dict(sorted((known | load_region_table().countries).items())))

    def _facets(self, facet: Facet, line: argparse.Namespace) -> Words:
        return _explained(
            {
                value: ngettext("{count} partner", "{count} partners", int(count))
                for value, count in self._database(line).facets(facet).items()
            }
        )


def _explained(found: Mapping[str, str]) -> dict[str, str]:
    """Words from data as a shell may be given them.

    A word that is not what it looks like, or would be read as an option, is left out.
    """
    return {
        word: " ".join(clean(text).split())[:_EXPLAINED_AT_MOST]
        for word, text in found.items()
        if word.isprintable() and not word.startswith("-")
    }


def _files(*, prefix: str, **_line: object) -> Words:
    return files(prefix)


def _options(**_line: object) -> Words:
    return {option.value: render(channel_title(option)) for option in ResellerChannel}


def _severities(**_line: object) -> Words:
    return {severity.value: "" for severity in Severity}


def _separators(**_line: object) -> Words:
    return values.SEPARATORS.keys()


def _languages(**_line: object) -> Words:
    return dict.fromkeys(LANGUAGES, "")


def _shells(**_line: object) -> Words:
    return {shell.value: "" for shell in Shell}


def _settings(*, prefix: str, **_line: object) -> Words:
    """Settings; the ids of commands only once they are asked for, because finding them is slow."""
    if not prefix.startswith(f"{KEYS}."):
        return {name: render(setting.explanation) for name, setting in SETTINGS.items()}
    from csp_tui.ui.commands.key_settings import default_keys

    return {f"{KEYS}.{name}": keys for name, keys in default_keys().items()}


def _setting_values(*, parsed_args: argparse.Namespace, **_line: object) -> Words:
    setting = SETTINGS.get(getattr(parsed_args, "setting", None) or "")
    return dict.fromkeys(filter(None, setting.choices), "") if setting else {}


def _types(**_line: object) -> Words:
    return {kind.value: render(type_title(kind)) for kind in ProductType}


def _rules(**_line: object) -> Words:
    from csp_tui.domain.rules.catalog import find_rules

    return {rule.number: render(rule.title) for rule in find_rules("", render)}


def _plans(*, prefix: str, **_line: object) -> Words:
    plan_id, colon, _kind = prefix.partition(":")
    if not colon:
        return {}
    return {f"{plan_id}:{kind.value}": render(plan_kind_title(kind)) for kind in PlanKind}
