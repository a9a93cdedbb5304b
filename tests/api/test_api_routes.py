"""Every route, tried by everybody; a route that is not in the table fails here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fastapi.routing import APIRoute

from serving import MARK, PEOPLE, Served, World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

V1 = "/api/v1"
OPEN = {("GET", "/health"), ("GET", "/health/live"), ("GET", "/docs"), ("GET", "/openapi.json")}
FILE = {"files": {"file": ("new.csv", b"SKU,On Hand\nA,1\n")}, "data": {"store_id": "1"}}
Table = dict[tuple[str, str], tuple[dict[str, Any], int, int, int, int]]
TABLE: Table = {
    # how it is asked for, and what owner, stranger, manager of store 2 and viewer get
    ("GET", f"{V1}/digest"): ({}, 200, 200, 200, 200),
    ("GET", f"{V1}/digest/{{store_id}}"): ({}, 200, 404, 403, 200),
    ("POST", f"{V1}/delegate"): (
        {"json": {"issue_id": "ISSUE", "assignee": "ann"}}, 200, 404, 403, 403,
    ),
    ("GET", f"{V1}/tasks"): ({}, 200, 200, 200, 200),
    ("GET", f"{V1}/tasks/{{task_id}}"): ({}, 200, 404, 403, 200),
    ("PATCH", f"{V1}/tasks/{{task_id}}"): (
        {"json": {"status": "in_progress"}}, 200, 404, 403, 403,
    ),
    ("PUT", f"{V1}/tasks/{{task_id}}/steps/{{step}}"): (
        {"json": {"done": True}}, 200, 404, 403, 403,
    ),
    ("GET", f"{V1}/issues"): ({}, 200, 200, 200, 200),
    ("GET", f"{V1}/issues/{{issue_id}}"): ({}, 200, 404, 403, 200),
    ("GET", f"{V1}/issues/{{issue_id}}/skus"): ({}, 200, 404, 403, 200),
    ("POST", f"{V1}/issues/{{issue_id}}/decision"): (
        {"json": {"state": "confirmed"}}, 200, 404, 403, 403,
    ),
    ("DELETE", f"{V1}/issues/{{issue_id}}/decision"): ({}, 200, 404, 403, 403),
    ("POST", f"{V1}/uploads"): (FILE, 201, 201, 403, 403),
    ("GET", f"{V1}/uploads"): ({}, 200, 200, 200, 200),
    ("GET", f"{V1}/uploads/{{upload_id}}"): ({}, 200, 404, 403, 200),
    ("GET", f"{V1}/uploads/{{upload_id}}/mapping"): ({}, 200, 404, 403, 200),
    ("PUT", f"{V1}/uploads/{{upload_id}}/mapping"): ({"json": {}}, 200, 404, 403, 403),
    ("GET", f"{V1}/uploads/{{upload_id}}/events"): ({}, 200, 404, 403, 200),
    ("GET", f"{V1}/stores"): ({}, 200, 200, 200, 200),
    ("PATCH", f"{V1}/stores/{{store_id}}"): ({"json": {"name": "Main"}}, 200, 404, 403, 403),
    ("GET", f"{V1}/aliases"): ({}, 200, 200, 200, 200),
    ("PUT", f"{V1}/aliases"): ({"json": {"other": "store:01", "name": "1"}}, 200, 200, 403, 403),
    ("GET", f"{V1}/snapshots"): ({"params": {"store_id": "1"}}, 200, 200, 403, 200),
    ("GET", f"{V1}/settings"): ({}, 200, 200, 200, 200),
    ("PUT", f"{V1}/settings"): ({"json": {"toml": ""}}, 200, 200, 403, 403),
    ("POST", f"{V1}/keys"): ({"json": {"name": "new"}}, 201, 201, 403, 403),
    ("GET", f"{V1}/keys"): ({}, 200, 200, 403, 403),
    ("DELETE", f"{V1}/keys/{{key_id}}"): ({}, 200, 404, 403, 403),
    ("GET", "/metrics"): ({}, 200, 200, 200, 200),
}  # fmt: skip
WHO = ("owner", "stranger", "manager", "viewer")


def operations(served: Served) -> set[tuple[str, str]]:
    """Every operation of the interface, in its description or not."""
    return {
        (method.upper(), path)
        for path, operations in served.app.openapi()["paths"].items()
        for method in operations
    }


def hidden(routes: Iterable[Any]) -> Iterator[str]:
    """Endpoints that the description leaves out, of nested routers too."""
    for route in routes:
        if isinstance(route, APIRoute) and not route.include_in_schema:
            yield route.name
        if nested := getattr(route, "original_router", None):
            yield from hidden(nested.routes)


def filled(world: World, path: str, how: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A path and a body that name what the first store of the chain has."""
    names = {
        "store_id": "1", "task_id": world.task, "issue_id": world.issue, "upload_id": world.upload,
        "key_id": world.key, "step": "0",
    }  # fmt: skip
    body = how.get("json")
    if body and body.get("issue_id"):
        how = {**how, "json": {**body, "issue_id": world.issue}}
    return path.format(**names), how


each_route = pytest.mark.parametrize(
    ("method", "path"), list(TABLE), ids=[f"{method} {path}" for method, path in TABLE]
)


def test_every_operation_stands_in_the_table(served: Served) -> None:
    assert operations(served) - OPEN == set(TABLE) - {("GET", "/metrics")}
    assert set(hidden(served.app.routes)) == {"metrics", "docs"}


@each_route
def test_everybody_gets_what_is_theirs(
    method: str, path: str, world: World, serve: Callable[..., Served]
) -> None:
    how, *expected = TABLE[method, path]
    place, said = filled(world, path, how)
    served = serve()
    for name, status in reversed(list(zip(WHO, expected, strict=True))):
        answer = served.ask(method, place, PEOPLE[name], **said)
        assert (name, answer.status_code) == (name, status), answer.text
        if name in {"stranger", "manager"}:
            assert MARK not in answer.text
            assert status >= 400 or world.key not in answer.text
        if status >= 400:
            assert answer.headers["content-type"] == "application/problem+json"


@each_route
def test_nobody_gets_nothing(method: str, path: str, world: World, served: Served) -> None:
    place, said = filled(world, path, TABLE[method, path][0])
    for answer in (
        served.ask(method, place, None, **said),
        served.ask(method, place, None, content=b"{", headers={"Content-Type": "application/json"}),
        served.ask(method, place, "ps_nobody-gave-this-out", **said),
        served.ask(method, place, "no.token.atall", **said),
    ):
        assert answer.status_code == 401, answer.text
        assert answer.json()["status"] == 401
        assert "Bearer" in answer.headers["www-authenticate"]


@pytest.mark.parametrize(("method", "path"), sorted(OPEN))
def test_open_routes_need_no_sign_in(method: str, path: str, served: Served) -> None:
    assert served.ask(method, path, None).status_code == 200


@pytest.mark.parametrize("path", [
    "/docs/../api/v1/digest", "/health/../api/v1/digest", "//api/v1/digest", "/docs/%2e%2e/metrics",
])  # fmt: skip
def test_a_crooked_path_does_not_pass_the_door(path: str, served: Served) -> None:
    answer = served.ask("GET", path, None)
    assert answer.status_code in {401, 404}
    assert MARK not in answer.text
