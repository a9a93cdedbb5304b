from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from posting import PASSWORD, USER, Post
from profit_sentinel.adapters.mail import NoMail, SmtpMail, mail_of
from profit_sentinel.config import Config
from profit_sentinel.domain.errors import UnavailableError, WrongUsageError

if TYPE_CHECKING:
    from pathlib import Path

TO = "ann@acme.test"


def known(**changes: Any) -> dict[str, Any]:
    return {"smtp_user": USER, "smtp_password": PASSWORD} | changes


def test_a_letter_arrives_as_it_was_written() -> None:
    text = "Hello Zoë,\n\nthis is a line.\n.\n..and the last\n"
    with Post() as post:
        mail_of(Config(**post.config())).send(TO, "Grüße: sign in", text)
        letter = post.next()
    assert letter["From"] == "Profit Sentinel <sentinel@acme.test>"
    assert (letter["To"], letter["Subject"]) == (TO, "Grüße: sign in")
    assert letter.get_content().replace("\r\n", "\n") == text
    assert letter["Message-ID"].endswith("@acme.test>")
    assert letter["Date"]
    assert post.ways == [(False, None)]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_letter_goes_by_tls_after_signing_in(
    security: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Post(tmp_path, at_once=security == "tls") as post:
        config = Config(**post.config(smtp_security=security, **known()))
        with pytest.raises(UnavailableError, match="SSLCertVerificationError"):
            SmtpMail(config).send(TO, "x", "y")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "post.pem"))
        SmtpMail(config).send(TO, "x", "y")
        assert post.ways == [(True, USER)]
        wrong = Config(**post.config(smtp_security=security, **known(smtp_password=PASSWORD[1:])))
        with pytest.raises(UnavailableError, match="SMTPAuthenticationError 535") as told:
            SmtpMail(wrong).send(TO, "x", "y")
        assert PASSWORD not in str(told.value)


def test_a_server_without_tls_gets_no_letter_that_wants_it() -> None:
    with Post() as post:
        config = Config(**post.config(smtp_security="starttls", **known()))
        with pytest.raises(UnavailableError, match="SMTPNotSupportedError"):
            SmtpMail(config).send(TO, "x", "y")
        assert post.letters == []


def test_a_server_that_refuses_or_is_away_is_told() -> None:
    with Post(refuses="550 no such box") as post:
        mail = SmtpMail(Config(**post.config()))
        with pytest.raises(UnavailableError, match="SMTPRecipientsRefused"):
            mail.send(TO, "x", "y")
    with pytest.raises(UnavailableError, match="the mail is not available"):
        mail.send(TO, "x", "y")


@pytest.mark.parametrize("wrong", [f"{TO}\r\nBcc: eve@evil.example", f"{TO}\nX: y"])
def test_no_address_smuggles_in_a_header(wrong: str) -> None:
    with Post() as post:
        mail = SmtpMail(Config(**post.config()))
        with pytest.raises(ValueError, match=r"line|header"):
            mail.send(wrong, "x", "y")
        assert post.letters == []


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({}, "MAIL_FROM"),
        ({"mail_from": "nobody"}, "MAIL_FROM"),
        ({"mail_from": TO, "smtp_security": "none", "smtp_password": "x"}, "a password needs TLS"),
    ],
)
def test_what_cannot_send_is_told_at_the_start(config: dict[str, Any], words: str) -> None:
    with pytest.raises(WrongUsageError, match=words):
        mail_of(Config(smtp_host="127.0.0.1", **config))


def test_without_a_server_nothing_is_sent_and_no_text_is_told() -> None:
    mail = mail_of(Config())
    assert isinstance(mail, NoMail)
    assert not mail.offered
    with capture_logs() as lines:
        mail.send(TO, "Sign in", "a secret text")
    told = str(lines)
    assert "mail is not configured" in told
    assert "Sign in" in told
    assert "a secret text" not in told


def test_a_password_is_not_told_with_the_settings() -> None:
    assert PASSWORD not in repr(Config(**known()))
