"""``csp-tui settings``: show settings and where they come from, and change them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from csp_tui.cli.command_index import summary_of
from csp_tui.cli.failures import report_settings
from csp_tui.cli.output import cell, table
from csp_tui.cli.parser import Commands, Parser
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.wording import say
from csp_tui.i18n import gettext as _
from csp_tui.settings.language import VARIABLE, chosen_language, language_origin
from csp_tui.settings.loader import check_value
from csp_tui.settings.origin import Origin
from csp_tui.settings.values import KEYS, RENAMED_COMMANDS, SETTINGS
from csp_tui.settings.writing import SettingsFile

if TYPE_CHECKING:
    from csp_tui.cli.session import Session
    from csp_tui.settings import Settings


@dataclass(frozen=True, slots=True)
class _Row:
    """One setting.

    Attributes:
        name: Its name.
        value: What holds: a text, or the keys of all ids that have others.
        default: What holds where nothing is set; None where the program has no such command.
        choices: The values that it may have, or none where any text is tried.
        origin: What decided the value.
    """

    name: str
    value: str | Mapping[str, str]
    default: str | Mapping[str, str] | None
    choices: Sequence[str]
    origin: Origin

    def shape(self) -> dict[str, object]:
        """The setting for scripts."""
        row = asdict(self)
        kind, by = self.origin.kind, self.origin.by
        del row["origin"]
        return {**row, "from": kind, "by": by or None}


def register(commands: Commands) -> None:
    """Add the commands."""
    settings = commands.add(
        "settings",
        list_settings,
        summary_of("settings"),
        "csp-tui settings",
        details=_(
            "Settings have the names that they have in the settings file; the keys of a command "
            "are named {example}."
        ).format(example="keys.offers.new"),
    )
    below = Commands(settings)
    parsers = [
        below.add(
            "list",
            list_settings,
            _("list every setting, its value, and where the value comes from"),
            "csp-tui settings list",
        ),
        below.add(
            "get",
            get_setting,
            _("print the value of a setting"),
            "csp-tui settings get theme",
            "csp-tui settings get keys.offers.new",
        ),
        below.add(
            "set",
            set_setting,
            _("change a setting in the settings file"),
            "csp-tui settings set language fr",
            "csp-tui settings set keys.offers.new n,ctrl+n",
        ),
        below.add(
            "reset",
            reset_setting,
            _("reset a setting to its default"),
            "csp-tui settings reset theme",
        ),
    ]
    for parser in parsers:
        _take_json_of_parent(parser)
    for parser in parsers[1:]:
        parser.add_argument(
            "setting", type=setting_name, metavar=_("NAME"), help=_("the name of the setting")
        )
    parsers[2].add_argument(
        "value",
        metavar=_("VALUE"),
        help=_("the new value; two quotes with nothing between them clear the setting"),
    )


def setting_name(text: str) -> str:
    """Read the name of a setting, or of one command's keys.

    Raises:
        InvalidInput: There is no such setting; whether there is such a command is not looked at.
    """
    name = text.strip()
    if name.startswith(f"{KEYS}.") and len(name) > len(KEYS) + 1:
        command = name.removeprefix(f"{KEYS}.")
        return f"{KEYS}.{RENAMED_COMMANDS.get(command, command)}"
    if name not in SETTINGS:
        check_value(name, "")
    return name


def list_settings(session: Session, args: argparse.Namespace) -> None:
    """Print every setting, and each command that has other keys."""
    file = _file(session)
    reading = file.read()
    settings = reading.settings
    if settings.keys:
        from csp_tui.ui.commands.key_settings import KeySettings

        report_settings(KeySettings.of(reading, file.path).problems)
    names = [name for name in SETTINGS if name != KEYS]
    names += [f"{KEYS}.{name}" for name in settings.keys]
    rows = [_row(name, settings, args) for name in names]
    session.show(lambda: [row.shape() for row in rows], lambda: _lines(rows))


def get_setting(session: Session, args: argparse.Namespace) -> None:
    """Print a value, as ``set`` takes it."""
    row = _row(args.setting, _file(session).read().settings, args)
    session.show(row.shape, lambda: _value_lines(row))


def set_setting(session: Session, args: argparse.Namespace) -> None:
    """Put a value into the settings file."""
    file = _file(session)
    settings = file.read().settings
    name, value = args.setting, args.value.strip()
    if name == KEYS:
        raise InvalidInput(
            say("Keys are set for one command at a time."),
            say("Name the command like this: {example}.", example=f"{KEYS}.offers.new"),
            field="settings",
        )
    if command := _command(name):
        _change_keys(session, file, {**settings.keys, command: value}, command)
    else:
        check_value(name, value)
        file.want(name, value)
    file.write()
    _tell(session, file, args, _("{name} is now “{value}”.").format(name=name, value=value))


def reset_setting(session: Session, args: argparse.Namespace) -> None:
    """Take a setting, the keys of one command or those of all back to the default."""
    file = _file(session)
    name = args.setting
    if command := _command(name):
        keys = dict(file.read().settings.keys)
        if keys.pop(command, None) is None:
            _change_keys(session, file, keys, command)
        file.want(KEYS, keys)
    else:
        file.want(name, SETTINGS[name].default)
    file.write()
    _tell(session, file, args, _("{name} is at its default.").format(name=name))


def _change_keys(
    session: Session, file: SettingsFile, keys: Mapping[str, str], command: str
) -> None:
    from csp_tui.ui.commands.key_settings import check_keys

    session.warn(check_keys(keys, command))
    file.want(KEYS, keys)


def _tell(session: Session, file: SettingsFile, args: argparse.Namespace, message: str) -> None:
    row = _row(args.setting, file.read().settings, args)
    session.done(f"{message} {_('Saved in {path}').format(path=file.path)}", row.shape)
    if row.name == "language" and row.origin.by in ("--lang", VARIABLE):
        warning = _("{name} overrides the language in the settings file.")
        session.say(_("Note: {warning}").format(warning=warning.format(name=row.origin.by)))


def _row(name: str, settings: Settings, args: argparse.Namespace) -> _Row:
    if command := _command(name):
        return _keys_row(name, command, settings)
    setting = SETTINGS[name]
    value, default = getattr(settings, name), setting.default
    origin = Origin("default" if value == default else "file")
    if name == "language":
        option = args.lang or ""
        origin = language_origin(settings, option)
        value = chosen_language(settings, option)
    if isinstance(value, Mapping):
        return _Row(name, dict(value), {}, (), origin)
    return _Row(name, value, str(default), setting.choices, origin)


def _keys_row(name: str, command: str, settings: Settings) -> _Row:
    from csp_tui.ui.commands.key_settings import check_keys, default_keys

    default = default_keys().get(command)
    asked = settings.keys.get(command)
    if default is None and asked is None:
        # It says which command was probably meant.
        check_keys({}, command)
    value = (default or "") if asked is None else asked
    return _Row(name, value, default, (), Origin("default" if asked is None else "file"))


def _command(name: str) -> str:
    """The id of the command whose keys a setting is, "" where it is another."""
    table_name, _dot, command = name.partition(".")
    return command if table_name == KEYS else ""


def _lines(rows: Sequence[_Row]) -> Iterator[str]:
    yield from table(
        (_("Setting"), _("Value"), _("Set by")),
        ((row.name, str(row.value) or _("none"), _by(row.origin)) for row in rows),
    )


def _value_lines(row: _Row) -> Iterator[str]:
    if isinstance(row.value, str):
        yield cell(row.value)
    else:
        yield from table(
            (_("Command"), _("Keys")), ((name, keys) for name, keys in row.value.items())
        )


def _by(origin: Origin) -> str:
    if origin.kind == "option":
        return _("the option {name}").format(name=origin.by)
    if origin.kind == "environment":
        return origin.by
    return _("the settings file") if origin.kind == "file" else _("default")


def _file(session: Session) -> SettingsFile:
    return SettingsFile(session.paths.settings, named=session.paths.settings_named)


def _take_json_of_parent(parser: Parser) -> None:
    """Accept ``--json`` before the command's name as well."""
    for argument in parser.arguments:
        if argument.dest == "json":
            argument.default = argparse.SUPPRESS
