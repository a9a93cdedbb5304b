"""What an intake owes its reader: every row of the file is used or reported."""

from profit_sentinel.domain.intake import Intake
from profit_sentinel.ingest.problems import LEFT_OUT


def assert_no_row_is_lost(intake: Intake, rows: int | None = None) -> None:
    """Rows in the file = rows used + rows left out and reported.

    Args:
        intake: One file taken in.
        rows: Rows known to be below the header, blank ones apart; None when they are not known.
    """
    (source,) = intake.sources
    reasons = zip(intake.problems["row"], intake.problems["reason"], strict=True)
    left_out = {row for row, reason in reasons if reason.startswith(LEFT_OUT)}
    assert source.rows_read == source.rows_used + len(left_out)
    assert rows is None or source.rows_read == rows
    assert left_out.isdisjoint(intake.frame["source_row"])
