"""Step 1 of a support request: what is asked, and the form's drop-downs."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from csp_tui.domain.offer import Offer
from csp_tui.domain.product import ProductType, type_title
from csp_tui.domain.request_form import form_lines
from csp_tui.domain.support import SupportRequest
from csp_tui.domain.text import visible
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render
from csp_tui.ui.kit.widgets.locked_field import LockedField
from csp_tui.ui.text.requests import request_object_text

LISTED_AT_MOST = 5
"""Partners named in this step; the description names the others."""

# Only for these two the form's entry is documented (csp-rules section 6).
_DOCUMENTED = (ProductType.SAAS, ProductType.AZURE_APPLICATION)
_FIELDS, _CATEGORY = 5, 3


class RequestSelections(VerticalScroll, can_focus=False):
    """What is asked in words, then the locked drop-downs in the order of the form."""

    DEFAULT_CSS = """
    RequestSelections {
        height: 1fr; scrollbar-size-vertical: 1;
        & > .asked { height: auto; }
        & > .hint { margin: 1 0 0 0; }
        & > .category-note { color: $text-warning; display: none; margin: 0; }
        & > .category-note.-shown { display: block; }
    }
    """

    def compose(self) -> ComposeResult:
        """The texts and the fields, empty until ``show``."""
        yield Static("", classes="asked", markup=False)
        yield Static(
            _(
                "In Partner Center's form, the first drop-downs are prefilled: leave them as "
                "they are. Select the other values exactly as shown."
            ),
            classes="hint",
            markup=False,
        )
        for place in range(_FIELDS):
            note = (
                _("prefilled – leave as is")
                if place < 2
                else _("select this value in Partner Center")
            )
            field = LockedField("", "", note)
            field.id = f"selection-{place}"
            yield field
            if place == _CATEGORY:
                yield Static("", classes="category-note", markup=False)

    def show(self, request: SupportRequest, offer: Offer, partners: Sequence[str]) -> None:
        """Show a request.

        Args:
            request: The request.
            offer: Its offer.
            partners: A line for each partner that is named, at least the first few.
        """
        lines = [f"{offer.setup.name} ({offer.offer_id})"]
        lines.append(request_object_text(request, offer.live_channel))
        lines.extend(f"  - {line}" for line in partners[:LISTED_AT_MOST])
        more = len(request.tenant_ids) - LISTED_AT_MOST
        if more > 0:
            lines.append("  " + ngettext("and {count} more", "and {count} more", more))
        self.query_one(".asked", Static).update(Content(visible("\n".join(lines))))
        for field, (label, value) in zip(
            self.query(LockedField), form_lines(request)[:_FIELDS], strict=True
        ):
            field.label = render(label, request.language)
            field.show(value if isinstance(value, str) else render(value, request.language))
        documented = offer.product_type in _DOCUMENTED
        if not documented:
            self.query(LockedField)[_CATEGORY].note = _(
                "select the closest value in Partner Center"
            )
        note = self.query_one(".category-note", Static)
        note.set_class(not documented, "-shown")
        note.update(
            _(
                "Microsoft does not document the form's category for {type}. "
                "Pick the entry there that refers to your offer."
            ).format(type=render(type_title(offer.product_type)))
        )
