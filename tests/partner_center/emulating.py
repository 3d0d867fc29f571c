"""Emulators for tests, and calls to them."""

from __future__ import annotations

import json
from typing import Any

from csp_tui.exchange.reference import data_folder
from csp_tui.partner_center.emulator.answers import Answer
from csp_tui.partner_center.emulator.service import Emulator, EmulatorOptions

VERSION = "%24version=2022-07-01"
SCHEMAS = data_folder() / "partner-center" / "schemas"


def emulator(**options: Any) -> Emulator:
    """An emulator that checks what it is sent; its time stands still unless told otherwise."""
    return Emulator(EmulatorOptions(**{"clock": "fixed", "schemas": SCHEMAS, **options}))


def call(one: Emulator, method: str, path: str, body: object = None) -> Answer:
    """Call the Product Ingestion API."""
    content = b"" if body is None else json.dumps(body).encode()
    joint = "&" if "?" in path else "?"
    target = f"/rp/product-ingestion/{path}{joint}{VERSION}"
    return one.handle(method, target, {"authorization": "Bearer test"}, content)


def ask(one: Emulator, path: str) -> Any:
    """The document of a call that must succeed."""
    answer = call(one, "GET", path)
    assert answer.status == 200, answer.body
    return json.loads(answer.body)


def guid(one: Emulator, offer_id: str) -> str:
    """The product of an offer."""
    return one.state.by_external_id(offer_id)[0].guid


def configure(*resources: dict[str, Any]) -> dict[str, Any]:
    """A request with resources."""
    return {
        "$schema": "https://schema.mp.microsoft.com/schema/configure/2022-07-01",
        "resources": list(resources),
    }


def reseller(product: str, option: str, items: object, **more: Any) -> dict[str, Any]:
    """The resource of a CSP audience."""
    return {
        "$schema": "https://schema.mp.microsoft.com/schema/reseller/2022-03-01-preview2",
        "product": f"product/{product}",
        "resellerChannelState": option,
        "audiences": items,
        **more,
    }
