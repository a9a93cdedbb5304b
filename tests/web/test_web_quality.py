"""What the data say, on the pages: files that lack something, tasks that were called done."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

import homes
from homes import FIRST, OWNER, SECOND, Line, dead, listing, ordinary, read, shown
from profit_sentinel.domain.task import Status
from profit_sentinel.services import links, tasks
from profit_sentinel.services.tasks import Order
from serving import BROWSER, Visited, at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LACKS = "5 of 12 SKUs of the file of 2026-06-01 are missing"
DEAD = [dead(sku) for sku in "ABCD"]
"""Ten pieces each at $6; at the usual salvage of a half, $30 come back of each."""


@pytest.fixture
def visited(sqlite_model: Path, tmp_path: Path) -> Iterator[Visited]:
    homes.sqlite_fresh(sqlite_model, tmp_path)
    made = Visited(at(tmp_path), folder=tmp_path)
    with made.client:
        yield made


def test_a_file_that_lacks_much_is_told_on_its_page_and_on_the_digest(visited: Visited) -> None:
    whole = read(visited.home, listing(*ordinary(12)), FIRST)
    short = read(visited.home, listing(*ordinary(7)), SECOND)
    for path in (f"/uploads/{short.id}", "/digest"):
        (said,) = re.findall(r'class="warning".*?</p>', visited.look(path).text)
        assert "Store 1:" in said
        assert LACKS in said
    assert 'class="warning"' not in visited.look(f"/uploads/{whole.id}").text
    read(visited.home, listing(*ordinary(12), Line("more")), SECOND)
    assert 'class="warning"' not in visited.look("/digest").text


def completed(visited: Visited) -> str:
    """A task about four dead SKUs that Ann calls done."""
    read(visited.home, listing(*DEAD, *ordinary()), FIRST)
    (issue,) = shown(visited.home, leak="dead_stock")
    task = tasks.delegate(visited.home, OWNER, Order(issue["id"], "ann")).task.id
    tasks.move(visited.home, OWNER, task, Status.COMPLETED)
    return task


def test_a_task_says_what_the_data_say_of_it(visited: Visited) -> None:
    task = completed(visited)
    assert 'id="verified"' not in visited.look(f"/tasks/{task}").text
    sold = replace(DEAD[0], on_hand=1, sold=9, last_sold=date(2026, 6, 5))
    written_off = replace(DEAD[2], on_hand=0)
    read(visited.home, listing(sold, DEAD[1], written_off, *ordinary(), Line("new")), SECOND)
    mine = _by_link(visited, task)
    for page in (visited.look(f"/tasks/{task}").text, mine):
        said = page.split('id="verified"')[1].partition("<h2")[0]
        assert "stock of Jun 8, 2026" in said
        assert "$30 recovered" in said
        for count in ("1 fixed", "1 still there", "1 unconfirmed", "1 missing"):
            assert f"<span>{count}" in said
    for page in (visited.look("/tasks").text, visited.look(f"/tasks/{task}").text, mine):
        assert ">partly verified</span>" in page


def test_a_task_of_which_all_is_fixed_is_verified(visited: Visited) -> None:
    task = completed(visited)
    sold = [replace(each, on_hand=1, sold=9, last_sold=date(2026, 6, 5)) for each in DEAD]
    read(visited.home, listing(*sold, *ordinary()), SECOND)
    page = visited.look(f"/tasks/{task}").text
    assert "$120 recovered" in page
    assert "<span>4 fixed" in page
    assert "still there" not in page.partition("<details>")[0]
    assert ">verified</span>" in visited.look("/tasks").text


def _by_link(visited: Visited, task: str) -> str:
    """The page of a task for who came by a link."""
    secret = links.make(visited.home, OWNER, task).address.rpartition("/")[2]
    visited.client.cookies.clear()
    answer = visited.client.get(
        f"/mine/open/{secret}", headers=BROWSER, follow_redirects=False
    )  # fmt: skip
    shows = answer.headers["set-cookie"].partition(";")[0]
    visited.client.cookies.clear()
    page = visited.client.get(f"/mine/tasks/{task}", headers=BROWSER | {"Cookie": shows})
    assert page.status_code == 200
    return str(page.text)
