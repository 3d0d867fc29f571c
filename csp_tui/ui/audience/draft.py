"""Unsaved changes to an audience, without anything that is shown on a screen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import field

from csp_tui.domain import identifiers
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.partner import PartnerQuery
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.recovery.unsaved import Value
from csp_tui.services.audience import AudienceEdit
from csp_tui.ui.text.input import field_text


@dataclass(slots=True)
class AudienceDraft:
    """The option that was selected and the partners that were added and removed, not saved yet.

    Everything on the audience page is pending here until it is saved as one change. A partner that
    is both removed and found by a search in ``queries`` stays removed.

    Attributes:
        option: The option that was selected, None if it is the stored one.
        added: Names of added partners by tenant ID, in the order in which they were added.
        removed: Names of removed partners by tenant ID; "" if the name is not known.
        queries: Searches whose results are all added when this is saved, each with the number of
            results that it had.
    """

    option: ResellerChannel | None = None
    added: dict[str, str] = field(default_factory=dict)
    removed: dict[str, str] = field(default_factory=dict)
    queries: dict[PartnerQuery, int] = field(default_factory=dict)
    _revision: int = 0
    _kept: tuple[object, dict[str, Value]] = (None, {})

    def __bool__(self) -> bool:
        """Whether there is anything to save."""
        return self.option is not None or bool(self.added or self.removed or self.queries)

    def choose(self, option: ResellerChannel, stored: ResellerChannel | None) -> None:
        """Select an option.

        Args:
            option: The option.
            stored: The option that is stored; selecting it again is no change.
        """
        self.option = None if option == stored else option

    def add(self, partners: Mapping[str, str]) -> None:
        """Add partners, given as names by tenant ID; one that was removed stays on the list."""
        self._revision += 1
        for tenant_id, name in partners.items():
            if tenant_id in self.removed:
                del self.removed[tenant_id]
            else:
                self.added[tenant_id] = name

    def set_names(self, names: Mapping[str, str]) -> None:
        """Give names by tenant ID to added partners that have none yet."""
        for tenant_id, name in names.items():
            if self.added.get(tenant_id) == "" and name:
                self._revision += 1
                self.added[tenant_id] = name

    def add_query(self, query: PartnerQuery, results: int) -> None:
        """Add all results of a search, which is carried out when this is saved."""
        self._revision += 1
        self.queries[query] = results

    def remove(self, partners: Mapping[str, str]) -> None:
        """Remove partners, given as names by tenant ID."""
        self.toggle_removal({key: partners[key] for key in partners if key not in self.removed})

    def remove_query(self, query: PartnerQuery) -> None:
        """Add the results of a search no longer."""
        self._revision += 1
        self.queries.pop(query, None)

    def toggle_removal(self, partners: Mapping[str, str]) -> None:
        """Remove partners, given as names by tenant ID; a second removal restores a stored one."""
        self._revision += 1
        for tenant_id, name in partners.items():
            if tenant_id in self.added:
                del self.added[tenant_id]
            elif tenant_id in self.removed:
                del self.removed[tenant_id]
            else:
                self.removed[tenant_id] = name

    def listed(self, stored: Collection[str]) -> frozenset[str]:
        """Tenant IDs on the list once this is saved, given those that are stored on it."""
        return frozenset((*stored, *self.added)) - self.removed.keys()

    def drop_listed(self, listed: Collection[str]) -> bool:
        """Drop additions of partners that are on the stored list, given by tenant ID.

        Returns:
            Whether there were any.
        """
        dropped = [tenant_id for tenant_id in listed if tenant_id in self.added]
        if dropped:
            self._revision += 1
        for tenant_id in dropped:
            del self.added[tenant_id]
        return bool(dropped)

    def clear(self) -> None:
        """Discard everything."""
        self._revision += 1
        self.option = None
        self.added.clear()
        self.removed.clear()
        self.queries.clear()

    def copy(self) -> AudienceDraft:
        """The same changes, on their own."""
        return AudienceDraft(self.option, dict(self.added), dict(self.removed), dict(self.queries))

    def become(self, other: AudienceDraft) -> None:
        """Have the changes of another draft, and no others."""
        self._revision += 1
        self.option = other.option
        self.added, self.removed = dict(other.added), dict(other.removed)
        self.queries = dict(other.queries)

    def is_like(self, other: AudienceDraft) -> bool:
        """Whether it changes the same; names that became known make no difference."""
        return (
            self.option == other.option
            and self.added.keys() == other.added.keys()
            and self.removed.keys() == other.removed.keys()
            and self.queries.keys() == other.queries.keys()
        )

    def mark_saved(self, edit: AudienceEdit) -> None:
        """Keep only what was changed after an edit that has been saved.

        Args:
            edit: What ``to_edit`` gave when saving began.
        """
        self._revision += 1
        if self.option == edit.channel:
            self.option = None
        saved = {*edit.add, *edit.remove}
        self.added, self.removed = (
            {key: self.added[key] for key in self.added if key not in saved}
            | {key: "" for key in edit.remove if key not in self.removed},
            {key: self.removed[key] for key in self.removed if key not in saved}
            | {key: edit.labels.get(key, "") for key in edit.add if key not in self.added},
        )
        for query in edit.queries:
            self.queries.pop(query, None)

    def restore(self, kept: AudienceDraft) -> None:
        """Add the partners and searches of an earlier session; the option is checked first."""
        self._revision += 1
        self.added.update(kept.added)
        self.removed.update(kept.removed)
        self.queries.update(kept.queries)

    def to_edit(self) -> AudienceEdit:
        """The edit that saves this."""
        return AudienceEdit(
            channel=self.option,
            add=tuple(self.added),
            remove=tuple(self.removed),
            labels={tenant_id: name for tenant_id, name in self.added.items() if name},
            queries=tuple(self.queries),
        )

    def added_names(self) -> list[str]:
        """Names of the added partners, or tenant IDs where the name is not known."""
        return [name or tenant_id for tenant_id, name in self.added.items()]

    def removed_names(self) -> list[str]:
        """Names of the removed partners, or tenant IDs where the name is not known."""
        return [name or tenant_id for tenant_id, name in self.removed.items()]

    def to_dict(self) -> dict[str, Value]:
        """Everything for a recovery file; empty if there is nothing to save.

        The same object as before if nothing has changed: a list may have 200,000 partners, and
        recovery asks every second.
        """
        if not self:
            return {}
        state = self._revision, self.option
        if self._kept[0] != state:
            self._kept = state, self._as_dict()
        return self._kept[1]

    def _as_dict(self) -> dict[str, Value]:
        kept: dict[str, Value] = {
            "option": None if self.option is None else self.option.value,
            "added": dict(self.added),
            "removed": sorted(self.removed),
        }
        if self.queries:
            kept["queries"] = [
                {**_query_to_dict(query), "results": results}
                for query, results in self.queries.items()
            ]
        return kept

    @classmethod
    def from_dict(cls, kept: Mapping[str, Value]) -> AudienceDraft:
        """What ``to_dict`` gave, without anything in it that is not valid."""
        option, added, removed = (kept.get(name) for name in ("option", "added", "removed"))
        draft = cls(ResellerChannel(option) if option in list(ResellerChannel) else None)
        if isinstance(added, dict):
            draft.added = {tenant: str(added[tenant]) for tenant in _tenants(added)}
        if isinstance(removed, list):
            draft.removed = dict.fromkeys(_tenants(removed), "")
        queries = kept.get("queries")
        for query in queries if isinstance(queries, list) else ():
            match query:
                case {"results": int(results)}:
                    draft.queries[_query_from_dict(query)] = results
        return draft


def _tenants(values: Iterable[object]) -> Iterable[str]:
    for value in values:
        try:
            if isinstance(value, str) and identifiers.tenant_id(value) == value:
                yield value
        except InvalidInput:
            continue


def _query_to_dict(query: PartnerQuery) -> dict[str, Value]:
    filters: dict[str, Value] = {
        "countries": sorted(query.countries),
        "competencies": sorted(query.competencies),
        "skills": sorted(query.skills),
    }
    return {name: value for name, value in {"words": query.text, **filters}.items() if value}


def _query_from_dict(kept: Mapping[str, Value]) -> PartnerQuery:
    def values(name: str) -> frozenset[str]:
        found = kept.get(name)
        texts = found if isinstance(found, list) else []
        return frozenset(field_text(one) for one in texts if isinstance(one, str))

    words = kept.get("words")
    return PartnerQuery(
        text=field_text(words) if isinstance(words, str) else "",
        countries=values("countries"),
        competencies=values("competencies"),
        skills=values("skills"),
    )
