"""Carries out accepted requests when their time has come, with the service's own rules."""

from __future__ import annotations

import copy
from datetime import timedelta

from csp_tui.partner_center.emulator.shapes import Json, tenant_of
from csp_tui.partner_center.emulator.state import Job, Product, State, resource

WAIT, WRITE = timedelta(seconds=5), timedelta(seconds=20)
PREVIEW, LIVE = timedelta(hours=3), timedelta(hours=1)


class JobFailure(Exception):
    """A resource of a job is refused.

    Attributes:
        code: The inner error code.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def accept(state: State, resources: list[Json], raw: Json) -> Job:
    """Take a request on; nothing is changed yet."""
    now = state.clock.now()
    kinds = {_kind(one) for one in resources}
    lasts = WRITE
    for one in resources:
        if _kind(one) == "submission":
            lasts = max(lasts, LIVE if _target(one) == "live" else PREVIEW)
    job = Job(state.new_id(), resources, now, now + WAIT, now + WAIT + lasts)
    state.jobs[job.number] = job
    state.accepted.append({"jobId": job.number, "kinds": sorted(kinds), "body": raw})
    return job


def advance(state: State) -> None:
    """Finish every job whose time has come, in the order in which they end."""
    now = state.clock.now()
    due = [job for job in state.jobs.values() if job.result == "pending" and job.ends <= now]
    for job in sorted(due, key=lambda job: job.ends):
        for one in job.resources:
            try:
                job.done.append(_carry_out(state, one))
            except JobFailure as failure:
                job.errors.append(
                    {
                        "resourceId": f"{_kind(one)}/{product_of(state, one).guid}",
                        "code": "conflict" if failure.code == "invalidState" else "badRequest",
                        "message": "Operation failed",
                        "details": [{"code": failure.code, "message": str(failure), "details": []}],
                    }
                )
        job.result = "failed" if job.errors else "succeeded"


def product_of(state: State, body: Json) -> Product:
    """The product that a resource refers to.

    Raises:
        JobFailure: There is none.
    """
    reference = body.get("product")
    if isinstance(reference, dict):
        found = state.by_external_id(str(reference.get("externalId")))
        if found:
            return found[0]
    elif isinstance(reference, str):
        product = state.products.get(reference.partition("/")[2])
        if product is not None:
            return product
    raise JobFailure("resourceNotFound", "The product does not exist.")


def status_of(state: State, job: Job) -> Json:
    """A job's ``configure-status``."""
    now = state.clock.now()
    status = job.status(now)
    return {
        "$schema": "https://schema.mp.microsoft.com/schema/configure-status/2022-03-01-preview2",
        "jobId": job.number,
        "jobStatus": status,
        "jobResult": job.result,
        "jobStart": _stamp(job.accepted),
        "jobEnd": _stamp(job.ends) if status == "completed" else "0001-01-01T00:00:00",
        "resourceUri": f"https://product-ingestion.mp.microsoft.com/configure/{job.number}",
        "errors": job.errors,
    }


def _stamp(moment: object) -> str:
    return str(moment).replace(" ", "T").replace("+00:00", "Z")


def _kind(body: Json) -> str:
    return str(body["$schema"]).rsplit("/", 2)[1]


def _target(body: Json) -> str:
    target = body.get("target")
    return str(target.get("targetType")) if isinstance(target, dict) else ""


def _carry_out(state: State, body: Json) -> Json:
    product = product_of(state, body)
    if _kind(body) == "submission":
        return publish(state, product, _target(body), str(body.get("id", "")))
    if _kind(body) != "reseller":
        raise JobFailure("notSupported", "The emulator writes the reseller audience only.")
    return _write_audience(state, product, body)


def _write_audience(state: State, product: Product, body: Json) -> Json:
    option = body["resellerChannelState"]
    if option == "terminated":
        raise JobFailure("invalidRequest", "The channel is terminated.")
    wanted = {tenant for item in body["audiences"] if (tenant := tenant_of(item))}
    unknown = wanted - set(state.tenants) if state.strict else set()
    if unknown:
        raise JobFailure("businessValidationError", f"Unknown tenant {min(unknown)}.")
    leaving = (product.tenants("live") - wanted) & product.resold
    # Nothing is documented of this; a real service may well accept it in the draft.
    if leaving:
        raise JobFailure("businessValidationError", f"{min(leaving)} has resold the offer.")
    draft = state.writable_draft(product)
    kept = draft.resources.get(product.reseller_id, {})
    written = {
        **copy.deepcopy(body),
        "id": product.reseller_id,
        "product": kept.get("product", f"product/{product.guid}"),
    }
    written.pop("resourceName", None)
    draft.resources[product.reseller_id] = written
    return written


def publish(state: State, product: Product, target: str, number: str) -> Json:
    """Publish to preview or live, as a submission does.

    Raises:
        JobFailure: It cannot be done now.
    """
    now = state.clock.now()
    if target == "preview":
        source = product.targets.get("draft") or product.targets.get("live")
        if source is None:
            raise JobFailure("invalidState", "There is nothing to publish.")
        product.targets["preview"] = source.copy(state.new_submission(), now)
    elif target == "live":
        preview = product.targets.get("preview")
        wanted = number.rpartition("/")[2]
        if not wanted:
            raise JobFailure("invalidRequest", "The preview submission's id is missing.")
        if preview is None or preview.submission != wanted:
            raise JobFailure("invalidState", "That submission is not in preview.")
        product.targets["live"] = preview.copy(preview.submission, now)
    else:
        raise JobFailure("invalidRequest", f"{target} is no target.")
    return submission(product, target)


def submission(product: Product, target: str) -> Json:
    """The submission resource of a target."""
    found = product.targets[target]
    return resource(
        "submission",
        f"{product.guid}/{found.submission}",
        product=f"product/{product.guid}",
        target={"targetType": target},
        status="completed",
        result="succeeded",
        created=_stamp(found.created),
    )
