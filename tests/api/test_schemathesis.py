"""Whatever a client sends: no error of the program, and every answer as the document says."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from profit_sentinel.api.application import application
from profit_sentinel.app import open_home
from profit_sentinel.config import Config
from profit_sentinel.domain.person import Person, Role
from profit_sentinel.services import issues, tasks, uploads
from profit_sentinel.services.home import LOCAL
from profit_sentinel.services.reading import read_until_done
from torture.service import stock_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from fastapi import FastAPI
    from schemathesis import APIOperation

EXAMPLES = int(os.environ.get("TORTURE_EXAMPLES", "200"))
OWNER = Person("you", LOCAL, Role.OWNER)
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance,
    response_headers_conformance, response_schema_conformance,
]  # fmt: skip
STREAM = "/api/v1/uploads/{upload_id}/events"
"""Ends only when the upload has been read, and nobody reads here."""
Known = dict[str, "Sequence[str]"]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    return application(open_home(Config(home=tmp_path_factory.mktemp("home"), rate="")))


@pytest.fixture(scope="module")
def known(app: FastAPI, tmp_path_factory: pytest.TempPathFactory) -> Known:
    """A store with issues, and tasks of some of them."""
    home = app.state.home
    path: Path = tmp_path_factory.mktemp("files") / "stock.csv"
    path.write_bytes(stock_list("1", 1))
    with path.open("rb") as file:
        upload = uploads.receive(home, OWNER, path.name, file).upload
    read_until_done(home, OWNER, upload.id)
    found, _ = issues.listed(home, OWNER, None, None, None, 0, 10)
    names = [issue["id"] for issue in found]
    made = [tasks.delegate(home, OWNER, tasks.Order(name, "Ana")).task.id for name in names[:1]]
    assert len(names) >= 2
    return {"issue_id": names, "task_id": made, "store_id": ["1"], "upload_id": [upload.id]}


def test_no_request_is_answered_otherwise_than_the_document_says(
    app: FastAPI, known: Known
) -> None:
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) >= 20
    for operation in operations:
        if operation.path != STREAM:
            try_out(operation, known)


def try_out(operation: APIOperation[Any, Any, Any, Any], known: Known) -> None:
    """Send requests that fit the document and requests that do not."""
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    strategies = [operation.as_strategy(generation_mode=mode) for mode in modes]

    @given(case=st.one_of(*strategies), data=st.data())
    @settings(
        max_examples=max(EXAMPLES // 10, 1), deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def send(
        case: Any,
        data: st.DataObject,
    ) -> None:
        for held in (case.path_parameters, case.body):
            if isinstance(held, dict) and data.draw(st.booleans()):
                held.update(some(known, held, data))
        case.call_and_validate(checks=CHECKS)

    send()


def some(known: Known, held: Mapping[str, Any], data: st.DataObject) -> dict[str, str]:
    """Names of things that are there, for fields that ask for one."""
    return {
        field: data.draw(st.sampled_from(names)) for field, names in known.items() if field in held
    }
