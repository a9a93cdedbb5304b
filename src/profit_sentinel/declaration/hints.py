"""Hints that several leaks share, so that they mean the same wherever they stand."""

from profit_sentinel.declaration.expression import days_against, yes
from profit_sentinel.declaration.leak import Hint

LEFT_TO_RUN_OUT = Hint(
    "left_to_run_out",
    "1 where stock is at the order point and nothing is on order, as when it is cleared",
    lambda row: yes(row.left_to_run_out),
)
LONG_UNRECEIVED = Hint(
    "long_unreceived",
    "log of days since the last receipt over 90",
    lambda row: days_against(row.days_since_receipt, 90.0),
)
