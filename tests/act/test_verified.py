from __future__ import annotations

import pytest

from profit_sentinel.act.followup import STATES
from profit_sentinel.act.verified import FATES, verified_text

SAID = {
    "state": "partly", "recovered": 1230.0, "recovery": "per_year", "as_of": "2026-06-08",
    "fixed": 2, "still": 1, "unconfirmed": 0, "missing": 0,
    "skus": [{"sku": "B", "state": "still", "recoverable": 12.5}],
}  # fmt: skip


def test_every_fate_has_its_words() -> None:
    assert tuple(FATES) == STATES


def test_a_verification_says_day_dollars_and_what_is_left() -> None:
    assert verified_text(SAID) == (
        "Stock of 2026-06-08: partly verified, $1,230 a year recovered; 2 fixed, 1 still there.\n"
        "- B still there, $12.50\n"
    )


@pytest.mark.parametrize(("recovered", "told"), [(0.0, "nothing recovered yet"), (30.0, "$30 rec")])
def test_what_comes_back_once_is_not_said_by_year(recovered: float, told: str) -> None:
    text = verified_text({**SAID, "recovered": recovered, "recovery": "once"})
    assert told in text
    assert "a year" not in text
