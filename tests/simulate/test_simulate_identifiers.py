import numpy as np
import pytest

from profit_sentinel.simulate.identifiers import barcodes, check_digit, maker_parts, sku_numbers


@pytest.mark.parametrize(
    ("digits", "check"), [("03600029145", "2"), ("01234567890", "5"), ("00000000000", "0")]
)
def test_check_digit_of_known_codes(digits: str, check: str) -> None:
    assert check_digit(digits) == check


def test_barcodes_are_unique_and_valid() -> None:
    codes = barcodes(np.repeat([0, 5, 39], 400), np.random.default_rng(1))
    assert len(set(codes)) == 1200
    assert all(len(code) == 12 and check_digit(code[:11]) == code[11] for code in codes)


def test_skus_are_unique_as_text_and_as_numbers() -> None:
    skus = sku_numbers(5_000, np.random.default_rng(2))
    assert {len(sku) for sku in skus} == {6, 7}
    assert any(sku.startswith("0") for sku in skus)
    assert len({int(sku) for sku in skus}) == 5_000


def test_parts_carry_the_makers_prefix() -> None:
    parts = maker_parts(["TG", "AQ"], np.random.default_rng(3))
    assert [part.split("-")[0] for part in parts] == ["TG", "AQ"]
