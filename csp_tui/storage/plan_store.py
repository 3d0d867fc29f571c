"""Plans that are or were carried out."""

from __future__ import annotations

import json

from csp_tui.services import planning_port
from csp_tui.services.planning_port import SavedPlan
from csp_tui.storage.reader import Reader
from csp_tui.storage.records import moment, optional_moment, stored_moment, stored_optional_moment
from csp_tui.storage.unreadable import reading_row

_COLUMNS = "id, title, who, made_at, carried_out_at, closed_at, batch"


class PlanReader(Reader, planning_port.PlanReader):
    """Reads saved plans."""

    def all(self) -> list[SavedPlan]:
        rows = self._connection.execute(
            f"SELECT {_COLUMNS}, '{{}}' FROM saved_plan ORDER BY made_at DESC, id"
        )
        return [_plan_value(*row) for row in rows]

    def find(self, plan_id: str) -> SavedPlan | None:
        row = self._connection.execute(
            f"SELECT {_COLUMNS}, document FROM saved_plan WHERE id = ?", (plan_id,)
        ).fetchone()
        return None if row is None else _plan_value(*row)


class PlanStore(PlanReader, planning_port.PlanStore):
    """Writes saved plans in the transaction of a unit of work."""

    def put(self, plan: SavedPlan) -> None:
        self._connection.execute(
            "INSERT INTO saved_plan "
            "(id, title, who, made_at, carried_out_at, closed_at, batch, document) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
            "title = excluded.title, carried_out_at = excluded.carried_out_at, "
            "closed_at = excluded.closed_at, batch = excluded.batch, document = excluded.document",
            (
                plan.id,
                plan.title,
                plan.who,
                stored_moment(plan.made_at),
                stored_optional_moment(plan.carried_out_at),
                stored_optional_moment(plan.closed_at),
                plan.batch,
                json.dumps(plan.document),
            ),
        )


def _plan_value(
    plan_id: str,
    title: str,
    who: str,
    made_at: str,
    carried_out_at: str | None,
    closed_at: str | None,
    batch: int | None,
    document: str,
) -> SavedPlan:
    with reading_row("saved_plan", plan_id):
        return SavedPlan(
            id=plan_id,
            title=title,
            who=who,
            made_at=moment(made_at),
            carried_out_at=optional_moment(carried_out_at),
            closed_at=optional_moment(closed_at),
            batch=batch,
            document=json.loads(document),
        )
