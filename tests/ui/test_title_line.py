"""The line at the top of an offer: title and state never run into each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from csp_tui.ui.kit.widgets.title_line import shared

NAMES = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x30FF, categories=["L", "Nd"]), min_size=1
)


@given(NAMES, st.lists(NAMES, max_size=4), st.integers(24, 160))
def test_a_title_and_a_state_share_a_line(name: str, parts: list[str], width: int) -> None:
    text = " · ".join(parts)
    title, state = shared(name, text, width)
    assert cell_len(title + state) == width
    if cell_len(name) + 2 + cell_len(text) <= width:
        assert (title.strip(), state) == (name, text)
    if state:
        assert title.endswith("  ")
        assert state in (text, parts[0]) or state.endswith("…")
        # The first part of the state says whether the offer is live.
        assert state.startswith((parts[0][:1], "…"))
    if title.strip() != name:
        assert "…" in title


def test_the_title_loses_its_middle_and_the_state_its_last_parts() -> None:
    state = "live · option change to publish · listing change to publish"
    title, shown = shared("Offers › Contoso Managed SAP with a very long name indeed", state, 78)
    assert title == "Offers › Contoso Man…ery long name indeed  "
    assert shown == "live · option change to publish · …"
