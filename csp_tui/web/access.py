"""Who may see the page: the token, its cookie, and the names that the server answers to."""

from __future__ import annotations

import ipaddress
import re
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlsplit

TOKEN_AT_LEAST = 16
"""Minimum length of a token that a person chose."""
_HOST = re.compile(r"[\w.-]+(:[0-9]*)?|\[[0-9A-Fa-f:.]+\](:[0-9]*)?", re.ASCII)
_LOOPBACK_NAMES = frozenset(("localhost", "127.0.0.1", "::1"))


def is_loopback(host: str) -> bool:
    """Whether only this computer can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def new_token() -> str:
    """A token that can't be guessed."""
    return secrets.token_urlsafe(24)


@dataclass(frozen=True)
class Access:
    """What a request must contain.

    Attributes:
        host: Where the server listens.
        port: Where the server listens.
        token: What visitors must know, "" where everybody may come in.
        public_url: How visitors reach it, "" where they use its own address.
    """

    host: str
    port: int
    token: str = ""
    public_url: str = ""
    _pass: str = field(default_factory=new_token, repr=False)

    @property
    def is_local(self) -> bool:
        """Whether only this computer reaches it, and under no other name."""
        name = urlsplit(self.public_url).hostname or self.host
        return is_loopback(self.host) and is_loopback(name)

    @property
    def is_encrypted(self) -> bool:
        """Whether visitors reach it through TLS, as far as is known."""
        return urlsplit(self.public_url).scheme == "https"

    @property
    def cookie(self) -> str:
        """The cookie's name; browsers share cookies between the ports of a computer."""
        return f"csp-tui-{self.port}"

    @property
    def cookie_value(self) -> str:
        """What the cookie holds, another one at each start; the token itself is in no cookie."""
        return self._pass

    def knows_host(self, host: str) -> bool:
        """Whether a request asked for a name of this server.

        Without a token that is what keeps a page from elsewhere out whose name suddenly points
        for this computer (DNS rebinding).

        Args:
            host: The request's ``Host``.
        """
        if not _HOST.fullmatch(host):
            return False
        if not is_loopback(self.host):
            return True
        known = {*_LOOPBACK_NAMES, self.host, urlsplit(self.public_url).hostname}
        return _name(host) in known

    def is_own_page(self, origin: str, host: str) -> bool:
        """Whether the page that asks is one of this server's.

        Args:
            origin: The request's ``Origin``, "" where it has none.
            host: The request's ``Host``.
        """
        if self.public_url and origin == _origin(self.public_url):
            return True
        # Behind TLS the page's scheme is another one than that of the request.
        return origin.partition("://")[2] == host != ""

    def opens(self, token: str) -> bool:
        """Whether a token is the right one; it takes as long for a wrong one."""
        return bool(self.token) and _is_same(token, self.token)

    def admits(self, cookie: str) -> bool:
        """Whether a visitor with such a cookie may come in."""
        return not self.token or _is_same(cookie, self._pass)


def _is_same(given: str, right: str) -> bool:
    # Input from outside can contain lone surrogates: header bytes that are not UTF-8.
    return secrets.compare_digest(
        given.encode("utf-8", "surrogatepass"), right.encode("utf-8", "surrogatepass")
    )


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _name(host: str) -> str:
    """The name in ``name:port``, with an IPv6 address in brackets."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
