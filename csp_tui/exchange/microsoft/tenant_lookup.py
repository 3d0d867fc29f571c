"""Asks Microsoft which tenant owns a domain, one request per domain and only on demand."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from csp_tui.domain.errors import InvalidInput, RemoteProblem
from csp_tui.domain.evidence import TenantHint
from csp_tui.domain.wording import say
from csp_tui.exchange.microsoft.cells import domain_of
from csp_tui.exchange.microsoft.json_files import tenant_of_answer

MICROSOFT = "login.microsoftonline.com"
HOST = f"https://{MICROSOFT}"
_PATH = "/{domain}/v2.0/.well-known/openid-configuration"
_SECONDS = 10.0
_LARGEST_ANSWER = 1 << 16
_UNKNOWN = (400, 404)

Fetch = Callable[[str], bytes]
"""Gets the answer at an address; raises what ``urllib.request.urlopen`` raises."""


def fetch(url: str) -> bytes:
    """Get an answer; redirects are not followed.

    Raises:
        OSError: There is no answer, or not the one that was asked for.
    """
    opener = urllib.request.build_opener(_NoRedirects)
    request = urllib.request.Request(url, headers={"Accept": "application/json"})
    with opener.open(request, timeout=_SECONDS) as answer:
        return bytes(answer.read(_LARGEST_ANSWER + 1))


def tenant_of_domain(domain: str, get: Fetch = fetch) -> TenantHint | None:
    """Ask which tenant owns a domain; the answer is a suggestion to confirm.

    Args:
        domain: A DNS name.
        get: Gets the answer.

    Returns:
        None where Microsoft knows no tenant of it.

    Raises:
        InvalidInput: That is not a domain, or the answer names no tenant of the public cloud.
        RemoteProblem: Microsoft cannot be reached.
    """
    if domain_of(domain) != domain:
        raise InvalidInput(say("{domain} is not a domain.", domain=domain[:80]), field="domain")
    try:
        text = get(HOST + _PATH.format(domain=quote(domain, safe=".-")))
    except urllib.error.HTTPError as error:
        with error:
            if error.code in _UNKNOWN:
                return None
            raise _unreachable(f"HTTP {error.code}") from error
    except OSError as error:
        reason = getattr(error, "reason", None)
        raise _unreachable(str(reason or error)) from error
    answer = _object(text)
    return TenantHint(line=1, domain=domain, tenant_id=tenant_of_answer(answer))


def _object(text: bytes) -> Mapping[str, Any]:
    if len(text) > _LARGEST_ANSWER:
        raise _unreachable("the answer is too long")
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unreachable("the answer is not JSON") from error
    if not isinstance(answer, dict):
        raise _unreachable("the answer is not an object")
    return answer


def _unreachable(reason: str) -> RemoteProblem:
    return RemoteProblem(
        say("Can't ask Microsoft for tenant IDs: {reason}.", reason=reason),
        say("Check the network, then run the import again with --online."),
    )


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Refuses to be sent to another address."""

    def redirect_request(self, *_args: Any, **_options: Any) -> None:
        return None
