"""What can be copied: to the clipboard, as nothing but text, into a file of one's own."""

from __future__ import annotations

import base64
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Button, Input

from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.dialogs.plain_text import PlainTextScreen
from csp_tui.ui.kit.dialogs.refusal import RefusalDialog
from csp_tui.ui.kit.page import Page
from csp_tui.ui.text.copyable import CLIPBOARD_LIMIT, Copyable, copied_message
from tests.conftest import ALL, SOME, tenant
from tests.terminal.terminal import terminal
from tests.ui.steering import Steered, opened, painted, press, said, settle

Pilot = Any


async def in_offer(app: Steered, pilot: Pilot, section: str) -> None:
    app.navigation.open_offer("contoso-backup", section)
    await settle(pilot)


async def test_the_offer_id_at_home_and_on_every_page_without_something_nearer(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1,))
    async with opened(stocked) as (app, pilot):
        await press(pilot, "y")
        assert app.copied == "contoso-backup"
        assert "clipboard, if it has one" in said(app.screen)
        for section in ("plans", "review", "history"):
            app.copied = ""
            app.navigation.open_offer("contoso-backup", section)
            await settle(pilot)
            await press(pilot, "y")
            assert app.copied == "contoso-backup", section
            app.navigation.go_back()
            await settle(pilot)


async def test_the_tenant_id_in_the_audience_and_in_the_resales(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1,), resold=(1,))
    async with opened(stocked) as (app, pilot):
        await in_offer(app, pilot, "audience")
        app.screen.query_one("#audience-partners").focus()
        await press(pilot, "y")
        assert app.copied == tenant(1)
        app.copied = ""
        await press(pilot, "l", "y")
        assert app.copied == tenant(1)


async def test_a_ticket_number_with_y_and_the_whole_request_with_upper_y(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1,))
    request = stocked.support.create_removal("contoso-backup", [tenant(1)], language="en")
    text = stocked.support.as_text(request)
    assert "Alpine Cloud SARL" in text
    assert request.title in text
    assert request.selections.product_family in text
    async with opened(stocked, "requests") as (app, pilot):
        await press(pilot, "y")
        assert "no ticket number" in said(app.screen)
        await press(pilot, "Y")
        assert app.copied == text
        app.copied = ""
        app.navigation.open_request(request.id)
        await settle(pilot)
        await press(pilot, "f2", "Y")
        # In a field, letters are what is typed.
        assert app.copied == ""
    stocked.support.edit(request.id, _complete())
    stocked.support.submit(request.id, "TrackingID#7")
    async with opened(stocked) as (app, pilot):
        app.navigation.open_request(request.id)
        await settle(pilot)
        await press(pilot, "y")
        assert app.copied == "TrackingID#7"
        await press(pilot, "Y")
        assert app.copied == stocked.support.as_text(stocked.support.show(request.id))


def _complete() -> Any:
    from csp_tui.services.request_details import RequestDetails

    return RequestDetails(contact_name="Amélie Roux", contact_email="csp@contoso.example")


async def test_a_refusal_is_copied_with_its_rule(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1,), resold=(1,))
    async with opened(stocked) as (app, pilot):
        await in_offer(app, pilot, "audience")
        app.screen.query_one("#audience-partners").focus()
        await press(pilot, "delete")
        assert isinstance(app.screen, RefusalDialog)
        await press(pilot, "y")
        assert "R30" in app.copied
        assert "clipboard, if it has one" in painted(app.screen).replace("\n", " ")


async def test_show_as_text_is_the_text_from_the_first_column_and_nothing_beside_it(
    workbench: Workbench,
) -> None:
    text = "first line\n  indented\n[red]data[/red] \x1b[31m\n" + "word " * 60
    async with opened(workbench) as (app, pilot):
        app.push_screen(PlainTextScreen(Copyable(text, "The text")))
        await settle(pilot)
        assert isinstance(app.screen, PlainTextScreen)
        lines = [line.rstrip() for line in painted(app.screen).splitlines()]
        assert lines[:3] == ["first line", "  indented", "[red]data[/red] ␛[31m"]
        assert lines[3].startswith("word word")
        assert not any(sign in "".join(lines[:-1]) for sign in "│─╭╮╰╯█▁")
        await press(pilot, "y")
        assert app.copied == text
        await press(pilot, "escape")
        assert isinstance(app.screen, Page)


async def test_the_same_two_options_are_available_everywhere(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(ALL)
    async with opened(stocked) as (app, pilot):
        for place in ("offers", "partners", "requests"):
            app.navigation.go_to(place)
            await settle(pilot)
            for command in ("copy.show", "copy.save"):
                screen = app.screen
                assert isinstance(screen, Page), (place, command)
                screen.tell("")
                screen.action_run_command(command)
                await settle(pilot)
                if place == "requests":
                    assert "nothing to copy" in said(screen), command
                else:
                    assert not isinstance(app.screen, Page), (place, command)
                    await press(pilot, "escape")


async def test_a_file_is_for_its_owner_alone_and_replaced_only_after_asking(
    stocked: Workbench, offer: Callable[..., str], tmp_path: Path
) -> None:
    offer(ALL)
    target = tmp_path / "id.txt"

    async def save(app: Steered, pilot: Pilot) -> None:
        assert isinstance(app.screen, Page)
        app.screen.action_run_command("copy.save")
        await settle(pilot)
        app.screen.query_one(Input).value = str(target)
        await press(pilot, "enter")

    async with opened(stocked) as (app, pilot):
        await save(app, pilot)
        assert target.read_text("utf-8") == "contoso-backup\n"
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
        target.write_text("mine", "utf-8")
        await save(app, pilot)
        assert target.read_text("utf-8") == "mine"
        app.screen.query(Button).filter(".cancel").first().press()
        await settle(pilot)
        assert target.read_text("utf-8") == "mine"


def test_a_long_text_is_reported_as_cut_by_some_terminals() -> None:
    longest = "x" * (CLIPBOARD_LIMIT // 4 * 3)
    assert len(base64.b64encode(longest.encode())) <= CLIPBOARD_LIMIT
    assert "Save to file" not in copied_message(longest, "The text")
    assert "Save to file" in copied_message(longest + "xxx", "The text")


@pytest.mark.terminal
def test_the_bytes_arrive_in_a_real_terminal_as_they_were() -> None:
    with terminal("demo") as shown:
        shown.wait("13 offers")
        shown.strike("down")
        shown.strike("up")
        shown.strike("2")
        shown.wait("▸2 Requests", "open")
        shown.strike("Y")
        shown.wait("clipboard, if it has one")
        sent = shown.after(b"\x1b]52;c;").partition("\x07")[0]
        text = base64.b64decode(sent, validate=True).decode()
        assert "Deauthorize CSP" in text
        assert "\n" in text


@pytest.mark.terminal
def test_the_mouse_is_the_terminals_while_only_text_is_shown() -> None:
    with terminal("demo") as shown:
        shown.wait("13 offers")
        shown.strike("4")
        shown.wait("▸4 History", "Contoso Sign")
        shown.strike("down")
        shown.strike("up")
        shown.strike("enter")
        shown.wait("Show as text (v)")
        shown.strike("v")
        shown.wait("select with the mouse")
        raw = bytes(shown.raw)
        assert raw.rindex(b"\x1b[?1000l") > raw.rindex(b"\x1b[?1000h")
        assert "╭" not in shown.screen
        shown.strike("escape")
        shown.wait("Show as text (v)")
        raw = bytes(shown.raw)
        assert raw.rindex(b"\x1b[?1000h") > raw.rindex(b"\x1b[?1000l")
        shown.strike("escape")
        shown.strike("ctrl+q")
        assert shown.end() == 0
