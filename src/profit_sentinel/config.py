"""How the service is run: one typed class, read from the environment.

The constants of the leaks stand in `settings`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlunsplit

from pydantic import AfterValidator, AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from profit_sentinel.addresses import apart
from profit_sentinel.domain.errors import WrongUsageError

PREFIX = "PROFIT_SENTINEL_"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def _checked(address: str) -> str:
    parts = apart(address)
    if parts is None or not parts.hostname:
        message = f"{address!r} names no host"
        raise ValueError(message)
    return address


class Config(BaseSettings):
    """Where the service keeps its state, whom it lets in, and how much it takes.

    Raises:
        WrongUsageError: A setting that cannot be used, by the name of its variable.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    home: Annotated[Path | None, Field(description=(
        "Folder of the embedded database, the files and your own systems; without it the data "
        "folder of the account"))] = None  # fmt: skip
    database_url: Annotated[str | None, Field(
        validation_alias=AliasChoices("PROFIT_SENTINEL_DATABASE_URL", "DATABASE_URL"),
        description="PostgreSQL address; without it SQLite in the home folder")] = None  # fmt: skip
    bucket_url: Annotated[str | None, Field(
        validation_alias=AliasChoices("PROFIT_SENTINEL_BUCKET_URL", "BUCKET_URL"),
        description="Bucket for the files, such as s3://bucket/folder; without it the home "
                    "folder")] = None  # fmt: skip
    host: Annotated[str, Field(
        description="Address to listen on, without brackets", pattern=r"^[^\s/\[\]]+$"
    )] = "127.0.0.1"  # fmt: skip
    port: Annotated[int, Field(description="Port to listen on", ge=0, le=65535)] = 8001
    address: Annotated[Annotated[str, AfterValidator(_checked)] | None, Field(
        description="Address under which people reach the service, with https and without a path; "
                    "needed off loopback for sign-in in the browser",
        pattern=r"^https?://[^/?#\s]+/?$")] = None  # fmt: skip
    dev_mode: Annotated[bool | None, Field(description=(
        "One local owner without sign-in; by default on a loopback address when neither JWKS, "
        "client id nor SMTP host is named"))] = None  # fmt: skip
    dev_mode_anywhere: Annotated[bool, Field(
        description="Allow dev mode on an address others reach")] = False  # fmt: skip
    jwks: Annotated[str | None, Field(
        description="File or address of the keys that sign bearer tokens")] = None  # fmt: skip
    issuer: Annotated[str | None, Field(
        description="Issuer a token must name; for sign-in in the browser its address"
    )] = None  # fmt: skip
    client_id: Annotated[
        str | None,
        Field(description="Name of this service at the issuer, for sign-in in the browser"),
    ] = None
    client_secret: Annotated[SecretStr | None, Field(
        description="Its secret there, where the issuer gave one")] = None  # fmt: skip
    scopes: Annotated[str, Field(
        description="What the issuer is asked for")] = "openid email profile"  # fmt: skip
    audience: Annotated[str | None, Field(description="Audience a token must name")] = None
    org_claim: Annotated[str, Field(
        description="Claim that names the organisation; dots lead into nested claims"
    )] = "app_metadata.org"  # fmt: skip
    role_claim: Annotated[str, Field(description="Claim that names the role")] = "app_metadata.role"
    stores_claim: Annotated[str, Field(
        description="Claim that lists the stores")] = "app_metadata.stores"  # fmt: skip
    upload_megabytes: Annotated[int, Field(description="Largest upload", ge=1)] = 512
    unpacked_megabytes: Annotated[int, Field(
        description="Most a zip or workbook may unpack to", ge=1)] = 2048  # fmt: skip
    body_kilobytes: Annotated[int, Field(description="Largest other request", ge=1)] = 256
    rows: Annotated[int, Field(description="Most rows of an upload", ge=1)] = 20_000_000
    rate: Annotated[str, Field(
        description="Requests a key or address may make; empty for no limit"
    )] = "600/minute"  # fmt: skip
    sign_in_rate: Annotated[str, Field(
        description="Sign-ins an address may try in the browser, and fail elsewhere"
    )] = "30/minute"  # fmt: skip
    sign_in_days: Annotated[int, Field(
        description="Days a browser stays signed in", ge=1)] = 30  # fmt: skip
    idle_days: Annotated[int, Field(
        description="Days without a visit after which it is signed out", ge=1)] = 7  # fmt: skip
    smtp_host: Annotated[str | None, Field(
        description="Server that sends mail; without an issuer people sign in by mail then"
    )] = None  # fmt: skip
    smtp_port: Annotated[int, Field(description="Its port", ge=1, le=65535)] = 587
    smtp_user: Annotated[str | None, Field(description="Account there")] = None
    smtp_password: Annotated[SecretStr | None, Field(description="Its password")] = None
    smtp_security: Annotated[str, Field(
        description="`starttls`, `tls` from the first byte, or `none`",
        pattern="^(starttls|tls|none)$")] = "starttls"  # fmt: skip
    mail_from: Annotated[str | None, Field(description="Who mail comes from")] = None
    cors: Annotated[tuple[str, ...], Field(
        description="Web origins that may call the interface, as a JSON list; none by default"
    )] = ()  # fmt: skip
    readers: Annotated[int, Field(description="Uploads read at a time; 0 for none here", ge=0)] = 1
    lease_seconds: Annotated[float, Field(
        description="After so long without a sign of life another reader takes an upload over",
        gt=0)] = 20.0  # fmt: skip
    attempts: Annotated[int, Field(
        description="How often an upload is tried that stops the reader", ge=1)] = 3  # fmt: skip
    keep_days: Annotated[int | None, Field(
        description="Days uploads and snapshots are kept, always what a store shows, compares "
                    "with and verifies tasks by; without it for good", ge=1)] = None  # fmt: skip
    log_format: Annotated[str, Field(
        description="`json` or `text`", pattern="^(json|text)$")] = "text"  # fmt: skip

    def __init__(self, **said: Any) -> None:  # noqa: ANN401 - as each setting has it
        try:
            super().__init__(**said)
        except ValidationError as error:
            raise WrongUsageError(_explained(error)) from error
        except SettingsError as error:
            raise WrongUsageError(str(error)) from error

    @property
    def open_door(self) -> bool:
        """Whether everybody who reaches the address is the local owner."""
        local = self.host in LOOPBACK
        wanted = local and not self.signs_in if self.dev_mode is None else self.dev_mode
        return wanted and (local or self.dev_mode_anywhere)

    @property
    def signs_in(self) -> bool:
        """Whether a way to sign in is named."""
        return any((self.jwks, self.client_id, self.smtp_host))

    @property
    def by_mail(self) -> bool:
        """Whether people sign in by a link in a mail, for want of an issuer."""
        return self.smtp_host is not None and self.client_id is None

    @property
    def public(self) -> str:
        """The address people reach the service by, without a slash at its end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        here = urlunsplit(("http", f"{host}:{self.port}", "", "", ""))
        return (self.address or here).rstrip("/")

    @property
    def secure(self) -> bool:
        """Whether browsers may send cookies over TLS only; on this machine there is none."""
        at = apart(self.public)
        return at is None or at.scheme == "https" or at.hostname not in LOOPBACK


def _explained(error: ValidationError) -> str:
    """What is wrong with each setting, without what it says, which may be a secret."""
    lines = []
    for each in error.errors():
        name = str(each["loc"][0]) if each["loc"] else ""
        field = Config.model_fields.get(name)
        meant = f"; it is: {field.description}" if field else ""
        lines.append(f"{_variable(name)} cannot be used: {each['msg']}{meant}")
    return "\n".join(lines)


def _variable(name: str) -> str:
    return name if name.isupper() else f"{PREFIX}{name.upper()}"


def table() -> str:
    """Every setting with its variable, its default and its meaning, as a Markdown table."""
    lines = ["| variable | default | meaning |", "|---|---|---|"]
    for name, field in Config.model_fields.items():
        alias = field.validation_alias
        names = alias.choices if isinstance(alias, AliasChoices) else [f"{PREFIX}{name.upper()}"]
        default = "" if field.default in {None, ()} else f"`{field.default}`"
        shown = " or ".join(f"`{each}`" for each in names)
        lines.append(f"| {shown} | {default} | {field.description} |")
    return "\n".join(lines) + "\n"
