"""``csp-tui completion``: the script that lets a shell complete the command."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from csp_tui.cli.command_index import summary_of
from csp_tui.cli.session import Session, print_line
from csp_tui.cli.values import shell
from csp_tui.i18n import gettext as _

if TYPE_CHECKING:
    from csp_tui.cli.parser import Commands

_HOW = """\
  bash, in ~/.bashrc:
    source <(csp-tui completion bash)
  zsh, in ~/.zshrc after compinit:
    source <(csp-tui completion zsh)
  fish, once:
    csp-tui completion fish > ~/.config/fish/completions/csp-tui.fish"""


def register(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add(
        "completion",
        print_script,
        summary_of("completion"),
        "csp-tui completion zsh",
        json=False,
        details="\n".join([_("To load it in every new shell:"), _HOW]),
    )
    parser.add_argument(
        "shell", type=shell, metavar="bash|zsh|fish", help=_("the shell to print the script for")
    )


def print_script(_session: Session, args: argparse.Namespace) -> None:
    """Print the script of a shell."""
    from csp_tui.cli.completion.scripts import script

    print_line(script(args.shell))
