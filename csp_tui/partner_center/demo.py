"""The demo's Partner Center: an emulator in this process that holds the demo's own offers.

It needs no extra, opens no socket, and exists only once something asks it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.product import ProductType
from csp_tui.domain.remote import Account, Link, RemoteAudience
from csp_tui.partner_center.account import IngestionAccount
from csp_tui.partner_center.connect import LocalConnector
from csp_tui.partner_center.emulator.answers import EmulatorProblem
from csp_tui.partner_center.emulator.in_process import InProcessTransport
from csp_tui.partner_center.emulator.seeds import (
    CLIENT_ID,
    OLDER_TYPES,
    SECRET,
    TENANT_ID,
    add_product,
    product_guid,
)
from csp_tui.partner_center.emulator.service import Emulator, EmulatorOptions
from csp_tui.partner_center.wire import HttpRequest, HttpResponse
from csp_tui.services import remote_port

DEMO_ACCOUNT = Account(name="demo", tenant_id=TENANT_ID, client_id=CLIENT_ID)
COLLEAGUE = (("contoso-vpn-gateway", 2), ("contoso-backup", 1))
"""What someone else has changed in the demo's Partner Center: partners added, by offer."""
KEPT_LISTS = ("contoso-managed-sap",)
"""Offers of which the older API keeps a list; of the others it accepts one and loses it, which
publishers report."""


def demo_product(offer_id: str, product_type: ProductType) -> tuple[str, bool]:
    """The product of an offer in the demo, and whether only the older API can write it."""
    kind = product_type.api_name
    return product_guid(kind, offer_id), kind in OLDER_TYPES


class DemoConnector(remote_port.Connector):
    """Opens the demo's account.

    Args:
        read_links: What the demo is linked to, asked for once.
    """

    endpoint = "emulator"
    emulator = ""
    is_installed = True

    def __init__(self, read_links: Callable[[], Sequence[Link]]) -> None:
        self._read_links = read_links
        self._lock = threading.Lock()
        self._emulator: Emulator | None = None
        self._inner = LocalConnector(self, SECRET)

    @property
    def stand_in(self) -> Emulator:
        """The emulator, made when it is first needed."""
        with self._lock:
            if self._emulator is None:
                self._emulator = _made(self._read_links())
            return self._emulator

    def send(self, request: HttpRequest, *, deadline: float, limit: int) -> HttpResponse:
        """Ask the emulator.

        Raises:
            TransportError: A failure on demand lost the answer.
        """
        transport = InProcessTransport(self.stand_in)
        return transport.send(request, deadline=deadline, limit=limit)

    def connect(self, account: Account, secret: str = "") -> IngestionAccount:
        return self._inner.connect(account, secret)

    def use_emulator(self, address: str) -> None:
        """Nothing: there is one already."""

    def act(self, act: str, offer_id: str) -> None:
        """Do what is done by hand in Partner Center itself.

        Args:
            act: Such as ``sync``, as the emulator's portal knows it.
            offer_id: The offer.

        Raises:
            InvalidInput: It cannot be done.
        """
        try:
            self.stand_in.act({"do": act, "offer": offer_id})
        except EmulatorProblem as problem:
            raise InvalidInput(problem.reason) from problem

    def has_secret(self, account: Account) -> bool:
        """Always: the account is invented."""
        return True

    def store_secret(self, account: Account, secret: str) -> None:
        """Nothing: the account is invented."""

    def forget_secret(self, account: Account) -> None:
        """Nothing: the account is invented."""


def _made(links: Sequence[Link]) -> Emulator:
    emulator = Emulator(EmulatorOptions(seed="empty"))
    for link in links:
        _plant(emulator, link)
    for offer_id in KEPT_LISTS:
        for product in emulator.state.by_external_id(offer_id):
            product.keeps_lists = True
    unused = list(emulator.state.tenants)
    for offer_id, count in COLLEAGUE:
        found = emulator.state.by_external_id(offer_id)
        if found:
            joining, unused = unused[:count], unused[count:]
            emulator.portal.do({"do": "edit", "offer": offer_id, "add": joining})
    return emulator


def _plant(emulator: Emulator, link: Link) -> None:
    setup: Mapping[str, Any] = link.setup
    audience = link.base or RemoteAudience()
    contact = setup["csp_contact"]
    add_product(
        emulator.state,
        link.offer_id,
        setup["name"],
        kind=link.type_word,
        option=audience.channel or "notSet",
        partners=sorted(audience.partners.items()),
        live=link.live is not None,
        plans=[_plan(plan) for plan in setup["plans"]],
        markets=setup.get("markets"),
        csp_url=setup["csp_url"],
        csp_contact=contact if contact["name"] else None,
        transactable=bool(setup["transactable"]),
    )


def _plan(facts: Mapping[str, str]) -> dict[str, str]:
    subtypes = {
        "managed-application": "managedApplication",
        "solution-template": "solutionTemplate",
    }
    licenses = {"byol": "byol", "pay-as-you-go": "payAsYouGo"}
    kind, plan = facts["kind"], {"id": facts["plan_id"]}
    if kind in subtypes:
        plan["subtype"] = subtypes[kind]
    plan["license"] = licenses.get(kind, "")
    return plan
