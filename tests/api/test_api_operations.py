"""The operations by their fields, and what a client is told when it errs."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest
import structlog

from homes import OF_STORE_2, OWNER, SECOND, VIEWER, Line, dead, listing, ordinary, read
from profit_sentinel import __version__
from profit_sentinel.services import digests
from profit_sentinel.services.reading import read_next
from serving import CHAIN, MARK, Served, World
from shelves import SILENT, silent_shelves

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

V1 = "/api/v1"
ISSUE = {
    "id", "issue_type", "title", "store_id", "group", "money", "dollar_impact", "recoverable",
    "probability", "evidence", "trend_direction", "priority_score", "first_seen",
    "detection_timestamp", "context", "root_cause", "root_cause_confidence", "cause_scores",
    "active_signals", "sku_count", "skus",
}  # fmt: skip
TASK = {
    "id", "issue_id", "store_id", "title", "priority", "status", "assignee", "deadline", "dollars",
    "checklist", "skus",
}  # fmt: skip


def problem(answer: Any, status: int) -> Any:
    """What an error says, in the one shape all have."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body.keys() == {"type", "title", "status", "detail"}
    assert body["status"] == status
    return body["detail"]


def test_health_tells_of_every_part(served: Served) -> None:
    body = served.get("/health", None).json()
    assert body["status"] == "ok"
    assert body["version"] == __version__
    assert body["dev_mode"] is False
    assert body["engine"] is body["database"] is body["storage"] is True
    assert body["binary_found"] is (body["binary_path"] is not None)


def test_a_part_that_is_away_makes_the_service_degraded(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(served.home.database, "answers", lambda: False)
    answer = served.get("/health", None)
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["database"] is False
    assert served.get("/health/live", None).json() == {"status": "ok"}


def test_the_digest_has_its_fields(served: Served) -> None:
    body = served.get(f"{V1}/digest").json()
    assert body.keys() >= {
        "digest", "rendered_text", "generated_at", "store_ids", "issue_count",
        "total_dollar_impact", "recoverable",
    }  # fmt: skip
    digest = body["digest"]
    assert digest.keys() >= {
        "generated_at", "as_of", "store_filter", "pipeline_ms", "issues", "summary",
        "worth_a_count", "count_sheets",
    }  # fmt: skip
    assert body["store_ids"] == ["1", "2"]
    assert digest["as_of"] == "2026-06-01"
    assert all(issue.keys() >= ISSUE for issue in digest["issues"])
    once, a_year = body["recoverable"]["once"], body["recoverable"]["per_year"]
    assert body["total_dollar_impact"] == pytest.approx(once + a_year, abs=0.005)
    assert body["issue_count"] == len(digest["issues"]) == 3
    assert datetime.fromisoformat(body["generated_at"]).tzinfo
    assert body["digest"]["summary"]["dollars"] == {"capital": 60.0, "record": 37.5 + 25}
    assert "PLUMBING" in body["rendered_text"]


def test_a_digest_has_the_count_sheets_of_its_stores(served: Served) -> None:
    assert served.get(f"{V1}/digest").json()["digest"]["worth_a_count"] is None
    read(served.home, silent_shelves("2", day=SECOND), SECOND)
    (sheet,) = served.get(f"{V1}/digest/2").json()["digest"]["count_sheets"]
    assert [line["bin"] for line in sheet["skus"]] == [f"A{days}" for days in SILENT]
    assert (sheet["recovery"], sheet["sku_count"], sheet["minutes"]) == ("per_year", 4, 4.0)
    whole = served.get(f"{V1}/digest", OF_STORE_2).json()["digest"]["worth_a_count"]
    assert whole["expected_dollars"] == {"once": 0, "per_year": sheet["expected_dollars"]}
    assert served.get(f"{V1}/digest/1").json()["digest"]["count_sheets"] == []


def test_a_digest_is_of_the_stores_asked_for(served: Served) -> None:
    one = served.get(f"{V1}/digest/2").json()
    same = served.get(f"{V1}/digest", params={"stores": " 2 ,"}).json()
    assert one["store_ids"] == same["store_ids"] == ["2"]
    assert one["issue_count"] == 1
    assert one["digest"]["store_filter"] == ["2"]
    few = served.get(f"{V1}/digest", params={"top_k": 1}).json()
    assert (len(few["digest"]["issues"]), few["issue_count"]) == (1, 3)
    assert "9" in problem(served.get(f"{V1}/digest/9"), 404)
    problem(served.get(f"{V1}/digest", params={"stores": "1,9"}), 404)


@pytest.mark.parametrize("top", ["0", "21", "x", "-1", "1.5"])
def test_a_digest_carries_one_to_twenty_issues(top: str, served: Served) -> None:
    (line,) = problem(served.get(f"{V1}/digest", params={"top_k": top}), 422)
    assert line["loc"] == ["query", "top_k"]


def test_delegating_makes_a_task_once(served: Served, world: World) -> None:
    asked = {"issue_id": world.dead, "assignee": "ann", "notes": "soon"}
    first = served.ask("POST", f"{V1}/delegate", json=asked)
    again = served.ask("POST", f"{V1}/delegate", json=asked | {"assignee": "bob"})
    assert (first.status_code, again.status_code) == (201, 200)
    body = first.json()
    assert body["task"].keys() >= TASK
    assert body["task_id"] == body["task"]["id"] == again.json()["task_id"]
    assert body["task"]["dollars"] == 60.0
    assert body["task"]["title"] in body["rendered_text"]


def test_an_idempotency_key_gives_the_same_answer(served: Served, world: World) -> None:
    asked = {"issue_id": world.dead, "assignee": "ann"}
    key = {"Idempotency-Key": "abc"}
    first, again = (served.ask("POST", f"{V1}/delegate", json=asked, headers=key) for _ in range(2))
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    other = served.ask("POST", f"{V1}/delegate", json=asked | {"assignee": "b"}, headers=key)
    assert "Idempotency-Key" in problem(other, 409)


def test_a_deadline_that_has_passed_is_refused(served: Served, world: World) -> None:
    past = (datetime.now(UTC) - timedelta(days=3)).date().isoformat()
    asked = {"issue_id": world.dead, "assignee": "ann", "deadline": past}
    assert "passed" in problem(served.ask("POST", f"{V1}/delegate", json=asked), 422)


def test_tasks_are_listed_by_page_and_filter(served: Served, world: World) -> None:
    body = served.get(f"{V1}/tasks").json()
    assert (body["total"], [task["id"] for task in body["tasks"]]) == (1, [world.task])
    assert body["tasks"][0].keys() >= TASK
    for params, total in [
        ({"store_id": "1", "priority": "low", "status": "open"}, 1), ({"status": "completed"}, 0),
        ({"store_id": "2"}, 0), ({"priority": "critical"}, 0),
    ]:  # fmt: skip
        assert served.get(f"{V1}/tasks", params=params).json()["total"] == total
    beyond = served.get(f"{V1}/tasks", params={"offset": 5}).json()
    assert (beyond["tasks"], beyond["total"]) == ([], 1)


@pytest.mark.parametrize(
    "params",
    [{"status": "asleep"}, {"priority": "urgent"}, {"limit": 0}, {"limit": 501}, {"offset": -1}],
    ids=str,
)
def test_a_filter_nobody_knows_is_told(params: dict[str, Any], served: Served) -> None:
    (line,) = problem(served.get(f"{V1}/tasks", params=params), 422)
    assert line["loc"] == ["query", *params]


def test_a_task_is_followed_through_its_states(served: Served, world: World) -> None:
    place = f"{V1}/tasks/{world.task}"
    seen = served.get(place).json()
    assert seen.keys() == {
        "task", "status", "rendered_text", "notes", "history", "verification",
    }  # fmt: skip
    assert [note["note"] for note in seen["notes"]] == ["soon"]
    moved = served.ask("PATCH", place, json={"status": "completed", "notes": "booked"}).json()
    assert (moved["status"], moved["task"]["status"]) == ("completed", "completed")
    assert [each["what"] for each in moved["history"]] == ["open", "completed"]
    wrong = served.ask("PATCH", place, json={"status": "escalated"})
    assert "completed cannot become escalated" in problem(wrong, 409)
    problem(served.ask("PATCH", place, json={"status": "dismissed"}), 422)
    problem(served.ask("PATCH", f"{V1}/tasks/none", json={"status": "open"}), 404)
    ticked = served.ask("PUT", f"{place}/steps/1", json={"done": True}).json()
    assert [step["done"] for step in ticked["task"]["checklist"]][:2] == [False, True]
    problem(served.ask("PUT", f"{place}/steps/99", json={"done": True}), 404)


def test_an_issue_is_found_with_its_skus_and_decided(served: Served, world: World) -> None:
    place = f"{V1}/issues/{world.issue}"
    body = served.get(place).json()
    assert body.keys() >= ISSUE | {"task_id", "history"}
    assert body["task_id"] == world.task
    assert served.get(f"{place}/skus").json()["skus"][0]["sku"] == MARK
    until = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    said = served.ask("POST", f"{place}/decision", json={"state": "snoozed", "until": until})
    assert said.json() == {"findings": 1}
    problem(served.get(place), 404)
    assert served.get(f"{V1}/issues").json()["total"] == 2
    problem(served.ask("DELETE", f"{place}/decision?sku=other"), 404)
    assert served.ask("DELETE", f"{place}/decision?sku={MARK}").json() == {"findings": 1}
    assert served.get(place).status_code == 200
    assert served.ask("DELETE", f"{place}/decision").json() == {"findings": 1}
    naive = {"state": "snoozed", "until": "2999-01-01T00:00:00"}
    problem(served.ask("POST", f"{place}/decision", json=naive), 422)


def test_a_file_is_brought_read_and_watched(served: Served) -> None:
    data = listing(Line("NEW", on_hand=-4, cost=5, price=9), dead("D"), *ordinary())
    form = {"as_of": SECOND.isoformat()}
    sent = served.ask("POST", f"{V1}/uploads", files={"file": ("../new.csv", data)}, data=form)
    assert sent.status_code == 201
    upload = sent.json()
    assert (upload["name"], upload["status"], upload["share"]) == ("new.csv", "accepted", 0)
    again = served.ask("POST", f"{V1}/uploads", files={"file": ("b.csv", data)}, data=form)
    assert (again.status_code, again.json()["id"]) == (200, upload["id"])
    assert read_next(served.home, "reader")
    place = f"{V1}/uploads/{upload['id']}"
    done = served.get(place).json()
    assert (done["status"], done["share"], done["error"]) == ("ready", 100, None)
    events = served.get(f"{place}/events")
    assert events.headers["content-type"].startswith("text/event-stream")
    (told,) = [line for line in events.text.splitlines() if line.startswith("data: ")]
    assert json.loads(told.removeprefix("data: ")) == done
    columns = served.get(f"{place}/mapping").json()["sources"][0]["columns"]
    assert "Quantity On Hand" in {column["header"] for column in columns}
    wrong = served.ask("PUT", f"{place}/mapping", json={"columns": {"on_hand": "Nothing"}})
    assert "no column Nothing" in problem(wrong, 422)
    said = served.ask("PUT", f"{place}/mapping", json={"columns": {"on_hand": "Unit Cost"}})
    assert said.json()["status"] == "accepted"
    problem(served.ask("PUT", f"{place}/mapping", json={}), 409)


def test_readers_of_the_service_read_what_was_brought(serve: Callable[..., Served]) -> None:
    served = serve(readers=1)
    sent = served.ask("POST", f"{V1}/uploads", files={"file": ("new.csv", CHAIN + b"\n")})
    events = served.get(f"{V1}/uploads/{sent.json()['id']}/events").text
    told = [json.loads(line[6:]) for line in events.splitlines() if line.startswith("data: ")]
    assert told[-1]["status"] == "ready"
    assert [each["share"] for each in told] == sorted(each["share"] for each in told)


def test_settings_are_shown_and_changed(served: Served) -> None:
    said = served.ask("PUT", f"{V1}/settings", json={"toml": "[list]\ntop = 7\n"})
    assert "top = 7" in said.json()["toml"]
    assert "top = 7" in served.get(f"{V1}/settings", VIEWER).json()["toml"]
    for toml in ("top =", "[list]\ntop = 'x'\n", "[nothing]\nx = 1\n", "\x00"):
        problem(served.ask("PUT", f"{V1}/settings", json={"toml": toml}), 422)
    assert "top = 7" in served.get(f"{V1}/settings").json()["toml"]


def test_a_store_is_named_and_put_into_its_time_zone(served: Served) -> None:
    asked = {"name": "Main Street", "time_zone": "America/Chicago"}
    answer = served.ask("PATCH", f"{V1}/stores/1", json=asked)
    assert answer.json() == {"id": "1"} | asked
    for zone in ("Mars/North", "../etc/passwd", "/etc/passwd", "America"):
        problem(served.ask("PATCH", f"{V1}/stores/1", json={"time_zone": zone}), 422)


def test_snapshots_are_listed(served: Served, world: World) -> None:
    body = served.get(f"{V1}/snapshots", params={"store_id": "1"}).json()
    assert body["total"] == 1
    assert (body["snapshots"][0]["upload_id"], body["snapshots"][0]["rows"]) == (world.upload, 27)


@pytest.mark.parametrize("path", [f"{V1}/nothing", f"{V1}/digest/1/more"])
def test_what_is_not_there_is_told_in_one_shape(path: str, served: Served) -> None:
    problem(served.get(path), 404)


def test_a_method_nobody_knows_is_told_in_one_shape(served: Served) -> None:
    answer = served.ask("DELETE", f"{V1}/tasks")
    problem(answer, 405)
    assert answer.headers["allow"] == "GET"


@pytest.mark.parametrize(
    "content",
    [b"{", b"", b"[]", b"null", b"\xff\xfe", b'{"issue_id": 1e999}', b"[" * 100_000,
     b'{"issue_id": "\\ud800", "assignee": "a"}', b'{"\\ud800": 1}', b'{"issue_id": NaN}',
     b'{"issue_id": "\\u0000", "assignee": "a"}', b'{"issue_id": {"a": [1e999]}}',
     b'{"issue_id": "x", "assignee": "a", "deadline": "2026-13-01"}',
     b'{"issue_id": "x", "assignee": "a", "deadline": 99999999999999999999}'],
    ids=lambda content: repr(content[:40]),
)  # fmt: skip
def test_a_body_that_cannot_be_used_is_no_error_of_the_program(
    content: bytes, served: Served
) -> None:
    headers = {"Content-Type": "application/json"}
    answer = served.ask("POST", f"{V1}/delegate", content=content, headers=headers)
    assert answer.status_code in {400, 422}
    problem(answer, answer.status_code)


def test_a_missing_field_is_named(served: Served) -> None:
    lines = problem(served.ask("POST", f"{V1}/delegate", json={}), 422)
    missing = {"type": "missing", "loc": ["body", "issue_id"], "msg": "Field required", "input": {}}
    assert missing in lines


def test_long_values_are_not_thrown_back(served: Served) -> None:
    asked = {"issue_id": "x" * 5000, "assignee": "a"}
    (line,) = problem(served.ask("POST", f"{V1}/delegate", json=asked), 422)
    assert len(line["input"]) == 200


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("tasks", {"store_id": "a\x00"}), ("issues", {"store_id": "a\x00"}),
        ("issues", {"leak": "a\x00"}), ("snapshots", {"store_id": "a\x00"}),
        ("digest", {"stores": "a\x00"}), ("digest/a%00", {}), ("tasks/a%00", {}),
    ],
)  # fmt: skip
def test_the_character_zero_reaches_no_database(
    path: str, params: dict[str, str], served: Served
) -> None:
    problem(served.get(f"{V1}/{path}", params=params), 422)


def test_the_character_zero_in_a_form_is_refused(served: Served) -> None:
    files = {"file": ("a.csv", b"x")}
    problem(served.ask("POST", f"{V1}/uploads", files=files, data={"store_id": "\x00"}), 422)


def pieces(size: int) -> Iterator[bytes]:
    """A body whose size nobody tells."""
    for _ in range(size // 1000):
        yield b"x" * 1000


def test_bodies_that_are_too_large_are_refused(serve: Callable[..., Served]) -> None:
    served = serve(body_kilobytes=10, upload_megabytes=1)
    told: dict[str, Any] = {"content": b" " * 10_241}
    untold: dict[str, Any] = {"content": pieces(20_000)}
    headers = {"Content-Type": "application/json"}
    for said in (told, untold):
        answer = served.ask("POST", f"{V1}/delegate", headers=headers, **said)
        assert "10,240 bytes" in problem(answer, 413)
    fits: dict[str, Any] = {"content": b" " * 10_240, "headers": headers}
    assert served.ask("POST", f"{V1}/delegate", **fits).status_code == 422


def test_files_that_are_too_large_are_refused(serve: Callable[..., Served]) -> None:
    served = serve(upload_megabytes=1)
    for size in (2**20 + 1, 2**20 + 200_000):
        answer = served.ask("POST", f"{V1}/uploads", files={"file": ("a.csv", b"x" * size)})
        problem(answer, 413)
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    begun = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    untold = chain([begun], pieces(2_000_000))
    problem(served.ask("POST", f"{V1}/uploads", content=untold, headers=headers), 413)
    fits = served.ask("POST", f"{V1}/uploads", files={"file": ("a.csv", b"x" * 2**20)})
    assert fits.status_code == 201


def test_who_asks_too_often_is_told_when_to_come_back(serve: Callable[..., Served]) -> None:
    served = serve(rate="3/minute")
    answers = [served.get(f"{V1}/tasks") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    problem(answers[3], 429)
    assert 1 <= int(answers[3].headers["retry-after"]) <= 61
    assert served.get(f"{V1}/tasks", VIEWER).status_code == 200


def test_who_guesses_keys_is_slowed_down(serve: Callable[..., Served]) -> None:
    served = serve(sign_in_rate="3/minute")
    answers = [served.get(f"{V1}/tasks", "ps_guess") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    assert 1 <= int(answers[3].headers["retry-after"]) <= 61


@pytest.mark.parametrize("path", ["/health", "/docs", f"{V1}/tasks", f"{V1}/nothing"])
def test_every_answer_carries_the_headers_of_safety(path: str, served: Served) -> None:
    for who in (OWNER, None):
        headers = served.get(path, who).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-request-id"]


def test_an_error_of_the_program_says_nothing_and_carries_the_headers(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        del args
        message = "a secret of the program"
        raise RuntimeError(message)

    monkeypatch.setattr(digests, "digest", broken)
    answer = served.get(f"{V1}/digest")
    problem(answer, 500)
    assert "secret" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-request-id"]


def test_a_request_keeps_the_name_it_was_given(served: Served) -> None:
    given = served.get("/health", None, headers={"X-Request-ID": "abc-1"})
    odd = served.get("/health", None, headers={"X-Request-ID": "<script>"})
    assert given.headers["x-request-id"] == "abc-1"
    assert odd.headers["x-request-id"] != "<script>"


def test_other_origins_are_shut_out_unless_named(serve: Callable[..., Served]) -> None:
    origin = {"Origin": "null", "Access-Control-Request-Method": "GET"}
    shut = serve()
    for answer in (
        shut.get(f"{V1}/tasks", headers=origin),
        shut.ask("OPTIONS", f"{V1}/tasks", None, headers=origin),
    ):
        assert "access-control-allow-origin" not in answer.headers
    named = serve(cors=("null",))
    assert named.get(f"{V1}/tasks", headers=origin).headers["access-control-allow-origin"] == "null"


def test_logs_hold_no_secrets_and_no_lines_of_files(served: Served) -> None:
    token = served.signer.token(OWNER)
    with structlog.testing.capture_logs() as told:
        made = served.ask("POST", f"{V1}/keys", token, json={"name": "till"}).json()
        served.get(f"{V1}/tasks", made["secret"], params={"store_id": "1"})
        served.get(f"{V1}/tasks", "ps_a-wrong-secret")
        served.ask("POST", f"{V1}/uploads", token, files={"file": ("private.csv", CHAIN + b"\n")})
        read_next(served.home, "reader")
        served.ask("POST", f"{V1}/uploads", token, files={"file": ("b.csv", b"ZEBRA1 nonsense")})
        read_next(served.home, "reader")
    whole = repr(told)
    assert {each["event"] for each in told} >= {"request", "upload read", "upload cannot be used"}
    for secret in (made["secret"], token, token.rsplit(".", 1)[-1], "a-wrong-secret", MARK,
                   "PLUMBING", "private.csv"):  # fmt: skip
        assert secret not in whole


def test_the_page_about_the_interface_needs_no_network(served: Served) -> None:
    page = served.get("/docs", None)
    assert page.status_code == 200
    assert "//" not in page.text.replace("<!--", "").split("<body", 1)[-1].split("</body", 1)[0]
    assert served.get("/docs/static/swagger-ui.css", None).status_code == 200
    problem(served.get("/docs/static/../application.py", None), 404)


def series(text: str) -> set[tuple[str, str, str]]:
    """Method, route and status of every count of requests."""
    found = re.findall(
        r'^profit_sentinel_requests_total{method="(.*?)",route="(.*?)",status="(.*?)"}',
        text,
        re.MULTILINE,
    )
    return set(found)


def test_metrics_count_routes_and_no_names(served: Served) -> None:
    served.get(f"{V1}/digest/1")
    served.get(f"{V1}/tasks/nobody")
    served.get("/health/live", None)
    text = served.get("/metrics").text
    assert series(text) >= {
        ("GET", f"{V1}/digest/{{store_id}}", "200"), ("GET", f"{V1}/tasks/{{task_id}}", "404"),
        ("GET", "/health/live", "200"),
    }  # fmt: skip
    assert f'profit_sentinel_request_seconds_count{{route="{V1}/digest/{{store_id}}"}}' in text
    assert "digest/1" not in text
    assert "nobody" not in text


def test_made_up_paths_and_methods_make_no_new_series(served: Served) -> None:
    before = len(series(served.get("/metrics").text))
    for number in range(20):
        served.get(f"/{number}/{number}")
        served.get(f"{V1}/{number}")
        served.get(f"{V1}/digest/1/{number}", None)
        served.get(f"/health/{number}", None)
        served.ask(f"WORD{number}", f"{V1}/digest")
        served.ask(f"WORD{number}", "/health/live", None)
    after = series(served.get("/metrics").text)
    assert len(after) - before <= 8
    assert not any("WORD" in method for method, _, _ in after)
