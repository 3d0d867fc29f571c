"""Asking Microsoft for the tenant of a domain."""

from __future__ import annotations

import io
import threading
import urllib.error
from email.message import Message
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from csp_tui.domain.errors import InvalidInput, RemoteProblem
from csp_tui.exchange.microsoft.tenant_lookup import HOST, fetch, tenant_of_domain
from tests.exchange.fuzz_microsoft import EXAMPLES

CONTOSO = "000000a1-0000-4000-8000-0000000000a1"


def test_the_tenant_of_the_answer_is_taken() -> None:
    asked: list[str] = []

    def get(url: str) -> bytes:
        asked.append(url)
        return (EXAMPLES / "oidc-found-v2.json").read_bytes()

    hint = tenant_of_domain("contosocloud.example", get)
    assert hint is not None
    assert (hint.tenant_id, hint.domain) == (CONTOSO, "contosocloud.example")
    assert asked == [f"{HOST}/contosocloud.example/v2.0/.well-known/openid-configuration"]


def test_an_unknown_domain_has_none() -> None:
    def get(url: str) -> bytes:
        raise urllib.error.HTTPError(url, 400, "Bad Request", Message(), io.BytesIO(b"{}"))

    assert tenant_of_domain("nosuch.example", get) is None


@pytest.mark.parametrize("text", [b"", b"[]", b"<html>", b"x" * 100_000, b"[" * 50_000])
def test_what_is_no_answer_is_a_problem_of_the_network(text: bytes) -> None:
    with pytest.raises((RemoteProblem, InvalidInput)):
        tenant_of_domain("contoso.example", lambda _url: text)


def test_no_network_is_told() -> None:
    def get(_url: str) -> bytes:
        raise urllib.error.URLError("no route")

    with pytest.raises(RemoteProblem, match="no route"):
        tenant_of_domain("contoso.example", get)


@pytest.mark.parametrize("domain", ["common", "a/b.example", "", "x" * 300, "organizations"])
def test_only_domains_are_asked_for(domain: str) -> None:
    with pytest.raises(InvalidInput):
        tenant_of_domain(domain, lambda _url: b"{}")


def test_redirects_are_not_followed() -> None:
    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302 if self.path == "/a" else 200)
            self.send_header("Location", "/b")
            self.end_headers()
            self.wfile.write(b"x")

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Elsewhere)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.server_port}"
        assert fetch(f"{url}/b") == b"x"
        with pytest.raises(urllib.error.HTTPError):
            fetch(f"{url}/a")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
