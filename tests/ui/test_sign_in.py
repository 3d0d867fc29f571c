"""Signing in to Partner Center on screen, with a keyring and an emulator on a socket."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from csp_tui.bootstrap import open_workbench
from csp_tui.domain.remote import Account
from csp_tui.partner_center.connect import NetworkConnector
from csp_tui.partner_center.emulator.seeds import CLIENT_ID, TENANT_ID
from csp_tui.partner_center.emulator.service import Emulator
from csp_tui.services.workbench import Workbench
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.kit.policy import KIOSK
from csp_tui.ui.marketplace.accounts_dialog import AccountsDialog
from csp_tui.ui.marketplace.sign_in_dialog import SignInDialog
from csp_tui.ui.recovery.unsaved_places import unsaved_of
from tests.partner_center.emulating import emulator
from tests.partner_center.recorded import served
from tests.ui.driving import Driver, running

SECRET = "s3cret-that-must-not-be-anywhere"


class MemoryKeyring(KeyringBackend):
    """A keyring of its own for a test."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def secrets() -> Iterator[MemoryKeyring]:
    before, own = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(own)
    yield own
    keyring.set_keyring(before)


@pytest.fixture
def center() -> Emulator:
    one = emulator(clock="step")
    one.state.apps[CLIENT_ID]["secret"] = SECRET
    return one


@pytest.fixture
def address(center: Emulator) -> Iterator[str]:
    with served(center) as found:
        yield found


@pytest.fixture
def own(tmp_path: Path, empty_database: Path) -> Iterator[Workbench]:
    """An empty database beside a network."""
    path = tmp_path / "own.sqlite"
    path.write_bytes(empty_database.read_bytes())
    with closing(open_workbench(path, who="tester", connector=NetworkConnector({}))) as workbench:
        yield workbench


async def fill_in(driver: Driver, address: str, secret: str, name: str = "default") -> None:
    fields = {"tenant": TENANT_ID, "client": CLIENT_ID, "secret": secret, "name": name,
              "emulator": address}  # fmt: skip
    for field, text in fields.items():
        found = driver.app.screen.query_one(f"#sign-in-{field}")
        found.focus()
        found.value = ""  # type: ignore[attr-defined]
        await driver.settle()
        await driver.write(text)


async def test_the_secret_goes_to_the_keyring_and_nowhere_else(
    own: Workbench, address: str, secrets: MemoryKeyring, tmp_path: Path
) -> None:
    async with running(own) as driver:
        await driver.press("5", "i")
        await fill_in(driver, address, SECRET)
        (unsaved,) = unsaved_of(driver.app.screen_stack)
        assert SECRET not in str(unsaved)
        assert TENANT_ID in str(unsaved)
        driver.app.screen.query_one("#sign-in-secret").focus()
        await driver.press("ctrl+a", "ctrl+c")
        assert SECRET not in driver.app.clipboard
        assert SECRET not in driver.page
        await driver.press("enter")
        assert "Signed in. The account is called default." in driver.status
        assert f"Account default · {address} · never pulled" in driver.page
        await driver.press("p", "y")
        assert "Pulled: 6 new." in driver.status
    assert list(secrets.kept.values()) == [SECRET]
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes(), path


async def test_a_secret_in_the_wrong_field_is_not_kept_for_the_next_start(own: Workbench) -> None:
    async with running(own) as driver:
        await driver.press("5", "i")
        for field in ("tenant", "client"):
            driver.app.screen.query_one(f"#sign-in-{field}").focus()
            await driver.settle()
            await driver.write(SECRET)
        assert SECRET not in str(unsaved_of(driver.app.screen_stack))


async def test_a_wrong_secret_keeps_the_one_that_works(
    own: Workbench, address: str, secrets: MemoryKeyring
) -> None:
    accounts = own.partner_center.accounts
    accounts.sign_in(Account(name="default", tenant_id=TENANT_ID, client_id=CLIENT_ID), SECRET,
                     emulator=address)  # fmt: skip
    async with running(own) as driver:
        await driver.press("5", "i")
        await fill_in(driver, address, "mistyped")
        driver.app.screen.query_one("#sign-in").focus()
        await driver.press("enter")
        assert isinstance(driver.app.screen, SignInDialog)
        assert "Invalid client secret" in driver.page
        assert TENANT_ID in driver.page
    assert list(secrets.kept.values()) == [SECRET]


async def test_one_of_several_accounts_is_shown_and_signed_out(
    own: Workbench, address: str, secrets: MemoryKeyring
) -> None:
    accounts = own.partner_center.accounts
    for name in ("first", "second"):
        account = Account(name=name, tenant_id=TENANT_ID, client_id=CLIENT_ID)
        accounts.sign_in(account, SECRET, emulator=address)
    own.partner_center.pulls.pull("second", offers=["contoso-mail"])
    async with running(own) as driver:
        await driver.press("5")
        assert "Account first · 2 accounts" in driver.page
        assert "Contoso Mail" not in driver.page
        await driver.press("a", "down", "enter")
        assert "Account second" in driver.page
        assert "Contoso Mail" in driver.page
        await driver.press("a", "delete", "y")
        assert "Removed the account second." in driver.status
        assert "Account first ·" in driver.page
        assert list(secrets.kept.values()) == [SECRET], "the other account still needs it"
        await driver.press("a", "delete", "y")
        assert "Not connected" in driver.page
    assert secrets.kept == {}
    assert [row.state.offer.offer_id for row in own.offers.rows()] == ["contoso-mail"]


async def test_an_account_that_is_removed_while_it_is_read_is_no_problem(
    own: Workbench, address: str, secrets: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts = own.partner_center.accounts
    account = Account(name="first", tenant_id=TENANT_ID, client_id=CLIENT_ID)
    accounts.sign_in(account, SECRET, emulator=address)
    known = accounts.accounts

    def removed_afterwards() -> Sequence[Account]:
        found = known()
        if found:
            accounts.sign_out("first")
        return found

    monkeypatch.setattr(type(accounts), "accounts", lambda _self: removed_afterwards())
    async with running(own) as driver:
        await driver.press("5")
        assert "Not connected" in driver.page
    assert secrets.kept == {}


@pytest.mark.parametrize("missing", ["msal", "keyring"])
async def test_without_the_extra_it_is_said_how_to_install_it(
    own: Workbench, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    async with running(own) as driver:
        await driver.press("5")
        assert "pip install 'csp-tui[partner-center]'" in " ".join(driver.page.split())
        await driver.press("i")
        assert not isinstance(driver.app.screen, SignInDialog)
        assert "pip install" in driver.status


async def test_demo_kiosk_and_read_only_sessions_refuse_with_a_reason(
    tmp_path: Path, own: Workbench, demo_of: Callable[[], Workbench]
) -> None:
    path = own.database.info().path
    assert path is not None
    sessions = {
        "has an account of its own": lambda: WorkbenchApp(demo_of, demo=True),
        "kiosk mode": lambda: WorkbenchApp(demo_of, demo=True, policy=KIOSK),
        "read-only": lambda: WorkbenchApp(lambda: open_workbench(Path(path), read_only=True)),
    }
    for reason, session in sessions.items():
        app = session()
        async with app.run_test(size=(80, 24)) as pilot:
            driver = Driver(app, pilot)
            await driver.settle()
            await driver.press("5", "i")
            assert not isinstance(app.screen, SignInDialog)
            assert reason in driver.status, driver.page
            await driver.press("a")
            assert isinstance(app.screen, AccountsDialog)
            await driver.press("i")
            assert isinstance(app.screen, AccountsDialog)


@pytest.fixture
def demo_of() -> Iterator[Callable[[], Workbench]]:
    from contextlib import ExitStack

    from csp_tui.bootstrap import demo_workbench

    with ExitStack() as stack:
        yield lambda: stack.enter_context(demo_workbench())
