"""The partner directory as a place: search, detail, and import with a preview."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Button, Static

import csp_tui.ui.app
from csp_tui import i18n
from csp_tui.domain.history import Action
from csp_tui.domain.partner import Partner, PartnerQuery, PartnerType
from csp_tui.services.workbench import Workbench
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.kit.dialogs.file_path import FilePathDialog
from csp_tui.ui.kit.files.column_map import ColumnMapDialog
from csp_tui.ui.kit.widgets.search_field import SearchField
from csp_tui.ui.kit.widgets.status_line import StatusLine
from csp_tui.ui.partners.directory_import import DirectoryImportDialog
from csp_tui.ui.partners.screen import PartnersScreen
from tests.ui.steering import painted, press, settle

ALPINE = "3f2a0c4e-1b5d-4c1e-9a77-0c6b6f2d9c1e"
FABRIKAM = "77b01111-2222-4333-8444-5555555512aa"
CONTOSO = "a1a1a1a1-2222-4333-8444-555555555555"
HEADER = "tenant_id,name,country,competencies,skills\n"


class Bench(WorkbenchApp):
    """The app with the partners instead of the offers."""

    CSS_PATH = str(Path(csp_tui.ui.app.__file__).parent / "kit" / "base.tcss")

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(lambda: workbench)
        self.page = PartnersScreen()
        self.copied = ""

    def on_mount(self, event: events.Mount | None = None) -> None:
        if event is not None:
            event.prevent_default()
            self.push_screen(self.page)
            self.database.begin()

    def copy_to_clipboard(self, text: str) -> None:
        self.copied = text


@pytest.fixture(autouse=True)
def in_english() -> None:
    i18n.use("en")


@pytest.fixture
def filled(workbench: Workbench) -> Workbench:
    workbench.directory.import_partners(
        [
            Partner(
                tenant_id=ALPINE,
                name="Alpine Cloud SARL",
                country="FR",
                competencies=("Security", "Messaging"),
                skills=("Power BI",),
                type=PartnerType.DIRECT_BILL,
            ),
            Partner(tenant_id=FABRIKAM, name="Fabrikam [Ltd]", country="GB"),
        ]
    )
    return workbench


def stored(workbench: Workbench) -> dict[str, str]:
    return {row.tenant_id: row.name for row in workbench.directory.search.page(PartnerQuery())}


def written(tmp_path: Path, rows: Sequence[str], name: str = "new.csv") -> Path:
    path = tmp_path / name
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


async def preview(pilot: Pilot[int], path: Path) -> DirectoryImportDialog:
    """From the screen to the preview of a file, by keyboard."""
    await settle(pilot)
    await press(pilot, "i")
    assert isinstance(pilot.app.screen, FilePathDialog)
    pilot.app.screen.field.value = str(path)
    await press(pilot, "enter")
    assert isinstance(pilot.app.screen, DirectoryImportDialog)
    return pilot.app.screen


def summary(dialog: DirectoryImportDialog) -> str:
    parts = (dialog.query_one(name, Static).content for name in ("#summary", "#rejects"))
    return "\n".join(str(part) for part in parts)


def detail(app: Bench) -> str:
    return str(app.page.query_one("#partner-facts", Static).content)


def shown(app: Bench) -> list[str]:
    results = app.page.finder.results
    records = (results.source.record(i) for i in range(results.total))
    return [str(record.cells[0]) for record in records if record is not None]


async def test_the_directory_is_counted_and_its_partners_explained(filled: Workbench) -> None:
    app = Bench(filled)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert shown(app) == ["Alpine Cloud SARL", "Fabrikam [Ltd]"]
        total = app.page.query_one(".finder-total", Static)
        assert str(total.content) == "2 partners in the directory"
        for fact in (ALPINE, "France (FR)", "Direct bill partner", "Security, Messaging"):
            assert fact in detail(app)
        await press(pilot, "down")
        assert "Fabrikam [Ltd]" in detail(app)
        await press(pilot, "y")
    assert app.copied == FABRIKAM


async def test_search_and_keys_of_the_list(filled: Workbench) -> None:
    app = Bench(filled)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "slash", *"fabri")
        assert shown(app) == ["Fabrikam [Ltd]"]
        await press(pilot, "escape")
        assert not isinstance(app.focused, SearchField)
        assert app.screen is app.page
        await press(pilot, "c", *"united", "enter")
        assert app.page.finder.query_asked.countries == {"GB"}
        await press(pilot, "x")
        assert app.page.finder.query_asked == PartnerQuery(text="fabri")


async def test_an_empty_directory_says_how_to_fill_it(workbench: Workbench) -> None:
    app = Bench(workbench)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        empty = str(app.page.finder.results.empty)
        assert "The directory of CSP partners is empty." in empty
        assert "i imports a CSV file" in empty
        await press(pilot, "y")
        assert "No partner is highlighted" in app.page.query_one(StatusLine).text


async def test_import_says_what_it_would_do_and_then_does_it(
    filled: Workbench, tmp_path: Path
) -> None:
    path = written(
        tmp_path,
        [
            f"{ALPINE},Alpine Cloud SA,FR,,",
            f"{CONTOSO}, Contoso Oy ,FI,,",
            "not-a-guid,Nobody,FR,,",
        ],
    )
    app = Bench(filled)
    async with app.run_test(size=(80, 24)) as pilot:
        dialog = await preview(pilot, path)
        text = summary(dialog)
        for line in (
            "1 partner is new.",
            "1 will be updated.",
            "1 partner of the directory is not in the file. Import keeps it; ",
            "“Import and remove 1” removes it.",
            "1 cell will be cleaned.",
            "line 4: 'not-a-guid' is not a tenant ID.",
        ):
            assert line in text
        assert stored(filled) == {ALPINE: "Alpine Cloud SARL", FABRIKAM: "Fabrikam [Ltd]"}
        await press(pilot, "enter")
        assert app.screen is app.page
        said = app.page.query_one(StatusLine).text
        assert said == "Imported: 1 added, 1 updated, 1 invalid row."
        assert shown(app) == ["Alpine Cloud SA", "Contoso Oy", "Fabrikam [Ltd]"]
    assert stored(filled)[CONTOSO] == "Contoso Oy"
    assert filled.history.entries()[0].action is Action.PARTNERS_IMPORTED


async def test_replace_removes_partners_that_are_not_in_the_file(
    filled: Workbench, tmp_path: Path
) -> None:
    path = written(tmp_path, [f"{ALPINE},Alpine Cloud SARL,FR,Security;Messaging,Power BI"])
    app = Bench(filled)
    async with app.run_test(size=(80, 24)) as pilot:
        dialog = await preview(pilot, path)
        replace = dialog.query_one("#replace", Button)
        assert str(replace.label) == "Import and remove 1"
        # Someone else adds partners in between: no one agreed to remove those.
        new = "00000000-0000-4000-8000-00000000000a"
        filled.directory.import_partners([Partner(tenant_id=new, name="New one", country="FR")])
        before = set(stored(filled))
        await press(pilot, "r")
        assert "changed since the preview" in painted(dialog)
        assert str(replace.label) == "Import and remove 2"
        assert set(stored(filled)) == before
        await press(pilot, "r")
    assert set(stored(filled)) == {ALPINE}


async def test_leaving_the_preview_leaves_nothing(filled: Workbench, tmp_path: Path) -> None:
    before = stored(filled)
    app = Bench(filled)
    async with app.run_test(size=(80, 24)) as pilot:
        await preview(pilot, written(tmp_path, [f"{CONTOSO},Contoso Oy,FI,,"]))
        await press(pilot, "escape")
        assert app.page.query_one(StatusLine).text == "The directory was not changed."
    assert stored(filled) == before


async def test_stop_during_the_import_undoes_it(filled: Workbench, tmp_path: Path) -> None:
    before = stored(filled)
    rows = [f"{i:08x}-1111-4111-8111-111111111111,Partner {i},FR,,Power BI" for i in range(1, 4000)]
    app = Bench(filled)
    async with app.run_test(size=(80, 24)) as pilot:
        dialog = await preview(pilot, written(tmp_path, rows))
        # In one step, so that the import cannot be done before it is stopped.
        dialog.on_button_pressed(Button.Pressed(dialog.query_one("#import", Button)))
        dialog.on_button_pressed(Button.Pressed(dialog.query_one("#stop", Button)))
        await settle(pilot)
        assert app.screen is app.page
        assert app.page.query_one(StatusLine).text == "The directory was not changed."
    assert stored(filled) == before


async def test_a_file_without_news_can_only_remove(filled: Workbench, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        [
            f"{FABRIKAM},Fabrikam [Ltd],GB,,",
        ],
    )
    app = Bench(filled)
    async with app.run_test(size=(80, 24)) as pilot:
        dialog = await preview(pilot, path)
        assert "The directory is already up to date." in summary(dialog)
        shown_ways = [button.id for button in dialog.query(Button) if button.display]
        assert shown_ways == ["cancel", "replace"]


async def test_a_file_without_the_columns_is_explained(filled: Workbench, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    app = Bench(filled)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "i")
        asked = app.screen
        assert isinstance(asked, FilePathDialog)
        asked.field.value = str(path)
        await press(pilot, "enter")
        # The dialog says what is missing, and asks which columns hold it.
        assert isinstance(app.screen, ColumnMapDialog)
        assert "lacks the columns" in str(app.screen.query(Static).first().content)
        await press(pilot, "escape")
        assert isinstance(app.screen, DirectoryImportDialog)
        assert "lacks the columns" in painted(app.screen)
        await press(pilot, "escape")
        assert app.screen_stack[-1] is app.page


async def test_the_path_is_checked_beside_its_field(filled: Workbench, tmp_path: Path) -> None:
    app = Bench(filled)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "i", "enter")
        dialog = app.screen
        assert isinstance(dialog, FilePathDialog)
        error = dialog.query_one(".field-error", Static)
        assert "Type the path" in str(error.content)
        dialog.field.value = str(tmp_path / "none.csv")
        await press(pilot, "enter")
        assert "There is no such file." in str(error.content)
        dialog.field.value = str(tmp_path)
        await press(pilot, "enter")
        assert "That is a folder." in str(error.content)
        assert app.screen is dialog


async def test_tab_completes_a_path_and_then_continues(filled: Workbench, tmp_path: Path) -> None:
    path = written(tmp_path, [], "directory-2024.csv")
    app = Bench(filled)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "i")
        dialog = app.screen
        assert isinstance(dialog, FilePathDialog)
        dialog.field.value = str(tmp_path / "dir")
        await press(pilot, "tab")
        assert dialog.field.value == str(path)
        assert app.focused is dialog.field
        await press(pilot, "tab")
        assert app.focused is not dialog.field


async def test_a_file_is_replaced_only_after_asking(filled: Workbench, tmp_path: Path) -> None:
    path = written(tmp_path, [], "list.csv")
    answers: list[Path | None] = []
    app = Bench(filled)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.push_screen(
            FilePathDialog("Export", "CSV file to save to", str(path)), callback=answers.append
        )
        await settle(pilot)
        await press(pilot, "enter", "escape")
        assert answers == []
        await press(pilot, "enter", "y")
    assert answers == [path]
