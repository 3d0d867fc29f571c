"""Textual's private names are used in one package, and are as the installed Textual has them."""

from __future__ import annotations

import ast
import inspect
import pkgutil
import textwrap
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Any

import pytest
import textual
from textual.message_pump import MessagePump
from textual.widget import Widget

import csp_tui.ui
from csp_tui.ui.terminal import textual_private
from tests.sources import PACKAGE, nodes, python_files

TERMINAL = "csp_tui.ui.terminal."
NAMES = textual_private.OVERRIDDEN + textual_private.USED


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def _load(path: str) -> type[Any]:
    module, _, name = path.partition(":")
    loaded: type[Any] = getattr(import_module(module), name)
    return loaded


def _assigned(kind: type[Any]) -> set[str]:
    """The attributes that a class or a base assigns to ``self``."""
    return set().union(*(_assigned_by(base) for base in kind.__mro__ if base is not object))


@cache
def _assigned_by(kind: type[Any]) -> set[str]:
    """The attributes that the code of a class assigns to ``self``."""
    return {
        node.attr
        for node in ast.walk(_source_of(kind))
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    }


@cache
def _source_of(kind: type[Any]) -> ast.AST:
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(kind)))
    except (OSError, TypeError):
        return ast.Module([], [])


@pytest.mark.parametrize(
    ("path", "name", "parameters"), NAMES, ids=[f"{path}.{name}" for path, name, _p in NAMES]
)
def test_textual_has_the_private_names_that_are_used(path: str, name: str, parameters: str) -> None:
    kind = _load(path)
    complaint = (
        f"Textual {textual.__version__} has changed {kind.__name__}.{name}. "
        "Adapt csp_tui/ui/terminal/textual_private.py and what overrides it."
    )
    if parameters:
        found = getattr(kind, name, None)
        assert found is not None, complaint
        assert ", ".join(inspect.signature(found).parameters) == parameters, complaint
    else:
        assert hasattr(kind, name) or name in _assigned(kind), complaint


def test_what_overrides_a_private_method_is_listed() -> None:
    listed = {(_load(path), name) for path, name, _parameters in textual_private.OVERRIDDEN}
    names = {name for _kind, name in listed}
    found = {
        name
        for kind in _own_classes()
        if kind.__module__.startswith(TERMINAL)
        for name in vars(kind).keys() & _private_names(kind)
        if callable(getattr(kind, name)) or isinstance(vars(kind)[name], property)
    }
    assert found <= names


def test_no_private_part_of_textual_is_used_elsewhere() -> None:
    found = []
    for path in python_files(PACKAGE):
        place = path.relative_to(PACKAGE)
        if place.parts[:2] == ("ui", "terminal"):
            continue
        all_nodes = nodes(path)
        used = [*_imports(all_nodes), *(_foreign(all_nodes) if place.parts[0] == "ui" else ())]
        found += [f"{place}:{use}" for use in used]
    assert found == []


def _imports(all_nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Private modules and names of Textual that are imported."""
    for node in all_nodes:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual"):
            parts = (node.module or "").split(".") + [alias.name for alias in node.names]
            yield from (f"{node.lineno}: {part}" for part in parts if _is_private(part))


def _foreign(all_nodes: Collection[ast.AST]) -> Iterator[str]:
    """Private attributes of other objects than ``self`` and ``super()`` of one's own classes."""
    own = {
        node.name if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else node.attr
        for node in all_nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        or (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name))
    }
    for node in all_nodes:
        if not isinstance(node, ast.Attribute) or not _is_private(node.attr):
            continue
        is_self = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
        is_super = isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "super"
        if not is_self and not (is_super and node.attr in own):
            yield f"{node.lineno}: {ast.unparse(node)}"


def _own_classes() -> list[type[Any]]:
    for module in pkgutil.walk_packages(csp_tui.ui.__path__, "csp_tui.ui."):
        import_module(module.name)

    def below(kind: type[Any]) -> Iterator[type[Any]]:
        for one in kind.__subclasses__():
            yield one
            yield from below(one)

    found = dict.fromkeys(below(MessagePump))
    return [kind for kind in found if kind.__module__.startswith("csp_tui.ui.")]


def _private_names(kind: type[Any]) -> set[str]:
    """The private names that the Textual classes above a class define or assign."""
    above = [base for base in kind.__mro__ if base.__module__.startswith("textual.")]
    defined = {name for base in above for name in vars(base)}
    return {name for name in defined.union(*map(_assigned, above)) if _is_private(name)}


def _used_of_bases(kind: type[Any]) -> set[str]:
    """The private names of its Textual bases that a class defines or uses."""
    used = {
        node.attr
        for node in ast.walk(_source_of(kind))
        if isinstance(node, ast.Attribute)
        and (
            (isinstance(node.value, ast.Name) and node.value.id == "self")
            or (isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "super")
        )
    }
    return (set(vars(kind)) | used) & _private_names(kind) - set(vars(MadeByTextual))


class MadeByTextual(Widget):
    """A widget without code: Textual's metaclasses put the same names into every class."""


def test_no_widget_defines_or_uses_a_private_name_of_its_bases() -> None:
    outside = (kind for kind in _own_classes() if not kind.__module__.startswith(TERMINAL))
    found = {f"{kind.__module__}.{kind.__name__}": _used_of_bases(kind) for kind in outside}
    assert {name: sorted(used) for name, used in found.items() if used} == {}
