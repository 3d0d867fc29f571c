"""Accounts, links and jobs of Partner Center, in plain SQL beside the tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from csp_tui.domain.errors import NotFound
from csp_tui.domain.remote import (
    Account,
    JobError,
    JobKind,
    JobState,
    Link,
    LinkedProduct,
    RemoteAudience,
    RemoteJob,
)
from csp_tui.domain.wording import say
from csp_tui.services import remote_port
from csp_tui.storage.reader import Reader
from csp_tui.storage.records import moment, optional_moment, stored_moment, stored_optional_moment
from csp_tui.storage.unreadable import reading_row

_OPEN = "state IN ('intended', 'sent', 'unknown', 'running')"


class RemoteReader(Reader, remote_port.RemoteReader):
    """Reads what is stored of Partner Center."""

    def accounts(self) -> list[Account]:
        return [_account(row) for row in self._rows("SELECT * FROM remote_account ORDER BY name")]

    def links(self, account: str) -> Iterator[Link]:
        query = "SELECT * FROM remote_link WHERE account = ? ORDER BY offer_id"
        return map(_link, self._each(query, account))

    def products(self, account: str) -> list[LinkedProduct]:
        query = "SELECT product, offer_id, gone FROM remote_link WHERE account = ?"
        rows = self._rows(query, account)
        return [LinkedProduct(row["product"], row["offer_id"], bool(row["gone"])) for row in rows]

    def link(self, offer_id: str) -> Link | None:
        rows = self._rows("SELECT * FROM remote_link WHERE offer_id = ?", offer_id)
        return _link(rows[0]) if rows else None

    def drafts(self) -> Iterator[Link]:
        columns = "offer_id, account, product, type_word, base, remote, seen_at, gone"
        for cells in self._each(f"SELECT {columns} FROM remote_link"):
            yield _link({**cells, "older": 0, "live": None, "setup": "{}", "resource": "{}"})

    def jobs(self, *, open_only: bool = False) -> list[RemoteJob]:
        where = f"WHERE {_OPEN}" if open_only else ""
        return [
            _job(row) for row in self._rows(f"SELECT * FROM remote_job {where} ORDER BY id DESC")
        ]

    def job(self, number: int) -> RemoteJob:
        rows = self._rows("SELECT * FROM remote_job WHERE id = ?", number)
        if not rows:
            raise NotFound(
                say("There is no job {id}.", id=number),
                say("See the jobs with: csp-tui partner-center jobs"),
                field="id",
            )
        return _job(rows[0])

    def _rows(self, query: str, *values: object) -> list[Mapping[str, Any]]:
        return list(self._each(query, *values))

    def _each(self, query: str, *values: object) -> Iterator[Mapping[str, Any]]:
        cursor = self._connection.execute(query, values)
        names = [column[0] for column in cursor.description]
        return (dict(zip(names, row, strict=True)) for row in cursor)


class RemoteStore(RemoteReader, remote_port.RemoteStore):
    """Writes what is known of Partner Center, in the transaction of a unit of work."""

    def save_account(self, account: Account) -> None:
        self._upsert(
            "remote_account",
            "name",
            {
                "name": account.name,
                "tenant_id": account.tenant_id,
                "client_id": account.client_id,
                "certificate": account.certificate,
                "api_version": account.api_version,
                "item_shape": account.item_shape,
                "products": account.products,
                "pulled_at": stored_optional_moment(account.pulled_at),
            },
        )

    def delete_account(self, name: str) -> None:
        self._connection.execute("DELETE FROM remote_account WHERE name = ?", (name,))

    def save_link(self, link: Link) -> None:
        self._upsert(
            "remote_link",
            "offer_id",
            {
                "offer_id": link.offer_id,
                "account": link.account,
                "product": link.product,
                "type_word": link.type_word,
                "older": int(link.older),
                "base": _audience_text(link.base),
                "remote": _audience_text(link.remote),
                "live": _audience_text(link.live),
                "setup": json.dumps(link.setup, ensure_ascii=False),
                "resource": json.dumps(link.resource, ensure_ascii=False),
                "seen_at": stored_moment(link.seen_at),
                "gone": int(link.is_gone),
            },
        )

    def add_job(self, job: RemoteJob) -> RemoteJob:
        cells = _job_cells(job)
        names, marks = ", ".join(cells), ", ".join("?" * len(cells))
        cursor = self._connection.execute(
            f"INSERT INTO remote_job ({names}) VALUES ({marks})", tuple(cells.values())
        )
        assert cursor.lastrowid is not None
        return self.job(cursor.lastrowid)

    def save_job(self, job: RemoteJob) -> None:
        cells = _job_cells(job)
        pairs = ", ".join(f"{name} = ?" for name in cells)
        self._connection.execute(
            f"UPDATE remote_job SET {pairs} WHERE id = ?", (*cells.values(), job.id)
        )

    def _upsert(self, table: str, key: str, cells: Mapping[str, object]) -> None:
        names, marks = ", ".join(cells), ", ".join("?" * len(cells))
        pairs = ", ".join(f"{name} = excluded.{name}" for name in cells if name != key)
        self._connection.execute(
            f"INSERT INTO {table} ({names}) VALUES ({marks}) "
            f"ON CONFLICT ({key}) DO UPDATE SET {pairs}",
            tuple(cells.values()),
        )


def _audience_text(audience: RemoteAudience | None) -> str | None:
    return None if audience is None else json.dumps(audience.as_facts(), ensure_ascii=False)


def _audience(text: str | None) -> RemoteAudience | None:
    return None if text is None else RemoteAudience.from_facts(json.loads(text))


def _account(cells: Mapping[str, Any]) -> Account:
    with reading_row("remote_account", cells["name"]):
        return Account(**{**cells, "pulled_at": optional_moment(cells["pulled_at"])})


def _link(cells: Mapping[str, Any]) -> Link:
    with reading_row("remote_link", cells["offer_id"]):
        remote = _audience(cells["remote"])
        if remote is None:
            raise TypeError("remote is missing")
        return Link(
            offer_id=cells["offer_id"],
            account=cells["account"],
            product=cells["product"],
            type_word=cells["type_word"],
            older=bool(cells["older"]),
            base=_audience(cells["base"]),
            remote=remote,
            live=_audience(cells["live"]),
            setup=json.loads(cells["setup"]),
            resource=json.loads(cells["resource"]),
            seen_at=moment(cells["seen_at"]),
            is_gone=bool(cells["gone"]),
        )


def _job(cells: Mapping[str, Any]) -> RemoteJob:
    with reading_row("remote_job", cells["id"]):
        return RemoteJob(
            id=cells["id"],
            offer_id=cells["offer_id"],
            account=cells["account"],
            product=cells["product"],
            older=bool(cells["older"]),
            kind=JobKind(cells["kind"]),
            state=JobState(cells["state"]),
            wished=_audience(cells["wished"]),
            expected=_audience(cells["expected"]),
            call=json.loads(cells["call"]),
            job_id=cells["job_id"],
            before=cells["before"],
            started_at=moment(cells["started_at"]),
            sent_at=optional_moment(cells["sent_at"]),
            polled_at=optional_moment(cells["polled_at"]),
            errors=tuple(map(_error, json.loads(cells["errors"]))),
        )


def _error(facts: list[Any]) -> JobError:
    """An error as it is stored; older ones have three texts only."""
    resource, code, message, *more = facts
    said, values, step = more or ("", {}, "")
    texts = {str(name): str(value) for name, value in values.items()}
    return JobError(str(resource), str(code), str(message), str(said), texts, str(step))


def _job_cells(job: RemoteJob) -> dict[str, object]:
    errors = [
        [one.resource, one.code, one.message, one.said, dict(one.values), one.step]
        for one in job.errors
    ]
    return {
        "offer_id": job.offer_id,
        "account": job.account,
        "product": job.product,
        "older": int(job.older),
        "kind": job.kind.value,
        "state": job.state.value,
        "wished": _audience_text(job.wished),
        "expected": _audience_text(job.expected),
        "call": json.dumps(job.call, ensure_ascii=False),
        "job_id": job.job_id,
        "before": job.before,
        "started_at": stored_moment(job.started_at),
        "sent_at": stored_optional_moment(job.sent_at),
        "polled_at": stored_optional_moment(job.polled_at),
        "errors": json.dumps(errors, ensure_ascii=False),
    }
