from collections.abc import Callable

import pytest

from profit_sentinel.domain.aliases import Alias
from profit_sentinel.domain.intake import Intake, Upload
from profit_sentinel.ingest.renaming import AliasError
from profit_sentinel.ingest.take_in import take_in

Take = Callable[..., Intake]
ROWS = 20


def pairs(intake: Intake) -> list[tuple[str, str, str]]:
    """Kind, the name to keep, the other."""
    return [(alias.kind.value, alias.name, alias.other) for alias in intake.aliases]


def only(intake: Intake) -> Alias:
    (alias,) = intake.aliases
    return alias


def store(name: str, shift: int = 0, first: int = 0) -> str:
    """Rows of a store: `ROWS` SKUs, each with a quantity of its own."""
    return "".join(f"{name},S{n},{7 * n + 1 + shift},5\n" for n in range(first, first + ROWS))


HEAD = "Store,SKU,Qty On Hand,Unit Cost\n"
ITEMS = "SKU,Description,UPC,Qty On Hand,Unit Cost\n"


@pytest.mark.parametrize(
    ("one", "other"),
    [("1", "01"), ("Store 1", "1"), ("#12", "0012"), ("Main St", "MAIN STREET"), ("A-1", "a 1")],
)
def test_store_names_that_are_alike_are_proposed(take: Take, one: str, other: str) -> None:
    intake = take(HEAD + store(one) + store(other, first=100))
    assert {only(intake).name, only(intake).other} == {one, other}
    assert only(intake).confidence == 0.9
    assert intake.frame["store_id"].n_unique() == 2


@pytest.mark.parametrize(("one", "other"), [("1", "2"), ("10", "1"), ("North", "South")])
def test_other_stores_are_no_aliases(take: Take, one: str, other: str) -> None:
    assert take(HEAD + store(one) + store(other, shift=3)).aliases == ()


def test_alike_names_with_other_quantities_are_doubtful(take: Take) -> None:
    alias = only(take(HEAD + store("1") + store("01", shift=3)))
    assert alias.confidence == 0.5
    assert "0 of 20 SKUs under both have the same quantity" in alias.evidence


def test_the_same_figures_under_two_names_are_proposed(upload: Callable[..., Upload]) -> None:
    files = [upload(HEAD + store("01"), "a.csv"), upload(HEAD + store("Main St"), "b.csv")]
    alias = only(take_in(files))
    assert {alias.name, alias.other} == {"01", "Main St"}
    assert alias.evidence == "20 of 20 SKUs under both have the same quantity"


def test_quantities_that_are_all_alike_tell_nothing(take: Take) -> None:
    rows = "".join(f"{name},S{n},1,5\n" for name in ("North", "South") for n in range(ROWS))
    assert take(HEAD + rows).aliases == ()


@pytest.mark.parametrize(
    ("one", "other", "confidence"),
    [
        ("00123,Hammer 16oz,012345678905", "123,HAMMER 16 OZ,12345678905", 0.98),
        ("00123,Hammer 16oz,012345678905", "123,Claw hammer,012345678905", 0.95),
        ("00123,Hammer 16oz,012345678905", "123,Hammer 16oz,", 0.85),
        ("AB-12 C,Hammer 16oz,", "ab12c,Hammer 16oz,", 0.85),
    ],
)
def test_skus_spelt_in_two_ways_are_proposed(
    take: Take, one: str, other: str, confidence: float
) -> None:
    intake = take(f"{ITEMS}{one},4,5\n{other},3,5\nZ9,Saw blade,036000291452,1,5\n")
    alias = only(intake)
    assert (alias.name, alias.other) == (one.partition(",")[0], other.partition(",")[0])
    assert alias.confidence == confidence
    assert intake.frame.height == 3


@pytest.mark.parametrize(
    "other",
    ["123,Hammer 16oz,036000291452", "123,Saw blade,", "124,Hammer 16oz,012345678905", "123,,"],
)
def test_skus_of_other_items_are_no_aliases(take: Take, other: str) -> None:
    assert take(f"{ITEMS}00123,Hammer 16oz,012345678905,4,5\n{other},3,5\n").aliases == ()


def test_the_spelling_with_most_rows_is_kept(take: Take) -> None:
    head = "Store," + ITEMS
    rows = [f"{n},123,Hammer 16oz,,{n},5" for n in (1, 2)] + ["3,00123,Hammer 16oz,,4,5"]
    assert pairs(take(head + "\n".join(rows))) == [("sku", "123", "00123")]


def test_a_confirmed_sku_is_merged_and_reported(take: Take) -> None:
    text = f"{ITEMS}00123,Hammer 16oz,012345678905,4,5\n123,Hammer 16oz,012345678905,3,5\n"
    intake = take(text, aliases={"sku:123": "00123"})
    assert intake.frame.select("sku", "on_hand").rows() == [("00123", 4.0 + 3.0)]
    assert "quantities are added up" in intake.problems["reason"][0]
    assert (only(intake).confirmed, only(intake).confidence) == (True, 1.0)


def test_confirmed_stores_are_one(take: Take) -> None:
    text = HEAD + store("1") + store("01", first=100)
    intake = take(text, aliases={"store:01": "1"})
    assert intake.frame["store_id"].unique().to_list() == ["1"]
    assert intake.frame.height == 2 * ROWS
    assert only(intake).confirmed


def test_different_quantities_of_confirmed_stores_are_added_up(take: Take) -> None:
    intake = take(HEAD + store("1") + store("01", shift=3), aliases={"store:01": "1"})
    assert intake.frame.height == ROWS
    assert intake.frame["on_hand"].sum() == sum(2 * (7 * n + 1) + 3 for n in range(ROWS))


def test_the_same_stock_under_two_names_is_taken_once(take: Take) -> None:
    intake = take(HEAD + store("1") + store("01"), aliases={"store:01": "1"})
    assert intake.frame["on_hand"].sum() == sum(7 * n + 1 for n in range(ROWS))
    left = intake.problems.filter(intake.problems["reason"].str.contains("taken once"))
    (source,) = intake.sources
    assert left["row"].to_list() == list(range(ROWS + 2, 2 * ROWS + 2))
    assert source.rows_used + left.height == source.rows_read


def test_all_proposals_of_a_kind_may_be_confirmed_at_once(take: Take) -> None:
    rows = [f"000{n},Item number {n},,4,5\n{n},Item number {n},,3,5\n" for n in range(10, 20)]
    intake = take(ITEMS + "".join(rows), aliases={"sku": "all"})
    assert sorted(intake.frame["sku"]) == [f"000{n}" for n in range(10, 20)]
    assert intake.frame["on_hand"].to_list() == [4.0 + 3.0] * 10
    assert all(alias.confirmed for alias in intake.aliases)
    assert "the same description, as you confirmed" in intake.aliases[0].evidence


def test_doubtful_proposals_are_confirmed_one_by_one(take: Take) -> None:
    intake = take(HEAD + store("1") + store("01", shift=3), aliases={"store": "all"})
    assert intake.frame["store_id"].n_unique() == 2
    assert not only(intake).confirmed


def test_what_is_named_goes_before_all_proposals(take: Take) -> None:
    text = f"{ITEMS}00123,Hammer 16oz,,4,5\n123,Hammer 16oz,,3,5\n"
    text += "0077,Saw blade,,1,5\n77,Saw blade,,1,5\n"
    intake = take(text, aliases={"sku:00123": "123", "sku": "all"})
    assert sorted(intake.frame["sku"]) == ["0077", "123"]


def test_an_alias_of_an_alias_leads_to_the_last(take: Take) -> None:
    text = HEAD + store("1") + store("01", first=100) + store("001", first=200)
    intake = take(text, aliases={"store:001": "01", "store:01": "1"})
    assert intake.frame["store_id"].unique().to_list() == ["1"]


@pytest.mark.parametrize(
    ("aliases", "said"),
    [
        ({"store:03": "1"}, "no store is called '03'; there are: 01, 1"),
        ({"sku:X": "S1"}, "no sku is called 'X'; there are: S0, S1"),
        ({"shop:01": "1"}, "write it as store:OTHER=NAME or sku:OTHER=NAME"),
        ({"store": "1"}, "write it as store:OTHER=NAME or sku:OTHER=NAME or sku=all"),
        ({"store:01": "1", "store:1": "01"}, "01 = 1 = 01 leads back to itself"),
    ],
)
def test_an_alias_that_cannot_be_is_refused(take: Take, aliases: dict[str, str], said: str) -> None:
    with pytest.raises(AliasError, match=said):
        take(HEAD + store("1") + store("01", first=100), aliases=aliases)
