"""What a setting's value comes from."""

from __future__ import annotations

from typing import Literal

from csp_tui.domain.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """What decided a value.

    Attributes:
        kind: An option of the command line, a variable, the settings file, or nothing.
        by: The name of the option or of the variable, else "".
    """

    kind: Literal["option", "environment", "file", "default"]
    by: str = ""
