"""Sets of partners as bits in the order of their names, and how they are stored."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator
from itertools import compress, count

_WORD = 4
"""Bytes of a rank in a short list."""
_FEW = 50
"""Partners for one rank of a list whose bits are set one by one. Where the list has more ranks, it
is quicker to mark bytes and pack them."""
_SLICE = 1024
"""Bytes of a set that are counted in one step when searching for a position in it."""
_PARTNERS_AT_MOST = 1 << 26
_AS_FLAGS = bytes.maketrans(b"01", b"\0\1")


def packed(ranks: array[int]) -> bytes:
    """Ranks as a stored list: four bytes each, the lowest byte first, in any order."""
    if sys.byteorder == "big":
        ranks = array("I", ranks)
        ranks.byteswap()
    return ranks.tobytes()


def unpacked(blob: bytes) -> array[int]:
    """The ranks of a stored list."""
    ranks = array("I")
    ranks.frombytes(blob)
    if sys.byteorder == "big":
        ranks.byteswap()
    return ranks


class RankSets:
    """Makes, stores and reads sets of ranks for a directory of a given size.

    A set is a whole number with one bit for each rank, the lowest rank first, so that sets are
    joined and intersected by ``|`` and ``&`` in microseconds. It is stored as its bytes, or as a
    list of ranks where that is shorter: the length says which of both.

    Args:
        partners: How many partners the directory has; ranks go from 1 to this.

    Raises:
        ValueError: No directory has that many; sets of a damaged size could take all memory.
    """

    def __init__(self, partners: int) -> None:
        if not 0 <= partners <= _PARTNERS_AT_MOST:
            raise ValueError(f"a directory of {partners} partners")
        self.partners = partners
        self._size = (partners >> 3) + 1
        self._width = self._size * 8

    def span(self, first: int, end: int) -> int:
        """The set of all ranks from ``first`` up to and without ``end``."""
        return ((1 << max(0, end - first)) - 1) << (self._width - end) if end > first else 0

    @property
    def everyone(self) -> int:
        """The set of all ranks."""
        return self.span(1, self.partners + 1)

    def stored(self, ranks: array[int], *, sparse: int = 1) -> tuple[int, bytes]:
        """A set as it is stored.

        Args:
            ranks: Its ranks in any order; one that is there twice counts once.
            sparse: How many times shorter than the bits a list has to be to be preferred.

        Returns:
            The number of ranks in the set, and its bytes.
        """
        if len(ranks) * _WORD * sparse < self._size:
            once = array("I", sorted(set(ranks)))
            return len(once), packed(once)
        return self.stored_bits(self._from_list(ranks), sparse=sparse)

    def stored_bits(self, bits: int, *, sparse: int = 1) -> tuple[int, bytes]:
        """As ``stored``, for a set that is there as bits."""
        count = bits.bit_count()
        if count * _WORD * sparse < self._size:
            return count, packed(array("I", self.places(bits, 0, count)))
        return count, bits.to_bytes(self._size, "big")

    def is_list(self, blob: bytes) -> bool:
        """Whether stored bytes are a list of ranks rather than bits."""
        return len(blob) < self._size

    def union(self, blobs: Iterable[bytes], more: bytes = b"") -> int:
        """The set of all ranks that are in any of these stored sets, or in a list of any length."""
        bits = 0
        lists: list[bytes] = [more] if more else []
        for blob in blobs:
            if self.is_list(blob):
                lists.append(blob)
            else:
                bits |= int.from_bytes(blob, "big")
        if lists:
            bits |= self._from_list(unpacked(b"".join(lists)))
        return bits

    def of(self, ranks: Iterable[int]) -> int:
        """The set of these ranks."""
        return self._from_list(array("I", ranks))

    def _from_list(self, ranks: array[int]) -> int:
        if len(ranks) * _FEW <= self._width:
            bits = bytearray(self._size)
            for rank in ranks:
                bits[rank >> 3] |= 128 >> (rank & 7)
            return int.from_bytes(bits, "big")
        # A number written in binary digits is read many times faster than its bits are set.
        digits = bytearray(b"0") * self._width
        for rank in ranks:
            digits[rank] = 49
        return int(digits, 2)

    def places(self, bits: int, offset: int, limit: int) -> list[int]:
        """Ranks of a set in ascending order, from a place in it, at most ``limit``."""
        found: list[int] = []
        data = bits.to_bytes(self._size, "big")
        for start in range(0, self._size, _SLICE):
            if limit <= 0:
                break
            piece = data[start : start + _SLICE]
            number = int.from_bytes(piece, "big")
            count = number.bit_count()
            if count <= offset:
                offset -= count
                continue
            digits = format(number, f"0{len(piece) * 8}b")
            place = -1
            for index in range(min(count, offset + limit)):
                place = digits.find("1", place + 1)
                if index >= offset:
                    found.append(start * 8 + place)
            limit -= min(count - offset, limit)
            offset = 0
        return found

    def each(self, bits: int) -> Iterator[int]:
        """All ranks of a set in ascending order."""
        return compress(count(), self.members(bits).translate(_AS_FLAGS))

    def members(self, bits: int) -> bytes:
        """For each rank the character ``1`` where it is in the set, else ``0``."""
        return format(bits, f"0{self._width}b").encode()
