from __future__ import annotations

import base64
import hmac
import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from homes import MANAGER, OWNER, VIEWER
from profit_sentinel.adapters.tokens import BadTokenError, NoTokens, SignedTokens
from profit_sentinel.config import Config
from profit_sentinel.domain.errors import WrongUsageError
from profit_sentinel.domain.person import Person, Role
from profit_sentinel.services import keys
from profit_sentinel.store import keys as kept
from serving import AUDIENCE, ISSUER, KeyServer, Served, Signer, claims_of, key_set

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TASKS = "/api/v1/tasks"
KEYS = "/api/v1/keys"


def status(served: Served, token: str, path: str = TASKS) -> int:
    answered: int = served.get(path, token).status_code
    return answered


def unsigned(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def plain_claims() -> dict[str, Any]:
    return {**claims_of(OWNER), "exp": int(claims_of(OWNER)["exp"].timestamp())}


def test_tokens_of_both_algorithms_are_believed(served: Served) -> None:
    assert status(served, served.signer.token(OWNER)) == 200
    assert status(served, served.rsa.token(OWNER)) == 200


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "another.test"},
        {"aud": "another"},
        {"aud": None},
        {"iss": None},
        {"exp": None},
        {"sub": None},
        {"exp": datetime.now(UTC) - timedelta(minutes=2)},
        {"nbf": datetime.now(UTC) + timedelta(days=1)},
        {"app_metadata": None},
        {"app_metadata": "acme"},
        {"app_metadata": {"role": "owner"}},
        {"app_metadata": {"org": "acme"}},
        {"app_metadata": {"org": "*", "role": "owner"}},
        {"app_metadata": {"org": "..", "role": "owner"}},
        {"app_metadata": {"org": "a/b", "role": "owner"}},
        {"app_metadata": {"org": "a\x00", "role": "owner"}},
        {"app_metadata": {"org": "", "role": "owner"}},
        {"app_metadata": {"org": ["acme"], "role": "owner"}},
        {"app_metadata": {"org": "acme", "role": "emperor"}},
        {"app_metadata": {"org": "acme", "role": ["owner"]}},
        {"app_metadata": {"org": "acme", "role": "manager", "stores": "1"}},
    ],
)
def test_a_token_that_says_the_wrong_thing_is_not_believed(
    claims: dict[str, Any], served: Served
) -> None:
    assert status(served, served.signer.token(OWNER, **claims)) == 401


def test_a_token_that_ran_out_a_moment_ago_still_holds(served: Served) -> None:
    past = datetime.now(UTC) - timedelta(seconds=5)
    assert status(served, served.signer.token(OWNER, exp=past)) == 200


def test_a_forged_token_is_not_believed(served: Served) -> None:
    stranger = Signer("another")
    for header in ({"kid": "ec"}, {"kid": "another"}, {"kid": ""}):
        assert status(served, stranger.token(OWNER, header=header)) == 401
    whole = served.signer.token(OWNER)
    head, _, tail = whole.split(".")
    changed = unsigned(plain_claims() | {"app_metadata": {"org": "other", "role": "owner"}})
    assert status(served, f"{head}.{changed}.{tail}") == 401
    assert status(served, whole[:-4] + "AAAA") == 401


@pytest.mark.parametrize("name", ["none", "None", "NONE"])
def test_a_token_without_a_signature_is_not_believed(name: str, served: Served) -> None:
    for kid in ("ec", "rsa"):
        head = unsigned({"alg": name, "typ": "JWT", "kid": kid})
        assert status(served, f"{head}.{unsigned(plain_claims())}.") == 401


def test_a_public_key_is_no_shared_secret(served: Served) -> None:
    for signer in (served.signer, served.rsa):
        public = signer.key.public_key().public_bytes(
            Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
        )
        head = unsigned({"alg": "HS256", "typ": "JWT", "kid": signer.name})
        body = f"{head}.{unsigned(plain_claims())}"
        mark = hmac.new(public, body.encode(), sha256).digest()
        sealed = base64.urlsafe_b64encode(mark).rstrip(b"=").decode()
        assert status(served, f"{body}.{sealed}") == 401


def test_a_key_signs_only_by_its_own_algorithm(served: Served) -> None:
    assert status(served, served.signer.token(OWNER, header={"kid": "rsa"})) == 401
    assert status(served, served.rsa.token(OWNER, header={"kid": "ec"})) == 401


@pytest.mark.parametrize("said", ["", "Bearer", "Bearer ", "Basic b2xnYTp4", "Bearer a b c"])
def test_other_headers_sign_nobody_in(said: str, served: Served) -> None:
    answer = served.client.get(TASKS, headers={"Authorization": said})
    assert answer.status_code == 401


def test_keys_of_an_address_are_fetched_once(serve: Callable[..., Served]) -> None:
    old, new = Signer("old"), Signer("new", "RS256")
    with KeyServer(key_set(old)) as server:
        served = serve(jwks=server.address, issuer=ISSUER, audience=AUDIENCE)
        for _ in range(3):
            assert status(served, old.token(OWNER)) == 200
            assert status(served, new.token(OWNER)) == 401
        assert server.asked == 1


def test_a_key_that_was_changed_is_fetched() -> None:
    old, new = Signer("old"), Signer("new", "RS256")
    with KeyServer(key_set(old)) as server:
        tokens = SignedTokens(Config(jwks=server.address, issuer=ISSUER, audience=AUDIENCE))
        assert tokens.remote
        tokens.remote.cooldown_duration = 0
        assert tokens.person(old.token(OWNER)).name == OWNER.name
        server.said = key_set(new)
        assert tokens.person(new.token(MANAGER)) == MANAGER
        with pytest.raises(BadTokenError):
            tokens.person(old.token(OWNER))


def test_an_address_that_is_away_is_not_ones_own_fault(serve: Callable[..., Served]) -> None:
    with KeyServer(key_set(Signer("ec"))) as server:
        address = server.address
    served = serve(jwks=address, issuer=ISSUER, audience=AUDIENCE)
    answer = served.get(TASKS, Signer("ec").token(OWNER))
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0


def test_an_address_that_serves_nonsense_is_no_error_of_the_program(
    serve: Callable[..., Served],
) -> None:
    for said in ("not json", "[]", '{"keys": []}', '{"keys": [{"kty": "x"}]}'):
        with KeyServer(said) as server:
            served = serve(jwks=server.address, issuer=ISSUER, audience=AUDIENCE)
            assert status(served, Signer("ec").token(OWNER)) in {401, 503}


@pytest.mark.parametrize("said", [None, "not json", "{}", '{"keys": []}'])
def test_a_file_without_keys_is_told_at_the_start(said: str | None, tmp_path: Path) -> None:
    path = tmp_path / "jwks.json"
    if said is not None:
        path.write_text(said)
    with pytest.raises(WrongUsageError, match="JWKS"):
        SignedTokens(Config(jwks=str(path)))


def test_a_service_without_an_issuer_takes_keys_only() -> None:
    with pytest.raises(BadTokenError, match="API key"):
        NoTokens().person(jwt.encode({"sub": "x"}, "a secret of thirty-two letters or so"))


def test_a_key_is_shown_once_and_kept_as_a_hash(served: Served) -> None:
    made = served.ask("POST", KEYS, json={"name": "till", "role": "viewer"})
    secret = made.json()["secret"]
    assert made.status_code == 201
    assert secret not in served.get(KEYS).text
    with served.home.database.reading(OWNER.org) as session:
        stored = {each.secret for each in kept.listed(session)}
    assert secret not in stored
    assert keys.hashed(secret) in stored
    raw = b"".join(path.read_bytes() for path in served.home.folder.glob("state.sqlite*"))
    assert secret.encode() not in raw
    assert status(served, secret) == 200


def test_a_revoked_key_opens_nothing(served: Served) -> None:
    made = served.ask("POST", KEYS, json={"name": "till"}).json()
    assert status(served, made["secret"]) == 200
    gone = served.ask("DELETE", f"{KEYS}/{made['id']}")
    assert gone.json()["revoked_at"]
    assert "secret" not in gone.json()
    assert status(served, made["secret"]) == 401
    assert served.ask("DELETE", f"{KEYS}/{made['id']}").json() == gone.json()


def test_a_key_may_what_its_role_may(served: Served) -> None:
    asked = {"name": "scanner", "role": "manager", "stores": ["2"]}
    secret = served.ask("POST", KEYS, json=asked).json()["secret"]
    assert status(served, secret, "/api/v1/digest/2") == 200
    assert status(served, secret, "/api/v1/digest/1") == 403
    assert status(served, secret, KEYS) == 403
    assert {each["id"] for each in served.get("/api/v1/stores", secret).json()["stores"]} == {"2"}


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "x", "role": "manager"},
        {"name": "x", "role": "owner", "stores": ["1"]},
        {"name": "", "role": "viewer"},
        {"name": "x", "role": "emperor"},
        {"name": "x", "colour": "red"},
    ],
)
def test_a_key_that_makes_no_sense_is_refused(asked: dict[str, Any], served: Served) -> None:
    assert served.ask("POST", KEYS, json=asked).status_code == 422


@pytest.mark.parametrize("who", [MANAGER, VIEWER, Person("eve", "acme", Role.EXECUTIVE)])
def test_only_an_owner_makes_keys(who: Person, served: Served) -> None:
    assert served.ask("POST", KEYS, who, json={"name": "x"}).status_code == 403


def test_on_this_machine_there_is_one_owner_without_sign_in(serve: Callable[..., Served]) -> None:
    served = serve(anonymous=True)
    assert served.get("/health", None).json()["dev_mode"] is True
    assert served.get(TASKS, None).status_code == 200
    assert served.get(TASKS, None).json()["total"] == 0


@pytest.mark.parametrize(
    ("config", "opened"),
    [
        ({}, True),
        ({"host": "0.0.0.0"}, False),  # noqa: S104 - what must not be open
        ({"host": "0.0.0.0", "dev_mode": True}, False),  # noqa: S104
        ({"host": "0.0.0.0", "dev_mode": True, "dev_mode_anywhere": True}, True),  # noqa: S104
        ({"dev_mode": False}, False),
        ({"jwks": "keys.json"}, False),
        ({"jwks": "keys.json", "dev_mode": True}, True),
    ],
    ids=str,
)
def test_the_door_stands_open_only_on_this_machine(config: dict[str, Any], *, opened: bool) -> None:
    assert Config(**config).open_door is opened
