from __future__ import annotations

import pytest

from profit_sentinel.declaration.fact import FACT_BY_NAME, FACTS, TERMS, missing
from profit_sentinel.domain.columns import BY_NAME

SOLD = ("sold_365d", "sold_ytd", "sold_90d", "sold_30d")


def test_no_fact_goes_by_the_name_of_another_or_of_a_column() -> None:
    names = [fact.name for fact in FACTS]
    assert len(set(names)) == len(names)
    assert not set(names) & set(BY_NAME)


@pytest.mark.parametrize("name", sorted(FACT_BY_NAME))
def test_a_fact_needs_what_exists(name: str) -> None:
    for need in FACT_BY_NAME[name].needs:
        choices = need if isinstance(need, tuple) else (need,)
        assert TERMS.issuperset(choices)


@pytest.mark.parametrize("name", sorted(FACT_BY_NAME))
def test_a_fact_lacks_nothing_where_every_column_is_known(name: str) -> None:
    assert missing((name,), frozenset(BY_NAME)) == ()


@pytest.mark.parametrize(
    ("needs", "columns", "lacks"),
    [
        (("on_hand",), {"on_hand"}, []),
        (("on_hand",), {"sku"}, ["on_hand"]),
        ((SOLD,), {"sold_90d"}, []),
        ((("barcode", "description"),), set(), ["barcode or description"]),
        (("velocity",), set(), ["units sold: " + " or ".join(SOLD)]),
        (("margin",), {"average_cost"}, ["retail_price"]),
        (("margin", "cost"), set(), ["a cost: unit_cost or average_cost", "retail_price"]),
        (("missed_units",), {"sold_ytd"}, ["last_sale_date"]),
    ],
)
def test_what_is_missing_is_said_in_columns_each_once(
    needs: tuple[str | tuple[str, ...], ...], columns: set[str], lacks: list[str]
) -> None:
    assert list(missing(needs, frozenset(columns))) == lacks
