import subprocess
import sys

import pytest

import profit_sentinel

HEAVY = ("polars", "narwhals", "numpy", "duckdb", "pydantic", "rich.console")


def loaded_by(code: str) -> set[str]:
    """Heavy modules a fresh interpreter has loaded after some code."""
    show = f"import sys\n{code}\nprint(*({HEAVY!r} & sys.modules.keys()), file=sys.stderr)"
    show = show.replace(repr(HEAVY), repr(set(HEAVY)))
    done = subprocess.run(
        [sys.executable, "-c", show], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stderr.split())


def help_of(*arguments: str) -> str:
    return (
        f"sys.argv = ['profit-sentinel', *{arguments!r}]\n"
        "from profit_sentinel.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert end.code == 0\n"
    )


def test_importing_the_package_costs_nothing() -> None:
    assert loaded_by("import profit_sentinel") == set()


@pytest.mark.parametrize("arguments", [("--help",), ("analyze", "--help"), ("--version",)])
def test_help_costs_nothing(arguments: tuple[str, ...]) -> None:
    assert "polars" not in loaded_by(help_of(*arguments))


def test_listing_the_menu_costs_nothing() -> None:
    assert loaded_by("import profit_sentinel; dir(profit_sentinel)") == set()


@pytest.mark.parametrize("name", profit_sentinel.__all__)
def test_everything_on_the_menu_is_served(name: str) -> None:
    assert getattr(profit_sentinel, name).__name__ == name


def test_the_menu_and_its_kitchen_agree() -> None:
    assert set(profit_sentinel.__all__) == set(profit_sentinel.MENU)


def test_what_is_not_on_the_menu_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"profit_sentinel.*soup"):
        profit_sentinel.soup  # noqa: B018 - the look-up is what is tested
