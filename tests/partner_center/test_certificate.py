"""Sign-in with a certificate: MSAL signs, and the emulator checks the signature."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from csp_tui.domain.errors import RemoteProblem
from csp_tui.domain.remote import Account
from csp_tui.partner_center.connect import NetworkConnector
from csp_tui.partner_center.emulator.assertions import registered
from csp_tui.partner_center.emulator.entra import HOST
from csp_tui.partner_center.emulator.seeds import CLIENT_ID, TENANT_ID
from csp_tui.partner_center.emulator.service import Emulator
from tests.cli.forking import forked
from tests.partner_center.emulating import emulator
from tests.partner_center.recorded import served

ENDPOINT = f"{HOST}/{TENANT_ID}/oauth2/v2.0/token"


@dataclass(frozen=True)
class Pair:
    """A private key with its certificate, and the file that has both."""

    key: str
    certificate: str
    file: Path

    @property
    def account(self) -> Account:
        return Account(
            name="default", tenant_id=TENANT_ID, client_id=CLIENT_ID, certificate=str(self.file)
        )


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Pair, Pair]:
    """Two certificates."""
    folder = tmp_path_factory.mktemp("certificates")
    return _pair(folder / "first.pem"), _pair(folder / "second.pem")


def _pair(file: Path) -> Pair:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "csp-tui test")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    text = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()
    public = certificate.public_bytes(serialization.Encoding.PEM).decode()
    file.write_text(text + public)
    return Pair(text, public, file)


@pytest.fixture
def center(pairs: tuple[Pair, Pair]) -> Emulator:
    """A strict emulator in which the first certificate is registered."""
    return emulator(strict=True, certificate=pairs[0].file.read_text("utf-8"))


@pytest.fixture
def connector(center: Emulator) -> Iterator[NetworkConnector]:
    with served(center) as address:
        yield NetworkConnector({"CSP_TUI_PC_EMULATOR": address})


def test_msal_signs_in_with_the_registered_certificate(
    connector: NetworkConnector, pairs: tuple[Pair, Pair]
) -> None:
    products = list(connector.connect(pairs[0].account).products())
    assert len(products) == 6


def test_another_key_is_refused(connector: NetworkConnector, pairs: tuple[Pair, Pair]) -> None:
    with pytest.raises(RemoteProblem, match="AADSTS700027"):
        list(connector.connect(pairs[1].account).products())


def test_only_the_certificate_is_registered(pairs: tuple[Pair, Pair]) -> None:
    kept = registered(pairs[0].file.read_text("utf-8"))
    assert kept == pairs[0].certificate
    assert "PRIVATE" not in kept


def test_the_command_line_signs_in_with_it(
    center: Emulator, pairs: tuple[Pair, Pair], tmp_path: Path
) -> None:
    with served(center) as address:
        done = forked(
            "partner-center", "login", "--tenant", TENANT_ID, "--client-id", CLIENT_ID,
            "--certificate", str(pairs[0].file),
            CSP_TUI_PC_EMULATOR=address,
            CSP_TUI_DB=str(tmp_path / "run.sqlite"),
            XDG_CONFIG_HOME=str(tmp_path / "config"),
            XDG_STATE_HOME=str(tmp_path / "state"),
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert b"PRIVATE" not in (tmp_path / "run.sqlite").read_bytes()


def _claims(**more: Any) -> dict[str, Any]:
    now = int(time.time())
    return {"aud": ENDPOINT, "iss": CLIENT_ID, "sub": CLIENT_ID, "jti": str(uuid4()), "nbf": now,
            "exp": now + 600, **more}  # fmt: skip


def _answer(center: Emulator, assertion: str) -> int:
    form = {
        "grant_type": "client_credentials",
        "client_id": CLIENT_ID,
        "scope": "https://graph.microsoft.com/.default",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": assertion,
    }
    path = f"/{TENANT_ID}/oauth2/v2.0/token"
    return center.handle("POST", path, {}, urlencode(form).encode()).status


def _x5c(pair: Pair) -> list[str]:
    return ["".join(pair.certificate.splitlines()[1:-1])]


@pytest.mark.parametrize("algorithm", ["PS256", "RS256"])
def test_both_algorithms_of_msal_are_accepted(
    center: Emulator, pairs: tuple[Pair, Pair], algorithm: str
) -> None:
    assertion = jwt.encode(_claims(), pairs[0].key, algorithm, {"x5c": _x5c(pairs[0])})
    assert _answer(center, assertion) == 200


BAD: dict[str, Callable[[Pair, Pair], str]] = {
    "another key under this name": lambda own, other: jwt.encode(
        _claims(), other.key, "PS256", {"x5c": _x5c(own)}
    ),
    "another certificate": lambda _own, other: jwt.encode(
        _claims(), other.key, "PS256", {"x5c": _x5c(other)}
    ),
    "no certificate named": lambda own, _other: jwt.encode(_claims(), own.key, "PS256"),
    "too old": lambda own, _other: jwt.encode(
        _claims(exp=int(time.time()) - 60), own.key, "PS256", {"x5c": _x5c(own)}
    ),
    "for another service": lambda own, _other: jwt.encode(
        _claims(aud="https://example.org"), own.key, "PS256", {"x5c": _x5c(own)}
    ),
    "of another application": lambda own, _other: jwt.encode(
        _claims(sub=str(uuid4())), own.key, "PS256", {"x5c": _x5c(own)}
    ),
    "not signed": lambda own, _other: jwt.encode(_claims(), None, "none", {"x5c": _x5c(own)}),
    "no token": lambda _own, _other: "a.b.c",
}


@pytest.mark.parametrize("name", BAD)
def test_what_proves_nothing_is_refused(
    center: Emulator, pairs: tuple[Pair, Pair], name: str
) -> None:
    assert _answer(center, BAD[name](*pairs)) == 401


def test_without_a_registered_certificate_a_strict_account_refuses(
    pairs: tuple[Pair, Pair],
) -> None:
    assertion = jwt.encode(_claims(), pairs[0].key, "PS256", {"x5c": _x5c(pairs[0])})
    assert _answer(emulator(strict=True), assertion) == 401
    assert _answer(emulator(), assertion) == 200
