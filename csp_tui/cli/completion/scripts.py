"""What a shell reads to complete the command."""

from __future__ import annotations

from argcomplete.shell_integration import shellcode

from csp_tui.cli.values import Shell

_COMMAND = "csp-tui"


def script(shell: Shell) -> str:
    """The script that makes a shell ask the command itself what can be typed where."""
    # Without these options bash would offer files where nothing of the program's fits.
    code = shellcode([_COMMAND], shell=shell.value, complete_arguments=["-o", "nospace"])
    if shell is Shell.ZSH:
        # The whole line holds other commands too, such as the one before a pipe.
        words = '"${(j: :)words[1,CURRENT-1]} ${QIPREFIX}${PREFIX}"'
        code = code.replace('COMP_LINE="$BUFFER"', f"COMP_LINE={words}")
    return code.strip()
