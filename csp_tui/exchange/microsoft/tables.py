"""The tables of Microsoft's reports, of CRM systems and of people, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import IO

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.evidence import (
    DayOrder,
    EvidenceRow,
    FileKind,
    FoundPartner,
    Strength,
    match_key,
)
from csp_tui.domain.import_rows import REJECTED_ROWS_KEPT, RejectedRow
from csp_tui.domain.wording import quoted, say
from csp_tui.exchange.cells import shorten
from csp_tui.exchange.header import Column
from csp_tui.exchange.microsoft.cells import (
    country_code,
    domain_of,
    is_csp,
    known,
    read_sale_day,
)
from csp_tui.exchange.microsoft.reading import Row, RowReader, optional_tenant
from csp_tui.exchange.table_reader import TableReader

Cells = Mapping[str, str]


class TableRows(RowReader[tuple[str, ...]]):
    """Reads a table whose columns are known.

    Args:
        kind: What kind of table it is.
        stream: Its bytes.
        titles: The title, or the number from 1, of each field's column.
        key: The field that every row needs.
        order: How slash dates are read that can mean two days.
        today: The present day.

    Raises:
        InvalidInput: The header cannot be used; while iterating, the file cannot be read on or
            all of its first thousand rows are invalid.
    """

    def __init__(
        self,
        kind: FileKind,
        stream: IO[bytes],
        titles: Mapping[str, str],
        *,
        key: str,
        order: DayOrder | None,
        today: date,
    ) -> None:
        super().__init__(kind, today)
        # A column that no table has, so that rows are tuples even where one column is wanted.
        self._fields = (*titles, "")
        self._order = order
        columns = [Column(name, name, (), required=name == key) for name in self._fields]
        self._table = TableReader(stream, columns=columns, mapping=titles, key=key)
        self._row_of = _ROWS[kind]

    def close(self) -> None:
        """Close the file."""
        self._table.close()

    @property
    def rejects(self) -> list[RejectedRow]:
        """The first hundred invalid rows, of those that are broken and those that are wrong."""
        rows = sorted((*self._table.rejects, *self._rejects), key=lambda row: row.line)
        return rows[:REJECTED_ROWS_KEPT]

    @property
    def line(self) -> int:
        """The line of the present row in the file."""
        return self._table.line

    def _records(self) -> Iterator[tuple[str, ...]]:
        broken = 0
        for cells in self._table:
            self.rejected += self._table.rejected - broken
            broken = self._table.rejected
            yield cells
        self.rejected += self._table.rejected - broken

    def _row(self, cells: tuple[str, ...]) -> Row | None:
        return self._row_of(self, dict(zip(self._fields, cells, strict=True)))

    def _label(self, cells: tuple[str, ...]) -> str:
        return " ".join(cells)

    def day(self, cell: str) -> date | None:
        """The day of a sale, None where it is not known or can mean two days.

        Raises:
            InvalidInput: It is not a date.
        """
        day, is_unclear = read_sale_day(cell, self._order)
        self.unclear_days += is_unclear
        return day

    def customers(self, cells: Cells) -> EvidenceRow | None:
        """A row of the Customers dashboard: the provider counts only in the CSP channel."""
        if not is_csp(cells["channel"]):
            return None
        offer, partner = _offer(cells), known(cells["partner"])
        if not offer or not partner:
            return None
        return EvidenceRow(
            line=self.line,
            key=_pair("customers", offer, partner),
            strength=Strength.GOOD,
            offer=offer,
            partner=partner,
            domain=domain_of(cells.get("email", "")),
            # The customer's first purchase of anything, so this offer came then or later.
            day=self.day(cells.get("day", "")),
            since=True,
        )

    def earnings(self, cells: Cells) -> EvidenceRow | None:
        """A row of earnings; a customer is the CSP partner only in an order sold through CSP."""
        program = known(cells.get("program", "")).casefold()
        if "incentive" in program or ("store" in program and "marketplace" not in program):
            return None
        offer = known(cells.get("offer", "")) or known(cells.get("product", ""))
        own = {match_key(known(cells.get(name, ""))) for name in ("publisher", "earner")}
        partner = known(cells.get("partner", ""))
        orders: tuple[str, ...] = ()
        if not partner or match_key(partner) in own:
            partner = known(cells.get("customer", ""))
            orders = _order_keys(cells, cells.get("order", ""))
            if not orders:
                return None
        if not offer or not partner or match_key(partner) in own:
            return None
        return EvidenceRow(
            line=self.line,
            key=_pair("earnings", offer, partner),
            strength=Strength.GOOD,
            offer=offer,
            partner=partner,
            day=self.day(cells.get("day", "")),
            orders=orders,
        )

    def orders(self, cells: Cells) -> EvidenceRow | None:
        """A row of Orders or Revenue: some CSP partner has sold the offer, even if canceled."""
        offer = _offer(cells)
        if not offer or not is_csp(cells.get("channel", "")):
            return None
        day = self.day(cells.get("day", ""))
        keys = _order_keys(cells, cells.get("record", ""))
        return EvidenceRow(
            line=self.line,
            key=keys[0] if keys else _pair("order", offer, "" if day is None else str(day)),
            alias=keys[1] if len(keys) > 1 else "",
            strength=Strength.HINT,
            offer=offer,
            day=day,
            since=self.kind is FileKind.REVENUE,
        )

    def usage(self, cells: Cells) -> EvidenceRow | None:
        """A row of Usage: some CSP partner has sold the offer; one piece of evidence per offer."""
        offer = _offer(cells)
        if not offer or not is_csp(cells.get("channel", "")):
            return None
        return EvidenceRow(
            line=self.line,
            key=_pair("usage", offer, ""),
            strength=Strength.HINT,
            offer=offer,
            day=self.day(cells.get("day", "")),
        )

    def partner(self, cells: Cells) -> FoundPartner | None:
        """A row of a directory; without a name it is passed over."""
        name = known(cells.get("name", ""))
        tenant = optional_tenant(known(cells.get("tenant_id", "")))
        if not name:
            if not tenant:
                return None
            raise InvalidInput(say("The partner has no name."), field="name")
        return FoundPartner(
            line=self.line,
            name=name,
            tenant_id=tenant,
            country=country_code(cells.get("country", "")),
            city=known(cells.get("city", "")),
            mpn_id=known(cells.get("mpn_id", "")),
            domain=domain_of(cells.get("domain", "")),
        )

    def any_table(self, cells: Cells) -> Row | None:
        """A row of a table whose columns someone has named."""
        if "offer" not in cells:
            return self.partner(cells)
        offer, name = known(cells["offer"]), known(cells.get("name", ""))
        tenant = optional_tenant(known(cells.get("tenant_id", "")))
        if not offer or not (name or tenant):
            raise InvalidInput(
                say("{value} lacks an offer or a partner.", value=quoted(shorten(offer or name)))
            )
        return EvidenceRow(
            line=self.line,
            key=_pair("table", offer, tenant or name),
            strength=Strength.MANUAL,
            offer=offer,
            tenant_id=tenant,
            partner=name,
            day=self.day(cells.get("date", "")),
        )


_ROWS: Mapping[FileKind, Callable[[TableRows, Cells], Row | None]] = {
    FileKind.CUSTOMERS: TableRows.customers,
    FileKind.EARNINGS: TableRows.earnings,
    FileKind.TRANSACTION_HISTORY: TableRows.earnings,
    FileKind.ORDERS: TableRows.orders,
    FileKind.USAGE: TableRows.usage,
    FileKind.REVENUE: TableRows.orders,
    FileKind.PARTNER_RELATIONSHIPS: TableRows.partner,
    FileKind.CRM: TableRows.partner,
    FileKind.TABLE: TableRows.any_table,
}


def _offer(cells: Cells) -> str:
    """The offer's ID where the report has it, else its name."""
    return known(cells.get("offer_id", "")) or known(cells.get("offer", ""))


def _pair(source: str, offer: str, partner: str) -> str:
    return f"{source}:{match_key(offer)}\t{match_key(partner)}"


def _order_keys(cells: Cells, record: str) -> tuple[str, ...]:
    """What the same order is known by in Orders, Revenue and Earnings."""
    asset, record = known(cells.get("asset", "")).lower(), known(record).lower()
    item = known(cells.get("item", "")).lower()
    keys = []
    if asset:
        keys.append(f"order:{asset}")
    if record and item:
        keys.append(f"purchase:{record}\t{item}")
    return tuple(keys)
