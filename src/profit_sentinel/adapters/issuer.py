"""The issuer: asks who somebody is by OpenID Connect, authorization code with PKCE.

OpenID Connect Core 1.0, Discovery 1.0, RFC 7636 (PKCE), RFC 9207 (the issuer in the answer).
"""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from http.client import HTTPException
from secrets import token_urlsafe
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol
from urllib.error import HTTPError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from profit_sentinel.adapters.tokens import ALGORITHMS, KEEP, LEEWAY, BadTokenError, person_of
from profit_sentinel.addresses import apart
from profit_sentinel.config import LOOPBACK
from profit_sentinel.domain.errors import RefusedError, UnavailableError, WrongUsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from profit_sentinel.config import Config
    from profit_sentinel.domain.person import Person

DISCOVERY = "/.well-known/openid-configuration"
_NONE = "this service has no issuer to ask who you are"
_PATIENCE = 10
"""Seconds the issuer has to answer."""
_MOST = 2**20
"""Bytes its answers may have."""


class NotLetInError(RefusedError):
    """The issuer does not say who somebody is, or says it in a way that is not believed."""


@dataclass(frozen=True)
class Asked:
    """What was asked of the issuer for one browser; it has to fit what comes back."""

    state: str
    nonce: str
    verifier: str

    @property
    def challenge(self) -> str:
        """What of the verifier the issuer sees before the code is redeemed."""
        return _text(sha256(self.verifier.encode()).digest())


class Issuer(Protocol):
    """Says who somebody is."""

    offered: bool
    """Whether there is one to ask."""

    def address(self, asked: Asked, back: str) -> str:
        """Where the browser is sent to.

        Args:
            asked: Made for this browser alone.
            back: Where the issuer is to send it to.

        Raises:
            UnavailableError: The issuer does not answer.
        """

    def known(self, said: Mapping[str, str], asked: Asked, back: str) -> Person:
        """Who somebody is that the issuer sent back.

        Args:
            said: What the issuer gave the browser along.
            asked: As for `address`.
            back: As for `address`.

        Raises:
            NotLetInError: In words for a person.
            UnavailableError: The issuer does not answer.
        """


class NoIssuer:
    """Knows nobody; for a service without one."""

    offered = False

    def address(self, asked: Asked, back: str) -> str:
        """Refuse.

        Raises:
            NotLetInError: Always.
        """
        del asked, back
        raise NotLetInError(_NONE)

    def known(self, said: Mapping[str, str], asked: Asked, back: str) -> Person:
        """Refuse.

        Raises:
            NotLetInError: Always.
        """
        del said, asked, back
        raise NotLetInError(_NONE)


class OpenIdIssuer:
    """An issuer that is found by its discovery document.

    Document and keys are kept for some minutes.

    Raises:
        WrongUsageError: Its address is none, or not protected by TLS.
    """

    offered = True

    def __init__(self, config: Config) -> None:
        import jwt  # noqa: PLC0415 - only a service with sign-in needs it

        self.config, self.jwt = config, jwt
        self.place = str(config.issuer or "").rstrip("/")
        if not _private(self.place):
            message = f"PROFIT_SENTINEL_ISSUER must be an address with https, not {self.place!r}"
            raise WrongUsageError(message)
        self.opener = build_opener(_Straight())
        self.document: dict[str, Any] = {}
        self.keys: Any = None
        self.read_at = 0.0

    def address(self, asked: Asked, back: str) -> str:
        """Where the browser is sent to; see `Issuer`."""
        place = self._discovered()["authorization_endpoint"]
        query = {
            "response_type": "code", "client_id": self.config.client_id, "redirect_uri": back,
            "scope": self.config.scopes, "state": asked.state, "nonce": asked.nonce,
            "code_challenge": asked.challenge, "code_challenge_method": "S256",
        }  # fmt: skip
        return f"{place}{'&' if urlsplit(place).query else '?'}{urlencode(query)}"

    def known(self, said: Mapping[str, str], asked: Asked, back: str) -> Person:
        """Who somebody is that the issuer sent back; see `Issuer`."""
        if not compare_digest(said.get("state", "").encode(), asked.state.encode()):
            message = "this is not the sign-in that was begun in this browser; begin again"
            raise NotLetInError(message)
        if (problem := said.get("error")) is not None:
            raise NotLetInError(_in_words(problem, said.get("error_description", "")))
        document = self._discovered()
        if said.get("iss", document["issuer"]) != document["issuer"] or not said.get("code"):
            message = "the answer is not one of this issuer; begin again"
            raise NotLetInError(message)
        told = self._redeemed(document, said["code"], asked, back)
        claims = self._believed(document, str(told.get("id_token", "")), asked.nonce)
        try:
            return person_of(claims, self.config)
        except BadTokenError as error:
            message = f"the issuer knows you, but {error}; ask whoever runs it to add it"
            raise NotLetInError(message) from error

    def _redeemed(
        self, document: Mapping[str, Any], code: str, asked: Asked, back: str
    ) -> dict[str, Any]:
        """What the issuer gives for a code."""
        form = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": back,
            "client_id": str(self.config.client_id), "code_verifier": asked.verifier,
        }  # fmt: skip
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if (secret := self.config.client_secret) is not None:
            ways = document.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
            if "client_secret_basic" in ways:
                pair = f"{quote(form['client_id'], '')}:{quote(secret.get_secret_value(), '')}"
                headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
            else:
                form["client_secret"] = secret.get_secret_value()
        return self._asked(Request(  # noqa: S310 - the address was looked at
            document["token_endpoint"], urlencode(form).encode(), headers
        ))  # fmt: skip

    def _believed(self, document: Mapping[str, Any], token: str, nonce: str) -> dict[str, Any]:
        """What a token claims, once it is known to be the issuer's, for this browser."""
        try:
            claims: dict[str, Any] = self.jwt.decode(
                token, self.keys.get_signing_key_from_jwt(token).key, algorithms=ALGORITHMS,
                audience=self.config.client_id, issuer=document["issuer"], leeway=LEEWAY,
                options={"require": ["exp", "iat", "sub", "aud", "iss"]},
            )  # fmt: skip
        except (self.jwt.PyJWKClientConnectionError, json.JSONDecodeError) as error:
            raise UnavailableError("issuer", str(error)) from error
        except (self.jwt.PyJWTError, TypeError, ValueError) as error:
            message = f"what the issuer says of you is not valid: {error}"
            raise NotLetInError(message) from error
        other = claims.get("azp", self.config.client_id) != self.config.client_id
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if other or (several and "azp" not in claims):
            message = "what the issuer says of you is for another service"
            raise NotLetInError(message)
        if not compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
            message = "what the issuer says of you is not for this browser; begin again"
            raise NotLetInError(message)
        return claims

    def _discovered(self) -> dict[str, Any]:
        """The discovery document."""
        if self.document and monotonic() - self.read_at < KEEP:
            return self.document
        found = self._asked(Request(f"{self.place}{DISCOVERY}"))  # noqa: S310 - looked at
        wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if str(found.get("issuer", "")).rstrip("/") != self.place:
            raise UnavailableError("issuer", "its document is of another")
        if not all(_private(str(found.get(name, ""))) for name in wanted):
            raise UnavailableError("issuer", "its document lacks an address with https")
        self.keys = self.jwt.PyJWKClient(found["jwks_uri"], lifespan=KEEP, timeout=_PATIENCE)
        self.document, self.read_at = found, monotonic()
        return found

    def _asked(self, request: Request) -> dict[str, Any]:
        """What the issuer answers."""
        try:
            with self.opener.open(request, timeout=_PATIENCE) as answer:
                told = json.loads(answer.read(_MOST))
        except HTTPError as error:
            told = _refusal(error)
        except (OSError, HTTPException, ValueError) as error:
            raise UnavailableError("issuer", "it does not answer as one") from error
        if not isinstance(told, dict):
            raise UnavailableError("issuer", "it does not answer as one")
        return told


class _Straight(HTTPRedirectHandler):
    """Follows no redirection: codes and secrets go to the address that was looked at."""

    def redirect_request(self, *_: Any) -> None:  # noqa: ANN401 - of the library
        """Where to go instead: nowhere."""


def asked() -> Asked:
    """Three values nobody can guess, for one sign-in."""
    return Asked(token_urlsafe(32), token_urlsafe(32), token_urlsafe(48))


WORDS = {
    "access_denied": "the issuer did not let you in, or you said no",
    "login_required": "the issuer wants you to sign in there first",
    "temporarily_unavailable": "the issuer has too much to do; try again in a moment",
    "server_error": "the issuer has a fault of its own; try again in a moment",
    "invalid_grant": "the sign-in took too long or was used already; begin again",
    "invalid_client": "the issuer does not accept the secret of this service; tell whoever runs it",
    "unauthorized_client": "the issuer does not know this service; tell whoever runs it",
    "invalid_scope": "the issuer does not give what is asked for; tell whoever runs this service",
}
"""What an issuer's errors mean (RFC 6749 and OpenID Connect Core)."""
_LONGEST = 200


def _in_words(problem: str, description: str) -> str:
    known = WORDS.get(problem, "the issuer did not let you in")
    more = ": ".join(each[:_LONGEST] for each in (problem, description) if each)
    return f"{known} ({more})"


def _refusal(error: HTTPError) -> dict[str, Any]:
    """Nothing; what an issuer says that refuses is told."""
    try:
        told = json.loads(error.read(_MOST))
        problem, more = str(told["error"]), str(told.get("error_description", ""))
    except (OSError, HTTPException, ValueError, KeyError, TypeError, AttributeError):
        raise UnavailableError("issuer", f"it answers with {error.code}") from error
    raise NotLetInError(_in_words(problem, more)) from error


def _private(place: str) -> bool:
    """Whether nobody on the way can read what is sent to an address."""
    at = apart(place)
    return (
        at is not None
        and bool(at.hostname)
        and (at.scheme == "https" or (at.scheme == "http" and at.hostname in LOOPBACK))
    )


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
