"""The state of an offer that a support request was written for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class RequestBasis:
    """What a request's text says about the offer, beside the partners that the request names.

    Attributes:
        option: The option that was live.
        resold: Tenant IDs of the partners that had resold the offer, in order. Empty for a
            request to deauthorize partners, whose text says that none of them has.
    """

    option: ResellerChannel | None
    resold: tuple[str, ...] = ()

    @classmethod
    def of(cls, option: ResellerChannel | None, resold: Iterable[str] = ()) -> Self:
        """The basis with its partners in order."""
        return cls(option, tuple(sorted(resold)))

    def as_facts(self) -> dict[str, Any]:
        """The basis as JSON-ready facts."""
        return {
            "option": None if self.option is None else self.option.value,
            "resold": list(self.resold),
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Self:
        """Read it back.

        Raises:
            KeyError: A fact is missing.
            TypeError: A fact is not of the kind that ``as_facts`` writes.
            ValueError: There is no such option.
        """
        option, resold = facts["option"], facts["resold"]
        if not isinstance(resold, list) or not all(isinstance(one, str) for one in resold):
            raise TypeError("resold")
        return cls.of(None if option is None else ResellerChannel(option), resold)
