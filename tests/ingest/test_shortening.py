import pytest

from profit_sentinel.ingest.shortening import may_be_short_for, written_out

WORDS = ("quantity", "delivery", "received", "receipt", "category", "price", "purchase", "branch")


@pytest.mark.parametrize(
    ("token", "word"),
    [
        ("dlvry", "delivery"),
        ("prc", "price"),
        ("brnch", "branch"),
        ("prch", "purchase"),
        ("quan", "quantity"),
        ("categ", "category"),
        ("recieved", "received"),
        ("quanity", "quantity"),
        ("catagory", "category"),
    ],
)
def test_a_word_without_vowels_cut_or_misspelt_is_found(token: str, word: str) -> None:
    assert written_out(token, WORDS) == word


@pytest.mark.parametrize("token", ["rec", "rece", "pr", "cat", "xyz", "hammer", "quay"])
def test_what_may_be_two_words_or_none_is_left(token: str) -> None:
    assert written_out(token, WORDS) is None


@pytest.mark.parametrize("token", ["coast", "solid", "stick", "stack"])
def test_a_word_with_other_vowels_is_another_word(token: str) -> None:
    assert written_out(token, ("cost", "sold", "stock")) is None


@pytest.mark.parametrize("word", WORDS)
def test_every_word_is_its_own(word: str) -> None:
    assert written_out(word, WORDS) == word


@pytest.mark.parametrize(
    ("token", "word", "may_be"),
    [
        ("fou", "fournisseur", True),
        ("frn", "fournisseur", True),
        ("prx", "prix", True),
        ("fo", "fournisseur", False),
        ("prix", "prix", False),
        ("four", "prix", False),
        ("nss", "fournisseur", False),
    ],
)
def test_a_token_may_be_short_for_a_word_it_begins(token: str, word: str, *, may_be: bool) -> None:
    assert may_be_short_for(token, word) is may_be
