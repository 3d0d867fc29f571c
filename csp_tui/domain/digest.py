"""BLAKE2, the hash function of all digests, without OpenSSL.

``hashlib`` loads OpenSSL for the functions that Python does not have itself, which takes 4 MB of
memory and as long as 20 modules. The standard library's ``random`` avoids it in the same way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import blake2b as blake2b
else:
    try:
        from _blake2 import blake2b
    except ImportError:
        from hashlib import blake2b

__all__ = ["blake2b"]
