"""Why a file can't be imported as it is, quoting the columns that it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.evidence import KINDS, TABLE_FIELDS, FileKind
from csp_tui.domain.wording import Listed, Message, quoted, say
from csp_tui.exchange.cells import shorten

_LISTED = 12
_SHOWN_CHARACTERS = 40
QUERY = (
    "SELECT OfferName,PlanID,SKU,ProviderName,ProviderEmail,AzureLicenseType,DateAcquired,DateLost,"
    "CustomerId,BillingAccountId FROM ISVCustomer WHERE AzureLicenseType = "
    "'Cloud Solution Provider' TIMESPAN LAST_6_MONTHS"
)
"""The programmatic query whose result names the offers, which the stock one leaves out."""


def unknown_json(path: object, names: Sequence[str]) -> InvalidInput:
    """The refusal of JSON that is of no known kind."""
    return InvalidInput(
        say(
            "{path} is JSON of an unknown kind. Its members are: {names}.",
            path=path,
            names=listed(names),
        ),
        say("“csp-tui evidence kinds” lists the files that can be imported."),
        field="file",
    )


def unknown_table(path: object, columns: Sequence[str], guessed: Mapping[str, str]) -> InvalidInput:
    """The refusal of a table whose columns have to be named first."""
    example = " ".join(f'--map "{column}={name}"' for name, column in guessed.items())
    step = say(
        "Name its columns: --map COLUMN=FIELD, where FIELD is one of: {names}.",
        names=", ".join(TABLE_FIELDS),
    )
    if example:
        step = say("{step} For example: {example}", step=step, example=shorten(example, 120))
    return InvalidInput(
        say(
            "{path} is a table of an unknown kind. Its columns are: {columns}.",
            path=path,
            columns=listed(columns),
        ),
        step,
        field="map",
    )


def incomplete_table(path: object, kind: FileKind, columns: Sequence[str]) -> InvalidInput:
    """The refusal of a report that lacks a column without which it says nothing."""
    facts = {"path": path, "kind": KINDS[kind].title, "columns": listed(columns)}
    if kind is FileKind.CUSTOMERS:
        return InvalidInput(
            say(
                "{path} does not name the offers (column OfferName), so it proves nothing "
                "about any offer. Its columns are: {columns}.",
                **facts,
            ),
            say("Download the Customers page again, or run this query: {query}", query=QUERY),
            field="file",
        )
    return InvalidInput(
        say("{path} lacks columns of the kind “{kind}”. Its columns are: {columns}.", **facts),
        say("Download the report with all its columns."),
        field="file",
    )


def other_kind(path: object, wanted: FileKind, found: FileKind | None) -> InvalidInput:
    """The refusal of a file that is not of the kind that was named."""
    title = KINDS[found].title if found is not None else say("a table of an unknown kind")
    return InvalidInput(
        say(
            "{path} is not of the kind {wanted}, but: {found}.",
            path=path,
            wanted=wanted.value,
            found=title,
        ),
        say("Leave out --kind, or name the right file."),
        field="kind",
    )


def listed(names: Sequence[str]) -> Message | Listed:
    """The first few of some names, quoted."""
    shown = [quoted(shorten(name, _SHOWN_CHARACTERS)) for name in names if name.strip()]
    if not shown:
        return say("none")
    if len(shown) > _LISTED:
        return Listed((*shown[:_LISTED], "…"))
    return Listed(tuple(shown))
