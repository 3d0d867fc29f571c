"""What a directory import warns about before anything is decided."""

from __future__ import annotations

from csp_tui.domain.audience_state import Unlisted
from csp_tui.services.views import DirectoryImport
from csp_tui.ui.text.imports import name_lines


def test_only_replace_is_said_to_remove_partners_that_offers_list() -> None:
    one = DirectoryImport(removed=1, on_lists=Unlisted(1, ("Alpine [One]",)))
    (line,) = name_lines(one)
    assert line.startswith("! Replace would remove Alpine [One] from the directory. The partner")
    two = DirectoryImport(removed=2, on_lists=Unlisted(2, ("A", "B")))
    (line,) = name_lines(two)
    assert line.startswith("! Replace would remove 2 partners from the directory. They stay")
    assert line.endswith(": A, B.")
    assert list(name_lines(DirectoryImport(added=1))) == []
