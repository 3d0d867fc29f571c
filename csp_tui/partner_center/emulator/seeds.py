"""What an emulated account begins with: ``tour``, ``large``, ``odd``, or files of one's own."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from csp_tui.domain.wording import quoted, say
from csp_tui.partner_center.emulator import shapes
from csp_tui.partner_center.emulator.answers import EmulatorProblem
from csp_tui.partner_center.emulator.shapes import Json
from csp_tui.partner_center.emulator.state import Product, State, Target, resource

CLIENT_ID = "5f0c3a52-7f0e-4a8e-9d0b-2f6f0a1b3c4d"
TENANT_ID = "0b9f8b5e-4c6c-4c52-8a3f-6f1d2e3c4b5a"
SECRET = "emulator-secret"
"""Of the application that every seed has; no secret of anything real."""
_NAMES = uuid.UUID("2f9b6f8e-64f3-4f27-8d64-0b0a3f1f6a11")
OLDER_TYPES = ("azureApplication", "dynamics365BusinessCentral")
"""Types whose tree the Product Ingestion API refuses."""
_CONTACT: Mapping[str, str] = {
    "name": "Partner Desk",
    "email": "csp@contoso.example",
    "phone": "+1 425 555 0100",
}
_FIRMS = (
    "Alpine Cloud SARL", "Brighton Digital Ltd", "Cascade IT GmbH", "Delta Systèmes", "Eiger AG",
    "Fjord Consulting AS", "Granite Software Inc.", "Harbor Networks", "Ionia Hosting", "Jura IT",
    "Kestrel Managed Services", "Lumière Numérique",
)  # fmt: skip


def tenant(number: int) -> tuple[str, str]:
    """An invented partner: tenant ID and name."""
    name = _FIRMS[number % len(_FIRMS)]
    suffix = f" {number // len(_FIRMS) + 1}" if number >= len(_FIRMS) else ""
    return str(uuid.uuid5(_NAMES, f"tenant {number}")), name + suffix


def product_guid(kind: str, external_id: str) -> str:
    """The ID of the product that ``add_product`` makes."""
    return str(uuid.uuid5(_NAMES, f"{kind} {external_id}"))


def add_product(
    state: State,
    external_id: str,
    alias: str,
    *,
    kind: str = "softwareAsAService",
    option: str = "all",
    partners: Iterable[tuple[str, str]] = (),
    draft_adds: Iterable[tuple[str, str]] = (),
    live: bool = True,
    draft: bool = True,
    plans: Sequence[Mapping[str, Any]] = ({"id": "standard"},),
    resold: Iterable[str] = (),
    markets: Sequence[str] | None = ("US", "FR", "DE"),
    csp_url: str = "https://partners.contoso.example/csp",
    csp_contact: Mapping[str, str] | None = _CONTACT,
    transactable: bool = True,
) -> Product:
    """Add a product with its resources in each target.

    Args:
        state: The account.
        external_id: The offer ID.
        alias: The name.
        kind: The product type in the API's words.
        option: The state of the reseller channel.
        partners: Who is on the list, as tenant ID and name.
        draft_adds: Who is on the draft list beside them.
        live: Whether it is published.
        draft: Whether there is a pending draft.
        plans: ``id``, and optionally ``subtype`` or ``license``.
        resold: Tenants that have sold it.
        markets: Codes of the markets where its plans are sold, None for all.
        csp_url: The address of its CSP marketing materials.
        csp_contact: Its CSP contact.
        transactable: Whether it sells through Microsoft.
    """
    guid = product_guid(kind, external_id)
    reference = f"product/{guid}"
    body = resource("product", guid, identity={"externalId": external_id}, type=kind, alias=alias)
    resources = [
        body,
        resource(
            "reseller",
            guid,
            product=reference,
            resellerChannelState=option,
            audiences=[shapes.entry(state.profile, *one) for one in partners],
        ),
        resource(
            "listing",
            f"{guid}/public/main/default/en-us",
            kind="azureVM" if kind == "azureVirtualMachine" else "azure",
            product=reference,
            languageId="en-us",
            title=alias,
            cloudSolutionProviderMarketingMaterials=csp_url,
            **({"cloudSolutionProviderContact": dict(csp_contact)} if csp_contact else {}),
        ),
        # Holds what a client must neither store nor log.
        resource(
            "customer-leads",
            guid,
            product=reference,
            leadDestination="azureTable",
            connectionString="AccountKey=do-not-store-this",
        ),
    ]  # fmt: skip
    if kind == "softwareAsAService":
        resources.append(
            resource(
                "commercial-marketplace-setup",
                guid,
                product=reference,
                sellThroughMicrosoft=transactable,
            )
        )
    for plan in plans:
        plan_guid = str(uuid.uuid5(_NAMES, f"{guid} {plan['id']}"))
        content: Json = {"identity": {"externalId": plan["id"]}, "alias": plan["id"].title()}
        if "subtype" in plan:
            content["subtype"] = plan["subtype"]
        resources.append(resource("plan", f"{guid}/{plan_guid}", product=reference, **content))
        resources.append(
            resource(
                "price-and-availability-plan",
                f"{guid}/{plan_guid}",
                "2022-03-01-preview4",
                product=reference,
                plan=f"plan/{guid}/{plan_guid}",
                visibility="visible",
                audience="public",
                **_sold_in(markets),
                pricing={"licenseModel": plan.get("license", "payAsYouGo")},
            )
        )
    by_id = {str(one["id"]): one for one in resources}
    now = state.clock.now()
    product = Product(guid, body, resold={one.lower() for one in resold})
    if live:
        number = state.new_submission()
        for name in ("preview", "live"):
            product.targets[name] = Target(number, now, json.loads(json.dumps(by_id)))
    if draft or not live:
        product.targets["draft"] = Target("0", now, json.loads(json.dumps(by_id)))
        product.targets["draft"].resources[f"reseller/{guid}"]["audiences"].extend(
            shapes.entry(state.profile, *one) for one in draft_adds
        )
    if kind in OLDER_TYPES:
        product.readable = False
        product.older = {
            "resellerChannelState": {"all": "Enabled", "some": "PartialOptIn", "notSet": ""}.get(
                option, "Disabled"
            ),
            "tenantIds": [one for one, _name in partners],
        }
    state.products[guid] = product
    return product


def _sold_in(markets: Sequence[str] | None) -> Json:
    """Where a plan is sold, as its resource says it."""
    if markets is None:
        return {"customerMarkets": "allMarkets", "markets": []}
    return {"markets": [code.lower() for code in markets]}


def plant(state: State, seed: str | Path) -> None:
    """Fill an empty account.

    Args:
        state: The account.
        seed: The name of a seed, or a JSON file or a folder with ``products/*.json``.

    Raises:
        ValueError: There is no such seed, or a file of it cannot be used.
    """
    state.apps[CLIENT_ID] = {"secret": SECRET, "tenant": TENANT_ID, "role": "Manager"}
    for number in range(40):
        guid, name = tenant(number)
        state.tenants[guid] = {"displayName": name, "defaultDomainName": f"p{number}.example"}
    match str(seed):
        case "tour":
            _tour(state)
        case "large":
            _large(state)
        case "odd":
            _odd(state)
        case "empty":
            pass
        case _:
            _files(state, Path(seed))


def _tour(state: State) -> None:
    add_product(state, "contoso-mail", "Contoso Mail", option="all", draft=False)
    add_product(
        state, "contoso-backup", "Contoso Backup", option="some",
        partners=[tenant(0), tenant(1), tenant(2)], resold=[tenant(1)[0]],
    )  # fmt: skip
    add_product(
        state, "contoso-vm", "Contoso Gateway VM", kind="azureVirtualMachine", option="none",
        plans=[{"id": "byol", "license": "byol"}, {"id": "hourly"}],
    )  # fmt: skip
    add_product(state, "contoso-draft", "Contoso Draft", option="notSet", live=False)
    add_product(
        state, "contoso-app", "Contoso Managed App", kind="azureApplication", option="all",
        plans=[{"id": "managed", "subtype": "managedApplication"}],
    )  # fmt: skip
    add_product(
        state, "contoso-crm", "Contoso CRM", option="some",
        partners=[tenant(3)], draft_adds=[tenant(4)],
    )  # fmt: skip


def _large(state: State) -> None:
    chance = random.Random(17)
    for number in range(200):
        chosen = [tenant(one) for one in chance.sample(range(2000), 400)]
        option = ("some", "all", "none")[0 if number % 5 else number % 3]
        add_product(
            state, f"offer-{number:03}", f"Offer {number:03}", option=option,
            partners=chosen if option == "some" else (), draft=bool(number % 4),
        )  # fmt: skip


def _odd(state: State) -> None:
    """Everything strange that real services send."""
    extra = add_product(
        state, "odd-extra", "Odd 🙂 \u202ename", option="some", partners=[tenant(0), tenant(1)]
    )
    for target in extra.targets.values():
        body = target.resources[extra.reseller_id]
        body["futureField"] = {"keep": [1, None, "me"]}
        body["audiences"][0]["addedOn"] = "2026-01-15"
    add_product(state, "odd-ended", "Ended", option="terminated")
    add_product(state, "odd-word", "New word", option="invited")
    add_product(state, "odd-type", "New type", kind="aiAgent", option="all")
    add_product(state, "twice", "Twice, as SaaS", option="all")
    add_product(state, "twice", "Twice, as VM", kind="azureVirtualMachine", option="all")
    add_product(state, "Odd ID!", "Impossible ID", option="all")
    old = add_product(state, "odd-host", "Old schema host", option="all")
    for target in old.targets.values():
        for body in target.resources.values():
            body["$schema"] = body["$schema"].replace(
                "schema.mp.microsoft.com", "product-ingestion.azureedge.net"
            )
    capitals = add_product(state, "odd-capitals", "Capitals", option="Some", partners=[tenant(2)])
    for target in capitals.targets.values():
        for item in target.resources[capitals.reseller_id]["audiences"]:
            for key, value in item.items():
                if isinstance(value, str) and value.count("-") == 4:
                    item[key] = value.upper()
    empty = add_product(state, "odd-null", "Null for a list", option="all")
    for target in empty.targets.values():
        target.resources[empty.reseller_id]["audiences"] = None


def _files(state: State, path: Path) -> None:
    files = sorted((path / "products").glob("*.json")) if path.is_dir() else [path]
    if not files or not all(file.is_file() for file in files):
        raise EmulatorProblem(say("there is no seed {name}", name=quoted(str(path))))
    for file in files:
        try:
            document = json.loads(file.read_text("utf-8"))
            for facts in document if isinstance(document, list) else [document]:
                _of_tree(state, facts)
        except (ValueError, KeyError, TypeError, StopIteration, AttributeError) as error:
            raise EmulatorProblem(
                say("{file} is not a seed: {reason}", file=str(file), reason=repr(error))
            ) from None


def _of_tree(state: State, facts: Json) -> None:
    """A product from ``{"targets": {"draft": [resource…], "live": [resource…]}}``."""
    targets: Mapping[str, list[Json]] = facts["targets"]
    first = next(iter(targets.values()))
    body = next(one for one in first if str(one["id"]).startswith("product/"))
    product = Product(str(body["id"]).partition("/")[2], body, resold=set(facts.get("resold", ())))
    for name, resources in targets.items():
        number = "0" if name == "draft" else state.new_submission()
        product.targets[name] = Target(
            number, state.clock.now(), {str(one["id"]): one for one in resources}
        )
    state.products[product.guid] = product
