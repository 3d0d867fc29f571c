"""The quick dataclass behaves like that of the standard library, and is quick to define."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import time
from collections.abc import Callable
from dataclasses import field
from typing import Any

import pytest

from csp_tui.domain.quick_dataclass import dataclass as quick
from csp_tui.domain.setup import CspContact


def _mixed(decorator: Callable[..., Any], **options: Any) -> Any:
    @decorator(**options)
    class Mixed:
        """Values of each kind: required, with a default, from a factory, not compared, hidden."""

        name: str
        count: int = 3
        parts: tuple[int, ...] = field(default_factory=tuple)
        note: str = field(default="", compare=False)
        secret: str = field(default="hidden", repr=False)

    return Mixed


OPTIONS = [
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "kw_only": True},
    {"frozen": True},
    {"slots": True},
    {},
]


@pytest.fixture(params=OPTIONS, ids=str)
def pair(request: pytest.FixtureRequest) -> tuple[Any, Any]:
    """The same class by the standard library and by us."""
    return _mixed(dataclasses.dataclass, **request.param), _mixed(quick, **request.param)


def test_it_shows_compares_and_hashes_like_the_standard_library(pair: tuple[Any, Any]) -> None:
    theirs, ours = pair
    assert repr(ours(name="a", parts=(1,))) == repr(theirs(name="a", parts=(1,)))
    assert ours(name="a") == ours(name="a", note="not compared")
    assert ours(name="a") != ours(name="b")
    assert ours(name="a") != theirs(name="a")
    if theirs.__hash__ is None:
        with pytest.raises(TypeError, match="unhashable"):
            hash(ours(name="a"))
    else:
        assert hash(ours(name="a")) == hash(ours(name="a", note="not compared"))


def test_it_takes_the_same_arguments(pair: tuple[Any, Any]) -> None:
    theirs, ours = pair
    ours(name="the first one compiles it")
    expected = inspect.signature(theirs.__init__).parameters
    found = inspect.signature(ours.__init__).parameters
    assert [(one.name, one.kind) for one in found.values()] == [
        (one.name, one.kind) for one in expected.values()
    ]
    for wrong in ({}, {"name": "a", "unknown": 1}):
        with pytest.raises(TypeError, match=r"__init__\(\)"):
            ours(**wrong)


def test_it_can_be_replaced_and_copied(pair: tuple[Any, Any]) -> None:
    one = pair[1](name="a", parts=(1, 2))
    assert dataclasses.asdict(dataclasses.replace(one, count=4)) == {
        "name": "a",
        "count": 4,
        "parts": (1, 2),
        "note": "",
        "secret": "hidden",
    }
    assert copy.copy(one) == copy.deepcopy(one) == one


def test_a_frozen_one_stays_as_it_is(pair: tuple[Any, Any]) -> None:
    theirs, ours = pair
    one = ours(name="a")
    if theirs.__hash__ is None:
        one.name = "b"
        assert one.name == "b"
        return
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'name'"):
        one.name = "b"
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'name'"):
        del one.name


def test_a_value_survives_pickling() -> None:
    contact = CspContact(name="Ada", email="ada@example.com", phone="1")
    assert pickle.loads(pickle.dumps(contact)) == contact


def test_each_instance_gets_a_value_of_its_own_from_a_factory() -> None:
    @quick()
    class Basket:
        """A list."""

        things: list[int] = field(default_factory=list)

    Basket().things.append(1)
    assert Basket() == Basket([])


def test_what_the_class_defines_itself_stays() -> None:
    @quick(frozen=True)
    class Named:
        """Compared without regard to case."""

        name: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Named) and other.name.lower() == self.name.lower()

    assert Named("A") == Named("a")


def test_what_it_cannot_do_is_refused() -> None:
    with pytest.raises(TypeError, match="needs the dataclass of the standard library"):

        @quick()
        class Checked:
            """Checks itself."""

            name: str

            def __post_init__(self) -> None: ...


def test_defining_one_takes_a_third_of_the_time_at_most() -> None:
    def seconds(decorator: Callable[..., Any]) -> float:
        begin = time.process_time()
        for _ in range(100):
            _mixed(decorator, frozen=True, slots=True)
        return time.process_time() - begin

    assert seconds(quick) < seconds(dataclasses.dataclass) / 3
