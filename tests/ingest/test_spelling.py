import pytest

from profit_sentinel.ingest.remembering import LONGEST
from profit_sentinel.ingest.spelling import vocabulary, words_of


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("QtyOnHand", {"quantity", "on", "hand"}),
        ("O/H qty", {"quantity", "on", "hand"}),
        ("qtyonhand", {"quantity", "on", "hand"}),
        ("Quantitys On Hand", {"quantity", "on", "hand"}),
        ("Price inc. 20% VAT", {"price", "inc", "tax"}),
        ("Last Sale (mm/dd/yy)", {"last", "sale"}),
        ("Item__c", {"item"}),
        ("ITem num", {"item", "number"}),
        ("OUr cOst", {"our", "cost"}),
        ("", set()),
    ],
)
def test_words_are_written_out(header: str, words: set[str]) -> None:
    assert words_of(header) == words


@pytest.mark.parametrize("letters", ["x", "avls", "e", "aB", "a1", "q/"])
def test_a_cell_that_never_ends_is_read_to_the_longest_header(letters: str) -> None:
    whole = letters * 200_000
    assert words_of(whole) == words_of(whole[:LONGEST])


@pytest.mark.parametrize("part", ["columns", "traps", "marks"])
def test_no_phrase_stands_twice(part: str) -> None:
    for entry in vocabulary()[part].values():
        said = [*entry["phrases"], *entry.get("weak", ())]
        assert len(said) == len(set(said))
        assert len(entry["noise"]) == len(set(entry["noise"]))


def test_a_shortened_word_has_one_meaning() -> None:
    assert not vocabulary()["abbreviations"].keys() & vocabulary()["synonyms"].keys()


def test_a_misspelt_word_goes_before_short_pieces_it_can_be_cut_into() -> None:
    assert words_of("Minumum") == words_of("Minimum")
    assert words_of("QTYOHUM") == {"quantity", "on", "hand", "unit", "measure"}
