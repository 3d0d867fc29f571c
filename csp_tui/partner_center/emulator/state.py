"""What the emulated account holds: products with their targets, jobs, tenants and resales."""

from __future__ import annotations

import copy
import uuid
from dataclasses import field
from datetime import datetime
from typing import Any

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.partner_center.emulator.clock import EmulatorClock
from csp_tui.partner_center.emulator.shapes import AudienceProfile, Json, tenant_of

HOST = "https://schema.mp.microsoft.com/schema"
VERSION = "2022-03-01-preview2"
_NAMES = uuid.UUID("6a1f0c1e-5d1b-4a3e-9c0e-1f2d3c4b5a69")
FIRST_SUBMISSION = 1152921505697250000


def schema(kind: str, version: str = VERSION) -> str:
    """The ``$schema`` of a resource."""
    return f"{HOST}/{kind}/{version}"


@dataclass()
class Target:
    """One of a product's three states: its resources by durable ID."""

    submission: str
    created: datetime
    resources: dict[str, Json] = field(default_factory=dict)

    def copy(self, submission: str, created: datetime) -> Target:
        """The same content under another submission."""
        return Target(submission, created, copy.deepcopy(self.resources))


@dataclass()
class Product:
    """A product of the account.

    Attributes:
        guid: Its ID.
        body: The ``product`` resource.
        targets: Draft, preview and live, as far as there are such.
        resold: Tenants that have sold it.
        readable: Whether its tree can be read through the Product Ingestion API.
        locked: Why writes are refused, "" where they are not.
        older: Its state in the older API, where it has one.
        keeps_lists: Whether that API keeps a list of partners of it, which publishers report it
            does not always do.
    """

    guid: str
    body: Json
    targets: dict[str, Target] = field(default_factory=dict)
    resold: set[str] = field(default_factory=set)
    readable: bool = True
    locked: str = ""
    older: Json = field(default_factory=dict)
    keeps_lists: bool = False

    @property
    def external_id(self) -> str:
        """The offer ID."""
        return str(self.body["identity"]["externalId"])

    @property
    def reseller_id(self) -> str:
        """The durable ID of its CSP audience."""
        return f"reseller/{self.guid}"

    def tenants(self, target: str) -> set[str]:
        """Who is on the list of a target."""
        found = self.targets.get(target)
        body = {} if found is None else found.resources.get(self.reseller_id, {})
        return {tenant for item in body.get("audiences", []) if (tenant := tenant_of(item))}


@dataclass()
class Job:
    """One accepted ``configure`` request.

    Attributes:
        number: Its ID.
        resources: What was asked for, in order.
        starts, ends: When it begins to run and when it is done.
        result: ``pending`` until then.
        errors: What failed.
        accepted: When it was accepted.
    """

    number: str
    resources: list[Json]
    accepted: datetime
    starts: datetime
    ends: datetime
    result: str = "pending"
    errors: list[Json] = field(default_factory=list)
    done: list[Json] = field(default_factory=list)

    def status(self, now: datetime) -> str:
        """``notStarted``, ``running`` or ``completed``."""
        if self.result != "pending":
            return "completed"
        return "notStarted" if now < self.starts else "running"


@dataclass()
class State:
    """The whole account."""

    clock: EmulatorClock
    profile: AudienceProfile = "tenant-id-label"
    strict: bool = False
    products: dict[str, Product] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)
    tenants: dict[str, Json] = field(default_factory=dict)
    apps: dict[str, Json] = field(default_factory=dict)
    tokens: dict[str, datetime] = field(default_factory=dict)
    accepted: list[Json] = field(default_factory=list)
    counter: int = 0
    submissions: int = FIRST_SUBMISSION

    def new_id(self) -> str:
        """An ID that is the same in every run."""
        self.counter += 1
        return str(uuid.uuid5(_NAMES, str(self.counter)))

    def new_submission(self) -> str:
        """The number of a new submission, too long for a float."""
        self.submissions += 1
        return str(self.submissions)

    def by_external_id(self, external_id: str) -> list[Product]:
        """The products with an offer ID; two types can share one."""
        return [one for one in self.products.values() if one.external_id == external_id]

    def writable_draft(self, product: Product) -> Target:
        """The draft of a product, made from what is live where there is none."""
        draft = product.targets.get("draft")
        if draft is None:
            draft = product.targets["live"].copy("0", self.clock.now())
            product.targets["draft"] = draft
        return draft

    def as_facts(self) -> Json:
        """What ``/_emulator/state`` shows."""
        return {
            "now": self.clock.now().isoformat(),
            "products": [
                {
                    "guid": product.guid,
                    "externalId": product.external_id,
                    "type": product.body.get("type"),
                    "resold": sorted(product.resold),
                    "targets": {
                        name: target.resources.get(product.reseller_id, {})
                        for name, target in product.targets.items()
                    },
                }
                for product in self.products.values()
            ],
            "jobs": [
                {"jobId": job.number, "jobResult": job.result, "resources": len(job.resources)}
                for job in self.jobs.values()
            ],
            "accepted": self.accepted,
        }


def resource(kind: str, identity: str, version: str = VERSION, /, **content: Any) -> Json:
    """A resource as the service answers it."""
    return {"$schema": schema(kind, version), "id": f"{kind}/{identity}", **content}
