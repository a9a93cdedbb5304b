"""Mail: one letter at a time, by a server that takes it on."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid, parseaddr
from typing import TYPE_CHECKING, Protocol

import structlog

from profit_sentinel.addresses import MAIL
from profit_sentinel.domain.errors import UnavailableError, WrongUsageError

if TYPE_CHECKING:
    from profit_sentinel.config import Config

_PATIENCE = 20
"""Seconds the server has to answer."""
log = structlog.get_logger("profit_sentinel.mail")


class Mail(Protocol):
    """Sends mail."""

    offered: bool
    """Whether anything is sent."""

    def send(self, to: str, subject: str, text: str) -> None:
        """Hand a letter over.

        Args:
            to: One address.
            subject: In one line.
            text: Plain.

        Raises:
            UnavailableError: The server does not take it.
        """


class NoMail:
    """Sends nothing and says so in the log, without the text, which may hold a secret."""

    offered = False

    def send(self, to: str, subject: str, text: str) -> None:
        """Write down that a letter was not sent."""
        del to, text
        log.warning("mail is not configured; nothing was sent", subject=subject)


class SmtpMail:
    """Sends by SMTP.

    Raises:
        WrongUsageError: No sender is named, or a password would go over the wire in the open.
    """

    offered = True

    def __init__(self, config: Config) -> None:
        self.config = config
        self.sender = config.mail_from or ""
        if MAIL.fullmatch(parseaddr(self.sender)[1]) is None:
            message = "mail needs a sender: set PROFIT_SENTINEL_MAIL_FROM to an address"
            raise WrongUsageError(message)
        if config.smtp_security == "none" and config.smtp_password:
            message = "a password needs TLS: set PROFIT_SENTINEL_SMTP_SECURITY to starttls or tls"
            raise WrongUsageError(message)

    def send(self, to: str, subject: str, text: str) -> None:
        """Hand a letter over; see `Mail`."""
        letter = EmailMessage(SMTP)
        letter["From"], letter["To"], letter["Subject"] = self.sender, to, subject
        letter["Date"], letter["Auto-Submitted"] = formatdate(), "auto-generated"
        letter["Message-ID"] = make_msgid(domain=parseaddr(self.sender)[1].rpartition("@")[2])
        letter.set_content(text)
        try:
            with self._server() as server:
                server.send_message(letter)
        except (smtplib.SMTPException, OSError) as error:
            raise UnavailableError("mail", _reason(error)) from error

    def _server(self) -> smtplib.SMTP:
        config = self.config
        place, safe = (str(config.smtp_host), config.smtp_port), ssl.create_default_context()
        if config.smtp_security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(*place, timeout=_PATIENCE, context=safe)
        else:
            server = smtplib.SMTP(*place, timeout=_PATIENCE)
        try:
            if config.smtp_security == "starttls":
                server.starttls(context=safe)
            if config.smtp_user and config.smtp_password:
                server.login(config.smtp_user, config.smtp_password.get_secret_value())
        except (smtplib.SMTPException, OSError):
            server.close()
            raise
        return server


def mail_of(config: Config) -> Mail:
    """The mail of a configuration.

    Raises:
        WrongUsageError: It cannot send any.
    """
    return SmtpMail(config) if config.smtp_host else NoMail()


def _reason(error: Exception) -> str:
    """Why a letter was not taken, without what was said to the server."""
    code = getattr(error, "smtp_code", None)
    return type(error).__name__ if code is None else f"{type(error).__name__} {code}"
