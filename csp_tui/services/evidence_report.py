"""What importing evidence does, in the sentences that previews, dry runs and results share.

Counts of zero are left out. Names in the sentences come from data.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from csp_tui.domain.decisions.warnings import some_names
from csp_tui.domain.evidence import KINDS, FileKind
from csp_tui.domain.wording import Listed, Message, say, say_n
from csp_tui.services.import_report import directory_summary

if TYPE_CHECKING:
    from csp_tui.services.evidence_port import EvidenceImport


def kind_sentence(kind: FileKind, file: object, *, is_sure: bool) -> Message:
    """What a file was recognized as, and how sure that is."""
    title = KINDS[kind].title
    if is_sure:
        return say("{file}: {kind}", file=file, kind=title)
    return say("{file}: probably {kind}", file=file, kind=title)


def import_summary(result: EvidenceImport) -> Message:
    """What an import does, in one sentence."""
    evidence = result.evidence
    parts = [
        say_n("{count} new piece of evidence", "{count} new pieces of evidence", evidence.new),
        say_n("{count} already known", "{count} already known", evidence.known),
        say_n("{count} partner to identify", "{count} partners to identify", result.waiting),
        say_n(
            "{count} partner without a country",
            "{count} partners without a country",
            result.countryless,
        ),
        say_n("{count} suggested tenant ID", "{count} suggested tenant IDs", len(result.hints)),
        say_n("{count} invalid row", "{count} invalid rows", result.rejected),
    ]
    counted = tuple(part for part in parts if part.count)
    if result.partners is not None:
        partners = result.partners
        if partners.added or partners.updated or partners.unchanged:
            directory = directory_summary(partners)
            if not counted:
                return say("Partner directory: {changes}", changes=directory)
            others = Listed(counted)
            return say("Partner directory: {changes} {others}.", changes=directory, others=others)
    if not counted and result.rows > result.skipped and result.partners is not None:
        return say("Nothing new: its partners are known already.")
    if not counted:
        return say("The file contains nothing that can be used here.")
    return say("{parts}.", parts=Listed(counted))


def import_notes(result: EvidenceImport) -> Iterator[Message]:
    """What to know about an import, and what is left to do."""
    evidence = result.evidence
    if evidence.unmatched:
        yield say_n(
            "{count} partner name has no tenant ID yet: {names}.",
            "{count} partner names have no tenant IDs yet: {names}.",
            len(evidence.unmatched),
            names=some_names([one.name for one in evidence.unmatched], len(evidence.unmatched)),
        )
    if result.countryless:
        yield say_n(
            "{count} partner is not in the directory yet: the file does not give its country. "
            "Import the partner directory with it.",
            "{count} partners are not in the directory yet: the file does not give their "
            "countries. Import the partner directory with them.",
            result.countryless,
        )
    if evidence.unmatched_offers:
        names = [one.name for one in evidence.unmatched_offers]
        yield say_n(
            "{count} offer is not here, or is called differently: {names}.",
            "{count} offers are not here, or are called differently: {names}.",
            len(names),
            names=some_names(names, len(names)),
        )
    hinted = sorted({one.offer_id for one in evidence.recorded if one.tenant_id is None})
    if hinted:
        yield say_n(
            "A CSP partner has sold {names}; the file does not say which one.",
            "CSP partners have sold {count} offers; the file does not say which ones: {names}.",
            len(hinted),
            names=some_names(hinted, len(hinted)),
        )
    if evidence.unlinked:
        yield say_n(
            "{count} sale names only a customer. If it was sold through CSP, the customer is the "
            "partner: import the Orders or Revenue report, then this file again.",
            "{count} sales name only a customer. If they were sold through CSP, the customer is "
            "the partner: import the Orders or Revenue report, then this file again.",
            evidence.unlinked,
        )
    if evidence.early:
        yield say_n(
            "{count} sale is older than the first publication of its offer here.",
            "{count} sales are older than the first publication of their offers here.",
            evidence.early,
        )
    if result.unclear_days:
        yield say_n(
            "{count} date can mean two days and was left out. Say how dates are written: day or "
            "month first.",
            "{count} dates can mean two days and were left out. Say how dates are written: day "
            "or month first.",
            result.unclear_days,
        )
    if result.skipped:
        yield say_n(
            "{count} row is not a sale through CSP and was skipped.",
            "{count} rows are not sales through CSP and were skipped.",
            result.skipped,
        )
