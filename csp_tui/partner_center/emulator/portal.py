"""What is done by hand in Partner Center itself, because no API can do it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

from csp_tui.domain.wording import say
from csp_tui.partner_center.emulator import jobs, shapes
from csp_tui.partner_center.emulator.answers import EmulatorProblem
from csp_tui.partner_center.emulator.shapes import Json, tenant_of
from csp_tui.partner_center.emulator.state import Product, State

ACTS = (
    "sync", "edit", "publish", "go-live", "resell", "resolve-request", "lock", "unlock", "delete",
)  # fmt: skip
"""Every manual step that there is."""
_REASONS = {
    "There is nothing to publish.": say("there is nothing to publish"),
    "The preview submission's id is missing.": say("nothing is in preview"),
}
_PLAIN = say("it cannot be published now")


class Portal:
    """Carries out manual steps.

    Args:
        state: The account.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._acts: Mapping[str, Callable[[Product, Mapping[str, Any]], None]] = {
            "sync": self._sync,
            "edit": self._edit,
            "publish": lambda product, _facts: self._publish(product, "preview"),
            "go-live": lambda product, _facts: self._publish(product, "live"),
            "resell": lambda product, facts: product.resold.update(facts["add"]),
            "resolve-request": self._resolve,
            "lock": lambda product, _facts: setattr(product, "locked", "Product is locked"),
            "unlock": lambda product, _facts: setattr(product, "locked", ""),
            "delete": lambda product, _facts: self._delete(product),
        }

    def do(self, facts: Mapping[str, Any]) -> Json:
        """Carry out a manual step.

        Args:
            facts: ``do`` and ``offer``; with ``edit`` also ``add``, ``remove`` (tenant IDs) and
                ``option``.

        Raises:
            ValueError: It cannot be done.
        """
        found = self._state.by_external_id(str(facts.get("offer")))
        act = self._acts.get(str(facts.get("do")))
        if not found:
            raise EmulatorProblem(
                say("there is no offer {offer_id} in it", offer_id=str(facts.get("offer")))
            )
        if act is None:
            raise EmulatorProblem(say("“do” must be one of: {names}", names=", ".join(ACTS)))
        act(found[0], facts)
        return {"done": facts.get("do"), "offer": facts.get("offer")}

    def _sync(self, product: Product, _facts: Mapping[str, Any]) -> None:
        """Copy the additions of the draft list to the live one, as “Sync CSP audience” does."""
        if "live" not in product.targets:
            raise EmulatorProblem(say("the offer is not live, so nothing can be synced"))
        live = product.targets["live"].resources[product.reseller_id]
        draft = self._state.writable_draft(product).resources[product.reseller_id]
        known = {tenant_of(item) for item in live["audiences"]}
        live["audiences"] += copy.deepcopy(
            [item for item in draft["audiences"] if tenant_of(item) not in known]
        )

    def _edit(self, product: Product, facts: Mapping[str, Any]) -> None:
        draft = self._state.writable_draft(product).resources[product.reseller_id]
        self._change(draft, facts)

    def _resolve(self, product: Product, facts: Mapping[str, Any]) -> None:
        """Support makes a change in every target."""
        for target in product.targets.values():
            self._change(target.resources[product.reseller_id], facts)

    def _change(self, body: Json, facts: Mapping[str, Any]) -> None:
        leaving = {one.lower() for one in facts.get("remove", ())}
        joining = [one.lower() for one in facts.get("add", ())]
        body["audiences"] = [
            item for item in body["audiences"] or () if tenant_of(item) not in leaving
        ]
        known = {tenant_of(item) for item in body["audiences"]}
        for guid in joining:
            if guid not in known:
                name = self._state.tenants.get(guid, {}).get("displayName", "")
                body["audiences"].append(shapes.entry(self._state.profile, guid, name))
        if facts.get("option"):
            body["resellerChannelState"] = facts["option"]

    def _publish(self, product: Product, target: str) -> None:
        preview = product.targets.get("preview")
        number = preview.submission if preview is not None else ""
        try:
            jobs.publish(self._state, product, target, number)
        except jobs.JobFailure as failure:
            raise EmulatorProblem(_REASONS.get(str(failure), _PLAIN)) from None

    def _delete(self, product: Product) -> None:
        del self._state.products[product.guid]
