"""One entry of the help sheet."""

from __future__ import annotations

from csp_tui.domain.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ControlHelp:
    """What a control is for, and everything in it.

    Attributes:
        selector: Which control it is, as in a stylesheet.
        title: What the control is, in a few words, in English; translated where shown.
        text: What it does, in one to three sentences, in English.
        rules: Numbers of the rules behind it, as in ``R30``.
    """

    selector: str
    title: str
    text: str
    rules: tuple[str, ...] = ()
