"""Many tenant IDs in little memory: a plan may name a million of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import overload

_BYTES = 16
_CHUNK = 512 * _BYTES


class TenantIds(Sequence[str]):
    """Tenant IDs in a fixed order, sixteen bytes each instead of a text of 85.

    Args:
        tenant_ids: Clean tenant IDs (see ``identifiers.tenant_id``).

    Raises:
        ValueError: One of them is not a GUID.
    """

    __slots__ = ("_packed",)

    def __init__(self, tenant_ids: Iterable[str] = ()) -> None:
        self._packed = bytes.fromhex("".join(tenant_ids).replace("-", ""))
        if len(self._packed) % _BYTES:
            raise ValueError("a tenant ID is not a GUID")

    @property
    def packed(self) -> bytes:
        """Sixteen bytes for each, in order."""
        return self._packed

    def __len__(self) -> int:
        """How many they are."""
        return len(self._packed) // _BYTES

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[str, ...]: ...

    def __getitem__(self, place: int | slice) -> str | tuple[str, ...]:
        """The tenant ID at a place, or those of a slice."""
        if isinstance(place, slice):
            return tuple(self._text(one) for one in range(*place.indices(len(self))))
        index = place + len(self) if place < 0 else place
        if not 0 <= index < len(self):
            raise IndexError(place)
        return self._text(index)

    def __iter__(self) -> Iterator[str]:
        """The tenant IDs in order."""
        for start in range(0, len(self._packed), _CHUNK):
            digits = self._packed[start : start + _CHUNK].hex()
            for at in range(0, len(digits), 2 * _BYTES):
                yield _dashed(digits[at : at + 2 * _BYTES])

    def __eq__(self, other: object) -> bool:
        """Whether the same tenant IDs are in the same order."""
        if isinstance(other, TenantIds):
            return self._packed == other._packed
        return NotImplemented

    def __hash__(self) -> int:
        """A hash of the tenant IDs and their order."""
        return hash(self._packed)

    def __repr__(self) -> str:
        """How many they are, and the first few."""
        return f"TenantIds({list(self[:3])}, of {len(self)})"

    def _text(self, index: int) -> str:
        return _dashed(self._packed[index * _BYTES : (index + 1) * _BYTES].hex())


def _dashed(digits: str) -> str:
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


NO_TENANTS = TenantIds()
"""No tenant ID at all."""
