"""A mail server on this machine, which keeps what it takes."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from ipaddress import ip_address
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ports import free_port

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

USER, PASSWORD = "the-service", "a pass:word"


@dataclass
class Post:
    """Takes letters, after sign-in and TLS where that is asked for.

    Attributes:
        folder: Where its certificate is put; without one it speaks without TLS.
        at_once: Whether TLS begins with the first byte.
        refuses: Said to every recipient, such as `550 no`.
    """

    folder: Path | None = None
    at_once: bool = False
    refuses: str | None = None
    letters: list[EmailMessage] = field(default_factory=list)
    ways: list[tuple[bool, str | None]] = field(default_factory=list)
    """For each letter whether TLS was in use, and who signed in."""
    port: int = field(init=False)
    controller: Controller = field(init=False)

    def __enter__(self) -> Self:
        safe = self.certified() if self.folder else None
        self.port = free_port()
        how: dict[str, Any] = {"ssl_context": safe} if self.at_once else {"tls_context": safe}
        self.controller = Controller(
            self, hostname="127.0.0.1", port=self.port, authenticator=self.recognises,
            auth_require_tls=safe is not None and not self.at_once,
            auth_required=safe is not None and not self.at_once, **how,
        )  # fmt: skip
        self.controller.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self.controller.stop()

    def config(self, **changes: Any) -> dict[str, Any]:
        """How a service is told of it."""
        known = {"smtp_host": "127.0.0.1", "smtp_port": self.port, "smtp_security": "none"}
        return known | {"mail_from": "Profit Sentinel <sentinel@acme.test>"} | changes

    def recognises(self, *args: Any) -> AuthResult:
        said = args[-1]
        return AuthResult(
            success=(said.login, said.password) == (USER.encode(), PASSWORD.encode()),
            handled=False, auth_data=said.login,
        )  # fmt: skip

    async def handle_RCPT(  # noqa: N802 - as the server calls it
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        del server, session, options
        if self.refuses:
            return self.refuses
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        who = session.auth_data.decode() if session.auth_data else None
        self.ways.append((server.transport.get_extra_info("sslcontext") is not None, who))
        letter: Any = message_from_bytes(envelope.content, policy=policy.default)
        assert envelope.rcpt_tos == [letter["To"]]
        self.letters.append(letter)
        return "250 OK"

    def next(self, seconds: float = 10) -> EmailMessage:
        """The oldest letter nobody took yet, waited for."""
        until = monotonic() + seconds
        while not self.letters:
            assert monotonic() < until, "no letter came"
            sleep(0.01)
        return self.letters.pop(0)

    def certified(self) -> ssl.SSLContext:
        """TLS with a certificate of its own, `post.pem` in its folder."""
        assert self.folder
        key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
        here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
        signed = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(here, critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        place = self.folder / "post.pem"
        place.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + signed.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(place)
        return context
