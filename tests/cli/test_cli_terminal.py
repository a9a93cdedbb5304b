import click
import pytest

from profit_sentinel.domain.errors import WrongUsageError
from profit_sentinel.domain.intake import ColumnUse, UnusableFileError
from profit_sentinel.terminal import ask, ask_doubtful, bar, chosen_columns, refusals, stages

DOUBTFUL = ColumnUse(
    "Avail", None, None, 0.4, "may be a flag", ("7", "3"), doubtful=True, suggestion="on_hand"
)


def answering(patch: pytest.MonkeyPatch, *, yes: bool) -> list[str]:
    """Answer every question alike; the questions asked are kept."""
    asked: list[str] = []

    def confirm(question: str, **_: object) -> bool:
        asked.append(question)
        return yes

    patch.setattr(click, "confirm", confirm)
    return asked


@pytest.mark.parametrize(
    ("options", "columns"),
    [
        ([], {}),
        (["sku=Item No"], {"sku": "Item No"}),
        (["sku=Item=No"], {"sku": "Item=No"}),
        (["sku=A", "on_hand=B"], {"sku": "A", "on_hand": "B"}),
        (["sku=A", "sku=B"], {"sku": "B"}),
    ],
)
def test_columns_are_chosen(options: list[str], columns: dict[str, str]) -> None:
    assert chosen_columns(options) == columns


@pytest.mark.parametrize("option", ["sku", "sku=", "=SKU", "="])
def test_half_a_choice_is_wrong_usage(option: str) -> None:
    with pytest.raises(WrongUsageError, match="CANONICAL=HEADER"):
        chosen_columns([option])


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UnusableFileError("a.csv", "found", "needed", "attempt"), 3),
        (WrongUsageError("wrong"), 2),
        (PermissionError(13, "Permission denied", "a.csv"), 3),
    ],
)
def test_what_a_person_can_mend_becomes_an_exit_code(error: Exception, code: int) -> None:
    with pytest.raises(click.exceptions.Exit) as left, refusals():
        raise error
    assert left.value.exit_code == code


def test_a_mistake_of_ours_is_not_hidden() -> None:
    with pytest.raises(KeyError), refusals():
        raise KeyError


def test_a_doubtful_column_is_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answering(monkeypatch, yes=True)
    assert ask(DOUBTFUL) == ("on_hand", "Avail")
    assert asked == ['Is "Avail" (7, 3) the column on_hand? may be a flag']


def test_a_no_leaves_the_column_out(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, yes=False)
    assert ask(DOUBTFUL) is None


def test_nobody_is_asked_where_nobody_sits(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answering(monkeypatch, yes=True)
    assert ask_doubtful([]) == {}
    assert asked == []


def test_progress_is_silent_off_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with stages() as on_stage, bar("simulating") as advance:
        on_stage("reading")
        advance(0.5)
    assert capsys.readouterr() == ("", "")
