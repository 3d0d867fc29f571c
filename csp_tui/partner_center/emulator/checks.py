"""Checks requests against the published schemas, with their known mistakes corrected.

Without the package ``jsonschema`` only what a schema cannot say is checked.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from csp_tui.partner_center.emulator import shapes
from csp_tui.partner_center.emulator.answers import Refusal
from csp_tui.partner_center.emulator.shapes import AudienceProfile, Json

_URI = re.compile(
    r"https://(?P<host>schema\.mp\.microsoft\.com|product-ingestion\.azureedge\.net)"
    r"/schema/(?P<kind>[a-z0-9-]+)/(?P<version>\d{4}-\d{2}-\d{2}(?:-preview\d+|-dev)?)"
)
_VERSION = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-preview(\d+))?")
_DEAD_HOST = "product-ingestion.azureedge.net"
_MENDED = r"^https://(schema\.mp\.microsoft\.com|product-ingestion\.azureedge\.net)/schema/"
# The stored price schema is that of virtual machines; other products have newer ones.
_CHECKED = {
    "reseller": ("2022-03-01-preview2",),
    "submission": ("2022-03-01-preview2",),
    "product": ("2022-03-01-preview2",),
    "plan": ("2022-03-01-preview2",),
}


def version_key(version: str) -> tuple[str, int]:
    """Sorts versions: by date, a plain date after its previews.

    Raises:
        ValueError: It is no version.
    """
    match = _VERSION.fullmatch(version)
    if match is None:
        raise ValueError(version)
    return match[1], int(match[2] or 1_000_000)


def schema_parts(uri: object) -> tuple[str, str]:
    """Kind and version of a ``$schema`` that may be written.

    Raises:
        Refusal: It names no schema, or the host that is switched off.
    """
    match = _URI.fullmatch(uri) if isinstance(uri, str) else None
    if match is None:
        raise Refusal(
            400, "badRequest", f"The schema {uri!r} is not valid.", inner="invalidRequest"
        )
    if match["host"] == _DEAD_HOST:
        raise Refusal(400, "badRequest", f"The schema {uri} could not be accessed.")
    return match["kind"], match["version"]


class RequestChecks:
    """Checks the resources of a request.

    Args:
        folder: Where the published schemas are.
        profile: The accepted form of the audience.
    """

    def __init__(self, folder: Path | None, profile: AudienceProfile) -> None:
        self._folder = folder
        self._profile = profile

    def check(self, body: Json, ceiling: str) -> str:
        """Check one resource of a request.

        Args:
            body: The resource.
            ceiling: The ``$version`` of the call.

        Returns:
            Its kind.

        Raises:
            Refusal: It is not accepted.
        """
        kind, version = schema_parts(body.get("$schema"))
        try:
            too_new = bool(ceiling) and version_key(version) > version_key(ceiling)
        except ValueError:
            too_new = False
        if too_new:
            raise Refusal(
                400, "badRequest", f"{version} is newer than $version.", inner="invalidResource"
            )
        if kind not in (*_CHECKED, "price-and-availability-plan", "listing"):
            raise Refusal(
                400, "badRequest", f"Resources of type {kind} cannot be written.",
                inner="notSupported",
            )  # fmt: skip
        if version in _CHECKED.get(kind, ()):
            problem = self._problem(kind, body)
            if problem is not None:
                raise _not_accepted(problem)
        if kind == "reseller":
            for name in ("product", "resellerChannelState", "audiences"):
                if name not in body:
                    raise _not_accepted(f"{name} is required")
            problem = shapes.objection(self._profile, body["audiences"])
            if problem is not None:
                raise _not_accepted(problem)
        return kind

    def _problem(self, kind: str, body: Json) -> str | None:
        if self._folder is None:
            return None
        try:
            from jsonschema.exceptions import best_match
        except ImportError:
            return None
        error = best_match(_validator(self._folder, kind).iter_errors(body))
        if error is None:
            return None
        return f"{error.json_path}: {error.message}"[:500]


def _not_accepted(problem: str) -> Refusal:
    return Refusal(400, "badRequest", problem, inner="schemaValidationError")


@lru_cache(maxsize=16)
def _validator(folder: Path, kind: str) -> Any:
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource

    documents = {path.stem: _read(path) for path in sorted(folder.glob("*.json"))}
    pairs = []
    # Two variants exist of some definitions; the tree's are mended with the others.
    for name in sorted(documents, key=lambda name: name == "resource-tree"):
        for uri, definition in documents[name].get("$defs", {}).items():
            if uri.startswith("https://"):
                pairs.append((uri, Resource.from_contents(definition)))
    registry: Any = Registry().with_resources(list(reversed(pairs)))
    return Draft202012Validator(documents[kind], registry=registry)


def _read(path: Path) -> Any:
    return _mended(json.loads(path.read_text("utf-8")))


def _mended(value: Any) -> Any:
    """The document with a pattern of ``$schema`` that accepts the host in use, unanchored."""
    if isinstance(value, dict):
        found = {key: _mended(one) for key, one in value.items()}
        if isinstance(found.get("pattern"), str) and "azureedge" in found["pattern"]:
            found["pattern"] = _MENDED
        return found
    return [_mended(one) for one in value] if isinstance(value, list) else value
