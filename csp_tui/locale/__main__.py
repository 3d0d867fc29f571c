"""``python -m csp_tui.locale extract|compile|check``, for people who change a text."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from csp_tui.i18n import LANGUAGES

_NO_BABEL = (
    "This tool needs Babel, which the program itself does not.\n"
    'Next: pip install "csp-tui[test]", or pip install babel.\n'
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the tool.

    Args:
        argv: The words after the program's name, by default those of the command line.

    Returns:
        0 when all is well, 1 when ``check`` has something to complain about, 2 without Babel.
    """
    parser = argparse.ArgumentParser(
        prog="python -m csp_tui.locale", description="Keep the translation catalogs complete."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("extract", help="bring the .po files up to date with the program's texts")
    commands.add_parser("compile", help="write the .mo files that the program reads")
    commands.add_parser("check", help="say what is missing, and exit with 1 if anything is")
    command: str = parser.parse_args(argv).command
    try:
        from csp_tui.locale import catalogs
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "babel":
            raise
        sys.stderr.write(_NO_BABEL)
        return 2
    complaints: list[str] = []
    for language in LANGUAGES:
        if language == "en":
            continue
        match command:
            case "extract":
                path, todo = catalogs.extract(language)
                sys.stdout.write(f"{path.name} ({language}) updated, {todo} to translate\n")
            case "compile":
                path = catalogs.compile_catalog(language)
                sys.stdout.write(f"{path.name} ({language}) written\n")
            case _:
                complaints += catalogs.check(language)
    for complaint in complaints:
        sys.stdout.write(complaint + "\n")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
