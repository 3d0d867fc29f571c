"""The fields of a list that is defined by a search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from textual.widget import Widget
from textual.widgets import Input, Label

from csp_tui.domain.partner import PartnerQuery
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.text import fold
from csp_tui.i18n import gettext as _
from csp_tui.services.partner_filters import checked_query
from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.widgets.text_fields import TextField
from csp_tui.ui.text.input import field_text

SEARCH_FIELDS: Mapping[str, str] = {
    "country": "list-countries",
    "competency": "list-competencies",
    "skill": "list-skills",
}
"""The IDs of the fields by the names that errors give them."""
SEARCH_INPUTS = "#list-text, #list-countries, #list-competencies, #list-skills"
_BETWEEN = "; "


def search_fields(text_label: str, query: PartnerQuery) -> Iterable[Widget]:
    """The fields with their labels.

    Args:
        text_label: The label of the words.
        query: The search that they begin with.
    """
    fields = (
        ("list-text", text_label, query.text),
        (
            "list-countries",
            _("Countries, such as FR DE:"),
            " ".join(sorted(query.countries)),
        ),
        (
            "list-competencies",
            _("Competencies, separated by semicolons:"),
            _BETWEEN.join(sorted(query.competencies)),
        ),
        (
            "list-skills",
            _("Skills, separated by semicolons:"),
            _BETWEEN.join(sorted(query.skills)),
        ),
    )
    for name, label, value in fields:
        yield Label(label, markup=False)
        yield TextField(field_text(value), id=name)


@dataclass(frozen=True, slots=True)
class TypedSearch:
    """A search as it is typed, not checked yet.

    Attributes:
        text: Part of a name.
        countries: Codes or names.
        competencies: Names with semicolons between them.
        skills: The same.
    """

    text: str = ""
    countries: str = ""
    competencies: str = ""
    skills: str = ""

    def checked(self, workbench: Workbench, stored: PartnerQuery | None = None) -> PartnerQuery:
        """The search; reads the directory, so it is called in a thread.

        Raises:
            InvalidInput: No partner has one of the values.
        """
        return checked_query(
            workbench.regions,
            workbench.directory,
            self.text,
            countries=_countries(self.countries, workbench.regions.countries),
            competencies=_names(self.competencies),
            skills=_names(self.skills),
            stored=stored or PartnerQuery(),
        )


def typed_search(dialog: Dialog[Any]) -> TypedSearch:
    """What the fields of a dialog hold; nothing if it has none."""
    texts = {field.id: field.value.strip() for field in dialog.query(SEARCH_INPUTS).results(Input)}
    return TypedSearch(
        texts.get("list-text", ""),
        texts.get("list-countries", ""),
        texts.get("list-competencies", ""),
        texts.get("list-skills", ""),
    )


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(";") if name.strip()]


def _countries(text: str, known: Mapping[str, str]) -> list[str]:
    """Codes and names; a name may have several words, so blanks separate all other words only."""
    names = {fold(name) for name in known.values()}
    found: list[str] = []
    for term in re.split("[,;]", text):
        found += [term.strip()] if fold(term).strip() in names else term.split()
    return found
