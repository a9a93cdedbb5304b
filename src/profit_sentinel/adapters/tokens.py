"""Bearer tokens: signed statements of who somebody is, checked without asking the issuer."""

from __future__ import annotations

import json
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from profit_sentinel.addresses import apart
from profit_sentinel.domain.errors import UnavailableError, WrongUsageError
from profit_sentinel.domain.person import ORGANISATION, Person, Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from profit_sentinel.config import Config

ALGORITHMS = ("ES256", "RS256")
KEEP = 300
"""Seconds the keys of an address are kept before they are fetched again."""
LEEWAY = 30
"""Seconds by which clocks may differ."""


class BadTokenError(ValueError):
    """A token that says nothing this program may believe."""


class Tokens(Protocol):
    """Reads bearer tokens."""

    def person(self, token: str) -> Person:
        """Who a token speaks for.

        Raises:
            BadTokenError: Forged, expired, of another issuer, or without an organisation or role.
        """


class NoTokens:
    """Believes no token; for a program that only knows keys."""

    def person(self, token: str) -> Person:
        """Refuse.

        Raises:
            BadTokenError: Always.
        """
        del token
        message = "this service takes no bearer tokens; use an API key"
        raise BadTokenError(message)


class SignedTokens:
    """Tokens signed by one of the keys of a JWKS, a file or an address.

    Keys of an address are kept for some minutes, and fetched again, at most every 30 seconds, when
    a token names one that is not among them, so that a rotation needs no restart.

    Raises:
        WrongUsageError: The file is not there or holds no keys, or the address is none.
    """

    def __init__(self, config: Config) -> None:
        import jwt  # noqa: PLC0415 - only a service with sign-in needs it

        self.config, self.jwt = config, jwt
        place = str(config.jwks)
        self.remote = self._at(place) if "://" in place else None
        self.keys = [] if self.remote else self._read(Path(place))

    def _at(self, place: str) -> Any:  # noqa: ANN401 - of the library
        at = apart(place)
        if at is None or at.scheme not in {"https", "http"} or not at.hostname:
            message = f"PROFIT_SENTINEL_JWKS: {place!r} is no address of keys with https"
            raise WrongUsageError(message)
        return self.jwt.PyJWKClient(place, lifespan=KEEP, timeout=5)

    def _read(self, path: Path) -> list[Any]:
        try:
            return list(self.jwt.PyJWKSet.from_dict(json.loads(path.read_text("utf-8"))).keys)
        except (OSError, ValueError, self.jwt.PyJWTError) as error:
            message = f"{path}: no file of signing keys (JWKS): {error}"
            raise WrongUsageError(message) from error

    def person(self, token: str) -> Person:
        """Who a token speaks for; see `Tokens`."""
        try:
            claims = self.jwt.decode(
                token, self._key(token), algorithms=ALGORITHMS, leeway=LEEWAY,
                audience=self.config.audience, issuer=self.config.issuer,
                options={"require": ["exp", "sub"], "verify_aud": self.config.audience is not None},
            )  # fmt: skip
        except (self.jwt.PyJWKClientConnectionError, json.JSONDecodeError) as error:
            raise UnavailableError("issuer", str(error)) from error
        except (self.jwt.PyJWTError, TypeError, ValueError) as error:
            message = f"the token is not valid: {error}"
            raise BadTokenError(message) from error
        return person_of(claims, self.config)

    def _key(self, token: str) -> Any:  # noqa: ANN401 - of the library
        if self.remote is not None:
            return self.remote.get_signing_key_from_jwt(token).key
        name = self.jwt.get_unverified_header(token).get("kid")
        fitting = [key for key in self.keys if name is None or key.key_id == name]
        if len(fitting) != 1:
            message = "the token names no key of this issuer"
            raise self.jwt.InvalidTokenError(message)
        return fitting[0].key


def person_of(claims: Mapping[str, Any], config: Config) -> Person:
    """Who the claims of a token speak of, once it is believed.

    Raises:
        BadTokenError: They name no organisation or role.
    """
    org = claim(claims, config.org_claim)
    role = claim(claims, config.role_claim)
    stores = claim(claims, config.stores_claim) or []
    if not isinstance(org, str) or not ORGANISATION.fullmatch(org):
        message = f"the token names no organisation in {config.org_claim}"
        raise BadTokenError(message)
    if not isinstance(role, str) or role not in set(Role):
        message = f"the token names no role in {config.role_claim}"
        raise BadTokenError(message)
    if not isinstance(stores, list):
        message = f"{config.stores_claim} is no list of stores"
        raise BadTokenError(message)
    name = str(claims.get("email") or claims["sub"])
    return Person(name, org, Role(role), frozenset(map(str, stores)), f"issuer:{claims['sub']}")


def claim(claims: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401 - a claim is any JSON
    """A claim by name; dots lead into nested ones."""
    held: Any = claims
    return reduce(
        lambda at, name: at.get(name) if isinstance(at, dict) else None, path.split("."), held
    )
