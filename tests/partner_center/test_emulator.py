"""The emulator keeps a state, checks what it is sent, and fails on demand."""

from __future__ import annotations

import http.client
import json
import threading
from typing import Any
from urllib.parse import urlsplit

import pytest

from csp_tui.partner_center.emulator.seeds import CLIENT_ID, SECRET, TENANT_ID, tenant
from csp_tui.partner_center.emulator.server import EmulatorServer
from csp_tui.partner_center.emulator.shapes import PROFILES, entry
from tests.partner_center.emulating import ask, call, configure, emulator, guid, reseller


def test_products_come_in_pages_whose_links_lead_through_all_of_them() -> None:
    one = emulator(seed="large")
    path, found = "product?$maxpagesize=80", []
    while True:
        page = ask(one, path)
        found += [product["identity"]["externalId"] for product in page["value"]]
        if "@nextLink" not in page:
            break
        path = (
            urlsplit(page["@nextLink"]).path.rpartition("/")[2]
            + "?"
            + urlsplit(page["@nextLink"]).query
        )
    assert len(found) == len(set(found)) == 200


def test_a_draft_that_is_not_there_is_not_found_and_live_is() -> None:
    one = emulator()
    mail = guid(one, "contoso-mail")
    assert call(one, "GET", f"resource-tree/product/{mail}?targetType=draft").status == 404
    assert call(one, "GET", f"reseller/{mail}").status == 404
    tree = ask(one, f"resource-tree/product/{mail}?targetType=live")
    assert {"product", "reseller", "listing", "plan"} <= {
        str(body["id"]).partition("/")[0] for body in tree["resources"]
    }


@pytest.mark.parametrize("profile", PROFILES)
def test_a_write_changes_the_draft_once_its_job_has_run(profile: Any) -> None:
    one = emulator(profile=profile)
    mail = guid(one, "contoso-mail")
    body = configure(reseller(mail, "some", [entry(profile, *tenant(5))]))
    answer = call(one, "POST", "configure", body)
    assert answer.status == 202
    job = json.loads(answer.body)["jobId"]
    assert call(one, "GET", f"reseller/{mail}").status == 404
    one.clock.advance(60)
    assert ask(one, f"configure/{job}/status")["jobResult"] == "succeeded"
    assert ask(one, f"reseller/{mail}")["audiences"] == [entry(profile, *tenant(5))]
    assert one.state.by_external_id("contoso-mail")[0].tenants("live") == set()


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"$schema": "https://product-ingestion.azureedge.net/schema/reseller/2022-03-01-preview2"},
         400),
        ({"$schema": "https://evil.example/schema/reseller/2022-03-01-preview2"}, 400),
        ({"$schema": "https://schema.mp.microsoft.com/schema/reseller/2029-01-01"}, 400),
        ({"resellerChannelState": "everyone"}, 400),
        ({"audiences": "all of them"}, 400),
        ({"audiences": [{"type": "tenant", "id": "not a GUID"}]}, 400),
        ({"product": "product/00000000-0000-4000-8000-000000000000"}, 404),
        ({}, 202),
    ],
)  # fmt: skip
def test_a_write_is_checked_before_it_is_accepted(change: dict[str, Any], status: int) -> None:
    one = emulator()
    body = reseller(guid(one, "contoso-mail"), "all", [])
    assert call(one, "POST", "configure", configure({**body, **change})).status == status


def test_a_partner_that_has_resold_stays() -> None:
    one = emulator()
    backup = guid(one, "contoso-backup")
    body = configure(reseller(backup, "some", [entry("tenant-id-label", *tenant(0))]))
    job = json.loads(call(one, "POST", "configure", body).body)["jobId"]
    one.clock.advance(60)
    status = ask(one, f"configure/{job}/status")
    assert status["jobResult"] == "failed"
    assert status["errors"][0]["details"][0]["code"] == "businessValidationError"


def test_live_needs_the_preview_and_blocks_other_writes_while_it_runs() -> None:
    one = emulator()
    backup = guid(one, "contoso-backup")

    def submission(target: str, **more: str) -> dict[str, Any]:
        return configure(
            {
                "$schema": "https://schema.mp.microsoft.com/schema/submission/2022-03-01-preview2",
                "product": f"product/{backup}",
                "target": {"targetType": target},
                **more,
            }
        )

    one.portal.do({"do": "edit", "offer": "contoso-backup", "add": [tenant(7)[0]]})
    assert call(one, "POST", "configure", submission("preview")).status == 202
    assert call(one, "POST", "configure", submission("preview")).status == 409
    one.clock.advance(4 * 3600)
    found = ask(one, f"submission/{backup}")["value"]
    preview = next(s["id"] for s in found if s["target"]["targetType"] == "preview")
    assert call(one, "POST", "configure", submission("live", id=preview)).status == 202
    one.clock.advance(4 * 3600)
    ask(one, f"submission/{backup}")
    assert tenant(7)[0] in one.state.products[backup].tenants("live")


def test_sync_adds_and_never_removes() -> None:
    one = emulator()
    product = one.state.by_external_id("contoso-crm")[0]
    one.portal.do({"do": "edit", "offer": "contoso-crm", "remove": [tenant(3)[0]]})
    one.portal.do({"do": "sync", "offer": "contoso-crm"})
    assert product.tenants("live") == {tenant(3)[0], tenant(4)[0]}


def test_an_answer_can_be_lost_after_the_change_was_accepted() -> None:
    one = emulator(scenario="lost-answer")
    body = configure(reseller(guid(one, "contoso-mail"), "none", []))
    assert call(one, "POST", "configure", body).lost
    assert len(one.state.accepted) == 1


def test_two_runs_are_alike_and_reset_restores_the_seed() -> None:
    one, other = emulator(seed="odd"), emulator(seed="odd")
    seed = json.dumps(one.state.as_facts())
    assert seed == json.dumps(other.state.as_facts())
    body = configure(reseller(guid(one, "odd-host"), "none", []))
    jobs = [json.loads(call(each, "POST", "configure", body).body) for each in (one, other)]
    assert jobs[0] == jobs[1]
    one.reset()
    assert json.dumps(one.state.as_facts()) == seed


def test_strict_sign_in_accepts_its_own_application_only() -> None:
    one = emulator(strict=True)
    path = f"/{TENANT_ID}/oauth2/v2.0/token"
    form = f"grant_type=client_credentials&client_id={CLIENT_ID}&scope=https://graph.microsoft.com/.default"
    wrong = one.handle("POST", path, {}, f"{form}&client_secret=wrong".encode())
    assert wrong.status == 401
    assert b"AADSTS7000215" in wrong.body
    right = json.loads(one.handle("POST", path, {}, f"{form}&client_secret={SECRET}".encode()).body)
    target = "/rp/product-ingestion/product?$version=2022-07-01"
    headers = {"authorization": f"Bearer {right['access_token']}"}
    assert one.handle("GET", target, headers, b"").status == 200
    assert one.handle("GET", target, {"authorization": "Bearer made-up"}, b"").status == 401
    one.clock.advance(3601)
    assert one.handle("GET", target, headers, b"").status == 401


def test_many_clients_at_once_leave_one_consistent_state() -> None:
    one = emulator()
    with EmulatorServer(one) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        body = json.dumps(configure(reseller(guid(one, "contoso-mail"), "all", [])))

        def write() -> None:
            connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1])
            connection.request(
                "POST", "/rp/product-ingestion/configure?$version=2022-07-01", body,
                {"Authorization": "Bearer test"},
            )  # fmt: skip
            assert connection.getresponse().status == 202
            connection.close()

        clients = [threading.Thread(target=write) for _ in range(50)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        server.shutdown()
    assert len(one.state.jobs) == len({job.number for job in one.state.jobs.values()}) == 50


def test_an_unknown_seed_is_refused() -> None:
    with pytest.raises(ValueError, match="no seed"):
        emulator(seed="elsewhere")
