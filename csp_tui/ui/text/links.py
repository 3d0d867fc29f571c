"""Links that may be opened in a browser, shown before they are opened."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from csp_tui.domain.text import clean


def openable(url: str) -> str | None:
    """An address as it is shown and opened, None if it must not be.

    Only http and https are opened, to a host that is seen: nothing hidden or turned around, no
    name of a user before the host, and letters of other scripts as browsers resolve them.

    Args:
        url: The address; possibly hostile.
    """
    if url != clean(url) or any(char.isspace() or char in '\\"<>`' for char in url):
        return None
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        return None
    shown = f"[{host}]" if ":" in host else host
    return urlunsplit((parts.scheme, shown + port, parts.path, parts.query, parts.fragment))
