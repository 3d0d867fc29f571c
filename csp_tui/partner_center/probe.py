"""Answers what Microsoft does not document, by reading only, without names or secrets."""

from __future__ import annotations

from collections import Counter
from typing import Any

from csp_tui.domain.errors import RemoteMissing, RemoteProblem
from csp_tui.partner_center import mapping
from csp_tui.partner_center.client import ApiClient, Json

_AT_MOST = 25
"""Products that are looked at."""


def probe(client: ApiClient) -> dict[str, Any]:
    """Look at an account and describe the forms in which it answers.

    Args:
        client: Calls the Product Ingestion API.

    Raises:
        RemoteProblem: Not even the products can be read.
    """
    products = list(client.pages("product"))
    kinds = Counter(mapping.text_of(body.get("type"), 60) for body in products)
    trees: Counter[str] = Counter()
    drafts: Counter[str] = Counter()
    states: Counter[str] = Counter()
    shapes: Counter[str] = Counter()
    versions: set[str] = set()
    for body in products[:_AT_MOST]:
        found = mapping.product_of(body)
        if found is None:
            continue
        for target in ("draft", "live"):
            try:
                tree = client.get(f"resource-tree/product/{found.product}", targetType=target)
            except RemoteProblem as problem:
                trees[f"{found.type_word} {target}: {_code(problem)}"] += 1
                continue
            trees[f"{found.type_word} {target}: read"] += 1
            for reseller in mapping.tree_of(tree).get("reseller", ()):
                _note_reseller(reseller, states, shapes, versions)
        try:
            client.get(f"reseller/{found.product}")
            drafts["read"] += 1
        except RemoteMissing:
            drafts["404"] += 1
        except RemoteProblem as problem:
            drafts[_code(problem)] += 1
    return {
        "products": len(products),
        "types": dict(sorted(kinds.items())),
        "trees": dict(sorted(trees.items())),
        "reseller_without_tree": dict(sorted(drafts.items())),
        "reseller_states": dict(sorted(states.items())),
        "audience_item_shapes": dict(sorted(shapes.items())),
        "reseller_versions": sorted(versions),
    }


def _note_reseller(
    body: Json, states: Counter[str], shapes: Counter[str], versions: set[str]
) -> None:
    states[mapping.text_of(body.get("resellerChannelState"), 60)] += 1
    versions.add(mapping.text_of(body.get("$schema")).rpartition("/")[2])
    items = body.get("audiences")
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            # Names of fields and the value of the type only: no tenant, no name.
            kind = mapping.text_of(item.get("type"), 40)
            shapes[f"type={kind or '–'} keys={','.join(sorted(map(str, item)))}"] += 1


def _code(problem: RemoteProblem) -> str:
    return " ".join([str(problem.status), *problem.codes[:2]])
