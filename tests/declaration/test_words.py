from __future__ import annotations

import narwhals as nw
import polars as pl
import pytest

from profit_sentinel.declaration import words

WORDS = sorted(
    name
    for name, word in vars(words).items()
    if callable(word) and word.__module__ == words.__name__ and word.__name__ == "say"
)


def test_there_are_words() -> None:
    assert {"col", "lit", "when"} <= set(WORDS)


@pytest.mark.parametrize("language", [nw, pl])
@pytest.mark.parametrize("name", WORDS)
def test_every_language_has_every_word(language: object, name: str) -> None:
    assert callable(getattr(language, name))


def test_narwhals_is_spoken_unless_told_otherwise() -> None:
    assert isinstance(words.col("x"), nw.Expr)


def test_a_language_is_spoken_until_the_end_of_its_block() -> None:
    with words.spoken("polars"):
        assert isinstance(words.col("x"), pl.Expr)
        with words.spoken("narwhals"):
            assert isinstance(words.col("x"), nw.Expr)
        assert isinstance(words.col("x"), pl.Expr)
    assert isinstance(words.col("x"), nw.Expr)


def test_an_error_ends_the_block_too() -> None:
    with pytest.raises(ZeroDivisionError), words.spoken("polars"):
        _ = 1 / 0
    assert isinstance(words.col("x"), nw.Expr)
