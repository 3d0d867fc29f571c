"""Sign-in with a certificate: the assertion is checked as Microsoft Entra does it.

The packages for this come with the extra, and are imported with the first assertion.
"""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Collection
from typing import Any

from csp_tui.domain.wording import say
from csp_tui.partner_center.emulator.answers import EmulatorProblem

_ALGORITHMS = ("PS256", "RS256")


class AssertionRefused(Exception):
    """An assertion does not prove that its sender has the private key.

    Attributes:
        number: The number of Microsoft Entra's error.
    """

    def __init__(self, number: int, text: str) -> None:
        super().__init__(text)
        self.number = number


def registered(pem: str) -> str:
    """Check a certificate that is to be registered for the account's application.

    Args:
        pem: A text with a certificate in PEM form; a private key in it is left out.

    Returns:
        The certificate alone.

    Raises:
        EmulatorProblem: There is no certificate in it, or the extra is not installed.
    """
    try:
        from cryptography import x509
        from cryptography.hazmat.primitives.serialization import Encoding

        found = x509.load_pem_x509_certificate(pem.encode())
        return found.public_bytes(Encoding.PEM).decode("ascii")
    except ImportError:
        raise EmulatorProblem(say("checking a certificate needs csp-tui[partner-center]")) from None
    except ValueError:
        raise EmulatorProblem(say("there is no certificate in the file")) from None


def check(assertion: str, certificate: str, client: str, audiences: Collection[str]) -> None:
    """Require an assertion that the owner of a registered certificate has signed just now.

    Args:
        assertion: The JSON Web Token.
        certificate: The registered certificate, PEM.
        client: The application.
        audiences: The addresses that it may be meant for.

    Raises:
        AssertionRefused: It is something else.
    """
    import jwt
    from cryptography import x509

    known = x509.load_pem_x509_certificate(certificate.encode())
    try:
        header = jwt.get_unverified_header(assertion)
        _require_certificate(header, known)
        claims = jwt.decode(
            assertion,
            known.public_key(),  # type: ignore[arg-type]
            algorithms=list(_ALGORITHMS),
            audience=list(audiences),
            issuer=client,
            options={"require": ["exp", "aud", "iss", "sub"]},
        )
    except jwt.ExpiredSignatureError:
        raise AssertionRefused(
            700024, "Client assertion is not within its valid time range."
        ) from None
    except jwt.InvalidAudienceError:
        raise AssertionRefused(700023, "Client assertion audience claim is wrong.") from None
    except jwt.InvalidSignatureError:
        raise AssertionRefused(700027, "Client assertion failed signature validation.") from None
    except jwt.PyJWTError as error:
        raise AssertionRefused(50027, f"Invalid JWT token: {error}.") from None
    if claims["sub"] != client:
        raise AssertionRefused(700021, "Client assertion subject is not the application.")


def _require_certificate(header: dict[str, Any], known: Any) -> None:
    """Require that an assertion names the registered certificate, in one of the three ways.

    Raises:
        AssertionRefused: It names another one, or none.
    """
    from cryptography.hazmat.primitives.hashes import SHA1, SHA256
    from cryptography.hazmat.primitives.serialization import Encoding

    chain = header.get("x5c")
    named = (
        # MSAL leaves the line breaks of the file in it.
        "".join(str(chain[0]).split()) == b64encode(known.public_bytes(Encoding.DER)).decode()
        if isinstance(chain, list) and chain
        else header.get("x5t") == _thumbprint(known, SHA1())
        or header.get("x5t#S256") == _thumbprint(known, SHA256())
    )
    if not named:
        raise AssertionRefused(
            700027, "The certificate with identifier used to sign the assertion is not registered."
        )


def _thumbprint(known: Any, algorithm: Any) -> str:
    return urlsafe_b64encode(known.fingerprint(algorithm)).decode().rstrip("=")
