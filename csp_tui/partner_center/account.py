"""An account of Partner Center: both APIs behind one interface."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from csp_tui.domain.errors import RemoteMissing, RemoteProblem
from csp_tui.domain.identifiers import OFFER_ID
from csp_tui.domain.remote import (
    Account,
    JobError,
    JobState,
    Link,
    RemoteAudience,
    RemoteOffer,
    RemoteProduct,
    Unreadable,
)
from csp_tui.domain.wording import say
from csp_tui.partner_center import mapping
from csp_tui.partner_center.client import ApiClient, Json
from csp_tui.partner_center.endpoints import SCHEMAS
from csp_tui.partner_center.mapping import text_of
from csp_tui.partner_center.older import OlderApi
from csp_tui.partner_center.probe import probe
from csp_tui.services import remote_port
from csp_tui.services.remote_port import Call, JobReport, RemoteDraft, Submission

AT_ONCE = 4
"""Products that are read at the same time."""
_TARGETS = ("draft", "preview", "live")


class IngestionAccount(remote_port.RemoteAccount):
    """An account through the Product Ingestion API, and the older one where that one refuses.

    Args:
        account: Which account.
        client: Calls the Product Ingestion API.
        older: Calls the older API.
        endpoint: The address that is called, for people.
        poll_seconds: The shortest time between two polls of one job.
    """

    def __init__(
        self,
        account: Account,
        client: ApiClient,
        older: OlderApi,
        *,
        endpoint: str,
        poll_seconds: float,
    ) -> None:
        self._account = account
        self._client = client
        self._older = older
        self.endpoint = endpoint
        self.poll_seconds = poll_seconds

    def products(self) -> Iterator[RemoteProduct]:
        for body in self._client.pages("product"):
            found = mapping.product_of(body)
            if found is not None:
                yield found

    def read_all(self, products: Collection[RemoteProduct]) -> Iterator[RemoteOffer | Unreadable]:
        waiting: deque[Future[RemoteOffer | Unreadable]] = deque()
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="partner-center") as pool:
            try:
                for product in products:
                    waiting.append(pool.submit(self._read_one, product))
                    if len(waiting) >= AT_ONCE * 4:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                for future in waiting:
                    future.cancel()

    def _read_one(self, product: RemoteProduct) -> RemoteOffer | Unreadable:
        kind = mapping.product_type_of(product.type_word)
        if not OFFER_ID.fullmatch(product.offer_id):
            return Unreadable(product, say("Its ID cannot be the ID of an offer here."))
        if kind is None:
            word = product.type_word or "–"
            return Unreadable(product, say("Its type is not known here: {word}", word=word))
        try:
            trees = {name: self._tree(product.product, name) for name in _TARGETS}
        except RemoteProblem as problem:
            if problem.status in (401, 403) or problem.status == 0:
                raise
            return self._read_older(product, problem)
        newest = trees["draft"] or trees["live"] or trees["preview"]
        if newest is None:
            return Unreadable(product, say("It has neither a draft nor anything live."))
        body = next(iter(newest.get("reseller", ())), None)
        return RemoteOffer(
            identity=product,
            product_type=kind,
            setup=mapping.setup_of(kind, product.name, newest),
            has_markets=mapping.markets_of(newest) is not None,
            draft=mapping.audience_of(body),
            preview=_audience_in(trees["preview"]),
            live=_audience_in(trees["live"]),
            resource=body or {},
        )

    def _tree(self, product: str, target: str) -> dict[str, list[Json]] | None:
        try:
            document = self._client.get(f"resource-tree/product/{product}", targetType=target)
        except RemoteMissing:
            return None
        except RemoteProblem as problem:
            # A target that is not there is sometimes answered as a wrong request.
            if problem.status == 400 and "notSupported" not in problem.codes and target != "draft":
                return None
            raise
        return mapping.tree_of(document)

    def _read_older(
        self, product: RemoteProduct, refusal: RemoteProblem
    ) -> RemoteOffer | Unreadable:
        """What the older API says of a product that this one refuses."""
        kind = mapping.product_type_of(product.type_word)
        assert kind is not None
        try:
            resource = self._older.read(product.product)
        except RemoteProblem as problem:
            if problem.status in (401, 403, 0):
                return Unreadable(product, problem.message)
            return Unreadable(product, refusal.message)
        plans: dict[str, list[Json]] = {"plan": []}
        try:
            plans["plan"] = list(self._client.pages("plan", product=f"product/{product.product}"))
        except RemoteProblem:
            # Known to be refused for some types; the audience is what matters.
            plans["plan"] = []
        audience = self._older.audience(resource)
        return RemoteOffer(
            identity=product,
            product_type=kind,
            setup=mapping.setup_of(kind, product.name, plans),
            draft=audience,
            # What is live cannot be read apart; taking it as live lets the stricter rules apply.
            live=audience if audience.channel is not None else None,
            resource=resource,
            older=True,
        )

    def draft(self, link: Link) -> RemoteDraft:
        if link.older:
            resource: Json = self._older.read(link.product)
            return RemoteDraft(self._older.audience(resource), resource)
        tree = self._tree(link.product, "draft") or self._tree(link.product, "live")
        if tree is None:
            raise RemoteMissing(say("Partner Center no longer has this offer."), status=404)
        body = next(iter(tree.get("reseller", ())), None)
        return RemoteDraft(mapping.audience_of(body), body or {})

    def write_call(self, link: Link, draft: RemoteDraft, wished: RemoteAudience) -> Call:
        if link.older:
            return self._older.write_call(link.product, wished)
        body = mapping.written(
            link.product, draft.resource, wished, item_shape=self._account.item_shape
        )
        return self._configure(body)

    def publish_call(self, link: Link, target: str, preview: str) -> Call:
        body = {
            "$schema": f"{SCHEMAS}/submission/2022-03-01-preview2",
            "product": f"product/{link.product}",
            "target": {"targetType": target},
        }
        return self._configure({"id": preview, **body} if target == "live" else body)

    def _configure(self, *resources: Mapping[str, Any]) -> Call:
        schema = f"{SCHEMAS}/configure/2022-07-01"
        body = {"$schema": schema, "resources": list(resources)}
        return Call("POST", self._client.address("configure"), body)

    def send(self, call: Mapping[str, Any], *, older: bool) -> str:
        if older:
            self._older.send(call)
            return ""
        response = self._client.post(call["url"], call["body"])
        try:
            number = response.document().get("jobId")
        except (ValueError, AttributeError, RecursionError):
            number = None
        # Accepted, but under which ID is not known: found out by reading.
        return number if isinstance(number, str) else ""

    def job(self, job_id: str) -> JobReport:
        status = self._client.get(f"configure/{job_id}/status")
        if text_of(status.get("jobStatus")).lower() != "completed":
            return JobReport(JobState.RUNNING)
        result = text_of(status.get("jobResult")).lower()
        states = {
            "succeeded": JobState.SUCCEEDED,
            "failed": JobState.FAILED,
            "cancelled": JobState.CANCELED,
        }
        return JobReport(states.get(result, JobState.FAILED), tuple(_errors(status)))

    def submissions(self, link: Link) -> list[Submission]:
        found = []
        for body in self._client.pages(f"submission/{link.product}"):
            target = body.get("target")
            name = text_of(target.get("targetType")) if isinstance(target, dict) else ""
            identity = text_of(body.get("id"))
            found.append(
                Submission(
                    identity,
                    identity.rpartition("/")[2],
                    name.lower(),
                    text_of(body.get("status")).lower() == "completed",
                )
            )
        return found

    def probe(self) -> dict[str, Any]:
        return probe(self._client)


def _audience_in(tree: Mapping[str, Iterable[Json]] | None) -> RemoteAudience | None:
    if tree is None:
        return None
    return mapping.audience_of(next(iter(tree.get("reseller", ())), None))


def _errors(status: Json) -> Iterator[JobError]:
    errors = status.get("errors")
    for one in errors if isinstance(errors, list) else ():
        if not isinstance(one, dict):
            continue
        resource = one.get("resourceId")
        name = text_of(resource) if isinstance(resource, str) else ""
        details = one.get("details")
        inner = [d for d in details if isinstance(d, dict)] if isinstance(details, list) else []
        for detail in inner or [one]:
            yield JobError(name, text_of(detail.get("code"), 60), text_of(detail.get("message")))
