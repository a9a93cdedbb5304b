"""The commands that work on kept state, as a person calls them one after the other."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest

from homes import FIRST, SECOND, dead, listing, ordinary
from posting import Post
from profit_sentinel.services import home
from profit_sentinel.store.migrate import newest
from shelves import silent_shelves

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Call = Callable[..., Result]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PROFIT_SENTINEL_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def done(result: Result) -> str:
    assert result.exit_code == 0, result.stderr
    return result.stdout


def first_issue(call: Call) -> str:
    return str(json.loads(done(call("issues", "--json")))[0]["id"])


def test_from_an_upload_to_a_task_that_is_done(call: Call, export: Path) -> None:
    assert "ready" in call("upload", export).stderr
    assert "recoverable" in done(call("digest"))
    issue = first_issue(call)
    assert issue in done(call("issues"))
    made = call("delegate", issue, "--to", "Ann", "--note", "before noon")
    assert "For Ann" in done(made)
    task = made.stderr.split()[-1]
    assert "already delegated" in call("delegate", issue, "--to", "Bob").stderr
    assert "completed" in done(call("tasks", task, "--set", "completed", "--note", "counted"))
    assert task in done(call("tasks", "--status", "completed"))
    assert done(call("tasks", "--status", "open")) == ""


def test_a_task_tells_what_the_data_say_of_it(call: Call, tmp_path: Path) -> None:
    """Of three dead SKUs, each ten pieces at $6 of which clearing brings $30, one was sold."""
    file = tmp_path / "stock.csv"
    file.write_bytes(listing(*(dead(sku) for sku in "ABC"), *ordinary()))
    call("upload", file, "--as-of", f"{FIRST}")
    issue = next(each for each in json.loads(done(call("issues", "--json")))
                 if each["issue_type"] == "dead_stock")  # fmt: skip
    task = call("delegate", issue["id"], "--to", "Ann").stderr.split()[-1]
    assert "Stock of" not in done(call("tasks", task, "--set", "completed"))
    sold = replace(dead("A"), on_hand=1, sold=9, last_sold=FIRST + timedelta(days=4))
    file.write_bytes(listing(sold, dead("B"), dead("C"), *ordinary()))
    call("upload", file, "--as-of", f"{SECOND}")
    told = done(call("tasks", task))
    assert f"Stock of {SECOND}: partly verified, $30 recovered; 1 fixed, 2 still there." in told
    assert "- B still there, $30" in told


def test_people_are_invited_listed_and_removed(call: Call) -> None:
    said = ("people", "invite", "Ann", "--mail", "Ann@acme.test")
    assert "a manager needs the stores" in call(*said, "--role", "manager").stderr
    made = call(*said, "--role", "manager", "--store", "1")
    assert "mail is not configured, so nobody signs in by it yet" in made.stderr
    (line,) = done(call("people", "list")).splitlines()
    name, *rest = line.split()
    assert rest == ["Ann", "ann@acme.test", "manager", "1"]
    done(call("people", "remove", name))
    assert done(call("people", "list")) == ""
    assert f"there is no member '{name}'" in call("people", "remove", name).stderr


def test_an_invitation_by_command_sends_a_mail(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    with Post() as post:
        for name, value in post.config().items():
            monkeypatch.setenv(f"PROFIT_SENTINEL_{name.upper()}", str(value))
        made = call("people", "invite", "Ann", "--mail", "ann@acme.test")
        assert "sign in at" in made.stderr
        assert post.next()["To"] == "ann@acme.test"


def test_the_same_digest_as_the_interface_gives(call: Call, export: Path) -> None:
    call("upload", export)
    whole = json.loads(done(call("digest", "--json", "--store", "1", "--top", "1")))
    assert whole["store_ids"] == ["1"]
    assert len(whole["digest"]["issues"]) == 1
    assert whole["digest"]["issues"][0]["store_id"] == "1"


def test_the_digest_asks_about_doubtful_shelves(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "stock.csv"
    path.write_bytes(silent_shelves("1", day=FIRST))
    call("upload", path, "--as-of", str(FIRST))
    said = done(call("digest"))
    assert "Worth a count. These are questions, not findings" in said
    assert "- PAINT, store 1: 4 SKUs, $" in said
    (sheet,) = json.loads(done(call("digest", "--json")))["digest"]["count_sheets"]
    assert f"${sheet['expected_dollars']:,.0f} a year expected" in said


def test_after_an_upgrade_what_is_kept_is_judged_again(
    call: Call, export: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(call("upload", export))
    before = json.loads(done(call("digest", "--json")))["digest"]
    for path in folder.rglob("*.parquet"):
        held = pl.read_parquet(path)
        held.drop("worth_a_count", strict=False).write_parquet(path)  # as an older program did
    monkeypatch.setattr(home, "catalogue_mark", lambda: "the next catalogue")
    after = json.loads(done(call("digest", "--json")))["digest"]
    same = [[issue["id"], issue["dollar_impact"]] for issue in before["issues"]]
    assert [[issue["id"], issue["dollar_impact"]] for issue in after["issues"]] == same


def test_an_empty_home_says_what_to_do(call: Call) -> None:
    assert "Upload an export" in done(call("digest"))
    assert done(call("issues")) == ""


def test_a_file_that_cannot_be_used_says_why(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    result = call("upload", path)
    assert result.exit_code == 3
    assert "cannot be used" in result.stderr
    assert "try:" in result.stderr


def test_a_key_is_shown_once_and_can_be_revoked(call: Call) -> None:
    made = call("keys", "make", "till", "--role", "manager", "--store", "1")
    secret = done(made).strip()
    assert secret.startswith("ps_")
    listed = done(call("keys", "list"))
    assert "till  manager  1  in use" in listed
    assert secret not in listed
    done(call("keys", "revoke", listed.split()[0]))
    assert "revoked" in done(call("keys", "list"))


def test_leftovers_are_thrown_away_by_hand(call: Call, folder: Path) -> None:
    done(call("digest"))
    left = folder / "spool" / "tmpleft"
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(b"12345")
    assert call("sweep").stderr == "0 files, 0 bytes freed\n"
    os.utime(left, (0, 0))
    assert call("sweep").stderr == "1 files, 5 bytes freed\n"
    assert not left.exists()


def test_tables_go_back_and_forth(call: Call) -> None:
    done(call("digest"))
    step = newest()
    assert done(call("migrate", "--show")).startswith(f"{step} -> {step}")
    assert done(call("migrate", "--to", "base")).startswith(f"{step} -> empty")
    assert done(call("migrate")).startswith(f"empty -> {step}")
    result = call("migrate", "--to", "9999")
    assert result.exit_code == 2
    assert "there are base, 0001, 0002, 0003" in result.stderr


def test_a_backup_is_restored_into_another_home(
    call: Call, export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("upload", export)
    before = done(call("issues"))
    done(call("backup", tmp_path / "night.zip"))
    monkeypatch.setenv("PROFIT_SENTINEL_HOME", str(tmp_path / "other"))
    done(call("restore", tmp_path / "night.zip"))
    assert done(call("issues")) == before


def test_an_organisation_is_handed_out_and_forgotten(
    call: Call, export: Path, tmp_path: Path
) -> None:
    call("upload", export)
    assert "rows in" in call("export", tmp_path / "all.zip").stderr
    assert "forgotten" in call("forget", "--yes").stderr
    assert done(call("issues")) == ""


@pytest.mark.parametrize("org", ["*", "..", "a/b", ""])
def test_no_name_stands_for_more_than_one_organisation(call: Call, export: Path, org: str) -> None:
    call("upload", export)
    result = call("forget", "--yes", "--org", org)
    assert result.exit_code == 2
    assert first_issue(call)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("issues", "none"), "there is no issue 'none'"),
        (("tasks", "none"), "there is no task 'none'"),
        (("delegate", "none", "--to", "Ann"), "there is no issue 'none'"),
        (("digest", "--store", "9"), "there is no store '9'"),
        (("keys", "revoke", "none"), "there is no key 'none'"),
        (("tasks", "--set", "open"), "--set needs the TASK"),
    ],
)
def test_what_is_not_there_is_told(call: Call, arguments: tuple[str, ...], said: str) -> None:
    result = call(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_the_settings_of_the_service_are_printed(call: Call) -> None:
    assert "| `PROFIT_SENTINEL_PORT` | `8001` |" in done(call("serve", "--settings"))
