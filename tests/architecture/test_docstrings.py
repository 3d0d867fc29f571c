"""Every public method is documented, in its class or in the port that it implements."""

from __future__ import annotations

import inspect
import types

from .test_inheritance import project_classes


def test_public_methods_are_documented_where_they_are_defined_or_in_their_port() -> None:
    undocumented = [
        f"{kind.__module__}.{kind.__qualname__}.{name}"
        for kind in project_classes()
        if kind.__module__.startswith(("csp_tui.storage.", "csp_tui.partner_center."))
        and not kind.__name__.startswith("_")
        for name, member in vars(kind).items()
        if not name.startswith("_")
        and isinstance(member, types.FunctionType | property | classmethod | staticmethod)
        and not inspect.getdoc(getattr(kind, name))
    ]
    assert undocumented == []
