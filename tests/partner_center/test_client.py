"""Every failure of the other side ends in a sentence, and nothing is sent twice."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from csp_tui.domain.errors import AnswerLost, InvalidInput, RemoteMissing, RemoteProblem
from csp_tui.domain.remote import Account
from csp_tui.i18n import render
from csp_tui.partner_center import client as client_module
from csp_tui.partner_center.client import ApiClient, retry_after
from csp_tui.partner_center.emulator.in_process import InProcessTransport
from csp_tui.partner_center.emulator.seeds import CLIENT_ID, SECRET, TENANT_ID
from csp_tui.partner_center.emulator.server import EmulatorServer
from csp_tui.partner_center.emulator.service import Emulator
from csp_tui.partner_center.endpoints import INGESTION, OnlyKnownHosts, checked_emulator
from csp_tui.partner_center.internet import InternetTransport
from csp_tui.partner_center.sign_in import FixedToken, MsalTokens, PlainTokens
from csp_tui.partner_center.wire import HttpRequest, HttpResponse, TransportError
from tests.partner_center.emulating import configure, emulator, guid, reseller

ACCOUNT = Account(name="default", tenant_id=TENANT_ID, client_id=CLIENT_ID)
READS = "^/rp/product-ingestion/product"
WRITES = "^/rp/product-ingestion/configure$"


def client(one: Emulator, waits: list[float] | None = None) -> ApiClient:
    transport = OnlyKnownHosts(InProcessTransport(one))
    return ApiClient(
        transport,
        PlainTokens(transport, ACCOUNT, SECRET),
        parameters={"$version": "2022-07-01"},
        sleep=(waits if waits is not None else []).append,
    )


def fault(do: dict[str, Any], *, times: int = 1000, path: str = READS, **match: Any) -> Any:
    return [{"match": {"path": path, **match}, "do": do, "times": times}]


def listed(api: ApiClient) -> int:
    return len(list(api.pages("product")))


@pytest.mark.parametrize(
    "do",
    [
        {"status": 429, "headers": {"Retry-After": "3"}},
        {"status": 429, "headers": {"Retry-After": "nonsense"}},
        {"status": 429},
        {"status": 500},
        {"status": 502, "body": "html"},
        {"status": 503, "body": "empty"},
        {"status": 408},
        {"lost": True},
        {"cut": 40},
        {"delay": 99},
        {"replace": {'"value"': "value"}},
        {"status": 401},
    ],
)
def test_a_read_is_tried_again_after_what_passes(do: dict[str, Any]) -> None:
    waits: list[float] = []
    assert listed(client(emulator(faults=fault(do, times=1)), waits)) == 6
    assert all(wait <= 120 for wait in waits)


@pytest.mark.parametrize(
    ("do", "said"),
    [
        ({"status": 500}, "could not be reached"),
        ({"lost": True}, "could not be reached"),
        ({"replace": {'"value"': "value"}}, "could not be reached"),
        ({"status": 429}, "fewer requests"),
        ({"status": 403}, "Manager|refuses this application"),
        ({"status": 401}, "refuses this application"),
        ({"status": 302, "headers": {"Location": "https://evil.example"}}, "redirects"),
        ({"status": 423, "body": "pia"}, "still working"),
        ({"status": 409, "body": "problem"}, "still working"),
        ({"status": 400, "body": "ich"}, "refuses the request: injected"),
        ({"grow": 21_000_000}, "larger than 20 MB"),
        ({"link": "https://evil.example/next"}, "another host"),
        ({"link": "?$version=2022-07-01&continuationToken=MA=="}, "does not end"),
    ],
)
def test_a_read_that_stays_impossible_says_why(do: dict[str, Any], said: str) -> None:
    with pytest.raises(RemoteProblem, match=said):
        listed(client(emulator(faults=fault(do))))


def test_what_is_not_there_is_told_from_what_cannot_be_read() -> None:
    one = emulator()
    with pytest.raises(RemoteMissing):
        client(one).get(f"reseller/{guid(one, 'contoso-mail')}")


def test_a_token_is_renewed_once_and_not_for_ever() -> None:
    one = emulator()
    api = client(one)
    assert listed(api) == 6
    one.state.tokens.clear()
    assert listed(api) == 6
    one.faults = emulator(faults=fault({"status": 401})).faults
    before = len(one.requests)
    with pytest.raises(RemoteProblem):
        listed(api)
    reads = [r for r in list(one.requests)[before:] if r["path"].startswith("/rp/")]
    assert len(reads) == 2


@pytest.mark.parametrize(
    ("do", "phase"),
    [
        ({"lost": True}, "after"),
        ({"lost": True}, "before"),
        ({"status": 502, "body": "html"}, "after"),
        ({"status": 500}, "before"),
        ({"cut": 10}, "after"),
        ({"delay": 200}, "after"),
    ],
)
def test_a_write_whose_answer_is_lost_is_never_sent_again(do: dict[str, Any], phase: str) -> None:
    one = emulator(faults=fault(do, path=WRITES, phase=phase))
    api = client(one)
    body = configure(reseller(guid(one, "contoso-mail"), "none", []))
    with pytest.raises(AnswerLost):
        api.post(api.address("configure"), body)
    assert sum(r["path"].endswith("/configure") for r in one.requests) == 1
    assert len(one.state.accepted) == (phase == "after")


def test_a_write_that_was_refused_as_too_many_is_sent_again() -> None:
    waits: list[float] = []
    do = {"status": 429, "headers": {"Retry-After": "7"}}
    one = emulator(faults=fault(do, path=WRITES, times=1))
    api = client(one, waits)
    body = configure(reseller(guid(one, "contoso-mail"), "none", []))
    assert api.post(api.address("configure"), body).status == 202
    assert waits == [7.0]
    assert len(one.state.accepted) == 1


def test_a_schema_error_is_explained_with_the_setting_that_may_help() -> None:
    one = emulator(profile="tenant-resourceId-description")
    api = client(one)
    item = {"type": "tenant", "id": TENANT_ID, "label": "x"}
    with pytest.raises(RemoteProblem) as caught:
        api.post(
            api.address("configure"), configure(reseller(guid(one, "contoso-mail"), "some", [item]))
        )
    assert "resourceId" in str(caught.value)
    assert "--item-shape" in str(caught.value.next_step)


def test_no_request_leaves_for_another_host() -> None:
    class Never:
        def send(self, *_args: Any, **_more: Any) -> HttpResponse:
            raise AssertionError

    guarded = OnlyKnownHosts(Never())
    for url in ("https://evil.example/x", "http://graph.microsoft.com/x", "file:///etc/passwd"):
        with pytest.raises(TransportError, match="not a host"):
            guarded.send(HttpRequest("GET", url), deadline=1, limit=1)


@pytest.mark.parametrize(
    "text",
    ["http://10.0.0.1:80", "https://graph.microsoft.com", "localhost:8765", "http://127.0.0.1",
     "http://127.0.0.1:80/path", "http://user@127.0.0.1:80", "http://127.0.0.1.evil.example:80"],
)  # fmt: skip
def test_an_emulator_elsewhere_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="not an address on this computer"):
        checked_emulator(text)
    assert checked_emulator("http://127.0.0.1:8765/") == "http://127.0.0.1:8765"


def test_every_form_of_retry_after_is_read() -> None:
    soon = datetime.now(UTC) + timedelta(seconds=30)
    assert retry_after("5") == 5
    assert 25 < (retry_after(format_datetime(soon, usegmt=True)) or 0) <= 30
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    for text in ("", "soon", "-1", "9" * 40):
        assert retry_after(text) is None


def test_a_token_that_was_given_is_not_renewed() -> None:
    with pytest.raises(RemoteProblem, match="CSP_TUI_PC_TOKEN"):
        FixedToken("x").token(renew=True)


@contextmanager
def serving(one: Emulator) -> Iterator[OnlyKnownHosts]:
    with EmulatorServer(one) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield OnlyKnownHosts(InternetTransport(direct=True), server.address)
        server.shutdown()


def test_msal_signs_in_to_the_emulator_with_a_secret() -> None:
    with serving(emulator(strict=True)) as transport:
        tokens = MsalTokens(transport, ACCOUNT, SECRET)
        api = ApiClient(transport, tokens, parameters={"$version": "2022-07-01"})
        assert listed(api) == 6
        with pytest.raises(RemoteProblem, match="Signing in failed: AADSTS7000215"):
            MsalTokens(transport, ACCOUNT, "wrong").token()


@pytest.mark.parametrize("kind", [MsalTokens, PlainTokens])
@pytest.mark.parametrize(
    "do", [{"status": 429, "headers": {"Retry-After": "0"}}, {"status": 503}, {"lost": True}]
)
def test_a_sign_in_that_is_not_answered_is_repeated(kind: Any, do: dict[str, Any]) -> None:
    rule = {"match": {"path": "/token$"}, "do": do, "times": 1}
    with serving(emulator(faults=[rule])) as transport:
        assert kind(transport, ACCOUNT, SECRET).token().startswith("emulated.")


def test_why_nothing_came_is_said_in_the_language_of_the_person() -> None:
    problem = client_module.unreachable(TransportError("no response in time"))
    assert render(problem.message, "en") == (
        "Partner Center could not be reached: no response in time."
    )
    assert "pas de réponse à temps" in render(problem.message, "fr")


def get(transport: OnlyKnownHosts, deadline: float = 5, limit: int = 10**6) -> HttpResponse:
    request = HttpRequest("GET", f"{INGESTION}/product", {"Authorization": "Bearer x"})
    return transport.send(request, deadline=deadline, limit=limit)


def test_a_slow_byte_by_byte_answer_ends_at_the_deadline() -> None:
    with serving(emulator(faults=fault({"trickle": 0.05}))) as transport:
        began = time.monotonic()
        with pytest.raises(TransportError, match="in time"):
            get(transport, deadline=0.5)
        assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("do", "said"),
    [({"lost": True}, "failed|no answer|refused|closed"), ({"cut": 30}, "cut|failed")],
)
def test_a_broken_answer_over_a_socket_is_a_failure(do: dict[str, Any], said: str) -> None:
    with (
        serving(emulator(faults=fault(do))) as transport,
        pytest.raises(TransportError, match=said) as caught,
    ):
        get(transport)
    assert not caught.value.not_sent


def test_an_endless_answer_is_not_read_to_its_end() -> None:
    with (
        serving(emulator(faults=fault({"grow": 30_000_000}))) as transport,
        pytest.raises(TransportError, match="too large"),
    ):
        get(transport)


def test_nothing_listens() -> None:
    transport = OnlyKnownHosts(InternetTransport(direct=True), "http://127.0.0.1:1")
    with pytest.raises(TransportError, match="refused") as caught:
        get(transport)
    assert caught.value.not_sent


def test_a_redirect_is_not_followed_over_a_socket() -> None:
    do = {"status": 302, "headers": {"Location": "http://127.0.0.1:1/"}}
    with serving(emulator(faults=fault(do))) as transport:
        assert get(transport).status == 302


def test_limits_are_those_of_the_reference() -> None:
    assert client_module.READ_SECONDS == 30
    assert client_module.WRITE_SECONDS == 60
