"""One entry of the help sheet."""

from __future__ import annotations

from csp_tui.domain.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ControlHelp:
    """What a control is for.

    A widget may bring its own as an attribute ``CONTROL_HELP``; it then holds for everything in
    it. What the help sheet says of it by a selector comes after that.

    Attributes:
        title: What the control is, in a few words, in English; translated where shown.
        text: What it does, in one to three sentences, in English.
        rules: Numbers of the rules behind it, as in ``R30``.
    """

    title: str
    text: str
    rules: tuple[str, ...] = ()
