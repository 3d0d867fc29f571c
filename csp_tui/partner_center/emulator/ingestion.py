"""The Product Ingestion API: products, trees, resources, submissions and jobs."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping

from csp_tui.partner_center.emulator import jobs
from csp_tui.partner_center.emulator.answers import Answer, Refusal, document
from csp_tui.partner_center.emulator.checks import RequestChecks, version_key
from csp_tui.partner_center.emulator.shapes import Json
from csp_tui.partner_center.emulator.state import Job, Product, State, schema

BASE = "/rp/product-ingestion"
PAGE = 17
_CONFIGURE = re.compile(r"configure(?:/(?P<job>[^/]+)(?:/(?P<verb>status|cancel))?)?")


class IngestionApi:
    """Answers the calls below ``/rp/product-ingestion``.

    Args:
        state: The account.
        checks: Checks what is written.
    """

    def __init__(self, state: State, checks: RequestChecks) -> None:
        self._state = state
        self._checks = checks

    def answer(self, method: str, path: str, query: Mapping[str, str], body: bytes) -> Answer:
        """Answer a call.

        Args:
            method: The method.
            path: What follows the base.
            query: The parameters.
            body: The content.

        Raises:
            Refusal: It is not accepted.
        """
        version = query.get("$version", "")
        self._check_version(version)
        match = _CONFIGURE.fullmatch(path)
        if match is not None:
            return self._configure(method, match["job"], match["verb"], version, body)
        if method != "GET":
            raise Refusal(405, "methodNotAllowed", f"{method} is not allowed.")
        reads: Mapping[str, Callable[[list[str], Mapping[str, str]], Answer]] = {
            "product": self._products,
            "plan": self._plans,
            "resource-tree": self._tree,
            "submission": self._submissions,
        }
        first, *others = path.split("/")
        read = reads.get(first)
        if read is not None and (others or first in ("product", "plan")):
            return read(others, query)
        return self._resource(path)

    def _check_version(self, version: str) -> None:
        if not version:
            if self._state.strict:
                raise Refusal(400, "badRequest", "$version is required.")
            return
        try:
            version_key(version)
        except ValueError:
            raise Refusal(400, "badRequest", f"{version} is not a version.") from None

    def _product(self, guid: str) -> Product:
        product = self._state.products.get(guid)
        if product is None:
            raise Refusal(404, "notFound", "The product does not exist.", inner="resourceNotFound")
        return product

    def _products(self, rest: list[str], query: Mapping[str, str]) -> Answer:
        if rest:
            return self._resource("/".join(("product", *rest)))
        wanted, kind = query.get("externalId"), query.get("type")
        found = [
            product.body
            for product in self._state.products.values()
            if (wanted is None or product.external_id == wanted)
            and (kind is None or product.body.get("type") == kind)
        ]
        return _page(f"{BASE}/product", found, query)

    def _plans(self, rest: list[str], query: Mapping[str, str]) -> Answer:
        if rest:
            return self._resource("/".join(("plan", *rest)))
        product = self._product(query.get("product", "").partition("/")[2])
        found = [body for name, body in self._newest(product).items() if name.startswith("plan/")]
        return _page(f"{BASE}/plan", found, query)

    def _newest(self, product: Product) -> Mapping[str, Json]:
        target = product.targets.get("draft") or product.targets.get("live")
        return {} if target is None else target.resources

    def _tree(self, rest: list[str], query: Mapping[str, str]) -> Answer:
        product = self._product(rest[-1])
        if not product.readable:
            kind = product.body.get("type")
            raise Refusal(
                400, "badRequest", f"Products of type {kind} are not supported.",
                inner="notSupported",
            )  # fmt: skip
        name = query.get("targetType", "draft").strip("'\"")
        target = product.targets.get(name)
        if target is None:
            raise Refusal(404, "notFound", f"There is no {name}.", inner="resourceNotFound")
        resources = [*target.resources.values(), jobs.submission(product, name)]
        return document(
            {
                "$schema": schema("resource-tree"),
                "root": f"product/{product.guid}",
                "target": {"targetType": name},
                "resources": resources,
            }
        )

    def _resource(self, name: str) -> Answer:
        guid = name.split("/")[1] if "/" in name else ""
        product = self._product(guid)
        draft = product.targets.get("draft")
        body = None if draft is None else draft.resources.get(name)
        if body is None:
            raise Refusal(404, "notFound", "There is no such draft.", inner="resourceNotFound")
        return document(body)

    def _submissions(self, rest: list[str], query: Mapping[str, str]) -> Answer:
        product = self._product(rest[0])
        names = [query["targetType"]] if "targetType" in query else ["draft", "preview", "live"]
        found = [jobs.submission(product, name) for name in names if name in product.targets]
        for job in self._state.jobs.values():
            if job.result == "pending":
                found += self._pending(product, job)
        if len(rest) > 1:
            for one in found:
                if one["id"] == "/".join(("submission", *rest)):
                    return document(one)
            raise Refusal(404, "notFound", "There is no such submission.")
        return document({"value": found})

    def _pending(self, product: Product, job: Job) -> list[Json]:
        """The submissions of a job that has not finished."""
        return [
            {
                **one,
                "id": f"submission/{product.guid}/pending-{job.number}",
                "status": job.status(self._state.clock.now()),
                "result": "pending",
            }
            for one in job.resources
            if "/submission/" in str(one["$schema"])
            and jobs.product_of(self._state, one) is product
        ]

    def _configure(
        self, method: str, number: str | None, verb: str | None, version: str, body: bytes
    ) -> Answer:
        if number is None:
            if method != "POST":
                raise Refusal(405, "methodNotAllowed", f"{method} is not allowed.")
            return self._submit(version, body)
        job = self._state.jobs.get(number)
        if job is None:
            raise Refusal(404, "notFound", "The job does not exist.")
        if verb == "cancel":
            if job.result != "pending":
                raise Refusal(400, "badRequest", "The job has completed.", inner="invalidState")
            job.result = "cancelled"
        elif verb is None:
            if job.result == "pending":
                raise Refusal(400, "badRequest", "The job has not completed.")
            if job.result == "failed":
                raise Refusal(404, "notFound", "The job has no result.")
            return document(
                {"$schema": schema("configure-detail", "2022-03-01"), "resources": job.done}
            )
        return document(jobs.status_of(self._state, job))

    def _submit(self, version: str, body: bytes) -> Answer:
        try:
            request = json.loads(body)
            resources = request["resources"]
            if not isinstance(resources, list) or not resources:
                raise TypeError
        except (ValueError, TypeError, KeyError):
            raise Refusal(
                400, "badRequest", "The body is not a configure request.",
                inner="schemaValidationError",
            ) from None  # fmt: skip
        for one in resources:
            if not isinstance(one, dict):
                raise Refusal(400, "badRequest", "A resource is not an object.")
            self._checks.check(one, version)
            try:
                product = jobs.product_of(self._state, one)
            except jobs.JobFailure as failure:
                raise Refusal(404, "notFound", str(failure), inner="resourceNotFound") from None
            if product.locked:
                raise Refusal(423, "locked", product.locked, inner="productLocked")
            if any(self._pending(product, job) for job in self._running()):
                raise Refusal(409, "conflict", "Publish in progress", inner="invalidState")
        job = jobs.accept(self._state, resources, request)
        return Answer(202, document(jobs.status_of(self._state, job)).body, {
            "Content-Type": "application/json"
        })  # fmt: skip

    def _running(self) -> list[Job]:
        return [job for job in self._state.jobs.values() if job.result == "pending"]


def _page(path: str, found: list[Json], query: Mapping[str, str]) -> Answer:
    """A page of results, with a link to the next."""
    size = max(1, min(int(query.get("$maxpagesize", "0") or 0) or PAGE, 500))
    token = query.get("continuationToken", "")
    start = int(base64.urlsafe_b64decode(token)) if token else 0
    page: Json = {"value": found[start : start + size]}
    if start + size < len(found):
        after = base64.urlsafe_b64encode(str(start + size).encode()).decode()
        keep = "".join(f"&{name}={query[name]}" for name in ("type", "$version") if name in query)
        page["@nextLink"] = (
            f"https://graph.microsoft.com{path}?$maxpagesize={size}&continuationToken={after}{keep}"
        )
    return document(page)
