import re

import pytest

from profit_sentinel.domain.errors import WrongUsageError
from profit_sentinel.ingest.day_order import Order
from profit_sentinel.ingest.system_file import SystemFileError, built_in, joined, read_system
from profit_sentinel.ingest.systems import system_of

GOOD = 'name = "Acme"\nfingerprint = ["Article", "Physical"]\n'


@pytest.mark.parametrize(
    ("text", "key", "allowed"),
    [
        ("name = Acme", "not TOML", "line 1"),
        ('name = "Acme"', "fingerprint: is missing", "a list of headers"),
        ('name = "Acme"\nfingerprint = []', "fingerprint: [] names no headers", "a list"),
        ('name = "Acme"\nfingerprint = "A"', "fingerprint: 'A' names no headers", "a list"),
        ('name = "Acme"\nfingerprint = [1]', "fingerprint: 1 is no text", "a text"),
        ('fingerprint = ["A"]', "name: None is no text", "a text"),
        (GOOD + "colums = 1", "key: 'colums' is not known", "columns"),
        (GOOD + "columns = 1", "columns: is no table", "[columns]"),
        (GOOD + '[columns]\ncolour = ["C"]', "columns: 'colour' is not known", "on_hand"),
        (GOOD + "[columns]\nsku = [2]", "columns.sku: 2 is no text", "a text"),
        (
            GOOD + '[columns]\nsku = ["A"]\nbarcode = ["a"]',
            "columns.barcode: the header 'a' is given to sku too", "a header once",
        ),
        (GOOD + 'kind = "stock"', "kind: 'stock' is not known", "inventory"),
        (GOOD + 'unverified = "yes"', "unverified: 'yes' is neither", "true, false"),
        (GOOD + "export = 3", "export: 3 is no text", "a text"),
        (GOOD + "[unused]\nGrade = 3", "unused.Grade: 3 is no text", "a text"),
        (GOOD + '[fill_down]\ncolour = "A"', "fill_down: 'colour' is not known", "vendor"),
        (GOOD + "wide = 3", "wide: is no list of tables", "[[wide]]"),
        (GOOD + '[[wide]]\npattern = "QOH .+"', "names no store", "(?P<store>...)"),
        (GOOD + "[[wide]]\npattern = '('", "is no pattern", "a regular expression"),
        (
            GOOD + "[[wide]]\ncanonical = 'qty'\npattern = '(?P<store>.+)'",
            "wide.canonical: 'qty' is not known", "on_hand",
        ),
        (GOOD + "[[wide]]\nname = 'x'", "wide: 'name' is not known", "canonical, pattern"),
        (GOOD + "[split]\nsku = '.+'", "split.sku: '.+' names no column", "(?P<sku>...)"),
        (GOOD + "[split]\nsku = '(?P<no>.+)'", "split.sku: 'no' is not known", "sku"),
        (GOOD + "[leave_out]\nA = '(?!x)'", "leave_out.A", "does not"),
        (GOOD + '[formats]\ndates = "us"', "formats.dates: 'us' is not known", "month first"),
        (GOOD + '[formats]\ndate = "us"', "formats: 'date' is not known", "dates, decimal"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_file_key_and_what_is_allowed(
    text: str, key: str, allowed: str
) -> None:
    with pytest.raises(SystemFileError, match=re.escape(key)) as refused:
        read_system("acme.toml", text, "own/acme.toml")
    assert str(refused.value).startswith("own/acme.toml: ")
    assert allowed in str(refused.value)
    assert isinstance(refused.value, WrongUsageError)


def test_a_system_file_says_all_a_system_needs() -> None:
    system = read_system(
        "acme.toml", GOOD + '[formats]\ndates = "day first"\ndecimal = "comma"', None
    )
    assert (system.id, system.name, system.verified) == ("acme", "Acme", True)
    assert system.fingerprint == {"article", "physical"}
    assert system.formats == (Order.DAY_FIRST, True)


def test_one_header_may_stand_alone() -> None:
    system = read_system("acme.toml", GOOD + '[columns]\nsku = "Article"', None)
    assert system.columns == {"sku": ("article",)}


def test_ones_own_system_goes_before_a_longer_fingerprint() -> None:
    own = read_system("mine.toml", 'name = "Mine"\nfingerprint = ["ITEM_NO"]', "mine.toml")
    found = system_of(["ITEM_NO", "QTY_ON_HND"], joined([own]))
    assert found is own


def test_ones_own_system_replaces_a_built_in_one_of_its_id() -> None:
    own = read_system("square.toml", GOOD, "own/square.toml")
    known = joined([own])
    assert len(known) == len(built_in())
    assert own in known


def test_two_of_ones_own_may_not_have_one_id() -> None:
    pair = [read_system("acme.toml", GOOD, f"{folder}/acme.toml") for folder in ("a", "b")]
    with pytest.raises(
        SystemFileError, match=r"b/acme\.toml: the id 'acme' is taken by a/acme\.toml"
    ):
        joined(pair)


def test_stars_stand_for_any_text_and_columns_go_first() -> None:
    text = GOOD + '[columns]\nretail_price = ["Price 1"]\n[unused]\n"Price *" = "others"'
    system = read_system("acme.toml", text, None)
    assert system.why_unused("PRICE 2") == "others"
    assert system.why_unused("Price 1") is None
    assert system.why_unused("List") is None
